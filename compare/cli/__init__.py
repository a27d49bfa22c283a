"""The command ``compare``: parse, call, print. The only place that exits, and that prints a ``CompareError``."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from compare.cli import batch, cache, corpus, evaluate, report, run, sources, validation
from compare.errors import INTERRUPTED, CompareError

__all__ = ["app", "main"]

app = typer.Typer(
    name="compare",
    help="Which claims appear only in some outlets' articles on one news story, and where their figures differ.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"compare {version('compare-outlets')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


for module in (run, report, batch, corpus, sources, validation, evaluate, cache):
    module.register(app)


# typer keeps its own copy of click from 0.26 on; the class above its one public usage error is the base of all.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exit code 0, 2 for bad input, 1 for a failed job, 130 when interrupted."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = app(args=arguments, standalone_mode=False)
    except CompareError as error:
        return _complain(str(error), error.exit_code)
    except _UsageError as error:
        return _complain_of_usage(error, sys.argv[1:] if arguments is None else arguments)
    except (KeyboardInterrupt, typer.Abort):
        return _complain(INTERRUPTED, 130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, less) has gone; nothing to say to it
        return 0
    except UnicodeError as error:
        return _complain(
            f"text that is not UTF-8, or a terminal that cannot show it ({error}); see PYTHONIOENCODING", 1
        )
    except OSError as error:  # a full disk, a file that may not be read: what no command foresees
        return _complain(f"{error.filename or 'output'}: {error.strerror or error}; nothing more was done", 1)
    except MemoryError:
        return _complain("out of memory; compare fewer outlets at once with --outlet", 1)
    if result == 130:  # how typer tells of Ctrl-C outside its own standalone mode
        return _complain(INTERRUPTED, 130)
    return result if isinstance(result, int) else 0


def _complain_of_usage(error: Exception, arguments: Sequence[str]) -> int:
    """One line, but for a bare `compare`, which is a request for help."""
    message = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stdout.write(message + "\n")
        return 2
    command = _command_of(error)
    if command == "compare" and arguments and _is_story(arguments[0]):
        return _complain(f"{arguments[0]!r} is a story and no command; write `compare run {arguments[0]}`", 2)
    return _complain(f"{message} (see `{command} --help`)", 2)


def _command_of(error: Exception) -> str:
    """The command that was used wrongly, as a user writes it."""
    names: list[str] = []
    context = getattr(error, "ctx", None)
    while context and context.parent:
        names.insert(0, context.info_name)
        context = context.parent
    return " ".join(("compare", *names))


def _is_story(name: str) -> bool:
    """Whether a story of this id is in the corpora folder that commands take where none is named."""
    from compare.sources.corpus import story_folder  # not needed before something is wrong

    try:
        return bool(story_folder(name, None))
    except CompareError:
        return False


def _complain(message: str, code: int) -> int:
    from compare.output.safe_text import one_line  # not needed before something is wrong

    sys.stderr.write(f"compare: {one_line(message)}\n")
    return code
