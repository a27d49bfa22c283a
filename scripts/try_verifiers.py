"""Verifiers beside each other on the gold stories, which none of them has seen: what docs/trials.md says was tried.

    python scripts/try_verifiers.py [--shared ../shared] [--rows 6000] [--passes 2]

All learn from the machine-labelled stories: the logistic regression on the published MiniLM's features, the same and
gradient boosting on the default model's, the reader and both together as they ship, and a
sentence-transformers CrossEncoder fine-tuned from the bundled weights to read the claim and its two best passages, on
``rows`` of the judgements. A cross-encoder reads a pair in the time in which the shipped ones judge a hundred. About a
quarter of an hour on two cores.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from coverage_fit import QUESTIONS, fit
from labelled import MACHINE, Example
from sentence_transformers import CrossEncoder
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from train_coverage import read_material

from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.model import READER_SHARE
from compare.settings import DEFAULT_MODEL, PLAIN_MODEL

# Chosen on other stories.
RATE, BATCH, LENGTH = 8e-5, 32, 176
_EDGE = 1e-5


def main() -> None:
    """Train, judge, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--rows", type=int, default=6000)
    parser.add_argument("--passes", type=int, default=2)
    options = parser.parse_args()
    plain, tuned = (read_material(options.shared, model).examples for model in (PLAIN_MODEL, DEFAULT_MODEL))
    learners = [example for example in tuned if example.group.startswith(MACHINE) and not example.held]
    judged = {"regression, published MiniLM": regression(plain)}
    regressed, read = regression(tuned), np.array([example.odds for example in tuned if example.gold])
    shipped = READER_SHARE * read + (1 - READER_SHARE) * regressed
    judged |= {"regression": regressed, "reader": read, "reader and regression (ships)": shipped}
    judged["gradient boosting"] = boosting(learners, [example for example in tuned if example.gold])
    sample = random.Random(0).sample(learners, min(options.rows, len(learners)))
    crossed = cross_read(fine_tuned(sample, options.passes), [example for example in tuned if example.gold])
    judged |= {"cross-encoder": crossed, "cross-encoder, reader and regression": crossed + 2 * shipped}
    answers = np.array([[example.present, example.stated] for example in tuned if example.gold])
    print(f"{len(learners)} judgements to learn from, {len(sample)} for the cross-encoder, {len(answers)} gold")
    print("verifier\tAUC present\tAUC stated")
    for name, values in judged.items():
        present, stated = (roc_auc_score(answers[:, column], values[:, column]) for column in (0, 1))
        print(f"{name}\t{present:.3f}\t{stated:.3f}")


def regression(examples: Sequence[Example]) -> np.ndarray:
    """(gold rows, 2) log-odds."""
    table = np.stack([example.features for example in examples if example.gold])
    return np.stack([log_odds(fit(examples, question).probability(table)) for question in QUESTIONS], axis=1)


def boosting(learners: Sequence[Example], gold: Sequence[Example]) -> np.ndarray:
    """(gold rows, 2) log-odds."""
    table, wanted = (np.stack([example.features for example in group]) for group in (learners, gold))
    columns = []
    for question in QUESTIONS:
        model = HistGradientBoostingClassifier(
            max_iter=250, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=40, random_state=0
        )
        model.fit(table, [getattr(example, question) for example in learners])
        columns.append(log_odds(model.predict_proba(wanted)[:, 1]))
    return np.stack(columns, axis=1)


def fine_tuned(rows: Sequence[Example], passes: int) -> CrossEncoder:
    """The bundled encoder with a head of two outputs, trained on all its weights."""
    torch.manual_seed(0)
    chance = random.Random(0)
    folder = str(SentenceTransformerEncoder(PLAIN_MODEL).folder)
    model = CrossEncoder(folder, num_labels=len(QUESTIONS), max_length=LENGTH, device="cpu")
    network, tokenizer = model.model, model.tokenizer
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    steps = passes * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=0.1)
    network.train()
    for number in range(passes):
        batches = alike(rows, chance)
        total = 0.0
        for batch in batches:
            inputs = tokenizer(
                [row.texts for row in batch], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt"
            )
            wanted = torch.tensor([[float(row.present), float(row.stated)] for row in batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(network(**inputs).logits, wanted)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total += loss.item()
        print(f"cross-encoder, pass {number + 1}: loss {total / len(batches):.3f}", flush=True)
    network.eval()
    return model


def alike(rows: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Batches of texts of like length, in any order."""
    order = sorted(rows, key=lambda row: sum(map(len, row.texts)) + chance.random() * 60)
    batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def cross_read(model: CrossEncoder, gold: Sequence[Example]) -> np.ndarray:
    """(gold rows, 2) log-odds."""
    given = model.predict([example.texts for example in gold], batch_size=32, activation_fn=torch.nn.Identity())
    return np.asarray(given, dtype=np.float64)


def log_odds(probability: np.ndarray) -> np.ndarray:
    """Of probabilities, kept finite."""
    clipped = np.clip(probability, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(clipped / (1 - clipped)))


if __name__ == "__main__":
    main()
