"""Sentences: boundaries on the cases that news makes hard, and offsets that always slice back."""

import csv
import time
import tomllib

import pytest
from conftest import ROOT, article
from hypothesis import given
from hypothesis import strategies as st

from compare.sources.corpus import list_stories, load_articles, load_story
from compare.text.sentences import LONGEST_SENTENCE, split_sentences

CASES = tomllib.loads((ROOT / "tests" / "sentences.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES)
def test_news_sentences_end_where_a_reader_ends_them(case: str) -> None:
    """Abbreviations, titles, times and quotations do not end a sentence."""
    expected = case.split("|")
    glued = "line.|They" in case
    text = case.replace("line.|They", "line.They").replace("|", " ") if glued else case.replace("|", " ")
    assert [sentence.text for sentence in split_sentences(article("a", text))] == expected


@given(st.text(alphabet=st.sampled_from("ab A.B ?!“”‘’'\".\n\tU.S. 12 é🙂-—"), max_size=120))
def test_offsets_slice_back_and_sentences_are_disjoint(text: str) -> None:
    """Whatever the text, every sentence is its slice, without white space at its ends, in order."""
    made = article("a", text)
    end = 0
    for sentence in split_sentences(made):
        assert made.text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert sentence.start >= end
        end = sentence.end


def test_no_text_is_lost() -> None:
    """Every character that is not white space is in some sentence."""
    text = "One. Two!\n\nThree? “Four,” he said.Five is here. Six"
    joined = "".join(sentence.text for sentence in split_sentences(article("a", text)))
    assert "".join(text.split()) == "".join(joined.split())


def test_a_newline_ends_a_sentence_and_a_paragraph() -> None:
    """Lines are paragraphs; blank ones do not count."""
    sentences = split_sentences(article("a", "One line\nanother line\n\n\nthe last. Really."))
    assert [sentence.paragraph for sentence in sentences] == [0, 1, 2, 2]


def test_a_long_quotation_is_split_inside() -> None:
    """A speech of many sentences is not one row."""
    speech = "“" + "We will build the harbour again and again. " * 30 + "That is all,” she said."
    assert len(split_sentences(article("a", speech))) > 5


@pytest.mark.parametrize("part", ["word ", "ab", "B-", "CreditA. ", "Mr. ", "“a ", "a. b ", "“We sailed. "])
def test_no_sentence_is_longer_than_what_can_be_read(part: str) -> None:
    """Text without an end is cut, at white space where it has some, and nothing of it is lost."""
    text = part * (3 * LONGEST_SENTENCE // len(part))
    made = article("a", f"Ships sailed.\n{text}\nThey are back.")
    found = split_sentences(made)
    assert all(made.text[one.start : one.end] == one.text != "" for one in found)
    assert max(len(one.text) for one in found) <= LONGEST_SENTENCE
    words = [word for one in found[1:-1] for word in one.text.split()]
    assert words == text.split() if " " in part else "".join(words) == text


def test_a_line_of_many_sentences_is_read_as_a_short_one() -> None:
    """What sentencex reads at once ends within a sentence or a quotation; neither is cut there."""
    told = ["The council met on Monday, p.m. and a.m. alike.", "“We will sail. We will be back,” Capt. Oake said."]
    found = split_sentences(article("a", " ".join(told * 300)))
    assert [one.text for one in found] == told * 300


def test_a_megabyte_of_quotation_marks_ends_soon() -> None:
    """The time of sentencex grows with their square; 1.9 MB took more than eight minutes."""
    started = time.process_time()
    split_sentences(article("a", "“a " * 70_000))
    assert time.process_time() - started < 4


def test_every_gold_sentence_is_found_by_its_offsets(shared) -> None:
    """The hand labels of six real stories and of the demo point at sentences that the program finds."""
    for folder in (shared / "stories", ROOT / "corpora"):
        for name in list_stories(folder):
            path = folder / name / "gold" / "coverage.csv"
            if path.is_file():
                articles = load_articles(load_story(name, folder))
                spans = {(s.outlet, s.start, s.end) for made in articles for s in split_sentences(made)}
                with path.open(encoding="utf-8", newline="") as file:
                    gold = {(row["outlet"], int(row["start"]), int(row["end"])) for row in csv.DictReader(file)}
                assert gold <= spans, name
