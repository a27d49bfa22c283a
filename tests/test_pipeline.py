"""Calls side by side, as threads of a notebook or a server make them."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import SpaceParser, WordEncoder, article, story

from compare.errors import BadInput, WrongObject
from compare.matching.cache import NoCache
from compare.matching.encode import Encoding
from compare.pipeline import compare_story, encode_sentences
from compare.settings import Settings


class Held(WordEncoder):
    """An encoder at work until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.at_work, self.let_go = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str], advance: Callable[[int], None] = lambda _: None) -> list[Encoding]:
        """As any encoder."""
        self.at_work.set()
        self.let_go.wait(20)
        return super().encode(texts, advance)


@pytest.fixture
def four_milliseconds() -> Iterator[None]:
    """A switch interval that is neither Python's own nor that of a call."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.004)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("four_milliseconds")
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_threads_take_turns_as_before_when_the_last_of_two_calls_ends(order: tuple[int, int]) -> None:
    """Whichever ends last; until then turns are short."""
    encoders = (Held(), Held())
    calls = [
        threading.Thread(target=encode_sentences, args=(["It rained."], encoder, NoCache(), SpaceParser()))
        for encoder in encoders
    ]
    for call, encoder in zip(calls, encoders, strict=True):
        call.start()
        assert encoder.at_work.wait(20)
    seen = [sys.getswitchinterval()]
    for number in order:
        encoders[number].let_go.set()
        calls[number].join()
        seen.append(sys.getswitchinterval())
    assert seen == pytest.approx([1e-4, 1e-4, 0.004])


def test_a_name_given_for_what_it_names_is_an_error_of_one_line(tmp_path: Path) -> None:
    """It says what to pass instead."""
    fire, one = story(tmp_path), article("north", "A fire destroyed eight sheds.")
    with pytest.raises(WrongObject, match=r"^load_articles: cannot take str; pass what load_story returns$"):
        compare_story("fire")
    with pytest.raises(WrongObject, match=r"^compare_story: cannot take str; pass what load_story returns$"):
        compare_story("fire", [one, one])
    with pytest.raises(WrongObject, match=r"^compare_story: cannot take str; pass articles as load_articles"):
        compare_story(fire, ["north", "south"])
    with pytest.raises(WrongObject, match=r"^compare_story: cannot take Article; pass articles as load_articles"):
        compare_story(fire, one)
    with pytest.raises(WrongObject, match=r"^compare_story: cannot take dict; pass settings=Settings"):
        compare_story(fire, [one, one], settings={"strictness": "strict"})
    with pytest.raises(WrongObject, match=r'^Settings: cannot take NoneType; pass model as a text, such as "compare-'):
        Settings(model=None)


def test_two_articles_of_one_outlet_are_refused_before_any_work(tmp_path: Path) -> None:
    """As when two lists of ``load_articles`` are joined: the outlet lacked what itself states."""
    alpha, beta = article("alpha", "A fire destroyed eight sheds."), article("beta", "A fire destroyed eight sheds.")
    again, encoder = replace(beta, text="Nine ships left the harbour."), WordEncoder()
    for articles in ([alpha, beta, again], [alpha, beta, beta]):
        with pytest.raises(BadInput, match=r"^story story: 'beta' appears twice; pass one article an outlet$"):
            compare_story(story(tmp_path), articles, encoder=encoder)
    assert encoder.asked == []


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2025-12-01", "2025-12-01"),
        ("20251201", "2025-12-01"),
        ("2025-12-01T20:00Z", "2025-12-01T20:00:00+00:00"),
        (date(2025, 12, 1), "2025-12-01"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_date_of_publication_is_read_as_in_story_toml(tmp_path: Path, given: object, read: str) -> None:
    """Dates are cut and compared as texts."""
    articles = [article(name, "A fire destroyed eight sheds.", published=given) for name in ("north", "south")]
    work = {"encoder": WordEncoder(), "parser": SpaceParser(), "store": NoCache()}
    assert [one.published for one in compare_story(story(tmp_path), iter(articles), **work).articles] == [read, read]


@pytest.mark.parametrize("given", ["2025", "last Tuesday", "2025-02-30"])
def test_a_date_of_publication_that_is_none_is_refused(tmp_path: Path, given: str) -> None:
    """It ended in a bare ValueError, once all was encoded."""
    articles = [article("north", "A fire."), article("south", "A fire.", published=given)]
    with pytest.raises(BadInput, match=rf"^story story: published of south: '{given}' is no date; write 2026-01-31"):
        compare_story(story(tmp_path), articles)
