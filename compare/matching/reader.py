"""A small network that reads a sentence beside the sentences of another article that support it best.

Where the features of coverage (matching/features.py) count how much of a sentence is found elsewhere, the reader looks
at which word stands for which. A scorer of sentence pairs chooses three sentences of the other article; for every word
of the claim, attention with two heads gathers what their words say; a layer turns the word, what was gathered and how
well both fit into one vector; these are pooled over the claim. A sentence so read is then seen among the others: those
before and after it, all of its article, and its evidence as that was read the other way. Two numbers come out: the
log-odds that the article states part of the sentence, and all of it. A second small network tells of every word how
likely the other article says what it says.

The weights belong to one encoder: ``data/reader.safetensors`` and the encoder and pooling beside it were learned from
the same labels (scripts/tune_encoder.py, tune_pooling.py, train_reader.py, train_missing.py). Applied with numpy alone:
a cached run needs no torch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from compare.matching.passages import Floats, Passages

__all__ = ["PAIR_FEATURES", "READ", "Projected", "Reader", "Reading", "SentencePairs", "in_context", "load_reader"]

# Of a sentence and one sentence of the other article; ``support`` is also taken beside the best of its row and column.
PAIR_FEATURES = (
    "cosine",
    "recall",
    "stems",
    "precision",
    "stems_back",
    "balance",
    "support",
    "support_in_row",
    "support_in_column",
    "distance",
)
READ = 3  # sentences of the other article; of one, two and three the last was best on held-out stories
_HEADS, _VALUE = 2, 64
_FARTHEST = -12.0  # log-probability below which one unlikely sentence is as good as another
_NEVER = np.float32(-1e4)
_FILE = Path(__file__).parents[1] / "data" / "reader.safetensors"

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Projected:
    """An article's words beside another article, whose vectors are centred with its own.

    Attributes:
        query, key: (heads, w, p), unit length.
        value: (w, p).
    """

    query: Floats
    key: Floats
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SentencePairs:
    """What the scorer and the network are told about A's sentences against B's.

    Attributes:
        features: (sentences of A, sentences of B, len(PAIR_FEATURES)).
        near: (words of A, words of B) cosine of the centred word vectors.
        equal: the same shape; whether two words have one stem, or are of figures that agree.
        weights: (words of A,) how much each word tells in this pair of articles.
        table: (sentences of A, features of matching/features.py).
    """

    features: Floats
    near: Floats
    equal: npt.NDArray[np.bool_]
    weights: Floats
    table: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the reader makes of every sentence of A beside B.

    Attributes:
        odds: (sentences of A, 2) log-odds of present and of stated, not calibrated.
        evidence: (sentences of A, sentences of B) log-probability that each is the best evidence.
        told: (words of A,) probability that B says what the word says, given that its sentence is stated in part.
    """

    odds: npt.NDArray[np.float64]
    evidence: Floats
    told: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """The sentences of A, each read for itself beside B.

    Attributes:
        hidden: (sentences of A, hidden) what was made of each.
        linear: (sentences of A, 2) the part of the log-odds that comes from the table alone.
        evidence, told: as in ``Reading``.
    """

    hidden: Floats
    linear: Floats
    evidence: Floats
    told: Floats


@dataclass(frozen=True, eq=False)
class Reader:
    """The trained network.

    Attributes:
        weights: by name, as scripts/reader_network.py writes them.
        encoder_sha256: of the encoder whose vectors it reads.
        sha256: of its file.
    """

    weights: Mapping[str, Floats]
    encoder_sha256: str
    sha256: str
    _projected: WeakKeyDictionary[Passages, Floats] = field(default_factory=WeakKeyDictionary)

    def project(self, passages: Passages, centre: Floats, lengths: Floats) -> Projected:
        """The words of an article, their vectors without ``centre`` (d,) and divided by ``lengths`` (w,).

        An article stands beside many others, and each time the centre is another: its vectors go through the layers
        once, and so does the centre.
        """
        if passages not in self._projected:
            self._projected[passages] = passages.word_vectors @ self._layers.T
        made: Floats = np.asarray((self._projected[passages] - self._layers @ centre) / lengths[:, None])
        heads = _unit(made[:, :-_VALUE].reshape(len(made), 2, _HEADS, -1)).transpose(1, 2, 0, 3)
        return Projected(heads[0], heads[1], made[:, -_VALUE:])

    def read(
        self,
        a: Passages,
        b: Passages,
        sides: tuple[Projected, Projected],
        pairs: tuple[SentencePairs, SentencePairs],
        found: tuple[Floats, Floats],
    ) -> tuple[Reading, Reading]:
        """Read every sentence of A beside B, and of B beside A.

        Args:
            a: the one article.
            b: the other.
            sides: both, projected.
            pairs: both ways.
            found: (words, 3) of A's words anywhere in B, and the other way: the cosine of the nearest word, 1 where one
                has the stem, and the word's support by features alone.
        """
        there = self._sentences(a, b, sides, pairs[0], found[0])
        here = self._sentences(b, a, sides[::-1], pairs[1], found[1])
        return self._among(there, here), self._among(here, there)

    def _sentences(
        self,
        a: Passages,
        b: Passages,
        sides: tuple[Projected, Projected],
        pairs: SentencePairs,
        found: Floats,
    ) -> _Read:
        """Each sentence of A beside the sentences of B that the scorer chooses."""
        scores = self._dense("score.2", _relu(self._dense("score.0", pairs.features)))[..., 0]
        evidence = scores - _log_sum(scores)
        chosen = np.argsort(-scores, axis=1, kind="stable")[:, :READ]
        other, which = _compact(b.rows[chosen])
        prior = np.take_along_axis(np.take_along_axis(np.maximum(evidence, _FARTHEST), chosen, axis=1), which, axis=1)
        words = self._gather(a, b, sides, pairs, other, prior)
        pooled = self._pool(a, words)
        best = np.take_along_axis(scores, chosen[:, [0, min(1, chosen.shape[1] - 1)]], axis=1)
        table = ((pairs.table - self.weights["table_mean"]) / self.weights["table_scale"]).astype(np.float32)
        certainty = np.concatenate([best, _log_sum(scores), np.exp(evidence.max(axis=1, keepdims=True))], axis=1)
        hidden = _relu(self._dense("out.0", np.concatenate([pooled, table, certainty], axis=1)))
        told = self.tell(in_context(a, np.concatenate([words, found], axis=1)))
        return _Read(hidden, self._dense("linear", table), evidence, told)

    def tell(self, words: Floats) -> Floats:
        """(w,) how likely the other article says what each of the words (w, p) says, each seen ``in_context``."""
        return _sigmoid(self._dense("told.2", _relu(self._dense("told.0", words)))[:, 0])

    def _among(self, there: _Read, here: _Read) -> Reading:
        """The log-odds of each sentence, seen among the other sentences that were read."""
        hidden = there.hidden
        article = hidden.mean(axis=0, keepdims=True)  # also beside the first and the last, which it must not give away
        beside = np.concatenate([article, hidden[:-1]]), np.concatenate([hidden[1:], article])
        whole = np.broadcast_to(article, hidden.shape)
        context = np.concatenate([hidden, *beside, whole, np.exp(there.evidence) @ here.hidden], axis=1)
        odds = self._dense("out.2", hidden) + self._dense("among.2", _relu(self._dense("among.0", context)))
        return Reading(_joined((odds + there.linear).astype(np.float64)), there.evidence, there.told)

    @cached_property
    def _layers(self) -> Floats:
        return np.concatenate([self.weights[f"{name}.weight"] for name in ("query", "key", "value")])

    def _gather(
        self,
        a: Passages,
        b: Passages,
        sides: tuple[Projected, Projected],
        pairs: SentencePairs,
        other: Rows,
        prior: Floats,
    ) -> Floats:
        """(words of A, size): every word with what the sentences of B that were chosen for its sentence say of it.

        Arrays have a row for every word of A, (w, heads, m) for the m words that stand against it.
        """
        query, key, mine, value = sides[0].query, sides[1].key, sides[0].value, sides[1].value
        sentence = np.repeat(np.arange(len(other)), a.counts)
        columns = np.maximum(other, 0)[sentence]
        places = np.arange(len(a.words))[:, None] * len(b.words) + columns
        similar = np.stack([(query[head] @ key[head].T).take(places) for head in range(_HEADS)], axis=1)
        near = pairs.near.take(places)
        same = pairs.equal.take(places).astype(np.float32)
        bias = self.weights["bias"][None, :, :, None]
        logits = self.weights["scale"][None, :, None] * similar + bias[:, :, 0] * same[:, None]
        logits += bias[:, :, 1] * near[:, None] + bias[:, :, 2] * prior[sentence][:, None]
        share = _softmax(np.where((other < 0)[sentence][:, None], _NEVER, logits))
        fits = np.stack([(share * one).sum(-1) for one in (similar, near[:, None], same[:, None])], axis=-1)
        told = _shared(share, a.rows, np.concatenate([value, b.kind_table], axis=1)[other])
        said, kinds = told[..., :_VALUE], told[..., _VALUE:]
        parts = (
            mine,
            _flat(said),
            _flat(said * mine[:, None]),
            _flat(fits),
            self._dense("kind", a.kind_table),
            pairs.weights[:, None] / 3,
            _flat(kinds),
        )
        return _normal(_relu(self._dense("word", np.concatenate(parts, axis=1))), self.weights, "norm")

    def _pool(self, a: Passages, words: Floats) -> Floats:
        """(n, 3 size): words weighed by what they tell, their mean, and the largest of each number."""
        there = a.rows >= 0
        told = np.where(there, self._dense("pool", words)[:, 0][a.rows], _NEVER)
        weighed = np.add.reduceat(words * _softmax(told)[there][:, None], a.bounds, axis=0)
        mean = np.add.reduceat(words, a.bounds, axis=0) / a.counts[:, None].astype(np.float32)
        return np.concatenate([weighed, mean, np.maximum.reduceat(words, a.bounds, axis=0)], axis=1)

    def _dense(self, name: str, values: Floats) -> Floats:
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]


@cache
def load_reader(encoder_sha256: str) -> Reader | None:
    """The reader of an encoder; None for every encoder but the one it was trained with."""
    import hashlib

    from safetensors import safe_open

    with safe_open(_FILE, framework="numpy") as file:
        if file.metadata()["encoder_sha256"] != encoder_sha256:
            return None
        weights = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
    return Reader(weights, encoder_sha256, hashlib.sha256(_FILE.read_bytes()).hexdigest())


def in_context(a: Passages, words: Floats) -> Floats:
    """(w, 5 p) every word's row beside the one before and the one after it, and the means of its sentence and unit.

    Which part of a sentence is missing is a question of clauses: of a word by itself on stories kept out AUC .771, with
    its neighbours and its sentence .821, with its claim unit .835 (before turned sentences).
    """
    first = np.zeros(len(words), dtype=bool)
    first[a.bounds] = True
    before, after = np.roll(words, 1, axis=0), np.roll(words, -1, axis=0)
    before[first], after[np.roll(first, -1)] = 0, 0
    sentence = np.repeat(np.add.reduceat(words, a.bounds, axis=0) / a.counts[:, None], a.counts, axis=0)
    rows, bounds, _ = a.units
    sizes = np.diff([*bounds, len(rows)])
    unit = np.empty_like(words)
    unit[rows] = np.repeat(np.add.reduceat(words[rows], bounds, axis=0) / sizes[:, None], sizes, axis=0)
    return np.concatenate([words, before, after, sentence, unit], axis=1, dtype=np.float32)


def _compact(chosen: Rows) -> tuple[Rows, Rows]:
    """(n, m) the word rows of several sentences (n, sentences, words) without gaps, and which of them each is of."""
    sentences = np.repeat(np.arange(chosen.shape[1]), chosen.shape[2])
    rows = chosen.reshape(len(chosen), -1)
    order = np.argsort(rows < 0, axis=1, kind="stable")[:, : int((rows >= 0).sum(axis=1).max())]
    return np.take_along_axis(rows, order, axis=1), sentences[order]


def _shared(share: Floats, own: Rows, values: Floats) -> Floats:
    """(w, heads, p): for every word the values (n, m, p) of its sentence's opposites, by its share (w, heads, m)."""
    there = own >= 0
    spread = np.zeros((*own.shape, *share.shape[1:]), dtype=share.dtype)
    spread[there] = share
    found = spread.reshape(len(own), -1, share.shape[2]) @ values
    return np.asarray(found.reshape(*own.shape, share.shape[1], -1)[there])


def _joined(odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(n, 2) log-odds of present and of stated, of those of present and of stated where it is present.

    The second is asked of the network only where there is something to ask: two sentences in three are absent. The
    product of the sigmoids of a and b has the odds 1 / (e^-a + e^-b + e^-(a+b)).
    """
    present, whole = -odds[:, 0], -odds[:, 1]
    stated = -np.logaddexp(np.logaddexp(present, whole), present + whole)
    return np.stack([odds[:, 0], stated], axis=1)


def _flat(values: Floats) -> Floats:
    return values.reshape(len(values), -1)


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))


def _unit(values: Floats) -> Floats:
    return np.asarray(values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), 1e-12))


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _log_sum(values: Floats) -> Floats:
    top = values.max(axis=-1, keepdims=True)
    return np.asarray(top + np.log(np.exp(values - top).sum(axis=-1, keepdims=True)))


def _normal(values: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """Layer normalisation (Ba, Kiros and Hinton, 2016)."""
    middle, spread = values.mean(axis=-1, keepdims=True), values.var(axis=-1, keepdims=True)
    return np.asarray((values - middle) / np.sqrt(spread + 1e-5) * weights[f"{name}.weight"] + weights[f"{name}.bias"])
