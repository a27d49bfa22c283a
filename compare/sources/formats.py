"""Article files as plain text: ``.txt`` as it is, ``.md`` without its markup, ``.html`` without its page."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

__all__ = [
    "LARGEST_FILE",
    "READERS",
    "MissingText",
    "UnreadableText",
    "has_markup",
    "is_page",
    "normalise",
    "read_text",
]

# The longest of 1,702 real articles has 190 KB; ten times that is a book or a mistake.
LARGEST_FILE = 2_000_000
_PAGE = re.compile(r"\ufeff?\s*(?:<\?xml\b[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TAG_NAMES = (
    r"(?:p|br|hr|div|section|article|header|main|head|body|title|meta|link|script|style|h[1-6]|ul|ol|li|dl|blockquote"
    r"|figure|figcaption|picture|img|iframe|table|tr|td|a|span|strong|em|b|i)"
)
_TAG = re.compile(rf"</?{_TAG_NAMES}(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BEGINS_WITH_TAG = re.compile(rf"\ufeff?\s*(?:<!--|{_TAG.pattern})", re.IGNORECASE)
_MOST_TAGS = 2  # an article about web pages may name some
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# C0 and C1 controls other than newline and tab that part nothing and stand for no sign: a text with many is a binary
# file, a stray one is debris. So is half of a surrogate pair, which JSON can name (JavaScript's slice leaves it of an
# emoji) and UTF-8 cannot write.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff]")
# Word breaks a line inside a paragraph by a vertical tab; pages, and what data bases keep apart, end at the others.
_ENDS = {ord("\x0b"): " ", **dict.fromkeys(map(ord, "\r\x0c\x1c\x1d\x1e\x1f\u2028\u2029"), "\n")}
# Windows-1252 that was read as Latin-1 has its dashes, quotation marks and the euro sign at C1 controls.
_WINDOWS = {sign: bytes([sign]).decode("cp1252", errors="ignore") for sign in range(0x80, 0xA0)}
_WINDOWS_SIGN = re.compile(r"[\x80-\x84\x86-\x9f]")


class UnreadableText(Exception):
    """A file that holds no article text; the message is the fact and the next step."""


class MissingText(UnreadableText):
    """There is no such file."""


def read_text(path: Path) -> str:
    r"""The article text of a file: NFC, ``\n`` line ends, no control characters.

    Raises:
        MissingText: there is no such file.
        UnreadableText: too large, binary, not UTF-8, of an unknown kind, a page or a piece of one named as a text, or
            without any text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableText(f"kind {path.suffix or '(none)'!r} is not read; use {', '.join(sorted(READERS))}")
    try:
        if not path.is_file():
            raise MissingText("no such file")
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise UnreadableText(f"{size:,} bytes is over the limit of {LARGEST_FILE:,}; is it one article?")
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableText(f"cannot be read: {error.strerror}") from error
    text = normalise(reader(raw))
    if not re.search(r"\w", text):
        raise UnreadableText("empty; paste the article's text into it")
    return text


def is_page(text: str) -> bool:
    """Whether a text is a whole web page, whose markup would be claims that no other outlet has."""
    return _PAGE.match(text) is not None


def has_markup(text: str) -> bool:
    """Whether a text is a piece of a web page, as some archives give an article: its tags would be claims too."""
    return bool(_BEGINS_WITH_TAG.match(text)) or sum(1 for _ in _TAG.finditer(text)) > _MOST_TAGS


def normalise(text: str) -> str:
    r"""NFC, ``\n`` line ends, tabs and exotic spaces as they are; control characters and half surrogate pairs gone.

    But none that parts words is lost, nor a sign of Windows-1252. Beside those U+0085 is "…", alone it ends a line.
    """
    text = text.replace("\r\n", "\n").translate(_ENDS)
    text = text.translate(_WINDOWS) if _WINDOWS_SIGN.search(text) else text.replace("\x85", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.removeprefix("\ufeff")))


def _decode(raw: bytes) -> str:
    if b"\x00" in raw:
        raise UnreadableText("binary, not text; save it as UTF-8 text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableText(f"not UTF-8 at byte {error.start:,}; save it as UTF-8 text") from error
    if is_page(text):
        raise UnreadableText("is a web page, not a text; let its name end in .html")
    return text


def _read_plain(raw: bytes) -> str:
    text = _decode(raw)
    if has_markup(text):
        raise UnreadableText("has HTML tags; take them out, or let its name end in .html")
    return text


def _read_markdown(raw: bytes) -> str:
    """Paragraph text of a CommonMark file; headings stay as lines, images, code and front matter go."""
    from markdown_it import MarkdownIt

    source = _FRONT_MATTER.sub("", normalise(_decode(raw)))
    paragraphs = []
    for token in MarkdownIt("commonmark").parse(source):
        if token.type == "inline":
            words = [
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            ]
            paragraphs.append("".join(words).strip())
    return "\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _read_html(raw: bytes) -> str:
    """Main text of a saved page, read as a fetched one is."""
    from compare.sources.extract import NoArticle
    from compare.sources.page_reader import PageReader

    try:
        with PageReader() as reader:
            return reader.read(raw).text
    except NoArticle as error:
        raise UnreadableText(str(error)) from error


READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": _read_plain,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
}
