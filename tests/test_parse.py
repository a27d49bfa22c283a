"""The parse is spaCy's own, faster, and a sentence's is the same whatever was parsed before it."""

import pytest

from compare.text.parse import PARSER_NAME, SpacyParser

TEXTS = (
    "He lay in the snow.",
    "They will lay a wreath.",
    "There is no deal, and there are no talks.",
    "“Let’s go,” she said, “they’re gonna stay and we've gotta leave.”",
    "The mayor left; her left hand was hurt.",
    "It ain't over:  three  spaces,\tand a tab.",
    "Officials rose to applause, a rose in each lapel.",
    "",
)


def lemma_of(word: str, text: str) -> str:
    """The lemma of a word of a text."""
    [tokens] = SpacyParser().parse([text])
    return next(token.lemma for token in tokens if text[token.start : token.end] == word)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_lemma_does_not_hang_on_what_was_parsed_before(order: tuple[int, int]) -> None:
    """The pipeline itself keeps the first lemma of a word and part of speech."""
    expected = {0: "lie", 1: "lay"}
    for number in order:
        assert lemma_of("lay", TEXTS[number]) == expected[number]


def test_tokens_are_those_of_the_whole_pipeline() -> None:
    """Asking the rules once a form loses nothing: rules of two words, spaces and contractions are there.

    The apostrophes it is given are straight.
    """
    import spacy

    whole = spacy.load(PARSER_NAME, exclude=["ner"])
    parsed = SpacyParser().parse(TEXTS)
    assert len(parsed) == len(TEXTS)
    for text, tokens in zip(TEXTS, parsed, strict=True):
        whole.get_pipe("lemmatizer").cache.clear()
        expected = [
            (token.idx, token.idx + len(token), token.lemma_.lower(), token.pos_, token.tag_, token.dep_, token.head.i)
            for token in whole(text.replace("’", "'"))
        ]
        found = [(token.start, token.end, token.lemma, token.pos, token.tag, token.dep, token.head) for token in tokens]
        assert found == expected


def test_texts_one_by_one_and_together_give_the_same_tokens() -> None:
    """Forms are asked side by side; none sees another."""
    parser = SpacyParser()
    assert parser.parse(TEXTS) == [tokens for text in TEXTS for tokens in parser.parse([text])]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("• Police arrested two men in Marlow.", "Police"),
        ("MARLOW, Conn. (AP) — The bridge was closed on Friday.", "The"),
        ("MARLOW (AP) — “We closed it,” she said.", "“"),
        ("AUSTIN, Texas – The bridge was closed on Friday.", "The"),
        ("• PARIS (CNN) Police arrested two men.", "Police"),
        ("NATO — the alliance of 32 — closed the bridge.", "NATO"),
        ("The agency (AP) said the bridge was closed.", "The"),
        ("WASHINGTON — The bridge was closed on Friday.", "The"),
        ("WASHINGTON – The bridge was closed on Friday.", "The"),
        ("WASHINGTON — 12 people were hurt on Friday.", "12"),
        ("ROME — The bridge — the oldest — was closed on Friday.", "The"),
        ("KYIV — “The bridge is closed,” she said.", "“"),
        ("LONDON (Reuters) - Police arrested two men.", "Police"),
        ("ROTTERDAM, March 3, 2026 – The port was closed on Friday.", "The"),
        ("MARLOW, Conn., 3 March — Police arrested two men.", "Police"),
        ("New Delhi, March 4 (IANS) The port was closed on Friday.", "The"),
        ("London, Ontario, March 3 (PTI): The port was closed on Friday.", "The"),
        ("PARIS, 3 March (AFP) — The port was closed on Friday.", "The"),
        ("Paris, 3 March – the day the port was closed.", "Paris"),
        ("Paris, March 3 (PTI) saw 12 people hurt.", "Paris"),
        ("ROME, March 3 – The day of the vote – was dry.", "ROME"),
        ("UNITED NATIONS — Police arrested two men.", "Police"),
        ("Nobody told Agence France-Presse (AFP) Monday that the guards left.", "Nobody"),
        ("Agence France-Presse (AFP) Monday named the guards.", "Agence"),
        ("A U.S. - Israeli crew closed the bridge.", "A"),
        ("U.S. – China trade fell by a tenth.", "U.S."),
        ("GOP - 52 senators closed the bridge.", "GOP"),
        ("ANC – South Africa's ruling party – lost the town.", "ANC"),
        ("NATO — The alliance closed the bridge.", "NATO"),
        ("BRIDGEWATCH — The group of walkers — closed the bridge.", "BRIDGEWATCH"),
        ("•", "•"),
    ],
)
def test_bullets_and_datelines_are_not_parsed(text: str, first: str) -> None:
    """They have no tokens; those of the sentence keep their places in the text."""
    [tokens] = SpacyParser().parse([text])
    assert text[tokens[0].start : tokens[0].end] == first
    assert text[tokens[-1].start : tokens[-1].end] in (".", "•")
    [bare] = SpacyParser().parse([text[tokens[0].start :]])
    assert [(token.lemma, token.dep, token.head) for token in tokens] == [
        (token.lemma, token.dep, token.head) for token in bare
    ]


def test_a_curly_apostrophe_is_parsed_as_a_straight_one() -> None:
    """Else the plural possessive ends the noun phrase."""
    curly = "The nurses’ last contract expired Sept. 30."
    assert SpacyParser().parse([curly]) == SpacyParser().parse([curly.replace("’", "'")])


def test_a_number_sign_is_one_token() -> None:
    """Cut from its full stop "No" is an answer; as the last word it is one."""
    text = "No. 10 said: No."
    [tokens] = SpacyParser().parse([text])
    assert [text[token.start : token.end] for token in tokens] == ["No.", "10", "said", ":", "No", "."]
