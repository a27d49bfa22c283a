"""The bundled model's vectors do not depend on what else is encoded, nor on the number of threads."""

import pytest
import torch

from compare.matching import encode
from compare.matching.encode import WORTH_RECORDING, SentenceTransformerEncoder
from compare.matching.forward import ForwardPass
from compare.matching.pooling import WeighedMean
from compare.matching.weights import BUNDLED
from compare.text.words import content_words

TEXTS = [
    "The fire destroyed 40 houses.",
    "Mayor Anna Berg called the council.",
    "Firemen from three towns fought it for nine hours, and by dawn the wind had turned.",
    "No one was hurt.",
    "“We had ten minutes to leave,” said Ole Lind, 61, who lost his house, his barn and both of his boats.",
    "Police closed the road to Vik.",
    "It burned.",
    "The insurers put the loss at $3.4 million, a figure that the mayor called far too low to rebuild the harbour.",
]


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    """The bundled model, loaded once."""
    return SentenceTransformerEncoder()


@pytest.mark.parametrize("company", [1, 2, 3, 5])
def test_vectors_are_the_same_bits_in_any_company(encoder: SentenceTransformerEncoder, company: int) -> None:
    """A batch mate leaves no trace."""
    together = [encoding.to_bytes() for encoding in encoder.encode(TEXTS)]
    parts = [TEXTS[first : first + company] for first in range(0, len(TEXTS), company)]
    assert [encoding.to_bytes() for part in parts for encoding in encoder.encode(part)] == together


def test_vectors_are_the_same_bits_on_any_number_of_threads(
    encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads share batches out, never a sum."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    alone = [encoding.to_bytes() for encoding in encoder.encode(TEXTS)]
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert [encoding.to_bytes() for encoding in encoder.encode(TEXTS)] == alone


def test_torch_has_as_many_threads_as_before(encoder: SentenceTransformerEncoder) -> None:
    """A notebook that goes on with something else is not slowed down."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        encoder.encode(TEXTS)
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


def test_padding_moves_no_vector_by_more_than_its_rounding(encoder: SentenceTransformerEncoder) -> None:
    """Beside the library's own encode, which pads to the longest text of the batch."""
    expected = encoder._model.encode(TEXTS, normalize_embeddings=True)
    for vector, encoding in zip(expected, encoder.encode(TEXTS), strict=True):
        assert float(vector @ encoding.vector.astype("f4")) == pytest.approx(1, abs=5e-4)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_recorded_network_gives_the_bits_of_the_library(name: str) -> None:
    """For texts with and without padding, of any length up to the model's limit; recorded once there are many."""
    encoder = SentenceTransformerEncoder(name)
    texts = [*TEXTS, "fire " * 22, "fire " * 14, "The harbour burned again. " * 60]
    stepwise = encoder.encode(texts)
    assert "_recorded" not in encoder.__dict__
    encoder._taken = WORTH_RECORDING - len(texts)
    recorded = encoder.encode(texts)
    assert encoder.__dict__["_recorded"].always_masks, "this torch records nothing"
    for one, other in zip(stepwise, recorded, strict=True):
        assert one.to_bytes() == other.to_bytes()


def test_a_model_that_is_not_recorded_runs_as_the_library_runs_it() -> None:
    """Its modules may read what the first one leaves beside the words' vectors."""
    import torch

    class Later(torch.nn.Module):
        def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
            """Multiply by the first piece's number: it needs the ids."""
            return {**features, "sentence_embedding": features["sentence_embedding"] * features["input_ids"][:, :1]}

    model = SentenceTransformerEncoder()._model
    model.append(Later())
    pieces = [model.tokenizer(text)["input_ids"] for text in TEXTS[:2]]
    length = 8 * (max(map(len, pieces)) // 8 + 1)
    changed, _ = ForwardPass(model, trace=False)(pieces, length)
    del model[-1]
    plain, _ = ForwardPass(model, trace=False)(pieces, length)
    assert changed == pytest.approx(plain * pieces[0][0])


def test_a_text_longer_than_the_model_reads_at_once_loses_no_word(encoder: SentenceTransformerEncoder) -> None:
    """Every content word has one vector, in order; what stands at the end is like the same words by themselves."""
    last = "the carrier entered the harbour with four thousand sailors"
    text = (
        "The minister named "
        + ", ".join(f"bridge number {number} over the river" for number in range(90))
        + f"; {last}"
    )
    [long, short] = encoder.encode([text, last])
    assert [tuple(span) for span in long.spans.tolist()] == list(content_words(text))
    ends = long.word_vectors[-len(short.spans) :].astype(float), short.word_vectors.astype(float)
    assert ((ends[0] * ends[1]).sum(axis=1) > 0.5).all()
    assert abs(float((long.vector.astype(float) ** 2).sum()) - 1) < 1e-2


def test_the_words_of_a_text_are_looked_up_once(
    encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many parts it is read in."""
    asked: list[str] = []
    monkeypatch.setattr(encode, "content_words", lambda text: asked.append(text) or content_words(text))
    texts = ["The harbour burned again. " * 200, "It burned."]
    encoder.encode(texts)
    assert asked == texts


def test_the_pooling_weighs_pieces_and_leaves_out_what_is_not_there() -> None:
    """Untrained it is the plain mean; a piece's weight is the softplus of its product; then centre and matrix."""
    pieces = torch.tensor([[[2.0, 0.0], [0.0, 4.0], [9.0, 9.0]]])
    there = torch.tensor([[1, 1, 0]])
    pooling = WeighedMean(2)
    made = pooling({"token_embeddings": pieces, "attention_mask": there})["sentence_embedding"]
    assert made.tolist() == [[pytest.approx(1.0), pytest.approx(2.0)]]
    with torch.no_grad():
        pooling.weight.copy_(torch.tensor([50.0, 0.0]))  # softplus of 101 is 101, of 1 it is 1.3133
        pooling.centre.copy_(torch.tensor([1.0, 0.0]))
        pooling.turn.copy_(torch.tensor([[0.0, 1.0], [-1.0, 0.0]]))
    [[first, second]] = pooling.pool(pieces, there).tolist()
    total = 101 + 1.3132617
    assert first == pytest.approx(4 * 1.3132617 / total)
    assert second == pytest.approx(1 - 2 * 101 / total)
