"""The report's pictures for papers: matrix, figures and placement as SVG and PNG, the same bytes on every run.

Shape and lightness carry the meaning, never colour alone, so that a greyscale print says the same. Each picture has an
alternative text: as ``title`` and ``desc`` inside the SVG, in the PNG's description, and beside it as ``.txt``.
"""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import BadInput
from compare.output.intervals import Interval, Topic, topics
from compare.output.naming import counted, joined, outlet_names, shortened
from compare.output.placement import PlacedClaim, placed_claims
from compare.output.safe_text import shown
from compare.records import Claim, Comparison
from compare.writing import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.path import Path as MarkerPath

__all__ = ["PLOTS", "Picture", "draw_plots", "write_plots"]

# Every file that ``write_plots`` may write.
PLOTS = frozenset(f"{name}.{ending}" for name in ("matrix", "figures", "placement") for ending in ("svg", "png", "txt"))

_INK, _SOFT, _LINE = "#1c1d1f", "#5c6067", "#d5d2ca"
_ROWS = 40  # claims in a picture that is to fit a page; the tables have all
_TOPICS = 12
_ROW = 0.27  # inches
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters on every machine
    "font.size": 8,
    "svg.fonttype": "path",
    "svg.hashsalt": "compare",  # else ids are drawn at random and no two runs agree
    "text.parse_math": False,  # a "$" in a claim is a dollar
    "axes.edgecolor": _LINE,
    "text.color": _INK,
}
_MARKERS: dict[str, dict[str, Any]] = {
    "stated": {"marker": "o", "color": _INK},
    "in part": {"marker": "o", "color": _INK, "fillstyle": "left", "markerfacecoloralt": "white"},
    "absent": {"marker": "_", "color": _SOFT},
    "unclear": {"color": _SOFT},  # a question mark: see _question_mark
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: its file name without ending, what it shows in words, and both files' bytes."""

    name: str
    title: str
    description: str
    svg: str
    png: bytes


def write_plots(comparison: Comparison, folder: Path) -> list[Path]:
    """Write every picture's ``.svg``, ``.png`` and ``.txt`` (the alternative text); pictures of before go.

    Raises:
        BadInput: matplotlib is not installed, or the folder can't be written.
    """
    files: dict[str, bytes] = {}
    for picture in draw_plots(comparison):
        files[f"{picture.name}.svg"] = picture.svg.encode()
        files[f"{picture.name}.png"] = picture.png
        files[f"{picture.name}.txt"] = f"{picture.title}\n\n{picture.description}\n".encode()
    return _write(folder, files)


def draw_plots(comparison: Comparison) -> tuple[Picture, ...]:
    """The pictures that the comparison has something for.

    Raises:
        BadInput: matplotlib is not installed.
    """
    _require_matplotlib()
    found, placed = topics(comparison)[:_TOPICS], placed_claims(comparison)[:_ROWS]
    with _drawing():
        pictures = [_matrix(comparison)]
        pictures += [_figures(found)] if found else []
        pictures += [_placement(placed, list(outlet_names(comparison).values()))] if placed else []
    return tuple(pictures)


def _require_matplotlib() -> None:
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise BadInput("plots need matplotlib, which is not installed; run `pip install '.[plots]'` in the checkout")


@contextmanager
def _drawing() -> Iterator[None]:
    from matplotlib import rc_context

    with rc_context(_STYLE), warnings.catch_warnings():
        # Letters that the font lacks are drawn as boxes; the SVG's description and the .txt have them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def _matrix(comparison: Comparison) -> Picture:
    claims = comparison.claims[:_ROWS]
    names = outlet_names(comparison)
    text = {sentence.id: sentence.text for sentence in comparison.sentences}
    canvas, axes = _canvas(4.6 + 0.5 * len(names), len(claims) + 4)
    for label, style in _MARKERS.items():
        places = [
            (column, row)
            for row, claim in enumerate(claims)
            for column, outlet in enumerate(names)
            if _label(claim, outlet) == label
        ]
        drawn = {**style, "marker": _question_mark()} if label == "unclear" else style
        columns, rows = [x for x, _ in places], [y for _, y in places]
        axes.plot(columns, rows, linestyle="none", markersize=6.5, label=label, **drawn)
    for row in range(len(claims)):
        axes.axhline(row, color=_LINE, linewidth=0.4, zorder=0)
    _rows(axes, [text[claim.representative] for claim in claims])
    axes.set_xticks(range(len(names)), [shown(shortened(name, 24)) for name in names.values()], rotation=40, ha="left")
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.xaxis.tick_top()
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.4 / max(1, len(claims))), ncols=4, frameon=False)
    lines = [f"{shortened(text[claim.representative], 160)} {_verdicts(claim, names)}" for claim in claims]
    more = f" (the first {len(claims)} of {len(comparison.claims)})" if len(claims) < len(comparison.claims) else ""
    return _picture("matrix", f"Which outlet states which claim{more}: {comparison.story.title}", lines, canvas)


def _question_mark() -> "MarkerPath":
    from matplotlib.textpath import TextPath
    from matplotlib.transforms import Affine2D

    letter = TextPath((0, 0), "?", size=10)
    middle = letter.get_extents()
    return letter.transformed(Affine2D().translate(-(middle.x0 + middle.x1) / 2, -(middle.y0 + middle.y1) / 2))


def _figures(found: Sequence[Topic]) -> Picture:
    canvas, axes = _canvas(7.5, sum(len(topic.intervals) + 2 for topic in found))
    row, lines, labels = 0, [], []
    for topic in found:
        axes.text(0, row, shown(shortened(topic.measures or "a figure", 70)), weight="bold", va="center")
        axes.text(100, row, topic.relation, ha="right", va="center")
        for interval in topic.intervals:
            row += 1
            _interval(axes, interval, row)
            labels.append((row, f"{shortened(interval.name, 24)}  “{shortened(interval.figure.surface, 28)}”"))
        said = joined([f"{interval.name} “{interval.figure.surface}”" for interval in topic.intervals])
        lines.append(f"{topic.measures or 'A figure'}, {topic.relation}: {said}.")
        row += 2
    axes.set_yticks([place for place, _ in labels], [shown(label) for _, label in labels])
    axes.set_ylim(row - 1, -1)
    axes.set_xlim(-1, 101)
    axes.set_xticks([])
    return _picture("figures", "What the outlets’ figures say", lines, canvas)


def _interval(axes: "Axes", interval: Interval, row: int) -> None:
    axes.axhline(row, color=_LINE, linewidth=0.6, zorder=1)
    if interval.low is None and interval.high is None:
        axes.text(50, row, "not on a scale", color=_SOFT, ha="center", va="center", size=7, backgroundcolor="white")
        return
    low, high = (2 if interval.low is None else interval.low), (98 if interval.high is None else interval.high)
    face = "white" if interval.hollow else _INK
    axes.plot([low, high], [row, row], color=_INK, linewidth=1.6, zorder=2)
    for end, marker in ((interval.low, "<"), (interval.high, ">")):
        place = {"<": low, ">": high}[marker]
        shape = marker if end is None else "o" if interval.is_point or None in (interval.low, interval.high) else "|"
        fill = _INK if end is None or shape == "|" else face  # a bar has no inside
        edge = None if shape == "|" else _INK
        axes.scatter([place], [row], marker=shape, s=34, facecolors=fill, edgecolors=edge, zorder=3)


def _placement(placed: Sequence[PlacedClaim], names: Sequence[str]) -> Picture:
    canvas, axes = _canvas(9, len(placed) + 3)
    for row, claim in enumerate(placed):
        axes.axhline(row, color=_LINE, linewidth=0.6, zorder=1)
        for mark in claim.marks:
            height = row + 0.3 * mark.level  # on one line they would hide each other
            axes.text(100 * mark.at, height, str(mark.number), size=6.5, ha="center", va="center", zorder=3,
                      bbox={"boxstyle": "circle,pad=0.2", "fc": "white", "ec": _INK, "lw": 0.7})  # fmt: skip
    _rows(axes, [claim.text for claim in placed])
    axes.set_xlim(-3, 103)
    axes.set_xticks([0, 100], ["lede", "end"])
    axes.xaxis.tick_top()
    key = "  ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    axes.text(0, len(placed) + 0.4, shown(shortened(key, 300)), color=_SOFT, size=7, va="top", wrap=True)
    lines = [
        f"{shortened(claim.text, 160)} {joined([f'{m.name} at {100 * m.at:.0f} %' for m in claim.marks])}."
        for claim in placed
    ]
    return _picture("placement", "Where each outlet first states the shared claims, from lede to end", lines, canvas)


def _canvas(width: float, rows: float) -> "tuple[Canvas, Axes]":
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(width, max(1.5, _ROW * rows)), facecolor="white")
    axes = canvas.add_subplot()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return canvas, axes


def _rows(axes: "Axes", texts: Sequence[str]) -> None:
    axes.set_yticks(range(len(texts)), [shown(shortened(text, 72)) for text in texts])
    axes.set_ylim(len(texts) - 0.4, -0.6)


def _label(claim: Claim, outlet: str) -> str:
    groups = (claim.stated_by, claim.partly_by, claim.absent_from, claim.unclear_for)
    return next(label for label, group in zip(_MARKERS, groups, strict=True) if outlet in group)


def _verdicts(claim: Claim, names: Mapping[str, str]) -> str:
    groups = {"Stated by": claim.stated_by, "in part by": claim.partly_by, "absent from": claim.absent_from,
              "unclear for": claim.unclear_for}  # fmt: skip
    return ", ".join(f"{verb} {joined([names[o] for o in group])}" for verb, group in groups.items() if group) + "."


def _picture(name: str, title: str, lines: Sequence[str], canvas: "Canvas") -> Picture:
    title = shown(title)
    description = shown(f"{counted(len(lines), 'row')}.\n" + "\n".join(lines))
    vector, raster = io.StringIO(), io.BytesIO()
    options: dict[str, Any] = {"bbox_inches": "tight", "pad_inches": 0.12}
    canvas.savefig(vector, format="svg", metadata={"Date": None, "Creator": None}, **options)
    facts = {"Software": None, "Title": _latin(title)[:200], "Description": _latin(description)[:2000]}
    canvas.savefig(raster, format="png", dpi=200, metadata=facts, **options)
    return Picture(name, title, description, _described(vector.getvalue(), title, description), raster.getvalue())


def _described(svg: str, title: str, description: str) -> str:
    """The drawing with its alternative text where screen readers look for it."""
    head, mark, rest = svg.partition("<svg ")
    attributes, close, body = rest.partition(">")
    said = f'\n <title id="title">{_xml(title)}</title>\n <desc id="desc">{_xml(description)}</desc>'
    return f'{head}{mark}role="img" aria-labelledby="title desc" {attributes}{close}{said}{body}'


def _xml(text: str) -> str:
    return escape("".join(" " if code in "\ufffe\uffff" else code for code in text))


def _latin(text: str) -> str:
    """PNG's text chunks hold Latin-1 only; the .txt beside it has everything."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with replacing(folder / name) as part:
                part.write_bytes(content)
        for name in PLOTS - files.keys():  # an earlier comparison had something for it, this one has not
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(
            f"{folder}: plots can't be written ({error.strerror}); name another folder with --results"
        ) from error
    return [folder / name for name in sorted(files)]
