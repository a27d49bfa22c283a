"""Units and currencies of the news and what each is in its base unit.

Base units: metre, square_metre, cubic_metre, litre, kilogram, celsius, kilometre_per_hour, watt, watt_hour, joule,
pascal, hertz, byte, bit_per_second, volt, newton_metre, mile_per_gallon, part_per_billion, degree, decibel, horsepower,
calorie, barrel. Durations have two, because a month has no fixed length: ``second`` up to the week, ``month`` from the
month on. Factors are exact by definition (international yard and pound, 1959) except °F.
Currencies are ISO 4217 codes and never converted: ``$`` alone is USD, a krona, franc, peso or dinar without a country
is its plain English name ("franc"), because the code would be a guess.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

__all__ = ["CURRENCIES", "CURRENCY_PREFIX", "CURRENCY_SUFFIX", "UNIT", "Unit", "currency_code", "unit_named", "unit_of"]


_FIFTEEN = Context(prec=15)
_WIDE = Context(prec=80)  # for any number that numerals reads


@dataclass(frozen=True, slots=True)
class Unit:
    """A base unit and what one of the written unit is in it: ``base = written * factor + offset``."""

    base: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    kind: str = "measure"

    def to_base(self, value: Decimal) -> Decimal:
        """Convert, rounded to 15 significant digits, temperatures to 2 decimal places."""
        if self.offset:
            return (value * self.factor + self.offset).quantize(Decimal("0.01"), context=_WIDE)
        return value if self.factor == 1 else _FIFTEEN.multiply(value, self.factor)


# base unit: (words that name it, factor to base). Words in lower case match in any case, symbols only as written.
_MEASURES: dict[str, list[tuple[str, str]]] = {
    "metre": [
        ("metre meter metres meters m", "1"),
        ("kilometre kilometer kilometres kilometers km kms", "1000"),
        ("centimetre centimeter centimetres centimeters cm", "0.01"),
        ("millimetre millimeter millimetres millimeters mm", "0.001"),
        ("micrometre micrometer micrometres micrometers micron microns μm µm", "0.000001"),
        ("nanometre nanometer nanometres nanometers nm", "0.000000001"),
        ("inch inches in ″", "0.0254"),
        ("foot feet ft", "0.3048"),
        ("yard yards yd yds", "0.9144"),
        ("mile miles mi", "1609.344"),
        ("light-year light-years", "9460730472580800"),
        ("nautical_mile nautical_miles", "1852"),
    ],
    "square_metre": [
        ("square_metre square_meter square_metres square_meters sq_m sqm m2 m²", "1"),
        ("square_kilometre square_kilometer square_kilometres square_kilometers sq_km km2 km²", "1000000"),
        ("square_mile square_miles sq_mi sq_mile sq_miles", "2589988.110336"),
        ("square_foot square_feet sq_ft sqft ft²", "0.09290304"),
        ("acre acres", "4046.8564224"),
        ("hectare hectares ha", "10000"),
    ],
    "cubic_metre": [
        ("cubic_metre cubic_meter cubic_metres cubic_meters m3 m³", "1"),
        ("cubic_foot cubic_feet cu_ft", "0.028316846592"),
    ],
    "litre": [
        ("litre liter litres liters L l", "1"),
        ("millilitre milliliter millilitres milliliters ml mL", "0.001"),
        ("gallon gallons", "3.785411784"),
        ("pint pints", "0.473176473"),
    ],
    "barrel": [("barrel barrels bpd", "1")],
    "kilogram": [
        ("kilogram kilograms kilogramme kilogrammes kilo kilos kg kgs", "1"),
        ("gram grams gramme grammes g", "0.001"),
        ("milligram milligrams mg", "0.000001"),
        ("microgram micrograms mcg µg μg", "0.000000001"),
        ("tonne tonnes metric_ton metric_tons metric_tonnes t", "1000"),
        ("ton tons", "907.18474"),
        ("pound pounds lb lbs", "0.45359237"),
        ("ounce ounces oz", "0.028349523125"),
        ("gigatonne gigatonnes gigaton gigatons Gt", "1000000000000"),
        ("megatonne megatonnes", "1000000000"),
    ],
    "celsius": [("degrees_celsius degree_celsius degrees_centigrade celsius °C ℃ ºC C", "1")],
    "kelvin": [("kelvin kelvins", "1")],
    "kilometre_per_hour": [
        (
            "kilometre_per_hour kilometres_per_hour kilometers_per_hour kilometres_an_hour kilometers_an_hour "
            "km/h kph kmh kmph",
            "1",
        ),
        ("mile_per_hour miles_per_hour miles_an_hour mile-per-hour mile-an-hour mph", "1.609344"),
        ("metre_per_second metres_per_second meters_per_second m/s", "3.6"),
        ("knot knots kt kts", "1.852"),
    ],
    "mile_per_gallon": [("mile_per_gallon miles_per_gallon mpg", "1")],
    "watt": [
        ("watt watts W", "1"),
        ("kilowatt kilowatts kW", "1000"),
        ("megawatt megawatts MW", "1000000"),
        ("gigawatt gigawatts GW", "1000000000"),
    ],
    "horsepower": [("horsepower hp bhp HP BHP PS horses", "1")],
    "watt_hour": [
        ("kilowatt-hour kilowatt-hours kilowatt_hours kWh", "1000"),
        ("megawatt-hour megawatt-hours megawatt_hours MWh", "1000000"),
        ("gigawatt-hours gigawatt_hours GWh", "1000000000"),
        ("terawatt-hours terawatt_hours TWh", "1000000000000"),
    ],
    "calorie": [("calorie calories kcal", "1")],
    "pascal": [
        ("pascal pascals Pa", "1"),
        ("hectopascal hectopascals hPa millibar millibars mb", "100"),
        ("megapascal megapascals MPa", "1000000"),
        ("gigapascal gigapascals GPa", "1000000000"),
        ("psi", "6894.757293168"),
        ("ksi", "6894757.293168"),
    ],
    "hertz": [
        ("hertz Hz HZ", "1"),
        ("kilohertz kHz", "1000"),
        ("megahertz MHz", "1000000"),
        ("gigahertz GHz Ghz", "1000000000"),
    ],
    "byte": [
        ("byte bytes", "1"),
        ("kilobyte kilobytes KB kB", "1000"),
        ("megabyte megabytes MB", "1000000"),
        ("gigabyte gigabytes GB", "1000000000"),
        ("terabyte terabytes TB", "1000000000000"),
    ],
    "bit_per_second": [("Mbps megabits_per_second", "1000000"), ("Gbps gigabits_per_second", "1000000000")],
    "volt": [("volt volts V", "1"), ("kilovolt kilovolts kV", "1000")],
    "newton_metre": [("Nm newton-metres", "1"), ("lb-ft foot-pounds foot_pound", "1.3558179483314")],
    "part_per_billion": [
        ("parts_per_billion parts-per-billion ppb", "1"),
        ("parts_per_million parts-per-million ppm", "1000"),
    ],
    "degree": [("degree degrees °", "1")],
    "decibel": [("decibel decibels dB", "1")],
}
_DURATIONS: dict[str, list[tuple[str, str]]] = {
    "second": [
        ("second seconds sec secs s", "1"),
        ("millisecond milliseconds ms", "0.001"),
        ("minute minutes min mins", "60"),
        ("hour hours hr hrs h", "3600"),
        ("day days", "86400"),
        ("week weeks wk wks", "604800"),
        ("fortnight fortnights", "1209600"),
    ],
    "month": [
        ("month months", "1"),
        ("year years yr yrs", "12"),
        ("decade decades", "120"),
        ("century centuries", "1200"),
    ],
}
_POINTS = {
    "percentage points": Unit("percentage_point", kind="points"),
    "percentage point": Unit("percentage_point", kind="points"),
    "percentage-point": Unit("percentage_point", kind="points"),
    "basis points": Unit("percentage_point", Decimal("0.01"), kind="points"),
    "basis point": Unit("percentage_point", Decimal("0.01"), kind="points"),
    "bps": Unit("percentage_point", Decimal("0.01"), kind="points"),
    "points": Unit("point", kind="points"),
    "point": Unit("point", kind="points"),
}
_PERCENT = ["%", "percent", "per cent", "percents", "percentage", "pct", "pc", "per-cent", "p.c."]
_FAHRENHEIT = ["F", "°F", "ºF", "℉", "fahrenheit", "degrees fahrenheit", "degree fahrenheit"]
# Read only where glued to digits or in a compound: alone they are words ("in", "a", "C") or other things.
_GLUED_ONLY = {"in", "m", "l", "g", "t", "s", "h", "C", "F", "V", "L", "mb", "pc", "min", "sec"}
# "Temperatures in the low 40s" are no seconds, but those of "2m 30s" are.
_DECADE = re.compile(r"(?<![\d.,])(?<!m )(?<!min )1?[0-9]0$")
# Nor are people of an age: "over 75s", "the under-16s".
_AGED = re.compile(r"(?<!\bin )\b(?:over|under|the)[ -]\d{1,3}$", re.IGNORECASE)

# "Seat 24F", "16F seats" and "35F drill" are no temperatures: only these words follow one in F ("the 1.5C target").
_SEAT = re.compile(r"\b(?:seat|row|flat|unit|room|gate)s?\s(?:\d+[A-Z]?,?\s(?:(?:and|or)\s)?){0,3}\d+$", re.IGNORECASE)
_AFTER_DEGREES = re.compile(
    r"(?!\s[A-Za-z])|\s(?:(?:a|an|the|this|that|these|it|they|he|she|his|her|its|their|and|or|but|to|in|on|at|by|for|from|"
    r"with|as|of|if|so|than|then|when|where|while|which|who|until|during|after|before|through|over|above|below|under|"
    r"across|around|near|between|inside|outside|is|was|were|are|will|would|could|can|may|might|had|has|have|more|less|"
    r"higher|lower|today|tonight|yesterday|tomorrow|last|next|every|each|heat|cold|fever|weather|days?|nights?|temperatures?|"
    r"highs?|lows?|water|air|[a-z]+(?:ed|ing|ly))\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)


def _table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for kind, groups in (("measure", _MEASURES), ("duration", _DURATIONS)):
        for base, rows in groups.items():
            for names, factor in rows:
                units |= {name.replace("_", " "): Unit(base, Decimal(factor), kind=kind) for name in names.split()}
    units |= _POINTS | {name: Unit("percent", kind="percent") for name in _PERCENT}
    fahrenheit = Unit("celsius", Decimal(5) / 9, Decimal(-160) / 9)
    return units | dict.fromkeys(_FAHRENHEIT, fahrenheit)


_UNITS = _table()


def _alternation(names: list[str]) -> str:
    return "|".join(
        re.escape(name).replace(r"\ ", r"[ -]") for name in sorted(names, key=lambda name: (-len(name), name))
    )


_WORD_UNITS = [name for name in _UNITS if name.islower() and len(name) > 2]
_SYMBOLS = [name for name in _UNITS if name not in _WORD_UNITS]
# Group ``glue`` is what stands between number and unit; see ``_GLUED_ONLY``.
UNIT = re.compile(
    rf"(?P<glue>\s?-?\s?)(?P<unit>(?i:{_alternation(_WORD_UNITS)})(?!\w)|(?:{_alternation(_SYMBOLS)})(?![\w²³]))"
)


def unit_of(match: re.Match[str]) -> Unit | None:
    """The unit that ``UNIT`` matched; None where the letters are a unit only when glued to the digits and are not."""
    written = match["unit"]
    if written == "s" and not match["glue"]:
        before = match.string[max(0, match.start() - 14) : match.start()]
        if _DECADE.search(before) or _AGED.search(before):
            return None
    if written in {"C", "F"} and _SEAT.search(match.string, max(0, match.start() - 30), match.start()):
        return None
    if written == "F" and _AFTER_DEGREES.match(match.string, match.end()) is None:
        return None
    if written in _GLUED_ONLY and match["glue"]:
        spaced_ok = {"pc", "min", "sec", "m", "g", "L"}
        if written not in spaced_ok or match["glue"] != " ":
            return None
        if written in {"m", "g", "L"} and re.match(r"\s+[a-z]", match.string[match.end() : match.end() + 3]) is None:
            return None
    return _UNITS.get(written) or _UNITS.get(written.lower().replace("-", " ")) or _UNITS.get(written.lower())


def unit_named(name: str) -> Unit | None:
    """The unit of that name ("mile_per_hour", "square kilometre"), None where the table has none."""
    return _UNITS.get(name.replace("_", " "))


_SYMBOL_CODES = {
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₦": "NGN",
    "₪": "ILS", "₱": "PHP", "฿": "THB", "₴": "UAH", "₫": "VND", "₿": "BTC", "₡": "CRC", "₾": "GEL", "₭": "LAK",
    "元": "CNY", "ரூ": "LKR",
}  # fmt: skip
_DOLLARS = {
    "us": "USD", "u.s.": "USD", "u.s": "USD", "usd": "USD", "a": "AUD", "au": "AUD", "aud": "AUD", "c": "CAD",
    "ca": "CAD",
    "cad": "CAD", "cdn": "CAD", "nz": "NZD", "nzd": "NZD", "hk": "HKD", "hkd": "HKD", "s": "SGD", "sg": "SGD",
    "sgd": "SGD", "mex": "MXN", "mx": "MXN", "mxn": "MXN", "nt": "TWD", "r": "BRL", "j": "JMD", "z": "ZWL", "": "USD",
}  # fmt: skip
_CODES = (
    "USD EUR GBP JPY CNY CHF AUD CAD NZD HKD SGD INR KRW RUB BRL MXN ZAR TRY SEK NOK DKK PLN CZK HUF ILS "
    "AED SAR THB IDR MYR PHP VND NGN KES EGP PKR BDT UAH BTC ETH TWD CLP COP ARS"
).split()
_WRITTEN_CODES = {
    "RM": "MYR",
    "Rs": "INR",
    "Rs.": "INR",
    "Y=": "JPY",
    "RMB": "CNY",
    "YEN": "JPY",
    "rmb": "CNY",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
} | {code: code for code in _CODES}
# name: (code, value of one). Adjectives ("Kenyan shillings") are looked up first.
_NAMES: dict[str, tuple[str, str]] = {
    "dollar": ("USD", "1"), "buck": ("USD", "1"), "cent": ("USD", "0.01"), "penny": ("USD", "0.01"),
    "euro": ("EUR", "1"), "pound": ("GBP", "1"), "pound sterling": ("GBP", "1"), "quid": ("GBP", "1"),
    "pence": ("GBP", "0.01"), "pennies": ("USD", "0.01"), "euro cent": ("EUR", "0.01"), "yen": ("JPY", "1"),
    "yuan": ("CNY", "1"), "renminbi": ("CNY", "1"), "kuai": ("CNY", "1"), "rupee": ("INR", "1"),
    "paise": ("INR", "0.01"),
    "rouble": ("RUB", "1"), "ruble": ("RUB", "1"), "won": ("KRW", "1"), "shekel": ("ILS", "1"), "lira": ("TRY", "1"),
    "ringgit": ("MYR", "1"), "sen": ("MYR", "0.01"), "baht": ("THB", "1"), "rand": ("ZAR", "1"), "naira": ("NGN", "1"),
    "zloty": ("PLN", "1"), "forint": ("HUF", "1"), "hryvnia": ("UAH", "1"), "rupiah": ("IDR", "1"),
    "dong": ("VND", "1"),
    "taka": ("BDT", "1"), "bitcoin": ("BTC", "1"), "satoshi": ("BTC", "0.00000001"), "real": ("BRL", "1"),
    "reais": ("BRL", "1"), "franc": ("franc", "1"), "krona": ("SEK", "1"), "kronor": ("SEK", "1"),
    "krone": ("krone", "1"),
    "kroner": ("krone", "1"), "peso": ("peso", "1"), "dinar": ("dinar", "1"), "riyal": ("riyal", "1"),
    "dirham": ("dirham", "1"), "shilling": ("shilling", "1"), "peseta": ("peseta", "1"), "mark": ("mark", "1"),
    "markka": ("markka", "1"), "guilder": ("guilder", "1"), "dollar-denominated": ("USD", "1"),
}  # fmt: skip
_COUNTRY_CODES = {
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "new zealand dollar": "NZD", "hong kong dollar": "HKD", "singapore dollar": "SGD", "taiwan dollar": "TWD",
    "british pound": "GBP", "egyptian pound": "EGP", "swiss franc": "CHF", "french franc": "FRF",
    "belgian franc": "BEF",
    "japanese yen": "JPY", "chinese yuan": "CNY", "chinese renminbi": "CNY", "indian rupee": "INR",
    "pakistani rupee": "PKR",
    "sri lankan rupee": "LKR", "kenyan shilling": "KES", "ugandan shilling": "UGX", "tanzanian shilling": "TZS",
    "mexican peso": "MXN", "philippine peso": "PHP", "argentine peso": "ARS", "colombian peso": "COP",
    "chilean peso": "CLP",
    "swedish krona": "SEK", "swedish kronor": "SEK", "norwegian krone": "NOK", "norwegian kroner": "NOK",
    "danish krone": "DKK", "danish kroner": "DKK", "turkish lira": "TRY", "russian rouble": "RUB",
    "russian ruble": "RUB",
    "saudi riyal": "SAR", "iranian rial": "IRR", "uae dirham": "AED", "south african rand": "ZAR",
    "south korean won": "KRW",
    "israeli shekel": "ILS", "malaysian ringgit": "MYR", "kuwaiti dinar": "KWD", "iraqi dinar": "IQD",
    "finnish markka": "FIM", "deutsche mark": "DEM", "west german mark": "DEM", "brazilian real": "BRL",
    "brazilian reais": "BRL",
}  # fmt: skip

_SYMBOL_CLASS = "".join(symbol for symbol in _SYMBOL_CODES if len(symbol) == 1 and symbol != "$")
_CODE_ALTERNATION = "|".join(re.escape(code) for code in sorted(_WRITTEN_CODES, key=len, reverse=True))
# Letters before "$": in any case where they are no word ("US $5", "c $5"), else as capitals ("a $5m fine" is USD).
_DOLLAR_PREFIXES = "|".join(re.escape(name) for name in sorted(_DOLLARS, key=len, reverse=True) if len(name) > 1)
# Before the number. ``million`` is the capital M of "MUSD".
CURRENCY_PREFIX = re.compile(
    rf"(?:(?<![\w])(?P<dollar>(?i:{_DOLLAR_PREFIXES})(?=\s?\$)|[ARSJZ](?=\$)|[Cc](?=\s?\$))?\s?\$(?P<after>US|A|C|NZ|"
    rf"HK)?"
    rf"|(?P<symbol>[{_SYMBOL_CLASS}])"
    rf"|(?<!\w)(?P<code>M?(?:{_CODE_ALTERNATION}))\$?)\s?$"
)
CURRENCIES = sorted(_NAMES | _COUNTRY_CODES, key=len, reverse=True)
_NAME_ALTERNATION = "|".join(re.escape(name) + "s?" for name in CURRENCIES)
CURRENCY_SUFFIX = re.compile(
    rf"\s?-?\s?(?:(?P<name>(?i:{_NAME_ALTERNATION}))(?!\w)|(?P<code>M?(?:{'|'.join(_CODES)}|RMB|YEN|rmb|usd|eur|"
    rf"gbp))(?!\w)=?"
    rf"|(?P<symbol>[{_SYMBOL_CLASS}]|\$(?!\d)|ரூ)|(?P<pence>(?<=\d)p(?!\w)))"
)


def currency_code(match: re.Match[str]) -> tuple[str, Decimal]:
    """The ISO 4217 code (or plain name) that a prefix or suffix match means, and the value of one of it."""
    groups = match.groupdict()
    if groups.get("code"):
        code = groups["code"]
        if code not in _WRITTEN_CODES:  # "30 MUSD"
            return code[1:], Decimal(10**6)
        return _WRITTEN_CODES[code], Decimal(1)
    if groups.get("symbol"):
        return _SYMBOL_CODES[groups["symbol"]], Decimal(1)
    if groups.get("pence"):
        return "GBP", Decimal("0.01")
    name = (groups.get("name") or "").lower()
    if not name:
        return _DOLLARS[(groups.get("after") or groups.get("dollar") or "").lower()], Decimal(1)
    for written in (name, name.removesuffix("s")):
        if written in _COUNTRY_CODES:
            return _COUNTRY_CODES[written], Decimal(1)
        if written in _NAMES:
            code, value = _NAMES[written]
            return code, Decimal(value)
    return name, Decimal(1)
