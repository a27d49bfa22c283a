import errno
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import report_samples

from compare.errors import BadInput
from compare.output.intervals import _label, topics
from compare.output.naming import day, joined, shortened
from compare.output.placement import placed_claims, share_level
from compare.output.plots import draw_plots, write_plots
from compare.output.report import render_report
from compare.records import Comparison, Figure


@pytest.fixture(scope="module")
def sample() -> Comparison:
    """The small story of three outlets."""
    return report_samples.sample()


def test_figures_stand_on_one_scale_with_their_bounds(sample):
    """A value is a point, a lower bound is open above, and what differs comes first."""
    (topic,) = topics(sample)
    north, south, west = topic.intervals
    assert (topic.relation, topic.measures) == ("differs", "people")
    assert north.high is None
    assert north.hollow
    assert north.low < south.low < west.low
    assert south.is_point
    assert not south.hollow
    assert west.hollow
    assert [tick.label for tick in topic.scale.ticks] == ["80", "90"]


@pytest.mark.parametrize(
    ("low", "label"), [("-0.25", "-0.25 %"), ("-1.4", "-1.4 %"), ("1234.5678", "1,234.57 %"), ("0.5", "0.5 %")]
)
def test_a_scale_keeps_the_sign(low, label):
    """Between minus one and nothing too."""
    rate = Figure("a", "a@0", 0, 5, "rate", "percent", low, low, "percent", "=", False, "rate")
    assert _label(rate, low) == label


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        (("23:58", "23:58"), ("00:01", "00:01"), ["23:58", "00:01"]),
        (("22:00", "06:00"), ("05:00", "05:00"), ["22:00", "06:00"]),
        (("08:00", "22:00"), ("21:00", "21:00"), ["08:00", "22:00"]),
    ],
)
def test_times_of_day_stand_the_shorter_way_round_the_clock(sample, first, second, labels):
    """On one scale over midnight: no span runs backwards, as it is judged."""
    row = sample.figure_differences[0]
    one, other = (
        replace(figure, kind="time", unit="", bound="=", low=low, high=high)
        for figure, (low, high) in ((row.figure_a, first), (row.figure_b, second))
    )
    [topic] = topics(replace(sample, figure_differences=(replace(row, figure_a=one, figure_b=other),)))
    assert [tick.label for tick in topic.scale.ticks] == labels
    assert all(each.low <= each.high for each in topic.intervals)
    assert topic.intervals[0].low == 8


def test_clocks_of_two_zones_have_no_scale(sample):
    """5 p.m. Eastern is 10 p.m. GMT; no line has a place for that."""
    row = sample.figure_differences[0]
    one, other = (
        replace(figure, kind="time", unit=zone, bound="=", low=clock, high=clock)
        for figure, clock, zone in ((row.figure_a, "17:00", "ET"), (row.figure_b, "22:00", "GMT"))
    )
    same = replace(row, figure_a=one, figure_b=other, relation="same")
    [topic] = topics(replace(sample, figure_differences=(same,)))
    assert topic.scale.ticks == ()


def test_days_that_are_the_same_but_for_their_reckoning_have_no_scale(sample):
    """November, read as of two years, is one month to both; no line has a place for that."""
    row = sample.figure_differences[0]
    days = [
        replace(figure, kind="date", unit="", low=f"{year}-11-01", high=f"{year}-11-30")
        for figure, year in ((row.figure_a, 2017), (row.figure_b, 2018))
    ]
    same = replace(row, figure_a=days[0], figure_b=days[1], relation="same")
    [topic] = topics(replace(sample, figure_differences=(same,)))
    assert topic.scale.ticks == ()
    assert [(one.low, one.high) for one in topic.intervals] == [(None, None), (None, None)]


def test_figures_of_one_thing_are_one_picture_whatever_their_claims(sample):
    """Rows are joined by the figures they share; two rows without a figure in common are two things."""
    row = sample.figure_differences[0]

    def other(name):
        return replace(row.figure_a, outlet=name, sentence_id=f"{name}@0", start=3)

    apart = replace(row, claim_id="c-2", figure_a=other("east"), figure_b=other("far"))
    bridge = replace(row, claim_id="c-3", figure_a=row.figure_b, figure_b=other("far"))
    sizes = [
        [len(topic.judgements) for topic in topics(replace(sample, figure_differences=rows))]
        for rows in ((row, apart), (row, apart, bridge), (bridge, apart, row))
    ]
    assert sizes == [[1, 1], [3], [3]]


def test_the_surest_difference_comes_first_however_sure_an_agreement_beside_another_is(sample):
    """A thing whose difference is doubtful stays behind, though two of its outlets surely agree."""
    agrees, differs = sample.figure_differences

    def other(figure):
        return replace(figure, sentence_id=f"{figure.outlet}@900", start=900)

    sides = {"figure_a": other(differs.figure_a), "figure_b": other(differs.figure_b)}
    surer = replace(differs, measures="cats", confidence=0.85, **sides)
    rows = (replace(agrees, confidence=0.99), differs, surer)
    assert [topic.measures for topic in topics(replace(sample, figure_differences=rows))] == ["cats", "people"]


@pytest.mark.parametrize(
    ("kind", "unit", "low", "high", "labels"),
    [
        ("date", "", "2025-11-11", "2025-11-16", ["11 Nov 2025", "16 Nov 2025"]),
        ("time", "", "09:30", "17:00", ["09:30", "17:00"]),
        ("money", "USD", "1200000", "1200000", ["1,200,000 US$"]),
        ("percent", "percent", "-2.5", "3", ["-2.5 %", "3 %"]),
        ("money", "IRR", "64000000000000000", "64000000000000000", ["64,000,000,000,000,000 IRR"]),
        ("count", "", "", "", []),
        ("date", "", "soon", "", []),
    ],
)
def test_scales_of_every_kind(sample, kind, unit, low, high, labels):
    """Dates, times, money and shares are labelled as such; what cannot be placed is told in words only."""
    row = sample.figure_differences[0]
    figure = replace(row.figure_a, kind=kind, unit=unit, low=low, high=high, bound="=")
    changed = replace(row, figure_a=figure, figure_b=replace(row.figure_b, kind=kind, unit=unit, low="", high=""))
    (topic,) = topics(replace(sample, figure_differences=(changed,)))
    assert labels == [tick.label for tick in topic.scale.ticks]
    assert "not on a scale" in render_report(replace(sample, figure_differences=(changed,)))


@pytest.mark.parametrize("value", ["0", "7", "64000000000000000"])
def test_a_single_value_stands_in_the_middle(sample, value):
    """However large: from 10^16 on one more is the same float."""
    row = sample.figure_differences[0]
    sides = [replace(figure, low=value, high=value) for figure in (row.figure_a, row.figure_b)]
    same = replace(row, figure_a=sides[0], figure_b=sides[1], relation="same")
    [topic] = topics(replace(sample, figure_differences=(same,)))
    assert [(one.low, one.high) for one in topic.intervals] == [(50.0, 50.0)] * 2
    assert [(tick.at, tick.label) for tick in topic.scale.ticks] == [(50.0, f"{int(value):,}")]


def test_placement_shows_where_each_outlet_first_states_a_claim(sample):
    """Claims of most outlets come first; places are those of the sentences; marks never cover one another."""
    placed = placed_claims(sample)
    claims = {claim.id: claim for claim in sample.claims}
    assert [len(claim.marks) for claim in placed] == [3, 2]
    for claim in placed:
        assert min(mark.at for mark in claim.marks) == claims[claim.claim_id].first_position
        by_level: dict[int, list[float]] = {}
        for mark in claim.marks:
            by_level.setdefault(mark.level, []).append(mark.at)
        assert all(b - a >= 0.03 for places in by_level.values() for a, b in pairwise(places))


def test_an_outlet_that_states_but_a_part_has_no_mark(sample):
    """Its sentence is grouped with the claim, and does not state what is printed."""
    claim = next(claim for claim in sample.claims if len(claim.stated_by) == 3)
    partly = replace(claim, stated_by=claim.stated_by[:2], partly_by=claim.stated_by[2:])
    placed = placed_claims(replace(sample, claims=(partly,)))
    assert [{mark.outlet for mark in one.marks} for one in placed] == [set(claim.stated_by[:2])]


def test_shades_are_quarters_of_the_others():
    """None is the lightest, more than three quarters the darkest."""
    assert [share_level(number, 4) for number in range(5)] == [0, 1, 2, 3, 4]
    assert share_level(0, 0) == 0


def test_names_and_dates_read_naturally():
    """Lists, days and cut sentences as a newspaper would print them."""
    assert joined(["A", "B", "C"]) == "A, B and C"
    assert day("2025-12-01T10:00:00") == "1 Dec 2025"
    assert day("last week") == "last week"
    assert shortened("one two three four", 10) == "one two…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"


@pytest.fixture(scope="module")
def pictures():
    """The pictures of the sample."""
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plots]'")
    return {picture.name: picture for picture in draw_plots(report_samples.sample())}


class TestPlots:
    """The pictures for papers."""

    def test_pictures_are_the_same_bytes_every_time(self, pictures):
        """A paper's repository shows no change where nothing changed."""
        assert list(pictures.values()) == list(draw_plots(report_samples.sample()))
        assert list(pictures) == ["matrix", "figures", "placement"]

    def test_pictures_can_be_read_aloud(self, pictures):
        """Title and description stand in the SVG and say what the picture shows, outlet by outlet."""
        svg = pictures["figures"].svg
        assert 'role="img" aria-labelledby="title desc"' in svg
        assert "people, differs: North Post “80”, The South Star “83” and West Wire “90”." in svg
        assert "absent from North Post and The South Star" in pictures["matrix"].description

    def test_pictures_say_the_same_in_grey(self, pictures):
        """No colour is used that greyscale would merge: every drawn colour is a grey already, or nearly."""
        for colour in set(re.findall(r"#[0-9a-f]{6}", "".join(picture.svg for picture in pictures.values()))):
            parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
            assert max(parts) - min(parts) <= 16, colour

    def test_hostile_text_makes_a_readable_picture(self, tmp_path):
        """Dollar signs, tags and control marks are drawn or described as text, and the SVG stays well formed."""
        pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plots]'")
        files = write_plots(report_samples.hostile(300), tmp_path / "plots")
        assert {".png", ".svg", ".txt"} == {file.suffix for file in files}
        for file in files:
            if file.suffix == ".svg":
                ElementTree.fromstring(file.read_text(encoding="utf-8"))

    def test_a_full_disk_leaves_the_old_pictures_whole(self, tmp_path, monkeypatch):
        """A write that fails half way changes nothing, and leaves nothing beside the files."""
        pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plots]'")
        files = write_plots(report_samples.sample(), tmp_path)
        before = {file: file.read_bytes() for file in files}
        write = Path.write_bytes

        def half(path: Path, content: bytes) -> int:
            write(path, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", half)
        with pytest.raises(BadInput, match="No space left on device"):
            write_plots(report_samples.hostile(30), tmp_path)
        assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before

    def test_a_missing_library_is_named(self, monkeypatch):
        """Without matplotlib the message says what to install."""
        import importlib.util

        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        with pytest.raises(BadInput, match=r"\.\[plots\]"):
            draw_plots(report_samples.sample())

    def test_an_unwritable_place_is_named(self, tmp_path):
        """A file where the folder should be gives one line with the next step."""
        pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plots]'")
        (tmp_path / "plots").write_text("")
        with pytest.raises(BadInput, match="--results"):
            write_plots(report_samples.sample(), tmp_path / "plots")
