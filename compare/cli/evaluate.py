"""``compare evaluate``: the shipped model against hand labels."""

from pathlib import Path
from typing import Annotated

import typer

from compare.cli.run import CORPORA

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate")(evaluate)


def evaluate(
    stories: Annotated[list[str], typer.Argument(metavar="STORY...", help="Stories with a gold/ folder.")],
    corpora: Annotated[Path | None, CORPORA] = None,
) -> None:
    """Score coverage against the hand labels in gold/, a line a story, beside two plain baselines.

    Example: compare evaluate maduro-call
    """
    from compare.cli.cache import check_cache
    from compare.evaluate_stories import evaluate_stories

    check_cache()
    for line in evaluate_stories(stories, corpora):
        typer.echo(line)
