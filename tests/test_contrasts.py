"""What speaks against a sentence being stated although its words are there: denied, opposite, or another's."""

from collections.abc import Callable

import pytest
from conftest import ROOT, article

from compare.matching.cache import NoCache
from compare.matching.coverage import ArticleMatch, decide_coverage, match_articles
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.reader import load_reader
from compare.pipeline import prepare
from compare.records import Coverage
from compare.text.assertions import Assertions, plain_name
from compare.text.parse import SpacyParser

FERRY = (
    "The harbour council approved the new ferry line on Tuesday after a long debate. Mayor Ann Oake said the line "
    "would bring four hundred jobs to the island. The police arrested the captain of the barge. Opposition leader "
    "Karl Reed accused Oake of hiding the costs. The ministry did not consult the fishermen before the vote. Prices "
    "for tickets fell in the spring, according to the operator. The court found the shipowner guilty of fraud. "
    "Five islanders voted for the plan in the hall of the harbour council."
)
REST = " Bananas grew cheaper in the market at the same time. A festival of lanterns is planned for the autumn."
CONTRARY = {
    "The harbour council did not approve the new ferry line on Tuesday after a long debate.": (
        "negation",
        "not approve",
    ),
    "The harbour council refused to approve the new ferry line on Tuesday after a long debate.": (
        "negation",
        "approve",
    ),
    "The ferry line would bring no jobs to the island, Mayor Ann Oake said.": ("negation", "bring no"),
    "The ministry consulted the fishermen before the vote.": ("negation", "consulted"),
    "The court found the shipowner not guilty of fraud.": ("negation", "not guilty"),
    "The police released the captain of the barge.": ("opposite", "released"),
    "Prices for tickets rose in the spring, according to the operator.": ("opposite", "rose"),
    "Karl Reed said the line would bring four hundred jobs to the island.": ("name", "Karl Reed"),
    "Five islanders voted against the plan in the hall of the harbour council.": ("opposite", "voted"),
}
SAME = (
    "On Tuesday the new ferry line was approved by the harbour council after a long debate.",
    "The line would bring the island four hundred jobs, according to Mayor Ann Oake.",
    "Karl Reed, the leader of the opposition, said Oake had hidden the costs.",
    "The ministry failed to consult fishermen before the vote.",
    "Ticket prices dropped in the spring, the operator said.",
)
DENIED = {
    "The mayor did not sign the bill.": {"sign", "bill"},
    "The mayor refused to sign the bill.": {"sign", "bill"},
    "The mayor denied that she signed the bill.": {"signed", "bill"},
    "No evidence was found.": {"found", "evidence"},
    "Nobody saw the ship.": {"saw", "ship"},
    "He left without paying.": {"paying"},
    "They were barred from voting.": {"voting"},
    "It was not only the mayor who signed the bill.": set(),
    "The mayor did not refuse to sign the bill.": {"refuse"},
    "The mayor signed the bill and did not read it.": {"read", "it"},
    "Room No 7 was searched.": set(),
    "No 9 Harry Dean scored.": set(),
    "A No 10 aide met the fishermen.": set(),
    "The island held no 2020 primary elections.": {"held", "elections"},
    "No 2020 elections were held.": {"held"},
    "No 2020 Olympics were held.": {"held"},
    "No 18-year-old was charged.": {"charged", "year"},
    "There were no 911 calls.": {"were", "calls"},
    "They paid no 10 percent tax.": {"paid", "percent", "tax"},
    "No fewer than twelve people died.": set(),
    "It cost no more than five pounds.": set(),
    "There will be no more talks.": {"talks"},
    "Their refusal to pay did not please the council.": {"Their", "pay", "please", "council"},
}


@pytest.fixture(scope="module")
def matched() -> Callable[[str, str], tuple[ArticleMatch, ...]]:
    """Two articles read by the default model."""
    encoder, parser = SentenceTransformerEncoder(), SpacyParser()
    reader = load_reader(encoder.sha256)

    def match(one: str, other: str) -> tuple[ArticleMatch, ...]:
        articles = article("north", one), article("south", other)
        prepared = prepare(articles, encoder, NoCache(), parser)
        return match_articles(articles, prepared.sentences, (), prepared.encoded, reader)

    return match


def first_row(matches: tuple[ArticleMatch, ...], one: str, other: str) -> Coverage:
    """Of the first sentence of the first article."""
    return decide_coverage(matches, (article("north", one), article("south", other)))[0]


@pytest.mark.parametrize("text", CONTRARY)
def test_what_the_evidence_denies_reverses_or_gives_to_another_is_not_stated(matched: Callable, text: str) -> None:
    """Its row says why, and marks the words; part of it is there all the same."""
    row = first_row(matched(text + REST, FERRY), text + REST, FERRY)
    kind, words = CONTRARY[text]
    assert (row.label, row.contrast) == ("partly", kind)
    assert [text[start:end] for start, end in row.missing] == [words]
    assert row.note.startswith("the evidence may")


@pytest.mark.parametrize("text", SAME)
def test_other_words_for_the_same_stay_stated(matched: Callable, text: str) -> None:
    """A passive, another order, "failed to" for "did not", a synonym."""
    row = first_row(matched(text + REST, FERRY), text + REST, FERRY)
    assert (row.label, row.contrast, row.note) == ("stated", "", "")


ELSEWHERE = [
    # The word stands in another sentence too, of something else.
    (
        "The governor signed the gun bill on Monday in the capitol.",
        "The governor did not sign the gun bill on Monday in the capitol. The governor signed two bills last week.",
        "negation",
    ),
    (
        "Shares in the shipping bank rose three percent on Monday.",
        "Shares in the shipping bank fell three percent on Monday. Oil prices rose on Monday.",
        "opposite",
    ),
    # All words of a short sentence do.
    (
        "She said the company would appeal.",
        "She said the company would not appeal. The judge said the deal would raise prices, and gave the companies "
        "28 days to appeal.",
        "negation",
    ),
    # So does the name.
    (
        "A lawyer for Biden left the hearing without speaking to the reporters.",
        "A lawyer for Trump left the hearing without speaking to the reporters. Biden was not at the hearing.",
        "name",
    ),
]


@pytest.mark.parametrize(("text", "other", "kind"), ELSEWHERE)
def test_what_stands_in_another_sentence_excuses_nothing(matched: Callable, text: str, other: str, kind: str) -> None:
    """Evidence is three sentences, but a denial is answered where it stands."""
    row = first_row(matched(text + REST, other), text + REST, other)
    assert (row.label, row.contrast) == ("partly", kind)


@pytest.mark.parametrize(
    ("text", "other", "words"),
    [
        (
            "The company, based in Hull, has sold 14 ships.",
            "The company, based in Hull, has not sold 14 ships.",
            "sold",
        ),
        (
            "The council dropped its plan to build a port on the island.",
            "The council has not dropped its plan to build a port on the island.",
            "dropped",
        ),
    ],
)
def test_the_word_that_is_denied_is_the_verb_with_the_negation(
    matched: Callable, text: str, other: str, words: str
) -> None:
    """Not a participle beside its subject, nor a verb below it."""
    row = first_row(matched(text + REST, other), text + REST, other)
    assert (row.label, row.contrast, [text[a:b] for a, b in row.missing]) == ("partly", "negation", [words])


STATES = [
    ("The strike at the harbour is over.", "The strike at the harbour is not over.", "over"),
    (
        "The warehouse in the port is no longer on fire.",
        "The warehouse in the port is still on fire.",
        "no longer on fire",
    ),
    ("The minister is under investigation.", "The minister is not under investigation, police said.", "investigation"),
    ("The talks with the union are off.", "The talks with the union are not off.", "off"),
]


@pytest.mark.parametrize(("text", "other", "words"), STATES)
def test_a_state_is_denied_behind_a_preposition_or_by_a_particle(
    matched: Callable, text: str, other: str, words: str
) -> None:
    """Whichever of the two denies it; another subject's "not" beside the state, or none at all, is no denial."""
    row = first_row(matched(text + REST, other), text + REST, other)
    assert (row.label, row.contrast) == ("partly", "negation")
    assert [text[start:end] for start, end in row.missing] == [words]
    same = text.replace(" is ", " was ").replace(" are ", " were ") + " The mayor was not in the town."
    assert first_row(matched(text + REST, same), text + REST, same).label == "stated"


UNDENIED = {
    "No 10 said the minister would visit the island on Friday.": "No. 10 said the minister would visit the island on "
    "Friday.",
    "The council passed the budget no later than midnight.": "The council passed the budget by midnight.",
}


@pytest.mark.parametrize("text", UNDENIED)
def test_a_number_and_a_bound_deny_nothing(matched: Callable, text: str) -> None:
    """Both begin with "no"."""
    assert first_row(matched(text + REST, UNDENIED[text]), text + REST, UNDENIED[text]).contrast == ""


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "The claim about the captain is false, Oake said.",
            "“The claim about the captain is false - no witness has ever backed it,” Oake said.",
        ),
        (
            "“We did not vote for ourselves, we voted for the island,” Oake told the paper.",
            "“We voted for the island,” Oake told the paper.",
        ),
    ],
)
def test_a_denied_clause_that_one_article_leaves_out_denies_nothing(matched: Callable, text: str, other: str) -> None:
    """A quotation that is cut short, either way round."""
    assert first_row(matched(text + REST, other + REST), text + REST, other + REST).contrast == ""
    assert first_row(matched(other + REST, text + REST), other + REST, text + REST).contrast == ""


@pytest.mark.parametrize(("one", "other"), [("by Friday", "by Dec. 7"), ("in September", "on Sept. 30")])
def test_a_day_or_a_month_is_no_name(matched: Callable, one: str, other: str) -> None:
    """What one article calls by its weekday is no other's: figures tell whether two days are one."""
    text, same = (f"The judge in Milford ordered the plant to close {day}." for day in (one, other))
    for here, there in ((text, same), (same, text)):
        row = first_row(matched(here + REST, there + REST), here + REST, there + REST)
        assert (row.contrast, row.note) == ("", "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The vote in Milford was on Tuesday, Nov. 27.", ["Milford"]),
        ("Theresa May met Kim March in May.", ["Theresa", "May", "Kim", "March"]),
        ("Ministers told May to go by May 7.", ["May"]),
        ("April Ryan and June Vane asked Jan Oake in April.", ["April", "Ryan", "June", "Vane", "Jan", "Oake"]),
        ("Mr. May left on Mon. in Jan. 2020.", ["May"]),
        ("May’s plan was lost in March’s vote.", ["May"]),
        ("The Sun said so on Sunday.", ["Sun"]),
    ],
)
def test_a_month_that_is_a_person_is_a_name(text: str, names: list[str]) -> None:
    """By the name beside it or the word behind it; a number beside makes it a date."""
    [tokens] = SpacyParser().parse([text])
    asserted = Assertions(text, tokens)
    known = asserted.inner_names
    places = [place for place in range(len(tokens)) if asserted.is_name(place, known)]
    assert [text[tokens[place].start : tokens[place].end] for place in places] == names


def test_a_denied_clause_whose_words_are_there_denies(matched: Callable) -> None:
    """The second of two clauses with one verb, of which the other article affirms both."""
    text = "The council approved the budget but did not approve the loan."
    other = "The council approved the budget and the loan."
    assert first_row(matched(text + REST, other + REST), text + REST, other + REST).contrast == "negation"


def test_a_prefix_alone_makes_no_opposite(matched: Callable) -> None:
    """To discover is not the opposite of to cover."""
    text, other = (f"The police {verb} the body of the captain on the beach." for verb in ("discovered", "covered"))
    assert first_row(matched(text + REST, other), text + REST, other).contrast == ""


def test_a_denial_counts_both_ways(matched: Callable) -> None:
    """The article that denies does not state what the other says, nor the other way round."""
    one, other = f"{next(iter(CONTRARY))}{REST}", FERRY
    there, back = matched(one, other)
    assert there.contrasts[0].kind == back.contrasts[0].kind == "negation"
    assert min(there.contrasts[0].probability, back.contrasts[0].probability) > 0.5


def test_what_the_evidence_has_word_for_word_stays_as_sure_as_it_is(matched: Callable) -> None:
    """Nothing contrasts with itself."""
    there, _ = matched(FERRY, FERRY)
    assert set(there.contrasts) == set(range(8))
    assert {contrast.probability for contrast in there.contrasts.values()} == {0.0}


def test_without_a_reader_there_are_no_contrasts() -> None:
    """Another model's vectors were not what they were learned from."""
    encoder, articles = SentenceTransformerEncoder(), (article("north", FERRY), article("south", FERRY))
    prepared = prepare(articles, encoder, NoCache(), SpacyParser())
    assert all(not match.contrasts for match in match_articles(articles, prepared.sentences, (), prepared.encoded))


@pytest.mark.parametrize("text", DENIED)
def test_what_a_sentence_denies(text: str) -> None:
    """By a negation, a verb that refuses or denies, "no" and "nobody"; two denials are none."""
    [tokens] = SpacyParser().parse([text])
    asserted = Assertions(text, tokens)
    content = {
        text[token.start : token.end]
        for token, denied in zip(tokens, asserted.denied, strict=True)
        if denied and token.pos in ("VERB", "NOUN", "PRON") and token.dep not in ("nsubj", "nsubjpass")
    }
    subjects = {"evidence"} & {word for word, denied in zip(asserted.words, asserted.denied, strict=True) if denied}
    assert content | subjects == DENIED[text]


def test_who_does_it_is_found_in_a_passive_and_behind_a_second_verb() -> None:
    """As in "was sued by"; and a coordinated verb shares the subject of the first."""
    text = "Oake was sued by Reed and lost the case."
    [tokens] = SpacyParser().parse([text])
    asserted = Assertions(text, tokens)
    sued = asserted.actors(asserted.words.index("sued"))
    assert [[asserted.words[place] for place in side] for side in sued] == [["reed"], ["oake"]]
    text = "Oake met Reed and praised the workers."
    [tokens] = SpacyParser().parse([text])
    asserted = Assertions(text, tokens)
    praised = asserted.actors(asserted.words.index("praised"))
    assert [[asserted.words[place] for place in side] for side in praised] == [["oake"], ["workers"]]


def test_a_name_that_the_tagger_misses_is_known_from_the_article() -> None:
    """At the start of a sentence "Trump" may be tagged a noun; titles are no names."""
    text = "President Oake said so."
    [tokens] = SpacyParser().parse([text])
    asserted = Assertions(text, tokens)
    assert set(asserted.names(asserted.sources(), frozenset())) == {"oake"}
    assert asserted.is_name(1, frozenset({"oake"}))
    assert not asserted.is_name(0, frozenset({"president"}))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("u.s.", "us", True),
        ("oake's", "oake", True),
        ("adviser", "advisor", True),
        ("défense", "defence", True),
        ("beyoncé", "beyonce", True),
        ("parker", "parkor", False),
        ("centre", "centro", False),
        ("james", "jame", False),
    ],
)
def test_two_spellings_are_one_name(one: str, other: str, *, same: bool) -> None:
    """What outlets write otherwise by their style book names nobody else; names that are merely alike do."""
    assert (plain_name(one) == plain_name(other)) is same


def test_the_opposites_are_a_list_without_doubles() -> None:
    """In order, in lower case, each pair once."""
    lines = (ROOT / "compare" / "data" / "opposites.txt").read_text(encoding="utf-8").splitlines()
    pairs = [(word, other) for word, others in (line.split(": ") for line in lines) for other in others.split()]
    assert len(pairs) == len({frozenset(pair) for pair in pairs}) == 2424
    assert pairs == sorted(pairs)
    assert all(word.islower() and word.isalpha() for pair in pairs for word in pair)
