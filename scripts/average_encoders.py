"""The encoder that ships: the mean of several trainings, part of the way back to the published layers.

    python scripts/average_encoders.py FILE [FILE ...] [--shared ../shared] [--write]

FILEs are trained layers. Those that ship are of

    python scripts/tune_encoder.py FILE
    python scripts/tune_encoder.py FILE --edits --passes 1 --seed 0
    python scripts/tune_encoder.py FILE --edits --passes 1 --seed 1

the last two when scripts/article_edits.csv.gz had 17,296 edits. Trainings that begin at one place and differ by chance
and by what they read have a mean that is better than each ("model soups": Wortsman et al., 2022a), and what layers
learn by heart of the stories that they were trained on harms them elsewhere: weights between the published and the
trained ones keep more of what both know (Wortsman et al., 2022b, "Robust fine-tuning of zero-shot models"). Prints, for
several shares of the way, what the reader that ships makes of these layers: its AUC of present and of stated and how
often its evidence was named, on the stories kept out, which choose by the sum of the AUCs, and on the gold stories,
which are only judged. A minute a share. With --write the encoder is replaced, the published layers in their 8 bits and
the trained ones in half precision; the file's sha256 belongs into compare/matching/weights.py. Run tune_pooling.py and
train_reader.py after it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from encoder_layers import FIRST_TRAINED, LAYERS
from labelled import machine_pairs, matcher_with, read_stories
from published_encoder import published
from reader_network import Task
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from train_reader import both_ways, gold_tasks, machine_tasks, scores_of, told
from tune_encoder import PASSES
from weights_record import ENCODER, labelled_options, record_weights

from compare.matching.coverage import ArticleMatch
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.reader import load_reader
from compare.matching.weights import load_transformer, widen

SHARES = (1.0, 0.9, 0.75, 0.6)  # of the way from the published to the trained weights
Weights = Mapping[str, torch.Tensor]
Scores = dict[str, dict[str, float]]
Judged = tuple[ArticleMatch, Task]


class Between(SentenceTransformerEncoder):
    """The default encoder with other layers in the place of the trained ones."""

    def __init__(self, layers: Weights) -> None:
        """``layers`` are under the names that they have in the model."""
        super().__init__()
        self.layers = layers

    @cached_property
    def sha256(self) -> str:
        """Of the layers: a key of its own in the cache."""
        return hashlib.sha256(b"".join(self.layers[name].numpy().tobytes() for name in sorted(self.layers))).hexdigest()

    @cached_property
    def _model(self) -> SentenceTransformer:
        model = load_transformer(self.name, self.folder)
        model[0].auto_model.load_state_dict(widen(self.layers), strict=False)
        return model


def main() -> None:
    """Judge every share, print, write the best when asked."""
    parser = labelled_options(__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    trained = mean_of([load_file(file) for file in options.files])
    start = widen(published(LAYERS))
    made = {share: part_of_the_way(start, trained, share) for share in SHARES}
    scores = {}
    for share, layers in made.items():
        scores[share] = judged_with(layers, options.shared)
        for name, values in scores[share].items():
            print(f"{share} {name}: {told(values)}", flush=True)
    best = max(SHARES, key=lambda share: on_kept_stories(scores[share]))
    print(f"best on stories kept out: {best}")
    if options.write:
        write(made[best], scores[best])


def on_kept_stories(scores: Scores) -> float:
    """The sum of both AUCs."""
    return scores["kept_stories"]["present_auc"] + scores["kept_stories"]["stated_auc"]


def write(layers: Weights, scores: Scores) -> None:
    """The encoder with these layers."""
    save_file(published(FIRST_TRAINED) | dict(layers), ENCODER)
    record_weights(ENCODER, "scripts/tune_encoder.py and scripts/average_encoders.py", PASSES, scores)
    print(f"wrote {ENCODER}, sha256 {hashlib.sha256(ENCODER.read_bytes()).hexdigest()}")


def mean_of(trainings: Sequence[Weights]) -> dict[str, torch.Tensor]:
    """Of every weight."""
    return {name: torch.stack([one[name].float() for one in trainings]).mean(0) for name in trainings[0]}


def part_of_the_way(start: Weights, trained: Weights, share: float) -> dict[str, torch.Tensor]:
    """Layers between the published and the trained ones, in half precision."""
    return {name: torch.lerp(start[name], end.float(), share).half().contiguous() for name, end in trained.items()}


def judged_with(layers: Weights, shared: Path) -> Scores:
    """What the reader that ships makes of the stories kept out, and of the gold stories, on these layers."""
    matcher = matcher_with(Between(layers), load_reader(SentenceTransformerEncoder().sha256))
    kept = [
        judged
        for pair in machine_pairs(shared / "stories" / "many.jsonl.gz", matcher, only_held=True)
        for judged in zip(pair.matches, machine_tasks(pair), strict=True)
    ]
    gold = [
        judged
        for story in read_stories(shared / "stories", matcher)
        for ways in both_ways(story)
        for judged in zip(ways, gold_tasks(story, *ways), strict=True)
    ]
    return {"kept_stories": judged(kept), "gold_stories": judged(gold)}


def judged(ways: Sequence[Judged]) -> dict[str, float]:
    """AUC of present and of stated, and the share of named evidence that is chosen."""
    odds, answers, hits = [], [], []
    for match, task in ways:
        known, named = ~torch.isnan(task.answers[:, 0]), task.evidence.sum(1) > 0
        assert match.pair.odds is not None
        odds.append(match.pair.odds[known.numpy()])
        answers.append(task.answers[known].numpy())
        hits += task.evidence.numpy()[named.numpy(), match.pair.evidence[named.numpy()]].tolist()
    return scores_of(np.concatenate(odds), np.concatenate(answers), hits)


if __name__ == "__main__":
    main()
