"""Names in their short and long forms, and what a style book makes of a sentence, are not missing."""

import numpy as np
import pytest

from compare.matching.missing import missing_spans
from compare.matching.name_forms import NameForms, name_forms, written_otherwise
from compare.text.words import content_words


def forms(text: str) -> NameForms:
    """Those of one sentence as an article."""
    return name_forms([(text, content_words(text))])


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("The NRA praised it.", "The National Rifle Association did.", ["NRA"]),
        ("The National Rifle Association praised it.", "The N.R.A. did.", ["National", "Rifle", "Association"]),
        ("A man of California left.", "Rep. Ed Royce, R-Calif., left.", ["California"]),
        ("The NBA praised it.", "The National Rifle Association did.", []),
        ("Ohio voted.", "Iowa voted.", []),
        ("The Government fell.", "A government fell.", ["Government"]),
        ("U.S. voters", "The US voted.", ["U.S"]),
        ("The governed left.", "The Government left.", []),
        ("The Abuse of Power charge", "He has power and they abuse it.", ["Abuse", "Power"]),
        ("The Federation of Teachers wrote.", "The teachers wrote.", []),
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


def test_a_dateline_and_a_title_are_not_missing() -> None:
    """They stand where the outlet's style book puts them; a title between missing words is marked with them."""
    text = "WASHINGTON (AP) — Gov. Smith and Sen. Adams met Sunday"
    spans = content_words(text)
    words = [text[start:end] for start, end in spans]
    support = np.array([word == "Smith" for word in words], np.float32)
    ones = np.ones(len(words), np.float32)
    found = missing_spans(text, spans, [list(range(len(words)))], support, ones, ["PROPN"] * len(words))
    assert [text[start:end] for start, end in found] == ["Adams met Sunday"]
