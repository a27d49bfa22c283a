"""Builders that tests share: articles in a line, an encoder whose vectors can be read, no network."""

import csv
import hashlib
import json
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from compare.matching.encode import Encoding
from compare.output.tables import table_named
from compare.records import Article, Story, Token
from compare.text.words import content_words

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DEMO = ROOT / "corpora"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests never read or write the user's cache; they share one of their own, which keeps the suite quick."""
    monkeypatch.setenv("COMPARE_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.delenv("COMPARE_CORPORA", raising=False)


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback may be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        host = address[0] if isinstance(address, tuple) else address
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def shared() -> Path:
    """The labelled sets beside the repository; tests that use them are skipped where they are not there."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: the labelled sets are not part of this repository")
    return SHARED


def article(outlet: str, text: str, **more: str) -> Article:
    """An article in one line."""
    return Article(outlet, text, hashlib.sha256(text.encode()).hexdigest(), origin=outlet, **more)


def story(tmp_path: Path, *articles: Article) -> Story:
    """A story that needs no files."""
    return Story("story", "A story", tmp_path, ())


def write_tables(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """A folder of results with these rows; cells that are not given are empty."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table_named(name).header, restval="")
            writer.writeheader()
            writer.writerows(rows)
    (folder / "run.json").write_text(json.dumps({"story_id": folder.name, "settings": {"strictness": "standard"}}))


class WordEncoder:
    """Every word has a direction of its own: equal words are equal, different ones all but orthogonal."""

    name = "words"
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], advance: Callable[[int], None] = lambda _: None) -> list[Encoding]:
        """A vector a content word; a sentence is their mean."""
        self.asked += texts
        advance(len(texts))
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoding:
        spans = content_words(text)
        words = np.array([_direction(text[start:end].lower()) for start, end in spans]).reshape(-1, 64)
        mean = words.mean(axis=0) if len(words) else np.zeros(64)
        whole = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return Encoding(whole.astype(np.float16), np.array(spans, np.int32).reshape(-1, 2), words.astype(np.float16))


class SpaceParser:
    """Tokens between spaces; capitals are names, digits numbers, words in -ed or -s verbs, the rest nouns."""

    name = "spaces"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """Parse each text."""
        self.asked += texts
        return [tuple(_tokens(text)) for text in texts]


def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    vector = np.random.default_rng(seed).normal(size=64)
    return vector / np.linalg.norm(vector)


def _tokens(text: str) -> list[Token]:
    tokens, position = [], 0
    for number, word in enumerate(text.split()):
        start = text.index(word, position)
        position = start + len(word)
        plain = word.strip(".,!?“”\"'")
        kind = "NUM" if plain[:1].isdigit() else "PROPN" if plain[:1].isupper() and number else "NOUN"
        kind = "VERB" if plain.endswith(("ed", "s")) and kind == "NOUN" else kind
        tokens.append(Token(start, position, plain.lower(), kind, "", "", number))
    return tokens
