"""Names, dates and counts as a reader wants them: shared by the report and the plots."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from compare.agencies import is_agency
from compare.publication import is_before, time_span
from compare.records import Article, Comparison

__all__ = [
    "copied_from",
    "counted",
    "day",
    "days",
    "in_words",
    "is_surely_copied",
    "joined",
    "outlet_names",
    "positions",
    "shortened",
]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec")


def outlet_names(comparison: Comparison) -> dict[str, str]:
    """Id to name of every article's outlet: its name in ``outlets.toml``, else the id."""
    return {article.outlet: comparison.story.outlet_name(article.outlet) for article in comparison.articles}


def copied_from(article: Article, names: Mapping[str, str]) -> str:
    """Name of the agency or outlet whose text an article is; empty for an outlet's own.

    Args:
        article: with its origin.
        names: of the story's outlets, by id.
    """
    origin = article.origin
    return "" if origin in ("", article.outlet) else names.get(origin, origin)


def is_surely_copied(article: Article, comparison: Comparison) -> bool:
    """Whether its origin surely had the text before it: an agency, or an outlet that published earlier."""
    source = next((one for one in comparison.articles if one.outlet == article.origin), None)
    if source is None or is_agency(source.outlet, outlet_names(comparison)[source.outlet]):
        return True
    return is_before(time_span(source.published), time_span(article.published))


def in_words(number: int) -> str:
    """Numbers up to ten as words, others with thousands marked."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 claim``, ``1,203 claims``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def joined(names: Sequence[str], last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def day(published: str) -> str:
    """``1 Dec 2025`` for an ISO date or date-time; what was given where it is none."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def days(published: Sequence[str]) -> str:
    """First and last day of publication, ``30 Nov 2025 to 2 Dec 2025``; empty where none is known."""
    known = sorted(date[:10] for date in published if date)
    if not known:
        return ""
    return day(known[0]) if known[0] == known[-1] else f"{day(known[0])} to {day(known[-1])}"


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    whole = head.rpartition(" ")[0] or head
    return whole.rstrip(" ,;:–—-") + "…"


def positions(comparison: Comparison) -> Mapping[str, float]:
    """Place of every sentence in its article: 0 is the lede, 1 the end. Rounded as the tables round it."""
    length = {article.outlet: max(1, len(article.text)) for article in comparison.articles}
    return {sentence.id: round(sentence.start / length[sentence.outlet], 4) for sentence in comparison.sentences}
