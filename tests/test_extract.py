"""What is taken from a page: the article's own text and nothing around it."""

import gzip
import json
import re
from collections import Counter

import lxml.html
import page_layouts
import pytest

from compare.records import Sentence
from compare.sources.debris import clean_lines
from compare.sources.extract import NoArticle, extract_page
from compare.sources.layouts import keep_one_article
from compare.sources.page_reader import PageReader
from compare.sources.warc import SavedPage, read_saved
from compare.text.figures import find_figures

PAGES = list(enumerate(page_layouts.LAYOUTS))


def shingles(lines: list[str]) -> Counter[tuple[str, ...]]:
    """4-word shingles, counted."""
    words = " ".join(lines).split()
    return Counter(tuple(words[at : at + 4]) for at in range(len(words) - 3))


def f1(found: list[str], wanted: list[str]) -> float:
    """F1 of 4-word shingles, as the scrapinghub benchmark scores."""
    a, b = shingles(found), shingles(wanted)
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else 0.0


def extracted(number: int) -> list[str]:
    """The lines taken from a page."""
    return extract_page(page_layouts.LAYOUTS[number](number)).text.splitlines()


def test_body_is_found_in_all_layouts():
    """Body is found in all layouts."""
    scores = {layout.__name__: f1(extracted(n), page_layouts.body(n)) for n, layout in PAGES}
    assert sum(scores.values()) / len(scores) >= 0.95, scores
    assert min(scores.values()) >= 0.9, scores


@pytest.mark.parametrize("number", range(len(PAGES)), ids=[layout.__name__ for _, layout in PAGES])
def test_nothing_around_the_article_is_among_its_lines(number):
    """Nothing around the article is among its lines."""
    text = "\n".join(extracted(number))
    for kind, noise in page_layouts.NOISE.items():
        assert noise not in text, kind
        assert noise[:25].lower() not in text.lower(), kind
    for word in ("Advertisement", "Related stories", "All rights reserved", page_layouts.headline(number)):
        assert word not in text


def test_links_that_a_name_unfolds_are_not_in_its_sentence():
    """Another page's headlines inside a sentence would be words that no other outlet has."""
    links = "<div class='rollover-people-block'>Vane loses MORE</div>"
    name = f"<span class='rollover-people'><a>Ann Vane</a>{links}</span>"
    paragraph = "The harbour was closed for a third day, and forty ships waited outside, the mayor said on Monday. "
    page = f"<article><p>Mayor Vane {name} closed the harbour.</p>" + f"<p>{paragraph * 2}</p>" * 4 + "</article>"
    assert extract_page(f"<html><body>{page}</body></html>").text.startswith("Mayor Vane closed the harbour.")


def lines_of(part: str) -> list[str]:
    """What is taken from a part of an article, by line."""
    sure = "The harbour was closed for a third day, and forty ships waited outside, the mayor said on Monday. " * 2
    around = "".join(f"<p>Day {n}. {sure}</p>" for n in range(4))
    text = extract_page(f"<html><body><article>{around}{part}</article></body></html>").text
    return [line for line in text.splitlines() if not line.startswith("Day ")]


@pytest.mark.parametrize(
    "line",
    [
        'The recall covers the <a rel="nofollow sponsored">Echo Dot and 40,000 chargers</a> sold since May.',
        'Police held <a class="related-link">a gang of 12 men</a> on Friday.',
        'Shares of Aecom <span class="topics">(NYSE: ACM)</span> fell on Friday.',
        'Shares fell <button class="ticker">7.5%</button> on Friday, to the surprise of many.',
        'The mayor, <a class="tags">Anna Berg</a>, said so on Friday.',
        'It closed at <b><span class="share-price">$40</span></b> a ton.',
        '<span class="share-price">$40</span> <a class="topics">a ton</a> was its price on Friday.',
        'It closed at <time class="timestamp">5 p.m.</time> on Friday, an hour <output>early</output>.',
        'It fell <span class="stock-bar">7.5%</span> <span style="border:none">to $40</span> on Friday.',
    ],
)
def test_a_piece_of_a_sentence_stays_whatever_it_is_called(line):
    """A sentence without its figure or its subject would be another claim."""
    wanted = [re.sub("<[^>]+>", "", line)]
    assert lines_of(f"<p>{line}</p>") == wanted
    assert lines_of(f"<ul><li>{line}</li></ul>") == wanted


@pytest.mark.parametrize(
    "part",
    [
        '<p><a class="related-link">Ten things about the river</a></p>',
        '<p>Related: <a class="related-link">Ten things about the river</a></p>',
        '<p><em><a class="read-more">Read more: ten things about the river</a></em></p>',
        '<p><span><a class="share-fb">Facebook</a></span> | <span><a class="share-tw">Twitter</a></span></p>',
        '<p>By <a class="author-name">Jane Roe</a></p>',
        '<p>Posted <time class="timestamp">May 5, 2025</time></p>',
        '<ul><li><a class="related-link">Ten things about it</a></li><li><a class="tags">River</a></li></ul>',
    ],
)
def test_a_line_that_is_nothing_but_such_pieces_goes(part):
    """A line that is nothing but such pieces goes."""
    assert lines_of(part) == []


@pytest.mark.parametrize(
    "piece",
    [
        '<span class="newsletter-signup">Sign up for our newsletter</span>',
        '<a class="related-link">Ten dead in other city fire</a>',
        '<b><span class="advertisement">Advertisement</span></b>',
        "<button>Share</button> | <a class='share-fb'>Facebook</a>",
        '<span class="photo-credit">Jane Roe/Harbour Pictures</span>',
    ],
)
def test_a_piece_behind_the_last_sentence_of_a_line_goes(piece):
    """It would be a claim of this outlet alone, or take the line with it."""
    for sentence in ("The mayor said nobody was hurt.", "“Nobody was <i>hurt</i>,” she said. “Not one.”"):
        wanted = [re.sub("<[^>]+>", "", sentence)]
        assert lines_of(f"<p>{sentence} {piece}</p>") == wanted
        assert lines_of(f"<p>{sentence}{piece}<br>It rained.</p>")[0] == wanted[0]


@pytest.mark.parametrize(
    "line",
    [
        'It rained. <a class="related-link">A gang of 12 men</a> was held on Friday.',
        'He had been a judge in the U.S. <a class="tags">Navy</a>',
        'Forty ships waited outside for Capt. <a class="tags">Berg</a>.',
        'It rained in May. It closed at <span class="share-price">$40</span>',
    ],
)
def test_a_piece_of_the_last_sentence_of_a_line_stays(line):
    """A full stop before it ends no sentence, or words follow."""
    assert lines_of(f"<p>{line}</p>") == [re.sub("<[^>]+>", "", line)]


@pytest.mark.parametrize(
    "marks",
    [
        'class="sr-only share"',
        'class="visually-hidden share"',
        'class="ad" hidden',
        'class="ad" aria-hidden="true"',
        'class="ad" style="color:red; display: none"',
    ],
)
def test_a_named_piece_that_nobody_sees_goes_from_its_sentence(marks):
    """A named piece that nobody sees goes from its sentence."""
    line = f"<p>The mayor <span {marks}>Opens in new window</span> said<b {marks}>Secret</b>, nobody was hurt.</p>"
    assert lines_of(line) == ["The mayor said, nobody was hurt."]


def test_a_name_stays_when_its_card_goes():
    """The Hill has the card inside the element that has the name."""
    card = '<span class="rollover-people-block"><span>Ada Mary Quill</span><a>Ferry bill stalls</a> <a>MORE</a></span>'
    name = f'<span class="rollover-people"><a>Ada Quill</a>{card}</span>'
    assert lines_of(f"<p>Sen. {name} (N.J.) said so on Friday.</p>") == ["Sen. Ada Quill (N.J.) said so on Friday."]


def test_what_stands_around_lines_divided_by_breaks_stays():
    """What stands around lines divided by breaks stays."""
    lines = "One ship came.<br>Two of them left.<br>Three waited.<br>Four sank.<br>Five were lost"
    wanted = ["At noon One ship came.", "Two of them left.", "Three waited.", "Four sank.", "Five were lost in all."]
    assert lines_of(f"<p>At noon <span>{lines}</span> in all.</p>") == wanted
    part = "<div>It rained.<br><br><p>The ferry sank.</p>Nobody was on board.<br><br>It was old.</div>"
    assert lines_of(part) == ["It rained.", "The ferry sank.", "Nobody was on board.", "It was old."]


@pytest.mark.parametrize("outer", ["div", "span"])
@pytest.mark.parametrize(
    "block",
    [
        "<div>{}</div>",
        "<center>{}</center>",
        "<div><div><b>{}</b></div></div>",
        "<section>{}<div> </div></section>",
        "<p>{}</p>",
    ],
)
def test_a_block_between_lines_divided_by_breaks_stays(outer, block):
    """A block between lines divided by breaks stays."""
    inner = "The mayor, who resigned on Tuesday, said that 14 people had been hurt."
    part = f"It rained.<br><br>One ship came.<br><br>{block.format(inner)}Two of them left.<br><br>Three waited."
    wanted = ["It rained.", "One ship came.", inner, "Two of them left.", "Three waited."]
    assert lines_of(f"<{outer}>{part}</{outer}>") == wanted


def told(count: int, first: int = 0) -> list[str]:
    """Sentences, each with a ship of its own."""
    return [
        f"The harbour master wrote on Friday that ship{n} had waited for two days." for n in range(first, first + count)
    ]


def paged(body: str, head: str = "") -> list[str]:
    """The lines taken from a page."""
    return extract_page(f"<html><head><title>Harbour</title>{head}</head><body>{body}</body></html>").text.splitlines()


@pytest.mark.parametrize(
    "layout",
    [
        "<article><h1>Harbour</h1><div class='story'>{0}<p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p></div></article>",
        "<table><tr><td>{0}<p>{1}<p>{2}<p>{3}<p>{4}</td></tr></table>",
        "<article><div><p>{0}</p></div><div>{1}<p>{2}</p>{3}<p>{4}</p></div></article>",
        "<article><div><div>{0}</div><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p></div></article>",
        "<article><div><div class='intro'>{0}</div><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p></div></article>",
        "<article><div><p>{0}</p><div>{1}</div><div>{2}</div><div>{3}</div><p>{4}</p></div></article>",
        "<article>{0}<br><br><div>{1}<ul><li>{2}</li></ul>{3}</div><br>{4}</article>",
        "<form id='aspnetForm'><div>{0}<br><br>{1}<br><br>{2}<br><br>{3}<br><br>{4}</div></form>",
        "<div class='story social'><div>{0}</div><div>{1}</div><div>{2}</div><div>{3}</div><div>{4}</div></div>",
    ],
)
def test_bare_sentences_of_the_article_are_lines_of_it(layout):
    """The lead often has no paragraph of its own, and a form around the page no paragraph at all."""
    footer = "<div class='foot'><p>The paper has been printed in this town since 1901.</p></div>"
    wanted = [line.replace("harbour master", "harbour master of the old town, a man of 60,") for line in told(5)]
    found = [line.removeprefix("- ") for line in paged(layout.format(*wanted) + footer)]
    assert [line for line in found if "ship" in line] == wanted


@pytest.mark.parametrize(
    "layout",
    [
        "{}<div>{}</div><div>{}</div><div>{}</div>",
        "{}<div>{}</div><p>Harbour desk</p><div>{}</div><div>{}</div>",
    ],
)
def test_blocks_behind_the_last_paragraph_are_no_lines(layout):
    """Blocks behind the last paragraph of an article are notes of the paper."""
    wanted = told(6)
    notes = [f"The paper {verb} its readers at any hour." for verb in ("answers", "hears", "thanks")]
    body = layout.format("".join(f"<p>{line}</p>" for line in wanted), *notes)
    assert [line for line in paged(f"<article><div>{body}</div></article>") if line != "Harbour desk"] == wanted


def test_a_short_block_before_the_first_paragraph_is_no_lead():
    """A short block before the first paragraph is no lead."""
    wanted = told(6)
    body = "<div>Hear all of it in five minutes.</div>" + "".join(f"<p>{line}</p>" for line in wanted)
    assert paged(f"<article><div>{body}</div></article>") == wanted


@pytest.mark.parametrize(
    "part",
    [
        "<div><img src='a'><div>The quay was empty on Sunday after the storm had passed.</div></div>",
        "<div><h3><a href='/b'>Ferry sinks</a></h3><div>The ferry sank on Sunday with nobody on board.</div></div>",
        "<div><a href='/b'>Ferry sinks</a><div>The ferry sank on Sunday with nobody on board.</div></div>",
        "<div><div>Get the best of our stories by mail every day.</div><input><button>Go</button></div>",
        "<div>Share this with your friends <a href='/x'>here</a></div>",
        "<div><a href='/u'>Tilda</a><div>I learned to swim there and miss it.</div></div>",
    ],
)
def test_bare_sentences_of_captions_and_cards_are_no_lines(part):
    """Bare sentences of captions and cards are no lines."""
    wanted = told(6)
    body = "".join(f"<p>{line}</p>" for line in wanted[1:])
    assert paged(f"<article><div>{wanted[0]}{body[:200]}{body[200:]}{part}</div></article>") == wanted
    assert paged(f"<article><div>{wanted[0]}{part}{body}</div></article>") == wanted


@pytest.mark.parametrize(
    "part",
    [
        "<div class='image'><img src='a'></div><div>{}</div>",
        "<div class='image'><img src='a'></div>{}",
        "<img src='a'><div>{}</div>",
        "<iframe src='a'></iframe><div>{}</div>",
        "<amp-img src='a'></amp-img><div>{}</div>",
        "<svg></svg><div>{}</div>",
        "<div class='lazy' data-src='a'></div><script>x()</script><div>{}</div>",
        "<div class='carousel'><div class='video-title'>{}</div></div>",
        "<div class='about'>{}</div>",
        "<div class='tts'><span>{}</span></div>",
        "<div class='post-embed'>{}<br>— Ann (@ann)</div>",
    ],
)
@pytest.mark.parametrize("before", [0, 3])
def test_captions_and_boxes_among_paragraphs_are_no_lines(part, before):
    """What follows a picture or a player is its caption; one named block among paragraphs is a box."""
    wanted = told(6)
    lines = [f"<p>{line}</p>" for line in wanted]
    lines.insert(before, part.format("The quay was empty on Sunday after the storm had passed."))
    assert paged(f"<article><div>{''.join(lines)}</div></article>") == wanted


@pytest.mark.parametrize("name", ["related", "newsletter social"])
def test_a_named_part_is_no_article_for_want_of_another(name):
    """Related stories are none where a script was to load the article."""
    with pytest.raises(NoArticle):
        paged(f"<div class='{name}'>{''.join(f'<div>{line}</div>' for line in told(6))}</div>")


def test_bare_sentences_around_the_article_are_no_lines():
    """A footer or a notice about cookies is small, and less deep than what it stands beside."""
    wanted = told(6)
    body = "".join(f"<p>{line}</p>" for line in wanted)
    notice = "<div>We use small files to make this site better for all.</div>"
    foot = "<div><div>The paper is printed in this town.</div><div>The site is run from this town.</div></div>"
    assert paged(f"<div>{notice}<div><h1>Harbour</h1>{body}</div>{foot}</div>") == wanted


@pytest.mark.parametrize(
    "line",
    [
        '“Nobody goes,” said Mr. <a class="author-name">Berg, 45.</a>',
        "The last ship left at 5 p.m. <time>Monday.</time>",
        'He went to Dr. <a class="topics">Quill that night</a>',
        'It is in Sec. <a class="related-topic">5 of the act.</a>',
        "The mayor spoke. <time>Monday of that week was dry.</time>",
        "The mayor spoke. <label>Nobody had asked her to speak.</label>",
        "The mayor spoke. <output>In all 14 ships were lost.</output>",
        'The mayor spoke. <span class="meta">Nobody had asked her to speak.</span>',
    ],
)
def test_a_sentence_goes_on_after_an_abbreviation_and_another_may_follow(line):
    """The splitter of sentences knows "Mr."; an element that names itself as nothing else may hold a sentence."""
    assert lines_of(f"<p>{line}</p>") == [re.sub("<[^>]+>", "", line)]


@pytest.mark.parametrize(
    "piece",
    [
        "<time>May 5, 2025</time>",
        '<span class="meta">3 min read</span>',
        "<label>Share</label>",
        '<a class="related-link">Ten dead in the fire at 5 p.m.</a>',
    ],
)
def test_a_label_behind_the_last_sentence_of_a_line_goes(piece):
    """A label behind the last sentence of a line goes."""
    assert lines_of(f"<p>The mayor said nobody was hurt. {piece}</p>") == ["The mayor said nobody was hurt."]


@pytest.mark.parametrize(
    "marks", ["hidden", 'class="sr-only"', 'class="visually-hidden"', 'class="screen-reader-text"']
)
def test_what_no_reader_sees_goes(marks):
    """What no reader sees goes."""
    for tag in ("p", "div"):
        assert lines_of(f"<{tag} {marks}><span>Forty ships were lost in the storm of that year.</span></{tag}>") == []
    line = f"<p>The <a href='/r'>report<span {marks}> (opens in a new tab)</span></a> names 40 ships.</p>"
    assert lines_of(line) == ["The report names 40 ships."]


def test_what_readers_can_open_or_search_stays():
    """A folded part with `hidden="until-found"` is text of the article."""
    line = "Forty ships were lost in the storm of that year."
    for value in ("until-found", "Until-Found"):
        assert lines_of(f'<h3><button>What happened</button></h3><div hidden="{value}"><p>{line}</p></div>') == [line]


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn2">2</a></sup>',
        '<sup><a href="/storm#2">2</a></sup>',
        '<sup id="cite_ref-2" class="reference"><a href="#cite_note-2"><span>[</span>2<span>]</span></a></sup>',
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1">1</a>, <a href="#fn2">2</a></sup>',
        '<a class="footnote-anchor" href="#footnote-2" target="_self">2</a>',
        '<a class="footnote" href="#">*</a>',
        '<a href="#_ftn2" name="_ftnref2">[2]</a>',
        '<span><a href="#n2" role="doc-noteref">a</a></span>',
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_a_figure(mark):
    """The mark of a footnote is no part of a figure."""
    (line,) = lines_of(f"<p>The storm killed 87{mark} sailors in 2019{mark}, the mayor said.</p>")
    assert line == "The storm killed 87 sailors in 2019, the mayor said."
    figures = find_figures(Sentence("gazette", 0, len(line), 0, line), (), None)
    assert next(figure.low for figure in figures) == "87"


@pytest.mark.parametrize(
    "figure",
    [
        "12 km<sup>2</sup>",
        '<a href="/toll#all">87</a>',
        '<a class="note-open" href="#">87</a>',
        '<a href="https://paper.example/a#:~:text=noted">87</a>',
        '<sup><a href="/area">2</a></sup>',
        '<a href="#notes">see the notes</a>',
    ],
)
def test_a_figure_that_is_raised_or_a_link_stays(figure):
    """A figure that is raised or a link stays."""
    words = re.sub("<[^>]+>", "", figure)
    assert lines_of(f"<p>The harbour counts {figure} of them.</p>") == [f"The harbour counts {words} of them."]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("400<sup>3</sup> tonnes", "400 tonnes"),
        ("<b>400</b><i><sup>3, 4</sup></i> tonnes", "400 tonnes"),
        ("400<sup>3</sup><sup>,4</sup> tonnes", "400 tonnes"),
        ("400 ships in 2019,<sup>4</sup> he said", "400 ships in 2019, he said"),
        ("€5<sup>[1]</sup> million", "€5 million"),
        ("$5<sup>12</sup> million", "$5 million"),
        (f"87<sup>{'*' * 50}!</sup> men", f"87{'*' * 50}! men"),
        ("87<sup>*</sup> men and 12<sup>†‡</sup> boys", "87 men and 12 boys"),
        ("what she saw<sup>[2]</sup> and heard<sup>[a]</sup>", "what she saw and heard"),
        ("10<sup>7</sup> tonnes", "10⁷ tonnes"),
        ("1.5 × 10<sup>-3</sup> grams", "1.5 × 10⁻³ grams"),
        ("2<sup>1</sup>/<sub>2</sub> crowns", "2 1/2 crowns"),
        ("2<sup>1/2</sup> crowns", "2 1/2 crowns"),
        ("<sup>1</sup>/<sub>2</sub> crown", "1/2 crown"),
        ("$19<sup>99</sup> a ton", "$19.99 a ton"),
        ("<sup>£</sup>1,100.<sup>50</sup> a ton", "£1,100.50 a ton"),
        ("the 5<sup>th</sup> of 12 km<sup>2</sup>", "the 5th of 12 km2"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
    ],
)
def test_raised_digits_are_never_glued_to_a_figure(written, wanted):
    """Raised digits behind a digit are a fraction, cents, an exponent or the mark of a note."""
    assert lines_of(f"<p>The mayor counted {written} on Monday.</p>") == [f"The mayor counted {wanted} on Monday."]


@pytest.mark.parametrize(
    "written",
    [
        "<del>12</del> <ins>14</ins>",
        "<s>12</s> 14",
        "<b><strike>12 or <s>13</s></strike></b> 14",
        "<b><del>12</del><del> </del></b> 14",
    ],
)
def test_what_a_page_strikes_out_goes(written):
    """It withdraws it: "12 14 people" would be two figures."""
    assert lines_of(f"<p>The fire killed {written} people.</p>") == ["The fire killed 14 people."]


def test_an_article_that_is_struck_out_stays():
    """Where much of the page is struck out, its markup is wrong, or there is nothing else to read."""
    wanted = told(6)
    lines = [f"<p><s>{line}</s></p>" for line in wanted[:3]] + [f"<p>{line}</p>" for line in wanted[3:]]
    assert paged(f"<article>{''.join(lines)}</article>") == wanted


@pytest.mark.parametrize("name", ["no-comments", "with-share", "has-ads", "not-sponsored"])
def test_a_part_that_is_named_for_what_it_lacks_or_holds_stays(name):
    """A part that is named for what it lacks or holds stays."""
    line = "Forty ships were lost in the storm of that year."
    assert lines_of(f"<div class='{name}'><p>{line}</p></div>") == [line]
    assert lines_of(f"<div class='{name} {name.partition('-')[2]}'><p>{line}</p></div>") == []


def test_what_is_read_out_instead_of_a_shown_letter_stays():
    """Of the two one is of the line, and a letter that stands alone is part of its word."""
    shown, read = '<span aria-hidden="true">T</span>', '<span class="sr-only">T</span>'
    for first in (shown + read, f'{shown}<span aria-hidden="true"></span>{read}', read + shown):
        assert lines_of(f"<p>{first}he ships waited outside.</p>") == ["The ships waited outside."]
    assert lines_of('<p><abbr aria-hidden="true">A</abbr>ll ships waited.</p>') == ["All ships waited."]


def test_an_article_hidden_behind_a_wall_stays():
    """An article hidden behind a wall stays."""
    wanted = told(6)
    assert paged(f"<div hidden>{''.join(f'<p>{line}</p>' for line in wanted)}</div>") == wanted


@pytest.mark.parametrize(
    "marks", ["style='display:none'", "style='max-height:90px; overflow: hidden'", "aria-hidden='true'"]
)
@pytest.mark.parametrize("tag", ["div", "section"])
def test_the_rest_of_an_article_hidden_behind_a_wall_stays(marks, tag):
    """Without it the article would seem to leave out what it says; a part that is small is no rest and goes."""
    wanted = told(8)
    lines = [f"<p>{line}</p>" for line in wanted]
    rest = f"<{tag} class='rest' {marks}>{''.join(lines[4:])}</{tag}>"
    assert paged(f"<article><h1>Harbour</h1>{''.join(lines[:4])}{rest}</article>") == wanted
    assert paged(f"<article {marks}><h1>Harbour</h1>{''.join(lines)}</article>") == wanted
    small = f"<{tag} class='rest' {marks}>{''.join(lines[6:])}</{tag}>"
    assert paged(f"<article><h1>Harbour</h1>{''.join(lines[:6])}{small}</article>") == wanted[:6]


CARD = "<article><h3><a href='/b'>Ferry sinks</a></h3><p>The ferry sank on Sunday with nobody on board.</p></article>"
LIVE = '<script type="application/ld+json">{"@type": ["LiveBlogPosting"]}</script>'


@pytest.mark.parametrize(
    "around", ["<main>{}</main>", "<main><ol>{}</ol></main>", "{}", "<div><section>{}</section></div>"]
)
@pytest.mark.parametrize("size", [1, 4])
def test_all_posts_of_a_live_report_are_its_text(around, size):
    """Of the articles of a page trafilatura takes the first."""
    wanted = told(16)
    posts = [
        f"<article><h3>At {n}</h3>{''.join(f'<p>{line}</p>' for line in wanted[n : n + size])}</article>"
        for n in range(0, 16, size)
    ]
    if "ol" in around:
        posts = [f"<li>{post}</li>" for post in posts]
    found = paged(around.format("".join(posts) + ("" if "ol" in around else CARD)), LIVE)
    assert [line for line in found if not line.startswith("At ")] == wanted


@pytest.mark.parametrize("kind", ["application/ld+json", "application/ld+json; charset=utf-8", "Application/LD+JSON"])
def test_posts_that_are_each_alone_in_an_element_are_one_text(kind):
    """Comments that are so stay out, whatever the page declares and however it writes the script's type."""
    wanted = [" ".join(told(4, n)) for n in range(0, 24, 4)]
    rows = [f"<div class='row'><article><h3>At {n}</h3><p>{line}</p></article></div>" for n, line in enumerate(wanted)]
    live = LIVE.replace("application/ld+json", kind)
    found = paged(f"<main><div>{''.join(rows)}</div></main>", live)
    assert [line for line in found if not line.startswith("At ")] == wanted
    comments = "".join(rows).replace("'row'", "'row reply'")
    assert set(paged(f"<main><div>{comments}</div></main>", live)) < {*wanted, *(f"At {n}" for n in range(12))}
    dated = live.replace("{", '{"datePublished": "2025-12-01", ')
    page = f"<html><head>{dated}</head><body><article><p>{'</p><p>'.join(wanted)}</p></article></body></html>"
    assert extract_page(page).facts.published.startswith("2025-12-01")


@pytest.mark.parametrize("declared", ["", LIVE])
@pytest.mark.parametrize(
    "others",
    [
        "<section>{}</section>",
        "<div><ol class='replies'>{}</ol></div>",
        "<section><h2>More</h2>{}</section>",
    ],
)
@pytest.mark.parametrize("head", ["", "<h3>Ferry</h3>", "<time>10:40</time>"])
def test_articles_beside_the_article_are_no_posts(declared, others, head):
    """Comments and teasers may be long and many; the article is then none of them."""
    wanted = told(8)
    body = "".join(f"<p>{line}</p>" for line in wanted)
    other = [f"<article>{head}<p>{' '.join(told(2, n))}</p><p>{told(1, n + 2)[0]}</p></article>" for n in (20, 30, 40)]
    page = f"<main><article><h1>Harbour</h1>{body}</article>{others.format(''.join(other))}</main>"
    assert paged(page, declared)[:8] == wanted


def test_cards_beside_the_one_article_are_no_posts():
    """Cards beside the one article are no posts."""
    wanted = told(8)
    body = "".join(f"<p>{line}</p>" for line in wanted)
    assert paged(f"<main><article><h1>Harbour</h1>{body}</article>{CARD * 6}</main>") == wanted


@pytest.mark.parametrize(
    "around",
    [
        "<main>{0}{1}{2}</main>",
        "<main><div>{0}</div><div>{1}</div><div>{2}</div></main>",
        "<div id='content'>{0}<hr>{1}{2}</div>",
    ],
)
@pytest.mark.parametrize("rank", ["h1", "h2"])
def test_of_articles_one_below_the_other_the_page_is_one(around, rank):
    """Such a page loads the next as readers scroll: two stories would be one outlet's text."""
    texts = [told(5), told(6, 10), told(7, 20)]
    articles = [
        f"<article><h3>Sea</h3><{rank}><a>Ferry {n} sinks</a></{rank}><p>{'</p><p>'.join(text)}</p></article>"
        for n, text in enumerate(texts)
    ]
    page = around.format(*articles)
    for declared, wanted in (("Ferry 1 sinks", texts[1]), ("Ferry 2 Sinks | The Gazette", texts[2])):
        found = paged(page, f"<meta property='og:title' content='{declared}'>")
        assert [line for line in found if " ship" in line] == wanted
    if rank == "h1":
        assert [line for line in paged(page) if " ship" in line] == texts[0]


@pytest.mark.parametrize(
    "page",
    [
        "<main><h1>Three ferries</h1>{}</main>",
        "<article><h1>Three ferries</h1>{}</article>",
        "<main>{}</main>",
    ],
)
def test_the_sections_of_an_article_are_its_text(page):
    """An `<article>` for each part, below the heading of the whole or without one, is no article of its own."""
    wanted = told(9)
    parts = [f"<article><h2>Ferry {n}</h2><p>{'</p><p>'.join(wanted[n : n + 3])}</p></article>" for n in range(0, 9, 3)]
    tree = lxml.html.document_fromstring(page.format("".join(parts)))
    before = lxml.html.tostring(tree)
    keep_one_article(tree, "Three ferries")
    assert lxml.html.tostring(tree) == before


def test_a_page_with_more_text_than_an_article_may_have_is_none():
    """One such text would stop `compare run` for its whole story."""
    part = "".join(f"<p>Ship {n} waited outside the harbour for a day. {'é' * 40_000}</p>" for n in range(26))
    with pytest.raises(NoArticle, match=r"its text has 2,082,024 bytes \(limit 2,000,000\)"):
        lines_of(part)


def test_what_the_page_says_of_itself_is_read_from_json_ld_first():
    """What the page says of itself is read from JSON-LD first."""
    facts = extract_page(page_layouts.wordpress(3)).facts
    assert facts.headline == page_layouts.headline(3)
    assert facts.byline == "Petra Okonjo"
    assert facts.published == "2025-10-14T21:05:00+01:00"
    assert facts.modified == "2025-10-15T08:00:00+00:00"
    assert facts.site_name == "Ost Valley Courier"
    assert facts.free_to_read is True


def test_what_no_file_can_hold_is_left_out_of_what_a_page_says():
    """Half a character, a control and a date beyond all use are dropped; the rest is read."""
    declared = {
        "@type": "NewsArticle",
        "headline": "\ud83d",
        "author": [{"name": "Ann\udc00 \x07Vane"}],
        "datePublished": "9999-12-31",
        "dateModified": "20240131T0930Z",
    }
    script = f'<script type="application/ld+json">{json.dumps(declared)}</script>'
    heads = (
        script
        + "<meta property='og:title' content='Fire&#7;'><meta property='og:url' content='https://n.example/a&#8;'>"
    )
    facts = extract_page(page_layouts.bare(2).replace("</head>", heads + "</head>")).facts
    assert (facts.headline, facts.byline, facts.published) == ("Fire", "Ann Vane", "")
    assert (facts.modified, facts.canonical_url) == ("2024-01-31T09:30:00+00:00", "https://n.example/a")


@pytest.mark.parametrize(
    "canonical", ["https://n.example/a", "http://www.n.example/a/", "/a", "", "https://syndicate.example/1"]
)
def test_facts_are_those_of_the_page_and_not_of_a_related_article(canonical):
    """Another article's object may be longer: the address tells which is the page's own, however it is written."""
    own = {"@type": "NewsArticle", "url": "https://n.example/a", "headline": "Bath", "datePublished": "2025-12-01"}
    other = {**own, "url": "https://n.example/b", "datePublished": "2019-01-01", "author": {"name": "Z"}, "image": "i"}
    link = f"<link rel='canonical' href='{canonical}'>" if canonical else ""
    heads = f'<script type="application/ld+json">{json.dumps([other, own])}</script>{link}</head>'
    facts = extract_page(page_layouts.bare(2).replace("</head>", heads), "https://n.example/a?utm=1").facts
    assert (facts.published, facts.byline) == ("2025-12-01", "")


def test_no_date_is_made_up_for_a_page_without_one():
    """No date is made up for a page without one."""
    facts = extract_page(page_layouts.bare(1)).facts
    assert (facts.published, facts.byline, facts.headline) == ("", "", page_layouts.headline(1))


@pytest.mark.parametrize(
    "json_ld",
    [
        '{"@type": "NewsArticle", "headline": ',
        "[" * 50_000,
        '{"@type": 7, "author": {"name": 3}}',
        "null",
        '{"@type":["NewsArticle"],"author":[null]}',
    ],
)
def test_broken_json_ld_costs_nothing_but_itself(json_ld):
    """Broken JSON-LD costs nothing but itself."""
    page = page_layouts.bare(2).replace("</head>", f'<script type="application/ld+json">{json_ld}</script></head>')
    assert extract_page(page).text


def test_a_locked_article_and_its_words_are_told():
    """A locked article and its words are told."""
    declared = '{"@type":"NewsArticle","isAccessibleForFree":"False","wordCount":"1,200"}'
    lock = f'<script type="application/ld+json">{declared}</script>'
    facts = extract_page(page_layouts.bare(2).replace("</head>", lock + "</head>")).facts
    assert (facts.free_to_read, facts.declared_words) == (False, None)
    facts = extract_page(page_layouts.bare(2).replace("</head>", lock.replace("1,200", "1200") + "</head>")).facts
    assert facts.declared_words == 1200


@pytest.mark.parametrize(
    "line",
    [
        "By STEPHEN M. LEPORE, US SENIOR REPORTER",
        "Published: | Updated:",
        "READ MORE: Ten things about the river",
        "Sign up for our newsletter and get the news in your inbox",
        "Advertisement",
        "Follow us on Twitter",
        "Follow us on TikTok for the news of the coast",
        "Date: 1 December 2025",
        "© 2025 Ost Valley Courier",
        "Firefighters at the scene on Monday. (AP Photo/Jane Roe)",
        "Image caption The harbour at night",
        "12 comments",
        "Photo by Jane Roe/Getty Images",
        "Copyright 2025 Ost Valley Courier",
        "Please sign up for breaking news alerts",
        "Published on Monday, December 1, 2025 at 9:14 p.m. EST",
        "First published 1st Dec 2025, 09:30 GMT | World news",
        "Updated 3 hours ago",
        "Last updated: 2025-12-01T09:30:00Z",
        "You may also like:",
        "Share this article on Facebook and Twitter",
        "Related stories from the coast",
        "Follow Jane Roe on Twitter at www.harbour.example/roe and Ann Vane at www.harbour.example/vane .",
        "All rights reserved. This material may not be rewritten.",
        "Video courtesy of the Harbour Police",
        "Click here to get the app!",
        "Click here to read what the captain said.",
        "Join the conversation: What was your first ferry?",
        "Image source, Harbour Pictures",
        "Image caption, The pier fell on Monday.",
        "Image caption a man walks on the pier",
        "Image copyright© Harbour Pictures",
        "IMAGE COPYRIGHT HARBOUR PICTURES",
        "Media caption, Watch: the moment the pier fell",
        "Photo caption. Sailors left the pier on Monday.",
        "Updated on: May 3, 2024 / 6:35 PM EDT / Harbour News",
        "Published 2 weeks ago",
        "Updated 3 months ago",
        "Published 12:01 SGT, 3 May 2024",
        "Updated May 3, 2024, 3:00 p.m. JST",
        "Published May 3, 2024 by Ann Vane",
        "Posted on May 3, 2024 in Harbour",
        "Published: 03/05/2024 - 10:00 Modified: 03/05/2024 - 12:00",
        "Share on Facebook (Opens in new window)",
        "Share on Pinterest",
        "Share this: Twitter",
        "Share this story: Facebook Twitter",
        "You may also like these stories",
        "(c) Harbour Courier 2024",
        "Published 3 May 2024 • 9:05am",
        "Updated 3 May 2024 · 9:05",
        "Published May 3, 2024 at 5:00 AM; updated May 4, 2024",
        "Updated 1h ago",
        "Updated just now",
        "Published May 3, 2024 • Last updated 2 hours ago • 3 minute read",
        "Published May 3, 2024 Updated 9 hours ago, 5 min read",
        "Published: May 3, 2024 · 9:05 AM",
        "Published: Friday, May 3, 2024, 5:00 [IST]",
        "Published 9:05 AM • 3 May 2024 [updated 10 AM]",
        "Updated: 05/03/2024 ~ 9:05 AM",
        "Last updated: Friday 3rd May 2024 at 9:05 (Europe/London)",
        "Published May 3, 2024 | 9:05 am | World | Ann Vane",
        "Updated Friday | The Ost Valley Courier",
        "Published May 3, 2024 • 9:05 am • Harbour News",
        "Posted in Harbour News on May 3, 2024",
        "Sign up here for our morning newsletter, which was named best of 2023.",
        "Sign up to receive the tides, which our readers said were right, in your inbox.",
        "Subscribe here to get the news that was worth a read by email.",
        "Get our best stories in your inbox. To join was never so easy.",
        "Follow us on X where we said it first.",
        "Tap here, if you were on board, and tell us.",
        "Share this story with your friends and family.",
        "Copyright Ost Valley Courier. All rights reserved. This story was written by staff.",
        "Skip recommendations and continue reading",
        "End of recommendations",
        "after newsletter promotion",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "A post shared by Jane Roe (@jane.roe)",
        "You might also like",
        "Listen to this article in five minutes.",
    ],
)
def test_lines_that_are_no_reporting_go(line):
    """Lines that are no reporting go."""
    assert clean_lines(f"The ferry sank.\n{line}\nNobody died.\n") == "The ferry sank.\nNobody died.\n"


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the water had risen to four metres and the bridge was closed.",
        "Published reports say that the ship was overloaded.",
        "See no evil: the inspectors never went on board, and nobody asked them why they had not done so.",
        "He signed up 400 members in a week.",
        "Related costs came to £3 million.",
        "The AP photographer was arrested on Sunday and released the next day.",
        "By Tuesday evening, the White House press office had not commented.",
        "Officials urged residents to sign up for emergency alerts as the fire spread.",
        "Copyright lawyers said the ruling would change how companies train their models.",
        "Video by a bystander showed the officers beside the car.",
        "Published on Friday, May 2, the report counts 40 dead sailors.",
        "Posted on May 2, the video shows a man who boards the ferry with a saw.",
        "Updated on May 2, the toll now stands at 87 people.",
        "Updated: The toll now stands at 87 people.",
        "By noon, she said, “the crew had all left the building.”",
        "By the time the press came, what was left?",
        "By noon the whole staff had gone home",
        "Readers who subscribe get a weekly newsletter that the mayor says spreads lies.",
        "Fewer people subscribe to the newsletter than before, the mayor said on Friday.",
        "You can sign up for our newsletter, the mayor told the crowd.",
        "Residents should leave, sign up for alerts and take their pets.",
        "Get it in writing and not in your inbox, the mayor told the crews.",
        "Click here and your money is gone, the police warned.",
        "Join the conversation or lose the vote, he told them.",
        "You may like it or not, but the pier stays closed.",
        "All rights reserved for the 40 villages were taken away.",
        "Copyright notices that read “all rights reserved” were missing from 40 charts.",
        "(c) The captain must resign within 40 days.",
        "Related stories of theft emerged in 40 ports.",
        "Share this and you go to prison, the police wrote to 40 sailors.",
        "Share on the market fell 7 percent.",
        "Follow her on X and you will see 40 lies a day, the captain said.",
        "Follow her on YouTube and you will see 40 lies a day, the captain said.",
        "Date palms were planted on 40 quays in May.",
        "Video by Harbour Television shows the officers beside the car.",
        "Video via Telegram shows 40 soldiers at the gate.",
        "Photo credits were cut from 40 pictures, the agency said.",
        "Image copyright was no defence, the court ruled.",
        "Police found 40 files on the phone (photos and films).",
        "Image Source Inc. fell 3 percent.",
        "All rights reserved, the judge ruled.",
        "Updated Monday | The pier at Ost reopens after two years",
        "Posted in May on a forum, the threat closed 12 ports.",
        "Videos via Telegram suggest 12 ships burned.",
        "Photographs courtesy of the navy reveal a hole 40 metres wide.",
        "Photos by Reuters reveal sailors at the gate.",
        "Related articles list 12 firms that paid the captain.",
        "Related topics dominate the meeting in Ost on Monday.",
        "Like Roe on Twitter, the captain attacks judges daily.",
        "Sign up for alerts by email, officials advised sailors.",
        "You might also like to know that 40 sailors died.",
    ],
)
def test_lines_of_reporting_stay(line):
    """Lines of reporting stay."""
    assert line in clean_lines(f"The ferry sank.\n{line}\nNobody died.\n")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Sen. Ada Quill Ada Mary QuillFerry bill stalls Harbour report is late MORE (N.J.) said so.",
            "Sen. Ada Quill (N.J.) said so.",
        ),
        (
            "Mayor Ben Holt Jr. Benjamin (Ben) Tom HoltPoll: 26 percent back the bridge MORE, and Ada Quill Ada Mary "
            "Quill Ferry bill stalls MORE agreed.",
            "Mayor Ben Holt Jr., and Ada Quill agreed.",
        ),
        ("He told Cy BrandtCy Lee BrandtThe port in five charts MORE no.", "He told Cy Brandt no."),
    ],
)
def test_a_card_beside_a_name_goes(text, wanted):
    """A card beside a name goes."""
    assert clean_lines(text) == wanted + "\n"


def test_marks_that_nobody_sees_go():
    """Marks that nobody sees go."""
    assert (
        clean_lines("The corona\u00advirus \u2066spread\u2069 to\u200b Brandt.")
        == "The coronavirus spread to Brandt.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill and her sister Eve Quill want MORE ferries.",
        "“Holt must do MORE,” said Quill. McHolt said Holt would spend MORE.",
    ],
)
def test_capitals_that_end_no_card_stay(text):
    """Capitals that end no card stay."""
    assert clean_lines(text) == text + "\n"


def test_a_page_that_takes_too_long_ends_with_a_reason_and_the_next_is_read():
    """A page that takes too long ends with a reason and the next is read."""
    slow = "<html><body><p " + " ".join(f"a{n}='<'" for n in range(50_000)) + ">hello</p></body></html>"
    with PageReader(seconds=1.0) as reader, pytest.raises(NoArticle, match="took over 1 s"):
        reader.read(slow.encode())
    with PageReader(seconds=20.0) as reader:
        assert reader.read(page_layouts.bare(1).encode()).text


def write_warc(path, pages):
    """Records as the WARC 1.0 standard has them (warcio's own writer leaves temporary files open)."""
    records = []
    for url, kind, content in pages:
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + content
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    path.write_bytes(b"".join(map(gzip.compress, records)) if path.suffix == ".gz" else b"".join(records))


@pytest.mark.parametrize("name", ["saved.warc", "saved.warc.gz"])
def test_pages_of_a_warc_file_are_read_and_other_records_are_listed(tmp_path, name):
    """Pages of a WARC file are read and other records are listed."""
    page = page_layouts.wordpress(4)
    write_warc(
        tmp_path / name,
        [
            ("https://www.ovc.example/a", "text/html; charset=utf-8", page.encode()),
            ("https://x/i.png", "image/png", b"x"),
        ],
    )
    found = list(read_saved(tmp_path / name))
    assert isinstance(found[0], SavedPage)
    assert (found[0].url, found[0].charset) == ("https://www.ovc.example/a", "utf-8")
    assert extract_page(found[0].content.decode()).text == extract_page(page).text
    assert found[1].reason == "1 record of kind image/png, no web page"


def test_a_damaged_warc_file_and_an_unreadable_one_are_said(tmp_path):
    """A damaged WARC file and an unreadable one are said."""
    (tmp_path / "bad.warc").write_bytes(b"this is no WARC file\r\n\r\n")
    assert next(iter(read_saved(tmp_path / "bad.warc"))).reason == "no WARC file"
    write_warc(tmp_path / "cut.warc.gz", [(f"https://x/{n}", "text/html", bytes(range(256)) * 50) for n in range(3)])
    whole = (tmp_path / "cut.warc.gz").read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) * 3 // 4])
    assert len(list(read_saved(tmp_path / "cut.warc.gz"))) >= 2
