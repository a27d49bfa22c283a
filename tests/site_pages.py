"""A news site on loopback for the tests of ``compare fetch``: every way a page can go wrong, and some that go right."""

import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import brotli

SENTENCES = (
    "The ferry {name} left the northern pier at six in the morning with {n} passengers and a crew of nine.",
    "An hour later the engine room reported smoke, and the captain turned back towards the harbour.",
    "“We heard a bang and then it was very quiet,” said a teacher who was travelling with her class.",
    "Two tugs reached the ship at a quarter past eight and took it in tow, the port authority said.",
    "Nobody was hurt, but a cargo of frozen fish worth £{n},000 had to be thrown away the same evening.",
    "The company said that the fire had started in a cable duct that was inspected only in March.",
    "Inspectors will examine the duct on Thursday, and the ferry will stay in port until they are done.",
)


def article(name: str, n: int) -> str:
    """The true text of a page: one paragraph a line."""
    return "\n".join(sentence.format(name=name, n=n) for sentence in SENTENCES) + "\n"


def html(name: str, n: int, *, meta: str = "", head: str = "") -> str:
    """A page with that article and a menu around it."""
    body = "".join(f"<p>{line}</p>" for line in article(name, n).splitlines())
    return (
        f"<!DOCTYPE html><html><head>{meta}<title>{name} towed in</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article><h1>{name} towed in</h1>{body}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    )


class Site:
    """Pages by path; ``asked`` counts requests and ``unchanged`` the answers 304, by path."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.conditional: Counter[str] = Counter()
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.versions: Counter[str] = Counter()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self) -> None:
                site.asked[self.path] += 1
                if self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since"):
                    site.conditional[self.path] += 1
                try:
                    site.pages.get(self.path, missing)(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass  # clients that hang up are what some of these tests are about

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def clear(self) -> None:
        """Forget what was asked."""
        for counter in (self.asked, self.unchanged, self.conditional):
            counter.clear()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """Send a whole answer."""
    handler.send_response(status)
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in fields.items():
        if value:
            handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def missing(handler: BaseHTTPRequestHandler) -> None:
    """A page that is not there."""
    send(handler, b"not here", 404)


def redirect(target: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that leads elsewhere."""
    return lambda handler: send(handler, b"", status, Location=target)


def with_etag(site: Site, name: str, n: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that can be asked for by its ETag; ``site.versions`` changes it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        tag = f'"{name}-{site.versions[handler.path]}"'
        if handler.headers.get("If-None-Match") == tag:
            site.unchanged[handler.path] += 1
            send(handler, b"", 304, ETag=tag)
        else:
            send(handler, html(name, n + site.versions[handler.path]).encode(), ETag=tag)

    return answer


def with_date(site: Site, name: str, n: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that can be asked for by its date."""
    date = "Mon, 02 Feb 2026 08:00:00 GMT"

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-Modified-Since") == date:
            site.unchanged[handler.path] += 1
            send(handler, b"", 304)
        else:
            send(handler, html(name, n).encode(), Last_Modified=date)

    return answer


def failing(site: Site, times: int, status: int, wait: str, then: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that fails a number of times first."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if site.asked[handler.path] <= times:
            send(handler, b"busy", status, Retry_After=wait)
        else:
            send(handler, then)

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A body that comes three bytes at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"<p>")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Headers that come one at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    while True:
        handler.wfile.write(b"<p>again and again</p>" * 10_000)


def truncated(handler: BaseHTTPRequestHandler) -> None:
    """A body that ends half-way."""
    body = html("Truncata", 5).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


@cache
def packed_zeros(name: str) -> bytes:
    """About 300 MB of zeros in a few hundred KB (gzip) or a few hundred bytes (Brotli)."""
    if name == "br":
        packer = brotli.Compressor(quality=5)
        return b"".join([*(packer.process(bytes(1 << 20)) for _ in range(300)), packer.finish()])
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(300)), packer.flush()])


CONSENT = (
    "<html><body><main><h1>Before you continue</h1><p>We and our partners use cookies to store data on your device. "
    "You can accept all cookies or manage cookies in the settings below, and change your choice at any time.</p></main>"
    "</body></html>"
)
SCRIPT = (
    "<html><body><div id='app'></div><main><p>You need to enable JavaScript to run this page.</p></main></body></html>"
)
ATTRIBUTES = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(10**6)) + b">x</p>"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol lol lol lol lol lol lol lol lol lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><html><body><article><p>&i;</p></article></body></html>"
)


def build(site: Site) -> dict[str, str]:
    """Fill the site; by outlet, the path of its page. Outlets that begin with ``ok`` must give their article's text."""
    pages = site.pages
    bombs = {name: packed_zeros(name) for name in ("gzip", "br")}  # made beforehand: it takes a second
    packed = html("Packer", 31).encode()
    western = html("Señora “Ñandú”", 44).encode("cp1252")
    plain: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
        f"ok-tag{n}": with_etag(site, f"Tag {n}", 100 + n) for n in range(8)
    }
    plain |= {f"ok-date{n}": with_date(site, f"Date {n}", 200 + n) for n in range(2)}
    plain |= {
        "ok-gzip": lambda h: send(h, gzip.compress(packed), Content_Encoding="gzip"),
        "ok-brotli": lambda h: send(h, brotli.compress(packed), Content_Encoding="br"),
        "ok-deflate": lambda h: send(h, zlib.compress(packed), Content_Encoding="deflate"),
        "ok-western-as-utf8": lambda h: send(h, western),
        "ok-western-meta": lambda h: send(
            h, html("Señora “Ñandú”", 44, meta="<meta charset=windows-1252>").encode("cp1252"), Content_Type="text/html"
        ),
        "ok-utf8-as-latin1": lambda h: send(
            h, html("Señora “Ñandú”", 44).encode(), Content_Type="text/html; charset=iso-8859-1"
        ),
        "ok-utf16": lambda h: send(h, html("Señora “Ñandú”", 44).encode("utf-16")),
        "ok-busy-once": failing(site, 1, 503, "", packed),
        "ok-wait": failing(site, 1, 429, "1", packed),
        "ok-redirect": redirect("/ok-gzip"),
        "ok-hops": redirect("/hop2", 301),
        "circle": redirect("/circle2"),
        "many-hops": redirect("/many0"),
        "to-file": redirect("file:///etc/passwd"),
        "to-private": redirect("http://10.0.0.1/admin"),
        "to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
        "to-other-port": redirect("http://127.0.0.1:9/"),
        "gone": lambda h: send(h, b"gone", 410),
        "broken": lambda h: send(h, b"oops", 500),
        "wait-long": lambda h: send(h, b"busy", 429, Retry_After="3600"),
        "drip": drip,
        "drip-headers": drip_headers,
        "endless": endless,
        "truncated": truncated,
        "gzip-bomb": lambda h: send(h, bombs["gzip"], Content_Encoding="gzip"),
        "brotli-bomb": lambda h: send(h, bombs["br"], Content_Encoding="br"),
        "odd-encoding": lambda h: send(h, b"xxxx", Content_Encoding="zstd"),
        "consent": lambda h: send(h, CONSENT.encode()),
        "script": lambda h: send(h, SCRIPT.encode()),
        "pdf": lambda h: send(h, b"%PDF-1.7", Content_Type="application/pdf"),
        "empty": lambda h: send(h, b""),
        "deep": lambda h: send(h, b"<html><body>" + b"<div>" * 50_000 + b"<p>deep"),
        "attributes": lambda h: send(h, ATTRIBUTES),
        "entities": lambda h: send(h, ENTITIES.encode(), Content_Type="application/xhtml+xml"),
        "secret": lambda h: send(h, packed),
    }
    pages |= {f"/{name}": answer for name, answer in plain.items()}
    pages |= {"/circle2": redirect("/circle"), "/hop2": redirect("/hop3", 307), "/hop3": redirect("/ok-brotli", 308)}
    pages |= {f"/many{n}": redirect(f"/many{n + 1}") for n in range(30)}
    pages["/robots.txt"] = lambda h: send(
        h, b"\xef\xbb\xbfUser-agent: *\nDisallow: /secret\nAllow: /\n", Content_Type="text/plain"
    )
    return {name: f"/{name}" for name in [*plain, "missing"]}
