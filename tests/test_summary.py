"""Statistics over stories: what is counted, what is adjusted, what is hidden, and how sure it is."""

import csv
import json
import math
import re

import numpy as np
import pytest

from compare.cli import _run
from compare.errors import BadInput, ResultsError, UnknownName
from compare.matching.figure_intervals import judge
from compare.output.tables import TABLES
from compare.records import Figure
from compare.scale import statistics
from compare.scale.grouping import group_outlets
from compare.scale.observations import StoryTables, observe_story
from compare.scale.statistics import Observations, adjust_p, estimate_rates, permutation_test
from compare.scale.summary import FEWEST, FEWEST_STORIES, summarise, write_summary
from compare.scale.summary_lines import summary_lines


def claim(stated="", partly="", absent="", unclear="", exclusive="", reporting="own", sentences=""):
    """A row of claims.csv; outlets as letters."""
    cells = (";".join(part) for part in (stated, partly, absent, unclear))
    names = ("stated_by", "partly_by", "absent_from", "unclear_for")
    row = dict(zip(names, cells, strict=True))
    return {**row, "exclusive_to": exclusive, "reporting": reporting, "sentence_ids": sentences}


def tables(*claims, published=None, figures=(), sentences=()):
    """A story of the outlets a, b and c."""
    published = published or {}
    articles = [
        {"outlet": outlet, "published": published.get(outlet, ""), "words": "100", "origin": outlet} for outlet in "abc"
    ]
    return StoryTables("s", articles, claims, sentences, figures)


def seen(story, measure, group_of=lambda outlet: outlet, shared_by=2):
    """(unit, outcome) of a measure's occasions."""
    found = observe_story(story, 0, group_of, shared_by)
    return [(unit, outcome) for name, unit, _, outcome, _ in found if name == measure]


def test_a_claim_counts_for_an_outlet_where_enough_others_state_it():
    """Two others state it: an occasion. One other does: none, unless one is enough."""
    story = tables(claim(stated="ab", absent="c"), claim(stated="a", absent="bc"))
    assert seen(story, "states") == [("c", 0.0)]
    assert seen(story, "leaves_out") == [("c", 1.0)]
    assert sorted(seen(story, "states", shared_by=1)) == [("a", 1.0), ("b", 0.0), ("b", 1.0), ("c", 0.0), ("c", 0.0)]


def test_stated_in_part_is_neither_stated_nor_left_out_and_unclear_is_no_occasion():
    """Rates of stating and leaving out need not add up to one; what can't be told is not counted."""
    story = tables(claim(stated="ab", partly="c"), claim(stated="ab", unclear="c"))
    assert seen(story, "states") == [("c", 0.0)]
    assert seen(story, "leaves_out") == [("c", 0.0)]


def test_outlets_of_one_group_are_not_each_others_others():
    """By owner: a chain's papers do not make a claim shared for one of their own."""
    story = tables(claim(stated="ab", absent="c"), claim(stated="bc", absent="a"))
    owner = {"a": "Chain", "b": "Chain", "c": "Free"}.get
    assert seen(story, "states", owner) == [("Free", 0.0)]


CHAIN = {"a": "Chain", "b": "Chain", "c": "Free"}.get


def test_what_only_one_group_states_is_exclusive_to_it():
    """Two papers of a chain state what nobody else does: the chain's own, also where one is unclear or partly."""
    story = tables(
        claim(stated="ab", absent="c"),
        claim(stated="a", partly="b", absent="c"),
        claim(stated="a", absent="c", unclear="b"),
        claim(stated="a", absent="b", partly="c"),
        claim(stated="a", absent="b", unclear="c"),
        claim(stated="ab", absent="c", reporting="wire"),
    )
    chain = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    assert seen(story, "exclusive", CHAIN) == [("Chain", outcome) for outcome in chain]
    assert [outcome for _, outcome in seen(story, "exclusive")] == [0.0] * 6


def test_a_group_does_not_race_itself_and_places_no_claim_that_only_it_states():
    """What only the chain states is no race; what the free paper states too is one against each of the chain's."""
    days = {"a": "2024-01-01", "b": "2024-01-03", "c": "2024-01-02"}
    rows = [{"sentence_id": f"{name}@0", "outlet": name, "start": "0", "end": "50"} for name in "abc"]
    own = claim(stated="ab", absent="c", sentences="a@0;b@0")
    shared = claim(stated="abc", sentences="a@0;b@0;c@0")
    story = tables(own, shared, published=days, sentences=rows)
    assert seen(story, "first", CHAIN) == [("Chain", 1.0), ("Chain", 0.0), ("Free", 0.0)]
    assert seen(story, "placement", CHAIN) == [("Chain", 0.0), ("Chain", 0.0), ("Free", 0.0)]
    assert len(seen(story, "first")) == len(seen(story, "placement")) == 5


def test_two_of_a_group_at_the_same_time_are_before_another():
    """By outlet nobody was first; by owner the chain was, in each of its papers, and the free paper was not."""
    story = tables(claim(stated="abc"), published={"a": "2024-01-01", "b": "2024-01-01", "c": "2024-01-02"})
    assert seen(story, "first") == []
    assert seen(story, "first", CHAIN) == [("Chain", 1.0), ("Chain", 1.0), ("Free", 0.0)]


def test_outlets_without_a_group_race_each_other():
    """Two outlets of which nothing is quoted are no group: at the same time neither was first of the three."""
    story = tables(claim(stated="abc"), published={"a": "2024-01-02", "b": "2024-01-01", "c": "2024-01-01"})
    assert seen(story, "first", {"a": "left (Rater)"}.get) == []


def test_outlets_without_a_group_count_only_as_others():
    """An outlet of which nothing is quoted has no rate, yet states claims."""
    story = tables(claim(stated="ab", absent="c"))
    assert seen(story, "states", {"c": "left (Rater)"}.get) == [("left (Rater)", 0.0)]


@pytest.mark.parametrize(
    ("a", "b", "first"),
    [
        ("2024-01-01T08:00:00Z", "2024-01-01T09:00:00Z", "a"),
        ("2024-01-01T08:00:00Z", "2024-01-01T09:30:00+02:00", "b"),
        ("2024-01-01", "2024-01-02", "a"),
        ("2024-01-01", "2024-01-01T09:00:00Z", None),
        ("2024-01-01", "2024-01-01", None),
        ("2024-01-01T08:00:00Z", "2024-01-01T08:00:00Z", None),
        ("2024-01-01", "", None),
        ("2024-01-01", "2024-01-01T20:00:00-08:00", None),
        ("2024-01-01", "2024-01-02T12:00:00Z", "a"),
        ("2024-01-01T18:00:00", "2024-01-01T20:00:00Z", None),
        ("2024-01-01T18:00:00", "2024-01-01T20:00:00", "a"),
    ],
)
def test_first_is_counted_only_where_the_times_tell(a, b, first):
    """A day without a time is any time of that day, what has no zone is of any; equal times name nobody."""
    story = tables(claim(stated="ab", absent="c"), published={"a": a, "b": b})
    expected = [("a", float(first == "a")), ("b", float(first == "b"))] if first else []
    assert seen(story, "first") == expected


def test_exclusive_needs_own_reporting_and_a_clear_verdict():
    """Wire copy that others did not run is nobody's own; a claim unclear for one outlet is no occasion."""
    story = tables(
        claim(stated="a", absent="bc", exclusive="a"),
        claim(stated="a", absent="bc", exclusive="a", reporting="wire"),
        claim(stated="a", absent="b", unclear="c"),
    )
    assert seen(story, "exclusive") == [("a", 1.0), ("a", 0.0)]


def figure(relation, low_a, low_b, high_a="", high_b="", reason=""):
    """A row of figure_differences.csv of the outlets a and b."""
    ends = {"low_a": low_a, "high_a": high_a or low_a, "low_b": low_b, "high_b": high_b or low_b}
    return {"outlet_a": "a", "outlet_b": "b", "relation": relation, "reason": reason, **ends}


def test_figures_that_differ_have_a_direction():
    """Updated and compatible figures do not differ; dates differ without one being higher."""
    figures = (figure("same", "5", "5"), figure("differs", "40", "12"), figure("updated", "3", "9"))
    story = tables(figures=(*figures, figure("differs", "2024-01-01", "2024-01-02")))
    assert seen(story, "figure_differs").count(("a", 1.0)) == 2
    assert len(seen(story, "figure_differs")) == 8
    assert seen(story, "figure_higher") == [("a", 1.0), ("b", 0.0)]


def test_tallies_differ_and_neither_is_the_higher_one():
    """A vote of 52 to 48 and one of 60 to 41."""
    sides = [
        Figure(outlet, f"{outlet}@0", 0, 5, f"{high}-{low}", "vote", low, high, "", "=", False, "")
        for outlet, low, high in (("a", "48", "52"), ("b", "41", "60"))
    ]
    judged = judge(*sides)
    story = tables(figures=(figure(judged.relation, "48", "41", "52", "60", judged.reason),))
    assert seen(story, "figure_differs") == [("a", 1.0), ("b", 1.0)]
    assert seen(story, "figure_higher") == []


def test_placement_is_where_the_outlet_itself_states_the_claim():
    """Its own earliest sentence, as a share of its own article."""
    rows = [
        {"sentence_id": name, "outlet": name[0], "start": start, "end": end}
        for name, start, end in (("a@0", "0", "50"), ("a@50", "50", "100"), ("b@30", "30", "40"))
    ]
    story = tables(claim(stated="ab", absent="c", sentences="a@50;b@30"), sentences=rows)
    assert seen(story, "placement") == [("a", 0.5), ("b", 0.75)]


def simulated(effects, *, stories=80, length_effect=0.0, seed=1):
    """Occasions of two outlets; the first has longer articles."""
    random = np.random.default_rng(seed)
    unit, story, article, outcome, words = [], [], [], [], []
    for number in range(stories):
        for outlet in range(2):
            length = random.normal(1.0 if outlet == 0 else 0.0, 0.7)
            chance = 1 / (1 + np.exp(-(effects[outlet] + length_effect * length)))
            for _ in range(6):
                unit.append(outlet)
                story.append(number)
                article.append(2 * number + outlet)
                outcome.append(float(random.random() < chance))
                words.append((length, 0.0, 0.0))
    arrays = (np.array(values) for values in (unit, story, article))
    return Observations(("long", "short"), *arrays, np.array(outcome), np.array(words))


def test_adjusted_rates_take_article_length_out():
    """Two outlets that differ only in length differ in raw rates and not in adjusted ones."""
    found = estimate_rates(simulated((0.0, 0.0), length_effect=1.0), draws=100)
    assert found.raw[0] - found.raw[1] > 0.15
    assert abs(found.adjusted[0] - found.adjusted[1]) < 0.06
    assert found.low[0] < found.adjusted[0] < found.high[0]


def alternating(count, each=1):
    """Rows of two outlets in turn, each article ``each`` times; the first outlet's articles are longer."""
    random = np.random.default_rng(5)
    unit = np.arange(count) % 2
    length = random.normal(1.0 - unit, 0.7)
    outcome = (random.random(count) < 1 / (1 + np.exp(-2 * length))).astype(float)
    arrays = (np.repeat(values, each) for values in (unit, np.arange(count) // 20, np.arange(count), outcome))
    moves = np.column_stack([length, np.zeros(count), np.zeros(count)])
    return Observations(("long", "short"), *arrays, np.repeat(moves, each, axis=0))


@pytest.mark.parametrize("count", [4100, 8200])
def test_adjusted_rates_rest_on_both_outlets_rows_however_many_there_are(count):
    """Where rows of two outlets alternate, those that rates are standardised over are of both."""
    few, many = (estimate_rates(alternating(number), draws=2) for number in (4000, count))
    assert many.adjusted == pytest.approx(few.adjusted, abs=0.03)
    assert 0.58 < few.adjusted[0] < 0.7


def test_occasions_of_one_article_are_one_row_that_counts_as_often():
    """5,000 occasions of 1,000 articles: the mean is over all of them, none is left out."""
    seen = alternating(1000, each=5)
    rows, times = statistics._reference(statistics._design(seen.covariates), seen.story)
    assert (len(rows), times.sum(), set(times)) == (1000, 5000, {5.0})
    assert np.average(seen.covariates[rows, 0], weights=times) == pytest.approx(seen.covariates[:, 0].mean())


def test_an_outlet_that_states_everything_has_a_finite_rate():
    """Twenty of twenty is near one, with an interval, and no warning."""
    certain = simulated((0.0, 0.0), stories=10)
    outcome = np.where(certain.unit == 0, 1.0, certain.outcome)
    found = estimate_rates(Observations(*fields(certain)[:4], outcome, certain.covariates), draws=50)
    assert 0.9 < found.adjusted[0] < 1
    assert found.raw_high[0] == 1
    assert found.raw_low[0] == pytest.approx(0.05 ** (1 / 10))


def fields(observed):
    """The values of the record."""
    return observed.units, observed.unit, observed.story, observed.article, observed.outcome, observed.covariates


def test_the_permutation_test_sees_a_difference_and_not_a_length():
    """An outlet that states more is found; one whose articles are longer is not."""
    both = np.ones(2, bool)
    assert permutation_test(simulated((0.7, -0.7)), both, 200)[1] < 0.01
    assert permutation_test(simulated((0.0, 0.0), length_effect=1.0), both, 200)[1] > 0.05


def test_results_do_not_change_from_run_to_run():
    """The random numbers are the same each time."""
    one, two = (estimate_rates(simulated((0.3, 0.0)), draws=20) for _ in range(2))
    assert np.array_equal(one.low, two.low)


def test_correction_for_many_tests():
    """Benjamini and Hochberg's own example, and p values that are not there."""
    given = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    adjusted = adjust_p([*given, math.nan])
    assert adjusted[:4] == pytest.approx([0.001, 0.002, 0.019 / 3, 0.02375])
    assert sum(value <= 0.05 for value in adjusted[:10]) == 8
    assert math.isnan(adjusted[10])


@pytest.fixture
def results(tmp_path):
    """Result folders of thirty stories: a states everything, b half of it, c is in few stories."""
    for number in range(30):
        outlets = "abd" + ("c" if number < 3 else "")
        rows = [
            claim(stated="ad" if (number + one) % 2 else "abd", absent="b" if (number + one) % 2 else "")
            for one in range(4)
        ]
        write_story(tmp_path / f"s{number:02}", outlets, rows)
    return tmp_path


def write_story(folder, outlets, claims):
    """A results folder that has only what the summary reads."""
    folder.mkdir()
    (folder / "run.json").write_text("{}")
    articles = [{"outlet": o, "published": "", "words": "100", "origin": o} for o in outlets]
    wanted = {"articles": articles, "claims": claims, "sentences": [], "figure_differences": []}
    for table in TABLES:
        if table.name in wanted:
            with (folder / f"{table.name}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, table.header, restval="")
                writer.writeheader()
                writer.writerows(wanted[table.name])


def test_a_story_that_has_the_articles_of_another_is_named(results, capsys):
    """A folder copied by hand: its claims count twice, which no rate shows."""
    texts = {"a": "1" * 64, "b": "2" * 64}
    for name, inputs in {"fire": texts, "fire-copy": texts, "flood": {**texts, "b": "3" * 64}}.items():
        write_story(results / name, "ab", [claim(stated="a", absent="b")])
        (results / name / "run.json").write_text(json.dumps({"inputs": inputs}))
    summarise(results, names(results), draws=20, permutations=50)
    told = capsys.readouterr().err
    assert told.endswith(
        "1 story has the articles of another (fire-copy those of fire) and count again; move such away\n"
    )


def names(results):
    """Ids of the stories."""
    return sorted(path.parent.name for path in results.glob("*/run.json"))


def test_the_tables_hide_what_rests_on_too_little(results):
    """Below twenty occasions or ten stories the cell says so, and n stands beside it."""
    write_story(results / "t", "ax", [claim(stated="a", absent="x"), claim(stated="x", absent="a")])
    found = summarise(results, names(results), draws=20, permutations=50)
    write_summary(found, results)
    with (results / "summary" / "rates.csv").open(newline="") as file:
        rows = {(row["outlet"], row["measure"]): row for row in csv.DictReader(file)}
    assert rows["b", "states"]["rate"] == "0.5000"
    assert rows["b", "states"]["n"] == "120"
    assert float(rows["b", "states"]["p_corrected"]) < 0.05
    assert rows["a", "states"]["n"] == "60"
    few = [row for row in rows.values() if int(row["n"]) < 20]
    assert all(row["rate"] == row["adjusted_high"] == "n<20" for row in few)


def test_the_summary_says_how_many_samples_it_rests_on(results):
    """Those that were drawn, not those of the command."""
    write_summary(summarise(results, names(results), draws=20, permutations=50), results)
    about = json.loads((results / "summary" / "summary.json").read_text())
    assert (about["bootstrap_draws"], about["permutations"]) == (20, 50)


def test_the_page_loads_nothing_and_shows_names_as_text(results):
    """A name with markup is text; the policy lets nothing in but the page's own style."""
    for number in range(30):
        folder = results / f"s{number:02}"
        for table in ("articles", "claims"):
            lines = (folder / f"{table}.csv").read_text().split("\n", 1)
            (folder / f"{table}.csv").write_text(lines[0] + "\n" + re.sub(r"\bb\b", "<b>x", lines[1]))
    found = summarise(results, names(results), draws=20, permutations=50)
    write_summary(found, results)
    page = (results / "summary" / "index.html").read_text()
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=", page)


def test_the_terminal_has_a_line_an_outlet(results):
    """The adjusted share, its interval and n in a cell; a star where the corrected test says that it differs."""
    found, more = summary_lines(summarise(results, names(results), draws=20, permutations=50))
    lines = {line["outlet"]: line for line in found}
    assert more == 0
    assert re.fullmatch(r"0\.5\d\* \[0\.\d\d, 0\.\d\d\] n=120", lines["b"]["states"])


def test_what_the_terminal_leaves_out_and_adjusts_is_said(results, monkeypatch, capsys):
    """With room for one line: how many more outlets there are, which columns are adjusted, what a star is."""
    monkeypatch.setattr("compare.scale.summary_lines._MOST", 1)
    assert _run(["summary", "--results", str(results)]) == 0
    told = capsys.readouterr().out
    shown, _ = summary_lines(summarise(results, names(results), draws=20, permutations=50))
    assert len(shown) == 1
    assert re.search(r"^… and [1-9] more in rates\.csv$", told, re.MULTILINE)
    assert "states, leaves out, exclusive, own, figures differ at the same article length" in told
    assert "* corrected p under .05" in told


def test_a_summary_without_a_rate_says_why(tmp_path, capsys):
    """Few stories give no row: the limits are named, and the file that has n; no header stands alone."""
    for number in range(2):
        write_story(tmp_path / f"s{number}", "ab", [claim(stated="a", absent="b"), claim(stated="b", absent="a")])
    assert _run(["summary", "--results", str(tmp_path)]) == 0
    told = capsys.readouterr().out.splitlines()
    few = f"under {FEWEST} occasions or under {FEWEST_STORIES} stories (n in rates.csv)"
    assert told[:2] == [f"no rate is shown: each outlet has {few}", "2 stories, 4 articles; docs/summary.md says how"]
    assert str(tmp_path / "summary" / "rates.csv") in told
    page = (tmp_path / "summary" / "index.html").read_text()
    assert "No test: too few occasions or stories, or a median. 2 outlets with too few occasions or stories are" in page


def test_one_outlet_that_is_not_drawn_is_told_in_the_singular(results):
    """Of the four that could have stated a claim, x had one occasion only."""
    write_story(results / "t", "abdx", [claim(stated="abd", absent="x")])
    write_summary(summarise(results, names(results), draws=20, permutations=50), results)
    assert "1 outlet with too few occasions or stories is not drawn." in (results / "summary/index.html").read_text()


def test_a_grouping_that_no_outlet_has_is_named(results):
    """The stories have claims: it is the group that is missing."""
    with pytest.raises(ResultsError, match=r"^outlets\.toml: no outlet that was compared has an owner; "):
        summarise(results, names(results), lambda outlet: None, by="owner")


def test_pairs_say_how_much_of_anothers_claims_an_outlet_states(results):
    """B states half of what a states; a states all that b states."""
    pairs = {
        (row.unit, row.other): row.rate for row in summarise(results, names(results), draws=20, permutations=20).pairs
    }
    assert pairs["b", "a"].raw == 0.5
    assert pairs["a", "b"].raw == 1.0


def test_a_missing_table_is_named_with_the_next_step(results):
    """The reader learns which story to run again."""
    (results / "s03" / "claims.csv").unlink()
    with pytest.raises(ResultsError, match=r"s03.claims\.csv: cannot be read; run `compare batch s03` again"):
        summarise(results, names(results))


def test_a_row_that_breaks_off_is_named(results):
    """As an editor or a full disk leaves it."""
    with (results / "s03" / "articles.csv").open("a", newline="") as file:
        file.write("s03,x\r\n")
    with pytest.raises(ResultsError, match=r"s03.articles\.csv: row 4 breaks off; run `compare batch s03` again"):
        summarise(results, names(results))


def test_grouping_quotes_one_rater(tmp_path):
    """Owners and labels are those of outlets.toml; of several raters one must be named."""
    (tmp_path / "outlets.toml").write_text(
        '[a]\nname = "A"\nowner = "Chain"\nratings = [{by = "R1", label = "left"}, {by = "R2", label = "centre"}]\n'
        '[b]\nname = "B"\n'
    )
    owner = group_outlets("owner", "", tmp_path)
    assert (owner("a"), owner("b")) == ("Chain", None)
    assert group_outlets("rating", "R2", tmp_path)("a") == "centre (R2)"
    with pytest.raises(BadInput, match="R1, R2; name one with --rater"):
        group_outlets("rating", "", tmp_path)
    with pytest.raises(BadInput, match="--rater R2: goes with --by rating, not with --by owner"):
        group_outlets("owner", "R2", tmp_path)
    with pytest.raises(UnknownName, match="'colour': unknown"):
        group_outlets("colour", "", tmp_path)


def test_a_label_with_a_tab_is_one_line(results, tmp_path):
    """Owners and ratings as they may be pasted into outlets.toml: pairs of them still have two names."""
    (tmp_path / "outlets.toml").write_text(
        '[a]\nname = "A"\nowner = "Chain\\tOne "\nratings = [{by = "R\\tX", label = "far\\n left"}]\n'
        '[b]\nname = "B"\nowner = "Free"\n[d]\nname = "D"\nowner = " \\t"\n'
    )
    owner = group_outlets("owner", "", tmp_path)
    assert (owner("a"), owner("b"), owner("d")) == ("Chain One", "Free", None)
    assert group_outlets("rating", "", tmp_path)("a") == "far left (R X)"
    found = summarise(results, names(results), owner, by="owner", draws=20, permutations=20)
    assert {(row.unit, row.other) for row in found.pairs} == {("Chain One", "Free"), ("Free", "Chain One")}


def test_tables_that_do_not_fit_are_named(results):
    """A claim of an outlet without an article is no silent gap."""
    write_story(results / "t", "a", [claim(stated="a", absent="x")])
    with pytest.raises(ResultsError, match="t: its tables do not fit"):
        summarise(results, names(results))
