"""Comparisons made by hand for the tests of the report: a small one, one of hostile text, one as large as they come."""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from compare.differences import list_differences
from compare.records import (
    Article,
    Claim,
    Comparison,
    Coverage,
    Figure,
    FigureDifference,
    Label,
    Outlet,
    Rating,
    RunInfo,
    Sentence,
    Skipped,
    Story,
)

PROBABILITIES: dict[Label, tuple[float, float]] = {
    "stated": (0.9312, 0.9744),
    "partly": (0.2208, 0.8125),
    "absent": (0.0199, 0.0551),
    "unclear": (0.4142, 0.5101),
}
HOSTILE = (
    "<script>window.hurt = 1</script>",
    "</style></script><img src=x onerror='window.hurt = 2'>",
    "{{ 7 * 7 }} {% raw %} ${window.hurt = 3}",
    "\u202egnirts desrever\u202c and \u2066an isolate\u2069 and a \u0007 bell",
    "--> ]]> \u2028 \u2029 &lt;b&gt; &amp; \"quotes\" 'too' `here`",
)

Sentences = Sequence[tuple[str, str]]  # text, key of its claim; an empty key is no claim


def comparison_of(
    texts: Mapping[str, Sentences],
    verdicts: Mapping[tuple[str, str], Label] | None = None,
    *,
    title: str = "A fire in the harbour",
    details: Mapping[str, Mapping[str, str]] | None = None,
    outlets: Mapping[str, Outlet] | None = None,
) -> Comparison:
    """A comparison in which outlets that share a claim's key state it; ``verdicts`` says what others do."""
    articles = tuple(_article(outlet, texts[outlet], (details or {}).get(outlet, {})) for outlet in texts)
    sentences = tuple(sentence for outlet in texts for sentence in _sentences(outlet, texts[outlet]))
    keys = [key for outlet in texts for _, key in texts[outlet]]
    members: dict[str, list[Sentence]] = {}
    for sentence, key in zip(sentences, keys, strict=True):
        if key:
            members.setdefault(key, []).append(sentence)
    coverage = tuple(_coverage(members, sentences, list(texts), verdicts or {}))
    claims = [_claim(key, group, articles, verdicts or {}) for key, group in members.items()]
    claims.sort(key=lambda claim: (-len(claim.stated_by), claim.first_position, claim.id))
    known = {outlet: Outlet(outlet, outlet.replace("-", " ").title()) for outlet in texts} | dict(outlets or {})
    skipped = [Skipped("harbour", "sentence", s.id, s.not_claim) for s in sentences if s.not_claim]
    return Comparison(
        story=Story("harbour", title, Path("corpora/harbour"), (), known),
        articles=articles,
        sentences=sentences,
        coverage=coverage,
        claims=tuple(claims),
        differences=list_differences(claims, coverage, sentences),
        skipped=tuple(skipped),
        run=RunInfo(
            version="0.1",
            program_sha256="5" * 64,
            model="a-model",
            model_sha256="0" * 64,
            reader_sha256="9" * 64,
            settings={"candidates": 8},
            input_sha256="8" * 64,
            inputs={"north": "1" * 64},
            packages={"numpy": "2"},
        ),
    )


def sample() -> Comparison:
    """Three outlets: a claim of all, one of two, one of a single outlet, a cut text, wire copy, a rating, figures."""
    base = comparison_of(
        {
            "north-post": [
                ("By Ann Other", ""),
                ("More than 80 people left the harbour on Monday.", "left"),
                ("“The fire began in a warehouse,” the chief said.", "began"),
                ("The mayor has promised an inquiry.", "inquiry"),
            ],
            "south-star": [
                ("On Monday 83 people left the harbour.", "left"),
                ("The fire chief said that the warehouse burned first.", "began"),
            ],
            "west-wire": [
                ("A cat was saved from the quay.", "cat"),
                ("Some 90 people fled the harbour.", "left"),
            ],
        },
        {("inquiry", "south-star"): "partly", ("inquiry", "west-wire"): "unclear"},
        details={
            "north-post": {"headline": "Fire in the harbour", "url": "https://north.example/fire"},
            "south-star": {"complete": "cut", "complete_reason": "ends in the middle of a sentence"},
            "west-wire": {"origin": "Example Agency"},
        },
        outlets={
            "south-star": Outlet(
                "south-star", "The South Star", ratings=(Rating("A rater", "centre", "2025", "https://rater.example/"),)
            )
        },
    )
    return with_figures(base)


def with_figures(base: Comparison) -> Comparison:
    """The sample with its three figures for the people who left, and missing stretches for what is in part stated."""
    left = next(claim for claim in base.claims if len(claim.stated_by) == 3)
    wanted = {
        "north-post": ("80", "80", "", ">"),
        "south-star": ("83", "83", "83", "="),
        "west-wire": ("90", "90", "90", "~"),
    }
    figures = {}
    for sentence in base.sentences:
        if sentence.id in left.sentence_ids:
            surface, low, high, bound = wanted[sentence.outlet]
            at = sentence.start + sentence.text.index(surface)
            figures[sentence.outlet] = Figure(
                sentence.outlet, sentence.id, at, at + 2, surface, "count", low, high, "", bound, bound == "~", "people"
            )
    north, south, west = figures.values()
    rows = (
        FigureDifference(left.id, "people", north, south, "compatible", "0", 0.9, "83 is more than 80"),
        FigureDifference(left.id, "people", south, west, "differs", "0.0778", 0.8, "83 is not about 90"),
    )
    coverage = [replace(row, missing=((4, 9),)) if row.label == "partly" else row for row in base.coverage]
    return replace(base, figures=(north, south, west), figure_differences=rows, coverage=tuple(coverage))


def hostile(headline_size: int = 200_000) -> Comparison:
    """Everything that an outlet or a page could put into a text, a headline, a name or an address."""
    texts = {
        "one": [(text, f"key{number}") for number, text in enumerate(HOSTILE)],
        "two": [(f"Again: {text}", f"key{number}") for number, text in enumerate(HOSTILE[:2])],
    }
    details = {
        "one": {
            "headline": HOSTILE[1] + "x" * headline_size,
            "url": "javascript:window.hurt=4",
            "published": "2025-12-01",
        },
        "two": {"headline": HOSTILE[3], "url": 'https://two.example/"><script>window.hurt=5</script>'},
    }
    rating = Rating(HOSTILE[0], HOSTILE[2], HOSTILE[1], "data:text/html,<script>window.hurt=6</script>")
    outlets = {"one": Outlet("one", HOSTILE[1], ratings=(rating,)), "two": Outlet("two", HOSTILE[3])}
    return comparison_of(texts, title=HOSTILE[0] + HOSTILE[2], details=details, outlets=outlets)


def large(outlets: int = 46, sentences: int = 1500) -> Comparison:
    """As many outlets and sentences as a much reported story has; the words are drawn from a fixed seed."""
    draw = random.Random(7)
    words = [
        "harbour",
        "minister",
        "warehouse",
        "Monday",
        "officials",
        "said",
        "that",
        "the",
        "of",
        "fire",
        "people",
        "83",
    ]
    names = [f"outlet-{number:02}" for number in range(1, outlets + 1)]
    texts: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for number in range(sentences):
        name = names[number % outlets]
        text = " ".join(draw.choice(words) for _ in range(22)).capitalize() + f" {number}."
        texts[name].append((text, f"claim{draw.randrange(sentences * 3 // 4)}"))
    verdicts: dict[tuple[str, str], Label] = {
        (f"claim{number}", name): draw.choices(("absent", "partly", "unclear"), (8, 1, 1))[0]
        for number in range(sentences)
        for name in names
    }
    made = comparison_of(texts, verdicts)
    rows = [replace(row, missing=((5, 20), (40, 52))) if row.label != "stated" else row for row in made.coverage]
    return replace(made, coverage=tuple(rows))


def _article(outlet: str, sentences: Sentences, details: Mapping[str, str]) -> Article:
    text = "\n".join(text for text, _ in sentences)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(outlet, text, digest, **{"published": "2025-12-02", "origin": outlet, **details})  # type: ignore[arg-type]


def _sentences(outlet: str, sentences: Sentences) -> Iterator[Sentence]:
    start = 0
    for number, (text, key) in enumerate(sentences):
        yield Sentence(outlet, start, start + len(text), number, text, "" if key else "by-line")
        start += len(text) + 1


def _label(key: str, outlet: str, group: Sequence[Sentence], verdicts: Mapping[tuple[str, str], Label]) -> Label:
    return "stated" if any(each.outlet == outlet for each in group) else verdicts.get((key, outlet), "absent")


def _coverage(
    members: Mapping[str, Sequence[Sentence]],
    sentences: Sequence[Sentence],
    outlets: Sequence[str],
    verdicts: Mapping[tuple[str, str], Label],
) -> Iterator[Coverage]:
    key_of = {sentence.id: key for key, group in members.items() for sentence in group}
    first = {outlet: next(each.id for each in reversed(sentences) if each.outlet == outlet) for outlet in outlets}
    for sentence in sentences:
        key = key_of.get(sentence.id)
        for outlet in outlets if key else ():
            if outlet != sentence.outlet:
                group = members[key]
                label = _label(key, outlet, group, verdicts)
                evidence = next((each.id for each in group if each.outlet == outlet), first[outlet])
                note = "between the thresholds" if label == "unclear" else ""
                yield Coverage(sentence.id, outlet, label, *PROBABILITIES[label], evidence, note)


def _claim(
    key: str, group: Sequence[Sentence], articles: Sequence[Article], verdicts: Mapping[tuple[str, str], Label]
) -> Claim:
    length = {article.outlet: len(article.text) for article in articles}
    labels = {article.outlet: _label(key, article.outlet, group, verdicts) for article in articles}
    by_label = {label: tuple(outlet for outlet, each in labels.items() if each == label) for label in PROBABILITIES}
    alone = len(by_label["stated"]) == 1 and len(by_label["absent"]) == len(articles) - 1
    return Claim(
        id="c-" + hashlib.sha256(f"{group[0].outlet}\n{group[0].text}".encode()).hexdigest()[:8],
        representative=group[0].id,
        sentence_ids=tuple(sentence.id for sentence in group),
        stated_by=by_label["stated"],
        partly_by=by_label["partly"],
        absent_from=by_label["absent"],
        unclear_for=by_label["unclear"],
        exclusive_to=group[0].outlet if alone else "",
        confidence=0.8736,
        first_position=round(min(each.start / length[each.outlet] for each in group), 4),
        origins=len(by_label["stated"]),
        owners=len(by_label["stated"]),
    )
