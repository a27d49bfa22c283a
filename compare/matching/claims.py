"""Sentences grouped into claims, after coverage is decided: who states it, who does not, how early."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from compare.matching.cache import Store, entry_key
from compare.matching.coverage import ArticleMatch, claim_probabilities
from compare.program_source import source_sha256
from compare.records import Article, Claim, Coverage, Label, Sentence

__all__ = ["claim_id", "group_claims", "group_sentences"]

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_REPEATED, _FEWEST_REPEATED = 0.8, 5
_FEWER = frozenset({"few", "fewer", "little", "less"})  # "few troops will leave" repeats no "troops will leave"
_SURELY = 0.95  # that two sentences are one claim; from .28 to .98 the groups of the claims set are the same
_UNCLEAR = 0.5  # how sure a verdict is that says that it cannot be told
_SUPPORT: dict[Label, int] = {"absent": 0, "unclear": 1, "partly": 2, "stated": 3}
# Part of the key of clusters: what they follow from besides the similarities.
_CLUSTERER = " ".join([source_sha256(["matching/claims.py"]), *map(version, ("scikit-learn", "scipy"))])


class _Wording(NamedTuple):
    words: Sequence[str]
    joined: str  # with a space before, between and after them


def claim_id(outlet: str, text: str) -> str:
    """``c-`` and 8 hexadecimal digits: stable while the claim's clearest sentence is."""
    return "c-" + hashlib.sha256(f"{outlet}\n{text}".encode()).hexdigest()[:8]


def group_claims(
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    matches: Sequence[ArticleMatch],
    coverage: Sequence[Coverage],
    threshold: float,
    store: Store,
) -> tuple[Claim, ...]:
    """Every claim sentence in exactly one claim; those stated by most outlets and earliest first."""
    claims = [sentence for sentence in sentences if sentence.is_claim]
    groups = group_sentences(claims, matches, threshold, store)
    rows: dict[str, dict[str, Coverage]] = {}
    for row in coverage:
        rows.setdefault(row.sentence_id, {})[row.other_outlet] = row
    length = {article.outlet: max(1, len(article.text)) for article in articles}
    made = [_make_claim(group, rows, articles, length) for group in groups]
    return tuple(sorted(made, key=lambda claim: (-len(claim.stated_by), claim.first_position, claim.id)))


def group_sentences(
    claims: Sequence[Sentence],
    matches: Sequence[ArticleMatch],
    threshold: float,
    store: Store,
) -> list[tuple[Sentence, ...]]:
    """Average-linkage clusters of the sentences by the probability that two state the same claim.

    Clustered a connected part at a time, so that an outlet that is added leaves alone the claims it does not touch.
    Sentences of one article are linked where one repeats the other nearly word for word; all others count as unlike: an
    outlet rarely states a claim twice in other words, and does so only through other outlets' sentences that both match
    well.
    """
    index = {sentence.id: number for number, sentence in enumerate(claims)}
    similarity = np.zeros((len(claims), len(claims)))
    np.fill_diagonal(similarity, 1.0)
    directed = {(match.outlet, match.other_outlet): match for match in matches}
    for (outlet, other), match in directed.items():
        if outlet < other:
            _fill(similarity, index, match, claim_probabilities(match, directed[other, outlet]))
    denials = {
        sentence.id: encoded.assertions.denials
        for match in matches
        for sentence, encoded in zip(match.claims, match.source.sentences, strict=True)
    }
    for earlier, later in _repeated(claims, denials):
        similarity[earlier, later] = similarity[later, earlier] = 1.0
    labels = _cluster_once(similarity, threshold, [sentence.outlet for sentence in claims], store)
    groups: dict[tuple[int, int], list[Sentence]] = {}
    for sentence, label in zip(claims, labels, strict=True):
        groups.setdefault(label, []).append(sentence)
    return [tuple(group) for group in groups.values()]


def _repeated(claims: Sequence[Sentence], denials: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Numbers of two sentences of one article the later of which says the earlier again: a pull quote, a post.

    Word for word, but for a fifth at its ends such as "he said", and with the same ``denials``. Each would be two
    exclusive rows, and two equal sentences two claims of one id.
    """
    by_outlet: dict[str, list[tuple[int, _Wording]]] = {}
    for number, sentence in enumerate(claims):
        found = _WORD.findall(sentence.text.lower())
        words = _Wording(found, f" {' '.join(found)} ")
        for earlier, others in by_outlet.setdefault(sentence.outlet, []):
            short, long = (words, others) if len(words.words) <= len(others.words) else (others, words)
            again = _is_within(short, long) and denials[sentence.id] == denials[claims[earlier].id]
            if again or sentence.text == claims[earlier].text:
                yield earlier, number
        by_outlet[sentence.outlet].append((number, words))


def _is_within(short: _Wording, long: _Wording) -> bool:
    """Whether the words of one are those of the other but for some at its ends, of which none is a figure."""
    if len(short.words) < max(_FEWEST_REPEATED, _REPEATED * len(long.words)) or short.joined not in long.joined:
        return False
    more = set(long.words) - set(short.words)
    return not any(word in _FEWER or word[0].isdigit() for word in more)


def _fill(
    similarity: npt.NDArray[np.float64], index: Mapping[str, int], match: ArticleMatch, link: npt.NDArray[np.float64]
) -> None:
    own, other = (np.flatnonzero([sentence.is_claim for sentence in side]) for side in (match.claims, match.passages))
    here = [index[match.claims[number].id] for number in own]
    there = [index[match.passages[number].id] for number in other]
    block = _kept_apart(link[np.ix_(own, other)])
    similarity[np.ix_(here, there)] = block
    similarity[np.ix_(there, here)] = block.T


def _kept_apart(link: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The same, but 0 for two sentences of which each is surely one claim with another sentence of the other's article.

    A judge's words and a company's answer, of which two outlets carry both, are two claims of theirs, however alike.
    """
    if not link.size:
        return link
    best = link.argmax(axis=1)
    rows = np.flatnonzero((link.argmax(axis=0)[best] == np.arange(len(link))) & (link.max(axis=1) >= _SURELY))
    kept = link.copy()
    kept[np.ix_(rows, best[rows])] = 0.0
    kept[rows, best[rows]] = link[rows, best[rows]]
    return kept


def _cluster_once(
    similarity: npt.NDArray[np.float64], threshold: float, outlets: Sequence[str], store: Store
) -> list[tuple[int, int]]:
    """The clusters, from the store where these very similarities were clustered before.

    Importing scikit-learn takes most of a cached run's time; clustering itself takes milliseconds.
    """
    digest = hashlib.sha256(similarity.tobytes()).hexdigest()
    key = entry_key("clusters/3", f"{_CLUSTERER} {threshold}", f"{digest} {' '.join(outlets)}")
    found = store.get([key])
    if key in found:
        return [(int(part), int(label)) for part, label in json.loads(found[key])]
    labels = [(int(part), int(label)) for part, label in _cluster(similarity, threshold, outlets)]
    store.put({key: json.dumps(labels).encode()})
    return labels


def _cluster(
    similarity: npt.NDArray[np.float64], threshold: float, outlets: Sequence[str]
) -> Iterable[tuple[int, int]]:
    """(part, cluster) of every sentence."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    _, parts = connected_components(csr_array(similarity >= threshold), directed=False)
    found = np.zeros(len(similarity), dtype=np.int64)
    for part in np.unique(parts):
        members = np.flatnonzero(parts == part)
        if len(members) > 2:
            found[members] = _cluster_part(
                similarity[np.ix_(members, members)], threshold, [outlets[int(i)] for i in members]
            )
    return zip(parts, found, strict=True)


def _cluster_part(
    similarity: npt.NDArray[np.float64], threshold: float, outlets: Sequence[str]
) -> npt.NDArray[np.int64]:
    from sklearn.cluster import AgglomerativeClustering

    same_outlet = np.array(outlets)[:, None] == np.array(outlets)[None, :]
    # Of 97 (outlet, claim) pairs grouped by hand 7 have two sentences: two sentences of one article speak against a
    # merge. Standing neither for nor against it they made chains (held-out pair F1 .62, and .76 so).
    distance = np.where(same_outlet & (similarity < 1), 1.0, 1 - similarity)
    np.fill_diagonal(distance, 0)
    clusterer = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - threshold
    )
    return np.asarray(clusterer.fit_predict(distance), dtype=np.int64)


def _make_claim(
    group: Sequence[Sentence],
    rows: Mapping[str, Mapping[str, Coverage]],
    articles: Sequence[Article],
    length: Mapping[str, int],
) -> Claim:
    representative = _clearest(group, rows)
    members = {sentence.outlet for sentence in group}
    verdicts: dict[str, Label] = {}
    sureness = []
    for article in articles:
        if article.outlet in members:
            verdict, confidence = _member_verdict(rows[representative.id].get(article.outlet))
        else:
            verdict, confidence = _verdict([rows[sentence.id][article.outlet] for sentence in group], representative.id)
        verdicts[article.outlet] = verdict
        sureness.append(confidence)
    by_label = {label: tuple(o for o, verdict in verdicts.items() if verdict == label) for label in _SUPPORT}
    others_lack = len(members) == 1 and len(by_label["absent"]) == len(articles) - 1
    return Claim(
        id=claim_id(representative.outlet, representative.text),
        representative=representative.id,
        sentence_ids=tuple(sentence.id for sentence in group),
        stated_by=by_label["stated"],
        partly_by=by_label["partly"],
        absent_from=by_label["absent"],
        unclear_for=by_label["unclear"],
        exclusive_to=representative.outlet if others_lack else "",
        confidence=round(min(sureness, default=1.0), 4),
        first_position=round(min(sentence.start / length[sentence.outlet] for sentence in group), 4),
    )


def _clearest(group: Sequence[Sentence], rows: Mapping[str, Mapping[str, Coverage]]) -> Sentence:
    """The sentence that the others state most fully; of equals the earliest in its article.

    In a claim of one outlet that is simply its first sentence: the one that other outlets' readers meet first.
    """
    members = {sentence.outlet for sentence in group}

    def clearness(sentence: Sentence) -> tuple[float, int, str]:
        stated = [rows[sentence.id][outlet].p_stated for outlet in sorted(members - {sentence.outlet})]
        return -round(float(np.mean(stated)), 4) if stated else 0.0, sentence.start, sentence.outlet

    return min(group, key=clearness)


def _member_verdict(row: Coverage | None) -> tuple[Label, float]:
    """Of an outlet with a sentence in the claim; ``row`` is its coverage of the representative, None of its own.

    Its sentence is much like the representative, and may yet leave out a part: as coverage says, never more. Of 127
    claims of two sentences or more in 32 stories 9 named an outlet that states only part of what is printed.
    """
    if row is None:
        return "stated", 1.0
    verdict: Label = row.label if row.label in ("stated", "partly") else "unclear"
    return verdict, _sureness(row, verdict)


def _verdict(coverage: Sequence[Coverage], representative: str) -> tuple[Label, float]:
    """Does an outlet that has no sentence in the claim state it? The representative's row says; the others may object.

    ``absent`` stands only where no sentence of the claim is found there; where they disagree it is ``unclear``.
    """
    own = next(row for row in coverage if row.sentence_id == representative)
    strongest = max(_SUPPORT[row.label] for row in coverage)
    if own.label == "absent" and strongest > 0:
        return "unclear", _UNCLEAR
    if own.label == "absent":
        return "absent", 1 - max(row.p_present for row in coverage)
    return own.label, _sureness(own, own.label)


def _sureness(row: Coverage, label: Label) -> float:
    """That a row is rightly called ``stated`` or ``partly``."""
    return {"stated": row.p_stated, "partly": row.p_present, "unclear": _UNCLEAR}[label]
