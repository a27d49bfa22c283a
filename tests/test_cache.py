"""The cache: what it keeps, what it never trusts."""

import ast
import multiprocessing
import sqlite3
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from conftest import SpaceParser, WordEncoder, article

from compare.errors import JobFailed
from compare.matching import claims, coverage, encode, pair_cache
from compare.matching.cache import Cache, NoCache, cache_path, entry_key
from compare.matching.coverage import ArticleMatch, match_articles
from compare.matching.encode import Encoding, encode_cached
from compare.matching.features import PairFeatures, pair_features
from compare.matching.pair_cache import PairCache
from compare.matching.passages import Passages
from compare.matching.reader import Reader
from compare.pipeline import prepare
from compare.program_source import source_sha256
from compare.records import Article

KEY = entry_key("kind", "model", "text")


def test_what_is_put_is_got(tmp_path: Path) -> None:
    """By key; unknown keys are simply not there."""
    cache = Cache(tmp_path / "deep" / "cache.sqlite")
    cache.put({KEY: b"payload"})
    assert cache.get([KEY, b"other"]) == {KEY: b"payload"}
    assert (cache.info().entries, cache.clear().entries, cache.info().entries) == (1, 1, 0)


def test_a_key_depends_on_kind_model_and_text() -> None:
    """Vectors of one model are never taken for another's."""
    keys = {
        entry_key(*parts)
        for parts in [("a", "b", "c"), ("a", "b", "d"), ("a", "x", "c"), ("y", "b", "c"), ("a", "bc", "")]
    }
    assert len(keys) == 5


def test_a_damaged_entry_is_missing(tmp_path: Path) -> None:
    """Its checksum tells; it is computed again."""
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put({KEY: b"payload", b"whole": b"fine"})
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE entries SET payload = ? WHERE key = ?", (b"pAyload", KEY))
    connection.close()
    assert cache.get([KEY, b"whole"]) == {b"whole": b"fine"}


@pytest.mark.parametrize("garbage", [b"", b"not a database at all, not even nearly" * 99])
def test_a_file_that_is_no_database_is_replaced(tmp_path: Path, garbage: bytes) -> None:
    """A torn file costs time, not results."""
    cache = Cache(tmp_path / "cache.sqlite")
    cache.path.write_bytes(garbage)
    assert cache.get([KEY]) == {}
    cache.put({KEY: b"payload"})
    assert cache.get([KEY]) == {KEY: b"payload"}


def test_a_file_without_tables_is_a_miss_and_stays(tmp_path: Path) -> None:
    """Another process may be about to make the table: what it opened is not removed under it."""
    cache = Cache(tmp_path / "cache.sqlite")
    with sqlite3.connect(cache.path) as other:
        other.execute("CREATE TABLE soon (key BLOB)")
        other.execute("DROP TABLE soon")
    inode = cache.path.stat().st_ino
    assert cache.get([KEY]) == {}
    assert cache.path.stat().st_ino == inode
    other.execute("CREATE TABLE entries (key BLOB PRIMARY KEY, digest BLOB, payload BLOB) WITHOUT ROWID")
    other.close()
    cache.put({KEY: b"payload"})
    assert (cache.get([KEY]), cache.path.stat().st_ino) == ({KEY: b"payload"}, inode)


@pytest.mark.parametrize(
    "message",
    ["unable to open database file", "disk I/O error", "attempt to write a readonly database", "database is locked"],
)
def test_a_disk_that_refuses_costs_no_healthy_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    """Too many open files or a disk error say nothing of what the file holds."""
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put({KEY: b"payload"})

    def refused(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError(message)

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", refused)
        assert cache.get([KEY]) == {}
        with pytest.raises(JobFailed, match=message):
            cache.put({KEY: b"other"})
    assert cache.get([KEY]) == {KEY: b"payload"}


def test_a_malformed_file_makes_room(tmp_path: Path) -> None:
    """Its first page is torn: what it held is computed again, and kept again."""
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put({KEY: b"payload"})
    raw = bytearray(cache.path.read_bytes())
    raw[100:4096] = b"\xff" * 3996
    cache.path.write_bytes(raw)
    assert cache.get([KEY]) == {}
    cache.put({KEY: b"payload"})
    assert cache.get([KEY]) == {KEY: b"payload"}


def _write_and_die(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO entries VALUES (?, ?, ?)", (b"half", b"", b"written"))
    import os

    os._exit(9)


def test_a_process_killed_while_writing_leaves_the_rest(tmp_path: Path) -> None:
    """A transaction is whole or not there."""
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put({KEY: b"payload"})
    child = multiprocessing.get_context("spawn").Process(target=_write_and_die, args=(cache.path,))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert cache.get([KEY, b"half"]) == {KEY: b"payload"}


def test_a_folder_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    """The message names --no-cache."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JobFailed, match="--no-cache"):
        Cache(tmp_path / "file" / "cache.sqlite").put({KEY: b"payload"})


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """COMPARE_CACHE can point to a shared disk."""
    monkeypatch.setenv("COMPARE_CACHE", str(tmp_path))
    assert cache_path() == tmp_path / "cache.sqlite"


def test_an_encoding_survives_its_bytes() -> None:
    """Also one without content words."""
    for encoding in WordEncoder().encode(["Fire broke out in the harbour.", "It is."]):
        again = Encoding.from_bytes(encoding.to_bytes())
        assert np.array_equal(again.vector, encoding.vector)
        assert np.array_equal(again.spans, encoding.spans)
        assert np.array_equal(again.word_vectors, encoding.word_vectors)


def test_only_new_text_is_parsed_and_encoded(tmp_path: Path) -> None:
    """An outlet that is added costs only its own sentences."""
    cache = Cache(tmp_path / "cache.sqlite")
    north = article("north", "A fire broke out. Eight sheds burned.")
    south = article("south", "A fire broke out. Nobody was hurt.")
    prepare([north], WordEncoder(), cache, SpaceParser())
    encoder, parser = WordEncoder(), SpaceParser()
    prepare([north, south], encoder, cache, parser)
    assert encoder.asked == parser.asked == ["Nobody was hurt."]


def test_a_model_with_other_weights_reads_nothing_of_the_first(tmp_path: Path) -> None:
    """The digest of the weights is part of the key."""
    cache = Cache(tmp_path / "cache.sqlite")
    encode_cached(["text"], WordEncoder(), cache)
    other = WordEncoder()
    other.sha256 = "1" * 64
    encode_cached(["text"], other, cache)
    assert other.asked == ["text"]


@pytest.mark.parametrize(("name", "other"), [("_place", lambda: "cuda"), ("_FORMAT", "encoding/6-another-torch")])
def test_vectors_of_another_device_or_torch_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, other: object
) -> None:
    """Nor what pairs were found to share with them: their last digits are others."""
    cache = Cache(tmp_path / "cache.sqlite")
    monkeypatch.setattr(encode, "_place", lambda: "cpu")
    north = article("north", "A fire broke out. Eight sheds burned.")
    south = article("south", "A fire broke out. Nobody was hurt.")
    matched_pairs(cache, (north, south))
    prepared = prepare((north, south), WordEncoder(), cache, SpaceParser())
    a, b = (
        Passages(tuple(prepared.encoded[one.text] for one in prepared.sentences if one.outlet == outlet))
        for outlet in ("north", "south")
    )
    pairs = PairCache(cache, WordEncoder.sha256, SpaceParser.name, "")
    again = WordEncoder()
    encode_cached(["Nobody was hurt."], again, cache)
    assert (again.asked, set(pairs.get({("north", "south"): (a, b)}))) == ([], {("north", "south")})
    monkeypatch.setattr(encode, name, other)
    encode_cached(["Nobody was hurt."], again, cache)
    assert (again.asked, pairs.get({("north", "south"): (a, b)})) == (["Nobody was hurt."], {})


@pytest.mark.parametrize(
    ("torch", "driver", "device"),
    [("2.13.0+cpu", True, "cpu"), ("2.13.0", False, "cpu"), ("2.13.0", True, "cuda"), ("2.13.0+rocm7", True, "cuda")],
)
def test_torch_is_asked_for_the_device_only_where_it_may_see_a_gpu(
    monkeypatch: pytest.MonkeyPatch, torch: str, driver: bool, device: str
) -> None:
    """A cached run on a machine without one does not load it."""
    asked: list[str] = []
    monkeypatch.setattr(encode, "version", lambda _: torch)
    monkeypatch.setattr(encode, "_has_gpu_driver", lambda: driver)
    monkeypatch.setattr(encode, "device", lambda: asked.append("torch") or "cuda")
    assert encode._place.__wrapped__() == device
    assert asked == (["torch"] if device == "cuda" else [])


def test_clusters_of_another_program_or_library_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their key has the text that makes them and the versions of what it calls."""
    cache = Cache(tmp_path / "cache.sqlite")
    made = []

    def cluster(similarity: np.ndarray, threshold: float, outlets: list[str]) -> list[tuple[int, int]]:
        made.append(threshold)
        return [(0, 0), (0, 1)]

    def clustered() -> list[tuple[int, int]]:
        return claims._cluster_once(np.eye(2), 0.5, ["north", "south"], cache)

    monkeypatch.setattr(claims, "_cluster", cluster)
    assert clustered() == clustered() == [(0, 0), (0, 1)]
    assert made == [0.5]
    source = source_sha256(["matching/claims.py"])
    assert claims._CLUSTERER.split() == [source, version("scikit-learn"), version("scipy")]
    monkeypatch.setattr(claims, "_CLUSTERER", f"{source} 0.1 {version('scipy')}")
    assert clustered() == [(0, 0), (0, 1)]
    assert made == [0.5, 0.5]


def test_no_cache_keeps_nothing() -> None:
    """--no-cache computes everything."""
    store = NoCache()
    store.put({KEY: b"payload"})
    assert store.get([KEY]) == {}


def matched_pairs(store: Cache, articles: tuple[Article, ...]) -> tuple[ArticleMatch, ...]:
    """Every pair of the articles, matched beside the store."""
    prepared = prepare(articles, WordEncoder(), NoCache(), SpaceParser())
    pairs = PairCache(store, WordEncoder.sha256, SpaceParser.name, "")
    return match_articles(articles, prepared.sentences, (), prepared.encoded, None, pairs)


def test_an_added_outlet_costs_its_own_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that were matched before come from the store, number for number."""
    cache = Cache(tmp_path / "cache.sqlite")
    north = article("north", "A fire broke out. Eight sheds burned.")
    south = article("south", "A fire broke out. Nobody was hurt.")
    west = article("west", "Nobody was hurt. The mayor came at noon.")
    before = matched_pairs(cache, (north, south))
    asked = []

    def counted(a: Passages, b: Passages, reader: Reader | None) -> tuple[PairFeatures, PairFeatures]:
        asked.append((a.sentences[0].text, b.sentences[0].text))
        return pair_features(a, b, reader)

    monkeypatch.setattr(coverage, "pair_features", counted)
    after = matched_pairs(cache, (north, south, west))
    assert sorted(asked) == [("A fire broke out.", "Nobody was hurt.")] * 2
    kept = [match for match in after if "west" not in (match.outlet, match.other_outlet)]
    for old, new in zip(before, kept, strict=True):
        assert (old.outlet, old.other_outlet) == (new.outlet, new.other_outlet)
        for field in fields(PairFeatures):
            one, other = getattr(old.pair, field.name), getattr(new.pair, field.name)
            assert one is other is None or (np.array_equal(one, other) and one.dtype == other.dtype)


def test_a_pair_made_by_another_reader_or_in_another_order_is_not_taken(tmp_path: Path) -> None:
    """What made the numbers is part of the key; so is which article stands first, as a product may differ by a bit."""
    cache = Cache(tmp_path / "cache.sqlite")
    north = article("north", "A fire broke out. Eight sheds burned.")
    south = article("south", "A fire broke out. Nobody was hurt.")
    matched_pairs(cache, (north, south))
    prepared = prepare((north, south), WordEncoder(), NoCache(), SpaceParser())
    a, b = (
        Passages(tuple(prepared.encoded[one.text] for one in prepared.sentences if one.outlet == outlet))
        for outlet in ("north", "south")
    )
    same = PairCache(cache, WordEncoder.sha256, SpaceParser.name, "")
    assert set(same.get({("north", "south"): (a, b)})) == {("north", "south")}
    assert same.get({("south", "north"): (b, a)}) == {}
    for other in (
        PairCache(cache, "1" * 64, SpaceParser.name, ""),
        PairCache(cache, WordEncoder.sha256, "other", ""),
        PairCache(cache, WordEncoder.sha256, SpaceParser.name, "2" * 64),
    ):
        assert other.get({("north", "south"): (a, b)}) == {}


def test_the_key_of_a_pair_covers_the_source_of_all_that_makes_it() -> None:
    """Every module of the package that the matching of a pair imports, but those that change no number of it."""
    package = Path(pair_cache.__file__).parents[1]
    no_matter = {
        "errors.py",
        "program_source.py",
        "records.py",
        "settings.py",
        "matching/cache.py",
    }  # plain records, names, storage
    weights = {"matching/weights.py"}  # what it loads is in the key by its digest
    imported = {
        f"{node.module.removeprefix('compare.').replace('.', '/')}.py"
        for name in pair_cache._PROGRAM
        for node in ast.walk(ast.parse((package / name).read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("compare.")
    }
    assert imported - no_matter - weights <= set(pair_cache._PROGRAM)
    assert "text/words.py" in imported
