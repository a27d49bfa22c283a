"""Dates and short texts as a person, a page or a table gives them, in the one form that the rest is made for."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime

from compare.sources.formats import normalise

__all__ = ["NO_DATE", "iso_moment", "mail_moment", "plain_line"]

NO_DATE = "no date; write 2026-01-31 or 2026-01-31T09:30:00Z"
_YEARS = range(1000, 9001)  # a day or a time zone beyond the first or last year there is ends in an OverflowError


def iso_moment(text: str) -> str:
    """A day as ``2026-01-31``, a moment as ``2026-01-31T09:30:00+00:00``; empty where it is neither.

    ISO 8601 also writes 20260131 and 2026-W05-6, while dates are compared as texts, and a day is told by its length.
    """
    value = text.strip()
    for kind in (date, datetime):
        try:
            moment = kind.fromisoformat(value)
        except ValueError:
            continue
        return moment.isoformat() if moment.year in _YEARS else ""
    return ""


def mail_moment(text: str) -> datetime | None:
    """The moment of a date as e-mail and HTTP write it, None where it is none."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def plain_line(text: str) -> str:
    """The text on one line, NFC, without control characters and halves of surrogate pairs."""
    words = (normalise(word) for word in text.split())
    return " ".join(word for word in words if word)
