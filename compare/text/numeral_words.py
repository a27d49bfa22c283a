"""The number words of English: what each is worth. Plain tables, read by ``numerals``."""

from decimal import Decimal

__all__ = [
    "FRACTIONS",
    "ORDINALS",
    "PLAIN_LETTERS",
    "SCALES",
    "SHORT_SCALE",
    "SUFFIXES",
    "TENS",
    "UNITS",
    "VAGUE",
    "VAGUE_MULTIPLIERS",
    "VULGAR",
    "WORDS",
]

# Letters that a pattern takes for s and i where it doesn't regard case, though no table has a word with them.
PLAIN_LETTERS = str.maketrans("ſıİ", "siI")

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

UNITS = {word: Decimal(value) for value, word in enumerate(_UNIT_WORDS)} | {"nought": Decimal(0), "naught": Decimal(0)}
TENS = {word: Decimal(value * 10) for value, word in enumerate(_TEN_WORDS, 2)}
# The short scale, of American and today's British English.
SHORT_SCALE = {
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
    "quintillion": Decimal(10**18),
}
SCALES = SHORT_SCALE | {"lakh": Decimal(10**5), "crore": Decimal(10**7)}
# Letters glued to digits. Which of them is a scale at a given place is decided in ``numerals``.
SUFFIXES = SHORT_SCALE | {
    "k": Decimal(10**3),
    "m": Decimal(10**6),
    "mm": Decimal(10**6),
    "mil": Decimal(10**6),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "b": Decimal(10**9),
    "g": Decimal(10**9),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
    "tln": Decimal(10**12),
}
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS, 1)} | {
    f"{word[:-1]}ieth": value * 10 for value, word in enumerate(_TEN_WORDS, 2)
}

_ONE = Decimal(1)


def _part(parts: int) -> Decimal:
    return _ONE / parts


_PARTS = {word: value for word, value in ORDINALS.items() if value > 2} | {
    "quarter": 4,
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
FRACTIONS = (
    {"half": Decimal("0.5"), "halves": Decimal("0.5")}
    | {word: _part(parts) for word, parts in _PARTS.items()}
    | {f"{word}s": _part(parts) for word, parts in _PARTS.items()}
)
VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip

# Vague words are intervals by convention: a plural scale is at least two of it, "several" 3 to 9, "a few" 2 to 9.
VAGUE: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "couple": (Decimal(2), Decimal(3)),
    "handful": (Decimal(3), Decimal(9)),
    "several": (None, None),
    "few": (None, None),
}
VAGUE_MULTIPLIERS = {
    "couple": (Decimal(2), Decimal(3)),
    "handful": (Decimal(3), Decimal(9)),
    "several": (Decimal(3), Decimal(9)),
    "few": (Decimal(2), Decimal(9)),
}
_PLURAL_SCALES = {
    "tens": Decimal(20),
    "dozens": Decimal(24),
    "scores": Decimal(40),
    "hundreds": Decimal(200),
} | {f"{word}s": 2 * value for word, value in SHORT_SCALE.items()}

WORDS: dict[str, tuple[str, Decimal]] = (
    {word: ("unit", value) for word, value in UNITS.items()}
    | {word: ("tens", value) for word, value in TENS.items()}
    | {word: ("scale", value) for word, value in SCALES.items()}
    | {"lakhs": ("scale", SCALES["lakh"]), "crores": ("scale", SCALES["crore"])}
    | {"hundred": ("hundred", Decimal(100)), "dozen": ("dozen", Decimal(12)), "point": ("point", Decimal(0))}
    | {word: ("fraction", value) for word, value in FRACTIONS.items()}
    | {word: ("vague", value) for word, value in _PLURAL_SCALES.items()}
    | {word: ("several", Decimal(2)) for word in VAGUE}
)
