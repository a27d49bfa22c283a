"""The command ``compare``, and ``python -m compare``."""

import sys

__all__ = ["main"]


def main() -> None:
    """Load the command line and run it; an interruption meanwhile is the one line that it is later."""
    try:
        from compare.cli import main as run

        run()
    except KeyboardInterrupt:
        from compare.errors import INTERRUPTED

        sys.stderr.write(f"compare: {INTERRUPTED}\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
