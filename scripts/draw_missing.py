"""Draw ``partly`` rows of the gold stories by a fixed seed, with their missing words marked, for a reader's verdict.

    python scripts/draw_missing.py [--shared ../shared] [--rows 60] [--seed 20261122] [--articles]

The rows are those that the program calls ``partly``, whatever the gold label. docs/missing-verdicts.md holds the
verdicts that were given; ``--articles`` prints the sentences of the other article that come nearest, to judge by.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from compare.matching.cache import Cache
from compare.matching.encode import SentenceTransformerEncoder
from compare.pipeline import compare_story
from compare.records import Comparison, Coverage, Sentence
from compare.sources.corpus import list_stories, load_articles, load_story

_ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print the rows; exit code 2 where the stories are not there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=_ROOT.parent / "shared")
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--articles", action="store_true", help="also the five sentences that share most words")
    options = parser.parse_args()
    folder = options.shared / "stories"
    if not folder.is_dir():
        print(f"{folder}: no gold stories there; give their parent folder with --shared", file=sys.stderr)
        return 2
    comparisons = compared(folder)
    rows = sorted(
        ((name, row) for name, comparison in comparisons.items() for row in comparison.coverage if row.missing),
        key=lambda pair: (pair[0], pair[1].sentence_id, pair[1].other_outlet),
    )
    drawn = random.Random(options.seed).sample(rows, options.rows)
    print(f"{options.rows} of {len(rows)} partly rows of {len(comparisons)} stories, seed {options.seed}")
    for number, (name, row) in enumerate(drawn, 1):
        print(f"\n{number} {name} {row.sentence_id} in {row.other_outlet}")
        show(row, comparisons[name].sentences, nearest=5 if options.articles else 0)
    return 0


def compared(folder: Path) -> dict[str, Comparison]:
    """Every story with gold coverage, compared as the command does."""
    encoder, store = SentenceTransformerEncoder(), Cache()
    stories = [load_story(name, folder) for name in list_stories(folder) if (folder / name / "gold").is_dir()]
    return {story.id: compare_story(story, load_articles(story), encoder=encoder, store=store) for story in stories}


def show(row: Coverage, sentences: Sequence[Sentence], nearest: int) -> None:
    """A row's sentence with its missing words in brackets, its evidence, and what else comes near."""
    texts = {sentence.id: sentence for sentence in sentences}
    text = texts[row.sentence_id].text
    print("  A:", marked(text, row.missing))
    print("  B:", texts[row.evidence_id].text)
    words = set(text.lower().split())
    others = [sentence for sentence in sentences if sentence.outlet == row.other_outlet]
    others.sort(key=lambda sentence: -len(words & set(sentence.text.lower().split())))
    for sentence in others[:nearest]:
        print("    -", sentence.text)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans in double brackets."""
    for start, end in reversed(spans):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return text


if __name__ == "__main__":
    raise SystemExit(main())
