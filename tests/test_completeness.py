"""Is an article whole? Cut ones must be found, whole ones left alone."""

import random
import re

import pytest
from conftest import article

from compare.sources.completeness import judge

WALLS = (
    "Continue reading with a subscription.",
    "Subscribe to continue reading this article.",
    "Already a subscriber? Sign in.",
    "This article is for subscribers only.",
    "You have reached your limit of free articles.",
    "To read the full story, start your free trial today.",
    "Register to unlock this story.",
    "This content is available to our paying members.",
    "[…]",
    "... [+3412 chars]",
    "Read more …",
    "Log in to read more. Get unlimited digital access for £1 a week.",
)
WHOLE = (
    "The council voted on Tuesday to close the bath on Mill Road, and 240 children will have to swim elsewhere now. "
    * 8
)


def real_stories(shared):
    """The 36 whole articles, by story."""
    for folder in sorted((shared / "stories").glob("basil-*")):
        yield [
            article(path.stem, path.read_text(encoding="utf-8")) for path in sorted((folder / "articles").glob("*.txt"))
        ]


def test_no_whole_article_is_taken_for_cut(shared):
    """No whole article is taken for cut."""
    verdicts = [judge(one, story, None) for story in real_stories(shared) for one in story]
    assert len(verdicts) == 36
    assert [verdict for verdict in verdicts if verdict[0] == "cut"] == []


@pytest.mark.parametrize("seed", range(4))
def test_at_least_26_of_30_cut_articles_are_found(shared, seed):
    """At least 26 of 30 cut articles are found."""
    rng = random.Random(seed)
    chosen = rng.sample([(story, one) for story in real_stories(shared) for one in story], 30)
    found = []
    for number, (story, one) in enumerate(chosen):
        text = one.text[: round(len(one.text) * rng.uniform(0.1, 0.6))]
        if number % 3 == 1:
            text = text.rpartition(" ")[0]
        if number % 3 == 2:
            text = text[: [*re.finditer(r"[.!?][”\"]?\s", text)][-1].end()] + "\n" + rng.choice(WALLS) + "\n"
        verdict, reason = judge(article(one.outlet, text), story, None)
        found.append(verdict == "cut")
        assert bool(reason) == (verdict != "yes")
    assert sum(found) >= 26


def test_few_of_1702_articles_as_found_on_the_web_are_taken_for_cut(shared):
    """They end in credits, links and captions; of a sample none was cut. 31 begin inside the article, truly."""
    import gzip
    import json

    with gzip.open(shared / "stories" / "many.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    reasons = [
        reason for verdict, reason in (judge(article("x", text), (), None) for text in texts) if verdict == "cut"
    ]
    begun = [reason for reason in reasons if reason.startswith("begins inside the article")]
    assert len(begun) == 31
    assert len(reasons) - len(begun) <= 0.01 * len(texts)


@pytest.mark.parametrize("wall", WALLS)
def test_walls_are_known(wall):
    """Walls are known."""
    verdict, reason = judge(article("x", WHOLE + "\n" + wall + "\n"), (), None)
    assert verdict == "cut"
    assert reason


@pytest.mark.parametrize(
    "end",
    [
        "He told subscribers of the paper that it was over.",
        "She said, “I will continue reading to the children.”",
        "“We have read the report,” the minister said, “and we accept it.”",
        "The limit of free parking is two hours.",
        "Sweden is already a member.",
        "Democrats demanded to see the full report.",
        "The deal will unlock the full potential of the region, the minister said.",
        "The vote was open to members only.",
        "No subscription is required.",
        "Reporting by Jane Roe; Editing by John Doe",
        "Follow Jane Roe on Twitter: @janeroe",
        "The Associated Press contributed to this report.",
        "The crews sang until the light had gone.“\n\nSign up for our newsletter.",
        "Pier to stay shut all summer\n\nAll rights reserved.",
        "The pier is shut. Ann Vane contributed to this report.",
        "What comes next\n\nThe pier is shut. Ann Vane contributed to this report.",
    ],
)
def test_whole_articles_with_such_words_are_not_cut(end):
    """Whole articles with such words are not cut."""
    assert judge(article("x", WHOLE + "\n" + end + "\n"), (), None)[0] == "yes"


@pytest.mark.parametrize(
    "behind",
    [
        "Ann Vane contributed to this report.",
        "___\n\nAnn Vane contributed to this report.",
        "Sign up for our newsletter.",
        "Follow us on X",
        "(Ann Vane/AP)",
        "All rights reserved.",
        "© 2024 Harbour Post",
        "Ann Vane is a reporter at The Post.",
        "This story has been updated.",
        "Correction: An earlier version misstated a date.",
        "Reporting by Ann Vane; editing by Ben Oake",
        "More on the pier",
        "https://harbour.example/a",
    ],
)
def test_what_stands_behind_hides_no_cut(behind):
    """A credit or a call has its own end, which is not the article's."""
    assert judge(article("x", f"{WHOLE}\nThe crews were told to leave the\n\n{behind}\n"), (), None)[0] == "cut"
    long = f"The crews were told on {'Monday and ' * 10}Tuesday to leave the bath for good"
    assert judge(article("x", f"{WHOLE}\n{long}\n\n{behind}\n"), (), None)[0] == "cut"
    assert judge(article("x", f"{WHOLE}\n{behind}\n"), (), None)[0] == "yes"


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("The mayor said on Monday that…", "cut"),
        ("The plan, which has been criticised by ...", "cut"),
        ("The mayor said on Monday she would go…", "unknown"),
        ("“And then,” he said, “it went dark…”", "yes"),
    ],
)
def test_an_end_with_dots_is_not_taken_for_whole(end, verdict):
    """An end with dots is not taken for whole."""
    assert judge(article("x", WHOLE + "\n" + end + "\n"), (), None)[0] == verdict


@pytest.mark.parametrize(
    ("page", "words", "verdict"),
    [
        ({"declared_words": 900}, 170, "cut"),
        ({"declared_words": 180}, 170, "yes"),
        ({"free_to_read": False}, 170, "cut"),
        ({"free_to_read": False}, 800, "unknown"),
        ({"free_to_read": False, "declared_words": 810}, 800, "yes"),
        ({"video": True}, 90, "cut"),
        ({"video": True}, 600, "yes"),
        ({"whole_page": False}, 600, "unknown"),
        ({"declared_words": "many", "free_to_read": None}, 170, "yes"),
        ({}, 170, "yes"),
    ],
)
def test_what_the_page_says_counts(page, words, verdict):
    """What the page says counts."""
    sentence = "The town council of Ostley voted again on Tuesday night. "
    assert judge(article("x", sentence * (words // 10)), (), page)[0] == verdict


def test_an_article_far_shorter_than_its_siblings_is_cut():
    """An article far shorter than its siblings is cut."""
    lede = article("a", WHOLE[: len(WHOLE) // 2])
    others = [article(name, WHOLE * 4) for name in "bc"]
    verdict, reason = judge(lede, [lede, *others], None)
    assert (verdict, "words, where the story's other articles have" in reason) == ("cut", True)
    assert judge(lede, [lede], None)[0] == "yes"


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        ("But the councillors were not persuaded and voted along party lines.", "cut"),
        ("She added that the harbour would stay closed.", "cut"),
        ("“It is unfair to the crews,” Mr. Oake said.", "cut"),
        ("“It is unfair to the crews,” Oake said.", "unknown"),
        ("“It is unfair to the crews,” Ann Oake, the mayor of Ostley, said.", "yes"),
        ("But for a broken valve, the ship would have sailed.", "yes"),
        ("And then there were two: Oake and Vane.", "yes"),
        ("“And Just Like That” returned to the harbour on Monday.", "yes"),
        ("They said it would never happen.", "yes"),
        ("Butter prices rose by nine per cent on Monday.", "yes"),
        ("She had waited for the ferry for nine hours.", "yes"),
        ("Asked who would pay for the pier, Mr. Oake pointed at the council.", "cut"),
        ("The crews met on Friday, and Mrs. Vane-Roe’s lawyer spoke for two of them.", "cut"),
        ("Mayor Ann Oake lost the vote on Friday, and Ms. Oake’s deputy took over.", "yes"),
        ("Oake’s deputy took over on Friday because Mr. Oake was ill.", "yes"),
        ("It was no more Mr. Nice Guy for the mayor of Ostley.", "yes"),
        ("The harbour heard “Where is Mr. Oake?” for the whole of Friday.", "yes"),
        ("The council asked Mr Oake on Friday who would pay.", "yes"),
        ("The pier of Mr. and Mrs. Oake was sold on Friday.", "yes"),
        ("Why Mr. Oake must pay", "yes"),
        ("The minister of works, Mr. Alan Oake, has closed the pier.", "yes"),
        ("Mr. Oake — Alan Oake, 61, a crane driver — lost his post on Friday.", "yes"),
        ("ANA OAKE won on Friday, and Ms. Oake thanked the crews.", "yes"),
        ("Ana Rodriguez won on Friday, and Ms. Rodríguez thanked the crews.", "yes"),
        ("Mr. Chairman, the pier of Ostley is shut.", "yes"),
        ("Mr. Secretary, the pier of Ostley is shut.", "yes"),
        ("Mr. Justice Vane ruled on Friday that the pier stays shut.", "yes"),
        ("The shop sells no figure of Mr. Bean on Fridays.", "yes"),
        ("Mr. Vane: Good morning to all of the crews.", "yes"),
        ("Dear Mr. Oake: Open the pier on Friday.", "yes"),
        ("‘Mr. Oake lied to the crew’s lawyer,’ said Ann Vane on Friday.", "yes"),
        ("Two of the rules would bar Mr. Oake: the one on boats and the one on nets.", "cut"),
        ("Mr. Oake at the pier on Friday. (Ann Vane/AP)", "yes"),
        ("Is Mr. Oake finished?", "yes"),
        ("• Mr. Oake is out.", "yes"),
        ("Editor’s note: This piece by Mr. Oake ran in 2020.", "yes"),
        ("By Ann Vane\n\nThe crews asked Mr. Oake on Friday who would pay.", "cut"),
        ("Oake on Trial\n\nThe crews asked Mr. Oake on Friday who would pay.", "yes"),
    ],
)
def test_an_article_that_goes_on_from_nothing_lacks_its_beginning(first, verdict):
    """Articles open with a "but" or a "she added" where the part before it is not there; a name alone may be known."""
    assert judge(article("x", first + "\n" + WHOLE), (), None)[0] == verdict


def test_a_consent_page_is_no_article():
    """A consent page is no article."""
    text = "Before you continue to the site. We and our partners use cookies to store data on your device.\n"
    assert judge(article("x", text), (), None)[1].startswith("a consent page")
    text = "Reject all or manage cookies below. You can change your choice at any time.\n"
    assert judge(article("x", text), (), None)[1].startswith("a consent page")
    text = "The owners of the pier consent to its sale, and we value our partners, the mayor said on Monday.\n"
    assert "consent page" not in judge(article("x", text), (), None)[1]


@pytest.mark.parametrize(
    "text", ["", "\n", "One", "“", "a" * 100_000, "\n".join(["x."] * 10_000), "(" * 5_000, "more " * 20_000]
)
def test_any_text_gets_a_verdict(text):
    """Any text gets a verdict."""
    assert judge(article("x", text), [article("y", "")], None)[0] in ("yes", "cut", "unknown")


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("Read more at harbourpost.example", "cut"),
        ("Read more on https://harbourpost.example/pier.", "cut"),
        ("Read the full story at the Harbour Post’s website", "cut"),
        ("Read more on the harbour", "yes"),
        ("Read more at harbourpost.example\n" + WHOLE, "yes"),
    ],
)
def test_an_end_that_says_where_the_text_goes_on_is_a_cut(end, verdict):
    """A link to something else, or in the middle, is none."""
    assert judge(article("x", f"{WHOLE}\n{end}"), (), None)[0] == verdict


@pytest.mark.parametrize(
    "end",
    [
        "The crews, who follow the orders of the mayor, said that",
        "Following the vote, the mayor asked the council for the",
        "The mayor asked the port to watch the tides in the",
        "The post of @annvane was read by forty crews and the",
        "The list on www.harbour.example was read by the",
        "The law on copyright that the mayor signed gives the",
    ],
)
def test_a_word_that_credits_have_too_hides_no_cut(end):
    """The words "follow" and "watch", handles, addresses and "copyright" stand in sentences of the article."""
    assert judge(article("x", f"{WHOLE}\n{end}"), (), None)[0] == "cut"


@pytest.mark.parametrize(
    "end",
    [
        "Follow the harbour with us",
        "Ann Vane writes on ships. Follow her at @annvane",
        "Watch the ships leave the old harbour",
        "5 things to watch in the harbour this week",
        "Image copyright of the old harbour by Ann Vane",
        "Share what you have seen with us at news@harbour.example.com",
        "With Post wires services",
        "Graphic - Ships of the old harbour: here",
        "Harbour Agency site on all of the ships - here",
        "AD",
        "Get the harbour in your inbox, each day of the week",
        "Do you know more of this? You can reach Ann Vane through the encrypted app on: +1 (555) 010-7370",
        "You can also contact us in the following ways:",
        "SHIPS OF THE OLD HARBOUR LEAVE FOR THE\nAD",
    ],
)
def test_what_stands_behind_a_whole_article_is_not_its_end(end):
    """Calls, links, captions and credits are passed over."""
    assert judge(article("x", f"{WHOLE}\n{end}"), (), None) == ("yes", "")


def test_a_cut_is_found_above_what_stands_behind_it():
    """The last line of the article counts, and a name behind its last full stop may be its author's."""
    assert judge(article("x", f"{WHOLE}\nThe mayor said that the\nAD"), (), None)[0] == "cut"
    named = f"{WHOLE}\n“The crews asked for it, and the council turned it down.” Ann Vane"
    assert judge(article("x", named), (), None)[0] == "unknown"
