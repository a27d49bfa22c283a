"""Coverage and claims on words that can be counted: directed, independent of other outlets and of their order."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import SpaceParser, WordEncoder, article, story

from compare.differences import list_differences
from compare.errors import BadInput
from compare.evaluation import GoldRow, judge_gold
from compare.matching.cache import NoCache
from compare.matching.claims import _kept_apart, _repeated, claim_id
from compare.matching.coverage import label_of, match_articles, shipped_model
from compare.matching.missing import without_agreed
from compare.matching.model import Thresholds
from compare.pipeline import compare_story, prepare
from compare.records import Article, Claim, Comparison, Coverage, Figure, FigureDifference, Sentence
from compare.settings import STRICTNESS, Settings
from compare.text.assertions import Assertions
from compare.text.parse import SpacyParser

NORTH = article(
    "north", "A fire destroyed eight sheds in the harbour. Mayor Oake praised the volunteers. Bananas ripen quickly."
)
SOUTH = article(
    "south", "A fire destroyed eight sheds in the harbour. Zoning lawyers quibbled over jurisdiction yesterday."
)
EAST = article(
    "east", "A fire destroyed eight sheds in the harbour. Mayor Oake praised the volunteers. Wolves howled all night."
)


def compared(tmp_path: Path, *articles: Article) -> Comparison:
    """A comparison by the readable encoder."""
    return compare_story(story(tmp_path), articles, encoder=WordEncoder(), parser=SpaceParser(), store=NoCache())


def test_every_claim_sentence_is_judged_against_every_other_outlet(tmp_path: Path) -> None:
    """Three articles of 3, 2 and 3 sentences give 16 rows, each with evidence from the other article."""
    rows = compared(tmp_path, NORTH, SOUTH, EAST).coverage
    assert len(rows) == 16
    assert all(row.evidence_id.startswith(f"{row.other_outlet}@") for row in rows)
    assert all(0 <= row.p_stated <= row.p_present <= 1 for row in rows)


def test_a_sentence_that_the_other_article_has_word_for_word_is_stated(tmp_path: Path) -> None:
    """And its evidence is that sentence."""
    rows = {(row.sentence_id, row.other_outlet): row for row in compared(tmp_path, NORTH, SOUTH, EAST).coverage}
    row = rows["north@0", "south"]
    assert (row.label, row.evidence_id) == ("stated", "south@0")
    assert row.p_present > 0.9 > 0.3 > rows["north@45", "south"].p_present


def test_the_verdict_between_two_outlets_does_not_depend_on_a_third(tmp_path: Path) -> None:
    """Adding an outlet changes no probability between the others."""
    two = {(row.sentence_id, row.other_outlet): row for row in compared(tmp_path, NORTH, SOUTH).coverage}
    three = {(row.sentence_id, row.other_outlet): row for row in compared(tmp_path, NORTH, SOUTH, EAST).coverage}
    assert two.items() <= three.items()


def test_the_order_of_the_articles_changes_no_verdict(tmp_path: Path) -> None:
    """Coverage and claims are the same sets either way."""
    one, other = compared(tmp_path, NORTH, SOUTH, EAST), compared(tmp_path, EAST, SOUTH, NORTH)
    assert set(one.coverage) == set(other.coverage)
    assert {claim.id: set(claim.sentence_ids) for claim in one.claims} == {
        claim.id: set(claim.sentence_ids) for claim in other.claims
    }


def test_the_nearest_passage_of_any_sentence_of_a_claim_is_shown() -> None:
    """What speaks most against an omission is what a reader is given to look at, with its probability."""

    def row(sentence: str, outlet: str, p_present: float, evidence: str) -> Coverage:
        lacks = outlet == "east"
        return Coverage(sentence, outlet, "absent" if lacks else "stated", 0.0 if lacks else 0.9, p_present, evidence)

    sentences = [Sentence(outlet, 0, 9, 0, f"{outlet} text") for outlet in ("north", "south", "east")]
    sentences.append(Sentence("east", 20, 29, 0, "east, later"))
    coverage = [
        row("north@0", "south", 0.95, "south@0"),
        row("south@0", "north", 0.95, "north@0"),
        row("north@0", "east", 0.05, "east@0"),
        row("south@0", "east", 0.2, "east@20"),
    ]
    claim = Claim("c-1", "north@0", ("north@0", "south@0"), ("north", "south"), (), ("east",), (), "", 0.8, 0.0)
    [found] = list_differences([claim], coverage, sentences)
    assert (found.kind, found.other_text, found.sentence_id, found.other_sentence_id) == (
        "omitted",
        "east, later",
        "north@0",
        "east@20",
    )
    assert "p_present 0.20" in found.detail
    assert found.confidence == pytest.approx(0.8 * 0.9)


@pytest.mark.parametrize(
    ("guessed", "contrast", "confidence", "detail"),
    [
        (False, "", 0.6, "not there: fire; "),
        (True, "", 0.65 * 0.6, "perhaps not there: fire; "),
        (True, "negation", 0.65, "a note: fire; "),
    ],
)
def test_a_partial_row_whose_missing_is_a_guess_is_less_sure(
    guessed: bool, contrast: str, confidence: float, detail: str
) -> None:
    """Unless the row says that the evidence contrasts; and it says that it is one."""
    text = "The fire on Monday burned 400 sheds"
    sentences = [Sentence("north", 0, len(text), 0, text), Sentence("south", 0, 5, 0, "sheds")]
    row = Coverage("north@0", "south", "partly", 0.2, 0.8, "south@0", "a note", ((4, 8),), contrast, guessed)
    claim = Claim("c-1", "north@0", ("north@0",), ("north",), ("south",), (), (), "", 0.8, 0.0)
    [found] = list_differences([claim], [row], sentences)
    assert (found.kind, found.confidence) == ("partial", pytest.approx(confidence))
    assert found.detail.startswith(detail)


def test_a_figure_that_both_give_is_not_missing() -> None:
    """In whatever form; where nothing else is missing it stays."""
    text = "About eight million people voted on Sunday"
    a, b = Sentence("a", 100, 100 + len(text), 0, text), Sentence("b", 0, 20, 0, "8million people voted")
    here = Figure("a", a.id, 106, 119, "eight million", "count", "8000000", "8000000", "", "=", False, "people")
    there = Figure("b", b.id, 0, 8, "8million", "count", "8000000", "8000000", "", "=", False, "people")
    same = FigureDifference("", "people", here, there, "same", "0", 0.8, "")
    row = Coverage(a.id, "b", 0.3, 0.8, b.id, "partly", missing=((0, 26), (33, 42)))
    [found] = without_agreed([row], [same], [a, b])
    assert [text[start:end] for start, end in found.missing] == ["About", "people", "on Sunday"]
    [alone] = without_agreed([replace(row, missing=((6, 19),))], [same], [a, b])
    assert alone.missing == ((6, 19),)
    [doubtful] = without_agreed([row], [replace(same, confidence=0.3)], [a, b])
    assert doubtful.missing == row.missing


def test_every_claim_sentence_belongs_to_exactly_one_claim(tmp_path: Path) -> None:
    """And every outlet stands in exactly one list of every claim."""
    comparison = compared(tmp_path, NORTH, SOUTH, EAST)
    members = [sentence_id for claim in comparison.claims for sentence_id in claim.sentence_ids]
    assert sorted(members) == sorted(sentence.id for sentence in comparison.sentences if sentence.is_claim)
    for claim in comparison.claims:
        lists = claim.stated_by + claim.partly_by + claim.absent_from + claim.unclear_for
        assert sorted(lists) == ["east", "north", "south"]


def test_equal_sentences_of_three_outlets_are_one_claim(tmp_path: Path) -> None:
    """Its id is made of the representative's outlet and text, its place is the earliest."""
    claims = compared(tmp_path, NORTH, SOUTH, EAST).claims
    shared = claims[0]
    assert shared.stated_by == ("north", "south", "east")
    assert set(shared.sentence_ids) == {"north@0", "south@0", "east@0"}
    assert shared.first_position == 0
    assert shared.id in {
        claim_id(outlet, "A fire destroyed eight sheds in the harbour.") for outlet in shared.stated_by
    }


@pytest.mark.parametrize(("second", "apart"), [(0.98, True), (0.90, False)])
def test_two_sentences_that_both_outlets_carry_are_two_claims(second: float, apart: bool) -> None:
    """However alike all four are, where each is surely one with its own fellow; else who knows which says which."""
    north, south = np.array([[0.99, 0.7], [0.79, second]]), np.array([[0.99, 0.79], [0.7, second]])
    assert _kept_apart(north).tolist() == ([[0.99, 0.0], [0.0, second]] if apart else north.tolist())
    assert _kept_apart(south).tolist() == ([[0.99, 0.0], [0.0, second]] if apart else south.tolist())


@pytest.mark.parametrize(
    ("again", "claims"),
    [
        ("Volunteers from the harbour rescued nine sailors on Monday evening.", 1),
        ("“Volunteers from the harbour rescued nine sailors on Monday evening,” he said.", 1),
        ("Volunteers from the harbour rescued 12 sailors on Monday evening.", 2),
        ("Few volunteers from the harbour rescued nine sailors on Monday evening.", 2),
        ("Volunteers from the harbour rescued twelve sailors on Monday evening.", 2),
        ("Volunteers from the harbour rescued nine sailors on Tuesday evening.", 2),
    ],
)
def test_what_an_article_says_twice_is_one_claim(tmp_path: Path, again: str, claims: int) -> None:
    """Unless a figure or "few" tells them apart."""
    once = "Volunteers from the harbour rescued nine sailors on Monday evening."
    twice = article("west", f"{once}\nZoning lawyers quibbled over jurisdiction yesterday.\n{again}")
    found = compared(tmp_path, NORTH, twice).claims
    members = [claim.sentence_ids for claim in found if any(name.startswith("west@") for name in claim.sentence_ids)]
    assert len([group for group in members if group != ("west@68",)]) == claims
    assert len(members) == claims + 1


@pytest.mark.parametrize(
    ("again", "repeats"),
    [
        ("“He took money from the fund while in office,” she said.", True),
        ("Smith denied he took money from the fund while in office.", False),
        ("Nobody took money from the fund while in office.", False),
    ],
)
def test_a_denial_is_no_repetition_of_what_it_denies(again: str, repeats: bool) -> None:
    """Though it holds the other word for word."""
    texts = ["He took money from the fund while in office.", again]
    sentences = [
        Sentence("west", 100 * number, 100 * number + len(text), number, text) for number, text in enumerate(texts)
    ]
    parses = SpacyParser().parse(texts)
    denials = {one.id: Assertions(one.text, tokens).denials for one, tokens in zip(sentences, parses, strict=True)}
    assert list(_repeated(sentences, denials)) == ([(0, 1)] if repeats else [])


def test_claim_ids_are_of_one_claim_each(tmp_path: Path) -> None:
    """However short a sentence is that an article has twice."""
    twice = article(
        "west", "Wolves howled loudly.\nZoning lawyers quibbled over jurisdiction yesterday.\nWolves howled loudly."
    )
    ids = [claim.id for claim in compared(tmp_path, NORTH, twice).claims]
    assert len(ids) == len(set(ids))


def test_an_omission_is_as_sure_as_that_others_state_it(tmp_path: Path) -> None:
    """And that the one does not."""
    made = compared(tmp_path, NORTH, SOUTH, EAST)
    rows = {(row.sentence_id, row.other_outlet): row for row in made.coverage}
    [row] = [row for row in made.differences if row.kind == "omitted"]
    claim = next(claim for claim in made.claims if claim.id == row.claim_id)
    [other] = [outlet for outlet in claim.stated_by if outlet != row.outlet]
    absent = 1 - max(rows[member, "south"].p_present for member in claim.sentence_ids)
    assert row.confidence == round(absent * rows[claim.representative, other].p_stated, 4)


def test_a_cut_article_is_never_said_to_omit(tmp_path: Path) -> None:
    """A truncated article looks exactly like an omission."""
    short = replace(SOUTH, complete="cut", complete_reason="ends in a wall text")
    comparison = compared(tmp_path, NORTH, short, EAST)
    against = [row for row in comparison.coverage if row.other_outlet == "south"]
    assert "absent" not in {row.label for row in against}
    assert any("cut short: ends in a wall text" in row.note for row in against)
    assert not any("south" in claim.absent_from for claim in comparison.claims)
    assert {claim.exclusive_to for claim in comparison.claims} <= {"", "south"}


def test_a_cut_article_of_which_no_reason_is_given_is_cut_all_the_same(tmp_path: Path) -> None:
    """An article made in a notebook may name none."""
    rows = compared(tmp_path, NORTH, replace(SOUTH, complete="cut"), EAST).coverage
    against = [row for row in rows if row.other_outlet == "south"]
    assert {row.label for row in against} == {"stated", "unclear"}
    assert {row.note for row in against} == {"", "the article of south is cut short: no reason given"}


def test_hand_labels_are_compared_with_the_verdicts_of_a_run(tmp_path: Path) -> None:
    """An article that is cut never yields absent there either."""
    short = replace(SOUTH, complete="cut", complete_reason="ends in a wall text")
    articles = (NORTH, short, EAST)
    prepared = prepare(articles, WordEncoder(), NoCache(), SpaceParser())
    matches = match_articles(articles, prepared.sentences, (), prepared.encoded)
    gold = [GoldRow("north", 45, 79, other, "absent", ()) for other in ("south", "east")]
    judged = judge_gold("story", matches, gold, shipped_model(read=False))
    assert [row.label for row in judged] == ["unclear", "stated"]
    rows = {(row.sentence_id, row.other_outlet): row.label for row in compared(tmp_path, *articles).coverage}
    assert [row.label for row in judged] == [rows["north@45", other] for other in ("south", "east")]


def test_one_article_is_an_error_that_says_what_to_add(tmp_path: Path) -> None:
    """There is nothing to compare it with."""
    with pytest.raises(BadInput, match=r"1 article \(north\), two are needed.*`compare add story FILE"):
        compared(tmp_path, NORTH)


def test_an_article_without_a_claim_is_left_out_with_the_reason(tmp_path: Path) -> None:
    """Of a page of links everything would be absent; with only one other article it is an error."""
    empty = article("west", "READ MORE: Fire\nBy Sam Oake\n")
    comparison = compared(tmp_path, NORTH, empty, SOUTH)
    assert [one.outlet for one in comparison.articles] == ["north", "south"]
    assert ("article", "west", "no claim") in {(row.kind, row.id, row.reason) for row in comparison.skipped}
    assert "west" not in {row.other_outlet for row in comparison.coverage}
    assert comparison.claims == compared(tmp_path, NORTH, SOUTH).claims
    assert set(comparison.run.inputs) == {"north", "west", "south"}
    with pytest.raises(BadInput, match="article of west has no sentence"):
        compared(tmp_path, NORTH, empty)


def test_a_stricter_setting_calls_less_absent_and_changes_no_probability(tmp_path: Path) -> None:
    """What strict calls absent is part of what standard does, and that of what lenient does."""
    found = {}
    for strictness in STRICTNESS:
        settings = Settings(strictness=strictness)
        tools = {"encoder": WordEncoder(), "parser": SpaceParser(), "store": NoCache()}
        made = compare_story(story(tmp_path), (NORTH, SOUTH, EAST), settings=settings, **tools)
        assert made.run.settings["strictness"] == strictness
        found[strictness] = {(row.sentence_id, row.other_outlet): row for row in made.coverage}
    absent = {name: {key for key, row in rows.items() if row.label == "absent"} for name, rows in found.items()}
    assert absent["strict"] <= absent["standard"] <= absent["lenient"]
    assert {key: row.p_present for key, row in found["strict"].items()} == {
        key: row.p_present for key, row in found["lenient"].items()
    }


def test_thresholds_of_the_shipped_model_are_in_order() -> None:
    """Strict asks for the lowest probability, and no setting calls absent what counts as present."""
    cuts = [shipped_model(strictness).thresholds for strictness in STRICTNESS]
    assert [cut.absent for cut in cuts] == sorted(cut.absent for cut in cuts)
    assert cuts[0].absent < cuts[-1].absent <= cuts[-1].present


def test_an_unknown_strictness_is_an_error_that_lists_what_exists() -> None:
    """As for every name."""
    with pytest.raises(BadInput, match="strictness 'harsh': unknown; there is lenient, standard, strict"):
        Settings(strictness="harsh")


def test_labels_follow_the_two_thresholds() -> None:
    """Between absent and present lies what can't be told."""
    thresholds = Thresholds(absent=0.2, present=0.5, stated=0.6, claim=0.5)
    found = [label_of(*pair, thresholds) for pair in [(0.1, 0.1), (0.1, 0.3), (0.1, 0.5), (0.7, 0.9), (0.59, 0.99)]]
    assert found == ["absent", "unclear", "partly", "stated", "partly"]
