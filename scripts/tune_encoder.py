"""Train the upper layers of the encoder on the machine-labelled stories and write compare/data/encoder.safetensors.

    python scripts/tune_encoder.py WHEELS [--shared ../shared] [--passes 1] [--resume FILE] [--write]

It starts from the first six layers of the encoder of scripts/published_encoder.py, which says what WHEELS are.
Embeddings and layers 0 to 2 stay as published, but for their rounding; layers 3 to 5 and a matrix that makes 384
numbers of 768 are trained, rounded to what their file can hold at every step, together with a reading network that is
thrown away (scripts/train_reader.py trains the one that ships, on the finished vectors). The network reads each article
beside the other: word by word, by attention over the other article, under a scorer of sentence pairs that learns which
sentences the annotator named. It learns from the articles as they are and from those that were reworded or turned
(scripts/edited_articles.py). Every twelfth story is kept out; the gold stories are only judged. An hour and a third a
pass on two cores that multiply bfloat16; with --resume it notes where it is in FILE, and goes on from there. With
--write the encoder is replaced; the file's sha256 belongs into compare/matching/weights.py. Run tune_pooling.py and
train_reader.py after it.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from coverage_fit import PRESENT_WEIGHT
from edited_articles import edited_pairs
from encoder_layers import FIRST_TRAINED, TRAINED_ROUNDING, Encoder, Pieces, in_training, read
from encoder_network import Network, again
from labelled import machine_pairs, matcher_of, read_stories
from published_encoder import PUBLISHED_ROUNDING, compact_embeddings, eight_bits, four_bits, published
from reader_network import Task, evidence_loss
from safetensors.torch import save_file
from sklearn.metrics import roc_auc_score
from torch import nn
from torch.nn.utils import parametrize
from train_reader import both_ways, gold_tasks, machine_tasks
from weights_record import ENCODER, labelled_options, record_weights

from compare.matching.network import OUT
from compare.records import Sentence
from compare.settings import PLAIN_MODEL

# A step for every pair of articles; longer steps learned less (docs/trials.md).
RATE, NETWORK_RATE, DECAY, PASSES = 6e-5, 1e-3, 0.03, 1
NOTED = 50  # steps between two lines, or two notes of how far it is
SCORER = 0.3  # of the loss, the part of the sentence scorer


@dataclass(frozen=True, eq=False)
class Pair:
    """Two articles and the task of reading each beside the other, whose vectors are made anew."""

    articles: tuple[Pieces, Pieces]
    tasks: tuple[Task, Task]


def seen_anew(trained: Encoder, pair: Pair) -> Iterator[Task]:
    """The two tasks with vectors, sentence pairs and table columns from the layers as they are now."""
    (words_a, sentences_a), (words_b, sentences_b) = (trained(article) for article in pair.articles)
    centre = torch.cat([words_a, words_b]).mean(0)
    a, b = (nn.functional.normalize(words - centre, dim=1) for words in (words_a, words_b))
    near, cosine = a @ b.T, sentences_a @ sentences_b.T
    ways = (pair.tasks[0], a, b, near, cosine), (pair.tasks[1], b, a, near.T, cosine.T)
    for place, (task, own, other, close, alike) in enumerate(ways):
        back = pair.tasks[1 - place].weights
        yield again(task, own, other, close, alike, back)


def main() -> None:
    """Train, print, write when asked."""
    parser = labelled_options(__doc__)
    parser.add_argument("wheels", type=Path)
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    start = published(options.wheels)
    embeddings = compact_embeddings(start)
    learned, held, gold = read_pairs(options.shared)
    torch.manual_seed(0)
    encoder, network = in_training(start, embeddings), Network(OUT)
    train(Training(encoder, network, options.passes * len(learned)), learned, options.resume)
    scores = {"kept_stories": judged(encoder, network, held), "gold_stories": judged(encoder, network, gold)}
    print(scores)
    if options.write:
        save_file(in_file(start, embeddings, encoder), ENCODER)
        record_weights(ENCODER, "scripts/tune_encoder.py", options.passes, scores)
        print(f"wrote {ENCODER}, sha256 {hashlib.sha256(ENCODER.read_bytes()).hexdigest()}")


def read_pairs(shared: Path) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Pairs of articles to learn from, those kept out, and those of the gold stories; tables standardised alike."""
    matcher = matcher_of(PLAIN_MODEL)
    learned: list[Pair] = []
    held: list[Pair] = []
    tables = []
    articles = shared / "stories" / "many.jsonl.gz"
    for pair in chain(machine_pairs(articles, matcher), edited_pairs(articles, matcher)):
        tasks = machine_tasks(pair)
        made = pairs_of([match.claims for match in pair.matches], tasks)
        if not pair.held:
            learned += made
            tables += [task.table for task in tasks]
        elif pair.kind == "plain":
            held += made
    gold = []
    for story in read_stories(shared / "stories", matcher):
        for ways in both_ways(story):
            gold += pairs_of([match.claims for match in ways], gold_tasks(story, *ways))
    mean, scale = torch.cat(tables).mean(0), torch.cat(tables).std(0).clamp(min=1e-3)
    learned, held, gold = ([standard(pair, mean, scale) for pair in pairs] for pairs in (learned, held, gold))
    return learned, held, gold


def pairs_of(sides: Sequence[Sequence[Sentence]], tasks: Sequence[Task]) -> list[Pair]:
    """The pair, without the vectors that are made anew; none where a sentence is so long that it lost words."""
    first, second = (read(tuple(sentence.text for sentence in side)) for side in sides)
    fits = (first.words, second.words) == (len(tasks[0].a), len(tasks[0].b))
    none = torch.zeros(0)
    bare = [replace(task, a=none, b=none, near=none) for task in tasks]
    return [Pair((first, second), (bare[0], bare[1]))] if fits else []


def standard(pair: Pair, mean: torch.Tensor, scale: torch.Tensor) -> Pair:
    """With standardised tables."""
    tasks = [replace(task, table=(task.table - mean) / scale) for task in pair.tasks]
    return Pair(pair.articles, (tasks[0], tasks[1]))


class Training:
    """An encoder and the network that it is trained with, and how far they are."""

    def __init__(self, encoder: Encoder, network: Network, steps: int) -> None:
        """``steps`` to take in all."""
        self.encoder, self.network, self.steps, self.done = encoder, network, steps, 0
        upper = [weight for weight in encoder.parameters() if weight.requires_grad]
        self.parameters = [*upper, *network.parameters()]
        groups = [{"params": upper, "lr": RATE}, {"params": network.parameters(), "lr": NETWORK_RATE}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
        rates = [RATE, NETWORK_RATE]
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(self.optimiser, rates, total_steps=steps + 1, pct_start=0.1)

    def step(self, pair: Pair) -> tuple[float, int]:
        """Learn from one pair: its loss, summed over so many answers."""
        self.encoder.train()
        self.network.train()
        with parametrize.cached():
            loss, answers = pair_loss(self.encoder, self.network, pair)
            (loss / 200).backward()
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad()
        self.done += 1
        return loss.item(), answers

    def save(self, file: Path) -> None:
        """Note everything that is needed to go on."""
        parts = self.encoder, self.network, self.optimiser, self.schedule
        unfinished = file.with_name(f"{file.name}.part")
        chance = torch.get_rng_state()
        torch.save([(self.done, self.steps, chance), *(part.state_dict() for part in parts)], unfinished)
        unfinished.replace(file)

    def resume(self, file: Path) -> None:
        """Go on from what was noted.

        Raises:
            SystemExit: it was noted by a training of another length.
        """
        (self.done, steps, chance), *states = torch.load(file)
        if steps != self.steps:
            raise SystemExit(f"{file}: of a training of {steps} steps, not {self.steps}; name another file")
        torch.set_rng_state(chance)
        for part, state in zip((self.encoder, self.network, self.optimiser, self.schedule), states, strict=True):
            part.load_state_dict(state)


def train(training: Training, learned: Sequence[Pair], file: Path | None) -> None:
    """Take all steps that are left, every pass in an order of its own."""
    if file and file.exists():
        training.resume(file)
    passes = training.steps // len(learned)
    order = [pair for number in range(passes) for pair in random.Random(number).sample(learned, len(learned))]
    total = count = 0.0
    for pair in order[training.done :]:
        loss, answers = training.step(pair)
        total, count = total + loss, count + answers
        if training.done % NOTED == 0 or training.done == training.steps:
            print(f"{training.done} of {training.steps} pairs: loss {total / count:.4f}", flush=True)
            total = count = 0.0
            if file:
                training.save(file)


def in_file(
    start: Mapping[str, torch.Tensor], embeddings: Mapping[str, torch.Tensor], encoder: Encoder
) -> dict[str, torch.Tensor]:
    """The network in the form that its file has, as ``embeddings`` have it already."""
    layers: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]] = {}, {}
    for name, values in encoder.network.encoder.layer.state_dict().items():
        plain = name.replace("parametrizations.weight.original", "weight")
        trained = int(plain.partition(".")[0]) >= FIRST_TRAINED
        layers[trained][f"encoder.layer.{plain}"] = values if trained else start[f"encoder.layer.{plain}"]
    rounded = four_bits(layers[0], *PUBLISHED_ROUNDING) | four_bits(layers[1], *TRAINED_ROUNDING)
    made = {**embeddings, **rounded, **eight_bits("out.weight", encoder.network.out.weight.detach())}
    return {name: values.contiguous() for name, values in made.items()}


def pair_loss(trained: Encoder, network: Network, pair: Pair) -> tuple[torch.Tensor, int]:
    """Summed over the answers of both ways, and how many there are."""
    ways = []
    for task in seen_anew(trained, pair):
        odds, evidence = network(task)
        ways.append(task_loss(odds, evidence, task))
    return ways[0][0] + ways[1][0], ways[0][1] + ways[1][1]


def task_loss(odds: torch.Tensor, evidence: torch.Tensor, task: Task) -> tuple[torch.Tensor, int]:
    """The same of one way."""
    answered = ~torch.isnan(task.answers[:, 0])
    answers = task.answers[answered]
    weights = torch.ones_like(answers)
    weights[:, 1] += (PRESENT_WEIGHT - 1) * answers[:, 0]
    loss = nn.functional.binary_cross_entropy_with_logits(odds[answered], answers, weights, reduction="sum")
    return loss + SCORER * evidence_loss(evidence, task.evidence), len(answers)


def judged(trained: Encoder, network: Network, pairs: Sequence[Pair]) -> dict[str, float]:
    """AUC of present and of stated."""
    trained.eval()
    network.eval()
    odds, answers = [], []
    with torch.inference_mode():
        for pair in pairs:
            with parametrize.cached():
                tasks = list(seen_anew(trained, pair))
            for task in tasks:
                known = ~torch.isnan(task.answers[:, 0])
                odds.append(network(task)[0][known].numpy())
                answers.append(task.answers[known].numpy())
    values, truth = np.concatenate(odds), np.concatenate(answers)
    names = enumerate(("present_auc", "stated_auc"))
    return {name: round(float(roc_auc_score(truth[:, column], values[:, column])), 3) for column, name in names}


if __name__ == "__main__":
    main()
