"""Dates and short texts as a person, a page or a table gives them, in the one form that the rest is made for."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from compare.sources.formats import normalise

__all__ = [
    "NO_DATE",
    "iso_moment",
    "lost_zone",
    "mail_moment",
    "plain_line",
    "possible_days",
    "table_moment",
    "why_no_address",
]

NO_DATE = "no date; write 2026-01-31 or 2026-01-31T09:30:00Z"
_SINCE_1970 = re.compile(r"\d{9,10}(?:\.\d+)?|1\d{12}")  # milliseconds from September 2001 on
# 2025120110 is ten o'clock of a day to some programs; as seconds it would be of 2034.
_HOUR = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])")
_FORMS = (
    *("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%Y/%m/%d", "%d.%m.%Y"),
    *("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%y/%m/%d"),
)
_POINT = re.compile(r"(?<=[A-Za-z])\.")
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
# Python passes over the tail of ten signs such as 1770111000, and takes any sign between day and time.
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{4}-?W\d\d-?\d")
_ISO_MOMENT = re.compile(rf"(?:{_ISO_DAY.pattern})[Tt ]\d.*")
_ZONE_WITH_COLON = re.compile(r"(?<=:\d\d )([+-]\d\d):(\d\d)\Z")  # mail writes +0530, and +05:30 is no time of day
_ZONE_ALONE = re.compile(r"[+-]\d\d?:\d\d\Z")
_AFTER_CLOCK = re.compile(r"\d:\d\d(?::\d\d)?\s*([^\s\d:].*)\Z")
_YEARS = range(1000, 9001)  # a day or a time zone beyond the first or last year there is ends in an OverflowError


def iso_moment(text: str) -> str:
    """A day as ``2026-01-31``, a moment as ``2026-01-31T09:30:00+00:00``; empty where it is neither.

    ISO 8601 also writes 20260131 and 2026-W05-6, while dates are compared as texts, and a day is told by its length.
    """
    value = text.strip()
    kind = date if _ISO_DAY.fullmatch(value) else datetime if _ISO_MOMENT.fullmatch(value) else None
    try:
        moment = kind.fromisoformat(value) if kind else None
    except ValueError:
        return ""
    return moment.isoformat() if moment and moment.year in _YEARS else ""


def table_moment(text: str) -> str:
    """As ``iso_moment``, of what tables hold: seconds or milliseconds since 1970 too, "Dec. 1, 2025", "1.12.2025".

    12/1/2025 is a day of December in one country and of January in another: it is none. 12/31/2025 can be but one.
    25/12/01 is of 2025 or of 2001, and 2025120110 an hour or seconds: none either.
    """
    value = text.strip()
    if _HOUR.fullmatch(value):
        return ""
    if _SINCE_1970.fullmatch(value):
        seconds = float(value) / (1000 if len(value.partition(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    days = possible_days(value)
    if len(days) == 1:
        return days[0]
    mail = _ZONE_WITH_COLON.sub(r"\1\2", value)
    moment = None if _ZONE_ALONE.search(mail) else mail_moment(mail)
    return iso_moment(value) or (iso_moment(moment.isoformat()) if moment else "")


def possible_days(text: str) -> list[str]:
    """The days that a cell without a time may mean, as ``2026-01-31``: of 2/3/2026 one in February, one in March."""
    value = _POINT.sub("", text.strip())
    return sorted({day for form in _FORMS if (day := _day(value, form))})


def lost_zone(text: str) -> str:
    """The time zone of a cell that ``table_moment`` reads without it, such as GMT+1; empty where none is lost."""
    found = _AFTER_CLOCK.search(text.strip())
    if found is None or found[1] == "-0000":
        return ""
    moment = table_moment(text)
    return found[1] if "T" in moment and datetime.fromisoformat(moment).tzinfo is None else ""


def _day(value: str, form: str) -> str:
    try:
        return iso_moment(datetime.strptime(value, form).date().isoformat())
    except ValueError:
        return ""


def mail_moment(text: str) -> datetime | None:
    """The moment of a date as e-mail and HTTP write it, None where it is none."""
    if _HALF_DAY.search(text):
        return None  # neither does, and the afternoon would be lost
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def why_no_address(url: str) -> str:
    """The fact that makes an address none that a page can be asked for; empty where it is one."""
    scheme, sign, _ = url.partition("://")
    if not sign or scheme.lower() not in ("http", "https"):
        return "only http and https addresses are fetched"
    if any(mark.isspace() or not mark.isprintable() for mark in url):
        return "an address has no spaces"
    try:
        parts = urlsplit(url)
        can_be_asked = bool((parts.hostname or "").strip(".")) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        can_be_asked = False
    return "" if can_be_asked else "an address needs a host, and a port, where it has one, is from 1 to 65535"


def plain_line(text: str) -> str:
    """The text on one line, NFC, without control characters and halves of surrogate pairs."""
    words = (normalise(word) for word in text.split())
    return " ".join(word for word in words if word)
