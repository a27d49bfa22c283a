"""Train the reader on the machine-labelled stories and write compare/data/reader.safetensors.

    python scripts/train_reader.py [--shared ../shared] [--passes 2] [--write]

Every twelfth story is kept out; the gold stories are only judged, and never train. Prints AUC of present and stated
and how often the chosen evidence was named, on both. About ten minutes on two cores, two of them training.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from labelled import GoldStory, MachinePair, machine_pairs, matcher_of, read_stories
from reader_network import Network, Task, loss_of, task_of
from safetensors.torch import save_file
from sklearn.metrics import roc_auc_score
from weights_record import record_weights, training_options

from compare.matching.encode import SentenceTransformerEncoder
from compare.settings import DEFAULT_MODEL

OUTPUT = Path(__file__).parents[1] / "compare" / "data" / "reader.safetensors"
# Chosen on the stories kept out: two passes over the stories, as a third gave nothing.
RATE, DECAY, TOGETHER, PASSES = 1e-3, 0.05, 4, 2


def main() -> None:
    """Train, print, write when asked."""
    options = training_options(__doc__, PASSES)
    matcher = matcher_of(DEFAULT_MODEL, read=False)
    learned: list[Task] = []
    held: list[Task] = []
    for pair in machine_pairs(options.shared / "stories" / "many.jsonl.gz", matcher):
        (held if pair.held else learned).extend(machine_tasks(pair))
    gold = [task for story in read_stories(options.shared / "stories", matcher) for task in gold_tasks(story)]
    network = trained(learned, options.passes)
    scores = {"kept_stories": judged(network, held), "gold_stories": judged(network, gold)}
    for name, values in scores.items():
        print(name, ", ".join(f"{key} {value:.3f}" for key, value in values.items()), flush=True)
    if options.write:
        weights = {name: value.half().contiguous() for name, value in network.state_dict().items()}
        save_file(weights, OUTPUT, metadata={"encoder_sha256": SentenceTransformerEncoder().sha256})
        record_weights(OUTPUT, "scripts/train_reader.py", options.passes, scores)
        print(f"wrote {OUTPUT}")


def machine_tasks(pair: MachinePair) -> list[Task]:
    """Both ways of a pair."""
    tasks = []
    for side in (0, 1):
        there, here = pair.matches[side], pair.matches[1 - side]
        answers, evidence = unanswered(len(there.claims), len(there.passages))
        for number, answer in pair.answers[side].items():
            answers[number] = answer.label != "absent", answer.label == "stated"
            evidence[number, sorted(answer.evidence)] = 1
        tasks.append(task_of(there, here, answers, evidence))
    return tasks


def gold_tasks(story: GoldStory) -> list[Task]:
    """All ways of a gold story."""
    directed = {(match.outlet, match.other_outlet): match for match in story.matches}
    tasks = []
    for (outlet, other), there in directed.items():
        answers, evidence = unanswered(len(there.claims), len(there.passages))
        place = {sentence.start: number for number, sentence in enumerate(there.claims)}
        for row in story.gold:
            if (row.outlet, row.other_outlet) == (outlet, other) and row.label != "no_claim":
                number = place[row.start]
                answers[number] = row.label != "absent", row.label == "stated"
                for column, passage in enumerate(there.passages):
                    evidence[number, column] = any(a < passage.end and passage.start < b for a, b in row.evidence)
        tasks.append(task_of(there, directed[other, outlet], answers, evidence))
    return tasks


def unanswered(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers and evidence before anything is known."""
    return np.full((rows, 2), np.nan, dtype=np.float32), np.zeros((rows, columns), dtype=np.float32)


def trained(tasks: Sequence[Task], passes: int) -> Network:
    """A network after some passes over the tasks, in an order of its own each time."""
    torch.manual_seed(0)
    chance = random.Random(0)
    tables = torch.cat([task.table for task in tasks]).numpy()
    network = Network(tasks[0].a.shape[1], tables.mean(axis=0), np.maximum(tables.std(axis=0), 1e-3))
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = passes * (len(tasks) // TOGETHER + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=0.1)
    network.train()
    for number in range(passes):
        order = list(tasks)
        chance.shuffle(order)
        total = count = 0.0
        for first in range(0, len(order), TOGETHER):
            for task in order[first : first + TOGETHER]:
                loss, answers = loss_of(*network(task), task)
                (loss / 100).backward()
                total, count = total + loss.item(), count + answers
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
        print(f"pass {number + 1}: loss {total / count:.4f}", flush=True)
    return network.eval()


def judged(network: Network, tasks: Sequence[Task]) -> dict[str, float]:
    """AUC of present and of stated, and the share of named evidence that is chosen."""
    odds, answers, hits = [], [], []
    with torch.inference_mode():
        for task in tasks:
            made, evidence = network(task)
            known = ~torch.isnan(task.answers[:, 0])
            odds.append(made[known].numpy())
            answers.append(task.answers[known].numpy())
            named = task.evidence.sum(1) > 0
            hits += task.evidence[named].gather(1, evidence[named].argmax(1, keepdim=True))[:, 0].tolist()
    truth, values = np.concatenate(answers), np.concatenate(odds)
    present, stated = (float(roc_auc_score(truth[:, column], values[:, column])) for column in (0, 1))
    return {"present_auc": present, "stated_auc": stated, "hit": float(np.mean(hits))}


if __name__ == "__main__":
    main()
