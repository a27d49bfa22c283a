"""Untrusted text made harmless to look at: control marks, links, JSON inside a script element."""

import json
from urllib.parse import urlsplit

__all__ = ["UNSEEN", "one_line", "script_json", "shown", "web_address"]

# Control characters, the marks that turn the reading direction round for what follows, and halves of characters, which
# nothing can print.
UNSEEN = frozenset(
    (
        *range(9),
        *range(11, 32),
        *range(127, 160),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    )
)
# Each becomes one visible replacement character, not nothing: offsets into the text go on holding, and a reader sees
# that something stood there.
_REPLACED = dict.fromkeys(UNSEEN, "\ufffd")


def shown(text: str) -> str:
    """The text as it may stand on a page, of the same length."""
    return text.translate(_REPLACED)


def one_line(text: str) -> str:
    """Untrusted words as one line for a terminal, which an escape sequence in an address would else steer."""
    return shown(" ".join(text.split()))


def web_address(url: str) -> str:
    """The address where it is one that a browser may open (http, https), else empty: it is then shown as text only."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    harmless = url.isprintable() and not any(mark.isspace() for mark in url) and len(url) <= 2000
    return url if parts.scheme in ("http", "https") and parts.hostname and harmless else ""


def script_json(value: object) -> str:
    """Compact JSON that can stand inside a ``script`` element: nothing in it ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
