"""``compare list`` and ``compare check``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compare.cli.printing import say
from compare.cli.run import CORPORA

if TYPE_CHECKING:
    from compare.records import Story

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_)
    app.command("check")(check)


def list_(corpora: Annotated[Path | None, CORPORA] = None) -> None:
    """List the stories of a corpora folder with their outlets.

    Example: compare list --corpora corpora
    """
    from compare.output.naming import counted
    from compare.sources.corpus import NOT_AN_ID, find_corpora, inspect_story, list_stories, story_folders

    folder = find_corpora(corpora)
    names = list_stories(folder)
    for name in names:
        story, problems = inspect_story(folder / name)
        outlets = ", ".join(reference.outlet for reference in story.articles) if story else ""
        notes = [f"{outlet} is not compared: {reason}" for outlet, reason in _left_out(story).items()]
        if problems:
            notes.append(f"{counted(len(problems), 'problem')}: `compare check {name}`")
        say(name, story.title if story else "", outlets + (f" ({'; '.join(notes)})" if notes else ""))
    for name in sorted(set(story_folders(folder)) - set(names)):
        say(f"{name}: not listed: {NOT_AN_ID}; rename the folder", err=True)
    if not names:
        typer.echo(f"{folder}: no stories; a story is a folder with a story.toml (docs/corpora.md)", err=True)


def check(
    story: Annotated[str, typer.Argument(help="Id of a story.")],
    corpora: Annotated[Path | None, CORPORA] = None,
) -> int:
    """Check a story's files and print every problem as `path: field: fact`; notes are no problems.

    Example: compare check maduro-call
    """
    from compare.output.naming import counted
    from compare.sources.corpus import inspect_story, story_folder

    folder = story_folder(story, corpora)
    loaded, problems = inspect_story(folder)
    for problem in problems:
        say(str(problem))
    without = _left_out(loaded)
    for outlet, reason in without.items():
        say(f"note: the article of {outlet} is not compared: {reason}")
    if problems:
        return 2
    articles = len(loaded.articles) - len(without) if loaded else 0
    hint = "" if articles > 1 else f"; a comparison needs two: `compare add {folder.name} FILE --outlet NAME` adds one"
    typer.echo(f"{folder.name}: no problems, {counted(articles, 'article')}{hint}")
    return 0


def _left_out(story: "Story | None") -> dict[str, str]:
    """Why articles have no text of their page, by outlet, in the story's order."""
    from compare.errors import StoryError
    from compare.sources.fetched import left_out

    if story is None:
        return {}
    try:
        found = left_out(story.folder, story.articles)
    except StoryError:  # a damaged record, which is among the story's problems
        return {}
    return {
        outlet: found[outlet].reason
        for outlet in dict.fromkeys(one.outlet for one in story.articles)
        if outlet in found
    }
