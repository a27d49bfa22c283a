"""A published encoder in two parts: the layers that stay as they are, and those that tune_encoder.py trains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import torch
from torch import nn
from transformers import AutoTokenizer, BertConfig, BertModel

from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.weights import widen
from compare.settings import PLAIN_MODEL
from compare.text.words import content_words

LAYERS, FIRST_TRAINED, LONGEST = 6, 3, 128
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
    @torch.no_grad()  # type: ignore[untyped-decorator]  # torch is not checked
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


class Trained(nn.Module):  # type: ignore[misc]  # torch is not checked
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
