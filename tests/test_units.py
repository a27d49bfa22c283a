"""Claim units: what one sentence joins, told apart by its parse; and which part of a sentence is missing elsewhere."""

from itertools import pairwise

import numpy as np
import pytest

from compare.matching.missing import missing_spans
from compare.records import Token
from compare.text.assertions import Assertions
from compare.text.parse import SpacyParser
from compare.text.units import ClaimUnit, split_units, stated_spans

JOINED = {
    "The mayor opened the bridge and the minister praised the workers.": [
        "The mayor opened the bridge and",
        "the minister praised the workers.",
    ],
    "Oake, who has led the port since 2013, resigned on Friday.": [
        "Oake, … , resigned on Friday.",
        "who has led the port since 2013",
    ],
    "The fire spread quickly before the crews reached the harbour.": [
        "The fire spread quickly … .",
        "before the crews reached the harbour",
    ],
}


def units_of(text: str) -> list[str]:
    """The units as text."""
    [tokens] = SpacyParser().parse([text])
    return [" … ".join(text[start:end] for start, end in unit.spans) for unit in split_units(tokens)]


@pytest.mark.parametrize("text", JOINED)
def test_a_sentence_is_split_where_its_clauses_join(text: str) -> None:
    """Coordination, relative and adverbial clauses."""
    assert units_of(text) == JOINED[text]


def test_every_token_is_in_exactly_one_unit() -> None:
    """Nothing is judged twice, nothing is lost."""
    text = "Oake, a former pilot who knows the port, said that the crane may fall if the wind rises, and left."
    [tokens] = SpacyParser().parse([text])
    spans = sorted(span for unit in split_units(tokens) for span in unit.spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    covered = {index for index, token in enumerate(tokens) for a, b in spans if a <= token.start < b}
    assert covered == set(range(len(tokens)))


def test_a_unit_keeps_subject_negation_and_modality() -> None:
    """A coordinated clause shares the subject of the one before it."""
    text = "The governor signed the bill and will not veto the budget."
    [tokens] = SpacyParser().parse([text])
    first, second = split_units(tokens)
    denied = Assertions(text, tokens).denied
    assert [text[slice(*unit.subject)] for unit in (first, second)] == ["The governor", "The governor"]
    assert [(denied[unit.head], unit.modal) for unit in (first, second)] == [(False, ""), (True, "will")]


NEGATED = {
    "The police did not say whether the driver was injured.": ["The police did not say"],
    "The company did not say when the plant would reopen.": ["The company did not say"],
    "It is not clear in which town the fire started.": ["It is not clear"],
    "Nobody knows why the dam broke.": ["Nobody knows"],
    "He did not know that the bridge had collapsed.": ["He did not know"],
    "The minister, elected in 2019, did not vote.": ["The minister, … , did not vote."],
    "Lawmakers from districts hit by floods did not vote.": ["Lawmakers from districts … did not vote."],
    "Inspectors did not see the bridge, according to a report read by The Ledger.": [
        "Inspectors did not see the bridge, according to a report … ."
    ],
    "There is no evidence that the mayor took bribes.": ["There is no evidence", "that the mayor took bribes"],
    "The panel did not find evidence that the mayor took bribes.": [
        "The panel did not find evidence",
        "that the mayor took bribes",
    ],
    "The valve closed within minutes; nobody was hurt.": ["; nobody was hurt."],
    "The plant closed in May, no reason was given.": [", no reason was given."],
    "The judge freed the driver; he did not explain why.": ["; he did not explain why."],
    "The mayor took bribes, Smith denied.": ["The mayor took bribes"],
    "She does not believe that the mayor took bribes.": ["She does not believe", "that the mayor took bribes"],
    "His refusal to sign the new contract upset the board.": ["to sign the new contract"],
    "No 10 said the prime minister would visit Kyiv on Friday.": [],
    "Downing Street said No 10 had no comment.": ["No 10 had no comment"],
    "The Senate passed the bill no later than midnight.": [],
    "The tax no longer applies to islanders.": ["The tax no longer applies to islanders."],
}


@pytest.mark.parametrize("text", NEGATED)
def test_a_unit_is_negated_where_its_own_clause_is(text: str) -> None:
    """What is asked, known, or told of a noun beside is not denied with the verb above it."""
    [tokens] = SpacyParser().parse([text])
    denied = Assertions(text, tokens).denied
    negated = [unit for unit in split_units(tokens) if denied[unit.head]]
    assert [" … ".join(text[a:b] for a, b in unit.spans).removesuffix(" … .") for unit in negated] == [
        one.removesuffix(" … .") for one in NEGATED[text]
    ]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("No. 10 said that nobody would visit Kyiv on Friday.", ["No. 10", "nobody"]),
        ("• Police arrested two men.", ["Police"]),
        ("• Buses 4, 9 and 12 will be cancelled until March.", ["Buses"]),
        ("MARLOW, Conn. (AP) — The mayor closed the bridge.", ["The mayor"]),
        ("The nurses’ last contract expired Sept. 30.", ["The nurses’ last contract"]),
    ],
)
def test_a_subject_is_that_of_the_sentence(text: str, subjects: list[str]) -> None:
    """Without the bullet or place before it, with its number and its possessor."""
    [tokens] = SpacyParser().parse([text])
    assert [text[slice(*unit.subject)] for unit in split_units(tokens)] == subjects


def test_no_unit_is_without_a_letter_or_digit() -> None:
    """A mark that the parser takes for a sentence of its own goes to the unit beside it."""
    tokens = (
        Token(0, 1, "◇", "VERB", "VB", "ROOT", 0, ""),
        Token(2, 8, "police", "NOUN", "NN", "nsubj", 2, ""),
        Token(9, 16, "arrive", "VERB", "VBD", "ROOT", 2, ""),
    )
    assert [(unit.spans, unit.subject) for unit in split_units(tokens)] == [(((0, 16),), (2, 8))]


def test_no_tokens_no_units() -> None:
    """A text without a parse is left whole."""
    assert split_units(()) == ()


def missing(support: list[float], units: list[list[int]], kinds: list[str], *, read: bool = False) -> list[str]:
    """Missing passages of an eight-word sentence, with a reader or without."""
    text = "Ships left port early while 15,000 troops boarded Friday"
    words = ["Ships", "left", "port", "early", "15,000", "troops", "boarded", "Friday"]
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    weights = np.ones(len(words), np.float32)
    found, _ = missing_spans(text, spans, units, np.array(support, np.float32), weights, kinds, read=read)
    return [text[start:end] for start, end in found]


KINDS = ["NOUN", "VERB", "NOUN", "ADV", "NUM", "NOUN", "VERB", "PROPN"]
UNITS = [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_a_clause_without_support_is_missing_whole() -> None:
    """The other clause is found."""
    assert missing([1, 0.9, 1, 0.8, 0, 0.4, 0.3, 0], UNITS, KINDS) == ["15,000 troops boarded Friday"]


def test_a_figure_that_is_not_there_is_missing_alone() -> None:
    """Its clause is found otherwise."""
    assert missing([1, 1, 1, 1, 0, 1, 1, 1], UNITS, KINDS) == ["15,000"]


def test_a_partly_stated_sentence_is_never_missing_whole() -> None:
    """Something of it is there: only the worse half is marked."""
    marked = missing([0.1, 0.2, 0.1, 0.2, 0, 0.1, 0.2, 0], UNITS, KINDS)
    assert 0 < len(" ".join(marked)) < 45


def test_with_a_reader_words_are_missing_that_are_hardly_said() -> None:
    """Whatever their clause, which the reader knows already."""
    assert missing([0.9, 0.5, 0.5, 0.8, 0.61, 0.7, 0.3, 0.9], UNITS, KINDS, read=True) == ["left port", "boarded"]


def test_with_a_reader_too_something_is_there_and_something_missing() -> None:
    """Where every word is likelier missing than not the worse half is marked, where none is the likeliest one."""
    marked = missing([0.1, 0.2, 0.1, 0.2, 0, 0.1, 0.2, 0], UNITS, KINDS, read=True)
    assert marked == ["Ships", "port", "15,000 troops", "Friday"]
    assert missing([0.9, 0.9, 0.9, 0.9, 0.6, 0.8, 0.8, 0.7], UNITS, KINDS, read=True) == ["15,000"]


@pytest.mark.parametrize(
    ("support", "expected", "guessed"),
    [
        ([1, 1, 1, 0.3, 1, 1, 1, 1], ["early"], True),  # nothing else is doubtful
        ([1, 0.8, 0.9, 0.3, 1, 0.7, 0.84, 1], ["left", "early", "troops boarded"], True),
        ([0.7, 0.8, 0.75, 0.3, 1, 0.65, 0.8, 0.8], ["Ships", "port early", "troops"], True),  # four at most
        ([1, 0.8, 1, 0.3, 1, 0.4, 1, 1], ["early", "troops"], False),
        ([1, 0.8, 1, 1, 0.3, 0.7, 1, 1], ["15,000"], False),
    ],
)
def test_one_word_alone_is_a_guess_and_has_the_next_likely_beside_it(
    support: list[float], expected: list[str], guessed: bool
) -> None:
    """But for a figure, which may well be all that the other outlet lacks."""
    text = "Ships left port early while 15,000 troops boarded Friday"
    spans = [(text.index(word), text.index(word) + len(word)) for word in text.split() if word != "while"]
    found, guess = missing_spans(
        text, spans, UNITS, np.array(support, np.float32), np.ones(8, np.float32), KINDS, read=True
    )
    assert ([text[start:end] for start, end in found], guess) == (expected, guessed)


def test_the_text_of_a_unit_has_no_joint_at_its_ends() -> None:
    """The comma that is left of a unit behind another one goes; its spans are those of its text."""
    text = "The ferry sank , off Oakport, the pilots said , and divers agreed."
    sank = ClaimUnit(((0, 17), (28, 29), (46, 48)), "ccomp", (0, 9), 2, "")
    assert [text[slice(*span)] for span in sank.spans] == ["The ferry sank , ", ",", ", "]
    assert stated_spans(sank, text) == ((0, 14),)
    said = ClaimUnit(((29, 46), (48, 66)), "ROOT", (30, 40), 8, "")
    assert [text[slice(*span)] for span in stated_spans(said, text)] == ["the pilots said", "and divers agreed."]
