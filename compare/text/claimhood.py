"""Which sentences are no claim: by-lines, captions, questions and the debris that pages leave in pasted text.

A sentence that is no claim is kept, with the reason, and never counted as exclusive or omitted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from compare.records import Sentence, Token
from compare.text.words import content_words

__all__ = ["DEBRIS", "NOT_CLAIM_REASONS", "mark_claims", "why_not_claim"]

NOT_CLAIM_REASONS = {
    "by-line": "names the author",
    "timestamp": "says when the article was published or updated",
    "promotion": "asks to read, watch, follow, share or subscribe, or is a link in capitals",
    "caption": "describes or credits a picture",
    "note": "a note of the desk: corrections, contributors, live-blog debris",
    "heading": "a line between paragraphs without a full stop: it heads what follows, or links elsewhere",
    "greeting": "thanks, wishes and greetings that assert nothing",
    "question": "asks and does not assert",
    "fragment": "has fewer than three words, fewer than two that say anything, or no verb; or leads in what follows",
}
# Text that is about the page and not about the story: it can't be evidence for anything either.
DEBRIS = frozenset({"by-line", "timestamp", "promotion", "note"})


def _either(*alternatives: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), flags)


_NAME = r"(?:[A-Z][\w.’'-]*|and|AND|&|de|van|von|la|of|\||-|in|for|the|at)"
_POST = r"(?:[\w-]+ ){0,3}(?:editor|correspondent|reporter|columnist|writer)s?"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by|Reporting by|Analysis by|Words by|From)\s+(?:[A-Z][\w.’'-]*|[|,&])(?:[\s,]+{_NAME})*"
    rf"(?:, {_POST}(?: (?:in|at)(?: {_NAME})+)?)?[.]?"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
# Below a post: "— Ann Vane (@annvane) June 30, 2025".
_POSTER = re.compile(
    rf"(?:#\w+ [—–-]+ )?[^\s()]+(?: [^\s()—–]+){{0,3}} \(@\w+\) (?i:{_MONTH}) \d{{1,2}}, \d{{4}}(?: \w+)?\W*"
)
_CLOCK = r"\d{1,2}:\d{2}\s*(?:am|pm|gmt|est|et|bst|utc)\b[\s,|]*"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ZONE = r"(?:[ap]\.?m|gmt|utc|bst|cet|[ecmp][sd]?t)\b"
_DATED = r"(?:first |last )?(?:published|updated|posted|modified|created|date)\b"
_TIMESTAMP = _either(
    rf"{_DATED}\s*[:|]",
    # Nothing but a time: "Posted on Facebook, the video shows" and "Created 40 years ago, the agency" say something.
    # Each part is taken whole: read in all its ways "09:30:00.123456" took seconds, a digit more twice as long.
    rf"{_DATED}(?>\s*(?:on|at|and|of|{_DATED}|{_DAY}|{_MONTH}|{_ZONE}|\d[\d:./-]*(?:st|nd|rd|th)?|[,|.()–—-]))+$",
    rf"(?:{_CLOCK})+$",
    rf"{_DAY},? (?:\d{{1,2}} )?{_MONTH} \d{{1,2}},? \d{{4}}\W*$",
    rf"{_MONTH} \d{{1,2}},? \d{{4}}\W*$",
    r"\d+ (?:min|minute)s?(?: read)?$",
)
_CALL = r"(?:see|watch|listen|hear|related|more|also|don[’']t miss|trending|recommended|click|tap|scroll|swipe)"
_NETWORK = r"(?:twitter|x|facebook|instagram|threads|tiktok|youtube|linkedin|bluesky|mastodon)"
_LETTER = r"(?:(?:you can (?:also )?)?(?:write to|e-?mail|contact|reach)|send|join the debate)\b"
_PROMOTION = _either(
    r"read (?:more|next|also|or share|the full|our|on|full)\b",
    rf"{_CALL}(?: (?:also|more|now|here|to|below|down|the video|live))*\s*(?::|here\b|for more\b)",
    r"(?:listen|click|tap|scroll|swipe)(?: (?:here|down|below))? to \w+",
    r"related (?:coverage|stories|articles?|content|links?|videos?|topics?)\b",
    r"more from .{2,40}(?:\.\.\.|…|:)",
    r"(?:play video|(?-i:(?:JUST|MUST) WATCH))",
    r".*\b(?-i:Read more)\W*$",
    r"click (?:on )?(?:the|this) (?:link|button|image|photo|headline)\b",
    r"(?:sign up|subscribe|advertisement|continue reading|newsletter|click here)\b",
    r"loading\W*$",
    r"copyright (?:©|\(c\)|\d)",
    rf"(?:you can )?follow (?:us\b|@|this story\b|.{{2,60}}(?:\bon {_NETWORK}\b|@|\btwitter\.com))",
    rf"find (?:us|me|him|her|them|more of .{{2,30}}) (?:@|on {_NETWORK}\b)",
    rf"{_LETTER}.{{0,80}}\S@\w",
    r"(?:you can )?send .{0,20}\btips?\b",
    r"(?:.*[ ,:—–-])?(?:get|have|receive|receiving|sent|delivered|newsletter|news|briefing)\b.{0,90}\byour inbox\b",
    r".*, delivered (?:daily|weekly|weekdays?|every|each)\b.{0,30}$",
    r".*\bnewsletters? sign up\b",
    r".*\bby signing up,? you agree\b",
    r"by (?:subscribing|submitting|clicking|entering)\b.{0,80}\byou agree\b",
    r"you (?:can|may) (?:unsubscribe|opt out)\b",
    r"you(?:[’']re| are) reading (?:the|our|this)\b.{0,40}\b(?:newsletter|version|edition|preview)\b",
    r"(?:please )?consider (?:making|giving|donating|supporting|subscribing|becoming)\b",
    r"your (?:financial |generous )*(?:contribution|donation|support|gift)s? (?:(?:help|enable|allow|keep)s?|will)\b",
    r"(?:get|join|support)\b.{0,60}\bby becoming an? (?:member|subscriber)\b",
    r"we (?:invite|encourage) you to (?:share|subscribe|join|send|read|sign)\b",
    r"(?:catch up|tune in|listen|watch)\b.{0,100}\bour (?:\w+ ){0,3}(?:podcast|newsletter|channel|app)\b",
    r"tune in(?:to)?\b",
    r"for (?:licensing|syndication|reprint)\b.{0,60}\b(?:contact|visit|e-?mail)\b",
    r"content created by\b.{0,80}\bis available\b",
    r".*\bcopy this code to your (?:web)?site\b",
    r"visit (?:our\b|.{2,60}(?:\bhomepage\b|\bfor (?:more|further)\b))",
    r"like us\b",
    r"share (?:this|on)\b",
    r"(?:story|article) continue[sd]\b",
    r"download (?:the|our)\b",
    r"get (?:our|the latest|the app|breaking)\b",
    r"join (?:our|us|the (?:conversation|debate|discussion))\b",
    r"support (?:our\b|independent\b|.{2,40}\bjournalism\b)",
    r"have (?:a tip|you got a story)\b",
    r"comments?$",
    r"©",
    r"all rights reserved",
    r"view (?:comments|gallery|more|this post)\b",
    r"skip (?:to|ad)",
    r"slideshow(?: \(\d+ images?\))?\W*$",
    r"stay with \S+ for\b",
    r"[^.!?]{0,60}\bclick here\W*$",
    r"\((?:more|related|read|watch|see(?: also)?)\s?:.{0,120}\)?$",
    r"\(via\b.{0,40}\)\W*$",
    r"we[’']ll be (?:right )?back\b",
    r"media (?:playback is|caption)\b",
    r"please (?:upgrade your browser|enter your)\b",
    r"(?:yes no )?thank you for your feedback\b",
    r"choose your country\b",
    r"i (?:can )?confirm (?:that )?i have read\b",
    r"add .{2,60} as an interest to stay\b",
    r"for (?:continuing|continued|complete|full|more|the latest) (?:coverage|on)\b.{0,60}"
    r"(?:\b(?:check|visit|click|go to|follow|sign up|see our|read our)\b|:)",
    r"get the (?:\S+ ){1,5}newsletter\W*$",
    r"here[’']s how\W*$",
    r"(?-i:(?:[A-Z]\w+ ){2,3})(?:has|have) (?:all )?the (?:details|story)\W*$",
    r"we(?:[’']ll| will) tell you\W*$",
    r"this video\b.{0,30}(?:play|load)",
    r"video (?:below|above)$",
    r"watch\b.{0,40}\bvideo\b",
    r"here(?:[’']s| is| are) (?:a look at|what (?:else )?you need to know)\b",
    r"you can (?:read|see|find|watch) .{0,80}\b(?:here|below|at this link)\W*$",
)
_AGENCY = (
    r"(?:reuters|ap|afp|getty(?: images)?|epa|shutterstock|upi|bloomberg|wireimage|alamy|pool|redux|magnum|sipa|zuma|"
    r"polaris)"
)
_CAPTION = _either(
    r"(?-i:CLOSE [A-Z])",
    r"\(?(?:file )?(?:photo|image|picture|pic|video|credit|illustration|graphic|screengrab)s?(?: credit)?\s*"
    r"(?::|by |courtesy|/|©)",
    r"pictured?\s*:",
    r"photograph\s*:",
    r"facebook twitter pinterest\b",
    r"(?-i:REUTERS/[A-Z])",
    r"image (?:copyright|caption|source)\b",
    r"\(?(?:file|ap|reuters|afp|getty|epa) (?:photo|image)s?\b",
    r".*\b(?:photo|image)s?(?: credit)?\s*(?::|by (?-i:[A-Z][a-z]+ [A-Z]))",
    rf".*(?:/\s?{_AGENCY}\b[\s)./]*(?:images)?|getty images|\bap photo|\bvia (?:ap|getty|reuters)\b)"
    r"[^.!?]{0,60}[.)]*$",
    r".*\((?:photo|image|file|ap|reuters|afp|getty|epa|credit|picture)\b[^)]{0,90}\)\W*$",
    r".*[.)]\s?(?-i:Credit[A-Z]).*",
    r"©\s",
)
_NOTE = _either(
    r"(?:editor[’']?s?[’']? note|correction|clarification|disclaimer|disclosure|note)s?\s*[:\-–—]",
    # What follows "UPDATE:" is news ("The number of deaths has risen to 37") where it is not of the story itself.
    r"updates?\s*[:\-–—].{0,40}\b(?:story|article|post|report|piece|headline|version)\b.{0,40}\b(?:updated|corrected)\b",
    r"this (?:story|article|post|report|piece)\b.{0,40}\b(?:updated|corrected|first (?:appeared|published)|originally)",
    r"this is an? (?:breaking|developing)\b",
    r"(?:as of .{3,30}, )?this (?:story|article|post|page|live ?blog) is no longer being updated\b",
    r"(?-i:[A-Z][\w’']+ )?is the author of "
    r"(?:[“\"‘]|(?:the|an?|several|two|three|four|many) (?:\w+ )?(?:book|novel|memoir)s?\b)",
    r"\(?(?:editor|ed\.|publisher|author)[’']?s?[’']? note\b",
    r"this (?:story|article|post) is more than \d",
    r"this (?:web)?(?:site|form|page) is protected by\b",
    r".*\boriginally appeared on \S+\.[a-z]{2,4}\W*$",
    r"the (?:(?:opinions|views)(?: and )?){1,2} expressed"
    r" (?:here|in th(?:is|ese)\b|by (?:columnists|contributors|guests|the authors?)\b)",
    r"(?-i:(?:[A-Z]\w+ ){1,2}reported from [A-Z][\w ,]{2,40}\.$)",
    r"the authoritative record of .{2,30} programming\b",
    r"contributing\s*:",
    r"(?:please )?check back\b",
    r"(?:additional )?reporting by\b",
    r"editing by\b",
    r".*\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b",
    r"(?:the )?(?:associated press|reuters|afp|cnn|nbc news)[^.]{0,60}\bcontributed\b",
    r".*\bis an? (?:reporter|correspondent|columnist|staff writer|fellow|contributor)\b.{0,60}"
    r"(?:for|at|with|covering)\b.{0,60}$",
    r"\(?(?:all )?times? (?:are |all )?local\)?",
)
_THANKS = r"thanks(?: (?:for (?:reading|watching)|again|everyone|all))?"
_HELLO = (
    r"(?:hello|hi|hey|good (?:morning|afternoon|evening|night)|goodbye|bye|welcome(?: back)?|dear \w+|happy \w+"
    r"|congratulations|cheers)(?:,? \w+){0,4}"
)
_GREETING = re.compile(
    r"[“\"‘]?(?:thank you(?: (?:so|very) much| all| for (?:reading|watching|your \w+))?"
    rf"|{_THANKS}|please,? stay in touch|{_HELLO}|i love (?:you|y[’']all|you all)(?: all)?"
    r"|(?:and )?(?:may )?god bless\b.*|amen|merry christmas.*)[\s.!,”\"’]*",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[”\"’)\]]*$")
_SPEECH_OPENS = re.compile(r"[“\"‘]")
# Sentences before the question, in a quotation that is kept whole: "This deal was public. I hid nothing, okay?"
_STATED_BEFORE = re.compile(r"^[“\"‘].*[a-z]{4}[”\"’]?[.!](?=\s+[“\"‘A-Z])", re.DOTALL)
_SHORTEST_STATED = 8
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_BULLETS = "•*_|>→➔►▶·-–— \t"
# A verbless line this long is a list or a headline in title case that the tagger misread, not a fragment.
_LONGEST_FRAGMENT = 7
_SHORTEST_LINK = 3
_LABELLED_LINK = re.compile(r"[‘“'\"]?[A-Z][^.:“”\"]{2,60}[a-z][’”'\"]?:[A-Z‘'0-9]")
_ABBREVIATED = re.compile(r"\b(?:Jr|Sr|Inc|Co|Corp|[A-Z]\.[A-Z])\.$")


# A heading: its words at most, those of a paragraph at least, how many lines of the article end as sentences do. Of
# 328 such lines in 1,702 articles 140 were read: five are sentences, the others head what follows or link elsewhere.
_LONGEST_HEADING, _SHORTEST_PARAGRAPH, _ENDED_LINES = 15, 9, 0.8
_LONGEST_CAPTION = 6  # sentences; a text that lost its line breaks may end in a credit too
# A card that links elsewhere: a headline or two, then "Read more".
_LONGEST_CARD, _CARD_END = 3, re.compile(r"\bRead more$")
# A form to sign up, say: so many sentences of a line ask for something, and so large a part of them.
_CALLS, _CALLS_SHARE = 2, 0.3
_ENDED = re.compile(r"[.!?:…,;][”\"’')\]]*$|[”\"]$")


def mark_claims(sentences: Sequence[Sentence], tokens: Mapping[str, Sequence[Token]]) -> tuple[Sentence, ...]:
    """The sentences with why they are no claims.

    A credit ends a caption, and makes one of the sentences before it: of 351 such lines in 1,702 articles (501
    sentences) 47 were read, all captions.

    Args:
        sentences: of whole articles, each article's in reading order.
        tokens: the parse of every text.
    """
    marked: list[Sentence] = []
    for _, article in groupby(sentences, key=lambda sentence: sentence.outlet):
        lines = [list(line) for _, line in groupby(article, key=lambda sentence: sentence.paragraph)]
        reasons = [_reasons(line, tokens) for line in lines]
        told = [number for number, found in enumerate(reasons) if not all(reason in DEBRIS for reason in found)]
        for place in _headings([lines[number] for number in told]):
            reasons[told[place]] = [reason or "heading" for reason in reasons[told[place]]]
        for line, found in zip(lines, reasons, strict=True):
            marked += [replace(sentence, not_claim=reason) for sentence, reason in zip(line, found, strict=True)]
    return tuple(marked)


def _reasons(line: Sequence[Sentence], tokens: Mapping[str, Sequence[Token]]) -> list[str]:
    """Why each sentence of a line is no claim, by itself or by the others."""
    reasons = [why_not_claim(sentence.text, tokens[sentence.text]) for sentence in line]
    calls = reasons.count("promotion")
    is_card = len(line) <= _LONGEST_CARD and _CARD_END.search(line[-1].text) is not None
    of_all = ""
    if reasons[-1] == "caption" and len(line) <= _LONGEST_CAPTION:
        of_all = "caption"
    elif is_card or (calls >= _CALLS and calls >= _CALLS_SHARE * len(reasons)):
        of_all = "promotion"
    return [reason or of_all for reason in reasons]


def _headings(lines: Sequence[Sequence[Sentence]]) -> Iterator[int]:
    """Numbers of lines without an end between two paragraphs of prose, where the other lines have one."""
    ended = [bool(_ENDED.search(line[-1].text)) for line in lines]
    long = [sum(len(_WORD.findall(sentence.text)) for sentence in line) >= _SHORTEST_PARAGRAPH for line in lines]
    prose = [end and enough for end, enough in zip(ended, long, strict=True)]
    if sum(prose) < _ENDED_LINES * sum(long):
        return
    for number in range(1, len(lines) - 1):
        if ended[number] or len(lines[number]) > 1 or not (prose[number - 1] and prose[number + 1]):
            continue
        [line] = lines[number]
        if len(_WORD.findall(line.text)) <= _LONGEST_HEADING:
            yield number


def why_not_claim(text: str, tokens: Sequence[Token] = ()) -> str:
    """A key of ``NOT_CLAIM_REASONS``, empty where the sentence is a claim.

    Args:
        text: one sentence.
        tokens: its parse; without it, verbless fragments are not told.
    """
    bare = text.lstrip(_BULLETS) or text
    for reason, rule in _RULES.items():
        if rule(bare):
            return reason
    return "fragment" if _is_fragment(text, tokens) else ""


def _is_byline(text: str) -> bool:
    return len(text) <= 160 and bool(_BYLINE.fullmatch(text) or _POSTER.fullmatch(text))


def _is_timestamp(text: str) -> bool:
    return len(text) <= 120 and bool(_TIMESTAMP.match(text))


def _is_promotion(text: str) -> bool:
    return len(text) <= 250 and (bool(_PROMOTION.match(text)) or _is_link(text))


def _is_link(text: str) -> bool:
    """In capitals, or glued to a label: "JUDGE BLOCKS THE ORDER", "Order on hold:Judge blocks the order".

    What is quoted or ends as a sentence may be a claim.

    Of 1,702 articles of `many.jsonl` some 180 have such lines between their paragraphs, nearly all links to other news.
    """
    if (text[-1] in ".!?:”\"’'" and not _ABBREVIATED.search(text)) or len(_WORD.findall(text)) < _SHORTEST_LINK:
        return False
    return text.isupper() or bool(_LABELLED_LINK.match(text))


def _is_caption(text: str) -> bool:
    return len(text) <= 600 and bool(_CAPTION.match(text))


def _is_note(text: str) -> bool:
    return len(text) <= 400 and bool(_NOTE.match(text))


def _is_greeting(text: str) -> bool:
    return len(text) <= 120 and bool(_GREETING.fullmatch(text))


def _is_question(text: str) -> bool:
    """A question of the desk or a speaker; what is said around a quoted question ("…?” he asked.") is a claim."""
    if not _QUESTION.search(text):
        return False
    stated = _STATED_BEFORE.match(text)
    if stated and len(_WORD.findall(stated[0])) >= _SHORTEST_STATED:
        return False
    asked = text.rindex("?")
    closed = max(text.rfind("”", 0, asked), text.rfind('"', 0, asked), 0)
    opened = None if text[asked + 1 :].strip('”"’') else _SPEECH_OPENS.search(text, closed, asked)
    return not opened or len(_WORD.findall(text[: opened.start()])) < 4


def _is_fragment(text: str, tokens: Sequence[Token]) -> bool:
    words = min(len(_WORD.findall(text)), len(text.split()))  # an address has many words in one
    if words < 3 or len(content_words(text)) < 2:
        return True
    if words <= _LONGEST_FRAGMENT and text.endswith(":"):  # "It asserts that Trump:", before a list or a quotation
        return True
    return bool(tokens) and words <= _LONGEST_FRAGMENT and not any(token.pos in ("VERB", "AUX") for token in tokens)


_RULES = {
    "by-line": _is_byline,
    "timestamp": _is_timestamp,
    "promotion": _is_promotion,
    "caption": _is_caption,
    "note": _is_note,
    "greeting": _is_greeting,
    "question": _is_question,
}
