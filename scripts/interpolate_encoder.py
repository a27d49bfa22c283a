"""Set the trained layers part of the way back to the published ones: the share that reads stories kept out best.

    python scripts/interpolate_encoder.py [--shared ../shared] [--write]

What layers learn by heart of the stories that they were trained on harms them elsewhere, and weights between the
published and the trained ones keep more of what both know (Wortsman et al., 2022, "Robust fine-tuning of zero-shot
models"). Run it after tune_encoder.py, tune_pooling.py and train_reader.py, whose pooling and reader stay as they are:
taught anew on such layers they were no better (docs/trials.md). Prints, for several shares, the reader's AUC of
present and of stated and how often its evidence was named, on the stories kept out, which choose by the sum of the
AUCs, and on the gold stories, which are only judged. Four minutes on two cores. With --write the encoder is replaced,
and the reader is told which encoder it belongs to; the encoder's sha256 belongs into compare/matching/weights.py. Run
train_missing.py after it. Not to be run on its own result: layers that were set back would be set back again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from labelled import machine_pairs, matcher_with, read_stories
from published_encoder import published
from reader_network import Task
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from train_reader import OUTPUT as READER
from train_reader import PASSES as READER_PASSES
from train_reader import both_ways, gold_tasks, machine_tasks, scores_of, told
from tune_encoder import FIRST_TRAINED, LAYERS
from tune_encoder import OUTPUT as ENCODER
from tune_encoder import PASSES as LAYER_PASSES
from weights_record import record_weights, recorded, training_options

from compare.matching.coverage import ArticleMatch
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.reader import load_reader
from compare.matching.weights import TUNED, joint_sha256, load_transformer, widen

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
    options = training_options(__doc__, 0)
    trained = {name: value for name, value in load_file(ENCODER).items() if is_trained(name)}
    made = {share: part_of_the_way(trained, share) for share in SHARES}
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
    """The encoder with these layers, and the reader as the reader of this encoder."""
    save_file(load_file(ENCODER) | dict(layers), ENCODER)
    digests = [hashlib.sha256(ENCODER.with_name(file).read_bytes()).hexdigest() for file in TUNED]
    save_file(load_file(READER), READER, metadata={"encoder_sha256": joint_sha256(digests)})
    record_weights(ENCODER, "scripts/tune_encoder.py and scripts/interpolate_encoder.py", LAYER_PASSES, scores)
    record_weights(READER, "scripts/train_reader.py", READER_PASSES, recorded(READER) | scores)
    print(f"wrote {ENCODER}, sha256 {digests[0]}, and {READER}")


def is_trained(name: str) -> bool:
    """Whether weights of this name belong to a layer that tune_encoder.py trains."""
    parts = name.split(".")
    return parts[:2] == ["encoder", "layer"] and int(parts[2]) >= FIRST_TRAINED


def part_of_the_way(trained: Weights, share: float) -> dict[str, torch.Tensor]:
    """Layers between the published and the trained ones, in half precision."""
    start = widen(published(LAYERS))
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
        odds.append(match.pair.odds[known.numpy()])
        answers.append(task.answers[known].numpy())
        hits += task.evidence.numpy()[named.numpy(), match.pair.evidence[named.numpy()]].tolist()
    return scores_of(np.concatenate(odds), np.concatenate(answers), hits)


if __name__ == "__main__":
    main()
