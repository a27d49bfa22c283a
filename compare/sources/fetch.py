"""``compare fetch``: the pages that ``story.toml`` names become ``articles/<outlet>.txt``.

Every article is written as soon as its page is there, so that an interrupted run loses one page at most and the next
run goes on from there: a page whose text is in place is asked for conditionally, and only where its site gave
something to ask by (ETag, Last-Modified). ``refresh`` asks for all of them.
"""

import hashlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from compare.errors import BadInput, StoryError
from compare.records import ArticleRef
from compare.sources.client import FetchSettings, Page, PageClient, PageFailed
from compare.sources.corpus import inspect_story
from compare.sources.extract import EXTRACTOR, Extracted, NoArticle, extractor_version
from compare.sources.fetched import has_moved, is_ours, read_fetched, sha256_of, write_fetched
from compare.sources.files import inside, write_file
from compare.sources.page_cache import PageCache
from compare.sources.page_reader import PageReader

__all__ = ["FetchResult", "article_entry", "fetch_stories"]

State = Literal["new", "changed", "unchanged", "kept", "failed"]
_READ_SECONDS = 30.0  # the longest that reading one page may take, see page_reader


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What became of one article. ``reason`` says why it was ``kept`` or ``failed``, in one line.

    ``stays`` is true where the text of another address is in place, though the article's own page failed.
    """

    story_id: str
    outlet: str
    url: str
    state: State
    reason: str = ""
    words: int = 0
    stays: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    folder: Path
    reference: ArticleRef
    path: Path
    entry: Mapping[str, Any] | None
    validators: Mapping[str, str]

    def result(self, state: State, reason: str = "", words: int = 0) -> FetchResult:
        return FetchResult(self.folder.name, self.reference.outlet, self.reference.url, state, reason, words)


@dataclass(slots=True)
class _Bench:
    """What finishing a job needs."""

    client: PageClient
    reader: PageReader
    cache: PageCache
    now: Callable[[], datetime]
    stop: threading.Event = field(default_factory=threading.Event)


def fetch_stories(
    folders: Sequence[Path],
    settings: FetchSettings,
    cache: PageCache,
    *,
    refresh: bool = False,
    client: PageClient | None = None,
    announce: Callable[[FetchResult], None] = lambda _: None,
    expect: Callable[[int], None] = lambda _: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[FetchResult]:
    """Fetch the articles of stories that have a URL. Hand-written texts are left as they are.

    Args:
        folders: story folders.
        settings: how to ask.
        cache: where pages are kept.
        refresh: ask for every page anew.
        client: asks for the pages; made from ``settings`` where there is none.
        announce: told each result as it comes.
        expect: told beforehand how many results there will be.
        now: the time written into ``fetched.json``.

    Raises:
        JobFailed: the disk refuses.
    """
    planned = [one for folder in folders for one in _plan(folder, refresh=refresh)]
    expect(len(planned))
    results = [one for one in planned if isinstance(one, FetchResult)]
    for result in results:
        announce(result)
    stop = threading.Event()
    own = client or PageClient(settings, sleep=lambda seconds: _sleep(stop, seconds))
    with own, PageReader(_READ_SECONDS) as reader:
        bench = _Bench(own, reader, cache, now, stop)
        with closing(_run([one for one in planned if isinstance(one, _Job)], bench, settings)) as finished:
            for result in finished:
                announce(result)
                results.append(result)
    return sorted(results, key=lambda one: (one.story_id, one.outlet))


def _plan(folder: Path, *, refresh: bool) -> Iterator[_Job | FetchResult]:
    """The pages of a story to ask for, and the articles that are not asked for."""
    story, problems = inspect_story(folder)
    if story is None:
        yield FetchResult(folder.name, "", "", "failed", str(problems[0]))
        return
    for problem in problems:
        if problem.field.startswith("articles["):
            yield FetchResult(folder.name, "", "", "failed", str(problem))
    try:
        entries = read_fetched(folder)
    except StoryError as error:
        yield FetchResult(folder.name, "", "", "failed", str(error))
        return
    for reference in {one.outlet: one for one in reversed(story.articles)}.values():
        yield _plan_article(folder, reference, entries.get(reference.outlet), refresh=refresh)


def _plan_article(
    folder: Path, reference: ArticleRef, entry: Mapping[str, Any] | None, *, refresh: bool
) -> _Job | FetchResult:
    result = FetchResult(folder.name, reference.outlet, reference.url, "kept")
    try:
        path = inside(folder, reference.file)
    except BadInput as error:
        return _because(result, str(error), "failed")
    if not reference.url:
        return _because(result, "no url in story.toml; the text is from elsewhere")
    if not is_ours(path, entry):
        return _because(result, f"{reference.file} was written or changed by hand")
    if path.suffix != ".txt":
        return _because(result, f"file {reference.file!r} must end in .txt to be fetched", "failed")
    if has_moved(reference, entry):
        return _Job(folder, reference, path, entry, {})
    if not refresh and path.is_file() and entry and not entry.get("final_url"):
        return _because(result, "its text is from a table or a saved page; --refresh asks for the page")
    if not refresh and _stands(path, entry):
        return _because(result, "fetched before, and its site has no way to ask for changes; --refresh asks anew")
    return _Job(folder, reference, path, entry, {} if refresh else _validators(entry))


def _because(result: FetchResult, reason: str, state: State = "kept") -> FetchResult:
    return FetchResult(result.story_id, result.outlet, result.url, state, reason)


def _stands(path: Path, entry: Mapping[str, Any] | None) -> bool:
    """Whether the text is in place and cannot be asked for conditionally."""
    return _is_current(path, entry) and not _validators(entry)


def _validators(entry: Mapping[str, Any] | None) -> dict[str, str]:
    if entry is None or not entry.get("text_sha256"):
        return {}
    found = {key: str(entry.get(key) or "") for key in ("etag", "last_modified")}
    # Records of older versions may hold others than ASCII, which no request can carry.
    return {key: value for key, value in found.items() if value and value.isascii()}


def _sleep(stop: threading.Event, seconds: float) -> None:
    if stop.wait(seconds):
        raise PageFailed("interrupted; the next `compare fetch` goes on from here")


def _run(jobs: Sequence[_Job], bench: _Bench, settings: FetchSettings) -> Generator[FetchResult, None, None]:
    """Ask the hosts side by side and finish their pages here, one by one, as they come."""
    hosts: dict[str, list[_Job]] = defaultdict(list)
    for job in jobs:
        hosts[_host(job.reference.url)].append(job)
    answers: queue.Queue[tuple[_Job, Page | PageFailed]] = queue.Queue(maxsize=2 * settings.workers)
    pool = ThreadPoolExecutor(max_workers=settings.workers, thread_name_prefix="fetch")
    try:
        futures = [pool.submit(_ask_host, queued, bench, answers) for queued in hosts.values()]
        for _ in jobs:
            job, answer = _next_answer(answers, futures)
            yield _finish(job, answer, bench)
    finally:
        bench.stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _next_answer(
    answers: "queue.Queue[tuple[_Job, Page | PageFailed]]", futures: Sequence[Future[None]]
) -> tuple[_Job, Page | PageFailed]:
    while True:
        try:
            return answers.get(timeout=0.2)
        except queue.Empty:
            for future in futures:
                if future.done():
                    future.result()  # raises what went wrong in the thread


def _ask_host(jobs: Sequence[_Job], bench: _Bench, answers: "queue.Queue[tuple[_Job, Page | PageFailed]]") -> None:
    for job in jobs:
        if bench.stop.is_set():
            return
        try:
            answer: Page | PageFailed = _ask(job, bench)
        except PageFailed as error:
            answer = error
        except Exception as error:
            # A fault of a library at one strange address must not end the run: it becomes this page's reason.
            answer = PageFailed(
                f"could not be fetched ({type(error).__name__}); save the page and `compare add` the file"
            )
        while not bench.stop.is_set():
            try:
                answers.put((job, answer), timeout=0.2)
                break
            except queue.Full:
                continue


def _ask(job: _Job, bench: _Bench) -> Page:
    try:
        page = bench.client.get(job.reference.url, job.validators)
    except PageFailed as error:
        archive = bench.client.settings.archive
        if not (error.gone and archive):
            raise
        return replace(bench.client.get(archive + job.reference.url), archived=True)
    if page.status != 304 or _is_current(job.path, job.entry):
        return page
    kept = bench.cache.get(str((job.entry or {}).get("page_sha256", "")))
    if kept is None:
        return bench.client.get(job.reference.url)
    charset = str((job.entry or {}).get("charset", ""))
    etag, last_modified = (job.validators.get(key, "") for key in ("etag", "last_modified"))
    return Page(page.requested_url, page.final_url, 200, kept, charset, etag, last_modified)


def _is_current(path: Path, entry: Mapping[str, Any] | None) -> bool:
    """Whether the text in place is the one of ``entry``, and of this extractor; it is not where a run broke off."""
    if entry is None or entry.get("before_sha256"):
        return False
    return path.is_file() and entry.get("extractor_version") == extractor_version()


def _finish(job: _Job, answer: Page | PageFailed, bench: _Bench) -> FetchResult:
    """Write what came of a page."""
    if isinstance(answer, PageFailed):
        return _failed(job, str(answer), answer.status, bench)
    if answer.status == 304:
        if not _is_current(job.path, job.entry):
            return _failed(job, "the server answered 304 (unchanged) to a plain request; try again later", 304, bench)
        words = (job.entry or {}).get("words")
        return job.result("unchanged", words=words if isinstance(words, int) else 0)
    try:
        article = bench.reader.read(answer.content, answer.charset, answer.final_url)
    except NoArticle as error:
        return _failed(job, str(error), answer.status, bench)
    if not is_ours(job.path, job.entry):
        return job.result("kept", f"{job.reference.file} was written or changed by hand meanwhile")
    before = sha256_of(job.path)
    entry = article_entry(article, fetched=bench.now().isoformat(timespec="seconds"), file=job.reference.file) | {
        "requested_url": job.reference.url,
        "final_url": answer.final_url,
        "status": answer.status,
        "charset": answer.charset,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "page_sha256": bench.cache.put(answer.content),
        "archived": answer.archived,
    }
    _write(job, article.text, entry, before)
    state: State = "new" if not before else "unchanged" if before == entry["text_sha256"] else "changed"
    return job.result(state, words=int(entry["words"]))


def _write(job: _Job, text: str, entry: Mapping[str, Any], before: str) -> None:
    """Write the entry and then the text: interrupted between them, the text in place is still known as ours."""
    replaces = before not in ("", entry["text_sha256"])
    _record(job, {**entry, "before_sha256": before} if replaces else entry)
    write_file(job.path, text)
    if replaces:
        _record(job, entry)


def article_entry(article: Extracted, *, fetched: str, file: str) -> dict[str, Any]:
    """What ``fetched.json`` says of an extracted article. ``fetched`` is ISO 8601, ``file`` relative to the story."""
    facts = article.facts
    return {
        "file": file,
        "fetched": fetched,
        "extractor": EXTRACTOR,
        "extractor_version": article.version,
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "words": len(article.text.split()),
        "headline": facts.headline,
        "byline": facts.byline,
        "published": facts.published,
        "modified": facts.modified,
        "site_name": facts.site_name,
        "canonical_url": facts.canonical_url,
        "free_to_read": facts.free_to_read,
        "declared_words": facts.declared_words,
        "video": facts.video,
        "whole_page": article.whole_page,
    }


def _failed(job: _Job, reason: str, status: int, bench: _Bench) -> FetchResult:
    """Record why there is no page; a text that is there from an earlier run stays."""
    if job.entry and job.entry.get("text_sha256") and job.path.is_file():
        if has_moved(job.reference, job.entry):
            old = f"the text of {job.entry['requested_url']} stays until it is there, and is not compared"
            return replace(job.result("failed", f"{reason}; {old}"), stays=True)
        return job.result(
            "kept", f"asked again: {reason}; the text fetched {str(job.entry.get('fetched', ''))[:10]} stays"
        )
    entry = {"requested_url": job.reference.url, "status": status, "reason": reason}
    _record(job, entry | {"fetched": bench.now().isoformat(timespec="seconds"), "file": job.reference.file})
    return job.result("failed", reason)


def _record(job: _Job, entry: Mapping[str, Any]) -> None:
    entries = read_fetched(job.folder)
    write_fetched(job.folder, {**entries, job.reference.outlet: entry})


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
