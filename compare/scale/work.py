"""The worker's side: a chunk of stories in, their tables out. The same function runs here and on a cluster."""

import hashlib
import json
import threading
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import CompareError, JobFailed
from compare.scale.chunks import Chunk, Outcome, StoryText, Tools
from compare.settings import Settings

if TYPE_CHECKING:
    from compare.matching.cache import Store
    from compare.matching.encode import Encoder
    from compare.matching.passages import EncodedSentence
    from compare.records import Comparison
    from compare.text.parse import Parser

__all__ = ["RECORD", "compare_chunk", "file_digest", "load_tools", "program_versions"]

RECORD = "batch.json"  # beside run.json: what the results were made from and the digest of every file

# One chunk at a time in a process: a Dask worker with several threads would hold several chunks in memory and set
# torch's threads against each other.
_ONE_AT_A_TIME = threading.Lock()


def load_tools(settings: Settings) -> "tuple[Encoder, Parser]":
    """The encoder and parser of a run; neither loads a model before it has something to do."""
    from compare.matching.encode import SentenceTransformerEncoder
    from compare.text.parse import SpacyParser

    return SentenceTransformerEncoder(settings.model), SpacyParser()


def compare_chunk(chunk: Chunk) -> list[Outcome]:
    """Compare the stories of a chunk: one outcome a story, whatever happens to it.

    Raises:
        JobFailed: the worker runs other versions than the coordinator, or its model can't be loaded.
    """
    from threadpoolctl import threadpool_limits

    from compare.matching.cache import Cache, NoCache

    # numpy's matrix products add up in another order on another number of threads: enough to turn a fourth decimal
    # (1 of 24 stories, on a worker with two threads). These products are small; one thread is no slower.
    with _ONE_AT_A_TIME, threadpool_limits(1, "blas"):
        encoder, parser = _tools_once(chunk.tools, chunk.settings)
        _require_same_program(chunk.program, program_versions(chunk.settings, encoder))
        store = Cache() if chunk.cache else NoCache()
        known = _encode_together(chunk, encoder, parser, store)
        return [_compare_one(story, chunk, encoder, parser, store, known) for story in chunk.stories]


def program_versions(settings: Settings, encoder: "Encoder") -> dict[str, str]:
    """What can change a number: the program and its text, its packages by version, the model's weights."""
    from compare.provenance import run_info

    run = run_info((), settings, encoder, "")
    return {
        "compare": run.version,
        "program_sha256": run.program_sha256,
        "model_sha256": run.model_sha256,
        "reader_sha256": run.reader_sha256,
        **run.packages,
    }


def file_digest(text: str) -> str:
    """Of a results file, as ``batch.json`` holds it."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _tools_once(tools: Tools, settings: Settings) -> "tuple[Encoder, Parser]":
    """One model in memory a process."""
    return tools(settings)


def _require_same_program(wanted: Mapping[str, str], here: Mapping[str, str]) -> None:
    differing = sorted(name for name in wanted.keys() | here.keys() if wanted.get(name) != here.get(name))
    if differing:
        name = differing[0]
        raise JobFailed(
            f"a worker has {name} {here.get(name, '(none)')}, this machine {wanted.get(name, '(none)')}: their tables "
            "would not be comparable; install the same versions on all (constraints.txt)"
        )


def _encode_together(
    chunk: Chunk, encoder: "Encoder", parser: "Parser", store: "Store"
) -> "Mapping[str, EncodedSentence]":
    """The sentences of all stories at once: full batches, and every text of the chunk only once."""
    from compare.pipeline import encode_sentences
    from compare.text.sentences import split_sentences

    try:
        articles = [article for story in chunk.stories for article in story.articles]
        texts = {sentence.text for article in articles for sentence in split_sentences(article)}
        return encode_sentences(texts, encoder, store, parser)
    except Exception:
        # One story's bad text must not cost the others: what fails here fails again in its own story, with its name.
        return {}


def _compare_one(
    story: StoryText,
    chunk: Chunk,
    encoder: "Encoder",
    parser: "Parser",
    store: "Store",
    known: "Mapping[str, EncodedSentence]",
) -> Outcome:
    from compare.pipeline import compare_story

    try:
        comparison = compare_story(
            story.story,
            story.articles,
            settings=chunk.settings,
            encoder=encoder,
            store=store,
            parser=parser,
            known=known,
        )
        files = _files(comparison, story.input_hash, chunk)
    except CompareError as error:
        return _failed(story, " ".join(str(error).split()))
    except MemoryError:
        return _failed(story, "out of memory")
    except Exception as error:  # a row, not the end of the run: the reason says where to look
        return _failed(story, _where(error))
    return Outcome(
        story.story.id,
        "compared",
        outlets=len(comparison.articles),
        sentences=len(comparison.sentences),
        claims=len(comparison.claims),
        differences=len(comparison.differences),
        input_hash=story.input_hash,
        files=files,
    )


def _failed(story: StoryText, reason: str) -> Outcome:
    return Outcome(story.story.id, "failed", reason, outlets=len(story.articles), input_hash=story.input_hash)


def _where(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    message = " ".join(str(error).split())
    return f"unexpected {type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {message}"[:500]


def _files(comparison: "Comparison", input_hash: str, chunk: Chunk) -> dict[str, str]:
    from compare.output.results import result_files

    files = result_files(comparison, chunk.formats)
    record = {
        "input_hash": input_hash,
        "program": dict(chunk.program),
        "settings": asdict(chunk.settings),
        "rows": {
            "outlets": len(comparison.articles),
            "sentences": len(comparison.sentences),
            "claims": len(comparison.claims),
            "differences": len(comparison.differences),
        },
        "files": {name: file_digest(text) for name, text in files.items()},
    }
    return {**files, RECORD: json.dumps(record, indent=1, sort_keys=True) + "\n"}
