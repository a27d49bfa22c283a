"""The network that tune_encoder.py trains layers with, and throws away; what it reads is made anew at every step."""

from dataclasses import replace

import torch
from reader_network import Task
from torch import nn

from compare.matching.features import FEATURES

# Columns of the table that do not depend on the vectors; the others are made anew from the vectors in training.
LEXICAL = ("stems", "stems_article", "figures", "figures_article", "length", "quotation", "name_count", "trigrams")
_HEADS, _HEAD_SIZE, _VALUE, _SIZE, _DROPPED = 4, 32, 64, 96, 0.2
_NEVER = -1e4


class Network(nn.Module):  # type: ignore[misc]  # torch is not checked
    """Reads A beside all of B; only the encoder that it taught is kept."""

    def __init__(self, size: int) -> None:
        super().__init__()
        wide = _HEADS * _HEAD_SIZE
        self.query, self.key = nn.Linear(size, wide, bias=False), nn.Linear(size, wide, bias=False)
        self.value, self.own = nn.Linear(size, _VALUE, bias=False), nn.Linear(size, _VALUE, bias=False)
        self.key.weight.data.copy_(self.query.weight.data)
        self.bias = nn.Parameter(torch.tensor([[2.0, 6.0, 3.0]] * _HEADS))
        self.scale = nn.Parameter(torch.full((_HEADS,), 5.0))
        self.score = nn.Sequential(nn.Linear(10, 32), nn.GELU(), nn.Linear(32, 1))
        self.kind = nn.Linear(5, 16)
        self.word = nn.Linear(_VALUE * (1 + 2 * _HEADS) + 3 * _HEADS + 16 + 1 + 5 * _HEADS, _SIZE)
        self.norm = nn.LayerNorm(_SIZE)
        self.each_other = nn.TransformerEncoderLayer(
            _SIZE, 4, 2 * _SIZE, dropout=_DROPPED, activation="gelu", batch_first=True, norm_first=True
        )
        self.pool = nn.Linear(_SIZE, 1)
        table = len(LEXICAL) + 4
        out = nn.Linear(3 * _SIZE + table + 4, 64), nn.GELU(), nn.Dropout(_DROPPED), nn.Linear(64, 2)
        self.out = nn.Sequential(*out)
        self.linear = nn.Linear(table, 2)
        self.dropped = nn.Dropout(_DROPPED)

    def forward(self, task: Task) -> tuple[torch.Tensor, torch.Tensor]:
        """Log-odds (n, 2) of present and stated, and log-probability of every sentence of B to be the evidence."""
        scores = self.score(task.features)[..., 0]
        total = torch.logsumexp(scores, 1, keepdim=True)
        evidence = scores - total
        there = task.own >= 0
        words = self.gather(task, evidence)[task.own.clamp(min=0)]
        words = self.each_other(words, src_key_padding_mask=~there)
        attention = torch.softmax(self.pool(words)[..., 0].masked_fill(~there, _NEVER), 1)
        mean = (words * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        parts = [(attention[..., None] * words).sum(1), mean, words.masked_fill(~there[..., None], _NEVER).amax(1)]
        best = scores.topk(min(2, scores.shape[1]), 1).values
        best = torch.cat([best, best], 1)[:, :2]
        parts += [task.table, best, total, evidence.exp().amax(1, keepdim=True)]
        return self.out(torch.cat(parts, 1)) + self.linear(task.table), evidence

    def gather(self, task: Task, evidence: torch.Tensor) -> torch.Tensor:
        """(words of A, size): every word with what the words of B say of it."""
        a, b = self.dropped(task.a), self.dropped(task.b)
        query, key = (
            nn.functional.normalize(layer(side).view(-1, _HEADS, _HEAD_SIZE).transpose(0, 1), dim=-1)
            for layer, side in ((self.query, a), (self.key, b))
        )
        similar = query @ key.transpose(1, 2)
        prior = evidence[sentence_of(task.own)][:, sentence_of(task.other)].clamp(min=-12) * 0.3
        share = torch.softmax(
            self.scale[:, None, None] * similar
            + self.bias[:, 0, None, None] * task.same
            + self.bias[:, 1, None, None] * task.near
            + self.bias[:, 2, None, None] * prior,
            -1,
        )
        said, own = (share @ self.value(b)).transpose(0, 1), self.own(a)
        fits = torch.stack([(share * one).sum(-1) for one in (similar, task.near, task.same)], -1).transpose(0, 1)
        parts = [own, said.flatten(1), (said * own[:, None]).flatten(1), fits.flatten(1), self.kind(task.kinds_a)]
        parts += [task.weights[:, None] / 3, (share @ task.kinds_b).transpose(0, 1).flatten(1)]
        return self.norm(nn.functional.gelu(self.word(self.dropped(torch.cat(parts, 1)))))


def sentence_of(padded: torch.Tensor) -> torch.Tensor:
    """(words,) the sentence of each word row."""
    return torch.repeat_interleave(torch.arange(len(padded)), (padded >= 0).sum(1))


def again(
    task: Task, a: torch.Tensor, b: torch.Tensor, near: torch.Tensor, cosine: torch.Tensor, weights_b: torch.Tensor
) -> Task:
    """A task with new vectors; the steps of matching/features.py that pass a gradient on."""
    rows, columns = sentence_of(task.own), sentence_of(task.other)
    recall = mean_of(largest(near, columns, len(task.other)), task.weights, rows, len(task.own))
    precision = mean_of(largest(near.T, rows, len(task.own)), weights_b, columns, len(task.other)).T
    found, just = recall.clamp(min=0), precision.clamp(min=0)
    balance = 2 * found * just / (found + just).clamp(min=1e-6)
    stems, stems_back, distance = (task.features[..., column] for column in (2, 4, 9))
    support = recall + 0.5 * stems + 0.5 * cosine
    beside = support - support.amax(1, keepdim=True), support - support.amax(0, keepdim=True)
    features = [cosine, recall, stems, precision, stems_back, balance, support, *beside, distance]
    anywhere = mean_of(near.amax(1, keepdim=True), task.weights, rows, len(task.own))
    made = [(part.amax(1, keepdim=True) - 0.5) * 4 for part in (cosine, recall, anywhere, balance)]
    table = torch.cat([task.table[:, [FEATURES.index(name) for name in LEXICAL]], *made], 1)
    return replace(task, a=a, b=b, near=near, features=torch.stack(features, -1), table=table)


def largest(values: torch.Tensor, columns: torch.Tensor, count: int) -> torch.Tensor:
    """(rows, count) the largest value of each group of columns."""
    empty = torch.full((len(values), count), -1e9)
    return empty.scatter_reduce(1, columns[None].expand(len(values), -1), values, "amax")


def mean_of(values: torch.Tensor, weights: torch.Tensor, rows: torch.Tensor, count: int) -> torch.Tensor:
    """(count, columns) the weighted mean of each group of rows."""
    total = torch.zeros(count, values.shape[1]).index_add(0, rows, values * weights[:, None])
    return total / torch.zeros(count).index_add(0, rows, weights)[:, None].clamp(min=1e-6)
