"""The verdicts as compact arrays for the report's script, which builds matrix and passages from them when asked.

Texts are not repeated: the script reads them from the articles on the page. Everything is addressed by number:
outlets and sentences in the order of the page, claims in the order of ``claims.csv``. Probabilities are whole
ten-thousandths, the four decimals of the tables.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from compare.agencies import is_agency
from compare.output.naming import copied_from, outlet_names
from compare.output.safe_text import shown
from compare.records import Claim, Comparison, Coverage, Sentence

__all__ = ["FLAGS", "LABELS", "page_sentences", "report_data", "sentence_flags"]

LABELS = ("stated", "partly", "absent", "unclear")
FLAGS = {"figure": 1, "quote": 2, "wire": 4}
# Asked only whether there is one, so each part stops where the next mark or the first word begins: the time grows with
# the text's length, also where thousands of marks are opened and never closed.
_QUOTE = re.compile(r"[“„«][^“„«”»\w]*\w|\"[^\"\w]*\w[^\"]*\"")


def page_sentences(comparison: Comparison) -> tuple[Sentence, ...]:
    """The sentences in the order of the page: article by article."""
    order = {article.outlet: number for number, article in enumerate(comparison.articles)}
    return tuple(sorted(comparison.sentences, key=lambda sentence: (order[sentence.outlet], sentence.start)))


def report_data(comparison: Comparison) -> dict[str, Any]:
    """Arrays for the script; ``docs/report.md`` describes them."""
    sentences = page_sentences(comparison)
    outlets = [article.outlet for article in comparison.articles]
    names = outlet_names(comparison)
    number = {sentence.id: index for index, sentence in enumerate(sentences)}
    firsts = _firsts(sentences, outlets)
    claim_of = {each: index for index, claim in enumerate(comparison.claims) for each in claim.sentence_ids}
    notes: dict[str, int] = {}
    coverage, remarks, missing = _coverage(comparison.coverage, number, outlets, firsts, notes)
    return {
        "outlets": [shown(names[outlet]) for outlet in outlets],
        "firsts": firsts,
        "claimOf": [claim_of.get(sentence.id, -1) for sentence in sentences],
        "flags": sentence_flags(comparison, sentences),
        "claims": [_claim(claim, number, outlets) for claim in comparison.claims],
        "coverage": coverage,
        "remarks": remarks,
        "notes": [shown(note) for note in notes],
        "missing": missing,
    }


def _firsts(sentences: Sequence[Sentence], outlets: Sequence[str]) -> list[int]:
    """Number of each article's first sentence, and of all sentences at the end."""
    firsts = [0]
    for outlet in outlets:
        firsts.append(firsts[-1] + sum(sentence.outlet == outlet for sentence in sentences))
    return firsts


def _claim(claim: Claim, number: Mapping[str, int], outlets: Sequence[str]) -> list[Any]:
    """Id, clearest sentence, members, a digit an outlet, confidence, place, texts, owners, who alone states it."""
    groups = (claim.stated_by, claim.partly_by, claim.absent_from, claim.unclear_for)
    verdict = {outlet: str(label) for label, group in enumerate(groups) for outlet in group}
    return [
        claim.id,
        number[claim.representative],
        [number[sentence_id] for sentence_id in claim.sentence_ids],
        "".join(verdict[outlet] for outlet in outlets),
        _ten_thousandths(claim.confidence),
        _ten_thousandths(claim.first_position),
        claim.origins,
        claim.owners,
        outlets.index(claim.exclusive_to) if claim.exclusive_to else -1,
    ]


def _coverage(
    rows: Sequence[Coverage],
    number: Mapping[str, int],
    outlets: Sequence[str],
    firsts: Sequence[int],
    notes: dict[str, int],
) -> tuple[list[Any], dict[int, dict[int, int]], dict[int, dict[int, list[int]]]]:
    """For each sentence four numbers an outlet: label, both probabilities, evidence counted from its article's start.

    No row (the outlet itself, a sentence that is no claim) is -1 for the label and nothing after it.
    """
    place = {outlet: index for index, outlet in enumerate(outlets)}
    table: dict[int, list[list[int]]] = {}
    remarks: dict[int, dict[int, int]] = {}
    missing: dict[int, dict[int, list[int]]] = {}
    for row in rows:
        sentence, other = number[row.sentence_id], place[row.other_outlet]
        probabilities = _ten_thousandths(row.p_stated), _ten_thousandths(row.p_present)
        cells = table.setdefault(sentence, [[-1] for _ in outlets])
        cells[other] = [LABELS.index(row.label), *probabilities, number[row.evidence_id] - firsts[other]]
        if row.note:
            remarks.setdefault(sentence, {})[other] = notes.setdefault(row.note, len(notes))
        if row.missing:
            missing.setdefault(sentence, {})[other] = [end for span in row.missing for end in span]
    flat = [[value for cell in table[index] for value in cell] if index in table else 0 for index in range(firsts[-1])]
    return flat, remarks, missing


def sentence_flags(comparison: Comparison, sentences: Sequence[Sentence]) -> list[int]:
    """What the filters ask of each sentence, as a sum of ``FLAGS``."""
    with_figure = {figure.sentence_id for figure in comparison.figures}
    names = outlet_names(comparison)
    copied = {article.outlet for article in comparison.articles if copied_from(article, names)}
    # What an agency's own article shares with others, the others have from it.
    agencies = {outlet for outlet, name in names.items() if is_agency(outlet, name)}
    return [
        FLAGS["figure"] * (sentence.id in with_figure)
        + FLAGS["quote"] * bool(_QUOTE.search(sentence.text))
        + FLAGS["wire"] * (sentence.outlet in copied or (sentence.source == "wire" and sentence.outlet not in agencies))
        for sentence in sentences
    ]


def _ten_thousandths(value: float) -> int:
    return round(float(f"{value:.4f}") * 10_000)  # through the table's own rounding, so that both show one number
