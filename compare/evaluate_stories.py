"""Stories with hand labels, judged by the shipped model; the lines that ``compare evaluate`` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from compare.evaluation import CoverageScores, GoldRow, Judgement, judge_gold, read_gold_coverage, score
from compare.matching.cache import Cache
from compare.matching.coverage import match_articles, shipped_model
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.model import trained_on
from compare.matching.reader import load_reader
from compare.pipeline import prepare, read_figures
from compare.records import Story
from compare.sources.corpus import load_articles, load_story
from compare.text.parse import SpacyParser

__all__ = ["evaluate_stories"]


def evaluate_stories(names: Sequence[str], corpora: Path | None) -> Iterator[str]:
    """Tab-separated lines: a header, a line a story, and one for all pooled where there are several."""
    labelled = {name: _read(name, corpora) for name in names}  # all, before a line of the first is out
    yield "\t".join(["story", *(field.name for field in fields(CoverageScores)), "held_out"])
    pooled: list[Judgement] = []
    seen = trained_on()
    for name, (story, gold) in labelled.items():
        judged = _judge(story, gold)
        pooled += judged
        yield _line(name, score(judged), "no" if name in seen else "yes")
    if len(labelled) > 1:
        yield _line("pooled", score(pooled), "no" if seen & labelled.keys() else "yes")


def _read(name: str, corpora: Path | None) -> tuple[Story, tuple[GoldRow, ...]]:
    story = load_story(name, corpora)
    return story, read_gold_coverage(story)


def _judge(story: Story, gold: Sequence[GoldRow]) -> list[Judgement]:
    articles = load_articles(story)
    encoder = SentenceTransformerEncoder()
    prepared = prepare(articles, encoder, Cache(), SpacyParser())
    figures = read_figures(articles, prepared)
    matches = match_articles(articles, prepared.sentences, figures, prepared.encoded, load_reader(encoder.sha256))
    return judge_gold(story.id, matches, gold, shipped_model())


def _line(name: str, scores: CoverageScores, held_out: str) -> str:
    values = [getattr(scores, field.name) for field in fields(CoverageScores)]
    return "\t".join([name, *(str(value) if isinstance(value, int) else f"{value:.3f}" for value in values), held_out])
