"""Which sentences are no claim: by-lines, captions, questions and the debris that pages leave in pasted text.

A sentence that is no claim is kept, with the reason, and never counted as exclusive or omitted.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from compare.records import Sentence, Token
from compare.text.claim_worth import claim_worth
from compare.text.debris_forms import (
    AGENCY,
    BYLINE,
    CAPTION,
    CORRECTION,
    FULL_NAME,
    GREETING,
    NOTE,
    POSTER,
    PROMOTION,
    REPORTED,
    TIMESTAMP,
    WALL,
)
from compare.text.openings import BULLET
from compare.text.questions import is_question
from compare.text.words import content_words

__all__ = ["DEBRIS", "NOT_CLAIM_REASONS", "mark_claims", "why_not_claim"]

NOT_CLAIM_REASONS = {
    "by-line": "names the author",
    "timestamp": "says when the article was published or updated",
    "promotion": "asks to read, watch, follow, share or subscribe, or is a link in capitals",
    "caption": "describes or credits a picture",
    "note": "a note of the desk: corrections, contributors, who the author is, live-blog debris",
    "heading": "a line between paragraphs without a full stop: it heads what follows, or links elsewhere",
    "greeting": "thanks, wishes and greetings that assert nothing",
    "question": "asks and does not assert",
    "fragment": "has fewer than three words, fewer than two that say anything, or no verb; leads in what follows; "
    "or is where a cut text breaks off",
}
# Text that is about the page and not about the story: it can't be evidence for anything either.
DEBRIS = frozenset({"by-line", "timestamp", "promotion", "note"})

_SPEECH_OPENS = re.compile(r"[“\"‘]")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_BULLETS = "•*_|>→➔►▶·-–— \t"
# A verbless line this long is a list or a headline in title case that the tagger misread, not a fragment.
_LONGEST_FRAGMENT = 7
_LEADS_IN = re.compile(r"here(?:[’']s| is| are)\b", re.IGNORECASE)
_SHORTEST_LINK = 3
_LABELLED_LINK = re.compile(
    r"(?:[‘“'\"]?[A-Z][^.:“”\"]{2,60}[a-z][’”'\"]?:[A-Z‘'0-9]|[A-Z][a-z]{2,8}\.? \d{1,2}:[A-Z‘'])"
)
# "“WE ARE TIRED OF IT”", "Oake:‘We are tired of it’"; "OAKE CALLS IT 'A SHAME'" is a link.
_QUOTED_WHOLE = re.compile(r"(?:[^:]*[a-z]:)?[“\"‘'].*[”\"’']$")
_ABBREVIATED = re.compile(r"\b(?:Jr|Sr|Inc|Co|Corp|[A-Z]\.[A-Z])\.$")

# A heading: its words at most, those of a paragraph at least, how many lines of the article end as sentences do. Of
# 328 such lines in 1,702 articles 140 were read: five are sentences, the others head what follows or link elsewhere.
_LONGEST_HEADING, _SHORTEST_PARAGRAPH, _ENDED_LINES = 15, 9, 0.8
# A heading or a link and names, times or labels beside it are at most so many lines; two that state something are a
# list. Of 76 lines that this or a caption beside them makes headings in 1,702 articles none is prose of the article.
_LONGEST_RUN = 3
_NO_LINK = re.compile(r".*(?:[—–-]$|@\w|\b\d{1,2}\b[^:]*: )")
# Politico's caption, "Ships wait. | Ann Vane/Agency Harbour Crews complain": credit and headline run into one.
_KICKER = re.compile(rf"\| [A-Z][^/|]{{2,40}}/\s?(?i:{AGENCY}|(?:\w+ )?photos?)\b")
_TO_READERS = re.compile(r"\b(?:you|your|our|this (?:article|story|content))\b", re.IGNORECASE)
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_ANNOUNCES = re.compile(r"(?:what|how|why|who|where|when|here)\b", re.IGNORECASE)
_LONGEST_CAPTION = 6  # sentences; a text that lost its line breaks may end in a credit too
_LONGEST_CORRECTION = 6  # sentences; a text that lost its line breaks may begin with one
_VIDEO = re.compile(r"CLOSE(?: [A-Z][a-z]|$)")  # the button of a player: captions of USA Today's begin with it
# A card that links elsewhere: a headline or two, then "Read more".
_LONGEST_CARD, _CARD_END = 3, re.compile(r"\bRead more$")
# A form to sign up, say: so many sentences of a line ask for something, and so large a part of them.
_CALLS, _CALLS_SHARE = 2, 0.3
# Who the author is: "Ann Vane is a professor of law at Quill University." Who is told of in the article has been named
# before. In the last lines of 1,702 articles eleven such sentences stand; all are of authors.
_LAST_LINES = 6
_BIOGRAPHY = re.compile(
    r"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3})(?:,? (?:Jr|Sr|Ph\.?D|M\.?D)\.?)?,?"
    r" is (?:(?:an?|the|[A-Z][\w’'-]+) (?:.{1,120} )?|senior |associate )?"
    r"(?:professor|attorney|lawyer|fellow|columnist|contributor|author|editor|writer|journalist|reporter|correspondent|"
    r"director|analyst|strategist|consultant|historian|economist|scholar|researcher|founder|host|lecturer)\b"
)
# "Ann Vane and Ben Oake contributed.", who are persons in the last lines only.
_CONTRIBUTED = re.compile(rf"{FULL_NAME}(?:(?:,|,? and) {FULL_NAME})* contributed\W*")
_ENDED = re.compile(r"[.!?:…,;][”\"’')\]]*$|[”\"]$")
_WHOLE = re.compile(r"[.!?…][”\"’'»)\]]*$|[”\"»]$")  # what ends in a comma or a colon breaks off, too


def mark_claims(
    sentences: Sequence[Sentence], tokens: Mapping[str, Sequence[Token]], cut: Collection[str] = ()
) -> tuple[Sentence, ...]:
    """The sentences with why they are no claims.

    A credit ends a caption, and makes one of the sentences before it: of 351 such lines in 1,702 articles (501
    sentences) 47 were read, all captions.

    Args:
        sentences: of whole articles, each article's in reading order.
        tokens: the parse of every text.
        cut: outlets whose article is cut short.
    """
    marked: list[Sentence] = []
    for outlet, article in groupby(sentences, key=lambda sentence: sentence.outlet):
        lines = [list(line) for _, line in groupby(article, key=lambda sentence: sentence.paragraph)]
        reasons = _article_reasons(lines, tokens)
        for number, place in _broken_off(lines, reasons) if outlet in cut else ():
            reasons[number][place] = "fragment"
        for line, found in zip(lines, reasons, strict=True):
            marked += [_marked(sentence, reason, tokens) for sentence, reason in zip(line, found, strict=True)]
    return tuple(marked)


def _article_reasons(lines: Sequence[Sequence[Sentence]], tokens: Mapping[str, Sequence[Token]]) -> list[list[str]]:
    """Why each sentence of each line is no claim, by itself, its line or the lines around it."""
    reasons = [_reasons(line, tokens) for line in lines]
    for number, place in (*_biographies(lines), *_contributors(lines)):
        reasons[number][place] = reasons[number][place] or "note"
    told = _told(reasons, DEBRIS | {"caption"})
    told_lines = [lines[number] for number in told]
    headings = _headings(told_lines, [reasons[number] for number in told])
    for place in sorted({*headings, *_heads_of_lists(told_lines, tokens)}):
        reasons[told[place]] = [reason or "heading" for reason in reasons[told[place]]]
    return reasons


def _told(reasons: Sequence[Sequence[str]], debris: Collection[str]) -> list[int]:
    """Numbers of the lines that are not debris as a whole."""
    return [number for number, found in enumerate(reasons) if not all(reason in debris for reason in found)]


def _marked(sentence: Sentence, reason: str, tokens: Mapping[str, Sequence[Token]]) -> Sentence:
    worth = 0.0 if reason else claim_worth(sentence.text, tokens[sentence.text])
    return replace(sentence, not_claim=reason, p_claim=worth)


def _reasons(line: Sequence[Sentence], tokens: Mapping[str, Sequence[Token]]) -> list[str]:
    """Why each sentence of a line is no claim, by itself or by the others."""
    reasons = [why_not_claim(sentence.text, tokens[sentence.text]) for sentence in line]
    for place, sentence in enumerate(line[:_LONGEST_CAPTION]):
        if _KICKER.match(sentence.text):
            reasons[: place + 1] = ["caption"] * (place + 1)
    calls = reasons.count("promotion")
    is_card = len(line) <= _LONGEST_CARD and _CARD_END.search(line[-1].text) is not None
    of_all = ""
    if len(line) <= _LONGEST_CAPTION and (reasons[-1] == "caption" or _VIDEO.match(line[0].text)):
        of_all = "caption"
    elif len(line) <= _LONGEST_CORRECTION and reasons[0] == "note" and CORRECTION.match(line[0].text):
        of_all = "note"
    elif is_card or (calls >= _CALLS and calls >= _CALLS_SHARE * len(reasons)):
        of_all = "promotion"
    return [reason or of_all for reason in reasons]


def _biographies(lines: Sequence[Sequence[Sentence]]) -> Iterator[tuple[int, int]]:
    """Number and place in it of sentences in the last lines that tell who somebody is whom nothing named before."""
    for number, place, text in _at_the_end(lines):
        found = _BIOGRAPHY.match(text)
        if found:
            last = found["name"].split()[-1]
            before = (other.text for line in lines[:number] for other in line)
            if not any(last in text for text in before):
                yield number, place


def _contributors(lines: Sequence[Sequence[Sentence]]) -> Iterator[tuple[int, int]]:
    """Number and place in it of sentences in the last lines that say who helped to write."""
    return ((number, place) for number, place, text in _at_the_end(lines) if _CONTRIBUTED.fullmatch(text))


def _at_the_end(lines: Sequence[Sequence[Sentence]]) -> Iterator[tuple[int, int, str]]:
    """Number, place in it and text without bullets of the sentences in the last lines."""
    for number in range(max(1, len(lines) - _LAST_LINES), len(lines)):
        for place, sentence in enumerate(lines[number]):
            yield number, place, sentence.text.lstrip(_BULLETS)


def _headings(lines: Sequence[Sequence[Sentence]], reasons: Sequence[Sequence[str]]) -> Iterator[int]:
    """Numbers of lines without an end between two paragraphs of prose, where the other lines have one."""
    ended = [bool(_ENDED.search(line[-1].text)) for line in lines]
    words = [sum(len(_WORD.findall(sentence.text)) for sentence in line) for line in lines]
    prose = [end and enough >= _SHORTEST_PARAGRAPH for end, enough in zip(ended, words, strict=True)]
    if sum(prose) < _ENDED_LINES * sum(enough >= _SHORTEST_PARAGRAPH for enough in words):
        return
    for end, numbers in groupby(range(1, len(lines) - 1), key=lambda number: ended[number]):
        run = list(numbers)
        if end or len(run) > _LONGEST_RUN or not (prose[run[0] - 1] and prose[run[-1] + 1]):
            continue
        if any(len(lines[number]) > 1 or words[number] > _LONGEST_HEADING for number in run):
            continue
        claims = [lines[number][0].text for number in run if not reasons[number][0]]
        if len(run) == 1 or (len(claims) == 1 and not (BULLET.match(claims[0]) or _NO_LINK.match(claims[0]))):
            yield from run


def _heads_of_lists(lines: Sequence[Sequence[Sentence]], tokens: Mapping[str, Sequence[Token]]) -> Iterator[int]:
    """Numbers of lines right above a bullet that announce the list: without a finite verb, or "What we know"."""
    for number, (line, below) in enumerate(pairwise(lines)):
        text = line[0].text
        if len(line) > 1 or BULLET.match(text) or not BULLET.match(below[0].text):
            continue
        if len(_WORD.findall(text)) > _LONGEST_HEADING:
            continue
        verbless = bool(tokens[text]) and not any(token.tag in _FINITE for token in tokens[text])
        if (text.endswith(":") or not _ENDED.search(text)) and (verbless or _ANNOUNCES.match(text)):
            yield number


def _broken_off(lines: Sequence[Sequence[Sentence]], reasons: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Number and place in it of the last claim of a cut text if it has no end; the headline and items need none."""
    claims = [(number, place) for number, found in enumerate(reasons) for place, why in enumerate(found) if not why]
    for number, place in claims[-1:]:
        text = lines[number][place].text
        if number and not _WHOLE.search(text) and not BULLET.match(text):
            yield number, place


def why_not_claim(text: str, tokens: Sequence[Token] = ()) -> str:
    """A key of ``NOT_CLAIM_REASONS``, empty where the sentence is a claim.

    Args:
        text: one sentence.
        tokens: its parse; without it, neither verbless fragments nor what is stated before a question are told.
    """
    bare = text.lstrip(_BULLETS) or text
    for reason, rule in _RULES.items():
        if rule(bare):
            return reason
    if is_question(text, tokens):
        return "question"
    return "fragment" if _is_fragment(text, tokens) else ""


def _is_byline(text: str) -> bool:
    return len(text) <= 160 and bool(BYLINE.fullmatch(text) or POSTER.fullmatch(text))


def _is_timestamp(text: str) -> bool:
    return len(text) <= 120 and bool(TIMESTAMP.match(text))


def _is_promotion(text: str) -> bool:
    if len(text) > 250:
        return False
    is_call = PROMOTION.match(text) is not None and not REPORTED.match(text)
    return is_call or _is_link(text) or _is_wall(text)


def _is_wall(text: str) -> bool:
    """Asks to subscribe before reading on; of "The ferry will begin a free trial" nobody is asked."""
    found = None if _SPEECH_OPENS.search(text) else WALL.search(text)
    return found is not None and (found.start() == 0 or bool(_TO_READERS.search(text)))


def _is_link(text: str) -> bool:
    """In capitals, or glued to a label: "JUDGE BLOCKS THE ORDER", "Order on hold:Judge blocks the order".

    What is quoted as a whole or ends as a sentence may be a claim.

    Of 1,702 articles of `many.jsonl` some 180 have such lines between their paragraphs, nearly all links to other news.
    """
    has_end = text[-1] in ".!?:" and not _ABBREVIATED.search(text)
    if has_end or _QUOTED_WHOLE.match(text) or len(_WORD.findall(text)) < _SHORTEST_LINK:
        return False
    return text.isupper() or bool(_LABELLED_LINK.match(text))


def _is_caption(text: str) -> bool:
    return len(text) <= 600 and bool(CAPTION.match(text))


def _is_note(text: str) -> bool:
    return len(text) <= 400 and bool(NOTE.match(text))


def _is_greeting(text: str) -> bool:
    return len(text) <= 120 and bool(GREETING.fullmatch(text))


def _is_fragment(text: str, tokens: Sequence[Token]) -> bool:
    words = min(len(_WORD.findall(text)), len(text.split()))  # an address has many words in one
    if words < 3 or len(content_words(text)) < 2:
        return True
    # "It asserts that Trump:", "Here are the ports that the order covers:", before a list or a quotation.
    if text.endswith(":") and (words <= _LONGEST_FRAGMENT or _LEADS_IN.match(text)):
        return True
    if not tokens or words > _LONGEST_FRAGMENT:
        return False
    return not (any(token.pos in ("VERB", "AUX") for token in tokens) or _is_verb_by_place(tokens))


def _is_verb_by_place(tokens: Sequence[Token]) -> bool:
    """Whether a "noun" has a subject before it and a figure behind it: "A barrel of oil cost $72.10"."""
    return any(
        token.dep == "nsubj"
        and place < token.head
        and tokens[token.head].pos == "NOUN"
        and any(behind.tag == "CD" for behind in tokens[token.head + 1 :])
        for place, token in enumerate(tokens)
    )


_RULES = {
    "by-line": _is_byline,
    "timestamp": _is_timestamp,
    "promotion": _is_promotion,
    "caption": _is_caption,
    "note": _is_note,
    "greeting": _is_greeting,
}
