"""Articles into sentences with exact offsets: ``article.text[sentence.start:sentence.end] == sentence.text``.

sentencex finds the boundaries, a line at a time: a newline always ends a sentence. Measured on the 395 gold
sentences of six stories and 39 hard cases of our own (``tests/sentences.toml``), it splits within some
abbreviations; the joins below mend those and nothing else. A quotation stays whole with its speaker, since
half of ‘I would not say it went well. It was a phone call,’ he said. has no speaker and is no claim of its own.

No sentence is longer than ``LONGEST_SENTENCE``: what follows takes time that grows faster than a sentence does, and a
pasted megabyte without a full stop would take minutes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from compare.records import Article, Sentence
from compare.text.debris_forms import SIGNATURE
from compare.text.openings import BULLET

__all__ = ["LONGEST_SENTENCE", "is_one_sentence", "split_sentences"]

Span = tuple[int, int]

# A longer one is cut at white space. The longest sentence of 721 real stories has 2,100 characters.
LONGEST_SENTENCE = 5_000

# A quotation longer than this is split inside: the reader needs rows that fit a screen, and the encoder reads
# 256 word pieces, about 1,100 characters.
_LONGEST_QUOTATION = 600

# What sentencex reads at once: its time grows with the square of the quotation marks (1.9 MB of “a “a “a took more
# than eight minutes). A mark that opens the next sentence adds up to three characters.
_WINDOW = LONGEST_SENTENCE - 3
# Of what it found in a window that is not the last of a line, the end is read again with what follows.
_AGAIN = 2 * _LONGEST_QUOTATION
_UP_TO_SPACE = re.compile(r".*\s", re.DOTALL)
# What stands at the end of the text before, in the patterns of ``_belong_together``.
_TAIL = 40

_TITLE = re.compile(
    r"(?:^|[\s(“\"‘-])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Lt|Col|Gen|Maj|Capt|Cpl|Sgt|Adm|Cmdr|Rev|Fr|Hon|St"
    r"|Supt|Det|Insp|Amb|Pres|Sec|Atty|Messrs|No|Nos|vs|v|approx|Ft|Mt)\.$"
)
_INITIAL = re.compile(r"(?:^|[\s.\-–—:(“\"‘])[A-Z]\.$")
_INITIAL_AHEAD = re.compile(r"[A-Z]\.(?:[\s,;:)’”\"]|[A-Z]\.|$)")
# sentencex takes them for degrees and an era: "his running mate, J.D. Vance"; they are in "earned a J.D. He".
_TWO_INITIALS = re.compile(r"(?<!\ban )(?<!\ba )(?<!\bhis )(?<!\bher )(?<![\w.])(?:[JM]\.D|[BM]\.A|A\.D)\.$")
_MERIDIEM = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_TIME_AHEAD = re.compile(
    r"(?:Eastern|Central|Mountain|Pacific|Atlantic|Greenwich|[A-Z]{1,3}T\b|UTC|GMT|local\b|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
    r"|Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec|\()"
)
_COUNTRY = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|U\.A\.E)\.$")
_NAME_AHEAD = re.compile(
    r"(?:Navy|Army|Air|Marine|Marines|Coast|Senate|Senator|House|Congress|Capitol|Supreme|District|Circuit|Court|Attorney|"
    r"Department|Embassy|Ambassador|Border|Customs|Fish|Forest|Geological|Marshals?|Justice|State|Treasury|Secret|Special|"
    r"Central|Southern|Northern|Representatives?|Rep|Sen|President|Vice|Secretary|Security|General|Human|High|Commission|"
    r"Council|Constitution|Census|Postal|Soccer|Open|Olympic|Steel|Bank|Chamber|Trade|Agency|Mint|Dollar|Prime|Home|Foreign|"
    r"Parliament|Government|[A-Z]{2,})\b"
)
# A photo credit that lost its space stays with its caption: both are no claim, and the gold has them as one.
_CREDIT_AHEAD = re.compile(r"(?:Photo )?Credit[A-Z]")
# "Joe Manchin, D-W. Va.," and "Elizabeth Warren, D-Mass. – who".
_PARTY = re.compile(r"\b[DRI]-[A-Z][a-z]*\.$")
_STATE_AHEAD = re.compile(r"Va\.|[–—]")
# Who asked or shouted what stands before.
_ASKED = re.compile(
    r"(?:[A-Z][\w.’'-]+ ){1,4}(?:(?:asked|wondered|tweeted|shouted|replied|continued)\b"
    r"|(?:said|wrote|added|told [A-Z]\w+)\b(?! (?:he|she|they|that|it|his|her|their|the|an?)\b)(?! [A-Z](?!\w*day\b)))"
)
# The same at any length, where it is all of a sentence: "Ann Vane of the Quill Group said."
_ASKED_ALONE = re.compile(
    r"(?!Here )[A-Z](?:(?!, (?:he|she|they|it) )[^“”\"?!]){2,90} "
    r"(?:said|asked|wondered|tweeted|wrote|added|replied|shouted)\.\s*$"
)
_LOWER_AHEAD = re.compile(r"[a-z,;:)\]]")
# Where sentencex joins what are two sentences: a full stop without a space behind it (pages lose line breaks on
# their way into plain text), an abbreviation that is a word too ("told me. Ten"), a word behind an abbreviation that
# opens sentences and hardly names, and "…", which it takes for no end where it takes "..." for one.
_OPENERS = "The|He|She|It|They|We|But|And|That|This|These|Those|His|Her|Their|Its|In|On|At|After|Before|When|If|There|A"
_MISSED = re.compile(
    r"(?<=[a-z]{2}[.!?])(?=[“\"‘]?[A-Z][a-z]+[\s,’'])"
    r"|(?<=\w…)\s+(?=[“\"‘]?[A-Z])"
    r"|(?<=\s(?:no|me|ok)\.)\s+(?=[“\"‘]?[A-Z])|(?<=\s(?:may|May|ill|art|fed|Fed|Ken)\.)\s+(?=[“\"‘]?[A-Z])"
    rf"|(?:(?<=[a-z]{{2}}\.)|(?<=[a-z]{{2}}[.!?]\)))\s+(?=[“\"‘]?(?:{_OPENERS})\s)"
    # A sentence in brackets is over; "(R-Tenn.)" and "(D-Calif.)" are none.
    r"|(?:(?<=[a-z]{5}\.\))|(?<=\s[a-z]{4}\.\))|(?<=\s[a-z]{3}\.\))(?<!etc\.\))|(?<=\w[!?]\)))\s+(?=[“\"‘]?[A-Z])"
)
# It ends what was posted, and something else follows it.
_SIGNED = re.compile(rf"\s[—–-]+ ?{SIGNATURE}\.?")
_STRAIGHT_OPENS = re.compile(r"(?<![^\s(\[—–])\"(?=\w)")
_OPENING = re.compile(r"\s[“‘\"]\s?$")
_QUOTES = str.maketrans('“”‘"', "    ")


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in reading order, disjoint, none with white space at its ends."""
    sentences = []
    for number, (start, end) in enumerate(_paragraphs(article.text)):
        for first, last in _sentence_spans(article.text[start:end]):
            text = article.text[start + first : start + last]
            sentences.append(Sentence(article.outlet, start + first, start + last, number, text))
    return tuple(sentences)


def _paragraphs(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text):
        if line.group().strip():
            yield line.span()


def _sentence_spans(paragraph: str) -> Iterator[Span]:
    curled = _curled(paragraph)
    for start, end in _joined(curled, list(_pieces(curled))):
        text = paragraph[start:end]
        yield start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _curled(paragraph: str) -> str:
    """With straight quotation marks turned as they stand, where a paragraph has both: “It is false." He left."""
    if '"' not in paragraph or not ("“" in paragraph or "”" in paragraph):
        return paragraph
    return _STRAIGHT_OPENS.sub("“", paragraph).replace('"', "”")


def _pieces(paragraph: str) -> Iterator[Span]:
    """The boundaries of sentencex and those it misses; a long quotation, which it keeps whole, in its sentences."""
    for start, end in _boundaries(paragraph):
        if end - start > _LONGEST_QUOTATION:
            inner = _boundaries(paragraph[start:end].translate(_QUOTES))
            yield from ((start + first, start + last) for first, last in inner)
        else:
            yield start, end


def _boundaries(paragraph: str) -> Iterator[Span]:
    position = 0
    ends = _ends(paragraph)
    paragraph = _without_bullet(paragraph)
    for end in ends:
        opening = _OPENING.search(paragraph, position, end)
        if opening and end < len(paragraph) and not _closes_straight(paragraph[position:end]):
            end = opening.start()  # the mark that opens the next sentence
        missed = [cut.start() for cut in _MISSED.finditer(paragraph, position, end)]
        signed = [place for found in _SIGNED.finditer(paragraph, position, end) for place in found.span()]
        cuts = [position, *sorted({*missed, *signed}), end]
        yield from ((start, stop) for start, stop in pairwise(cuts) if paragraph[start:stop].strip())
        position = end


def _closes_straight(text: str) -> bool:
    """Whether a text ends in a straight quotation mark that closes what one before it opens."""
    return text.rstrip().endswith('"') and text.count('"') % 2 == 0


def _ends(paragraph: str) -> Iterator[int]:
    """Where sentencex ends sentences, and the end of the paragraph; none is further than ``_WINDOW`` from the next."""
    start = 0
    while start < len(paragraph):
        window = _without_bullet(paragraph[start : start + _WINDOW])
        ends = [boundary["end_index"] for boundary in get_sentence_boundaries("en", window)]
        if start + len(window) == len(paragraph):
            ends.append(len(window))
        else:
            ends = _sure(window, ends)
        yield from (start + end for end in ends)
        start += ends[-1]


def _without_bullet(text: str) -> str:
    # sentencex cuts no line that begins with a bullet, but for the openers above.
    bullet = BULLET.match(text)
    return " " * bullet.end() + text[bullet.end() :] if bullet else text


def _sure(window: str, ends: list[int]) -> list[int]:
    """Those ends that what follows the window can't change; without any a cut, at white space where it has some."""
    inside = [end for end in ends if 0 < end < len(window)]
    sure = [end for end in inside if end <= len(window) - _AGAIN] or inside[:1]
    if sure:
        return sure
    space = _UP_TO_SPACE.match(window)
    return [space.end() if space else len(window)]


def _joined(paragraph: str, pieces: list[Span]) -> Iterator[Span]:
    """The pieces with those put together that one sentence was cut into."""
    current: Span | None = None
    for piece in pieces:
        if current is None:
            current = piece
        elif piece[1] - current[0] <= LONGEST_SENTENCE and _belong_together(paragraph, current, piece):
            current = current[0], piece[1]
        else:
            yield current
            current = piece
    if current is not None:
        yield current


def is_one_sentence(left: str, right: str) -> bool:
    """Whether the sentence that seems to end in ``left`` goes on in ``right``, as behind "Mr."."""
    return _belong_together(f"{left} {right}", (0, len(left)), (len(left) + 1, len(left) + 1 + len(right)))


def _belong_together(paragraph: str, left: Span, right: Span) -> bool:
    said, after = paragraph[left[0] : left[1]].rstrip(), paragraph[right[0] : right[1]].lstrip()
    before = said[-_TAIL:]
    if _CREDIT_AHEAD.match(after):
        return True
    if _TITLE.search(before):
        return not before.endswith("No.") or after[:1].isdigit()
    if _MERIDIEM.search(before):
        return bool(_TIME_AHEAD.match(after))
    if _COUNTRY.search(before):
        return bool(_NAME_AHEAD.match(after) or _LOWER_AHEAD.match(after))
    if _INITIAL.search(before) and _INITIAL_AHEAD.match(after):
        return True
    if _TWO_INITIALS.search(before) and re.match(rf"(?!(?:{_OPENERS})\s)[A-Z][a-z]", after):
        return True
    if _PARTY.search(before) and _STATE_AHEAD.match(after):
        return True
    if before.endswith(".") and _LOWER_AHEAD.match(after):
        return True
    if before.endswith(("?”", "!”", '?"', '!"')) and (_ASKED.match(after) or _ASKED_ALONE.match(after)):
        return True
    return _closes(paragraph[right[0] : left[0] + _LONGEST_QUOTATION]) and _open_quotation(said)


def _open_quotation(text: str) -> bool:
    """Whether a quotation begins in ``text`` and has not ended at its end."""
    return text.count("“") > text.count("”") or _single_open(text) or text.count('"') % 2 == 1


def _single_open(text: str) -> bool:
    """‘ without its closing ’, which is told from an apostrophe by the punctuation before it."""
    opened = max((mark.end() for mark in re.finditer(r"(?:^|[\s(—–])‘", text)), default=-1)
    return opened >= 0 and not re.search(r"’(?=[\s,.;:!?)—–]|$)", text[opened:])


def _closes(text: str) -> bool:
    return bool(re.search(r"[”\"]|[.,!?…]’", text))
