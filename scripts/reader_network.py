"""The network of compare/matching/reader.py in torch, to be trained; its weights bear the same names."""

from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np
import torch
from coverage_fit import PRESENT_WEIGHT
from torch import nn

from compare.matching.coverage import ArticleMatch
from compare.matching.features import FEATURES, centred, sentence_pairs, word_pairs
from compare.matching.passages import KINDS
from compare.matching.reader import PAIR_FEATURES, READ, SentencePairs

_HEADS, _HEAD_SIZE, _VALUE, _SIZE, _HIDDEN, _KIND, _AMONG = 2, 32, 64, 96, 64, 16, 48
_DROPPED = 0.2
_NEVER, _FARTHEST = -1e4, -12.0
# Of the loss, the part of the sentence scorer: how likely it holds the sentences that the annotator named. At 1 it
# names one of them on .724 of the claims of stories kept out, at .3 on .722; the AUCs are the same.
_EVIDENCE = 1.0


@dataclass(frozen=True, eq=False)
class Task:
    """One article beside another, as tensors; ``answers`` are NaN where nobody gave one.

    Attributes:
        a, b: (words, d) centred unit vectors.
        near, same: (words of A, words of B) cosine, and whether they count as equal (matching/features.py).
        kinds_a, kinds_b: (words, len(KINDS)).
        weights: (words of A,).
        own, other: word rows of every sentence, padded with -1.
        features: (sentences of A, sentences of B, len(PAIR_FEATURES)).
        table: (sentences of A, len(FEATURES)), not standardised.
        answers: (sentences of A, 2) present and stated.
        evidence: (sentences of A, sentences of B) 1 where it was named.
    """

    a: torch.Tensor
    b: torch.Tensor
    near: torch.Tensor
    same: torch.Tensor
    kinds_a: torch.Tensor
    kinds_b: torch.Tensor
    weights: torch.Tensor
    own: torch.Tensor
    other: torch.Tensor
    features: torch.Tensor
    table: torch.Tensor
    answers: torch.Tensor
    evidence: torch.Tensor


def task_of(there: ArticleMatch, here: ArticleMatch, answers: np.ndarray, evidence: np.ndarray) -> Task:
    """The task of reading ``there``'s claims; ``here`` is the way back."""
    a, b = there.source, here.source
    centre = np.concatenate([a.word_vectors, b.word_vectors]).mean(axis=0)
    one, other = centred(a, centre)[0], centred(b, centre)[0]
    words = word_pairs(a, b, one, other)
    pairs = sentence_pairs(there.pair, here.pair, words.near, words.equal)
    vectors_a, vectors_b, near, same = (
        torch.from_numpy(np.ascontiguousarray(part, dtype=np.float32)) for part in (one, other, words.near, words.equal)
    )
    return Task(
        vectors_a,
        vectors_b,
        near,
        same,
        torch.from_numpy(a.kind_table),
        torch.from_numpy(b.kind_table),
        torch.from_numpy(np.asarray(pairs.weights)),
        torch.from_numpy(a.rows),
        torch.from_numpy(b.rows),
        *tensors(pairs),
        torch.from_numpy(answers.astype(np.float32)),
        torch.from_numpy(evidence.astype(np.float32)),
    )


def compact(task: Task) -> Task:
    """The same in less than half the memory: thousands are learned from at once."""
    return replace(task, near=task.near.half(), same=task.same.bool())


def tensors(pairs: SentencePairs) -> tuple[torch.Tensor, torch.Tensor]:
    """Features of the sentence pairs, and the table."""
    return torch.from_numpy(pairs.features), torch.from_numpy(pairs.table.astype(np.float32))


# (n, 2) log-odds of present, and of stated if it is present; log-probability of every sentence of B to be the evidence.
Answered = tuple[torch.Tensor, torch.Tensor]


def _two_layers(size: int, hidden: int) -> nn.Sequential:
    layers = {
        "0": nn.Linear(size, hidden),
        "relu": nn.ReLU(),
        "dropped": nn.Dropout(_DROPPED),
        "2": nn.Linear(hidden, 2),
    }
    return nn.Sequential(OrderedDict(layers))


class Network(nn.Module):  # type: ignore[misc]  # torch is not checked
    """See compare/matching/reader.py; the same steps under the same names."""

    def __init__(self, size: int, mean: np.ndarray, scale: np.ndarray) -> None:
        """Of word vectors of ``size``, and of the table's mean and scale."""
        super().__init__()
        self.query, self.key = (nn.Linear(size, _HEADS * _HEAD_SIZE, bias=False) for _ in range(2))
        self.key.weight.data.copy_(self.query.weight.data)
        self.value = nn.Linear(size, _VALUE, bias=False)
        # At first: an equal stem, a near vector and the scorer's favourite all draw attention.
        self.bias = nn.Parameter(torch.tensor([[2.0, 6.0, 1.0]] * _HEADS))
        self.scale = nn.Parameter(torch.full((_HEADS,), 5.0))
        self.score = nn.Sequential(nn.Linear(len(PAIR_FEATURES), 32), nn.ReLU(), nn.Linear(32, 1))
        self.kind = nn.Linear(len(KINDS), _KIND)
        parts = _VALUE * (1 + 2 * _HEADS) + 3 * _HEADS + _KIND + 1 + _HEADS * len(KINDS)
        self.word, self.norm = nn.Linear(parts, _SIZE), nn.LayerNorm(_SIZE)
        self.pool = nn.Linear(_SIZE, 1)
        self.out = _two_layers(3 * _SIZE + len(FEATURES) + 4, _HIDDEN)
        self.among = _two_layers(5 * _HIDDEN, _AMONG)
        self.linear = nn.Linear(len(FEATURES), 2)
        self.dropped = nn.Dropout(_DROPPED)
        self.register_buffer("table_mean", torch.from_numpy(mean.astype(np.float32)))
        self.register_buffer("table_scale", torch.from_numpy(scale.astype(np.float32)))

    def forward(self, there: Task, here: Task) -> tuple[Answered, Answered]:
        """What is made of two articles, each beside the other; ``here`` is the way back."""
        one, other = self.sentences(there), self.sentences(here)
        return self.seen_among(one, other), self.seen_among(other, one)

    def sentences(self, task: Task) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """(n, hidden) of every sentence read for itself, (n, 2) of its table alone, and its evidence."""
        scores = self.score(task.features)[..., 0]
        total = torch.logsumexp(scores, 1, keepdim=True)
        evidence = scores - total
        chosen = scores.topk(min(READ, scores.shape[1]), 1).indices
        other = task.other[chosen].flatten(1)
        prior = evidence.gather(1, chosen).clamp(min=_FARTHEST).repeat_interleave(task.other.shape[1], 1)
        words = self.gather(task, other, prior)
        pooled = self.pooled(words, task.own >= 0)
        best = scores.gather(1, chosen[:, [0, min(1, chosen.shape[1] - 1)]])
        table = (task.table - self.table_mean) / self.table_scale
        certainty = torch.cat([best, total, evidence.amax(1, keepdim=True).exp()], 1)
        hidden = self.out[:3](torch.cat([pooled, table, certainty], 1))
        return hidden, self.linear(table), evidence

    def seen_among(self, there: tuple[torch.Tensor, ...], here: tuple[torch.Tensor, ...]) -> Answered:
        """Each sentence with those beside it, with all of its article, and with its evidence as that was read."""
        hidden, linear, evidence = there
        article = hidden.mean(0, keepdim=True)
        beside = torch.cat([article, hidden[:-1]]), torch.cat([hidden[1:], article])
        context = torch.cat([hidden, *beside, article.expand_as(hidden), evidence.exp() @ here[0]], 1)
        return self.out[3](hidden) + self.among(context) + linear, evidence

    def gather(self, task: Task, other: torch.Tensor, prior: torch.Tensor) -> torch.Tensor:
        """(n, words, size)."""
        a, b = self.dropped(task.a), self.dropped(task.b)
        here, there = task.own.clamp(min=0), other.clamp(min=0)
        query, key = (
            nn.functional.normalize(layer(side).view(-1, _HEADS, _HEAD_SIZE), dim=-1)
            for layer, side in ((self.query, a), (self.key, b))
        )
        similar = torch.einsum("nihd,njhd->nhij", query[here], key[there])
        near, same = (table[here[:, :, None], there[:, None, :]][:, None].float() for table in (task.near, task.same))
        bias = self.bias[None, :, :, None, None]
        logits = self.scale[None, :, None, None] * similar + bias[:, :, 0] * same + bias[:, :, 1] * near
        logits = logits + bias[:, :, 2] * prior[:, None, None, :]
        share = torch.softmax(logits.masked_fill((other < 0)[:, None, None, :], _NEVER), -1)
        said = torch.einsum("nhij,njp->nihp", share, self.value(b)[there])
        of_kinds = torch.einsum("nhij,njk->nihk", share, task.kinds_b[there])
        fits = torch.stack([(share * one).sum(-1) for one in (similar, near, same)], -1).permute(0, 2, 1, 3)
        own = self.value(a)[here]
        parts = [own, said.flatten(2), (said * own[:, :, None]).flatten(2), fits.flatten(2)]
        parts += [self.kind(task.kinds_a)[here], task.weights[here][..., None] / 3, of_kinds.flatten(2)]
        return self.norm(torch.relu(self.word(self.dropped(torch.cat(parts, -1)))))

    def pooled(self, words: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """(n, 3 size)."""
        attention = torch.softmax(self.pool(words)[..., 0].masked_fill(~there, _NEVER), 1)
        mean = (words * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        largest = words.masked_fill(~there[..., None], _NEVER).amax(1)
        return torch.cat([(attention[..., None] * words).sum(1), mean, largest], 1)


def loss_of(odds: torch.Tensor, evidence: torch.Tensor, task: Task) -> tuple[torch.Tensor, int]:
    """Summed over the answers, and how many there are; of what the network makes of a task."""
    answered = ~torch.isnan(task.answers[:, 0])
    answers, made = task.answers[answered], odds[answered]
    there = answers[:, 0] > 0
    loss = nn.functional.binary_cross_entropy_with_logits(made[:, 0], answers[:, 0], reduction="sum")
    whole = nn.functional.binary_cross_entropy_with_logits(made[there, 1], answers[there, 1], reduction="sum")
    return loss + PRESENT_WEIGHT * whole + _EVIDENCE * evidence_loss(evidence, task.evidence), len(answers)


def evidence_loss(evidence: torch.Tensor, named: torch.Tensor) -> torch.Tensor:
    """How unlikely the ``named`` sentences are held to be, summed over the claims that have any."""
    asked = named.sum(1) > 0
    return -torch.logsumexp(evidence[asked].masked_fill(named[asked] == 0, _NEVER), 1).sum()


def joined(odds: torch.Tensor) -> torch.Tensor:
    """(n, 2) log-odds of present and of stated, of those of present and of stated where it is present."""
    present, whole = -odds[:, 0], -odds[:, 1]
    return torch.stack([odds[:, 0], -torch.logsumexp(torch.stack([present, whole, present + whole]), 0)], 1)
