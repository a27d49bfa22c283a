"""Numbers in words and digits."""

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compare.text.numeral_words import SHORT_SCALE, TENS, UNITS, WORDS
from compare.text.numerals import Numeral, scan_numerals

_PIECES = [*sorted(WORDS), "and", "a", "of", "-", "1", "12,345", "3/4", "½", "1.5", "bn", "m", "k", "%", "$", ".", ","]


def _only(text: str) -> Numeral:
    numerals = list(scan_numerals(text))
    assert len(numerals) == 1, numerals
    return numerals[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567.8", "1234567.8"),
        ("40\u202f000", "40000"),
        ("12,34,567", "1234567"),
        ("1.2bn", "1200000000"),
        ("£140m", "140000000"),
        ("12.3m tonnes", "12300000"),
        ("10k", "10000"),
        ("4 thousand 3 hundred and 21", "4321"),
        ("1.3e6", "1300000"),
        ("6.2×10−4", "0.00062"),
        ("2½", "2.5"),
        ("1 1/2", "1.5"),
        ("3/4", "0.75"),
        ("two hundred and fifty thousand", "250000"),
        ("one million two thousand two hundred", "1002200"),
        ("nineteen", "19"),
        ("forty-two", "42"),
        ("two and a half million", "2500000"),
        ("one billion and a half million", "1000500000"),
        ("half a million", "500000"),
        ("64 quadrillion", "64000000000000000"),
        ("1.5quadrillion", "1500000000000000"),
        ("one quintillion", "1000000000000000000"),
        ("two and a half quintillion", "2500000000000000000"),
        ("a quarter million", "250000"),
        ("three dozens", "36"),
        ("five point five", "5.5"),
        ("minus five", "-5"),
        ("two-thirds", "0.666666666667"),
        ("thirteen lakh", "1300000"),
        ("1,5 million", "1500000"),
        ("63,5%", "63.5"),
        ("51,3 percent", "51.3"),
        ("€4,50", "4.5"),
        ("42,33 US dollars", "42.33"),
    ],
)
def test_a_numeral_is_worth_what_it_says(text: str, value: str) -> None:
    """Digits, words, scales and fractions are read as one number."""
    numeral = _only(text)
    assert numeral.low == numeral.high == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 24, None),
        ("several hundred", 300, 999),
        ("tens of thousands", 20_000, None),
        ("quadrillions", 2 * 10**15, None),
        ("a couple", 2, 3),
        ("a few hundred", 200, 900),
    ],
)
def test_a_vague_word_is_an_interval(text: str, low: int, high: int | None) -> None:
    """Vague words have bounds by convention, open where the word sets none."""
    numeral = _only(text)
    assert [numeral.low, numeral.high] == [low, high]
    assert numeral.form == "vague"


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("between one million and two million", ["one million", "two million"]),
        ("two hundred and three hundred", ["two hundred", "three hundred"]),
        ("a 500m race", ["500"]),
        ("two quarters of growth", ["two"]),
        ("one, two", ["one", "two"]),
        ("a multi-billion-dollar contract for two", ["two"]),
        ("a year and a half, or two", ["two"]),
        ("£40-50m", ["40", "50m"]),
        ("5m-10m people", ["5m", "10m"]),
        ("a 5m-10m wall", ["5", "10"]),
        ("5m Swiss francs", ["5m"]),
        ("the 100m and 200m titles", ["100", "200"]),
        ("the 100m and 200m people", ["100", "200m"]),
        ("between 5m and 10m people", ["5m", "10m"]),
        ("between £3 and 4m", ["3", "4m"]),
        ("£2m and 60m of cable", ["2m", "60"]),
        ("£40 to 50m", ["40", "50m"]),
        ("the 100m won by Bolt", ["100"]),
        ("the 5m mark", ["5"]),
    ],
)
def test_neighbours_stay_apart(text: str, surfaces: list[str]) -> None:
    """The word "and" joins only what English counts as one number."""
    found = [text[numeral.start : numeral.end] for numeral in scan_numerals(text) if numeral.form != "fraction"]
    assert [surface for surface in found if surface != "quarters"] == surfaces


_UNIT_NAMES = {int(value): name for name, value in UNITS.items() if name not in {"nought", "naught"}}
_TEN_NAMES = {int(value) // 10: name for name, value in TENS.items()}
_SCALE_NAMES = [(name, int(value)) for name, value in reversed(SHORT_SCALE.items())]


def in_words(number: int) -> str:
    """A whole number in English words, "and" only after a hundred."""
    if number < 20:
        return _UNIT_NAMES[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return _TEN_NAMES[ten] + (f"-{_UNIT_NAMES[unit]}" if unit else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_UNIT_NAMES[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")
    name, scale = next((name, scale) for name, scale in _SCALE_NAMES if scale <= number)
    count, rest = divmod(number, scale)
    joint = " and " if 0 < rest < 100 else " "
    return f"{in_words(count)} {name}" + (f"{joint}{in_words(rest)}" if rest else "")


@given(st.integers(0, 10**20))
def test_a_count_in_words_reads_back(number: int) -> None:
    """However long it is."""
    text = in_words(number)
    numeral = _only(text)
    assert text[numeral.start : numeral.end] == text
    assert numeral.low == numeral.high == number


@given(st.integers(0, 10**12))
def test_a_count_in_digits_reads_back(number: int) -> None:
    """With and without commas."""
    for text in (f"{number:,}", str(number)):
        numeral = _only(text)
        assert text[numeral.start : numeral.end] == text
        assert numeral.low == number


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.sampled_from([" ", "-", ""]))
@example(["12,345", "trillion", "trillion", "eighteenth"], " ")
def test_scanning_never_fails_on_any_order_of_number_words(pieces: list[str], joint: str) -> None:
    """Numerals are in order, disjoint and slices of the text, and their ends are ordered."""
    text = joint.join(pieces)
    end = 0
    for numeral in scan_numerals(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert numeral.high is None or numeral.low <= numeral.high
        end = numeral.end


@given(st.text())
def test_scanning_never_fails_on_any_text(text: str) -> None:
    """Whatever the characters."""
    for numeral in scan_numerals(text):
        assert text[numeral.start : numeral.end]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 1_000_000,
        "-".join(["seven"] * 10_000),
        "-".join(["hundred"] * 10_000),
        "million " * 10_000,
        "1," * 100_000,
        "1 " * 100_000,
        "1/2" * 50_000,
        "and a half " * 20_000,
    ],
    ids=["digits", "sevens", "hundreds", "millions", "commas", "spaced", "slashes", "halves"],
)
def test_hostile_input_ends_soon(text: str) -> None:
    """Time is linear: a megabyte of digits or ten thousand number words takes well under the bound."""
    started = time.process_time()
    for _ in scan_numerals(text):
        pass
    assert time.process_time() - started < 5


def test_letters_that_only_look_alike_end_no_run() -> None:
    """A long s and a dotless i match s and i in any case, and stand in no table of words."""
    assert [numeral.low for numeral in scan_numerals("ſeven, sıx mİllion, 8mıllion")] == [7, 6_000_000, 8_000_000]
