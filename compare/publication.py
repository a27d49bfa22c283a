"""When an article was published, as a span of time: a day without a time is all of that day."""

from datetime import UTC, datetime, timedelta

__all__ = ["Span", "is_before", "time_span"]

Span = tuple[datetime, datetime]  # the first and the last moment
_LAST = datetime.max.replace(tzinfo=UTC)  # what is later is an OverflowError


def time_span(published: str) -> Span | None:
    """The first and last moment that a date may mean: without a time all of that day, without a zone UTC."""
    if not published:
        return None
    moment = datetime.fromisoformat(published)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if len(published) > 10:
        return moment, moment
    return moment, moment + min(timedelta(days=1), _LAST - moment)


def is_before(first: Span | None, second: Span | None) -> bool:
    """Whether one span of time is surely over when the other begins; two equal moments are not one before the other."""
    if first is None or second is None:
        return False
    return first[1] < second[0] or (first[0] < first[1] == second[0])
