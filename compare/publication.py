"""When an article was published, as a span of time: a day without a time is all of that day."""

from datetime import UTC, datetime, timedelta

__all__ = ["is_before", "time_span"]


def time_span(published: str) -> tuple[datetime, datetime] | None:
    """The first and last moment that a date may mean: without a time all of that day, without a zone UTC."""
    if not published:
        return None
    moment = datetime.fromisoformat(published)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment, moment + timedelta(days=1)) if len(published) <= 10 else (moment, moment)


def is_before(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
    """Whether one span of time is over when the other begins; two equal moments are not one before the other."""
    return first[1] < second[0] or (first[0] < first[1] == second[0])
