"""Figures of two outlets are compared only where they measure one thing, and then judged by their intervals."""

import csv
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import get_args

import pytest
from conftest import DEMO, article

from compare.matching.cache import Cache
from compare.matching.encode import SentenceTransformerEncoder
from compare.matching.figure_agreement import _digits, _is_small
from compare.matching.figure_alignment import Alignment
from compare.matching.figure_choice import _added_up, _carried, _one_name
from compare.matching.figure_clauses import deed
from compare.matching.figure_differences import compare_sentence_figures
from compare.matching.figure_frames import Frame
from compare.matching.figure_intervals import Judgement, comparable, judge, written_step
from compare.matching.figure_pairs import Candidate, _later
from compare.matching.figure_surroundings import Surroundings, surroundings
from compare.matching.passages import EncodedSentence
from compare.matching.reader import load_reader
from compare.pipeline import compare_story
from compare.publication import time_span
from compare.records import Comparison, Figure, Relation, Story
from compare.settings import DEFAULT_MODEL
from compare.sources.corpus import load_articles, load_story
from compare.text.parse import SpacyParser


@pytest.fixture(scope="module")
def encoder() -> SentenceTransformerEncoder:
    """The default encoder."""
    return SentenceTransformerEncoder(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def relations_with_confidence(encoder: SentenceTransformerEncoder):
    """The relation and its confidence, by (surface, surface) in two sentences."""
    parser = SpacyParser()

    def read(a: str, b: str) -> dict[tuple[str, str], tuple[str, float]]:
        texts = [a, b]
        encoded = [
            EncodedSentence(text, encoding, tokens)
            for text, encoding, tokens in zip(texts, encoder.encode(texts), parser.parse(texts), strict=True)
        ]
        rows = compare_sentence_figures(*encoded, reader=load_reader(encoder.sha256))
        return {(row.figure_a.surface, row.figure_b.surface): (row.relation, row.confidence) for row in rows}

    return read


@pytest.fixture(scope="module")
def relations(relations_with_confidence):
    """The relations alone."""

    def read(a: str, b: str) -> dict[tuple[str, str], str]:
        return {pair: relation for pair, (relation, _) in relations_with_confidence(a, b).items()}

    return read


def figure(surface: str, low: str, high: str | None = None, *, kind: str = "count", **more: str) -> Figure:
    """A figure as the reader would make it."""
    end = low if high is None else high
    fields = {"unit": "", "bound": "=", "measures": "people"} | more
    return Figure("a", "a@0", 0, len(surface), surface, kind, low, end, approximate=fields["bound"] == "~", **fields)


def test_only_the_same_and_the_compatible_agree() -> None:
    """An update is no agreement."""
    agreeing = [one for one in get_args(Relation) if Judgement(one, Decimal(0), "").agrees]
    assert agreeing == ["same", "compatible"]


def relation(a: Figure, b: Figure, *, later: int = 0, moves: bool = False) -> str:
    """How two figures are judged, empty where they are not."""
    judged = judge(a, b, later=later, moves=moves)
    return judged.relation if judged else ""


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (figure("83", "83"), figure("83", "83"), "same"),
        (figure("80", "80", "", bound=">"), figure("83", "83"), "compatible"),
        (figure("80", "80", "", bound=">"), figure("120", "120"), "differs"),
        (figure("80", "80", "", bound=">"), figure("71", "71"), "differs"),
        (figure("15,000", "13500", "16500", bound="~"), figure("15,000", "15000"), "compatible"),
        (figure("15,000", "13500", "16500", bound="~"), figure("12,000", "10800", "13200", bound="~"), "differs"),
        (figure("1.37 trillion", "1370000000000"), figure("1.4 trillion", "1400000000000"), "compatible"),
        (figure("5.7 billion", "5700000000"), figure("5 billion", "5000000000"), "differs"),
        (figure("3.5 billion", "3500000000"), figure("3.6 billion", "3600000000"), "differs"),
        (figure("10", "10"), figure("12", "12"), "differs"),
        (figure("1,000", "900", "1100", bound="~"), figure("800", "800"), "differs"),
        (figure("1 million", "900000", "1100000", bound="~"), figure("820,000", "820000"), "differs"),
        (figure("2,000", "1800", "2200", bound="~"), figure("2,210", "2210"), "compatible"),
        (figure("10 million", "9000000", "10000000", bound="~"), figure("10.4 million", "10400000"), "compatible"),
        (figure("10 million", "9000000", "10000000", bound="<"), figure("8.2 million", "8200000"), "differs"),
        (figure("10 million", "10000000", "11000000", bound=">"), figure("9.6 million", "9600000"), "compatible"),
        (figure("several hundred", "300", "999", bound="~"), figure("1,000", "1000"), "compatible"),
        (figure("10 to 15", "10", "15"), figure("12", "12"), "compatible"),
        (figure("5.25 to 5.5", "5.25", "5.5"), figure("5.5 to 5.75", "5.5", "5.75"), "differs"),
        (figure("5.25 to 5.5", "5.25", "5.5"), figure("5.5", "5.5"), "compatible"),
        (figure("10 to 15", "10", "15"), figure("12 to 20", "12", "20"), "compatible"),
        (figure("10 to 15", "10", "15", bound="~"), figure("15 to 20", "15", "20"), "compatible"),
        (figure("two or three", "2", "3"), figure("three or four", "3", "4"), "compatible"),
        (figure("dozens", "24", "", bound="~"), figure("9", "9"), ""),
        (figure("half a million", "500000", "", bound=">"), figure("552,000", "552000", "", bound=">"), "compatible"),
        (figure("500,000", "500000", "", bound=">"), figure("580,000", "580000"), "differs"),
        (
            figure("half", "", "0.5", kind="ratio", bound="<"),
            figure("half", "0.5", "", kind="ratio", bound=">"),
            "differs",
        ),
        (figure("half", "", "0.5", kind="ratio", bound="<="), figure("half", "0.5", "", bound=">="), "compatible"),
    ],
)
def test_intervals_are_judged_by_bounds_hedges_and_rounding(a: Figure, b: Figure, expected: str) -> None:
    """A bound reaches a little beyond its number; a hedge a tenth, or rounding half a step of the coarser number."""
    assert relation(a, b) == expected
    assert relation(b, a) == expected


def test_ranges_that_share_an_end_are_as_far_apart_as_their_middles(relations) -> None:
    """So that they make a row."""
    judged = judge(figure("5.25 to 5.5", "5.25", "5.5"), figure("5.5 to 5.75", "5.5", "5.75"))
    assert judged == Judgement("differs", Decimal("0.0435"), "the ranges share only an end")
    a = "The Federal Reserve raised its key interest rate to a range of 5.25% to 5.5% on Wednesday."
    b = "The Federal Reserve raised its key interest rate to a range of 5.5% to 5.75% on Wednesday."
    assert relations(a, b)["5.25% to 5.5%", "5.5% to 5.75%"] == "differs"


def test_a_speed_in_two_units_was_rounded_to_five_in_both() -> None:
    """185 mph are 297.7 kph."""
    miles = figure("185 mph", "297.72864", kind="measure", unit="kilometre_per_hour")
    assert relation(miles, figure("295 kph", "295", kind="measure", unit="kilometre_per_hour")) == "compatible"
    for kilometres in ("280", "290"):
        other = figure(f"{kilometres} kph", kilometres, kind="measure", unit="kilometre_per_hour")
        assert relation(miles, other) == "differs"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("100th", "100"), ("105th", "105"), "differs"),
        (("1,000th", "1000"), ("1,050th", "1050"), "differs"),
        (("hundredth", "100"), ("105th", "105"), "differs"),
        (("100th", "100"), ("hundredth", "100"), "same"),
    ],
)
def test_a_rank_is_never_rounded(a: tuple[str, str], b: tuple[str, str], expected: str) -> None:
    """The 100th anniversary is not the 105th; 105 people may be 100 in round numbers."""
    first, second = (figure(*one, kind="ordinal") for one in (a, b))
    assert relation(first, second) == relation(second, first) == expected
    assert relation(figure("100", "100"), figure("105", "105")) == "compatible"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("2 hours, 4 minutes", "7440", "duration"), ("2 hours, 14 minutes", "8040", "duration"), "differs"),
        (("2 hours and 40 minutes", "9600", "duration"), ("180 minutes", "10800", "duration"), "differs"),
        (("1 day and 4 hours", "100800", "duration"), ("39 hours", "140400", "duration"), "differs"),
        (("2 hours", "7200", "duration"), ("2 hours and 4 minutes", "7440", "duration"), "compatible"),
        (("2 hours and 40 minutes", "9600", "duration"), ("160 minutes", "9600", "duration"), "same"),
        (("2 hours 40 mins", "9600", "duration"), ("180 minutes", "10800", "duration"), "differs"),
        (("nine hours, 14 minutes", "33240", "duration"), ("nine hours, 24 minutes", "33840", "duration"), "differs"),
        (("six feet one inch", "1.8542", "measure"), ("185cm", "1.85", "measure"), "compatible"),
        (("6-foot-1", "1.8542", "measure"), ("6-foot-4", "1.9304", "measure"), "differs"),
        (("6-foot-1", "1.8542", "measure"), ("six feet", "1.8288", "measure"), "compatible"),
        (("six feet", "1.8288", "measure"), ("seven feet", "2.1336", "measure"), "differs"),
        (("two and a half miles", "4023.36", "measure"), ("2.7 miles", "4345.2288", "measure"), "differs"),
        (("36 hours", "129600", "duration"), ("two days", "172800", "duration"), "compatible"),
        (("6ft 1in", "1.8542", "measure"), ("6ft 4in", "1.9304", "measure"), "differs"),
        (("6ft 1in", "1.8542", "measure"), ("1.85m", "1.85", "measure"), "compatible"),
        (("3 pounds 50 pence", "3.5", "money"), ("3 pounds 70 pence", "3.7", "money"), "differs"),
    ],
)
def test_a_figure_in_two_units_is_exact_to_the_smaller(
    a: tuple[str, str, str], b: tuple[str, str, str], expected: str
) -> None:
    """The hours of "2 hours, 14 minutes" are not what was rounded."""
    units = {"duration": "second", "measure": "metre", "money": "GBP"}
    first, second = (figure(surface, low, kind=kind, unit=units[kind]) for surface, low, kind in (a, b))
    assert relation(first, second) == relation(second, first) == expected


def test_a_later_and_higher_count_of_a_kind_that_grows_is_an_update() -> None:
    """83 dead on Monday and 87 on Tuesday are no contradiction; 87 on Monday and 83 on Tuesday are one."""
    early, late = figure("83", "83"), figure("87", "87")
    assert relation(early, late, later=1, moves=True) == "updated"
    assert relation(late, early, later=1, moves=True) == "differs"
    assert relation(early, late, later=1, moves=False) == "differs"


@pytest.mark.parametrize(("hour", "expected"), [("18:00", "compatible"), ("20:04", "compatible"), ("21:00", "differs")])
def test_a_time_within_a_span_of_time_is_no_difference(hour: str, expected: str) -> None:
    """A show from 6 to 8 p.m. is on at 6, and over at 9."""
    span, moment = figure("6 to 8 p.m.", "18:00", "20:00", kind="time"), figure("6 p.m.", hour, kind="time")
    assert relation(span, moment) == relation(moment, span) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected", "spread"),
    [
        (("23:58", "23:58"), ("00:01", "00:01"), "compatible", 3),
        (("23:00", "23:00"), ("01:30", "01:30"), "differs", 150),
        (("09:00", "09:00"), ("21:00", "21:00"), "differs", 720),
        (("22:00", "02:00"), ("23:30", "23:30"), "compatible", 0),
        (("22:00", "02:00"), ("01:00", "01:00"), "compatible", 0),
        (("22:00", "02:00"), ("01:00", "04:00"), "compatible", 0),
        (("22:00", "02:00"), ("02:04", "02:04"), "compatible", 4),
        (("22:00", "02:00"), ("12:00", "12:00"), "differs", 600),
        (("18:00", "20:00"), ("02:00", "02:00"), "differs", 360),
    ],
)
def test_clock_times_are_set_apart_by_the_shorter_way_round(
    a: tuple[str, str], b: tuple[str, str], expected: str, spread: int
) -> None:
    """Two minutes before midnight and one after it are three minutes; a span that ends before it starts wraps."""
    first, second = (figure("then", *ends, kind="time") for ends in (a, b))
    for judged in (judge(first, second), judge(second, first)):
        assert judged is not None
        assert (judged.relation, judged.spread) == (expected, spread)


def test_one_minute_is_one_minute() -> None:
    """Two are minutes."""
    six = figure("6 p.m.", "18:00", kind="time")
    reasons = [judge(six, figure("then", hour, kind="time")).reason for hour in ("17:59", "17:58")]  # type: ignore[union-attr]
    assert reasons == ["1 minute apart", "2 minutes apart"]


def test_two_indices_that_move_are_two_things(relations) -> None:
    """Every market report has a dozen that rise and fall in the same words."""
    one = "Hong Kong’s Hang Seng index added 0.9%."
    assert relations(one, "The Shanghai Composite index was down 1.1%.") == {}
    assert relations(one, "The Hang Seng index gained 1.5 percent.") == {("0.9%", "1.5 percent"): "differs"}


def test_distances_from_two_places_are_of_two_things(relations) -> None:
    """A storm 435 miles from one town may well be 325 from another."""
    one = "The storm was 435 miles southeast of Wilmington."
    assert relations(one, "The storm was 325 miles east-southeast of Myrtle Beach.") == {}
    assert relations(one, "The storm was 280 miles southeast of Wilmington.") == {("435 miles", "280 miles"): "differs"}


def test_lengths_in_two_units_are_compared_in_the_base_unit() -> None:
    """337 metres and 1,106 feet are one length, 1,092 feet another."""
    metres = figure("337-metre", "337", kind="measure", unit="metre")
    feet = figure("1,106ft", "337.1088", kind="measure", unit="metre")
    shorter = figure("1,092ft", "332.8416", kind="measure", unit="metre")
    assert relation(metres, feet) == "compatible"
    assert relation(metres, shorter) == "differs"
    assert written_step(feet) == Decimal("0.3048")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (
            figure("four decades", "480", kind="duration", unit="month"),
            figure("41 years", "492", kind="duration", unit="month"),
            "compatible",
        ),
        (
            figure("two years", "24", kind="duration", unit="month"),
            figure("22 months", "22", kind="duration", unit="month"),
            "compatible",
        ),
        (
            figure("two years", "24", kind="duration", unit="month"),
            figure("three years", "36", kind="duration", unit="month"),
            "differs",
        ),
        (
            figure("two decades", "240", kind="duration", unit="month"),
            figure("41 years", "492", kind="duration", unit="month"),
            "differs",
        ),
    ],
)
def test_lengths_of_time_in_two_units_agree_to_half_the_coarser(a: Figure, b: Figure, expected: str) -> None:
    """41 years are four decades; two years are not three."""
    assert relation(a, b) == expected
    assert relation(b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("50 hours", "180000", "180000", "="), ("less than two days", "", "172800", "<"), "differs"),
        (("up to 36 hours", "", "129600", "<="), ("at least two days", "172800", "", ">="), "differs"),
        (("60 hours", "216000", "216000", "="), ("at least two days", "172800", "", ">="), "compatible"),
        (("40 hours", "144000", "144000", "="), ("less than two days", "", "172800", "<"), "compatible"),
        (("50 hours", "180000", "180000", "="), ("two days", "172800", "172800", "="), "compatible"),
    ],
)
def test_a_length_of_time_beyond_a_bound_is_not_it_in_whole_units(
    a: tuple[str, str, str, str], b: tuple[str, str, str, str], expected: str
) -> None:
    """50 hours are two days, but not less than two."""
    first, second = (
        figure(surface, low, high, kind="duration", unit="second", bound=bound) for surface, low, high, bound in (a, b)
    )
    for judged in (judge(first, second), judge(second, first)):
        assert judged is not None
        assert (judged.relation, "whole units" in judged.reason) == (expected, expected == "compatible")


def test_currencies_are_never_set_against_each_other() -> None:
    """No rate is known, so $5m and £5m are neither the same nor different."""
    dollars = figure("$5m", "5000000", kind="money", unit="USD")
    assert not comparable(dollars, replace(dollars, unit="GBP"))
    assert comparable(dollars, dollars)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("17:00", "ET"), ("22:00", "GMT"), "same"),
        (("17:00", "ET"), ("21:00", "GMT"), "same"),
        (("17:00", "ET"), ("21:04", "GMT"), "compatible"),
        (("17:00", "ET"), ("20:00", "GMT"), ""),
        (("17:00", "ET"), ("17:00", "GMT"), ""),
        (("22:00", "ET"), ("03:00", "GMT"), "same"),
        (("17:00", "ET"), ("14:00", "PT"), "same"),
        (("17:00", "ET"), ("17:00", "PT"), "differs"),
        (("17:00", "ET"), ("15:00", "PT"), "differs"),
        (("17:00", "ET"), ("14:00", "MST"), "same"),
        (("17:00", "ET"), ("19:00", "ET"), "differs"),
        (("17:00", "ET"), ("17:00", ""), "same"),
        (("17:00", "ET"), ("22:00", ""), ""),
        (("17:00", "ET"), ("17:00", "local time"), "same"),
        (("17:00", ""), ("22:00", "local time"), ""),
        (("17:00", "local time"), ("22:00", "local time"), "differs"),
        (("17:00", "ET"), ("17:00", "Kyiv time"), ""),
        (("17:00", "Kyiv time"), ("17:00", "Kyiv time"), "same"),
        (("17:00", "IST"), ("11:30", "GMT"), ""),
        (("17:00", ""), ("22:00", ""), "differs"),
    ],
)
def test_clock_times_of_two_zones_are_compared_in_one(a: tuple[str, str], b: tuple[str, str], expected: str) -> None:
    """Whether it is summer is not known: either may agree, and what cannot be told is not judged."""
    first, second = (figure("then", clock, kind="time", unit=zone) for clock, zone in (a, b))
    assert relation(first, second) == relation(second, first) == expected


def test_a_span_of_time_in_another_zone_holds_a_time() -> None:
    """From 6 to 8 p.m. Eastern is from 3 to 5 p.m. Pacific; ``reason`` names the zones."""
    span = figure("6 to 8 p.m.", "18:00", "20:00", kind="time", unit="ET")
    assert relation(span, figure("3 to 5 p.m.", "15:00", "17:00", kind="time", unit="PT")) == "same"
    assert relation(span, figure("4 p.m.", "16:00", kind="time", unit="PT")) == "compatible"
    judged = judge(span, figure("6 p.m.", "18:00", kind="time", unit="PT"))
    assert judged == Judgement("differs", Decimal(60), "60 minutes apart (ET, PT)")


def test_one_moment_told_in_two_zones_is_the_same(relations) -> None:
    """As it is read from the text."""
    text = "The polls close at {} on Tuesday, officials said."
    assert relations(text.format("5 p.m. ET"), text.format("10 p.m. GMT"))["5 p.m.", "10 p.m."] == "same"
    assert set(relations(text.format("5 p.m. ET"), text.format("5 p.m. PT"))) == {("Tuesday", "Tuesday")}
    assert set(relations(text.format("9 a.m. in London"), text.format("4 a.m. Eastern"))) == {("Tuesday", "Tuesday")}


def test_a_clock_time_and_a_tally_are_not_set_against_each_other() -> None:
    """Whichever is first: "2 a.m." and "53-47" count nothing in common."""
    clock, tally = figure("2 a.m.", "02:00", kind="time"), figure("53-47", "47", "53", kind="vote")
    assert not comparable(clock, tally)
    assert not comparable(tally, clock)
    assert comparable(tally, replace(tally, kind="score"))


def test_votes_are_compared_at_both_ends() -> None:
    """348-77 and 348-76 differ by one vote and are told apart."""
    vote = figure("348-77", "77", "348", kind="vote")
    assert relation(vote, vote) == "same"
    assert relation(vote, figure("348-76", "76", "348", kind="vote")) == "differs"


def test_days_are_the_same_contained_or_apart() -> None:
    """A weekday may lie within a weekend; two weekdays of one week are apart; a day is not set against a year."""
    friday = figure("Friday", "2025-11-28", kind="weekday")
    thursday = figure("Thursday", "2025-11-27", kind="weekday")
    weekend = figure("last weekend", "2025-11-28", "2025-11-30", kind="date")
    assert relation(friday, thursday) == "differs"
    assert judge(friday, thursday).reason == "1 day apart"  # type: ignore[union-attr]
    assert relation(friday, weekend) == "compatible"
    assert relation(friday, figure("2019", "2019-01-01", "2019-12-31", kind="date")) == ""


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (figure("15,000", "13500", "16500", bound="~"), figure("12,000", "12000"), "the numbers are 20.0 % apart"),
        (figure("100", "100", "", bound=">="), figure("80", "80"), "the numbers are 20.0 % apart"),
        (figure("10", "9", "10", bound="~"), figure("8", "8"), "the numbers are 20.0 % apart"),
    ],
)
def test_how_far_apart_is_said_of_the_numbers_as_they_are_written(a: Figure, b: Figure, reason: str) -> None:
    """Not of what their hedges leave between them, which is ``spread``."""
    judged = judge(a, b)
    assert judged is not None
    assert judged.reason == reason
    assert judged.spread < Decimal("0.2")


@pytest.mark.parametrize(
    ("a", "b", "spread", "reason"),
    [
        (figure("40", "40"), figure("between 10 and 38", "10", "38"), "0.0500", "the numbers are 5.0 % apart"),
        (figure("3", "3"), figure("6 to 10", "6", "10"), "0.3000", "the numbers are 50.0 % apart"),
        (figure("25 to 30", "25", "30"), figure("8 to 21", "8", "21"), "0.1333", "the numbers are 16.0 % apart"),
        (figure("six or seven", "6", "7"), figure("five", "5"), "0.1429", "the numbers are 16.7 % apart"),
        (
            figure("45", "45"),
            figure("several hundred", "300", "999", bound="~"),
            "0.2553",
            "the numbers are 85.0 % apart",
        ),
        (
            figure("two or three", "2", "3"),
            figure("some 40 to 90", "40", "90", bound="~"),
            "0.4111",
            "the numbers are 92.5 % apart",
        ),
        (figure("-12 to -4", "-12", "-4"), figure("-2", "-2"), "0.1667", "the numbers are 50.0 % apart"),
        (figure("12,345", "12345"), figure("12,346", "12346"), "0.0001", "the numbers are less than 0.1 % apart"),
        (
            figure("1,234,567", "1234567"),
            figure("1,234,568", "1234568"),
            "0.0001",
            "the numbers are less than 0.1 % apart",
        ),
    ],
)
def test_ranges_are_as_far_apart_as_their_nearest_ends(a: Figure, b: Figure, spread: str, reason: str) -> None:
    """In words a share of the larger of these; the farthest, of which ``spread`` is one, may be the reader's own."""
    assert judge(a, b) == judge(b, a) == Judgement("differs", Decimal(spread), reason)


BOUNDED, OVERLAPPING = "the same number, bounded differently", "their ranges, hedges or bounds overlap"
MEETING = "they only meet at an end"


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (figure("40", "40"), figure("40", "40", "", bound=">="), BOUNDED),
        (figure("40", "40"), figure("40", "36", "40", bound="~"), BOUNDED),
        (figure("40", "", "40", bound="<="), figure("40", "36", "40", bound="<"), BOUNDED),
        (figure("40", "40"), figure("between 40 and 90", "40", "90"), OVERLAPPING),
        (figure("90", "", "90", bound="<="), figure("40 to 90", "40", "90"), OVERLAPPING),
        (figure("40 to 90", "40", "90"), figure("40 to 70", "40", "70"), OVERLAPPING),
        (figure("500", "450", "550", bound="~"), figure("450", "450"), OVERLAPPING),
        (figure("500", "450", "500", bound="~"), figure("450", "450", "", bound=">"), OVERLAPPING),
    ],
)
def test_an_end_in_common_makes_no_number_the_same(a: Figure, b: Figure, reason: str) -> None:
    """Nor the end that a hedge gives; the number itself is the same where it alone is hedged or bounded."""
    assert judge(a, b) == judge(b, a) == Judgement("compatible", Decimal(0), reason)


def test_more_and_less_than_one_number_differ() -> None:
    """Where one bound holds the number they meet there; "at least 40" and "up to 40" may both be 40."""
    more, less = figure("40", "40", "", bound=">"), figure("40", "", "40", bound="<")
    assert judge(more, less) == judge(less, more) == Judgement("differs", Decimal(0), "one says less, the other more")
    both = judge(figure("40", "40", "", bound=">="), figure("40", "", "40", bound="<="))
    assert both == Judgement("compatible", Decimal(0), OVERLAPPING)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (figure("40 to 90", "40", "90"), figure("40", "", "40", bound="<"), MEETING),
        (figure("40", "40", "", bound=">="), figure("40", "", "40", bound="<"), MEETING),
        (figure("40", "40", "", bound=">"), figure("40", "", "40", bound="<="), MEETING),
        (figure("40 to 90", "40", "90"), figure("40", "36", "40", bound="<"), MEETING),
        (figure("40 to 90", "40", "90"), figure("90", "90", "", bound=">"), MEETING),
        (figure("100", "90", "100", bound="~"), figure("90", "", "90", bound="<"), MEETING),
        (figure("40 to 90", "40", "90"), figure("40", "", "40", bound="<="), OVERLAPPING),
        (figure("50", "50", "", bound=">"), figure("60", "", "60", bound="<"), OVERLAPPING),
    ],
)
def test_what_only_meets_at_a_number_that_one_leaves_out_does_not_overlap(a: Figure, b: Figure, reason: str) -> None:
    """The reason says so. "More than 50" and "fewer than 60" have 51 to 59 in common."""
    assert judge(a, b) == judge(b, a) == Judgement("compatible", Decimal(0), reason)


def test_spans_of_days_are_the_same_only_where_both_ends_are() -> None:
    """In any year; another day within one is compatible."""
    span = figure("10 to 12 October", "2025-10-10", "2025-10-12", kind="date")
    next_year = figure("10 to 12 October", "2026-10-10", "2026-10-12", kind="date")
    longer = figure("10 to 20 October", "2025-10-10", "2025-10-20", kind="date")
    later = figure("12 to 14 October", "2025-10-12", "2025-10-14", kind="date")
    assert relation(span, next_year) == "same"
    assert judge(span, longer) == Judgement("differs", Decimal(8), "they begin or end 8 days apart")
    assert judge(span, later) == Judgement("differs", Decimal(2), "they begin or end 2 days apart")
    assert relation(span, figure("11 October", "2025-10-11", kind="date")) == "compatible"
    assert relation(span, figure("10 October", "2025-10-10", kind="date")) == "compatible"
    assert relation(span, figure("October", "2025-10-01", "2025-10-31", kind="date")) == "compatible"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("July last year", "2024-07-01", "2024-07-31"), ("July this year", "2025-07-01", "2025-07-31"), "differs"),
        (("last month", "2025-11-01", "2025-11-30"), ("November 2024", "2024-11-01", "2024-11-30"), "differs"),
        (("yesterday", "2025-12-02", None), ("Dec. 2, 2023", "2023-12-02", None), "differs"),
        (("a month ago", "2025-11-01", "2025-11-30"), ("November 2024", "2024-11-01", "2024-11-30"), ""),
        (("July last year", "2024-07-01", "2024-07-31"), ("July", "2025-07-01", "2025-07-31"), "same"),
        (("yesterday", "2025-12-02", None), ("Dec. 2", "2024-12-02", None), "same"),
        (("November", "2025-11-01", "2025-11-30"), ("November 2024", "2024-11-01", "2024-11-30"), "same"),
        (("yesterday", "2025-12-02", None), ("today", "2025-12-02", None), "same"),
    ],
)
def test_a_year_that_was_only_reckoned_parts_no_days(
    a: tuple[str, str, str | None], b: tuple[str, str, str | None], expected: str
) -> None:
    """A named day or month without a year may be of another one; "last year" and "yesterday" say theirs."""
    first, second = (replace(figure(*one, kind="date"), approximate="ago" in one[0]) for one in (a, b))
    assert relation(first, second) == relation(second, first) == expected


def test_july_of_last_year_is_not_july_of_this_year(relations) -> None:
    """As it is read from the text."""
    text = "The factory at the harbour was closed in July {} year, the company said."
    assert relations(text.format("last"), text.format("this"))["July last year", "July this year"] == "differs"


def test_years_that_overlap_lie_not_in_one_another() -> None:
    """The reason says which."""
    first = figure("2019-2021", "2019-01-01", "2021-12-31", kind="date")
    second = figure("2020-2023", "2020-01-01", "2023-12-31", kind="date")
    within = figure("2020", "2020-01-01", "2020-12-31", kind="date")
    assert judge(first, second) == Judgement("compatible", Decimal(0), "they overlap")
    assert judge(first, within) == Judgement("compatible", Decimal(0), "one period lies in the other")


@pytest.mark.parametrize(
    ("surface", "year", "expected"),
    [("five years ago", 2020, "differs"), ("three years ago", 2022, "differs"), ("2 years ago", 2022, "")],
)
def test_two_years_ago_and_five_years_ago_differ(surface: str, year: int, expected: str) -> None:
    """An article may say "2 years ago" for "two", though an article of January reckons from another year."""
    two = replace(figure("two years ago", "2023-01-01", "2023-12-31", kind="date"), approximate=True)
    other = replace(figure(surface, f"{year}-01-01", f"{year}-12-31", kind="date"), approximate=True)
    assert relation(two, other) == expected


def test_months_lie_months_apart() -> None:
    """August and September by one month, though a day parts them; 2019 and 2021 by two years."""
    august = figure("August", "2025-08-01", "2025-08-31", kind="date")
    september = figure("September", "2025-09-01", "2025-09-30", kind="date")
    assert judge(august, september).reason == "1 month apart"  # type: ignore[union-attr]
    years = [figure(str(year), f"{year}-01-01", f"{year}-12-31", kind="date") for year in (2019, 2021)]
    assert judge(*years).reason == "2 years apart"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("a", "b", "spread", "reason"),
    [
        (("February 1 to 3", "2026-02-01", "2026-02-03"), ("February 10", "2026-02-10", None), 7, "7 days apart"),
        (("Feb. 1 to 3", "2026-02-01", "2026-02-03"), ("February 4", "2026-02-04", None), 1, "1 day apart"),
        (("February", "2026-02-01", "2026-02-28"), ("next week", "2026-03-09", "2026-03-15"), 9, "9 days apart"),
        (("last week", "2026-01-26", "2026-02-01"), ("this week", "2026-02-02", "2026-02-08"), 1, "1 week apart"),
    ],
)
def test_days_lie_apart_from_the_end_of_one_to_the_start_of_the_other(
    a: tuple[str, str, str | None], b: tuple[str, str, str | None], spread: int, reason: str
) -> None:
    """In words as in ``spread``; whole weeks are counted as months are, from start to start."""
    first, second = (figure(*one, kind="date") for one in (a, b))
    assert judge(first, second) == judge(second, first) == Judgement("differs", Decimal(spread), reason)


DEAD = "The earthquake killed 41 people in the town, the mayor said."


@pytest.mark.parametrize(
    "other",
    [
        "The earthquake injured 65 people in the town, the mayor said.",
        "The earthquake killed 65 cattle in the town, the mayor said.",
        "The earthquake damaged 65 houses in the town, the mayor said.",
    ],
)
def test_other_things_counted_in_the_same_words_give_no_difference(relations, other: str) -> None:
    """Dead are not injured, people are not cattle or houses."""
    assert "differs" not in relations(DEAD, other).values()


def test_two_counts_of_the_dead_differ(relations) -> None:
    """The same sentence with another number is a difference."""
    found = relations(DEAD, "The mayor said that the earthquake killed 65 people in the town.")
    assert found == {("41", "65"): "differs"}


def test_who_killed_is_counted_by_one_outlet_and_not_by_the_other(relations) -> None:
    """Four with the gunman are three without; two more are not."""
    three = "A gunman killed three people at the harbour festival on Sunday."
    four = "{} people were killed (including the gunman) at the harbour festival on Sunday."
    assert relations(three, four.format("Four"))["three", "Four"] == "compatible"
    assert relations(three, four.format("Five"))["three", "Five"] == "differs"
    assert relations(three, four.format("Four").replace("(including the gunman) ", ""))["three", "Four"] == "differs"
    assert relations(three, four.format("Four").replace("gunman)", "gunman’s son)"))["three", "Four"] == "differs"


def test_days_with_an_attacker_behind_them_are_days(relations) -> None:
    """Only who is counted among the dead is taken off."""
    monday = "Police held ten men on Monday, including a suspect, in the harbour."
    assert relations(monday, monday.replace("Monday", "Tuesday"))["Monday", "Tuesday"] == "differs"


def test_a_part_is_not_the_total(relations) -> None:
    """12 of the ships are not all the ships, and 12 others are not the first 40."""
    total = "The navy sent 40 ships to the strait on Monday."
    assert "differs" not in relations(total, "The navy sent 22 of the ships to the strait on Monday.").values()
    assert "differs" not in relations(total, "The navy sent 22 other ships to the strait on Monday.").values()


def test_a_rise_is_not_a_level(relations) -> None:
    """Up by four per cent is not at six per cent."""
    found = relations("Unemployment rose by 4 percent in June.", "Unemployment rose to 6 percent in June.")
    assert "differs" not in found.values()


def test_what_was_asked_for_is_not_what_was_given(relations) -> None:
    """A request and a grant may well differ."""
    found = relations("The city asked for $40 million in aid.", "The city received $30 million in aid.")
    assert "differs" not in found.values()


def test_ages_of_two_people_are_not_compared(relations) -> None:
    """Two people have two ages."""
    found = relations("Anna Brook, 34, was arrested in Leeds.", "Peter Hall, 41, was arrested in Leeds.")
    assert "differs" not in found.values()


@pytest.mark.parametrize(
    ("aged", "counted"),
    [
        ("The blaze killed a girl aged 5.", "The blaze killed 5 girls."),
        ("Police said the victim, 24, died at the scene.", "Police said 24 victims died at the scene."),
    ],
)
def test_an_age_is_no_number_of_others(relations, aged: str, counted: str) -> None:
    """Whichever comes first; where nothing is counted ("she was 24") it may be the age."""
    assert relations(aged, counted) == relations(counted, aged) == {}
    age = figure("24", "24", kind="age", unit="year", measures="")
    for bare in (figure("24", "24", measures=""), figure("24", "24", measures="age")):
        assert comparable(age, bare)
        assert comparable(bare, age)


def test_a_number_that_stands_twice_in_a_sentence_is_one_difference(
    tmp_path: Path, encoder: SentenceTransformerEncoder
) -> None:
    """The surest row of the two."""
    twice = "He said that 5 people died in the fire at the harbour, and that 5 people died in the fire at the harbour."
    seven = "He said on Monday that 7 people died in the fire at the harbour, and that it would burn for days."
    comparison = _compared(tmp_path, encoder, {"ash": twice, "birch": seven})
    sure = [row.confidence for row in comparison.figure_differences if row.relation == "differs"]
    [found] = [row for row in comparison.differences if row.kind == "figure"]
    assert len(sure) == 2
    assert found.confidence == max(sure)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("The navy has sent 15,000 personnel to the strait since August, an admiral said.", True),
        ("Fishermen lost 15,000 nets in a storm off the northern coast, their union said.", False),
    ],
)
def test_an_equal_number_is_one_thing_where_its_sentence_is(relations, other: str, *, found: bool) -> None:
    """Two words for those counted hinder no agreement of two numbers, two things counted do."""
    rows = relations("The navy has sent 15,000 troops to the strait since August, an admiral said.", other)
    assert rows.get(("15,000", "15,000")) == ("same" if found else None)


def test_a_day_on_which_two_things_happened_is_no_agreement(relations) -> None:
    """A vote on Tuesday is not a fire on Tuesday; it is the vote that the other tells of."""
    vote = "The Senate voted on Tuesday to override the veto."
    assert relations(vote, "The veto was overridden by the Senate on Tuesday.")["Tuesday", "Tuesday"] == "same"
    assert relations(vote, "A fire broke out on Tuesday in a hotel near the harbour.") == {}


def test_what_hardly_agrees_by_chance() -> None:
    """A vote of 97 to 1 is no small count, and its three digits tell; 100 and 2,000 have one each."""
    vote = figure("97-1", "1", "97", kind="vote")
    assert (_is_small(vote), _digits(vote)) == (False, 2)
    assert [_is_small(figure(each, each)) for each in ("2", "12", "13")] == [True, True, False]
    assert [_digits(figure(each, each)) for each in ("100", "2000", "1106", "4.15")] == [1, 1, 4, 3]


def test_the_farther_two_numbers_are_apart_the_less_sure_is_their_difference(relations_with_confidence) -> None:
    """The sentences are the same: 41 and 45 dead are likelier two counts of one thing than 41 and 70."""
    said = "The mayor said that the earthquake killed {} people in the town."
    near, far = (relations_with_confidence(DEAD, said.format(number)) for number in (45, 70))
    assert near["41", "45"][0] == far["41", "70"][0] == "differs"
    assert near["41", "45"][1] > far["41", "70"][1] + 0.1


def _compared(tmp_path: Path, encoder: SentenceTransformerEncoder, texts: dict[str, str]) -> Comparison:
    articles = [article(outlet, text, published="2025-12-01") for outlet, text in texts.items()]
    return compare_story(Story("story", "A story", tmp_path, ()), articles, encoder=encoder, store=Cache())


TEXTS = {
    "ash": "A fire destroyed a market hall in Quill on Sunday. The fire killed 12 traders and burnt 40 stalls, "
    "police said.",
    "birch": "A market hall in Quill burnt down on Sunday. The fire killed 19 traders and burnt 40 stalls, "
    "police said.",
    "cedar": "The market hall in Quill was destroyed by a fire. The fire killed traders and burnt stalls, police said.",
}


def test_the_order_of_the_articles_changes_no_row(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    """Whichever article comes first, the same figures are paired and judged alike."""

    def rows(names: tuple[str, ...]) -> set[tuple[frozenset[str], str, str, float]]:
        comparison = _compared(tmp_path, encoder, {name: TEXTS[name] for name in names})
        return {
            (frozenset((row.figure_a.id, row.figure_b.id)), row.relation, row.spread, row.confidence)
            for row in comparison.figure_differences
        }

    expected = rows(tuple(TEXTS))
    assert any(judged == "differs" for _, judged, *_ in expected)
    assert all(rows(order) == expected for order in permutations(TEXTS))


def test_the_order_in_the_demo_s_story_changes_no_row(encoder: SentenceTransformerEncoder) -> None:
    """Nor any probability or confidence, to the last digit."""
    found = load_story("maduro-call", DEMO)

    def rows(story: Story) -> tuple[set[object], ...]:
        made = compare_story(story, encoder=encoder)
        pairs = {
            (frozenset((one.figure_a, one.figure_b)), one.relation, one.confidence) for one in made.figure_differences
        }
        verdicts = {
            (one.id, one.confidence, frozenset(one.stated_by), frozenset(one.absent_from)) for one in made.claims
        }
        return set(made.coverage), verdicts, pairs

    assert rows(replace(found, articles=found.articles[::-1])) == rows(found)


def test_a_claim_without_its_number_is_an_omitted_figure(tmp_path: Path, encoder: SentenceTransformerEncoder) -> None:
    """The third outlet tells of traders killed and gives no number; differing figures are rows of the same table."""
    comparison = _compared(tmp_path, encoder, TEXTS)
    omitted = {row.other_outlet for row in comparison.differences if row.kind == "figure_omitted"}
    assert omitted == {"cedar"}
    assert any(row.kind == "figure" and "differs" in row.detail for row in comparison.differences)


def test_a_count_hyphenated_to_its_noun_is_no_omitted_figure(
    tmp_path: Path, encoder: SentenceTransformerEncoder
) -> None:
    """A "four-story" hall is of a kind, and another story is not without its number; a "90-day" ban has a length."""
    texts = {
        "ash": "The fire gutted a four-story hall on the square, police said. The mayor signed a 90-day ban on "
        "fireworks after the fire.",
        "birch": "The fire gutted a hall on the square to its ground story, police said. The mayor signed a ban on "
        "fireworks after the fire.",
    }
    rows = [row.detail for row in _compared(tmp_path, encoder, texts).differences if row.kind == "figure_omitted"]
    assert rows == ["90-day (ban); the other outlet gives no number"]


def test_a_count_before_a_dash_of_two_hyphens_is_an_omitted_figure(
    tmp_path: Path, encoder: SentenceTransformerEncoder
) -> None:
    """A typewriter's dash joins nothing."""
    texts = {
        "ash": "Officers arrested 23--protesters among them--on the bridge after the march.",
        "birch": "Officers arrested protesters on the bridge after the march.",
    }
    rows = [row for row in _compared(tmp_path, encoder, texts).differences if row.kind == "figure_omitted"]
    assert [(row.outlet, row.detail.split()[0]) for row in rows] == [("ash", "23")]


def test_the_planted_figures_of_the_demo_story_are_found(encoder: SentenceTransformerEncoder) -> None:
    """Every contradiction that was written into the demo is reported, but those with a number that is not read."""
    story = load_story("maduro-call", DEMO)
    comparison = compare_story(story, load_articles(story), encoder=encoder, store=Cache())
    found = {
        frozenset(((a.outlet, a.sentence_id), (b.outlet, b.sentence_id)))
        for row in comparison.figure_differences
        if row.relation in {"differs", "updated"}
        for a, b in ((row.figure_a, row.figure_b),)
    }
    starts = {sentence.id: sentence.start for sentence in comparison.sentences}
    pairs = {frozenset((outlet, starts[sentence]) for outlet, sentence in pair) for pair in found}
    with (DEMO / "maduro-call" / "gold" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["relation"] in {"differs", "updated"}]
    for row in rows:
        sides = frozenset((row[f"outlet_{side}"], int(row[f"start_{side}"])) for side in "ab")
        assert sides in pairs, row


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "A gun battle near the border killed 17 people on Monday.",
            "In the gun battle near the border 11 militants and six soldiers were killed on Monday.",
        ),
        (
            "The president was re-elected in 1995 under a new constitution.",
            "The president was first elected in 1990, and re-elected in 1995 under a new constitution.",
        ),
    ],
    ids=["parts that add up", "a figure that stands there too"],
)
def test_what_the_other_sentence_explains_is_no_difference(relations, a: str, b: str) -> None:
    """Parts make up a total, and an earlier year stands beside the one that both give."""
    for first, second in ((a, b), (b, a)):
        assert "differs" not in relations(first, second).values()


def test_an_act_planned_for_one_day_and_done_on_another_differs(relations) -> None:
    """The same name acts, on the day that was planned or another; a second name's day is not its."""
    planned = "The override is expected to begin in the Senate on Wednesday, followed by the House on Thursday."
    found = relations("The House voted on Wednesday to override the veto.", planned)
    assert found["Wednesday", "Thursday"] == "differs"
    assert "differs" not in relations("The Senate voted on Wednesday to override the veto.", planned).values()
    assert "differs" not in relations("The House met on Wednesday and sang.", planned).values()


def test_a_short_name_may_be_the_long_one_and_another_committee_is_not() -> None:
    """The head is the same, and all words of the shorter name are in the longer."""
    assert _one_name(("lee",), ("daniel", "lewis", "lee"))
    assert not _one_name(("house", "judiciary", "committee"), ("house", "intelligence", "committee"))
    assert not _one_name(("lee",), ("lee", "county", "court"))
    assert not _one_name((), ())


def candidate(a: Figure, b: Figure, relation: str, probability: float) -> Candidate:
    """Two figures of sentences that nobody wrote."""
    sentence = EncodedSentence("", None, ())  # type: ignore[arg-type]
    frames = [Frame(figure, sentence, (), "", -1, "", "", frozenset(), frozenset(), speaks=False) for figure in (a, b)]
    alignment = Alignment(probability, probability, 0.5, 0.0)
    return Candidate(*frames, alignment, 0.5, 0.5, probability, Judgement(relation, Decimal(1), ""))  # type: ignore[arg-type]


def of(outlet: str, one: Figure) -> Figure:
    """The figure in another outlet."""
    return replace(one, outlet=outlet, sentence_id=f"{outlet}@0")


def test_what_else_is_said_of_a_figure_is_told_without_the_pair_itself() -> None:
    """The likeliest agreement beside it, in the partner's sentence too; the likeliest rival has another number."""
    one = figure("11", "11")
    same, again = of("b", figure("11", "11")), replace(of("b", figure("11", "11")), start=40, end=42)
    nine = replace(of("b", figure("nine", "9")), start=80, end=84)
    pairs = [
        candidate(one, same, "same", 0.9),
        candidate(one, again, "same", 0.6),
        candidate(one, nine, "differs", 0.4),
    ]
    first, second, third = surroundings(pairs, pairs)
    assert first == Surroundings(here=0.6, linked=0.5, both=0.0, rival=0.4)
    assert second == Surroundings(here=0.9, linked=0.5, both=0.0, rival=0.4)
    assert third == Surroundings(here=0.9, linked=0.5, both=0.0, rival=0.0)


def test_earnings_a_share_are_never_set_against_a_sum() -> None:
    """As "$1.25 a share" and "$1.25 billion"; "$1.80" may well be a share's."""
    share = figure("$1.25", "1.25", kind="money", unit="USD", measures="per share")
    assert not comparable(share, figure("$1.25 billion", "1250000000", kind="money", unit="USD", measures=""))
    assert comparable(share, figure("$1.80", "1.8", kind="money", unit="USD", measures=""))


def test_what_follows_from_a_number_follows_from_its_bound() -> None:
    """As "at least 11" agrees with "11", which is not "nine", neither is the first "nine"."""
    bound, eleven, nine = figure("11", "11", "", bound=">="), of("b", figure("11", "11")), of("c", figure("nine", "9"))
    agrees = candidate(bound, eleven, "compatible", 0.9)
    differs, follows = candidate(eleven, nine, "differs", 0.6), candidate(bound, nine, "differs", 0.1)
    [found] = _carried([agrees, differs, follows], [agrees], [differs])
    assert (found.a, found.b, found.probability) == (follows.a, follows.b, 0.9 * 0.6)
    unlikely = replace(agrees, probability=0.4)
    assert _carried([unlikely, differs, follows], [], [differs]) == [], "hardly said of the same ships"
    week = replace(agrees, a=replace(agrees.a, figure=figure("this week", "2025-11-24", "2025-11-30", kind="date")))
    assert _carried([week, differs, follows], [], [differs]) == [], "a day of the week is not the week"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The deployment, which has a name of its own, started in August.", ("deployment", "start")),
        ("In August, the toll was raised to 12.", ("toll", "raise")),
        ("It started in August.", ()),
        ("A deployment of August.", ()),
    ],
)
def test_what_happened_on_a_day_is_told_by_subject_and_verb(sentence: str, found: tuple[str, ...]) -> None:
    """Of a passive too; a pronoun tells nothing, and without a verb there is none."""
    [tokens] = SpacyParser().parse([sentence])
    top = next(n for n, token in enumerate(tokens) if token.lemma == "august")
    assert deed(top, tokens) == found


@pytest.mark.parametrize(
    ("parts", "explained"),
    [
        (["11", "6"], ["11", "6"]),
        (["11", "6.0", "4", "13", "17"], ["11", "6.0", "4", "13"]),
        (["8.5"], []),
        (["8.5", "8.5"], ["8.5", "8.5"]),
        (["6", "6", "11"], ["6", "6", "11"]),
        (["0", "17"], ["0", "17"]),
        (["12", "6"], []),
    ],
)
def test_two_parts_that_add_up_to_the_other_s_number_are_explained(parts: list[str], explained: list[str]) -> None:
    """Eleven fighters and six soldiers are 17 dead; one figure is not added to itself."""
    total = figure("17", "17")
    others = [replace(of("b", figure(low, low)), start=place) for place, low in enumerate(parts)]
    found = _added_up([candidate(total, one, "differs", 0.5) for one in others])
    assert found == {(total.id, one.id) for one in others if one.low in explained}
    assert found == _added_up([candidate(one, total, "differs", 0.5) for one in others])


@pytest.mark.parametrize(("speaks", "found"), [(True, 1), (False, 0)])
def test_the_day_of_a_statement_hides_no_other_day(speaks: bool, found: int) -> None:
    """An outlet that agrees on the day of a deed is not said to differ; one that agrees on when it was told is."""
    friday, again, thursday, said = (
        of(outlet, figure(name, day, kind="weekday"))
        for outlet, name, day in (
            ("a", "Friday", "2025-11-21"),
            ("b", "Friday", "2025-11-21"),
            ("c", "Thursday", "2025-11-20"),
            ("c", "Friday", "2025-11-21"),
        )
    )
    said = replace(said, start=90, sentence_id="c@60")
    same, hides = candidate(friday, again, "same", 0.5), candidate(friday, said, "same", 0.8)
    hides = replace(hides, b=replace(hides.b, speaks=speaks))
    differs, follows = candidate(again, thursday, "differs", 0.9), candidate(friday, thursday, "differs", 0.1)
    assert len(_carried([same, hides, differs, follows], [same, hides], [differs])) == found


@pytest.mark.parametrize(
    ("first", "second", "later"),
    [
        ("2025-12-01T23:00-05:00", "2025-12-02T01:00+09:00", -1),  # 04:00 and 16:00 the day before, in UTC
        ("2025-12-02T01:00+09:00", "2025-12-01T23:00-05:00", 1),
        ("2025-12-01", "2025-12-02", 1),
        ("2025-12-01", "2025-12-01T18:00Z", 0),
        ("2025-12-01T18:00Z", "2025-12-01T19:00Z", 1),
        ("", "2025-12-01", 0),
        # Without a zone, beside one with it: a day ends 12 hours after that of UTC at the latest …
        ("2025-12-01", "2025-12-01T20:00-08:00", 0),  # of one day in California
        ("2025-12-01", "2025-12-02T11:59Z", 0),
        ("2025-12-01", "2025-12-02T12:00Z", 1),
        ("2025-12-01", "2025-12-03T00:00-08:00", 1),
        # … and begins 14 before it at the earliest.
        ("2025-12-01", "2025-11-30T10:00Z", 0),
        ("2025-12-01", "2025-11-30T09:59Z", -1),
        ("2025-12-01T18:00", "2025-12-01T20:00Z", 0),
        ("2025-12-01T18:00", "2025-12-02T06:00Z", 0),
        ("2025-12-01T18:00", "2025-12-02T06:01Z", 1),
        # Both without: as written.
        ("2025-12-01T18:00", "2025-12-01T20:00", 1),
        ("2025-12-01T18:00", "2025-12-02", 1),
        ("2025-12-01T18:00", "2025-12-01", 0),
        ("9999-12-31", "9999-12-31T23:59-11:00", 0),
        ("0001-01-01", "0001-01-01T00:00+13:00", 0),
    ],
)
def test_the_later_article_is_told_by_the_moment_and_not_by_its_calendar(first: str, second: str, later: int) -> None:
    """Zones are reckoned with; a day without a time may be any moment of it, what has no zone of any in the world."""
    assert _later(time_span(first), time_span(second)) == later
    assert _later(time_span(second), time_span(first)) == -later


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2025-12-01T20:00:00-08:00", "differs"), ("2025-12-03T08:00:00-08:00", "updated"), ("2025-12-02", "updated")],
)
def test_a_higher_count_is_an_update_where_its_article_is_surely_later(
    tmp_path: Path, encoder: SentenceTransformerEncoder, published: str, expected: str
) -> None:
    """Both of 1 December where they were written, either may be the later one."""
    said = "A fire broke out in the hotel. At least {} people were killed in the fire at the hotel, police said."
    articles = [
        article("ash", said.format(12), published="2025-12-01"),
        article("birch", said.format(14), published=published),
    ]
    made = compare_story(Story("story", "A story", tmp_path, ()), articles, encoder=encoder, store=Cache())
    assert [row.relation for row in made.figure_differences] == [expected]
