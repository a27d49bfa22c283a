"""The encoder that is trained: articles as word pieces, and a network of which the upper layers learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import torch
from published_encoder import PUBLISHED_ROUNDING, four_bits, rounded
from torch import nn
from torch.nn.utils import parametrize
from transformers import AutoTokenizer

from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.network import OUT, expand, network_of
from compare.settings import PLAIN_MODEL
from compare.text.words import content_words

FIRST_TRAINED, LONGEST_READ = 3, 128
# Of the layers that are trained: columns that share a scale, and the part of their largest number that it is made of.
TRAINED_ROUNDING = 128, (0.9,)
# bfloat16 takes half of the time where the processor multiplies it, and eight times as long where it has AVX2 alone.
_IN_HALF = torch.backends.cpu.get_cpu_capability() == "AVX512"


@dataclass(frozen=True, eq=False)
class Pieces:
    """An article as word pieces.

    Attributes:
        ids: of every sentence.
        rows, sentences, places: which word row each piece of a content word belongs to, and where it stands.
        words: number of word rows.
    """

    ids: tuple[tuple[int, ...], ...]
    rows: torch.Tensor
    sentences: torch.Tensor
    places: torch.Tensor
    words: int


@cache
def _tokenizer() -> AutoTokenizer:
    return AutoTokenizer.from_pretrained(str(SentenceTransformerEncoder(PLAIN_MODEL).folder))


@cache
def read(texts: tuple[str, ...]) -> Pieces:
    """Sentences of one article, which is the same object each time: it stands beside several others."""
    tokens = _tokenizer()(list(texts), truncation=True, max_length=LONGEST_READ, return_offsets_mapping=True)
    rows, sentences, places, words = word_pieces(texts, tokens["offset_mapping"])
    ids = tuple(map(tuple, tokens["input_ids"]))
    return Pieces(ids, torch.tensor(rows), torch.tensor(sentences), torch.tensor(places), words)


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


class Rounded(nn.Module):  # type: ignore[misc]  # torch is not checked
    """A matrix as its 4 bits will have it; the gradient passes as if it were not rounded (Bengio et al., 2013)."""

    def forward(self, matrix: torch.Tensor) -> torch.Tensor:
        """The same shape."""
        with torch.no_grad():
            steps, scale = rounded(matrix, *TRAINED_ROUNDING)
            moved = (steps.view(*scale.shape, -1) * scale[..., None]).view_as(matrix) - matrix
        return matrix + moved


class Encoder(nn.Module):  # type: ignore[misc]  # torch is not checked
    """The network that ships, in training or finished: word and sentence vectors of an article."""

    def __init__(self, weights: Mapping[str, torch.Tensor]) -> None:
        """``weights`` in single precision, under the names that they have in the network."""
        super().__init__()
        self.network = network_of(weights)

    def train(self, mode: bool = True) -> "Encoder":
        """What is not trained drops nothing either."""
        super().train(mode)
        for part in (self.network.embeddings, *self.network.encoder.layer[:FIRST_TRAINED]):
            part.eval()
        return self

    def states(self, article: Pieces) -> tuple[torch.Tensor, torch.Tensor]:
        """(sentences, most pieces of one, d) and which are there; sentences of like length go through together."""
        lengths = torch.tensor([len(ids) for ids in article.ids])
        made = torch.zeros(len(lengths), int(lengths.max()), OUT)
        there = (torch.arange(made.shape[1]) < lengths[:, None]).float()
        for part in torch.tensor_split(torch.argsort(lengths, stable=True), 4):
            if len(part):
                longest = int(lengths[part].max())
                ids = [article.ids[row] + (0,) * (longest - len(article.ids[row])) for row in part.tolist()]
                done = self.through(torch.tensor(ids), there[part, :longest])
                made = made.index_put((part[:, None], torch.arange(longest)), done)
        return made, there

    def through(self, ids: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Vectors of some sentences' pieces; products in bfloat16 where that takes less time."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_IN_HALF):
            states: torch.Tensor = self.network(ids, there)["last_hidden_state"]
        return states.float()

    def forward(self, article: Pieces) -> tuple[torch.Tensor, torch.Tensor]:
        """(words, d) and (sentences, d), unit length."""
        made, there = self.states(article)
        words = torch.zeros(article.words, OUT).index_add(0, article.rows, made[article.sentences, article.places])
        sentences = (made * there[..., None]).sum(1)
        return nn.functional.normalize(words, dim=1), nn.functional.normalize(sentences, dim=1)


def in_training(weights: Mapping[str, torch.Tensor], embeddings: Mapping[str, torch.Tensor]) -> Encoder:
    """Published: below as its file will have it, above to be trained in the form that it will have there.

    ``embeddings`` are in the form that they will have.
    """
    below = [f"encoder.layer.{layer}." for layer in range(FIRST_TRAINED)]
    fixed = {name: values for name, values in weights.items() if name.startswith(tuple(below))}
    compact = {**embeddings, **four_bits(fixed, *PUBLISHED_ROUNDING)}
    out = nn.init.orthogonal_(torch.empty(OUT, weights["embeddings.LayerNorm.weight"].shape[0]))
    trained = {name: values for name, values in weights.items() if name not in compact}
    encoder = Encoder({**trained, **expand(compact), "out.weight": out})
    for layer in encoder.network.encoder.layer[FIRST_TRAINED:]:
        layer.requires_grad_(True)
        for part in layer.modules():
            if isinstance(part, nn.Linear):
                parametrize.register_parametrization(part, "weight", Rounded())
    encoder.network.out.requires_grad_(True)
    return encoder
