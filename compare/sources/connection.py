"""How requests leave: over connections to checked addresses, one host's requests with a pause between them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpcore
import httpx

__all__ = ["CheckedTransport", "Turns"]


class CheckedTransport(httpx.BaseTransport):
    """httpcore's connections to checked addresses; httpx's own transport has no place to put a backend."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        """Connect through ``backend``, with HTTP/2 where the server offers it."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=20,
            keepalive_expiry=15.0,
            http1=True,
            http2=True,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; errors are httpcore's."""
        url = request.url
        inner = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(inner)
        stream = _Stream(answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@dataclass(slots=True)
class Turns:
    """When each host may be asked next."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _next: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str, delay: float) -> float:
        """Wait for the turn of ``host``; the seconds waited."""
        with self._lock:
            now = self.clock()
            turn = max(now, self._next.get(host, 0.0))
            self._next[host] = turn + delay
        if turn > now:
            self.sleep(turn - now)
        return turn - now
