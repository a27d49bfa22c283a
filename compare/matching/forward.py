"""One forward pass of a sentence-transformers model: sentence vectors and word-piece vectors of a batch."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

__all__ = ["ForwardPass", "threads_kept"]

Singles = npt.NDArray[np.float32]
Network = Callable[["torch.Tensor", "torch.Tensor"], "torch.Tensor"]


class ForwardPass:
    """The model's modules, the first of them recorded once and then run without Python where asked.

    Attributes:
        always_masks: whether texts that need no padding take the same kernel of attention as those that do.
    """

    def __init__(self, model: "SentenceTransformer", *, trace: bool) -> None:
        """``trace``: record the network; without it, or on a GPU, the library runs it step by step."""
        self._model = model
        self._filler = model.tokenizer.pad_token_id or 0
        self._recorded = _traced(model) if trace and model.device.type == "cpu" else None
        self.always_masks = self._recorded is not None

    def __call__(self, pieces: Sequence[Sequence[int]], length: int) -> tuple[Singles, Singles]:
        """Sentence vectors (n, d) and word-piece vectors (n, length, d) of texts padded to ``length`` pieces."""
        import torch

        torch.set_num_threads(1)
        rows = [*pieces, *pieces] if len(pieces) == 1 else pieces  # a single row takes another kernel of the product
        ids = torch.full((len(rows), length), self._filler)
        mask = torch.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        ids, mask = ids.to(self._model.device), mask.to(self._model.device)
        with torch.inference_mode():
            made: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
            if self._recorded is None:
                made = self._model(made)
            else:
                made["token_embeddings"] = self._recorded(ids, mask)
                for module in list(self._model)[1:]:
                    made = module(made)
        sentences, words = (made[name].float().cpu().numpy() for name in ("sentence_embedding", "token_embeddings"))
        return sentences, words


@contextmanager
def threads_kept() -> Iterator[None]:
    """Torch as it was before, for whoever else uses it: a forward pass sets it to one thread."""
    import torch

    before = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _stepwise(model: "SentenceTransformer") -> Network:
    def run(ids: "torch.Tensor", mask: "torch.Tensor") -> "torch.Tensor":
        words: torch.Tensor = model[0]({"input_ids": ids, "attention_mask": mask})["token_embeddings"]
        return words

    return run


def _traced(model: "SentenceTransformer") -> Network | None:
    """The network as TorchScript, if it gives the same bits.

    Step by step, every one of some 150 steps a batch takes Python's lock, which the parser holds next door. Twelve
    stories encoded and parsed: 25 ms a sentence step by step, 23 recorded, no bit of 1,116 sentences changed. A torch
    that records nothing, or something else, gets the slow way, which is the same to a user but for time.
    """
    import torch

    torch.set_num_threads(1)  # as when it encodes: a product shared by threads has other bits
    model.requires_grad_(False)  # so that the weights can be constants of the record
    plain = _stepwise(model)
    probes = _probe(2, 8), _probe(3, 40), _probe(2, 32)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of branches that a record freezes: the probes take them all
            traced: Network = torch.jit.trace(plain, _probe(4, 24), check_trace=False)
        with torch.inference_mode():
            same = all(torch.equal(traced(*probe), plain(*probe)) for probe in probes)
    except Exception:  # of as many kinds as torch has versions
        return None
    return traced if same else None


def _probe(rows: int, length: int) -> tuple["torch.Tensor", "torch.Tensor"]:
    """Some text, the first row padded by three unless the length is a multiple of 16: two kernels of attention."""
    import torch

    ids = torch.arange(2000, 2000 + rows * length).reshape(rows, length)
    mask = torch.ones_like(ids)
    if length % 16:
        mask[0, length - 3 :] = 0
    return ids, mask
