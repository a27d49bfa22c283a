"""Whose text is it? Passages that outlets share word for word, and credits to news agencies.

Two reporters of one event quote the same statements, so what stands in quotation marks, posts of social media and
sentences in the first person count for nothing here: on 1,241 pairs of real articles on one story they made up most of
the long matches between independent articles. What is left, the outlets' own prose, hardly ever agrees by chance:
of the 36 pairs of ``stories/basil-*`` one shares a single sentence and none shares two.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from rapidfuzz import fuzz, process

from compare.publication import Span, is_before, time_span
from compare.records import Article, Sentence
from compare.sources.credits import Credit, find_credit

__all__ = ["Origin", "Origins", "find_origins"]

_Shingles: TypeAlias = frozenset[tuple[str, ...]]
_SIZE = 5  # words of a shingle
_ALIKE = (
    75.0  # rapidfuzz ratio, 0 to 100: one word in eight edited leaves about 85; two reporters' sentences stay below 70
)
_VERBATIM = 90.0  # the same measure: a word or a comma changed
_HELD = 0.5  # share of a sentence's shingles in the other article, for sentences that were split or joined
_FEWEST_TOKENS = 6  # "He declined to comment." is everybody's
_FEWEST_SENTENCES = 3
_SHARED = 0.15  # of the shorter article's own prose: articles that share less are taken for independent
_DERIVED = 0.5  # of an article's own prose: it is the other's text


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article's text is from.

    Attributes:
        origin: the agency, or the outlet that it derives from, or the outlet itself. Of outlets with one text of which
            none is surely the first to publish, the first by name.
        credit: the words that credit an agency, empty for none; ``agency`` names it also where it only contributed.
        shared: share of its own prose that other outlets of the story have too, 0 to 1.
    """

    outlet: str
    origin: str
    agency: str = ""
    credit: str = ""
    shared: float = 0.0


@dataclass(frozen=True, slots=True)
class Origins:
    """What is known of a story's origins.

    Attributes:
        origins: one an article, by outlet.
        wire: ids of the sentences that are agency text or stand in another outlet's article too.
        sentence_origins: the origin of every sentence; the independent origins of a claim are the different values
            among its sentences.
    """

    origins: tuple[Origin, ...]
    wire: frozenset[str]
    sentence_origins: Mapping[str, str]

    def of(self, outlet: str) -> str:
        """The origin of an outlet's article; the outlet itself where it is not known."""
        return next((one.origin for one in self.origins if one.outlet == outlet), outlet)


@dataclass(frozen=True, slots=True)
class _Prose:
    """A sentence's own words, without what it quotes."""

    sentence: Sentence
    words: tuple[str, ...]
    shingles: frozenset[tuple[str, ...]]


def find_origins(articles: Sequence[Article], sentences: Sequence[Sentence]) -> Origins:
    """Find shared passages and agency credits of one story. The order of the articles changes nothing.

    Args:
        articles: the story's articles, one an outlet.
        sentences: of all of them.
    """
    by_outlet = {one.outlet: one for one in sorted(articles, key=lambda one: one.outlet)}
    prose = {outlet: _own_prose(article, sentences) for outlet, article in by_outlet.items()}
    held = {outlet: _held_shingles(one) for outlet, one in prose.items()}
    credits = {outlet: find_credit(article.text) for outlet, article in by_outlet.items()}
    links: list[tuple[_Prose, _Prose]] = []
    for a, b in combinations(by_outlet, 2):
        matched = _match(prose[a], prose[b], held[a], held[b])
        if _share_text(prose[a], prose[b], matched):
            links += matched
    sentence_origins = _sentence_origins(sentences, by_outlet, credits, links)
    shared = {one.sentence.id for link in links for one in link}
    origins = tuple(
        _article_origin(outlet, credits[outlet], prose[outlet], sentence_origins, shared) for outlet in by_outlet
    )
    whole = [_whole(one) for one in sorted(sentences, key=lambda one: (one.outlet, one.start))]
    said = _said_alike(origins, whole)
    said += _short_alike(origins, whole, links + said)
    if said:
        sentence_origins = _sentence_origins(sentences, by_outlet, credits, links + said)
        shared |= {one.sentence.id for link in said for one in link}
    wire = shared | {one.id for one in sentences if (credit := credits.get(one.outlet)) and credit.runs}
    return Origins(origins, frozenset(wire), sentence_origins)


def _said_alike(origins: Sequence[Origin], whole: Sequence[_Prose]) -> list[tuple[_Prose, _Prose]]:
    """Of articles of one origin, what they quote in the same words: there it is no second reporter's."""
    origin = {one.outlet: one.origin for one in origins}
    first: dict[tuple[str, tuple[str, ...]], _Prose] = {}
    links = []
    for one in whole:
        outlet = one.sentence.outlet
        if outlet in origin and len(one.words) >= _FEWEST_TOKENS:
            other = first.setdefault((origin[outlet], one.words), one)
            if other.sentence.outlet != outlet:
                links.append((other, one))
    return links


def _short_alike(
    origins: Sequence[Origin], whole: Sequence[_Prose], links: Sequence[tuple[_Prose, _Prose]]
) -> list[tuple[_Prose, _Prose]]:
    """Of articles of one origin, short sentences in the same words that stand between the same shared sentences."""
    groups = _groups(links)
    first: dict[tuple[object, ...], _Prose] = {}
    found = []
    for article in origins:
        for before, short, after in _short_runs([one for one in whole if one.sentence.outlet == article.outlet]):
            around = tuple(groups.get(one.sentence.id) if one else frozenset() for one in (before, after))
            if None in around:
                continue
            for one in short:
                other = first.setdefault((article.origin, around, one.words), one)
                if other.sentence.outlet != article.outlet:
                    found.append((other, one))
    return found


def _short_runs(whole: Sequence[_Prose]) -> Iterator[tuple[_Prose | None, list[_Prose], _Prose | None]]:
    """Sentences too short to tell by, with the longer one before and the one after; none at an end of the article."""
    before, short = None, []
    for one in whole:
        if len(one.words) < _FEWEST_TOKENS:
            short.append(one)
            continue
        yield before, short, one
        before, short = one, []
    yield before, short, None


def _whole(sentence: Sentence) -> _Prose:
    """A sentence with what it quotes."""
    return _Prose(sentence, tuple(_TOKEN.findall(sentence.text.lower())), frozenset())


_POST = re.compile(r"https?://|pic\.twitter|\(@\w+\)|(?:^|\s)@\w{2,}")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Ww]e|[Oo]ur|[Ww]e['’]\w+|me|mine|ours)\b")
_TOKEN = re.compile(r"[^\W_]+")


def _own_prose(article: Article, sentences: Sequence[Sentence]) -> list[_Prose]:
    unquoted = _without_quotations(article.text)
    found = []
    for one in sorted((one for one in sentences if one.outlet == article.outlet), key=lambda one: one.start):
        own = unquoted[one.start : one.end]
        if not _POST.search(one.text) and not _FIRST_PERSON.search(own):
            words = tuple(_TOKEN.findall(re.sub(r"['’.](?=\w)", "", own).lower()))
            if len(words) >= _FEWEST_TOKENS:
                shingles = frozenset(words[i : i + _SIZE] for i in range(len(words) - _SIZE + 1))
                found.append(_Prose(one, words, shingles))
    return found


_MARKS = re.compile('["“”\\n]')


def _without_quotations(text: str) -> str:
    """Spaces in the place of what is quoted. Quotations may span sentences; straight marks end with the line."""
    pieces: list[str] = []
    closing, done = "", 0
    for found in _MARKS.finditer(text):
        at, sign = found.span()[0], found.group()
        if not closing and sign in '“"':
            pieces.append(text[done:at])
            closing, done = "”" if sign == "“" else '"', at
        elif closing == sign:
            pieces.append(" " * (at + 1 - done))
            closing, done = "", at + 1
        elif sign == "\n" and (closing == '"' or (closing and text[at + 1 : at + 2] not in ("“", "\n"))):
            # A curly mark that was never closed: a quotation that goes on opens its next paragraph anew.
            pieces.append(" " * (at - done))
            closing, done = "", at
    return "".join([*pieces, " " * (len(text) - done) if closing else text[done:]])


def _match(
    a: Sequence[_Prose], b: Sequence[_Prose], held_a: _Shingles, held_b: _Shingles
) -> list[tuple[_Prose, _Prose]]:
    """Pairs of sentences that say the same in the same words, each with its best partner."""
    if len(held_a & held_b) < _FEWEST_SENTENCES:
        return []  # at a third of all words edited, sentences still share shingles; most independent pairs end here
    scores = process.cdist([" ".join(one.words) for one in a], [" ".join(one.words) for one in b], scorer=fuzz.ratio)
    found: dict[tuple[int, int], None] = {}
    for i, row in enumerate(scores):
        j = int(row.argmax())
        if row[j] >= _ALIKE or _is_held(a[i], held_b):
            found[i, j] = None
    for j, column in enumerate(scores.T):
        i = int(column.argmax())
        if column[i] >= _ALIKE or _is_held(b[j], held_a):
            found[i, j] = None
    return [(a[i], b[j]) for i, j in sorted(found) if scores[i][j] >= _ALIKE or a[i].shingles & b[j].shingles]


def _held_shingles(prose: Sequence[_Prose]) -> _Shingles:
    return frozenset(shingle for one in prose for shingle in one.shingles)


def _is_held(one: _Prose, held: _Shingles) -> bool:
    return len(one.shingles & held) >= max(2, _HELD * len(one.shingles))


def _share_text(a: Sequence[_Prose], b: Sequence[_Prose], matched: Sequence[tuple[_Prose, _Prose]]) -> bool:
    """Whether two articles share more text than chance gives."""
    shares, counts = [], []
    for side, prose in enumerate((a, b)):
        ids = {link[side].sentence.id for link in matched}
        total = sum(len(one.words) for one in prose)
        shares.append(sum(len(one.words) for one in prose if one.sentence.id in ids) / total if total else 0.0)
        counts.append(len(ids))
    return (min(counts) >= _FEWEST_SENTENCES and max(shares) >= _SHARED) or _share_a_run(a, b, matched)


def _share_a_run(a: Sequence[_Prose], b: Sequence[_Prose], matched: Sequence[tuple[_Prose, _Prose]]) -> bool:
    """Two sentences one after the other, all but word for word, in both: a passage they have from elsewhere."""
    place = {one.sentence.id: number for prose in (a, b) for number, one in enumerate(prose)}
    close = {
        (place[left.sentence.id], place[right.sentence.id])
        for left, right in matched
        if fuzz.ratio(" ".join(left.words), " ".join(right.words)) >= _VERBATIM
    }
    return any((i + 1, j + 1) in close for i, j in close)


def _source(outlets: set[str], times: Mapping[str, Span | None]) -> str:
    """Of outlets with one text the one before which no other surely published; of several such the first by name."""
    return min(
        outlet for outlet in outlets if not any(is_before(times.get(other), times.get(outlet)) for other in outlets)
    )


def _sentence_origins(
    sentences: Sequence[Sentence],
    articles: Mapping[str, Article],
    credits: Mapping[str, Credit | None],
    links: Sequence[tuple[_Prose, _Prose]],
) -> dict[str, str]:
    groups = _groups(links)
    times = {outlet: time_span(one.published) for outlet, one in articles.items()}
    found = {}
    for one in sorted(sentences, key=lambda one: (one.outlet, one.start)):
        outlets = {id_.rpartition("@")[0] for id_ in groups.get(one.id, {one.id})}
        named = [credit for outlet in sorted(outlets) if (credit := credits.get(outlet))]
        agencies = [credit.agency for credit in named if credit.runs]
        if len(outlets) > 1:
            agencies += [credit.agency for credit in named]
        found[one.id] = agencies[0] if agencies else _source(outlets, times)
    return found


def _article_origin(
    outlet: str, credit: Credit | None, prose: Sequence[_Prose], sentence_origins: Mapping[str, str], shared: set[str]
) -> Origin:
    """The agency that it runs, else where at least half of its own prose is from, else the outlet itself."""
    words: Counter[str] = Counter()
    for one in prose:
        words[sentence_origins[one.sentence.id]] += len(one.words)
    total = max(1, words.total())
    ours = sum(len(one.words) for one in prose if one.sentence.id in shared)
    most, count = min(words.items(), key=lambda item: (-item[1], item[0]), default=(outlet, 0))
    origin = credit.agency if credit and credit.runs else most if count >= _DERIVED * total else outlet
    agency, quote = (credit.agency, credit.quote) if credit else ("", "")
    return Origin(outlet, origin, agency, quote, round(ours / total, 3))


def _groups(links: Sequence[tuple[_Prose, _Prose]]) -> dict[str, frozenset[str]]:
    """For each shared sentence the ids of all that it is shared with, itself too, over links that hang together."""
    parent: dict[str, str] = {}

    def root(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            id_ = parent[id_]
        return id_

    for a, b in links:
        first, second = sorted((root(a.sentence.id), root(b.sentence.id)))
        parent[second] = first
    members: dict[str, set[str]] = {}
    for id_ in parent:
        members.setdefault(root(id_), set()).add(id_)
    groups = {top: frozenset(ids) for top, ids in members.items()}
    return {id_: groups[root(id_)] for id_ in parent}
