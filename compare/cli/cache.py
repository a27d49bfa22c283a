"""``compare cache info`` and ``compare cache clear``."""

import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(help="Encodings and parses kept between runs.", no_args_is_help=True)
    commands.command("info")(info)
    commands.command("clear")(clear)
    app.add_typer(commands, name="cache")


def info() -> None:
    """Where the cache is, how many entries it has and how large it is.

    Example: compare cache info
    """
    from compare.matching.cache import Cache

    found = Cache().info()
    typer.echo(f"{found.path}: {found.entries:,} entries, {found.size / 1e6:.1f} MB")


def clear() -> None:
    """Remove the cache; the next run computes everything again.

    Example: compare cache clear
    """
    from compare.matching.cache import Cache

    found = Cache().clear()
    typer.echo(f"{found.path}: {found.entries:,} entries removed, {found.size / 1e6:.1f} MB")
