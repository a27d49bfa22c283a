"""Lines for the terminal made of what stands in files: titles, outlets, problems and reasons."""

import typer

__all__ = ["say"]


def say(*cells: str, err: bool = False) -> None:
    """Print untrusted words as one line that steers no terminal, a tab between two cells."""
    from compare.output.safe_text import one_line

    typer.echo("\t".join(one_line(cell) for cell in cells), err=err)
