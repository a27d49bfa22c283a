"""The reader: the same numbers as the network it was trained as, for its encoder only, and sensible verdicts."""

import hashlib
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import ROOT, WordEncoder, article
from safetensors.torch import load_file
from transformers import MPNetConfig, MPNetModel

from compare.errors import JobFailed
from compare.matching import network as network_module
from compare.matching import reader, weights
from compare.matching.cache import NoCache
from compare.matching.coverage import ArticleMatch, claim_probabilities, match_articles, shipped_model
from compare.matching.encode import Encoding, SentenceTransformerEncoder
from compare.matching.network import LAYERS, LONGEST, CodedWords, Network, expand, network_of
from compare.matching.passages import EncodedSentence, Passages
from compare.matching.reader import Reader, load_reader
from compare.pipeline import prepare, read_figures
from compare.settings import DEFAULT_MODEL, PLAIN_MODEL
from compare.text.parse import SpacyParser
from compare.text.words import content_words

NORTH = article(
    "north",
    "A fire destroyed eight sheds in the harbour on Monday. The mayor, Ann Oake, promised to rebuild them within a "
    "year. No one was hurt, the police said.",
)
SOUTH = article(
    "south",
    "Eight harbour sheds burned down on Monday. Oake said new sheds would stand within twelve months. Fishermen had "
    "warned of bad wiring.",
)


@pytest.fixture(scope="module")
def matches() -> tuple[ArticleMatch, ArticleMatch]:
    """Both ways of the two articles, read by the default model."""
    encoder = SentenceTransformerEncoder(DEFAULT_MODEL)
    prepared = prepare((NORTH, SOUTH), encoder, NoCache(), SpacyParser())
    figures = read_figures((NORTH, SOUTH), prepared)
    reader = load_reader(encoder.sha256)
    there, here = match_articles((NORTH, SOUTH), prepared.sentences, figures, prepared.encoded, reader)
    return there, here


def test_the_reader_in_numpy_is_the_network_that_was_trained(matches: tuple[ArticleMatch, ArticleMatch]) -> None:
    """Odds and evidence agree with torch to the fourth digit, for the weights that ship."""
    torch = pytest.importorskip("torch")
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from reader_network import Network, joined, task_of
    finally:
        sys.path.pop(0)
    loaded = load_reader(SentenceTransformerEncoder(DEFAULT_MODEL).sha256)
    assert loaded is not None
    network = Network(384, loaded.weights["table_mean"], loaded.weights["table_scale"]).eval()
    network.load_state_dict(
        {name: torch.from_numpy(value) for name, value in loaded.weights.items() if not name.startswith("told.")}
    )
    blank = [
        (np.zeros((rows, 2)), np.zeros((rows, columns))) for rows, columns in (m.pair.support.shape for m in matches)
    ]
    there, here = matches
    with torch.inference_mode():
        ways = network(task_of(there, here, *blank[0]), task_of(here, there, *blank[1]))
    for match, (odds, evidence) in zip(matches, ways, strict=True):
        assert match.pair.odds is not None
        np.testing.assert_allclose(match.pair.odds, joined(odds).numpy(), atol=2e-4)
        assert match.pair.evidence.tolist() == evidence.argmax(1).tolist()


def test_it_finds_what_is_said_in_other_words_and_what_is_not(matches: tuple[ArticleMatch, ArticleMatch]) -> None:
    """The fire is in both articles; that nobody was hurt, and the wiring, in one each."""
    there, here = matches
    assert there.pair.odds is not None
    assert here.pair.odds is not None
    assert there.pair.odds[0, 0] > 1 > -1 > there.pair.odds[2, 0]
    assert here.pair.odds[1, 0] > here.pair.odds[2, 0]
    assert there.pair.evidence[:2].tolist() == [0, 1]


def test_it_tells_which_words_the_other_article_does_not_say(matches: tuple[ArticleMatch, ArticleMatch]) -> None:
    """The words of the fire are there, in other words, by the cut that marks what is missing; the mayor's are not."""
    there, _ = matches
    likely = {
        sentence.text[start:end]: float(there.pair.word_support[first + place])
        for first, sentence in zip(there.source.bounds[:2], there.source.sentences[:2], strict=True)
        for place, (start, end) in enumerate(sentence.spans)
    }
    said, unsaid = ("fire", "destroyed", "eight", "sheds", "harbour", "Monday"), ("mayor", "Ann")
    assert min(likely[word] for word in said) > 0.6 > max(likely[word] for word in unsaid)
    assert likely["year"] > 0.4 > max(likely[word] for word in unsaid)  # beside "twelve months"


def test_a_word_in_context_stands_beside_its_neighbours_its_sentence_and_its_unit() -> None:
    """Nothing stands before the first word of a sentence or after the last."""
    made = passages(("fire", "shed"), ("is",), ("mayor", "harbour", "night"))
    rows = np.arange(1, 7, dtype=np.float32)[:, None]
    word, before, after, sentence, unit = reader.in_context(made, rows).T
    assert word.tolist() == [1, 2, 3, 4, 5, 6]
    assert before.tolist() == [0, 1, 0, 0, 4, 5]
    assert after.tolist() == [2, 0, 0, 5, 6, 0]
    assert sentence.tolist() == unit.tolist() == [1.5, 1.5, 3, 5, 5, 5]


def test_two_sentences_of_one_claim_are_told_from_others_whichever_comes_first(
    matches: tuple[ArticleMatch, ArticleMatch],
) -> None:
    """The fire of both articles; the mayor's promise and the bad wiring are two claims."""
    there, here = matches
    found = claim_probabilities(there, here)
    np.testing.assert_allclose(found, claim_probabilities(here, there).T)
    threshold = shipped_model().thresholds.claim
    assert found[0, 0] > threshold
    assert found[1, 2] < threshold / 4


def test_the_reader_belongs_to_the_default_model_alone() -> None:
    """Another encoder's vectors mean something else: it has the regression only."""
    assert load_reader(SentenceTransformerEncoder(DEFAULT_MODEL).sha256) is not None
    assert load_reader(SentenceTransformerEncoder(PLAIN_MODEL).sha256) is None
    assert load_reader(WordEncoder.sha256) is None


def test_the_two_bundled_models_have_digests_and_vectors_of_their_own() -> None:
    """The default has as many numbers a word and the vocabulary of the published MiniLM, and is another network."""
    tuned, plain = SentenceTransformerEncoder(DEFAULT_MODEL), SentenceTransformerEncoder(PLAIN_MODEL)
    assert plain.sha256 == weights.BUNDLED_SHA256
    assert tuned.sha256 == hashlib.sha256(" ".join(weights.TUNED.values()).encode()).hexdigest()
    [one], [other] = tuned.encode(["Eight sheds burned."]), plain.encode(["Eight sheds burned."])
    assert one.spans.tolist() == other.spans.tolist()
    assert not np.array_equal(one.word_vectors, other.word_vectors)


def test_a_named_model_has_another_digest_when_any_part_of_it_changes(tmp_path: Path) -> None:
    """Weights in two parts, the way they are pooled, the vocabulary: another file means other vectors."""
    files = ("model.safetensors", "2_Dense/model.safetensors", "1_Pooling/config.json", "vocab.txt", "README.md")
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"first")
    digests = [SentenceTransformerEncoder(str(tmp_path)).sha256]
    for name in files:
        (tmp_path / name).write_bytes(b"second")
        digests.append(SentenceTransformerEncoder(str(tmp_path)).sha256)
    assert len(set(digests)) == len(files)
    assert digests[-1] == digests[-2], "a README changes no vector"


@pytest.mark.parametrize("file", weights.TUNED)
def test_weights_that_are_not_ours_are_refused(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged or missing file is named, with what to do."""
    for name in weights.TUNED:
        shutil.copy(ROOT / "compare" / "data" / name, tmp_path / name)
    (tmp_path / file).write_bytes(b"not these")
    monkeypatch.setattr(weights, "_tuned_file", lambda name: tmp_path / name)
    found = hashlib.sha256(b"not these").hexdigest()[:12]
    with pytest.raises(JobFailed, match=f"{file}: sha256 {found}.*reinstall with"):
        _ = SentenceTransformerEncoder(DEFAULT_MODEL).sha256
    (tmp_path / file).unlink()
    with pytest.raises(JobFailed, match=f"{file}: not there; reinstall with"):
        _ = SentenceTransformerEncoder(DEFAULT_MODEL).sha256


def test_compact_weights_are_expanded_by_their_scales_and_words_made_of_their_codes() -> None:
    """Matrices of 4 bits in groups of columns, of 8 bits by rows, tables of codes; the rest in single precision."""
    book = torch.arange(2 * 256 * 4, dtype=torch.half).reshape(2, 256, 4) / 8
    stored = {
        "four.weight": torch.tensor([[0 + 16 * 15, 8 + 16 * 9], [10 + 16 * 5, 13 + 16 * 7]], dtype=torch.uint8),
        "four.weight.scale": torch.tensor([[0.5, 2.0], [1.0, 0.25]], dtype=torch.half),
        "eight.weight": torch.tensor([[127, -2], [0, 4]], dtype=torch.int8),
        "eight.weight.scale": torch.tensor([[0.5], [2.0]], dtype=torch.half),
        "words.weight": torch.tensor([[0, 255], [3, 1]], dtype=torch.uint8),
        "words.weight.book": book,
        "bias": torch.tensor([0.25], dtype=torch.half),
    }
    wide = expand(stored)
    assert set(wide) == {"four.weight", "eight.weight", "words.weight", "words.book", "bias"}
    assert stored["four.weight"].shape == (2, 2)
    assert wide["four.weight"].tolist() == [[-4.0, 3.5, 0.0, 2.0], [2.0, -3.0, 1.25, -0.25]]
    assert wide["eight.weight"].tolist() == [[63.5, -1.0], [0.0, 8.0]]
    words = CodedWords(words=2, size=8)
    words.load_state_dict({"weight": wide["words.weight"], "book": wide["words.book"]}, assign=True)
    made = [torch.cat([book[0, 3], book[1, 1]]).tolist(), torch.cat([book[0, 0], book[1, 255]]).tolist()]
    assert words(torch.tensor([[1, 0]])).tolist() == [made]
    assert (wide["bias"].tolist(), wide["bias"].dtype) == ([0.25], torch.float32)


@pytest.fixture(scope="module")
def network() -> Network:
    """The one that ships, out of its file."""
    return network_of(expand(load_file(ROOT / "compare" / "data" / weights.ENCODER)))


def test_the_network_takes_berts_word_pieces_for_those_of_mpnet(network: Network) -> None:
    """Start, end, padding and unknown words, which have other numbers there; and every word, which is four further."""
    assert network.published[[0, 100, 101, 102, 103, 2543]].tolist() == [1, 104, 0, 2, 107, 2547]
    assert int(network.published.max()) == 30525


def test_the_network_gives_what_transformers_gives_with_its_weights(network: Network) -> None:
    """A padded row among them: places, masks and the shared bias of attention are the library's."""
    ids = torch.tensor([[101, 2809, 8074, 19099, 102], [101, 2543, 102, 0, 0]])
    there = (ids != 0).long()
    config = MPNetConfig(
        vocab_size=30527, num_hidden_layers=LAYERS, max_position_embeddings=LONGEST + 2, layer_norm_eps=1e-12
    )
    with torch.device("meta"):
        whole = MPNetModel(config, add_pooling_layer=False)
    ours = {name: values for name, values in network.state_dict().items() if name in whole.state_dict()}
    words = network.embeddings.word_embeddings(torch.arange(30527))
    whole.load_state_dict(ours | {"embeddings.word_embeddings.weight": words}, assign=True)
    whole.embeddings.position_ids = torch.arange(LONGEST + 2)[None]
    with torch.inference_mode():
        theirs = network.out(whole.eval()(network.published[ids], there.float()).last_hidden_state)
        made = network(ids, there)["last_hidden_state"]
    np.testing.assert_allclose(made[there.bool()], theirs[there.bool()], atol=1e-6)


def test_a_library_that_our_network_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has no such weights, or keeps its network elsewhere, in one line with what to install."""
    folder = weights.model_folder(DEFAULT_MODEL)
    monkeypatch.setattr(network_module, "expand", lambda weights: {})
    with pytest.raises(JobFailed, match=r"compare-small: does not fit torch .*, transformers .*; install the versions"):
        weights.load_transformer(DEFAULT_MODEL, folder)


def test_an_article_of_one_sentence_can_be_read(matches: tuple[ArticleMatch, ArticleMatch]) -> None:
    """There are not always three sentences to choose from."""
    encoder = SentenceTransformerEncoder(DEFAULT_MODEL)
    short = replace(SOUTH, text="Eight harbour sheds burned down on Monday.")
    prepared = prepare((NORTH, short), encoder, NoCache(), SpacyParser())
    there, here = match_articles((NORTH, short), prepared.sentences, (), prepared.encoded, load_reader(encoder.sha256))
    assert there.pair.odds is not None
    assert there.pair.odds.shape == (3, 2)
    assert here.pair.evidence.tolist() == [0]


def passages(*sentences: tuple[str, ...]) -> Passages:
    """An article of words that stand for themselves, with vectors of nothing."""
    encoded = []
    for words in sentences:
        text = " ".join(words)
        spans = np.array(content_words(text), np.int32).reshape(-1, 2)
        encoded.append(EncodedSentence(text, Encoding(np.zeros(2), spans, np.zeros((len(spans), 2))), ()))
    return Passages(tuple(encoded))


def test_rows_give_every_sentence_its_words_and_no_other() -> None:
    """Rows run on; what is missing is -1; a sentence without words has one."""
    made = passages(("fire", "shed"), ("is",), ("mayor", "harbour", "night"))
    assert made.rows.tolist() == [[0, 1, -1], [2, -1, -1], [3, 4, 5]]


def test_equal_stems_have_one_number_and_empty_ones_none() -> None:
    """In every article of the process."""
    one, other = passages(("fire",), ("is",), ("shed",)), passages(("shed",), ("is",), ("mayor",))
    first, second = one.stem_codes, other.stem_codes
    assert first[2] == second[0]
    assert len({first[0], first[2], second[2]}) == 3
    assert first[1] == second[1] == 0


def test_words_of_chosen_sentences_stand_without_gaps() -> None:
    """The first of them first, each word with the place of its sentence."""
    rows = np.array([[[3, 4, 5], [0, 1, -1]], [[2, -1, -1], [0, 1, -1]]])
    compact, which = reader._compact(rows)
    assert compact.tolist() == [[3, 4, 5, 0, 1], [2, 0, 1, -1, -1]]
    assert which[0].tolist() == [0, 0, 0, 1, 1]
    assert which[1, :3].tolist() == [0, 1, 1]


def test_the_record_of_the_weights_is_that_of_the_files_that_ship() -> None:
    """Digests, sizes, and the labels that they were trained on; together below 30 MB."""
    data = ROOT / "compare" / "data"
    record = json.loads((data / "weights.json").read_text(encoding="utf-8"))
    for entry in record["weights"]:
        payload = (data / entry["file"]).read_bytes()
        assert (hashlib.sha256(payload).hexdigest(), len(payload)) == (entry["sha256"], entry["bytes"])
    for labels in (record["labels"], record["labels"]["edits"]):
        assert hashlib.sha256((ROOT / labels["file"]).read_bytes()).hexdigest() == labels["sha256"]
    assert sum(entry["bytes"] for entry in record["weights"]) < 30e6


def test_weights_are_those_of_the_file() -> None:
    """Its digest goes into run.json."""
    loaded = load_reader(SentenceTransformerEncoder(DEFAULT_MODEL).sha256)
    assert isinstance(loaded, Reader)
    file = ROOT / "compare" / "data" / "reader.safetensors"
    assert loaded.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_pooling_lies_where_the_network_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a GPU too; torch's device without memory stands for one."""
    monkeypatch.setattr(weights, "device", lambda: "meta")
    model = weights.load_transformer(DEFAULT_MODEL, weights.model_folder(DEFAULT_MODEL))
    assert {part.device.type for part in (*model.parameters(), *model.buffers())} == {"meta"}
