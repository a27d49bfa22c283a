"""``compare list`` and ``compare check``."""

from pathlib import Path
from typing import Annotated

import typer

from compare.cli.printing import say
from compare.cli.run import CORPORA

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
    from compare.sources.corpus import NOT_AN_ID, find_corpora, inspect_story, list_stories

    folder = find_corpora(corpora)
    names = list_stories(folder)
    for name in names:
        story, problems = inspect_story(folder / name)
        outlets = ", ".join(reference.outlet for reference in story.articles) if story else ""
        fault = f" ({counted(len(problems), 'problem')}: `compare check {name}`)" if problems else ""
        say(name, story.title if story else "", f"{outlets}{fault}")
    for name in sorted({path.parent.name for path in folder.glob("*/story.toml")} - set(names)):
        say(f"{name}: not listed: {NOT_AN_ID}; rename the folder", err=True)
    if not names:
        typer.echo(f"{folder}: no stories; a story is a folder with a story.toml (docs/corpora.md)", err=True)


def check(
    story: Annotated[str, typer.Argument(help="Id of a story.")],
    corpora: Annotated[Path | None, CORPORA] = None,
) -> int:
    """Check a story's files and print every problem as `path: field: fact`.

    Example: compare check maduro-call
    """
    from compare.sources.corpus import inspect_story, story_folder

    folder = story_folder(story, corpora)
    loaded, problems = inspect_story(folder)
    for problem in problems:
        say(str(problem))
    if problems:
        return 2
    articles = len(loaded.articles) if loaded else 0
    hint = "" if articles > 1 else "; a comparison needs two: add an [[articles]] table with another outlet and file"
    typer.echo(f"{folder.name}: no problems, {articles} article{'s' if articles != 1 else ''}{hint}")
    return 0
