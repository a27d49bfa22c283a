"""When an article was published, as a span of time: a day without a time is all of that day, somewhere in the world."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

__all__ = ["Span", "is_before", "time_span"]

_LAST = datetime.max.replace(tzinfo=UTC)  # what is later is an OverflowError
# Clocks are from 12 hours behind UTC to 14 ahead of it: what is written without a zone may be over so much later than
# if it were UTC, or have begun so much earlier.
_BEHIND, _AHEAD = timedelta(hours=12), timedelta(hours=14)


class Span(NamedTuple):
    """The first and last moment that a date may mean, written in UTC where its zone is not known."""

    first: datetime
    last: datetime
    has_zone: bool


def time_span(published: str) -> Span | None:
    """The span of a date: without a time all of that day."""
    if not published:
        return None
    moment = datetime.fromisoformat(published)
    has_zone = moment.tzinfo is not None
    moment = moment if has_zone else moment.replace(tzinfo=UTC)
    length = timedelta(0) if len(published) > 10 else min(timedelta(days=1), _LAST - moment)
    return Span(moment, moment + length, has_zone)


def is_before(first: Span | None, second: Span | None) -> bool:
    """Whether one span of time is surely over when the other begins; two equal moments are not one before the other.

    Two without a zone are taken to be of the same one. One with and one without may be hours nearer than written.
    """
    if first is None or second is None:
        return False
    doubt = timedelta(0)
    if first.has_zone != second.has_zone:
        doubt = _AHEAD if first.has_zone else _BEHIND
    apart = second.first - first.last
    return apart > doubt or (apart == doubt and first.first < first.last)
