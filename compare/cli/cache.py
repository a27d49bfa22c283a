"""``compare cache info`` and ``compare cache clear``; and whether the cache can be used, before work is done for it."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from compare.matching.cache import Store

__all__ = ["check_cache", "open_store", "register"]


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
    from compare.output.naming import counted

    found = Cache().info()
    typer.echo(f"{found.path}: {counted(found.entries, 'entry', 'entries')}, {found.size / 1e6:.1f} MB")


def clear() -> None:
    """Remove the cache; the next run computes everything again.

    Example: compare cache clear
    """
    from compare.matching.cache import Cache
    from compare.output.naming import counted

    found = Cache().clear()
    typer.echo(f"{found.path}: {counted(found.entries, 'entry', 'entries')} removed, {found.size / 1e6:.1f} MB")


def open_store(*, use: bool, way_out: str = ", or give --no-cache") -> "Store":
    """The cache, or a store that remembers nothing.

    Raises:
        BadInput: the cache can't be written.
    """
    from compare.matching.cache import Cache, NoCache

    if not use:
        return NoCache()
    check_cache(way_out)
    return Cache()


def check_cache(way_out: str = "") -> None:
    """Find out now, not after an hour of work. A cache that is there and may only be read is of use still.

    Args:
        way_out: what else than another folder the user can choose.

    Raises:
        BadInput: the cache's folder can't be made or written.
    """
    from tempfile import TemporaryFile

    from compare.errors import BadInput
    from compare.matching.cache import cache_path

    path = cache_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            TemporaryFile(dir=path.parent).close()
    except OSError as error:
        fact = f"the cache can't be written ({error.strerror})"
        raise BadInput(f"{path.parent}: {fact}; name another folder with COMPARE_CACHE{way_out}") from error
