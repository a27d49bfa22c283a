"""Articles in other words keep their judgements, where their sentences stand now."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from edited_articles import SentenceEdit, edit_article, evidence_moved, moved
from machine_labels import Judgement

from compare.records import Article
from compare.text.sentences import split_sentences

TEXT = "The mayor resigned on Monday.\nHe had been accused of fraud.\nVoters choose a successor in May."
STARTS = [0, 30, 60]
REWORDED = [SentenceEdit(0, "", ("+At the start of the week the city's head stepped down.",))]
TURNED = [
    SentenceEdit(30, "partly", ("0-23", "+bribery and ", "23-29")),
    SentenceEdit(0, "stated", ("0-18", "18-29")),
]


def _judged(start: int, label: str) -> Judgement:
    return Judgement("story", "own", "other", start, label, (7,), ((0, 3),))


def test_a_reworded_sentence_moves_those_after_it() -> None:
    """Every sentence keeps its judgement at its new place; the words that were missing are not known any more."""
    edited = edit_article(TEXT, REWORDED)
    assert edited.text.splitlines() == [
        "At the start of the week the city's head stepped down.",
        *TEXT.splitlines()[1:],
    ]
    assert [edited.places[start] for start in STARTS] == [0, 55, 85]
    found = moved([_judged(start, "partly") for start in STARTS], edited, REWORDED)
    assert [(row.start, row.label, row.evidence, row.missing) for row in found] == [
        (place, "partly", (7,), None) for place in (0, 55, 85)
    ]


def test_a_turned_sentence_has_another_verdict_and_unedited_ones_have_none() -> None:
    """Of the others only what the other article lacks is kept."""
    edited = edit_article(TEXT, TURNED)
    found = moved([_judged(0, "partly"), _judged(30, "stated"), _judged(60, "stated")], edited, TURNED)
    assert [(row.label, edited.text[row.start :].splitlines()[0]) for row in found] == [
        ("stated", "The mayor resigned on Monday."),
        ("partly", "He had been accused of bribery and fraud."),
    ]
    [spans] = [row.missing for row in found if row.label == "partly"]
    line = edited.text.splitlines()[1]
    assert [line[start:end] for start, end in spans or ()] == ["bribery and "]
    [absent] = moved([_judged(60, "absent")], edited, TURNED)
    assert absent.label == "absent"


@pytest.mark.parametrize("words", ["It fell. It rose.", "He left. She stayed."])
def test_a_sentence_that_became_two_has_no_judgement(words: str) -> None:
    """Of neither half it is known what the other article makes of it."""
    edited = edit_article(TEXT, [SentenceEdit(30, "", (f"+{words}",))])
    assert sorted(edited.places) == [0, 60]
    assert len(moved([_judged(30, "stated")], edited, [])) == 0


def test_evidence_is_named_where_it_stands_now() -> None:
    """Of the other article's sentences; one that became two is evidence no more."""
    edited = edit_article(TEXT, [*REWORDED, SentenceEdit(30, "", ("+He left. She stayed.",))])
    judged = Judgement("story", "other", "own", 4, "stated", (0, 30, 60), None)
    later = edited.text.index("Voters")
    assert evidence_moved(judged, edited).evidence == (0, later)


def test_two_reworded_articles_are_a_pair_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside each other's originals, and once beside each other, with the judgements and evidence where they stand."""
    pytest.importorskip("torch")
    import edited_articles

    other = "On Monday the mayor quit."
    words = [SentenceEdit(0, "", ("+To the surprise of all the city's head gave up her office.",))]
    rows = [
        Judgement("story", "a", "b", 0, "stated", (0,), None),
        Judgement("story", "a", "b", 30, "absent", (), None),
        Judgement("story", "b", "a", 0, "partly", (30, 0), None),
    ]
    monkeypatch.setattr(edited_articles, "article_texts", lambda path: {"a": TEXT, "b": other})
    monkeypatch.setattr(edited_articles, "read_judgements", lambda: rows)
    monkeypatch.setattr(edited_articles, "held_stories", lambda judgements: set())
    edits = {("story", "a", ""): REWORDED, ("story", "b", ""): words}
    monkeypatch.setattr(edited_articles, "_read_edits", lambda: edits)

    def matcher(articles: tuple[Article, Article]) -> tuple[SimpleNamespace, ...]:
        claims = [split_sentences(article) for article in articles]
        return tuple(SimpleNamespace(claims=claims[own], passages=claims[1 - own]) for own in (0, 1))

    pairs = list(edited_articles.edited_pairs(Path(), matcher))  # type: ignore[arg-type]
    texts = [[match.claims[0].text.split()[0] for match in pair.matches] for pair in pairs]
    assert texts == [["At", "On"], ["At", "To"], ["To", "The"]]
    answers = [
        [{n: (one.label, set(one.evidence)) for n, one in side.items()} for side in pair.answers] for pair in pairs
    ]
    forth, back = {0: ("stated", {0}), 1: ("absent", set())}, {0: ("partly", {1, 0})}
    assert answers == [[forth, back], [forth, back], [back, forth]]


def test_marked_words_are_those_of_their_own_article() -> None:
    """Articles are read in the order of their outlets' names, whichever of a pair comes first."""
    pytest.importorskip("torch")
    from labelled import Answer, MachinePair
    from train_missing import Listener, marked_sentences

    def match(outlet: str, words: int) -> SimpleNamespace:
        spans = [(place, place + 1) for place in range(words)]
        source = SimpleNamespace(sentences=[SimpleNamespace(spans=spans)], words_of=lambda number: slice(0, words))
        return SimpleNamespace(outlet=outlet, source=source)

    answer = Answer("partly", frozenset(), ((0, 1),))
    pair = MachinePair("story", False, ("a", "b"), (match("own", 3), match("other", 5)), ({0: answer}, {0: answer}))  # type: ignore[arg-type]
    listener = Listener({}, "", "")
    for words in (5, 3):  # "other" is read before "own"
        listener.tell(np.full((words, 2), words, dtype=np.float32))
    found = marked_sentences(pair, listener)
    assert sorted((len(one.there), float(one.inputs[0, 0])) for one in found) == [(3, 3.0), (5, 5.0)]
    assert all(one.there.tolist() == [0.0] + [1.0] * (len(one.there) - 1) for one in found)
