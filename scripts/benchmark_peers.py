"""The peers that are installed, as readers of figures for the benchmark: quantulum3 and Recognizers-Text."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from benchmark_newsquant import MONEY, NAMES, Reading, split_rate

from compare.text.figure_units import unit_named

Reader = Callable[[Sequence[str]], list[list[Reading]]]


def peers() -> dict[str, Reader]:
    """The peers by name; says which is skipped and why."""
    found: dict[str, Reader] = {}
    try:
        import quantulum3.classifier
        import quantulum3.parser

        quantulum3.classifier.USE_CLF = False  # its pickle needs an older scikit-learn
        found["quantulum3"] = lambda texts: [_quantulum(text, quantulum3.parser) for text in texts]
    except ImportError as error:
        print(f"quantulum3 skipped: {error}")
    try:
        import ms_recognizers_number as number
        import ms_recognizers_number_with_unit as with_unit

        models = _recognizer_models(number, with_unit)
        found["recognizers-text"] = lambda texts: [_recognized(text, models) for text in texts]
    except ImportError as error:
        print(f"recognizers-text skipped: {error}")
    return found


def _plain_reading(start: int, end: int, value: tuple[float, float], unit_name: str) -> Reading:
    name, rate = split_rate(unit_name.lower().replace("-", " "))
    unit = unit_named(NAMES.get(name, name)) or unit_named(name.removesuffix("s"))
    base = unit.base if unit else MONEY.get(name, "age" if name == "year" and "old" in unit_name else "")
    noun = "" if unit or base or name == "dimensionless" else name
    return Reading(start, end, (value,), base, f"{noun} per {rate}".strip() if rate else noun, "=")


def _quantulum(text: str, parser: ModuleType) -> list[Reading]:
    try:
        quantities = parser.parse(text)
    except Exception as error:  # it raises on some of these sentences; they count as nothing read
        print(f"   quantulum3 raised {type(error).__name__} on {text[:60]!r}")
        return []
    readings = []
    for quantity in quantities:
        spread = quantity.uncertainty or 0.0
        value = (quantity.value - spread, quantity.value + spread)
        start, end = quantity.span
        readings.append(_plain_reading(start, end, value, quantity.unit.name))
    return readings


def _recognizer_models(number: ModuleType, with_unit: ModuleType) -> list[Any]:
    culture = "en-us"
    plain, united = number.NumberRecognizer(culture), with_unit.NumberWithUnitRecognizer(culture)
    return [
        united.get_currency_model(), united.get_dimension_model(), united.get_temperature_model(),
        united.get_age_model(),
        plain.get_percentage_model(), plain.get_number_model(),
    ]  # fmt: skip


def _recognized(text: str, models: list[Any]) -> list[Reading]:
    """All models, those with units first; what overlaps an earlier result is dropped."""
    readings: list[Reading] = []
    for model in models:
        for result in model.parse(text):
            start, end = result.start, result.end + 1
            if any(start < other.end and other.start < end for other in readings):
                continue
            resolution = result.resolution or {}
            try:
                value = float(str(resolution.get("value")).rstrip("%"))
            except ValueError:
                continue
            unit = "percentage" if result.type_name == "percentage" else str(resolution.get("unit") or "-").lower()
            readings.append(_plain_reading(start, end, (value, value), unit))
    return readings
