"""Which day of the calendar is meant by a day without a year, a weekday, "last week": reckoned from publication."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from compare.text.figure_tenses import Tense

__all__ = [
    "OF_YEAR",
    "PAST",
    "DatePassage",
    "nearest_day",
    "nearest_month",
    "nearest_weekday",
    "span_around",
    "weekday_number",
]

_WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(calendar.day_name)}
_NEXT = re.compile(
    r"\b(?:will|would|next(?! door| of kin)|coming|upcoming|expected|scheduled|set|slated|plan(?:s|ned|ning)? to|"
    r"planned|due|is to|are to|look(?:s|ing)? forward)\b"
    # Right before the day; elsewhere "by" names who did something: "approved by the committee in April".
    r"|\b(?:[Bb]y(?: (?:the )?(?:end|start|middle) of| early| mid| late)?|effective(?: on| in)?|"
    r"[Uu]ntil(?: at least| after| about| around| sometime| early| late| mid| the| this| (?:end|start|middle) of|"
    r" [\d:.]+| [ap]\.?m\.?| noon| midnight| \(\d+ GMT\)| on| in)*|"
    r"to be [a-z]{3,}(?:ed|en|wn|un|ld)(?: on)?|"
    r"(?<!supposed )(?<!failed )(?<!refused )(?<!declined )(?<!able )(?<!began )(?<!forced )to (?:air|appear|meet|vote|"
    r"begin|start|open|testify|speak|visit|travel|return|release|announce|"
    r"hold \w+)(?: on)?|"
    r"ahead of(?: the| his| her| their)?|takes? effect(?: on)?|(?:goes?|comes?) into (?:effect|force)(?: on)?)[\s-]$"
)
# The same right before a day, but "arrested two men this Monday", "had come Friday" and "from Monday through Friday".
_COMING = re.compile(
    r"\b(?:as (?:soon|early) as|(?<!had )(?<!has )(?<!have )come|this(?: coming)?|(?<![nsr]day )(?<!\d )through)\s$"
)
_THIS_NEAR = 30
# What looks ahead through a clause, however long: "is expected to disclose his plans in a call with them on Monday".
_AHEAD = re.compile(
    r"\b(?:will|(?:should|may)(?! have)|(?<!was )(?<!were )(?:expected|scheduled|set|slated|due) to|(?:is|are) to)\b"
)
_CLAUSE = re.compile(r'[,;:“”"()—–]|\b(?:after|before|since)\b')
# What ends in "ed" and is no verb in the past, or one of what lies ahead.
_NOT_PAST = (
    r"expected|scheduled|slated|planned|supposed|hundred|need|indeed|feed|speed|breed|proceed|succeed|exceed|sacred"
)
# A verb in the past right before the day, and what makes it a participle that may lie ahead: "to be released Monday".
_TOLD = re.compile(
    rf"\b(?:said|told \w+|wrote|met|spoke|held|(?!(?:{_NOT_PAST})\b)[a-z]{{2,}}ed)(?: late| early)?(?: on)? $"
)
_TOLD_LATELY = re.compile(
    rf"\b(?:said|told|wrote|met|spoke|held|found|became|won|lost|took|began|(?!(?:{_NOT_PAST})\b)[a-z]{{2,}}ed|"
    r"(?:was|were) (?:scheduled|expected|set|due|supposed) to)(?:\s[\w’'-]+){0,2}?\s(?:in|on|since)\s(?:early\s)?$"
    r"|\b(?:mid|late)[\s-]$"
)
_PASSIVE = re.compile(r"\b(?:be|being|get|is|are|to|will|would|not|[’']s|[’']re)\s(?:\w+ly\s)?$")
_QUOTED, _HAD_BY = re.compile(r"[”\"]"), re.compile(r"\bhad\b[^,;]*\bby $")
_NEAR, _LONGEST_CLAUSE = 60, 160
# A day that opens its clause is told by what comes after it: "In November, voters will decide".
_OPENS = re.compile(r"^\s*(?:(?:and|but|then|in|on|by|early|late|mid|this|the|of)\b[\s-]*)*$", re.IGNORECASE)
_COMMA = re.compile(r"^,?\s(?:(?:however|though|meanwhile|too),\s)?")
_THIS, _LAST = re.compile(r"\b([Tt]his)\s$"), re.compile(r"\b[Ll]ast\s$")
_NEXT_ONE = re.compile(r"\b[Nn]ext\s$")
OF_YEAR = re.compile(r"\s(?:of\s)?(this|last) year\b")
PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|wrote|left|spoke|came|saw|took|shut|made|won|lost|began|went|gave|got|held|met|led|"
    rf"since|recently|(?!(?:{_NOT_PAST})\b)[a-z]{{2,}}ed)\b"
)
_WHEN = re.compile(
    r"^,?\s(?:\w+\s)?(?:when|at which|where)\s[^,;.]*\b(?:will|(?:is|are) (?:expected|set|due|scheduled|to))\b"
)
_POLL = r"primar(?:y|ies)|runoffs?|elections?|midterms?|ballots?|caucus(?:es)?|referendum"
_VOTE = re.compile(
    r"(?:['’]s)?\s(?:(?:\d\d?|general|presidential|primary|mid-?term|special|congressional|gubernatorial|legislative|"
    r"parliamentary|national|local|state|federal|[A-Z]\w+)\s){0,2}"
    rf"(?:{_POLL}|deadline)\b"
)
# What a weekday is the day of: "Thursday's crucial vote", "a Monday meeting".
_EVENT = re.compile(
    r"(?:['’]s)?\s(?:(?:morning|afternoon|evening|night)(?:['’]s)?\s)?"
    r"(?:(?!(?:and|or|with|that|in|at|of|for|to|as)\s)[\w-]+\s){0,3}?"
    r"(?:votes?|hearing|debate|deadline|meeting|talks|summit|session|testimony|ceremony|service|funeral|game|match)\b"
)
_VOTE_IN = re.compile(rf"\b(?:{_POLL})(?: in| on)? $")
_NEXT_VOTE = 3  # days: an election or a hearing of Tuesday is told of as near, whether it is yet to come or over
_NEAR_VOTE = 60
_HALF_YEAR, _JUST_BEEN = 200, 45
# Days. One without a year that comes so soon after publication is meant, whatever the words say: "the story was updated
# July 5" stands in an article of June 30.
_SOON, _SOON_MONTHS = 35, 100
# What keeps a weekday of six days ago from being tomorrow: "the following Tuesday", "had met on Tuesday".
_WEEK_AGO, _HAD = re.compile(r"\b(?:[Pp]revious|[Ff]ollowing)\s$"), re.compile(r"\bhad\b")
# And what keeps one that comes in six days from being yesterday, beside the verb over it.
_STILL_AHEAD = re.compile(
    r"\b(?:[Nn]ext|[Ff]ollowing|[Cc]oming)\s(?:week\s(?:on\s)?)?$"
    r"|(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!originally )\b(?:scheduled|slated|planned) for $"
)
_YESTERDAY = 6
# What is told of two to four days before with these is yet to come: "the trial resumes Tuesday", on a Friday; with a
# verb of the first list right before the day, of five.
_PLANNED = re.compile(
    r"\b(?:resumes|begins|starts|opens|testifies|reconvenes?|convenes|meets|arrives|airs|returns|expires|concludes|"
    r"premieres|debuts|kicks off|comes out|takes place|gets underway|(?<!\d )votes|is)"
    r"(?: at (?:midnight|noon|dawn|[\d:.]+(?: ?[ap]\.?m\.?)?))?(?: on)? $"
    r"|\b(?:(?:is|are) going|(?<!was )(?<!were )(?:forecast|likely|poised|ready|preparing)|intends?|expects?) to\b"
)
_WHICH_WILL = re.compile(r",?\s(?:which|that|who)\s(?:\w+\s)?(?:will|(?:is|are) (?:expected|scheduled|set|due))\b")
_FEWEST, _MOST = 2, 4
# A price of the exchange: over, unless these words before it set a time.
_CLOSE = re.compile(
    r"['’]s\s(?:closing\s(?:share\s|stock\s)?(?:prices?|levels?|value)\b|close(?=\s(?:of|on|in|at|and)\b|[,.;:)]|$))"
)
_BY_THEN = re.compile(r"\b(?:by|until|before|ahead of|at)\s$")
# What comes after these is over: "the bill will become law after voting on Wednesday", "will not play since Friday".
_OVER = re.compile(r"\b(?:after\s\w+ing|since)\b")


@dataclass(frozen=True, slots=True)
class DatePassage:
    """A date, weekday or clock time: offsets into the sentence, ``kind`` as in ``Figure``, ISO bounds or empty."""

    start: int
    end: int
    kind: str
    low: str = ""
    high: str = ""
    approximate: bool = False


def weekday_number(name: str) -> int:
    """0 for Monday, by its name or the first three letters of it."""
    return _WEEKDAYS[name[:3].lower()]


def nearest_day(
    year: str | None,
    month: int,
    day: int,
    around: tuple[str, str],
    published: date | None,
    *,
    tense: Tense = "",
    weekday: str = "",
    soon: int = _SOON,
) -> str:
    """ISO day; without a year the last one up to publication, or the coming one where its clause looks ahead.

    ``around`` is the sentence before and after the day; ``tense``, what the verb over it says: "ahead" counts unless
    the last one has just been, "told" of November of an even year. A ``weekday`` beside it ("Tuesday, June 30") tells
    the year where it fits one. A day that comes ``soon`` is meant, whatever the sentence says: 82 days of 1,343
    articles would else lie eleven months or more in the past; of 34 that were read 33 were yet to come.
    """
    if year is not None:
        return "".join(each.isoformat() for each in _in_years((int(year),), month, day))
    if published is None:
        return ""
    near = _in_years((published.year - 1, published.year, published.year + 1), month, day)
    named = [each for each in near if weekday and each.weekday() == weekday_number(weekday)]
    past = [each for each in named or near if each <= published]
    coming = [each for each in named or near if each >= published]
    if not past or not coming:
        return "".join(each.isoformat() for each in (*past[-1:], *coming[:1]))
    wait = (coming[0] - published).days
    if tense != "told" and _is_polling_day(month, day, around, published):
        return coming[0].isoformat()
    if _is_vote(*around):
        return _vote_day([past[-1], coming[0]], published).isoformat()
    comes = tense == "ahead" and (published - past[-1]).days >= _JUST_BEEN
    comes = comes or wait <= soon or (wait < _HALF_YEAR and _looks_ahead(*around))
    return (coming[0] if comes else past[-1]).isoformat()


def nearest_month(month: int, around: tuple[str, str], published: date, tense: Tense = "") -> str:
    """Year of a month without one: as of a day, but it comes as likely where nothing around it is in the past.

    Of 158 months of 721 stories that begin within a hundred days of publication 40 were read: 24 are yet to come, and
    of the 16 that are over 14 have "last" or a verb in the past beside them.
    """
    before, after = around
    year = OF_YEAR.match(after) or _THIS.search(before)
    if year:
        return str(published.year - (year[1].lower() == "last"))
    if _LAST.search(before):
        return str(published.year - (month >= published.month))
    if _NEXT_ONE.search(before):
        return str(published.year + (month <= published.month))
    beside = after if _OPENS.search(before) else _clause_after(after)
    past = PAST.search(before[-_LONGEST_CLAUSE:]) or PAST.search(beside)
    soon = 0 if past else _SOON_MONTHS
    return nearest_day(None, month, 1, around, published, tense=tense, soon=soon)[:4]


def _looks_ahead(before: str, after: str) -> bool:
    """Whether the clause of a day speaks of what is yet to come."""
    before = before[-_LONGEST_CLAUSE:]
    if _is_told(before):
        return False
    clause = _clause_before(before)
    if _WHEN.match(after) or (_OPENS.search(clause) and _tells_ahead(_clause_after(after[:_LONGEST_CLAUSE]))):
        return True
    near = _QUOTED.split(_OVER.split(before[-_NEAR:])[-1])[-1]
    if _HAD_BY.search(near):
        return False  # "had gathered by Tuesday"
    if near.startswith("By ") and _OPENS.search(before) and PAST.search(_clause_after(after)):
        return False  # "By Friday, police had made six arrests"
    if _COMING.search(near) and not (_THIS.search(near) and PAST.search(clause[-_THIS_NEAR:])):
        return True
    return _NEXT.search(near) is not None or _AHEAD.search(clause) is not None


def _is_vote(before: str, after: str) -> bool:
    """Whether the day of an election is told, which lies ahead as likely as behind: "the August primary", in May."""
    return (_VOTE.match(after) or _VOTE_IN.search(before)) is not None and _LAST.search(before) is None


def _is_polling_day(month: int, day: int, around: tuple[str, str], published: date) -> bool:
    """Whether November of an even year is told of from February to October: its election is, unless a verb is over.

    Of 30 months and days so read 29 are yet to come.
    """
    if month != 11 or day > 8 or published.year % 2 or not 2 <= published.month <= 10:
        return False
    before, after = around[0][-_LONGEST_CLAUSE:], around[1]
    told = _TOLD_LATELY.search(before)
    passive = told and _PASSIVE.search(before, max(0, told.start() - 30), told.start())
    if told and (passive is None or passive[0].startswith("being")):
        return False
    opens = _OPENS.search(_clause_before(before)) and PAST.search(_clause_after(after))
    return not opens and _LAST.search(before) is None


def _clause_before(before: str) -> str:
    return _CLAUSE.split(before)[-1]


def _clause_after(after: str) -> str:
    return _CLAUSE.split(_COMMA.sub("", after))[0]


def _tells_ahead(clause: str) -> bool:
    """Whether a clause has a verb that looks ahead, and none in the past before it."""
    ahead = _AHEAD.search(clause)
    return ahead is not None and PAST.search(clause, 0, ahead.start()) is None


def _vote_day(near: list[date], published: date) -> date:
    """The nearest; where none is near a November of an even year, when Congress and president are elected."""
    nearest = min(near, key=lambda each: abs((each - published).days))
    if abs((nearest - published).days) <= _NEAR_VOTE or nearest.month != 11:
        return nearest
    return next((each for each in near if each.year % 2 == 0), nearest)


def _in_years(years: tuple[int, ...], month: int, day: int) -> list[date]:
    """That day of each year that has it: February 29 not of all, February 30 of none."""
    return [
        date(year, month, day) for year in years if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    ]


def nearest_weekday(
    weekday: int, around: tuple[str, str], published: date, *, tense: Tense = "", hangs: bool = False
) -> date:
    """The last such day up to the day of publication, the coming one where the words before it look ahead.

    Of 6,225 weekdays of 721 stories the clause looks ahead from further off than the near words in 32; of 30 that were
    read 27 are yet to come. A verb in the past right before the day says that it is over: of 24 that so no longer lie
    ahead 21 are over, and the other three stand in articles that went on after their day of publication. The day of an
    event, told of three days before at most ("Thursday's vote", on a Wednesday), lies ahead: of 16 so found 15 do.

    ``tense`` is of the verb over it: a weekday that comes in six days is yesterday, unless that verb looks ahead. Of
    35 that other words of 1,385 articles put six days ahead 26 were so found, and all 26 were yesterday.
    ``hangs``: whether it hangs on what is yet to come ("the storm arriving Friday could flood it").
    """
    before, after = around
    dropped = _VOTE_IN.search(before) and PAST.search(_clause_before(before))  # "left the primary on Friday"
    days = (weekday - published.weekday()) % 7
    near = published + timedelta(days=days if days <= _NEXT_VOTE else days - 7)
    if _is_vote(*around) and not dropped:
        return near
    if _LAST.search(before):
        return _last_weekday(days, published)
    if _CLOSE.match(after) and not _BY_THEN.search(before):
        return published - timedelta(days=-days % 7)
    if days == _YESTERDAY and tense != "ahead" and _STILL_AHEAD.search(before) is None:
        return published - timedelta(days=1)
    if _comes(days, *around) or hangs:
        return published + timedelta(days=days)
    if not _looks_ahead(*around):
        return near if _EVENT.match(after) else published - timedelta(days=-days % 7)
    said_next = "next" in before[-_NEAR:]
    return published + timedelta(days=days or (7 if said_next else 0))


def _last_weekday(days: int, published: date) -> date:
    """For "last Tuesday", ``days`` before it comes again: of a Tuesday or a Wednesday it is the one a week before.

    Of 16 so read 16 are.
    """
    ago = -days % 7
    return published - timedelta(days=ago + (7 if ago <= 1 else 0))


def _comes(days: int, before: str, after: str) -> bool:
    """Whether a weekday that comes in that many days is meant and not the last, though nothing looks far ahead.

    Of 137 weekdays that would else lie six days back 126 are tomorrow, many of them in articles that went on after
    their day of publication. Of 17 that are planned ("resumes Tuesday") 17 are.
    """
    before = before[-_LONGEST_CLAUSE:]
    if days == 1:
        clause = _clause_before(before)
        had = _HAD.search(clause) or (_OPENS.search(clause) and _HAD.search(_clause_after(after)))
        return not had and _WEEK_AGO.search(before) is None
    if not _FEWEST <= days <= _MOST + 1 or _is_told(before):
        return False
    clause = _clause_before(before)
    planned = _PLANNED.search(clause)
    if days > _MOST:  # "the trial starts Monday"; looser signs say nothing of a day so far off
        return planned is not None and planned.end() == len(clause)
    return planned is not None or _WHICH_WILL.match(after) is not None


def _is_told(before: str) -> bool:
    """Whether a verb in the past stands right before the day: "who plans to support it, tried on Tuesday"."""
    told = _TOLD.search(before)
    return told is not None and not _PASSIVE.search(before, max(0, told.start() - 30), told.start())


def span_around(published: date, span: str, shift: int) -> tuple[str, str]:
    """First and last day of the day, week, month, year … that lies ``shift`` of them from the day of publication."""
    if span in {"day", "week", "weekend"}:
        if span == "day":
            first = last = published + timedelta(days=shift)
        else:
            monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
            first, last = monday + timedelta(days=5 if span == "weekend" else 0), monday + timedelta(days=6)
    elif span == "month":
        year, month = divmod(published.year * 12 + published.month - 1 + shift, 12)
        first, last = date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    else:
        length = {"year": 1, "decade": 10, "century": 100}[span]
        year = published.year - published.year % length + shift * length if span != "year" else published.year + shift
        year = max(1, min(year, 9999 - length))
        first, last = date(year, 1, 1), date(year + length - 1, 12, 31)
    return first.isoformat(), last.isoformat()
