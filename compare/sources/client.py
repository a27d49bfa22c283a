"""Asking for one page politely and within bounds: who may be asked, how often, how long, how much.

The retries are our own and not ``httpx-retries``': a body that breaks off half-way has to be asked for again too,
and a ``Retry-After`` beyond the time allowed must end with that reason instead of a shortened wait.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import Self

import httpcore
import httpx

from compare.sources.addresses import AddressPolicy, CheckedBackend, Deadline, RefusedAddress
from compare.sources.bodies import ACCEPTED_ENCODINGS, BodyTooLarge, UnreadableBody, unpack
from compare.sources.connection import CheckedTransport, Turns
from compare.sources.robots import LARGEST_ROBOTS, RobotsRules
from compare.sources.values import mail_moment

__all__ = ["USER_AGENT", "FetchSettings", "Page", "PageClient", "PageFailed"]

_AGENT_NAME = "compare-outlets"
USER_AGENT = (
    f"{_AGENT_NAME}/{version(_AGENT_NAME)} "
    "(compares news articles for research; asks for single pages, follows no links)"
)
_LONGEST_URL = 4_000
_REDIRECTS = {301, 302, 303, 307, 308}
_ASK_AGAIN = {429, 500, 502, 503, 504}
_GONE = {404, 410, 451}
_ROBOTS_REDIRECTS = 6  # RFC 9309 section 2.3.1.2: follow at least five


class PageFailed(Exception):
    """A page that gave no text; the message is the reason, in one line. ``gone`` where an archive may still have it."""

    def __init__(self, reason: str, *, status: int = 0, gone: bool = False) -> None:
        super().__init__(reason)
        self.status = status
        self.gone = gone


class _Refused(PageFailed):
    """A host that is not to be asked at all."""


class _AskAgain(Exception):
    """A failure that may pass. ``wait`` is the seconds that the server asked for, None where it named none."""

    def __init__(self, reason: str, *, status: int = 0, wait: float | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.wait = wait


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How pages are asked for.

    Attributes:
        user_agent: sent with every request; add a way to reach you where you fetch many pages.
        delay: seconds between two requests to one host, more where its robots.txt says so.
        page_seconds: a page with its redirects and retries ends within this, waiting for the host's turn not counted.
        read_seconds: silence after which a connection is given up.
        largest: bytes of a page, packed or not. The largest of the 181 pages of the Zyte benchmark has under 3 MB.
        redirects: followed for one page; browsers stop at 20, no news page needs more than a few.
        tries: requests for one page before its failure is final.
        backoff: seconds before the second try, doubled for each further one.
        allow_private: ask also a private or local host, if it is the one that the user named.
        archive: address that is put before the URL of a page that is gone; empty for none.
        workers: hosts asked at the same time. One host is never asked twice at once.
    """

    user_agent: str = USER_AGENT
    delay: float = 1.0
    page_seconds: float = 60.0
    read_seconds: float = 15.0
    largest: int = 10_000_000
    redirects: int = 8
    tries: int = 3
    backoff: float = 1.0
    allow_private: bool = False
    archive: str = ""
    workers: int = 4


@dataclass(frozen=True, slots=True)
class Page:
    """What came back for a URL. ``content`` is unpacked, empty at status 304; ``archived`` where an archive had it."""

    requested_url: str
    final_url: str
    status: int
    content: bytes
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    archived: bool = False


class PageClient:
    """Asks for pages. One for a whole run: it keeps connections, robots rules and the hosts' turns.

    Attributes:
        settings: as given.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        policy: AddressPolicy | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Nothing is asked yet. ``clock`` and ``sleep`` are in seconds; tests put their own."""
        self.settings = settings
        self._policy = policy or AddressPolicy(allow_private=settings.allow_private)
        self._deadline = Deadline(clock)
        self._turns = Turns(clock, sleep)
        self._sleep = sleep
        self._failures: dict[str, int] = {}  # of reading a site's robots.txt
        self._silent: dict[str, str] = {}  # sites given up in this run, with the reason
        self._robots = RobotsRules(_AGENT_NAME, self._read_robots)
        self._client = httpx.Client(
            transport=CheckedTransport(CheckedBackend(self._policy, self._deadline)),
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": ACCEPTED_ENCODINGS},
            # No cookies: what a page shows must not depend on which page was fetched before it.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(settings.read_seconds),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection."""
        self._client.close()

    def get(self, url: str, validators: Mapping[str, str] | None = None) -> Page:
        """The page at ``url``; with ``validators`` (etag, last_modified) a page of status 304 where it is unchanged.

        Raises:
            PageFailed: no page, with the reason.
        """
        start = _parse(url)
        self._deadline.end = self._deadline.clock() + self.settings.page_seconds
        self._deadline.named = _place(start)
        headers = _conditions(validators or {})
        reason = _AskAgain("")
        for attempt in range(self.settings.tries):
            if attempt:
                self._pause(reason, attempt)
            try:
                return self._follow(start, headers)
            except _AskAgain as error:
                reason = error
        raise PageFailed(f"{reason}, {self.settings.tries} times; try again later", status=reason.status)

    def _pause(self, reason: _AskAgain, attempt: int) -> None:
        """Wait before another try.

        Raises:
            PageFailed: the wait would outlast the page's time.
        """
        wait = self.settings.backoff * 2 ** (attempt - 1) if reason.wait is None else reason.wait
        if wait >= self._deadline.left():
            asked = f" and asks to wait {wait:.0f} s" if reason.wait else ""
            raise PageFailed(f"{reason}{asked}; try again later", status=reason.status)
        self._sleep(wait)

    def _follow(self, url: httpx.URL, headers: Mapping[str, str]) -> Page:
        seen = {str(url)}
        here = url
        for _ in range(self.settings.redirects + 1):
            self._check_robots(here)
            answer = self._ask(here, headers, self.settings.largest)
            if isinstance(answer, Page):
                return Page(str(url), str(here), answer.status, answer.content, *_header_values(answer))
            here = _parse(answer, here)
            if str(here) in seen:
                raise PageFailed(f"redirects in a circle, to {_short(here)}")
            seen.add(str(here))
        raise PageFailed(f"over {self.settings.redirects} redirects, the last to {_short(here)}")

    def _check_robots(self, url: httpx.URL) -> None:
        site = _site(url)
        if site in self._silent:
            raise PageFailed(f"{self._silent[site]}; try again later")
        if not self._robots.allows(site, str(url)):
            raise PageFailed(
                f"{site}/robots.txt forbids {_short(url)}; save the page by hand and `compare add` the file"
            )

    def _ask(self, url: httpx.URL, headers: Mapping[str, str], largest: int, *, page: bool = True) -> Page | str:
        """A page, or the address that it redirects to."""
        host, port = _place(url)
        try:
            self._policy.check(host, port, self._deadline.named)
            delay = max(self.settings.delay, self._robots.delay(_site(url))) if page else 0.0
            self._deadline.end += self._turns.wait(host, delay)
            request = self._client.build_request("GET", url, headers={"Accept": _ACCEPT, **headers})
            response = self._client.send(request, stream=True)
            try:
                return self._read(response, url, largest, page=page)
            finally:
                response.close()
        except RefusedAddress as error:
            raise _Refused(str(error)) from error
        except BodyTooLarge as error:
            raise PageFailed(f"over {largest:,} bytes; is it an article?") from error
        except UnreadableBody as error:
            raise PageFailed(f"{error}; save the page by hand and `compare add` the file") from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise self._late(host) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, OSError) as error:
            raise _AskAgain(f"{host}: {_cause(error)}") from error

    def _late(self, host: str) -> Exception:
        if self._deadline.left() <= 0:
            return PageFailed(f"{host} did not finish within {self.settings.page_seconds:g} s; try again later")
        return _AskAgain(f"{host} was silent for {self.settings.read_seconds:g} s")

    def _read(self, response: httpx.Response, url: httpx.URL, largest: int, *, page: bool) -> Page | str:
        status = response.status_code
        if status in _REDIRECTS and "location" in response.headers:
            return response.headers["location"]
        if status in _ASK_AGAIN:
            raise _AskAgain(f"the server answered {status}", status=status, wait=_retry_after(response.headers))
        if status not in (200, 203, 304):
            gone = status in _GONE
            raise PageFailed(f"the server answered {status}{' (gone)' if gone else ''}", status=status, gone=gone)
        kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        if page and status != 304 and kind not in _PAGE_KINDS:
            raise PageFailed(f"{kind[:60] or 'no content type'}, not a web page", status=status)
        content = b""
        if status != 304:
            content = unpack(response.iter_raw(), response.headers.get("content-encoding", ""), largest)
        header = response.headers
        return Page(
            str(url), str(url), status, content, response.charset_encoding or "",
            _validator(header.get("etag", ""))[:500], _validator(header.get("last-modified", ""))[:100],
        )  # fmt: skip

    def _read_robots(self, url: str) -> str:
        """A site's robots.txt; empty where it has none. Where the site does not answer, nothing of it may be asked."""
        here = httpx.URL(url)
        try:
            for _ in range(_ROBOTS_REDIRECTS):
                answer = self._ask(here, {}, LARGEST_ROBOTS, page=False)
                if isinstance(answer, Page):
                    return answer.content.decode("utf-8", errors="replace")
                here = _parse(answer, here)
        except _Refused:
            raise
        except PageFailed as error:
            if not 400 <= error.status < 500:
                raise PageFailed(f"{url}: {error}", status=error.status) from error
        except _AskAgain as error:
            site = _site(httpx.URL(url))
            self._failures[site] = self._failures.get(site, 0) + 1
            if self._failures[site] >= self.settings.tries:
                self._silent[site] = f"{url}: {error}"
            raise _AskAgain(f"{url}: {error}", status=error.status, wait=error.wait) from error
        return ""


_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.5"
_PAGE_KINDS = {"text/html", "application/xhtml+xml", "text/plain", ""}


def _parse(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """The absolute http(s) address, without user name and fragment.

    Raises:
        PageFailed: it is none.
    """
    led = "the page redirects to " if base else ""
    if len(url) > _LONGEST_URL:
        raise PageFailed(f"{led}an address of {len(url):,} characters")
    try:
        parsed = base.join(url) if base else httpx.URL(url)
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise PageFailed(f"{led}{url[:80]!r}, not an http or https address")
        return parsed.copy_with(userinfo=b"", fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise PageFailed(f"{led}{url[:80]!r}, not an address") from error


def _place(url: httpx.URL) -> tuple[str, int]:
    return url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _short(url: httpx.URL) -> str:
    return str(url)[:120]


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    named = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {named[key]: value for key, value in validators.items() if key in named and _validator(value)}


def _validator(value: str) -> str:
    """The value where it can be sent back, else empty: httpx raises UnicodeEncodeError for a letter beyond ASCII."""
    return value if value.isascii() else ""


def _header_values(page: Page) -> tuple[str, str, str]:
    return page.charset, page.etag, page.last_modified


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds from now that the server asks to wait, None where it names no time."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) < 10:
        return float(value)
    moment = mail_moment(value)
    if moment is None:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _cause(error: Exception) -> str:
    if isinstance(error, (httpcore.RemoteProtocolError, httpx.RemoteProtocolError)):
        return "the connection ended before the whole page had come"
    if isinstance(error, httpcore.ConnectError | httpx.ConnectError):
        return f"no connection ({str(error)[:80] or 'refused'})"
    return f"the connection failed ({str(error)[:80] or type(error).__name__})"
