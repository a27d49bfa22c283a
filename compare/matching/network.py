"""The network of the encoder that ships, and the compact form that its weights have in their file.

The first six layers of MPNet (Song et al., 2020), as trained by scripts/tune_encoder.py, and a matrix that makes their
768 numbers a piece 384. In single precision they would be 270 MB; their file has the matrices of the layers in 4 bits
with a scale for every few columns, the last matrix in 8, and word embeddings as 192 codes a word (product quantisation:
Jégou et al., 2011), which stay codes in memory.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn
from transformers import MPNetConfig
from transformers.models.mpnet.modeling_mpnet import MPNetEmbeddings, MPNetEncoder

__all__ = ["CODES", "CODE_NUMBERS", "LAYERS", "LONGEST", "OUT", "CodedWords", "Network", "expand", "network_of"]

LAYERS, OUT = 6, 384
LONGEST = 256  # word pieces, as with all-MiniLM-L6-v2; the published model has places for 512
CODES, CODE_NUMBERS = 256, 4  # that a part of a word may have, and the numbers that one stands for
_EPSILON = 1e-12  # of the training; as published it is 1e-5, which moves no number of a vector by more than .001
_WORDS, _PUBLISHED_WORDS = 30522, 30527
# Words of BERT's vocabulary that bear another name in MPNet's, which has four of its own before them all.
_FIRST_WORD, _RENAMED = 4, {0: 1, 101: 0, 102: 2}  # [PAD], [CLS], [SEP]


class CodedWords(nn.Module):  # type: ignore[misc]  # torch is not checked
    """Word embeddings of codes, made when asked for: of all words they would be 94 MB, of which a story needs little.

    Attributes:
        weight: (words, parts) codes.
        book: (parts, 256, 4) what they stand for.
    """

    def __init__(self, words: int, size: int) -> None:
        """Of ``words``, each of ``size`` numbers, that mean nothing until some are loaded."""
        super().__init__()
        parts = size // CODE_NUMBERS
        self.register_buffer("weight", torch.zeros(words, parts, dtype=torch.uint8))
        self.register_buffer("book", torch.zeros(parts, CODES, CODE_NUMBERS))
        self.register_buffer("first", torch.arange(parts, device="cpu") * CODES, persistent=False)

    def forward(self, pieces: Tensor) -> Tensor:
        """(n, pieces, size) of (n, pieces)."""
        places = self.weight[pieces].long() + self.first
        return nn.functional.embedding(places, self.book.flatten(0, 1)).flatten(-2)


class Network(nn.Module):  # type: ignore[misc]  # torch is not checked
    """MPNet's first layers for BERT's word pieces.

    The vocabulary of MPNet is BERT's, but that its numbers are four higher and some have other names; so the tokeniser
    is that of the package of all-MiniLM-L6-v2.
    """

    def __init__(self) -> None:
        """With weights that mean nothing, until some are loaded."""
        super().__init__()
        config = MPNetConfig(
            vocab_size=_PUBLISHED_WORDS,
            num_hidden_layers=LAYERS,
            max_position_embeddings=LONGEST + 2,
            layer_norm_eps=_EPSILON,
        )
        self.embeddings, self.encoder = MPNetEmbeddings(config), MPNetEncoder(config)
        self.out = nn.Linear(config.hidden_size, OUT, bias=False)
        # For sentence-transformers: what goes in, and of what size it comes out.
        self.config = MPNetConfig(hidden_size=OUT, max_position_embeddings=LONGEST)
        self.embeddings.word_embeddings = CodedWords(_PUBLISHED_WORDS, config.hidden_size)
        self.embeddings.position_ids = None  # not used, and would be without a device
        published = [_RENAMED.get(piece, piece + _FIRST_WORD) for piece in range(_WORDS)]
        self.register_buffer("published", torch.tensor(published, device="cpu"), persistent=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: object) -> dict[str, Tensor]:
        """Vectors (n, pieces, 384) of BERT's word pieces (n, pieces); the mask has 1 where there is one."""
        mask = (1 - attention_mask[:, None, None, :].float()) * -1e9
        states = self.encoder(self.embeddings(self.published[input_ids]), attention_mask=mask)[0]
        return {"last_hidden_state": self.out(states)}


def network_of(weights: Mapping[str, Tensor]) -> Network:
    """The network with these weights, which are not copied.

    Raises:
        RuntimeError: they are not all of its weights and no others.
    """
    with torch.device("meta"):  # without a second for random numbers that nobody needs
        network = Network()
    network.load_state_dict(weights, assign=True)
    network.requires_grad_(False).eval()
    return network


def expand(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights in single precision, codes excepted, under the names that they have in the network.

    A matrix ``x.weight`` of 4 bits or of 8 bits (int8) has its scales beside it as ``x.weight.scale``, (out, groups) or
    (out, 1); codes (n, parts) the numbers that they stand for as ``x.weight.book``, (parts, 256, 4).
    """
    made = {}
    for name, values in weights.items():
        if f"{name}.scale" in weights:
            scale = weights[f"{name}.scale"].float()
            made[name] = values * scale if values.dtype == torch.int8 else _of_four_bits(values, scale)
        elif f"{name}.book" in weights:
            made[name] = values
        elif not name.endswith(".scale"):
            made[name.replace(".weight.book", ".book")] = values.float()
    return made


def _of_four_bits(packed: Tensor, scale: Tensor) -> Tensor:
    """(out, in) of (out, in / 2) and (out, groups); by a table of all bytes, which takes a third of the time."""
    byte = np.arange(256)
    halves = np.stack([byte % 16, byte // 16], axis=1).astype(np.float32) - 8
    steps = halves.view(np.complex64)[:, 0].take(packed.numpy()).view(np.float32)
    made = torch.from_numpy(steps).view(*scale.shape, -1).mul_(scale[..., None])
    return made.view(len(scale), -1)
