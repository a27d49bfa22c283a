"""Names in their short and long forms, and what a style book makes of a sentence, are not missing."""

import time

import numpy as np
import pytest

from compare.matching.missing import missing_spans
from compare.matching.name_forms import NameForms, name_forms, written_otherwise
from compare.text.words import content_words


def forms(text: str) -> NameForms:
    """Those of one sentence as an article."""
    return name_forms([(text, content_words(text))])


def test_hyphens_without_end_are_read_soon() -> None:
    """A run of capitals that no name follows is tried once from each of its letters."""
    started = time.process_time()
    forms("B-" * 5_000)
    assert time.process_time() - started < 2  # seconds of the processor; minutes before


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("The NRA praised it.", "The National Rifle Association did.", ["NRA"]),
        ("The National Rifle Association praised it.", "The N.R.A. did.", ["National", "Rifle", "Association"]),
        ("A man of California left.", "Rep. Ed Royce, R-Calif., left.", ["California"]),
        ("They met in Newtown, Conn., on Monday.", "Connecticut mourned.", ["Conn"]),
        ("They met in Newtown, Conn., on Monday.", "Colorado mourned.", []),
        ("The NBA praised it.", "The National Rifle Association did.", []),
        ("Ohio voted.", "Iowa voted.", []),
        ("The Government fell.", "A government fell.", ["Government"]),
        ("U.S. voters", "The US voted.", ["U.S"]),
        ("The governed left.", "The Government left.", []),
        ("The Abuse of Power charge", "He has power and they abuse it.", ["Abuse", "Power"]),
        ("The Federation of Teachers wrote.", "The teachers wrote.", []),
        ("William Oake left.", "Bill Oake left.", ["William", "Oake"]),
        ("The GOP won.", "Republicans won.", ["GOP"]),
        ("Michael Oake left.", "Matt Oake left.", []),
        ("William Oake left.", "Oake will leave.", []),
    ],
)
def test_a_name_in_its_other_form_is_found(text: str, other: str, expected: list[str]) -> None:
    """Acronyms both ways, and names cut short by a full stop."""
    words = [text[start:end] for start, end in content_words(text)]
    assert [words[row] for row in sorted(written_otherwise(forms(text), forms(other)))] == expected


def test_rows_of_names_go_on_over_sentences() -> None:
    """A sentence without words has one row."""
    one = name_forms([(text, content_words(text)) for text in ("He was there.", "No.", "The NRA praised it.")])
    words = len(content_words("He was there.")) or 1
    assert written_otherwise(one, forms("The National Rifle Association did.")) == [words + 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WASHINGTON (AP) — Gov. Smith and Sen. Adams met Sunday", ["Adams met Sunday"]),
        ("NATO — Smith met Sunday", ["NATO", "met Sunday"]),
    ],
)
def test_a_dateline_and_a_title_are_not_missing(text: str, expected: list[str]) -> None:
    """They stand where the outlet's style book puts them; a title between missing words is marked with them."""
    spans = content_words(text)
    words = [text[start:end] for start, end in spans]
    support = np.array([word == "Smith" for word in words], np.float32)
    ones = np.ones(len(words), np.float32)
    found, _ = missing_spans(text, spans, [list(range(len(words)))], support, ones, ["PROPN"] * len(words), read=True)
    assert [text[start:end] for start, end in found] == expected


@pytest.mark.parametrize(
    ("text", "lacks", "expected"),
    [
        ("The ferry left at 5:41 p.m. on time", ["41"], ["5:41 p.m."]),
        ("The firm lost $1.897 million in a week", ["1.897"], ["1.897 million"]),
        ("The firm was sold on Dec. 4, 2018 in Haven", ["4"], ["Dec. 4, 2018"]),
        ("The envoy of North Korea left early", ["Korea"], ["North Korea"]),
        ("The envoy Ann Vane left early", ["Ann"], ["Ann"]),
        ("Officials said [w]itnesses saw two boats", ["itnesses"], ["[w]itnesses"]),
        ("HAVEN, Calif. (Reuters) - Police met crews", ["HAVEN", "Calif", "Reuters", "crews"], ["crews"]),
        ("However, the crews left early", ["However", "early"], ["early"]),
    ],
)
def test_a_figure_and_a_name_are_missing_whole(text: str, lacks: list[str], expected: list[str]) -> None:
    """And what a style book adds is not missing at all."""
    spans = content_words(text)
    words = [text[start:end] for start, end in spans]
    support = np.array([word not in lacks for word in words], np.float32)
    ones = np.ones(len(words), np.float32)
    found, _ = missing_spans(text, spans, [list(range(len(words)))], support, ones, ["PROPN"] * len(words), read=True)
    assert [text[start:end] for start, end in found] == expected
