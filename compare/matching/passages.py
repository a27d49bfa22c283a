"""The sentences of an article as arrays of words: vectors, stems, parts of speech and claim units, row by row."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from compare.matching.encode import Encoding
from compare.matching.figure_forms import FigureWords
from compare.matching.name_forms import NameForms, name_forms
from compare.records import Figure, Token
from compare.text.assertions import Assertions
from compare.text.units import ClaimUnit, split_units
from compare.text.words import covering_tokens, stem

__all__ = ["KINDS", "EncodedSentence", "Floats", "Passages"]

Floats = npt.NDArray[np.float32]
KINDS = ("VERB", "NOUN", "PROPN", "NUM", "ADJ")  # parts of speech that the reader tells apart


@dataclass(frozen=True)
class EncodedSentence:
    """A sentence with its vectors and parse; what the matching stages read. What follows from them is found once."""

    text: str
    encoding: Encoding
    tokens: tuple[Token, ...]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Of its content words."""
        return [(int(start), int(end)) for start, end in self.encoding.spans]

    @cached_property
    def covering(self) -> list[Token | None]:
        """The token of each content word."""
        return covering_tokens(self.spans, self.tokens)

    @cached_property
    def places(self) -> list[int]:
        """Which token that is, -1 where there is none."""
        numbers = {(token.start, token.end): number for number, token in enumerate(self.tokens)}
        return [numbers[token.start, token.end] if token else -1 for token in self.covering]

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """Stem and part of speech of each content word; a figure's is NUM whatever the tagger says."""
        return [
            _word(self.text[start:end], token) for (start, end), token in zip(self.spans, self.covering, strict=True)
        ]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of its content words."""
        return frozenset(stem for stem, _ in self.words)

    @cached_property
    def units(self) -> tuple[ClaimUnit, ...]:
        """Its claim units."""
        return split_units(self.tokens)

    @cached_property
    def assertions(self) -> Assertions:
        """What it asserts of its words."""
        return Assertions(self.text, self.tokens)

    @cached_property
    def unit_words(self) -> list[list[int]]:
        """The content words of each claim unit, by number; one unit of all where the parse gives none."""
        taken: set[int] = set()
        units = []
        for unit in self.units:
            own = [
                number
                for number, (start, end) in enumerate(self.spans)
                if number not in taken and any(first < end and start < last for first, last in unit.spans)
            ]
            taken.update(own)
            if own:
                units.append(own)
        rest = [number for number in range(max(1, len(self.spans))) if number not in taken]
        return [*units, rest] if rest else units


@dataclass(frozen=True, eq=False)
class Passages:
    """The sentences of one article as arrays: words of all sentences in one row each, sentence by sentence.

    Attributes:
        figures: of each sentence, with offsets in its text; none where they are not told.
    """

    sentences: tuple[EncodedSentence, ...]
    figures: tuple[tuple[Figure, ...], ...] = ()

    @cached_property
    def vectors(self) -> Floats:
        """(n, d) of the sentences."""
        return np.stack([sentence.encoding.vector for sentence in self.sentences]).astype(np.float32)

    @cached_property
    def word_vectors(self) -> Floats:
        """(w, d) of the words of all sentences; a sentence without words has one row of zeros."""
        size = self.vectors.shape[1]
        parts = [
            sentence.encoding.word_vectors if len(sentence.encoding.spans) else np.zeros((1, size), np.float16)
            for sentence in self.sentences
        ]
        return np.concatenate(parts).astype(np.float32)

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """(n,) the word rows of each sentence."""
        return np.array([max(1, len(sentence.encoding.spans)) for sentence in self.sentences], dtype=np.int64)

    @cached_property
    def bounds(self) -> npt.NDArray[np.int64]:
        """(n,) the row where each sentence's words begin."""
        return np.cumsum(self.counts) - self.counts

    def words_of(self, number: int) -> slice:
        """The word rows of a sentence that stand for its ``spans``."""
        first = int(self.bounds[number])
        return slice(first, first + len(self.sentences[number].spans))

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """(n, most words of one) word rows of every sentence, -1 where it has no more."""
        places = np.arange(int(self.counts.max()))
        return np.where(places[None, :] < self.counts[:, None], self.bounds[:, None] + places[None, :], -1)

    @cached_property
    def name_forms(self) -> NameForms:
        """Its names as it writes them."""
        return name_forms([(sentence.text, sentence.spans) for sentence in self.sentences])

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that it writes with a capital within a sentence, in lower case."""
        return frozenset(name for sentence in self.sentences for name in sentence.assertions.inner_names)

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """Stem and part of speech of every word row."""
        return [word for sentence in self.sentences for word in sentence.words or [("", "")]]

    @cached_property
    def stems(self) -> list[str]:
        """Stem of every word row."""
        return [word for word, _ in self.words]

    @cached_property
    def stem_codes(self) -> npt.NDArray[np.int64]:
        """(w,) a number for every word row's stem, the same in all articles of this process; 0 where it has none."""
        return np.array([hash(stem) if stem else 0 for stem in self.stems], dtype=np.int64)

    @cached_property
    def stem_sets(self) -> list[frozenset[str]]:
        """Stems of every sentence."""
        ends = self.bounds + self.counts
        return [frozenset(self.stems[a:b]) - {""} for a, b in zip(self.bounds, ends, strict=True)]

    @cached_property
    def holding(self) -> npt.NDArray[np.int64]:
        """(w,) how many sentences have the word row's stem; 0 for a row without one."""
        found = Counter(word for stems in self.stem_sets for word in stems)
        return np.array([found[word] for word in self.stems])

    @cached_property
    def units(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Word rows unit by unit, the place where each unit begins among them, and where each sentence's units do."""
        rows: list[int] = []
        unit_bounds: list[int] = []
        sentence_bounds: list[int] = []
        for first, sentence in zip(self.bounds, self.sentences, strict=True):
            sentence_bounds.append(len(unit_bounds))
            for members in sentence.unit_words:
                unit_bounds.append(len(rows))
                rows += [int(first) + word for word in members]
        return np.array(rows), np.array(unit_bounds), np.array(sentence_bounds)

    @cached_property
    def trigrams(self) -> list[frozenset[tuple[str, ...]]]:
        """Runs of three lower-case words of every sentence."""
        return [_trigrams(sentence.text) for sentence in self.sentences]

    @cached_property
    def kinds(self) -> npt.NDArray[np.str_]:
        """(w,) part of speech of every word row."""
        return np.array([kind for _, kind in self.words])

    def of_kind(self, *kinds: str) -> npt.NDArray[np.bool_]:
        """(w,) whether each word row is of one of these parts of speech."""
        return np.isin(self.kinds, kinds) if len(kinds) > 1 else np.asarray(self.kinds == kinds[0])

    @cached_property
    def kind_table(self) -> Floats:
        """(w, len(KINDS)) 1 where a word row is of that part of speech."""
        return np.stack([self.kinds == kind for kind in KINDS], axis=1).astype(np.float32)

    @cached_property
    def figure_words(self) -> tuple[FigureWords, ...]:
        """The figures that tell something, with the rows of their words."""
        found = [
            FigureWords(figure, tuple(self._rows_within(number, figure.start, figure.end)))
            for number, figures in enumerate(self.figures)
            for figure in figures
        ]
        return tuple(one for one in found if one.rows and one.tells)

    def _rows_within(self, number: int, start: int, end: int) -> list[int]:
        """The word rows of a passage of a sentence."""
        first = int(self.bounds[number])
        spans = self.sentences[number].spans
        return [first + word for word, (left, right) in enumerate(spans) if left < end and start < right]


def _word(surface: str, token: Token | None) -> tuple[str, str]:
    kind = "NUM" if any(character.isdigit() for character in surface) else token.pos if token else ""
    return stem(surface, token), kind


def _trigrams(text: str) -> frozenset[tuple[str, ...]]:
    words = [word.strip("“”‘’\"'.,;:!?()[]—–-").lower() for word in text.split()]
    words = [word for word in words if word]
    return frozenset(zip(words, words[1:], words[2:], strict=False))
