"""A digest of all that a comparison reads of a story: texts, headlines, dates, names and ratings."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace

from compare.records import Article, Story

__all__ = ["input_sha256"]


def input_sha256(story: Story, articles: Iterable[Article]) -> str:
    """Sha256 over everything that a comparison reads of a story, whatever folder it lies in."""
    articles = list(articles)
    named = {
        article.outlet: asdict(story.outlets[article.outlet]) for article in articles if article.outlet in story.outlets
    }
    record = {
        **{name: value for name, value in asdict(replace(story, outlets={})).items() if name != "folder"},
        "outlets": named,
        "texts": [asdict(article) for article in articles],
    }
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()
