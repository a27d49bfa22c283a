"""Train layers 3 to 5 of a published encoder's first six on the machine-labelled stories.

    python scripts/tune_encoder.py FILE [--shared ../shared] [--passes 2] [--seed 0] [--edits]

The encoder is that of scripts/published_encoder.py, which says what to install. Embeddings and layers 0 to 2 stay as
published and are run once; layers 3 to 5 are trained together with a reading network that is thrown away
(scripts/train_reader.py trains the one that ships, on the finished vectors). The network reads each article beside the
other: word by word, by attention over the other article, under a scorer of sentence pairs that learns which sentences
the annotator named. With --edits it also reads the articles that were reworded or turned (scripts/edited_articles.py).
Every twelfth story is kept out; the gold stories are only judged. About a quarter of an hour a pass on two cores that
multiply bfloat16, with --edits half an hour. The trained layers go to FILE in half precision;
scripts/average_encoders.py makes the encoder that ships of several such files.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from coverage_fit import PRESENT_WEIGHT
from edited_articles import edited_pairs
from labelled import machine_pairs, matcher_of, read_stories
from published_encoder import published
from reader_network import Task, evidence_loss
from safetensors.torch import save_file
from sklearn.metrics import roc_auc_score
from torch import nn
from train_reader import both_ways, gold_tasks, machine_tasks
from transformers import AutoTokenizer, BertConfig, BertModel
from weights_record import labelled_options

from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.features import FEATURES
from compare.matching.weights import widen
from compare.settings import PLAIN_MODEL
from compare.text.words import content_words

LAYERS, FIRST_TRAINED, LONGEST = 6, 3, 128
# A step for every pair of articles: with one for every four a third of the stories gave, after a pass, AUC .879 and
# .915 on stories kept out, with this .891 and .921.
RATE, NETWORK_RATE, DECAY, TOGETHER, PASSES = 1.2e-4, 1e-3, 0.03, 1, 2
SCORER = 0.3  # of the loss, the part of the sentence scorer
# Columns of the table that do not depend on the vectors; the others are made anew from the vectors in training.
LEXICAL = ("stems", "stems_article", "figures", "figures_article", "length", "quotation", "name_count", "trigrams")
_HEADS, _HEAD_SIZE, _VALUE, _SIZE, _DROPPED = 4, 32, 64, 96, 0.2
_NEVER = -1e4
# bfloat16 takes 0.6 of the time where the processor multiplies it, and eight times as long where it has AVX2 alone.
_IN_HALF = torch.backends.cpu.get_cpu_capability() == "AVX512"


@dataclass(frozen=True, eq=False)
class Pieces:
    """An article as the fixed layers leave it.

    Attributes:
        hidden: (sentences, most pieces of one, d) in half precision.
        there: (sentences, most pieces of one) 1 where there is a piece.
        rows, sentences, places: which word row each piece of a content word belongs to, and where it stands.
        words: number of word rows.
    """

    hidden: torch.Tensor
    there: torch.Tensor
    rows: torch.Tensor
    sentences: torch.Tensor
    places: torch.Tensor
    words: int


@dataclass(frozen=True, eq=False)
class Pair:
    """Two articles and the task of reading each beside the other, whose vectors are made anew."""

    articles: tuple[Pieces, Pieces]
    tasks: tuple[Task, Task]


class Fixed:
    """The embeddings and the first layers of an encoder, which stay as they are."""

    def __init__(self, weights: Mapping[str, torch.Tensor], layers: int) -> None:
        """``weights`` are of a whole encoder, as they are stored; ``layers`` of it stay."""
        folder = str(SentenceTransformerEncoder(PLAIN_MODEL).folder)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.bert = BertModel(BertConfig.from_pretrained(folder, num_hidden_layers=LAYERS), add_pooling_layer=False)
        self.bert.load_state_dict(widen(weights))
        self.bert.eval()
        self.layers = self.bert.encoder.layer[:layers]

    @cache  # noqa: B019, the program's one instance: an article stands beside several others
    @torch.no_grad()
    def read(self, texts: tuple[str, ...]) -> Pieces:
        """Sentences of one article."""
        tokens = self.tokenizer(list(texts), truncation=True, max_length=LONGEST, return_offsets_mapping=True)
        lengths = [len(pieces) for pieces in tokens["input_ids"]]
        hidden = torch.zeros(len(texts), max(lengths), self.bert.config.hidden_size, dtype=torch.half)
        there = torch.zeros(len(texts), max(lengths))
        order = sorted(range(len(texts)), key=lengths.__getitem__)
        for first in range(0, len(order), 32):
            batch = order[first : first + 32]
            ids = torch.zeros(len(batch), lengths[batch[-1]], dtype=torch.long)
            for row, index in enumerate(batch):
                ids[row, : lengths[index]] = torch.tensor(tokens["input_ids"][index])
                there[index, : lengths[index]] = 1
            states = self.bert.embeddings(ids)
            states = through(self.layers, states, there[batch, : ids.shape[1]])
            for row, index in enumerate(batch):
                hidden[index, : lengths[index]] = states[row, : lengths[index]].half()
        rows, sentences, places, words = word_pieces(texts, tokens["offset_mapping"])
        return Pieces(hidden, there, torch.tensor(rows), torch.tensor(sentences), torch.tensor(places), words)


def word_pieces(
    texts: Sequence[str], offsets: Sequence[Sequence[tuple[int, int]]]
) -> tuple[list[int], list[int], list[int], int]:
    """Row, sentence and place of every piece of a content word; the rows are those of matching/passages.py."""
    rows, sentences, places, row = [], [], [], 0
    for sentence, text in enumerate(texts):
        before = row
        for start, end in content_words(text):
            found = [n for n, (first, last) in enumerate(offsets[sentence]) if first < end and last > start]
            rows += [row] * len(found)
            sentences += [sentence] * len(found)
            places += found
            row += bool(found)
        row += row == before
    return rows, sentences, places, row


def through(layers: Sequence[nn.Module], states: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    """The states after some layers; products in bfloat16 where that takes less time."""
    mask = (1 - there[:, None, None, :]) * -1e9
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_IN_HALF):
        for layer in layers:
            states = layer(states, mask)
            states = states[0] if isinstance(states, tuple) else states
    return states.float()


class Trained(nn.Module):
    """The layers that are trained: word and sentence vectors of an article."""

    def __init__(self, layers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, article: Pieces) -> tuple[torch.Tensor, torch.Tensor]:
        """(words, d) and (sentences, d), unit length; sentences of like length go through together."""
        states = article.hidden.float()
        made = torch.zeros_like(states)
        for part in torch.tensor_split(torch.argsort(article.there.sum(1)), 4):
            if len(part):
                longest = int(article.there[part].sum(1).max())
                there = article.there[part, :longest]
                done = through(self.layers, states[part, :longest], there)
                made[part, :longest] = made[part, :longest] + done
        words = torch.zeros(article.words, states.shape[2])
        words = words.index_add(0, article.rows, made[article.sentences, article.places])
        sentences = (made * article.there[..., None]).sum(1)
        return nn.functional.normalize(words, dim=1), nn.functional.normalize(sentences, dim=1)


class Network(nn.Module):
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


def seen_anew(trained: Trained, pair: Pair) -> Iterator[Task]:
    """The two tasks with vectors, sentence pairs and table columns from the layers as they are now."""
    (words_a, sentences_a), (words_b, sentences_b) = (trained(article) for article in pair.articles)
    centre = torch.cat([words_a, words_b]).mean(0)
    a, b = (nn.functional.normalize(words - centre, dim=1) for words in (words_a, words_b))
    near, cosine = a @ b.T, sentences_a @ sentences_b.T
    ways = (pair.tasks[0], a, b, near, cosine), (pair.tasks[1], b, a, near.T, cosine.T)
    for place, (task, own, other, close, alike) in enumerate(ways):
        back = pair.tasks[1 - place].weights
        yield again(task, own, other, close, alike, back)


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


def main() -> None:
    """Train, print, write."""
    parser = labelled_options(__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--edits", action="store_true")
    options = parser.parse_args()
    matcher, fixed = matcher_of(PLAIN_MODEL), Fixed(published(LAYERS), FIRST_TRAINED)
    learned: list[Pair] = []
    held: list[Pair] = []
    tables = []
    articles = options.shared / "stories" / "many.jsonl.gz"
    for pair in chain(machine_pairs(articles, matcher), edited_pairs(articles, matcher) if options.edits else ()):
        tasks = machine_tasks(pair)
        made = pairs_of(fixed, [match.claims for match in pair.matches], tasks)
        if not pair.held:
            learned += made
            tables += [task.table for task in tasks]
        elif pair.kind == "plain":
            held += made
    gold = []
    for story in read_stories(options.shared / "stories", matcher):
        for ways in both_ways(story):
            gold += pairs_of(fixed, [match.claims for match in ways], gold_tasks(story, *ways))
    mean, scale = torch.cat(tables).mean(0), torch.cat(tables).std(0).clamp(min=1e-3)
    groups = [[standard(pair, mean, scale) for pair in pairs] for pairs in (learned, held, gold)]
    save_file(train(fixed, *groups, options.passes, options.seed), options.file)
    print(f"wrote {options.file}")


def pairs_of(fixed: Fixed, sides: Sequence[Sequence[object]], tasks: Sequence[Task]) -> list[Pair]:
    """The pair, without the vectors that are made anew; none where a sentence is so long that it lost words."""
    first, second = (fixed.read(tuple(sentence.text for sentence in side)) for side in sides)  # type: ignore[attr-defined]
    fits = (first.words, second.words) == (len(tasks[0].a), len(tasks[0].b))
    none = torch.zeros(0)
    bare = [replace(task, a=none, b=none, near=none) for task in tasks]
    return [Pair((first, second), (bare[0], bare[1]))] if fits else []


def standard(pair: Pair, mean: torch.Tensor, scale: torch.Tensor) -> Pair:
    """With standardised tables."""
    tasks = [replace(task, table=(task.table - mean) / scale) for task in pair.tasks]
    return Pair(pair.articles, (tasks[0], tasks[1]))


def train(
    fixed: Fixed, learned: list[Pair], held: Sequence[Pair], gold: Sequence[Pair], passes: int, seed: int
) -> dict[str, torch.Tensor]:
    """The trained layers in half precision, under the names that they have in the model."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    trained = Trained(fixed.bert.encoder.layer[FIRST_TRAINED:])
    network = Network(fixed.bert.config.hidden_size)
    parameters = [*trained.parameters(), *network.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": trained.parameters(), "lr": RATE}, {"params": network.parameters(), "lr": NETWORK_RATE}],
        weight_decay=DECAY,
    )
    steps = passes * len(learned) // TOGETHER + TOGETHER
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, NETWORK_RATE], total_steps=steps, pct_start=0.1)
    for number in range(passes):
        chance.shuffle(learned)
        trained.train()
        network.train()
        total = count = 0.0
        for place, pair in enumerate(learned, 1):
            loss, answers = pair_loss(trained, network, pair)
            (loss / 200).backward()
            total, count = total + loss.item(), count + answers
            if place % TOGETHER == 0:
                nn.utils.clip_grad_norm_(parameters, 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
            if place % 100 == 0:
                print(f"pass {number + 1}, {place} of {len(learned)} pairs: loss {total / count:.4f}", flush=True)
        scores = {"kept_stories": judged(trained, network, held), "gold_stories": judged(trained, network, gold)}
        print(f"pass {number + 1}: {scores}", flush=True)
    return {
        f"encoder.layer.{FIRST_TRAINED + place}.{name}": value.half().contiguous()
        for place, layer in enumerate(trained.layers)
        for name, value in layer.state_dict().items()
    }


def pair_loss(trained: Trained, network: Network, pair: Pair) -> tuple[torch.Tensor, int]:
    """Summed over the answers of both ways, and how many there are."""
    ways = [task_loss(*network(task), task) for task in seen_anew(trained, pair)]
    return ways[0][0] + ways[1][0], ways[0][1] + ways[1][1]


def task_loss(odds: torch.Tensor, evidence: torch.Tensor, task: Task) -> tuple[torch.Tensor, int]:
    """The same of one way."""
    answered = ~torch.isnan(task.answers[:, 0])
    answers = task.answers[answered]
    weights = torch.ones_like(answers)
    weights[:, 1] += (PRESENT_WEIGHT - 1) * answers[:, 0]
    loss = nn.functional.binary_cross_entropy_with_logits(odds[answered], answers, weights, reduction="sum")
    return loss + SCORER * evidence_loss(evidence, task.evidence), len(answers)


def judged(trained: Trained, network: Network, pairs: Sequence[Pair]) -> dict[str, float]:
    """AUC of present and of stated."""
    trained.eval()
    network.eval()
    odds, answers = [], []
    with torch.inference_mode():
        for pair in pairs:
            for task in seen_anew(trained, pair):
                known = ~torch.isnan(task.answers[:, 0])
                odds.append(network(task)[0][known].numpy())
                answers.append(task.answers[known].numpy())
    values, truth = np.concatenate(odds), np.concatenate(answers)
    names = enumerate(("present_auc", "stated_auc"))
    return {name: round(float(roc_auc_score(truth[:, column], values[:, column])), 3) for column, name in names}


if __name__ == "__main__":
    main()
