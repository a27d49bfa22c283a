"""Articles that a language model rewrote or edited, as further pairs of articles to learn from.

scripts/article_edits.csv.gz says of sentences of the machine-labelled articles (labelled.py) which parts are kept and
what is put in their place: the model's words, never the outlets'. There are two kinds:

- **reworded**: a whole article said in other words, sentence by sentence, each with all that it said. Every judgement
  of it, as claim and as evidence, holds as before. Outlets that report one story share much of their wording; beside
  such an article only meaning is shared.
- **turned**: a sentence that the other article states, with one thing put in that it does not say ("partly"), or one
  that it states in part, with just what it says ("stated"). Two sentences that differ in little and in the verdict.
  Only the edited sentences of such an article, and what the other lacks, have a judgement; what it lacks in turn is
  not known.
"""

import csv
import gzip
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from labelled import MachinePair, Matcher, answers_of
from machine_labels import Judgement, article_texts, held_stories, read_judgements

from compare.records import Article
from compare.text.sentences import split_sentences

ARTICLE_EDITS = Path(__file__).parent / "article_edits.csv.gz"


@dataclass(frozen=True)
class SentenceEdit:
    """A sentence in other words.

    Attributes:
        start: of the sentence in its article.
        kind: of an article's edit what the other article makes of the sentence now, empty where that did not change; of
            a contrast (train_contrasts.py) what contrasts, ``same`` where it still says what it said.
        parts: pieces of the sentence, "12-80", and what is put between them, "+in the Gulf ".
    """

    start: int
    kind: str
    parts: tuple[str, ...]

    def apply(self, text: str) -> str:
        """The sentence as it reads now."""
        return "".join(self._pieces(text))

    def put_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where in it the words stand that were put in."""
        ends = [0, *accumulate(len(piece) for piece in self._pieces(text))]
        return tuple(span for part, span in zip(self.parts, pairwise(ends), strict=True) if part.startswith("+"))

    def _pieces(self, text: str) -> list[str]:
        return [part[1:] if part.startswith("+") else text[slice(*map(int, part.split("-")))] for part in self.parts]


@dataclass(frozen=True)
class EditedArticle:
    """An article with some sentences in other words, a line each.

    Attributes:
        places: where a sentence of the article starts now, by where it started; without those that are two now.
        missing: of a sentence with something put in that the other article does not say, the spans of it.
    """

    text: str
    places: Mapping[int, int]
    missing: Mapping[int, tuple[tuple[int, int], ...]]


def edited_pairs(path: Path, matcher: Matcher) -> Iterator[MachinePair]:
    """The reworded articles, then the turned ones, each beside the other articles of its story.

    Two articles of which both were reworded are a pair of their own too.
    """
    texts, judgements = article_texts(path), read_judgements()
    held = held_stories(judgements)
    beside: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for row in judgements:
        beside[row.article, row.other].append(row)
    read = _read_edits()
    reworded = {own: edit_article(texts[own], edits) for (_, own, only), edits in read.items() if not only}
    for (story, own, only), edits in sorted(read.items(), key=lambda item: (item[0][2] != "", item[0])):
        edited = edit_article(texts[own], edits) if only else reworded[own]
        kind = "turned" if only else "reworded"
        for other in sorted({other for article, other in beside if article == own and only in ("", other)}):
            there = moved(beside[own, other], edited, edits)
            here = [] if only else [evidence_moved(row, edited) for row in beside.get((other, own), ())]
            beside_it = [(texts[other], there, here)]
            if not only and own < other and other in reworded:
                also = reworded[other]
                beside_it.append((also.text, [evidence_moved(row, also) for row in there], moved(here, also, ())))
            for text, forth_rows, back_rows in beside_it:
                forth, back = matcher((Article("own", edited.text, ""), Article("other", text, "")))
                answers = (answers_of(forth, forth_rows), answers_of(back, back_rows))
                yield MachinePair(story, story in held, (own, other), (forth, back), answers, kind)


def _read_edits() -> dict[tuple[str, str, str], list[SentenceEdit]]:
    """By story, article and the other article, which is empty for all."""
    found = defaultdict(list)
    with gzip.open(ARTICLE_EDITS, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            edit = SentenceEdit(int(row["start"]), row["label"], tuple(row["edit"].split("|")))
            found[row["story_id"], row["article_sha256"], row["other_article_sha256"]].append(edit)
    return found


def edit_article(text: str, edits: Sequence[SentenceEdit]) -> EditedArticle:
    """The article with these sentences in other words."""
    change = {edit.start: edit for edit in edits}
    before = split_sentences(Article("own", text, ""))
    made = [change[one.start].apply(one.text) if one.start in change else one.text for one in before]
    lines = [" ".join(line.split()) for line in made]
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    edited = "\n".join(lines)
    found = defaultdict(list)
    for sentence in split_sentences(Article("own", edited, "")):
        found[bisect_right(starts, sentence.start) - 1].append(sentence.start)
    places = {one.start: found[line][0] for line, one in enumerate(before) if len(found[line]) == 1}
    missing = {
        one.start: change[one.start].put_in(one.text)
        for one, line, words in zip(before, lines, made, strict=True)
        if one.start in change and change[one.start].kind == "partly" and line == words.rstrip()
    }
    return EditedArticle(edited, places, missing)


def moved(rows: Sequence[Judgement], edited: EditedArticle, edits: Sequence[SentenceEdit]) -> list[Judgement]:
    """Judgements of the article's sentences where they stand now; missing is what was put in, else not known any more.

    Of a turned article only those that were edited, and what the other article lacks: beside a turned sentence the
    same one as it was would be of the same story twice.
    """
    labels = {edit.start: edit.kind for edit in edits}
    turned = any(labels.values())
    kept = [row for row in rows if row.start in edited.places]
    if turned:
        kept = [row for row in kept if row.start in labels or row.label == "absent"]
    return [
        replace(
            row,
            start=edited.places[row.start],
            label=labels.get(row.start) or row.label,
            missing=edited.missing.get(row.start),
        )
        for row in kept
    ]


def evidence_moved(row: Judgement, edited: EditedArticle) -> Judgement:
    """A judgement of the other article's sentence, with its evidence where that stands now."""
    evidence = tuple(edited.places[start] for start in row.evidence if start in edited.places)
    return replace(row, evidence=evidence, missing=None)
