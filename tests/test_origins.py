"""Whose text is it? Copies and wire text are found, two reporters of one event are left apart."""

import random
from itertools import permutations

import pytest
from conftest import article

from compare.agencies import is_own_agency
from compare.independence import count_voices, mark_articles
from compare.records import Claim, Outlet, Sentence
from compare.sources.credits import _AGENCIES, find_credit
from compare.sources.origins import find_origins

FILLER = ["officials", "later", "also", "nearly", "report", "people", "government", "plan"]


def sentences_of(*articles):
    """Sentences of articles that have one sentence a line."""
    found = []
    for one in articles:
        at = 0
        for number, line in enumerate(one.text.split("\n")):
            if line.strip():
                found.append(Sentence(one.outlet, at, at + len(line), number, line))
            at += len(line) + 1
    return found


def origins_of(*articles):
    """Origins of articles with one sentence a line."""
    return find_origins(articles, sentences_of(*articles))


def sharing(found):
    """The outlets that share text with another one."""
    return {one.outlet for one in found.origins if one.shared}


def real_stories(shared):
    """The 36 real articles, by story."""
    for folder in sorted((shared / "stories").glob("basil-*")):
        yield [
            article(path.stem, path.read_text(encoding="utf-8")) for path in sorted((folder / "articles").glob("*.txt"))
        ]


def lightly_edited(line, rng, rate):
    """Words dropped, replaced and put in."""
    words = []
    for word in line.split():
        luck = rng.random()
        if luck >= rate:
            words.append(word)
        elif luck >= rate / 3:
            words += [rng.choice(FILLER)] if luck < 2 * rate / 3 else [word, "also"]
    return " ".join(words)


def plant(story, rng, rate):
    """Replace one outlet's text with 60 % of another's, lightly edited, and 40 % of its own."""
    source, copier = rng.sample(range(3), 2)
    lines, own = story[source].text.strip().split("\n"), story[copier].text.strip().split("\n")
    count = round(0.6 * len(lines))
    first = rng.randrange(len(lines) - count + 1)
    copied = [lightly_edited(line, rng, rate) for line in lines[first : first + count]]
    made = article(
        story[copier].outlet, "\n".join([*own[: round(0.2 * len(own))], *copied, *own[-round(0.2 * len(own)) :]])
    )
    planted = [made if number == copier else one for number, one in enumerate(story)]
    return planted, {story[source].outlet, made.outlet}


def test_no_two_of_the_36_real_articles_are_taken_for_copies(shared):
    """No two of the 36 real articles are taken for copies."""
    found = {story[0].text[:40]: origins_of(*story) for story in real_stories(shared)}
    assert [sharing(one) for one in found.values() if sharing(one)] == []
    credited = [origin for one in found.values() for origin in one.origins if origin.agency]
    assert [(one.outlet, one.origin) for one in credited] == [("fox", "Associated Press")]


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.2])
def test_at_least_19_of_20_planted_copies_are_found_and_no_other(shared, rate):
    """At least 19 of 20 planted copies are found and no other."""
    rng = random.Random(7)
    stories = list(real_stories(shared))
    hits, false = 0, []
    for number in range(20):
        planted, pair = plant(stories[number % len(stories)], rng, rate)
        found = origins_of(*planted)
        hits += pair <= sharing(found)
        false += sharing(found) - pair
    assert hits >= 19
    assert false == []


WIRE = (
    "OSTLEY (AP) — A ferry with 212 passengers turned back to port on Monday after smoke filled its engine room.\n"
    "The ship reached the northern pier shortly after nine under tow, port officials told reporters at the scene.\n"
    "Inspectors found that a cable duct beneath the second engine had been burning for almost an hour.\n"
    "A cargo of frozen fish was thrown away, and the company put its losses at half a million pounds.\n"
    "The ferry line carries about nine hundred passengers a day between the mainland and its three islands.\n"
)
OWN = (
    "For the second time this year the islanders of Ost woke on Monday to find that no boat was coming.\n"
    "Shopkeepers on the quay had shut by noon, and the school sent the older children home on foot.\n"
    "The council wants an answer from the ferry company before its meeting at the end of the month.\n"
)


def test_wire_copy_has_the_agency_as_its_origin_and_its_sentences_are_wire():
    """Wire copy has the agency as its origin and its sentences are wire."""
    printed = article("courier", OWN + WIRE.split("— ")[1])
    found = origins_of(article("ap", WIRE), printed, article("gazette", OWN))
    assert found.of("ap") == found.of("courier") == "Associated Press"
    assert found.of("gazette") == "courier", "it shares what the courier wrote, not what the courier printed"
    lines = sentences_of(printed)
    assert [found.sentence_origins[one.id] for one in lines] == ["courier"] * 3 + ["Associated Press"] * 5
    assert {one.id for one in lines[3:]} <= found.wire


def test_a_claim_printed_from_one_agency_by_two_outlets_has_one_origin():
    """A claim printed from one agency by two outlets has one origin."""
    found = origins_of(article("a", WIRE), article("b", WIRE.replace("OSTLEY (AP) — ", "")), article("c", OWN))
    first = [found.sentence_origins[f"{outlet}@0"] for outlet in "abc"]
    assert first == ["Associated Press", "Associated Press", "c"]


def test_what_copies_of_one_text_quote_is_one_voice():
    """Two reporters quote alike; two outlets that run one text have the quotation from it."""
    quote = "“People were sleeping there and nobody woke them before the water came,” a union official said.\n"
    found = origins_of(article("a", WIRE + quote), article("b", WIRE + quote), article("c", OWN + quote))
    said = {one.outlet: found.sentence_origins[one.id] for one in sentences_of(article("a", WIRE + quote))[-1:]}
    last = {
        outlet: found.sentence_origins[sentences_of(article(outlet, text + quote))[-1].id]
        for outlet, text in (("a", WIRE), ("b", WIRE), ("c", OWN))
    }
    assert said["a"] == last["a"] == last["b"] == "Associated Press"
    assert last["c"] == "c"


@pytest.mark.parametrize("short", ["He declined to comment.", "“I lost my shop.”", "“We ran.”\nNobody was hurt."])
def test_a_short_sentence_in_its_place_in_two_copies_is_one_voice(short):
    """Anybody's words elsewhere: between other sentences, in an article of another origin, at another place."""
    lines = WIRE.replace("OSTLEY (AP) — ", "").split("\n")
    copy = "\n".join([*lines[:2], short, *lines[2:]])
    edited = copy.replace("under tow", "under her own steam")
    moved = "\n".join([*lines[:3], short, *lines[3:]])
    texts = {"a": copy, "b": edited, "c": OWN + short, "d": moved}
    articles = [article(outlet, text) for outlet, text in texts.items()]
    found = origins_of(*articles)
    said = [one for one in sentences_of(*articles) if one.text in short.split("\n")]
    origins = {outlet: {found.sentence_origins[one.id] for one in said if one.outlet == outlet} for outlet in texts}
    assert origins == {"a": {"a"}, "b": {"a"}, "c": {"c"}, "d": {"d"}}
    assert {one.outlet for one in said if one.id in found.wire} == {"a", "b"}


@pytest.mark.parametrize("end", [0, 5])
def test_a_short_sentence_may_begin_or_end_two_copies(end):
    """Nothing stands before the first and after the last."""
    lines = WIRE.replace("OSTLEY (AP) — ", "").strip().split("\n")
    text = "\n".join([*lines[:end], "Nobody was hurt.", *lines[end:]])
    articles = article("a", text), article("b", text)
    assert set(origins_of(*articles).sentence_origins.values()) == {"a"}


def test_an_agency_s_article_has_its_own_id_as_origin_and_so_have_its_copies():
    """So that what differs from the outlet is a copy."""
    articles = (article("ap", WIRE), article("courier", WIRE), article("gazette", OWN))
    origins = find_origins(articles, sentences_of(*articles))
    outlets = {"ap": Outlet("ap", "AP News")}
    assert [one.origin for one in mark_articles(articles, origins, outlets)] == ["ap", "ap", "gazette"]


def test_the_order_of_the_articles_changes_nothing():
    """The order of the articles changes nothing."""
    three = (article("a", WIRE), article("b", OWN + WIRE), article("c", OWN))
    results = [find_origins(order, sentences_of(*reversed(order))) for order in permutations(three)]
    assert all(one == results[0] for one in results)


@pytest.mark.parametrize(
    ("a", "b", "source"),
    [
        ("2026-01-06", "2026-01-05", "b"),
        ("2026-02-03T20:00:00+00:00", "2026-02-03T06:00:00+00:00", "b"),
        ("2026-02-03T23:30:00-05:00", "2026-02-04T01:00:00+00:00", "b"),
        ("2026-02-04T01:00:00+00:00", "2026-02-03T23:30:00-05:00", "a"),
        # Which was first cannot be told: the first by name.
        ("2026-02-03T06:00:00+00:00", "2026-02-03T06:00:00+00:00", "a"),
        ("2026-02-03T20:00:00+00:00", "2026-02-03", "a"),
        ("2026-02-03T20:00:00+00:00", "2026-02-03T18:00:00", "a"),
        ("", "2026-01-05", "a"),
    ],
)
def test_the_earlier_of_two_copies_is_the_source(a, b, source):
    """By the moment of publication, its time and zone included."""
    text = WIRE.replace("OSTLEY (AP) — ", "")
    found = origins_of(article("a", text, published=a), article("b", text, published=b))
    assert (found.of("a"), found.of("b")) == (source, source)


def test_of_three_copies_none_is_the_source_that_another_is_surely_before():
    """A day without a time is neither before nor after an hour of it."""
    text = WIRE.replace("OSTLEY (AP) — ", "")
    dates = {"a": "2026-02-03T20:00:00+00:00", "b": "2026-02-03", "c": "2026-02-03T06:00:00+00:00"}
    found = origins_of(*(article(outlet, text, published=date) for outlet, date in dates.items()))
    assert [found.of(outlet) for outlet in dates] == ["b", "b", "b"], "c was before a"


@pytest.mark.parametrize(
    "quoted",
    [
        "“{}”\n",
        "He wrote: “{}\n",
        "@mayor: {}\n",
    ],
)
def test_what_two_outlets_quote_is_no_copy(quoted):
    """What two outlets quote is no copy."""
    statement = (
        "The ferry company has failed the people of these islands in every single month of the year.",
        "The harbour deserves better ships and the council will find another line to run them by spring.",
        "No price is too high for a connection that works on a Monday morning in the middle of winter.",
        "Every passenger who was on board today will be paid back twice the price of the ticket.",
    )
    text = "".join(quoted.format(line) for line in statement)
    found = origins_of(article("a", OWN + text), article("b", WIRE.split("— ")[1] + text))
    assert sharing(found) == set()


@pytest.mark.parametrize(
    ("text", "agency", "runs"),
    [
        ("WASHINGTON (AP) — The Senate voted.", "Associated Press", True),
        ("LONDON (Reuters) - Shares fell.", "Reuters", True),
        ("NEW YORK (Reuters)\nShares fell.", "Reuters", True),
        ("TORONTO (CP) — Shares fell.", "Canadian Press", True),
        ("By Jane Roe, Associated Press\nThe Senate voted.", "Associated Press", True),
        ("The Senate voted.\n(Reporting by Jane Roe in Washington; Editing by John Doe)", "Reuters", True),
        ("The Senate voted.\nCopyright 2026 The Associated Press. All rights reserved.", "Associated Press", True),
        ("The Senate voted.\nThe Associated Press contributed to this report.", "Associated Press", False),
        ("The Senate voted.\nReuters contributed to this story.", "Reuters", False),
        ("The Senate voted.\nWith reporting by Agence France-Presse.", "AFP", False),
    ],
)
def test_agency_credits_are_read(text, agency, runs):
    """Agency credits are read."""
    credit = find_credit(text)
    assert (credit.agency, credit.runs) == (agency, runs)


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON (CNN) — The Senate voted.",
        "The senator (D-PA) voted no, he told the Associated Press on Monday.",
        "Smoke over the port. (AP Photo/Jane Roe)\nThe ferry turned back.",
        "Image copyright Reuters\nThe ferry turned back.",
        "Pupils took the AP exam on Monday.",
        "Image source, Reuters\nThe ferry turned back.",
        "Getty Images, AFP\nThe ferry turned back.",
        "Smoke rises over the port on Sunday. (Reuters)\nThe ferry turned back.",
        "The governing Communist Party (CP) — in power since 1993 — lost.",
        "",
    ],
)
def test_what_is_no_credit_is_not_taken_for_one(text):
    """What is no credit is not taken for one."""
    assert find_credit(text) is None


def test_stories_without_articles_or_sentences_are_no_error():
    """Stories without articles or sentences are no error."""
    assert find_origins((), ()).origins == ()
    assert find_origins((article("a", WIRE),), ()).of("a") == "Associated Press"


def test_only_outlets_that_state_a_claim_count_among_its_origins():
    """Only outlets that state a claim count among its origins."""
    articles = article("a", WIRE), article("b", WIRE), article("c", OWN)
    claim = Claim("c-00000000", "a@0", ("a@0", "b@0", "c@0"), ("a", "b"), ("c",), (), (), "", 0.9, 0.0)
    [counted] = count_voices([claim], origins_of(*articles), {})
    assert (counted.origins, counted.owners) == (1, 2)


@pytest.mark.parametrize(
    ("outlet", "name", "text", "reporting"),
    [
        ("ap", "Associated Press", WIRE, "own"),
        ("associated-press", "", WIRE, "own"),
        ("ap", "", WIRE, "own"),
        ("us-agency", "The Associated Press", WIRE, "own"),
        ("reuters", "Reuters", WIRE.replace("(AP)", "(Reuters)"), "own"),
        ("afp", "", WIRE.replace("(AP)", "(AFP)"), "own"),
        ("upi", "", WIRE.replace("(AP)", "(UPI)"), "own"),
        ("ap", "", WIRE.replace("(AP)", "(Reuters)"), "wire"),
        ("courier", "The Courier", WIRE, "wire"),
    ],
)
def test_what_an_agency_reports_under_its_own_name_is_its_own(outlet, name, text, reporting):
    """By whatever short or long name the outlet is known; what another agency wrote is wire copy there too."""
    claim = Claim("c-00000000", f"{outlet}@0", (f"{outlet}@0",), (outlet,), (), ("gazette",), (), outlet, 0.9, 0.0)
    outlets = {outlet: Outlet(outlet, name)} if name else {}
    [counted] = count_voices([claim], origins_of(article(outlet, text), article("gazette", OWN)), outlets)
    assert counted.reporting == reporting


def test_what_outlets_of_one_owner_share_is_their_own_reporting():
    """A chain prints one text in two papers. Of two owners it may be an agency's, and of a named agency it is."""

    def reporting(text, **owners):
        articles = article("two", text), article("one", text), article("gazette", OWN)
        ids = tuple(next(one.id for one in sentences_of(each)) for each in articles[:2])
        claim = Claim("c-00000000", ids[0], ids, ("two", "one"), (), ("gazette",), (), "", 0.9, 0.0)
        outlets = {name: Outlet(name, name, owner=owner) for name, owner in owners.items()}
        return count_voices([claim], origins_of(*articles), outlets)[0].reporting

    text = WIRE.partition("— ")[2]
    assert reporting(text, one="Chain", two="Chain") == "own"
    assert [reporting(text), reporting(text, one="Chain", two="Other"), reporting(text, one="Chain")] == ["wire"] * 3
    assert reporting(WIRE, one="Chain", two="Chain") == "wire"


def test_an_agency_whose_page_has_no_credit_is_known_by_the_copies():
    """Its own site may leave the dateline out that its customers print."""
    found = origins_of(article("ap", WIRE.partition("— ")[2]), article("courier", WIRE))
    claim = Claim("c-00000000", "ap@0", ("ap@0",), ("ap",), ("courier",), (), (), "", 0.9, 0.0)
    assert count_voices([claim], found, {})[0].reporting == "own"


@pytest.mark.parametrize("agency", _AGENCIES)
def test_every_agency_that_is_credited_is_itself_by_each_of_its_signatures(agency):
    """What it signs with is what its outlet may be called."""
    signed = [one.replace(r"\.", ".") for one in _AGENCIES[agency][0].split("|") if not set(one) & set("(?[")]
    assert all(is_own_agency(one.lower().replace(" ", "-"), "", agency) for one in (agency, *signed))
    assert not is_own_agency("herald", "The Herald", agency)
