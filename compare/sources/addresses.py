"""Which addresses a page may be fetched from, and a connection that goes to the checked address and no other.

A name is resolved once for each connection, every address it has is checked, and the socket is opened to a checked
address. A name that resolves anew to a private address between check and use (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpcore

__all__ = ["AddressPolicy", "BoundedStream", "CheckedBackend", "Deadline", "RefusedAddress", "is_public", "resolve"]

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class RefusedAddress(Exception):
    """An address that is not to be asked; the message is the fact and the next step."""


def is_public(address: str) -> bool:
    """Whether an address is reachable by anyone: not loopback, link-local, private, shared, multicast or reserved.

    IPv6 forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are judged by what they carry.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return all(
        one.is_global and not (one.is_multicast or one.is_reserved or _is_site_local(one)) for one in _carried(parsed)
    )


def _carried(address: IPAddress) -> Iterable[IPAddress]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return list(address.teredo)
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address]


def _is_site_local(address: IPAddress) -> bool:
    # fec0::/10 is deprecated and so "global" to ipaddress, but old networks still route it inside.
    return isinstance(address, ipaddress.IPv6Address) and address.is_site_local


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver.

    Raises:
        OSError: the name does not resolve.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Who may be asked.

    Attributes:
        allow_private: whether the host that the user named may be private. A redirect from it to another host's
            private address stays refused: the page's author chose that one, not the user.
        resolver: host and port to addresses.
    """

    allow_private: bool = False
    resolver: Resolver = resolve

    def check(self, host: str, port: int, named: tuple[str, int] | None) -> list[str]:
        """The addresses of ``host`` to connect to, for a page of the host ``named`` by the user.

        Raises:
            RefusedAddress: it does not resolve, or has an address that is not public.
        """
        try:
            addresses = self.resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise RefusedAddress(f"host {host!r} was not found; check the URL") from error
        if self.allow_private and named == (host, port):
            return list(addresses)
        for address in addresses:
            if not is_public(address):
                why = "the page led there" if self.allow_private else "give --allow-private if you mean it"
                raise RefusedAddress(f"{host} is {address}, a private or local address; {why}")
        return list(addresses)


class Deadline(threading.local):
    """What the request under way on this thread may use.

    Attributes:
        end: when it must be over, on ``clock``.
        named: host and port of the URL that the user named.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Without an end. No dataclass: the slots of a ``threading.local`` are shared between threads."""
        self.clock = clock
        self.end = float("inf")
        self.named: tuple[str, int] | None = None

    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.end - self.clock())


class BoundedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends by the deadline, so that a drip of bytes cannot outlast it."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        """Wrap ``inner``."""
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read as ``inner`` does.

        Raises:
            httpcore.ReadTimeout: the deadline has passed.
        """
        return self._inner.read(max_bytes, self._bounded(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write as ``inner`` does."""
        self._inner.write(buffer, self._bounded(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:  # noqa: ANN401 - httpcore's types
        """The same connection, encrypted and bounded."""
        return BoundedStream(
            self._inner.start_tls(ssl_context, server_hostname, self._bounded(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's type
        """What ``inner`` says."""
        return self._inner.get_extra_info(info)

    def _bounded(self, timeout: float | None) -> float:
        left = self._deadline.left()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return left if timeout is None else min(timeout, left)


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, policy: AddressPolicy, deadline: Deadline) -> None:
        """Check by ``policy``; ``deadline`` says for which host the user asked."""
        self._policy = policy
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of ``host`` that answers.

        Raises:
            RefusedAddress: the host may not be asked.
            httpcore.ConnectError: no address answers.
        """
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._policy.check(host, port, self._deadline.named):
            left = min(timeout or 30.0, self._deadline.left())
            try:
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return BoundedStream(stream, self._deadline)
        raise failure
