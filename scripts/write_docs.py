"""Write the parts of docs/ that code and records decide: columns, help, accuracy. With --check, only compare.

    python scripts/write_docs.py [--check]

Between ``<!-- generated: NAME -->`` and ``<!-- end -->`` a page holds what this script puts there.
"""

import argparse
import re
import sys
from pathlib import Path

from accuracy_tables import contrasts, evaluation, stories_table, strictness
from typer.testing import CliRunner

from compare.cli import app
from compare.output.tables import TABLES
from compare.text.claimhood import NOT_CLAIM_REASONS

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Rewrite every page with generated parts, or tell which are out of date."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="change nothing; exit 1 where a page is out of date")
    check = arguments.parse_args().check
    parts = {
        "columns": columns(),
        "help": help_texts(),
        "not-claim": not_claim_reasons(),
        "accuracy": stories_table(),
        "evaluation": evaluation(),
        "strictness": strictness(),
        "contrasts": contrasts(),
    }
    stale = []
    for page in sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]):
        text = page.read_text(encoding="utf-8")
        fresh = _BLOCK.sub(lambda found: f"{found[1]}{parts[found[2]]}{found[3]}", text)
        if fresh != text:
            stale.append(page.relative_to(ROOT))
            if not check:
                page.write_text(fresh, encoding="utf-8")
    if check and stale:
        sys.exit(f"{', '.join(map(str, stale))}: out of date; run python scripts/write_docs.py")
    print(f"{len(stale)} pages {'out of date' if check else 'written'}")


def columns() -> str:
    """A section and a table for every export."""
    sections = []
    for table in TABLES:
        rows = [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns]
        head = [
            f"### `{table.name}`",
            "",
            f"One row is {table.one_row}.",
            "",
            "| column | kind | meaning |",
            "| --- | --- | --- |",
        ]
        sections.append("\n".join([*head, *rows, ""]))
    return "\n".join(sections)


def help_texts() -> str:
    """The help of every command, as printed at 80 columns."""
    sections = []
    for words in ([], *commands()):
        shown = CliRunner().invoke(app, [*words, "--help"], prog_name="compare", env={"COLUMNS": "80"}).output
        title = " ".join(["compare", *words])
        sections.append(f"### `{title}`\n\n```text\n{shown.strip()}\n```\n")
    return "\n".join(sections)


def commands() -> list[list[str]]:
    """Every command and subcommand, in the order of registration."""
    found = [[command.name] for command in app.registered_commands if command.name]
    for group in app.registered_groups:
        inner = group.typer_instance.registered_commands if group.typer_instance else []
        found += [[str(group.name), str(command.name)] for command in inner]
    return found


def not_claim_reasons() -> str:
    """The reasons for which a sentence is no claim."""
    rows = [f"| {reason} | {meaning} |" for reason, meaning in NOT_CLAIM_REASONS.items()]
    return "\n".join(["| reason | the sentence |", "| --- | --- |", *rows, ""])


if __name__ == "__main__":
    main()
