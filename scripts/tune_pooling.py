"""Train how word pieces become a sentence's vector, on the machine-labelled stories.

    python scripts/tune_pooling.py [--shared ../shared] [--passes 4] [--write]

The encoder stays as scripts/tune_encoder.py left it: trained on words, the plain mean of its pieces tells little of
a sentence. Learned are the weight of a piece and one matrix (compare/matching/pooling.py), from three wishes: that a
sentence lies near the sentences that an annotator named as its evidence, nearer than to others of that article, and
that it lies as all-MiniLM-L6-v2 has it beside other sentences. Every twelfth story is kept out; the gold stories are
only judged. Eight minutes on two cores, most of them to encode. With --write the weights go to
compare/data/pooling.safetensors in half precision; its sha256 belongs into compare/matching/weights.py.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from encoder_layers import Encoder, read
from labelled import machine_pairs, matcher_of, read_stories
from reader_network import Task, evidence_loss
from safetensors.torch import load_file, save_file
from torch import nn
from train_reader import both_ways, gold_tasks, machine_tasks, scores_of, told
from weights_record import ENCODER, record_weights, training_options

from compare.matching.coverage import ArticleMatch
from compare.matching.network import OUT, expand
from compare.matching.pooling import WeighedMean
from compare.settings import PLAIN_MODEL

OUTPUT = ENCODER.with_name("pooling.safetensors")
PASSES, RATE, DECAY = 4, 1e-3, 0.01
# Parts of the loss, chosen by stories kept out, on the layers before: alone the likeness to MiniLM gave AUC .822 of
# stated there, without it the others .871, all .874.
LIKE_MINILM, AMONG, APART = 0.5, 0.3, 3.0
# Whether a pair is one claim: a whole answer is, evidence of a part is to four tenths, and a pair weighs tenfold.
PARTLY, PAIR_WEIGHS = 0.4, 10.0
Pooled = Callable[["Side"], torch.Tensor]


@dataclass(frozen=True, eq=False)
class Side:
    """One article's sentences.

    Attributes:
        texts: of them.
        minilm: (sentences, d) their vectors by all-MiniLM-L6-v2 as published, unit length.
    """

    texts: tuple[str, ...]
    minilm: torch.Tensor


@dataclass(frozen=True, eq=False)
class Pair:
    """Two articles, and for each way the answers (n, 2) and the evidence that was named (n, m)."""

    sides: tuple[Side, Side]
    ways: tuple[tuple[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]


def main() -> None:
    """Train, print, write when asked."""
    options = training_options(__doc__, PASSES)
    matcher, encoder = matcher_of(PLAIN_MODEL, read=False), Encoder(expand(load_file(ENCODER))).eval()
    learned: list[Pair] = []
    held: list[Pair] = []
    for pair in machine_pairs(options.shared / "stories" / "many.jsonl.gz", matcher):
        (held if pair.held else learned).append(pair_of(pair.matches, machine_tasks(pair)))
    stories = read_stories(options.shared / "stories", matcher)
    gold = [pair_of(ways, gold_tasks(story, *ways)) for story in stories for ways in both_ways(story)]
    pooling = trained(encoder, learned, options.passes)
    with torch.no_grad():
        scores = {
            "kept_stories": judged(pooled_by(encoder, pooling), held),
            "gold_stories": judged(pooled_by(encoder, pooling), gold),
        }
        for name, values in {"MiniLM on kept stories": judged(lambda side: side.minilm, held), **scores}.items():
            print(f"{name}: {told(values)}")
    if options.write:
        save_file({name: part.half() for name, part in pooling.state_dict().items()}, OUTPUT)
        record_weights(OUTPUT, "scripts/tune_pooling.py", options.passes, scores)
        print(f"wrote {OUTPUT}, sha256 {hashlib.sha256(OUTPUT.read_bytes()).hexdigest()}")


def pair_of(matches: Sequence[ArticleMatch], tasks: Sequence[Task]) -> Pair:
    """What is learned from one pair of articles."""
    first, second = (
        Side(tuple(sentence.text for sentence in match.claims), torch.from_numpy(match.source.vectors.astype("f4")))
        for match in matches
    )
    there, here = ((task.answers, task.evidence) for task in tasks)
    return Pair((first, second), (there, here))


def pooled_by(encoder: Encoder, pooling: WeighedMean) -> Pooled:
    """A function that gives an article's sentence vectors (sentences, d), unit length."""

    def pooled(side: Side) -> torch.Tensor:
        states, there = finished(encoder, side.texts)
        return nn.functional.normalize(pooling.pool(states.float(), there), dim=1)

    return pooled


@cache
@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is not checked
def finished(encoder: Encoder, texts: tuple[str, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    """Vectors of an article's word pieces in half precision, and which are there."""
    states, there = encoder.states(read(texts))
    return states.half(), there


def trained(encoder: Encoder, learned: list[Pair], passes: int) -> WeighedMean:
    """The pooling after some passes over the pairs of articles, in an order of its own each time."""
    torch.manual_seed(0)
    chance = random.Random(0)
    pooling = WeighedMean(OUT)
    sharpness = nn.Parameter(torch.tensor(3.0))  # logarithm of what a cosine is multiplied by among others
    line = nn.Parameter(torch.tensor([10.0, -8.0]))  # log-odds of a cosine to be of one claim
    parameters = [*pooling.parameters(), sharpness, line]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=passes * len(learned), pct_start=0.1)
    pooled = pooled_by(encoder, pooling)
    for _ in range(passes):
        order = list(learned)
        chance.shuffle(order)
        for pair in order:
            optimiser.zero_grad()
            loss_of(pair, pooled, sharpness, line).backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
    return pooling


def loss_of(pair: Pair, pooled: Pooled, sharpness: torch.Tensor, line: torch.Tensor) -> torch.Tensor:
    """How far the sentences lie from where they should."""
    a, b = (pooled(side) for side in pair.sides)
    unlike = sum(1 - (own * side.minilm).sum(1).mean() for own, side in zip((a, b), pair.sides, strict=True))
    loss = LIKE_MINILM * unlike
    cosine = a @ b.T
    for alike, (answers, evidence) in zip((cosine, cosine.T), pair.ways, strict=True):
        told_of = ~torch.isnan(answers[:, 0])
        share = torch.log_softmax(alike * sharpness.exp(), 1)
        loss = loss + AMONG * evidence_loss(share, evidence) / (evidence.sum(1) > 0).sum().clamp(min=1)
        if told_of.any():
            wanted = evidence[told_of] * torch.where(answers[told_of, 1:] > 0, 1.0, PARTLY)
            weights = torch.where(evidence[told_of] > 0, PAIR_WEIGHS, 1.0)
            odds = alike[told_of] * line[0] + line[1]
            loss = loss + APART * nn.functional.binary_cross_entropy_with_logits(odds, wanted, weights)
    return loss


def judged(pooled: Pooled, pairs: Sequence[Pair]) -> dict[str, float]:
    """AUC of the highest cosine, and how often that sentence was named where something was found."""
    highest, answers = [], []
    hits: list[float] = []
    for pair in pairs:
        a, b = (pooled(side) for side in pair.sides)
        cosine = a @ b.T
        for alike, (given, evidence) in zip((cosine, cosine.T), pair.ways, strict=True):
            best = alike.max(1)
            told_of, named = ~torch.isnan(given[:, 0]), evidence.sum(1) > 0
            highest.append(best.values[told_of].numpy())
            answers.append(given[told_of].numpy())
            hits += evidence[named, best.indices[named]].tolist()
    return scores_of(np.stack([np.concatenate(highest)] * 2, axis=1), np.concatenate(answers), hits)


if __name__ == "__main__":
    main()
