"""Figures that two outlets give in different forms are one word of both."""

import numpy as np
import pytest
from conftest import article

from compare.matching.cache import NoCache
from compare.matching.coverage import ArticleMatch, match_articles
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.figure_forms import FigureWords, agreeing_words
from compare.matching.reader import load_reader
from compare.pipeline import Prepared, prepare, read_figures
from compare.records import Figure, Sentence
from compare.text.figures import find_figures
from compare.text.parse import SpacyParser

AGREE = [
    ("Rain of 412 mm fell.", "More than 16 inches of rain came down."),
    ("The loss came to $312 million.", "It lost a third of a billion dollars, or 312m dollars."),
    ("Turnout was 41 percent.", "Four in ten, or 41.3% of them, voted."),
    ("The term is 20 years.", "He faces two decades."),
    ("It costs half a million dollars.", "The price is $500,000."),
    ("Sixty-four people died.", "The toll is 64."),
]
APART = [
    ("Rain of 412 mm fell.", "The wall was 412 metres long."),  # another length
    ("It costs $5 million.", "It costs 5 million euros."),  # never converted
    ("Nine people died.", "The toll is 9."),  # small counts agree by chance
    ("It was Monday.", "It was Monday."),  # so do days
    ("Dozens died.", "The toll is 64."),  # vague numbers agree with most
    ("The toll is 71.", "The toll is 64."),
    ("They were between 12 and 69 years old.", "A man of 25 years died."),  # most numbers fit
    ("Tariffs hit $33 billion.", "They are worth between $30 billion and $60 billion."),
]


def words_of(text: str) -> list[FigureWords]:
    """The figures that tell something, each with one row."""
    [tokens] = SpacyParser().parse([text])
    found = find_figures(Sentence("north", 0, len(text), 0, text), tokens, None)
    return [one for row, figure in enumerate(found) if (one := FigureWords(figure, (row,))).tells]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_one_number_in_two_forms(one: str, other: str) -> None:
    """Units, words, rounding, bounds."""
    assert len(agreeing_words(words_of(one), words_of(other))[0]) >= 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_may_be_another_number(one: str, other: str) -> None:
    """Other units, small counts, days, vague numbers, numbers that differ."""
    assert len(agreeing_words(words_of(one), words_of(other))[0]) == 0


def test_every_word_of_one_stands_with_every_word_of_the_other() -> None:
    """Both ways the same pairs."""
    figure = Figure("north", "north@0", 0, 4, "5 million", "count", "5000000", "5000000", "", "=", False, "")
    forth = agreeing_words([FigureWords(figure, (0, 1))], [FigureWords(figure, (7,))])
    back = agreeing_words([FigureWords(figure, (7,))], [FigureWords(figure, (0, 1))])
    assert np.transpose(forth).tolist() == [[0, 7], [1, 7]]
    assert np.transpose(back).tolist() == [[7, 0], [7, 1]]


RAIN = article(
    "north", "The weather office measured 412 mm of rain in the valley. The mayor opened a school on Friday."
)
INCHES = article("south", "Upwards of 16 inches came down on the hills, a farmer said. The school has a new roof.")


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    """The two articles, read by the default model."""
    return prepare((RAIN, INCHES), SentenceTransformerEncoder(), NoCache(), SpacyParser())


def matched(prepared: Prepared, *, told: bool) -> ArticleMatch:
    """The first beside the second, with the figures or without."""
    reader = load_reader(SentenceTransformerEncoder().sha256)
    figures = read_figures((RAIN, INCHES), prepared) if told else ()
    return match_articles((RAIN, INCHES), prepared.sentences, figures, prepared.encoded, reader)[0]


def test_a_sentence_whose_number_stands_elsewhere_in_another_unit_is_likelier_there(prepared: Prepared) -> None:
    """By the reader's log-odds; the word counts as said, and a sentence without a figure stays as it is."""
    with_figures, without = (matched(prepared, told=told).pair for told in (True, False))
    assert with_figures.odds is not None
    assert without.odds is not None
    assert with_figures.odds[0, 0] > without.odds[0, 0] + 0.5
    row = [prepared.sentences[0].text[a:b] for a, b in prepared.encoded[prepared.sentences[0].text].spans].index("412")
    assert with_figures.word_support[row] == 1 > without.word_support[row]
