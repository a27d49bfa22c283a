"""``compare fetch`` against a real server on loopback, and the rules about addresses."""

import json
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest
import site_pages as local

from compare.records import ArticleRef
from compare.sources.adding import add_source
from compare.sources.addresses import AddressPolicy, RefusedAddress, is_public
from compare.sources.bodies import BodyTooLarge, UnreadableBody, decode_text, unpack
from compare.sources.client import FetchSettings, PageClient, PageFailed
from compare.sources.corpus import load_story
from compare.sources.fetch import FetchResult, fetch_stories
from compare.sources.fetched import completed, is_ours, left_out, read_fetched, write_fetched
from compare.sources.page_cache import PageCache

QUICK = FetchSettings(
    delay=0.0,
    page_seconds=2.0,
    read_seconds=0.8,
    backoff=0.01,
    tries=2,
    largest=3_000_000,
    allow_private=True,
    workers=4,
)
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def site():
    """The site, running."""
    with local.Site() as running:
        yield running


def write_story(corpora: Path, site: local.Site, pages: dict[str, str]) -> Path:
    """A story that names pages of the site."""
    folder = corpora / "harbour"
    (folder / "articles").mkdir(parents=True)
    tables = [
        f'[[articles]]\noutlet = "{outlet}"\nurl = "{site.address}{path}"\nfile = "articles/{outlet}.txt"\n'
        for outlet, path in pages.items()
    ]
    (folder / "story.toml").write_text('title = "Ferry"\n' + "".join(tables))
    return folder


def fetch(folder: Path, settings: FetchSettings = QUICK, **options) -> dict[str, FetchResult]:
    """Fetch without real waits, at noon."""
    waits: list[float] = []
    client = options.pop("client", None) or PageClient(settings, sleep=waits.append)
    cache = PageCache(folder.parent / ".cache")
    results = fetch_stories([folder], settings, cache, client=client, now=lambda: NOON, **options)
    return {one.outlet: one for one in results}


def test_every_page_of_a_bad_day_ends_as_text_or_one_line_reason_and_a_second_run_asks_only_for_changes(tmp_path, site):
    """Every page of a bad day ends as text or one line reason and a second run asks only for changes."""
    pages = local.build(site)
    assert len(pages) >= 40
    folder = write_story(tmp_path, site, pages)
    begun = time.monotonic()
    first = fetch(folder)
    elapsed = time.monotonic() - begun

    assert elapsed < 120  # seconds; 15 on a busy machine, and an endless page alone would never end
    assert set(first) == set(pages)
    entries = read_fetched(folder)
    for outlet, result in first.items():
        path = folder / "articles" / f"{outlet}.txt"
        if outlet.startswith("ok"):
            assert (outlet, result.state, result.reason) == (outlet, "new", "")
            assert path.read_text() in ARTICLES
            assert entries[outlet]["fetched"] == "2026-02-03T12:00:00+00:00"
        else:
            assert result.state == "failed", outlet
            assert result.reason
            assert "\n" not in result.reason
            assert not path.exists()
    for outlet, reason in REASONS.items():
        assert reason in first[outlet].reason, outlet
    assert set(left_out(folder)) == {outlet for outlet in pages if not outlet.startswith("ok")}
    assert sorted(one.name for one in tmp_path.rglob("*") if one.suffix not in (".gz", "")) == sorted(
        ["story.toml", "fetched.json", *(f"{outlet}.txt" for outlet in pages if outlet.startswith("ok"))]
    )

    before = {path: path.stat().st_mtime_ns for path in (folder / "articles").iterdir()}
    site.clear()
    site.versions["/ok-tag3"] += 1
    second = fetch(folder)
    assert {outlet for outlet, one in second.items() if one.state == "changed"} == {"ok-tag3"}
    tagged = {f"/ok-{kind}" for kind in [*(f"tag{n}" for n in range(8)), "date0", "date1"]}
    assert set(site.conditional) == tagged
    assert set(site.unchanged) == tagged - {"/ok-tag3"}
    assert {path for path in site.asked if path.startswith("/ok")} == tagged
    after = {path: path.stat().st_mtime_ns for path in (folder / "articles").iterdir()}
    assert {path.stem for path in after if after[path] != before.get(path)} == {"ok-tag3"}


ARTICLES = {
    local.article(name, n)
    for name, n in [("Packer", 31), ("Señora “Ñandú”", 44), *((f"Tag {n}", 100 + n) for n in range(8))]
} | {local.article(f"Date {n}", 200 + n) for n in range(2)}
REASONS = {
    "missing": "the server answered 404 (gone)",
    "gone": "the server answered 410 (gone)",
    "broken": "the server answered 500, 2 times",
    "wait-long": "the server answered 429 and asks to wait 3600 s",
    "circle": "redirects in a circle",
    "many-hops": "over 8 redirects",
    "to-file": "the page redirects to 'file:///etc/passwd', not an http or https address",
    "to-private": "10.0.0.1 is 10.0.0.1, a private or local address",
    "to-metadata": "169.254.169.254 is 169.254.169.254, a private or local address",
    "to-other-port": "127.0.0.1 is 127.0.0.1, a private or local address",
    "drip": "127.0.0.1 did not finish within 2 s",
    "drip-headers": "127.0.0.1 did not finish within 2 s",
    "endless": "over 3,000,000 bytes",
    "truncated": "127.0.0.1: the connection ended before the whole page had come, 2 times",
    "gzip-bomb": "over 3,000,000 bytes",
    "brotli-bomb": "over 3,000,000 bytes",
    "odd-encoding": "content encoding 'zstd' is not read",
    "consent": "a consent page instead of the article",
    "script": "a page that needs JavaScript instead of the article",
    "pdf": "application/pdf, not a web page",
    "empty": "no readable HTML",
    "deep": "only",
    "attributes": "over 3,000,000 bytes",
    "entities": "only",
    "secret": "robots.txt forbids",
}


def test_a_hand_written_or_edited_text_is_never_overwritten(tmp_path, site):
    """A hand written or edited text is never overwritten."""
    site.pages["/one"] = local.with_etag(site, "One", 1)
    site.pages["/two"] = local.with_etag(site, "Two", 2)
    folder = write_story(tmp_path, site, {"one": "/one", "two": "/two"})
    by_hand = folder / "articles" / "one.txt"
    by_hand.write_text("Written by me.\n")
    assert fetch(folder)["one"].state == "kept"
    edited = folder / "articles" / "two.txt"
    edited.write_text(edited.read_text() + "And a line of mine.\n")
    assert "changed by hand" in fetch(folder, refresh=True)["two"].reason
    assert by_hand.read_text() == "Written by me.\n"
    assert edited.read_text().endswith("And a line of mine.\n")
    assert not is_ours(edited, read_fetched(folder)["two"])


def test_a_page_that_fails_later_keeps_its_text_and_says_so(tmp_path, site):
    """A page that fails later keeps its text and says so."""
    site.pages["/fades"] = local.with_etag(site, "Fades", 3)
    folder = write_story(tmp_path, site, {"fades": "/fades"})
    fetch(folder)
    text = (folder / "articles" / "fades.txt").read_text()
    site.pages["/fades"] = local.missing
    result = fetch(folder)["fades"]
    assert (result.state, (folder / "articles" / "fades.txt").read_text()) == ("kept", text)
    assert "404" in result.reason
    assert "2026-02-03" in result.reason


def test_another_address_in_the_story_is_asked_for(tmp_path, site):
    """The text of the address before does not stand for the new one, and is not asked for with its tag."""
    site.pages["/wrong"] = local.with_etag(site, "Wrong", 3)
    site.pages["/right"] = local.with_etag(site, "Right", 4)
    folder = write_story(tmp_path, site, {"one": "/wrong"})
    fetch(folder)
    toml = folder / "story.toml"
    toml.write_text(toml.read_text().replace("/wrong", "/gone"))
    result = fetch(folder)["one"]
    assert (result.state, "the text of" in result.reason, "/wrong stays" in result.reason) == ("failed", True, True)
    toml.write_text(toml.read_text().replace("/gone", "/right"))
    assert fetch(folder)["one"].state == "changed"
    assert (folder / "articles" / "one.txt").read_text() == local.article("Right", 4)
    assert fetch(folder)["one"].state == "unchanged"


def test_the_text_of_an_address_that_was_corrected_is_not_compared(tmp_path, site):
    """It would be another page's under the new address; a person's text and the page's final address stay."""
    site.pages["/wrong"] = local.with_etag(site, "Wrong", 3)
    folder = write_story(tmp_path, site, {"one": "/wrong", "two": "/wrong"})
    fetch(folder)
    toml = folder / "story.toml"
    written = toml.read_text()
    toml.write_text(written.replace('/wrong"', '/gone"', 1))
    for failed in (False, True):
        if failed:
            result = fetch(folder)["one"]
            assert (result.state, result.stays, "is not compared" in result.reason) == ("failed", True, True)
        story = load_story(folder)
        assert [one.outlet for one in story.articles] == ["two"]
        assert [(row.id, row.reason, row.detail) for row in story.left_out] == [
            (
                "one",
                f"its text is of {site.address}/wrong, not of the url in story.toml; run `compare fetch harbour`,"
                " or put the page's text into articles/one.txt",
                f"{site.address}/gone",
            )
        ]
    (folder / "articles" / "one.txt").write_text("The ferry sank on Monday, and nobody was on board of it.\n")
    assert left_out(folder, load(folder)) == {}
    table = read_fetched(folder)
    write_fetched(folder, {**table, "two": {**table["two"], "requested_url": f"{site.address}/short"}})
    assert left_out(folder, load(folder)) == {}
    toml.write_text(written.replace(f'url = "{site.address}/wrong"\n', ""))
    assert left_out(folder, load(folder)) == {}


def test_a_text_saved_by_hand_after_a_failure_is_compared(tmp_path, site):
    """What the reason advises works: the article is left out no longer."""
    folder = write_story(tmp_path, site, {"one": "/gone"})
    assert fetch(folder)["one"].state == "failed"
    assert set(left_out(folder)) == {"one"}
    (folder / "articles" / "one.txt").write_text("The ferry sank on Monday. Nobody was on board.\n")
    assert left_out(folder) == {}
    assert fetch(folder)["one"].state == "kept"


def test_a_page_saved_by_hand_is_only_replaced_on_request(tmp_path, site):
    """Its canonical address is not the one that was asked for, but for a mark of where the reader came from."""
    site.pages["/wall?utm_source=tw"] = lambda h: local.send(h, local.CONSENT.encode())
    folder = write_story(tmp_path, site, {"one": "/wall?utm_source=tw"})
    assert fetch(folder)["one"].state == "failed"
    link = f"<link rel='canonical' href='{site.address}/wall'>"
    (tmp_path / "saved.html").write_text(local.html("Saved", 6).replace("</head>", f"{link}</head>"))
    assert add_source(tmp_path, "harbour", str(tmp_path / "saved.html"), outlet="one").added == ["one"]
    assert read_fetched(folder)["one"]["canonical_url"] == f"{site.address}/wall"
    text = folder / "articles" / "one.txt"
    assert text.read_text() == local.article("Saved", 6)
    site.clear()
    for answer in (site.pages["/wall?utm_source=tw"], local.with_etag(site, "Asked", 7)):
        site.pages["/wall?utm_source=tw"] = answer
        result = fetch(folder)["one"]
        reason = "its text is from a table or a saved page; --refresh asks for the page"
        assert (result.state, result.reason) == ("kept", reason)
    assert (text.read_text(), sum(site.asked.values())) == (local.article("Saved", 6), 0)
    site.pages["/wall?utm_source=tw"] = local.missing
    assert fetch(folder, refresh=True)["one"].state == "kept"
    site.pages["/wall?utm_source=tw"] = local.with_etag(site, "Asked", 7)
    assert fetch(folder, refresh=True)["one"].state == "changed"
    assert text.read_text() == local.article("Asked", 7)


def test_a_newer_extractor_reads_the_kept_page_again_without_loading_it(tmp_path, site, monkeypatch):
    """A newer extractor reads the kept page again without loading it."""
    site.pages["/again"] = local.with_etag(site, "Again", 4)
    folder = write_story(tmp_path, site, {"again": "/again"})
    fetch(folder)
    table = json.loads((folder / "fetched.json").read_text())
    table["articles"]["again"]["extractor_version"] = "0.1"
    (folder / "fetched.json").write_text(json.dumps(table))
    site.clear()
    assert fetch(folder)["again"].state == "unchanged"
    assert site.unchanged == {"/again": 1}
    assert read_fetched(folder)["again"]["extractor_version"] != "0.1"


def test_a_page_that_is_gone_is_asked_for_in_the_archive(tmp_path, site):
    """A page that is gone is asked for in the archive."""
    site.pages[f"/web/{site.address}/lost"] = local.with_etag(site, "Lost", 5)
    folder = write_story(tmp_path, site, {"lost": "/lost"})
    settings = FetchSettings(**{**settings_of(QUICK), "archive": f"{site.address}/web/"})
    assert fetch(folder, settings)["lost"].state == "new"
    assert read_fetched(folder)["lost"]["archived"] is True
    assert completed(next(iter(load(folder))), read_fetched(folder)["lost"]).headline == "Lost towed in"


def settings_of(settings: FetchSettings) -> dict:
    """Settings as keywords."""
    return {name: getattr(settings, name) for name in FetchSettings.__dataclass_fields__}


def load(folder: Path):
    """The articles that a story names."""
    from compare.sources.corpus import inspect_story

    story, _ = inspect_story(folder)
    return story.articles


def test_loopback_is_refused_without_allow_private_and_nothing_is_asked(tmp_path, site):
    """Loopback is refused without allow private and nothing is asked."""
    site.pages["/private"] = local.with_etag(site, "Private", 6)
    folder = write_story(tmp_path, site, {"private": "/private"})
    site.clear()
    reason = fetch(folder, FetchSettings(delay=0.0, tries=1))["private"].reason
    assert "private or local address" in reason
    assert not site.asked


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
     "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1",
     "2001:0:0:0:0:0:80ff:fffe"],
)  # fmt: skip
def test_private_addresses_are_known_in_every_disguise(address):
    """Private addresses are known in every disguise."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_public(address):
    """Public addresses are public."""
    assert is_public(address)


def test_a_name_that_turns_private_between_check_and_connection_is_refused(site):
    """A name that turns private between check and connection is refused."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    policy = AddressPolicy(resolver=lambda host, port: next(answers))
    with PageClient(FetchSettings(delay=0.0, tries=1, page_seconds=3), policy=policy) as client:
        site.clear()
        with pytest.raises(PageFailed, match="private or local"):
            client.get(f"http://rebind.example:{site.server.server_port}/ok-gzip")
    assert not site.asked


def test_a_name_with_one_private_address_among_others_is_refused():
    """A name with one private address among others is refused."""
    policy = AddressPolicy(resolver=lambda host, port: ["93.184.215.14", "192.168.1.1"])
    with pytest.raises(RefusedAddress):
        policy.check("mixed.example", 80, None)


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "file:///etc/passwd", "http://", "http://[::1", "javascript:x", "http://a b/"]
)
def test_what_is_no_web_address_is_refused_in_one_line(url):
    """What is no web address is refused in one line."""
    with PageClient(QUICK) as client, pytest.raises(PageFailed) as caught:
        client.get(url)
    assert "\n" not in str(caught.value)


def test_the_requests_to_a_host_keep_their_distance(site):
    """The requests to a host keep their distance."""
    site.pages["/near"] = local.with_etag(site, "Near", 7)
    waits: list[float] = []
    clock = iter(range(10_000))
    settings = FetchSettings(delay=5.0, allow_private=True, page_seconds=5_000)
    with PageClient(settings, clock=lambda: next(clock) / 1000, sleep=waits.append) as client:
        for _ in range(3):
            client.get(f"{site.address}/near")
    assert len(waits) == 2
    assert all(4 < wait <= 10 for wait in waits)


def test_a_site_whose_robots_file_cannot_be_read_is_not_asked(site):
    """A site whose robots file cannot be read is not asked."""
    with local.Site() as other:
        other.pages |= {"/robots.txt": lambda h: local.send(h, b"", 503), "/page": local.with_etag(other, "P", 1)}
        with PageClient(QUICK, sleep=lambda _: None) as client:
            for _ in range(2):
                with pytest.raises(PageFailed, match=r"robots\.txt"):
                    client.get(f"{other.address}/page")
        assert other.asked == {"/robots.txt": 2}


def test_the_stated_name_is_sent(site):
    """The stated name is sent."""
    seen: list[str] = []
    site.pages["/who"] = lambda h: (seen.append(h.headers["User-Agent"]), local.send(h, local.html("Who", 1).encode()))[
        1
    ]
    with PageClient(QUICK) as client:
        client.get(f"{site.address}/who")
    assert seen[0].startswith(f"compare-outlets/{metadata.version('compare-outlets')} (")


def test_interrupting_leaves_what_was_finished_and_the_next_run_goes_on(tmp_path, site):
    """Interrupting leaves what was finished and the next run goes on."""
    pages = {f"part{n}": f"/part{n}" for n in range(6)}
    site.pages |= {path: local.with_etag(site, f"Part {n}", n) for n, path in enumerate(pages.values())}
    folder = write_story(tmp_path, site, pages)
    done: list[FetchResult] = []

    def stop_after_two(result: FetchResult) -> None:
        done.append(result)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(folder, announce=stop_after_two)
    assert len(read_fetched(folder)) == 2
    assert len({one.state for one in fetch(folder).values()} - {"new", "unchanged"}) == 0
    assert len(read_fetched(folder)) == 6


def test_a_damaged_record_of_fetches_costs_its_own_story_only(tmp_path, site):
    """The other stories are fetched, and the reason is listed."""
    site.pages["/well"] = local.with_etag(site, "Well", 80)
    torn = write_story(tmp_path / "torn", site, {"well": "/well"})
    well = write_story(tmp_path / "well", site, {"well": "/well"})
    (torn / "fetched.json").write_text('{"articles": {')
    with PageClient(QUICK, sleep=lambda _: None) as client:
        results = fetch_stories([torn, well], QUICK, PageCache(tmp_path / ".cache"), client=client)
    assert sorted((one.outlet, one.state) for one in results) == [("", "failed"), ("well", "new")]
    assert next(one.reason for one in results if not one.outlet).startswith("harbour/fetched.json: not JSON")


@pytest.mark.parametrize("words", [None, "many"])
def test_a_damaged_count_of_words_ends_no_fetch(tmp_path, site, words):
    """The page is unchanged, whatever its record says of its words."""
    site.pages["/count"] = local.with_etag(site, "Count", 81)
    folder = write_story(tmp_path, site, {"count": "/count"})
    fetch(folder)
    table = json.loads((folder / "fetched.json").read_text())
    table["articles"]["count"]["words"] = words
    (folder / "fetched.json").write_text(json.dumps(table))
    assert (fetch(folder)["count"].state, fetch(folder)["count"].words) == ("unchanged", 0)


def test_what_a_record_says_wrongly_is_as_good_as_unsaid():
    """Neither "None" nor a date of no use is a fact about an article."""
    bare = ArticleRef("north", "articles/north.txt")
    assert completed(bare, {"headline": None, "final_url": None, "published": None}) == bare
    damaged = {"headline": "Fire \ud83d", "final_url": "https://n.example/a\x00", "published": "9999-12-31"}
    assert completed(bare, damaged) == ArticleRef("north", bare.file, "Fire", "https://n.example/a")
    assert completed(bare, {"published": "20240131"}).published == "2024-01-31"


def test_half_a_character_in_a_headline_ends_no_fetch(tmp_path, site):
    """JavaScript's slice cuts "🔥" in two, and a site's JSON-LD says so; UTF-8 has no way to write the half."""
    lock = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Fire \\ud83d"}</script></head>'
    page = local.html("Half", 82).replace("</head>", lock)
    assert lock in page
    site.pages |= {"/half": lambda h: local.send(h, page.encode()), "/whole": local.with_etag(site, "Whole", 83)}
    folder = write_story(tmp_path, site, {"half": "/half", "whole": "/whole"})
    assert {one.state for one in fetch(folder).values()} == {"new"}
    assert read_fetched(folder)["half"]["headline"] == "Fire"


def test_a_record_is_written_whatever_a_file_is_called(tmp_path):
    """The name of a saved page may have bytes that are no UTF-8; Python holds them as halves of characters."""
    write_fetched(tmp_path, {"north": {"saved_page": "caf\udce9.html"}})
    assert read_fetched(tmp_path) == {"north": {"saved_page": "caf?.html"}}


def test_a_damaged_page_is_kept_anew(tmp_path):
    """A page whose file was cut short by a full disk is there again once it is put again."""
    cache = PageCache(tmp_path)
    digest = cache.put(b"<p>The bath opened again.</p>")
    [path] = tmp_path.rglob("*.gz")
    path.write_bytes(path.read_bytes()[:-12])
    assert cache.get(digest) is None
    assert cache.put(b"<p>The bath opened again.</p>") == digest
    assert cache.get(digest) == b"<p>The bath opened again.</p>"


def test_a_time_to_wait_that_is_none_is_passed_over(tmp_path, site):
    """A time zone of 17 digits overflows the standard library's date; the answer itself is the reason."""
    zone = {"Retry-After": "Mon, 01 Jan 2024 00:00:00 +99999999999999999"}
    site.pages["/busy"] = lambda handler: local.send(handler, b"", 429, **zone)
    folder = write_story(tmp_path, site, {"busy": "/busy"})
    assert "the server answered 429" in fetch(folder)["busy"].reason


def test_a_damaged_record_of_fetches_is_said_in_one_line(tmp_path, site):
    """A damaged record of fetches is said in one line."""
    from compare.errors import StoryError

    folder = write_story(tmp_path, site, {"one": "/one"})
    (folder / "fetched.json").write_text('{"articles": {')
    with pytest.raises(StoryError, match="delete it and run"):
        read_fetched(folder)
    (folder / "fetched.json").write_text('{"articles": {"one": 3, "two": {"file": "x"}}}')
    assert set(read_fetched(folder)) == {"two"}


@pytest.mark.parametrize("name", ["gzip", "br"])
def test_a_bomb_is_unpacked_no_further_than_the_limit(name):
    """A bomb is unpacked no further than the limit."""
    import tracemalloc

    packed = local.packed_zeros(name)
    tracemalloc.start()
    with pytest.raises(BodyTooLarge):
        unpack([packed], name, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_damaged_packed_data_is_said():
    """Damaged packed data is said."""
    with pytest.raises(UnreadableBody):
        unpack([b"\x1f\x8b\x08\x00rubbish"], "gzip", 1000)


@pytest.mark.parametrize(
    ("raw", "declared", "expected"),
    [
        ("“naïve” – £5".encode("cp1252"), "iso-8859-1", "“naïve” – £5"),
        ("“naïve”".encode(), "iso-8859-1", "“naïve”"),
        (b"<meta charset='windows-1251'>" + "Привет".encode("cp1251"), "", "<meta charset='windows-1251'>Привет"),
        ("Grüße".encode("latin-1"), "rot13", "Grüße"),
        ("日本語".encode("shift_jis"), "Shift_JIS", "日本語"),
        (("“x” " * 20).encode() + b"\xe2\x80", "", "“x” " * 20 + "\ufffd"),
        *(
            ("Grüße \\u0041".encode("latin-1"), name, "Grüße \\u0041")
            for name in ("undefined", "unicode_escape", "raw-unicode-escape", "idna", "punycode")
        ),
    ],
)
def test_pages_are_read_in_the_encoding_that_they_are_in(raw, declared, expected):
    """Pages are read in the encoding that they are in."""
    assert decode_text(raw, declared)[0] == expected


def test_http_errors_of_the_library_do_not_escape():
    """Http errors of the library do not escape."""

    def dead(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with (
        PageClient(FetchSettings(tries=1), policy=AddressPolicy(resolver=dead)) as client,
        pytest.raises(PageFailed, match="was not found"),
    ):
        client.get("http://nowhere.example/")


def test_gzip_data_in_several_members_is_unpacked_whole_and_within_the_limit():
    """A server that packs each piece by itself sends them in a row (RFC 1952); all are the page."""
    import gzip

    packed = gzip.compress(b"first ") + gzip.compress(b"second ") + gzip.compress(b"third")
    for size in (1, 7, len(packed)):  # a member's first two bytes may come apart
        chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
        assert unpack(chunks, "gzip", 1000) == b"first second third"
    assert unpack([gzip.compress(b"page"), b"rub", b"\x1f\x8bbish"], "gzip", 1000) == b"page"
    with pytest.raises(BodyTooLarge):
        unpack([gzip.compress(bytes(600)) * 2], "gzip", 1000)
    with pytest.raises(UnreadableBody, match="ends too early"):
        unpack([packed[:-4]], "gzip", 1000)
    with pytest.raises(UnreadableBody, match="over 10,000 members"):
        unpack([gzip.compress(b"") * 10_001], "gzip", 1_000_000)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_interruption_between_a_text_and_its_record_leaves_both_ours(tmp_path, site, monkeypatch, moment):
    """An interruption just before or after a new text is written must not make it a person's for good."""
    from compare.sources import fetch as fetching

    path = f"/torn-{moment}"
    site.pages[path] = local.with_etag(site, "Torn", 60)
    site.versions[path] = 0
    folder = write_story(tmp_path, site, {"torn": path})
    text = folder / "articles" / "torn.txt"
    write_file = fetching.write_file

    def break_off(target: Path, content: str) -> None:
        if moment == "after":
            write_file(target, content)
        raise KeyboardInterrupt

    for version, state in ((0, "new"), (1, "changed")):  # a first text, and one in the place of another
        site.versions[path] = version
        with monkeypatch.context() as patched:
            patched.setattr(fetching, "write_file", break_off)
            with pytest.raises(KeyboardInterrupt):
                fetch(folder)
        before = text.read_text() if text.exists() else ""
        assert is_ours(text, read_fetched(folder)["torn"])
        assert (before == local.article("Torn", 60 + version)) == (moment == "after")
        assert fetch(folder)["torn"].state == (state if moment == "before" else "unchanged")
        assert text.read_text() == local.article("Torn", 60 + version)
        assert "before_sha256" not in read_fetched(folder)["torn"]
        assert fetch(folder)["torn"].state == "unchanged"


def test_a_page_that_its_own_site_answered_is_not_recorded_as_archived(tmp_path, site):
    """The address is asked for as %C3%A4; that it differs from the one in story.toml says nothing of an archive."""
    site.pages["/%C3%A4"] = local.with_etag(site, "Umlaut", 70)
    folder = write_story(tmp_path, site, {"umlaut": "/ä"})
    settings = FetchSettings(**{**settings_of(QUICK), "archive": f"{site.address}/web/"})
    assert fetch(folder, settings)["umlaut"].state == "new"
    assert read_fetched(folder)["umlaut"]["archived"] is False


def test_unchanged_without_a_text_in_place_is_a_failure(tmp_path, site):
    """A site that answers 304 to a plain request leaves the article without a text: that must not end as unchanged."""
    site.pages["/odd"] = lambda handler: local.send(handler, b"", 304)
    folder = write_story(tmp_path, site, {"odd": "/odd"})
    result = fetch(folder)["odd"]
    assert (result.state, "304" in result.reason) == ("failed", True)
    assert set(left_out(folder)) == {"odd"}
    site.pages["/odd"] = local.with_etag(site, "Odd", 71)
    assert fetch(folder)["odd"].state == "new"
    site.pages["/odd"] = lambda handler: local.send(handler, b"", 304)
    assert fetch(folder, refresh=True)["odd"].state == "unchanged"


def test_a_validator_beyond_ascii_is_neither_kept_nor_sent(tmp_path, site):
    """No request can carry it; also one that an older version has written down must not break the fetch."""
    site.pages["/strange"] = lambda handler: local.send(handler, local.html("Strange", 72).encode(), ETag='"é1"')
    folder = write_story(tmp_path, site, {"strange": "/strange"})
    assert fetch(folder)["strange"].state == "new"
    assert read_fetched(folder)["strange"]["etag"] == ""
    table = json.loads((folder / "fetched.json").read_text())
    table["articles"]["strange"] |= {"etag": '"é1"', "extractor_version": "0.1"}
    (folder / "fetched.json").write_text(json.dumps(table))
    site.clear()
    assert fetch(folder)["strange"].state == "unchanged"
    assert (site.asked["/strange"], site.conditional["/strange"]) == (1, 0)
