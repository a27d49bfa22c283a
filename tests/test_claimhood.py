"""What is no claim, and what only looks like it."""

import time

import pytest
from conftest import SpaceParser, WordEncoder

from compare.matching.cache import NoCache
from compare.pipeline import prepare, read_figures
from compare.records import Article, Sentence
from compare.text.claim_worth import claim_worth
from compare.text.claimhood import mark_claims, why_not_claim
from compare.text.parse import SpacyParser
from compare.text.sentences import split_sentences

NO_CLAIM = [
    ("Harbour Agency writers Sam Oake in Ostley and Ann Vane at the Port of Quill contributed.", "note"),
    ("Sam Oake contributed research to this article.", "note"),
    ("(Corrects the fifth paragraph to show that the pier has two gates)", "note"),
    ("(This story was refiled to mend a name in the second paragraph)", "note"),
    ("(This May 14 story corrects the tenth paragraph to say that the pier has two gates)", "note"),
    ("Read: How the pier was paid for", "promotion"),
    ("NOW WATCH: ‘The Crews Leave Ostley Pier’", "promotion"),
    ("Go deeper: The crews have asked for a ferry since May", "promotion"),
    ("Share All sharing options for: The crews have asked for a ferry", "promotion"),
    ("Ticker Security Last Change Change % OAK OAKE SHIPPING 12.10 +0.20 +1.68%", "promotion"),
    ("see also Crews ask for a ferry The mayor said on Friday that the crews...", "promotion"),
    ("Harbour TV’s Kim Lowe explains.", "promotion"),
    ("Listen · 3:14 3:14", "promotion"),
    ("OAKE CALLS CLOSING OF THE PIER 'A SHAME'", "promotion"),
    ("May 14:O.V. harbour master sues the owners of the pier", "promotion"),
    ("By ELENA MARSH, STAFF WRITER", "by-line"),
    ("By Sam Oake and Ann Vane", "by-line"),
    ("By Ann Vane, harbour affairs correspondent", "by-line"),
    ("Analysis by Sam Oake, Post business editor", "by-line"),
    ("By Ann Vane, staff writer in New Haven", "by-line"),
    ("— Ann Vane (@annvane) June 30, 2025", "by-line"),
    ("#harbour — Sam Oake (@samoake) June 30, 2025", "by-line"),
    ("— U.S. Special Envoy Sam Oake (@samoake) June 30, 2025", "by-line"),
    ("(Reporting by Sam Oake and Ann Vane; Writing by Lee Moss; Editing by Kim Lowe)", "note"),
    ("You can reach Sam securely on the encrypted app Harbour Talk: +1 (555) 010-7370", "promotion"),
    ("Enlarge this image toggle caption Sam Oake/Harbour Pictures Sam Oake/Harbour Pictures", "caption"),
    ("Video provided by Harbour Pictures", "caption"),
    ("Here are the seven ports that the governor’s order of last Friday covers:", "fragment"),
    ("Published: | Updated:", "timestamp"),
    ("Published: 21:14 GMT, 30 November 2025 | Updated: 22:40 GMT, 30 November 2025", "timestamp"),
    ("Updated at 7:35 p.m. ET", "timestamp"),
    ("Posted 2025-11-30 09:30, updated 2025-12-01 11:45:10.25 CET", "timestamp"),
    ("Nov. 30, 2025", "timestamp"),
    ("— Updated at 11:45 a.m.", "timestamp"),
    ("Posted on Sunday, November 30, 2025 at 9:14 pm EST", "timestamp"),
    ("5 min read", "timestamp"),
    ("Updated: Monday at 9:14 p.m.", "timestamp"),
    ("News and stories from the coast, delivered every weekday.", "promotion"),
    ("Like us on Facebook", "promotion"),
    ("Share on Facebook", "promotion"),
    ("Advertisement Our boats are cheaper", "promotion"),
    ("This is a developing story, and 40 ships wait.", "note"),
    ("All times are local.", "note"),
    ("Video by Ann Vane", "caption"),
    ("(File photo by Ann Vane)", "caption"),
    ("Go deeper: Why the pier closed", "promotion"),
    ("NOW WATCH: ‘Pier closes’", "promotion"),
    ("(Corrects paragraph 3 to say that two ships sailed)", "note"),
    ("Reporting by Ann Vane in Quill; editing by Lee Moss and the Ostley newsroom", "note"),
    ("(Additional reporting by J. S. Oake in Quill, Ann Vane; writing by Lee Moss)", "note"),
    ("READ MORE: Inside the floating fortress", "promotion"),
    ("Sign up for our newsletter", "promotion"),
    ("CLICK HERE TO GET THE APP", "promotion"),
    ("Advertisement", "promotion"),
    ("Story Continued Below", "promotion"),
    ("Judge blocks harbour order in late ruling Read more", "promotion"),
    ("Order on hold:Judge blocks harbour order in late ruling", "promotion"),
    ("Related Coverage Judge blocks harbour order", "promotion"),
    ("Play Video 1:09 Ships leave the harbour – video", "promotion"),
    ("JUST WATCHED Mayor: the order was a mistake Replay More Videos ...", "promotion"),
    ("Read or Share this story: https://harbourpost.example/2", "promotion"),
    ("Follow Ann Vane on Twitter: @annvane", "promotion"),
    ("• You can follow him @samoake.", "promotion"),
    ("Follow our coverage on WhatsApp and never miss a story", "promotion"),
    ("Share on Reddit", "promotion"),
    ("Posted Thu, 09:30 IST", "timestamp"),
    ("This column has been corrected to give the right number of ships.", "note"),
    ("This headline has been updated to correct the name.", "note"),
    ("This version has been amended to give the right year.", "note"),
    ("Write to Sam Oake at sam.oake@harbourpost.example", "promotion"),
    ("Send tips to desk@harbourpost.example.", "promotion"),
    ("The day’s news from the coast, straight to your inbox.", "promotion"),
    ("By signing up, you agree to our terms.", "promotion"),
    ("Enter your email", "promotion"),
    ("Please check your inbox to confirm.", "promotion"),
    ("View all 12 comments", "promotion"),
    ("Add to your saved stories", "promotion"),
    ("Getting your Harbour Audio player ready...", "promotion"),
    ("Follow this author's stories", "promotion"),
    ("This advertisement has not loaded yet, but your article continues below.", "promotion"),
    ("If you buy a boat through our links, we may earn a commission.", "promotion"),
    ("We use cookies to improve your visit.", "promotion"),
    ("Last updated 5 hours ago", "timestamp"),
    ("(This story has not been edited by our desk.)", "note"),
    ("This article is for subscribers only.", "promotion"),
    ("You have reached your limit of free articles.", "promotion"),
    ("Register to unlock this story.", "promotion"),
    ("This content is available to our paying members.", "promotion"),
    ("Copyright 2026 The Harbour Press.", "promotion"),
    ("(Copyright 2026 The Harbour Press.", "promotion"),
    ("This material may not be published, broadcast or rewritten.", "promotion"),
    ("Reproduction without written permission is prohibited.", "promotion"),
    ("You can unsubscribe whenever you like.", "promotion"),
    ("Please consider making a gift to the Harbour Post today.", "promotion"),
    ("Your support helps us to report from every port.", "promotion"),
    ("Get every chart of the coast by becoming a member.", "promotion"),
    ("Visit the Harbour Post’s homepage for more stories.", "promotion"),
    ("For licensing of our pictures, please contact the desk.", "promotion"),
    ("JUDGE BLOCKS HARBOUR ORDER IN LATE RULING", "promotion"),
    ("Here is a look at the ports that the order covers.", "promotion"),
    ("You can read the full ruling at this link.", "promotion"),
    ("Image copyright Harbour Pictures Image caption The pier was closed in May", "caption"),
    ("Media playback is unsupported on your device Media caption The pier was closed in May", "promotion"),
    ("CLOSE The mayor has closed the harbour for a third day.", "caption"),
    ("It says that the mayor:", "fragment"),
    ("Story continues below", "promotion"),
    ("The carrier at sea last year (Photo: U.S. Navy handout)", "caption"),
    ("FILE PHOTO: The minister leaves the palace in May 2020.", "caption"),
    ("REUTERS/Pat Roe/File Photo", "caption"),
    ("Crowds at the gate on Sunday. Pat Roe/Reuters", "caption"),
    ("(Harbour Police via AP)", "caption"),
    ("Sam Oake/EPA via Shutterstock", "caption"),
    ("Sam Oake | Harbour Pictures | Getty Images", "caption"),
    ("Sam Oake/AP Photo Council closes the pier", "caption"),
    ("Fans stand on the pier in Millbrook, Md. Sam Oake/Getty Images, FILE", "caption"),
    ("The pier was closed [File: Sam Oake/AP]", "caption"),
    ("Cover image: Crews wait at the gate.", "caption"),
    ("Hide Caption 2 of 9 Photos: A year at the pier A crew waits.", "caption"),
    ("The mayor opens the pier in Millbrook, Md. Photo: Sam Oake", "caption"),
    ("AP Photo by Sam Oake", "caption"),
    ("Ann Vane contributed to this report.", "note"),
    ("Post writers Ann Vane and Sam Oake in Millbrook also contributed to this report from the pier.", "note"),
    ("Ann Vane and Sam Oake contributed reporting from Millbrook, Md.", "note"),
    ("Associated Press writer Ann Vane contributed from Millbrook.", "note"),
    ("Reuters contributed to the story.", "note"),
    ("Editor’s note: an earlier version misspelled a name.", "note"),
    ("An earlier version of this article misstated the cost of the pier.", "note"),
    ("A previous version of this story incorrectly said who paid for the pier.", "note"),
    ("Due to an editing error, an earlier version of this report named the wrong captain.", "note"),
    ("This article was amended on 5 March to correct the name of the pier.", "note"),
    ("(This story corrects the date of the vote in paragraph 2.)", "note"),
    ("CORRECTION (March 5, 2026): The pier cost $4 million.", "note"),
    ("A correction was made on March 5, 2026: The pier cost $4 million.", "note"),
    ("Corrections and clarifications: The pier has two gates.", "note"),
    ("Correction appended: the captain is called Oake.", "note"),
    ("UPDATE: This story has been updated with a comment from the harbour.", "note"),
    ("Contributing: Ann Vane in Port Haven", "note"),
    ("This article is more than 2 years old", "note"),
    ("The views expressed by contributors are their own.", "note"),
    ("This site is protected by a test that tells people from programs.", "note"),
    ("Reporting by Sam Oake; editing by Ann Vane", "note"),
    ("As of Tuesday, this article is no longer being updated.", "note"),
    ("(Editor’s note: Story contains the word for it)", "note"),
    ("He is the author of “Ports and Power”.", "note"),
    ("Vane is the author of two books on harbours.", "note"),
    ("Slideshow (8 Images)", "promotion"),
    ("Add Ann Vane as an interest to stay up to date on the latest from the harbour.", "promotion"),
    ("For continuing coverage of the harbour, check our page.", "promotion"),
    ("Sam Oake has all the details.", "promotion"),
    ("'We will sail':Hundreds of crews wait for the pier to open", "promotion"),
    ("Harbour pardons:Council clears captain Paul Oake Jr.", "promotion"),
    ("(RELATED: Council clears the captain of the harbour)", "promotion"),
    ("For a list of ports, click here.", "promotion"),
    ("We’ll be right back.", "promotion"),
    ("Ann Vane reported from Port Haven.", "note"),
    ("Vane and Oake reported from Ostley.", "note"),
    ("Vane, Sam Oake, and Moss reported from New Haven, Conn.", "note"),
    ("Vane reported from Ostley, Ohio, and Oake from Fort Quill.", "note"),
    ("Vane reported from London; Oake reported from Quill, Va. Contributing: Lee Moss, Harbour Post", "note"),
    ("Facebook Twitter Pinterest Two boats in the harbour.", "caption"),
    ("Photograph: Ann Vane/The Harbour Post", "caption"),
    ("Thank you so much.", "greeting"),
    ("God bless Texas, God bless America.”", "greeting"),
    ("Good morning.", "greeting"),
    ("So will he go?", "question"),
    ("“Have I not been clear?”", "question"),
    ("Not so.", "fragment"),
    ("* * *", "fragment"),
    ('poster="https://harbourpost.example/images/2019/pier-at-night.jpg"', "fragment"),
    ("“It’s very simple.", "fragment"),
    ("That’s what we need.”", "fragment"),
]
CLAIMS = [
    "“WE ARE TIRED OF WAITING FOR THE FERRY”",
    "Oake told the crews:‘We are tired of waiting’",
    "The rain and the high tides of May contributed.",
    "Germany and France contributed.",
    "On Monday Quill and Ostley contributed.",
    "This article has been amended by parliament three times since 1978.",
    "This report has been corrected twice by the auditor general.",
    "Go deeper: the drill reached 3,000 metres before it struck rock.",
    "Now watch: turnout will decide the seat, said Oake.",
    "(Corrects the balance of power, critics say, in favour of the president.)",
    "Reporting by Der Anker forced the minister to resign.",
    "Reporting by two newspapers brought the theft to light.",
    "Video by Harbour Television confirms that the crew fired first.",
    "Oake resigned after the vote (photo taken before the hearing).",
    "See also how the mayor answered when crews asked him.",
    "The ferry line uses cookies to track its riders, the court found.",
    "The ferry will begin a free trial of night boats in May.",
    "The company said that the charts are available to subscribers only.",
    "“This article is for subscribers only,” the mayor read aloud.",
    "The material may have been published by a rival, the judge said.",
    "An earlier version of the bill would have closed the pier.",
    "An earlier version of the report named the captain.",
    "A correction was made on March 5 to the chart of the harbour, the pilots said.",
    "This report corrects a false picture of the harbour, the mayor said.",
    "Reuters reported from Ostley that the pier is shut.",
    "Vane and Oake reported from Ostley that 40 ships had left.",
    "In Ostley, Reuters reported from Quill.",
    "Deaths were reported from Ostley.",
    "For more than a year the pier was closed.",
    "(More than 40 ships had left the harbour by then.)",
    "Oake is the author of the bill that closed the pier.",
    "The mayor told the crews to read more.",
    "Captain Oake Jr. left the harbour on Monday.",
    "By Monday the water had risen by two metres.",
    "By far the largest fleet is in the north, he said.",
    "Published figures show that wages fell.",
    "Updated guidance from the agency allows more boats.",
    "More people have left than came.",
    "Read closely, the order covers all ships.",
    "“Why would he do that?” asked the senator, who voted for the bill last year.",
    "The photo shows a man at the gate, police said.",
    "Thank you notes arrived by the hundred after the storm passed.",
    "Watch groups said the vote was fair.",
    "The final tally was 97-1.",
    "THE FLEET WILL NOT SAIL!",
    "Here is a mayor who has looked at nothing but the harbour for years.",
    "He named the ports that will close within two years of the order being signed:",
    "Forty ships wait — Ann Vane (@annvane) June 30, 2025",
    "The vote was close: The mayor won by nine.",
    "By Friday, said Ann Vane, harbour affairs correspondent of the Post, forty ships had left.",
    "Related deaths rose to 40 last year.",
    "Just watched by thousands, the launch was a success.",
    "More from the sea than from the rain, the flood rose by two metres.",
    "Close to 40 ships left on Monday.",
    "The views expressed by the officials in the cable are a rebuke of the harbour policy.",
    "Followers of the mayor on Facebook sent him 300 letters.",
    "Visits to the harbour fell by half.",
    "He wrote to the mayor at his office in May.",
    "Your correspondent saw 40 ships leave.",
    "Contributing to the flood was a blocked channel.",
    "UPDATE: The number of missing sailors has risen to 37.",
    "Posted on Facebook, the video shows two boats near the pier.",
    "Published on Tuesday, the report counts 40 ships.",
    "Created 40 years ago, the agency has never closed a harbour.",
    "More to the point, no ship has sailed since May.",
    "Copyright law does not cover the charts, the judge wrote.",
    "Loading docks were closed after the storm.",
    "The magazine ran a profile with photos by local artists.",
    "See you in court, the governor told the company on Friday.",
    "The man is a reporter for The Wall Street Journal and lives in Moscow.",
    "Officials said that the detained woman is a fellow at the institute.",
    "The Associated Press contributed $5 million to the fund for the pier.",
    "Reuters journalists contributed to the count of the dead, the court heard.",
    "The mayor contributed to the report on the dam.",
    "The detained man contributed reporting to the Post for nine years.",
    "The lawsuit was brought by Getty Images in London on Monday.",
    "The company was sued by Getty Images.",
    "Investigators found images: some showed children.",
    "He posted a photo: it shows the ship on fire.",
    "The agency was barred after an AP photo showed the mayor asleep.",
    "AP photos show the mayor asleep.",
    "Police released photos by Monday Morning showing the ship.",
    "A poll of the Post/AP found that most voters want the pier closed.",
    "The statement was released via AP on Monday.",
    "The council is moving closer to closing the pier with a rule change (Reuters).",
    "Updated: The toll now stands at 87 people.",
    "Sign up or leave the port, the company told 40 sailors.",
    "Subscribe or lose your boat, the mail warned.",
    "Newsletter writers earn more than captains.",
    "Advertisement spending fell 7 percent in May.",
    "Related stories of theft emerged in 40 ports.",
    "Related content of that kind is banned in 40 ports.",
    "Share on the market fell 7 percent.",
    "Share this and you go to prison, the police wrote to 40 sailors.",
    "Follow him on X and you see 40 lies a day, the captain said.",
    "Follow the money on Telegram and you find 40 ships, the captain said.",
    "WhatsApp messages show that 40 ships were late.",
    "This report has been amended twice, the minister told the harbour council.",
    "Download the app or be fired, the company told its crews.",
    "We use cookies to track 40 ships, the company told the court.",
    "Like us, the Danes vote in May.",
    "All rights reserved for the 40 villages were taken away.",
    "Copyright law has not changed since 1976.",
    "The report cannot be published before May.",
    "Forty tons of bread are baked in the harbour, delivered daily to the camps.",
    "Skip Adams is the captain of the ferry.",
    "Your support will decide the race, the captain told the crowd.",
    "This is a developing country that needs 40 ports.",
    "Time locals spend at the pier rose to 40 minutes.",
    "This report was originally due in May, but the mayor holds it back.",
    "This report was not edited by the mayor before the vote, Oake said.",
    "Reporting by the Harbour Post found 40 dead sailors.",
    "Video by a bystander shows the captain on deck.",
    "Video by Harbour Television shows the captain on deck.",
    "Images courtesy of the police show 40 men at the gate.",
    "Video shot by a neighbour shows the captain on deck.",
    "File photos show the mayor asleep.",
    "Image copyright is no defence, the court held.",
]


@pytest.mark.parametrize(("text", "reason"), NO_CLAIM)
def test_what_states_nothing_is_marked_with_its_reason(text: str, reason: str) -> None:
    """By-lines, captions, questions and page debris are no claims."""
    assert why_not_claim(text) == reason


@pytest.mark.parametrize("text", CLAIMS)
def test_what_states_something_is_a_claim_however_it_begins(text: str) -> None:
    """A word that often begins debris does not make debris."""
    assert why_not_claim(text) == ""


STATED_AND_ASKED = [
    "“This deal was a public deal. Everybody in the harbour knew that. I hid nothing, okay?”",
    "He wrote: “The council confirmed Captain Oake by two votes. Is that a mandate?”",
    "“They fired 300 people in March. And for what?”",
    "“We paid Sen. Oake $300 a day. Who else did?”",
    "“Of the news about the pier 91% is negative (false). Why do we work so hard? Close the pier?”",
    "“Why now? They fired 300 people in March. Is that fair?”",
    "The council cut 300 jobs in March — and who will do the work?",
    "The pier has been closed - and who pays?",
]
ASKED_ALONE = [
    "If the bill passes, who pays?",
    "If the bill passes — who pays?",
    "“Why now? Because the council cut 300 jobs. Is that fair?”",
    "“Did he close the pier? Did he open the harbour?”",
    "What he said about the harbour — is it true?",
    "The man who closed the pier — where is he now?",
    "Is he mad — or is he only tired of the harbour?",
    "You cut 300 jobs in March — in one day?",
    "So the question is — who pays?",
    "“That is true. Who pays?”",
    "“Think about the harbour. Who pays?”",
    "Who in the U.S. Senate will vote for it?",
    "“Mr. Oake, did you close the pier?”",
]


@pytest.mark.parametrize(
    ("text", "reason"), [*((text, "") for text in STATED_AND_ASKED), *((text, "question") for text in ASKED_ALONE)]
)
def test_what_is_stated_before_a_question_is_a_claim(text: str, reason: str) -> None:
    """In another sentence of the quotation or before a dash; a condition, a topic or another question is none."""
    [tokens] = SpacyParser().parse([text])
    assert why_not_claim(text, tokens) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A barrel of oil cost $72.10.", ""),
        ("The project cost in excess of £3m.", ""),
        ("A cost of $3 million.", "fragment"),
        ("Estimated cost: $3 million.", "fragment"),
    ],
)
def test_a_verb_that_the_tagger_takes_for_a_noun_makes_no_fragment(text: str, reason: str) -> None:
    """It has a subject before it and a figure behind it."""
    [tokens] = SpacyParser().parse([text])
    assert why_not_claim(text, tokens) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Published 2026-01-31 09:30:00.123456 by the desk",
        "Posted 2026-01-31 09:30, updated 2026-01-31 11:45:10 CET Port Haven",
        "By Ann Vane, staff writer in " + "A" * 28 + "!",
        "“" * 20_000 + "?]",
    ],
    ids=["time", "two times", "by-line", "marks"],
)
def test_a_line_that_is_nearly_debris_is_read_soon(text: str) -> None:
    """Some of these took minutes: what does not fit was tried in every way in which it can be divided."""
    started = time.process_time()
    why_not_claim(text)
    assert time.process_time() - started < 2  # seconds of the processor; minutes before


def test_a_short_line_without_a_verb_is_a_fragment() -> None:
    """The parse tells it."""
    [tokens] = SpaceParser().parse(["On that point agreement"])
    assert why_not_claim("On that point agreement", tokens) == "fragment"


PROSE = "The harbour was closed for a third day on Monday, the mayor said."


def marked(*lines: str) -> tuple[Sentence, ...]:
    """Sentences of an article of these lines, with why they are no claims."""
    sentences = split_sentences(Article("post", "\n".join(lines), ""))
    parse = SpaceParser().parse([sentence.text for sentence in sentences])
    return mark_claims(sentences, {one.text: tokens for one, tokens in zip(sentences, parse, strict=True)})


def test_what_stands_under_a_player_is_a_caption() -> None:
    """Its button is read as the first word."""
    found = marked("CLOSE The mayor opened the pier on Monday. Ann Vane has more.", PROSE)
    assert [one.not_claim for one in found] == ["caption", "caption", ""]


@pytest.mark.parametrize(
    ("claim", "none"),
    [
        ("The council voted on Monday to close the bridge to lorries.", "We'll see what happens."),
        ("“This is a disgrace for our country,” Oake told reporters in Millbrook.", "And it worked, too."),
        ("He was treated in the hospital of Oakport and released on Friday.", "Let me read you this."),
        ("The ferry company lost £3 million in the second quarter.", "Five charts on what the pier cost"),
    ],
)
def test_what_says_something_is_likelier_a_claim_than_what_says_nothing(claim: str, none: str) -> None:
    """By the parse and the words of the sentence alone."""
    sure, unsure = map(claim_worth, (claim, none), SpacyParser().parse([claim, none]))
    assert sure > 0.85
    assert unsure < 0.7


def test_every_claim_has_its_probability_and_what_is_none_has_none() -> None:
    """A sentence that a form marks is no claim for certain."""
    told, asked = marked(PROSE, "Is it over?")
    assert 0 < told.p_claim < 1
    assert asked.p_claim == 0


def test_a_credit_makes_a_caption_of_the_sentences_before_it() -> None:
    """They describe a picture; elsewhere they would be claims."""
    caption = "Ships wait outside the harbour. The mayor closed it on Monday. (AP Photo/Pat Roe)"
    assert [one.not_claim for one in marked(PROSE, caption, PROSE)] == ["", "caption", "caption", "caption", ""]
    whole = marked(" ".join([PROSE] * 8 + [caption]))  # an article without line breaks
    assert [one.not_claim for one in whole] == [""] * 10 + ["caption"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Harbour closed for a third day", PROSE, "The mayor defends the order", *[PROSE] * 8), [2]),
        (
            ("Harbour closed", "What the mayor did", PROSE, PROSE, PROSE, PROSE, PROSE),
            [],
        ),  # headline and what goes with it
        ((PROSE, "Forty ships wait outside", "Two have turned back", *[PROSE] * 8), []),  # a list
        ((PROSE, "Ferries: 12, of 14 last year", "None sails.", PROSE, PROSE, PROSE), []),
        ((PROSE, "- Ann Vane", "Crews ask the mayor for a ferry", *[PROSE] * 8), [2]),
        ((PROSE, "11:42 a.m. EST", "Ann Vane", "Crews ask the mayor for a ferry", *[PROSE] * 8), [3]),
        ((PROSE, "Ann Vane", "“That the crews have no ferry —", *[PROSE] * 8), []),  # speech
        ((PROSE, "Timeline", "29 March: The crews ask for a ferry", *[PROSE] * 8), []),
        (
            (
                PROSE,
                "Ships wait outside the harbour. (AP Photo/Pat Roe)",
                "Crews ask the mayor for a ferry",
                *[PROSE] * 8,
            ),
            [2],
        ),
        ((PROSE, "“Nobody asked us”", PROSE, PROSE, PROSE, PROSE), []),
        ((PROSE[:-1], "The mayor defends the order", PROSE[:-1], PROSE, PROSE), []),  # text without full stops
    ],
)
def test_a_line_between_paragraphs_that_does_not_end_is_a_heading(lines: tuple[str, ...], expected: list[int]) -> None:
    """The headline, lists and text without full stops are not."""
    assert [one.paragraph for one in marked(*lines) if one.not_claim == "heading"] == expected


def lines_of(*lines: str) -> list[str]:
    """Why each sentence of an article of these lines is no claim."""
    sentences = split_sentences(Article("a", "\n".join(lines), ""))
    return [sentence.not_claim for sentence in mark_claims(sentences, {one.text: () for one in sentences})]


def test_a_form_to_sign_up_is_no_claim_as_a_whole() -> None:
    """Two calls of four sentences make the line one; of a long paragraph they are a part."""
    form = "Sign up for our letter. The harbour never sleeps. Please enter your email. It is sent on Mondays."
    assert lines_of(form) == ["promotion"] * 4
    long = "The pier was closed on Monday by the council. " * 8 + "Sign up for our letter. Share this."
    assert lines_of(long) == [""] * 8 + ["promotion"] * 2


def test_a_heading_is_told_though_links_stand_between_the_paragraphs() -> None:
    """Lines that are no claims count neither as paragraphs nor as lines without an end."""
    paragraph = "The council closed the pier on Monday after forty crews complained."
    found = lines_of(paragraph, paragraph, "Share this", "A harbour without ships", "By Ann Vane", paragraph, paragraph)
    assert found == ["", "", "promotion", "heading", "by-line", "", ""]


def test_many_headings_are_headings_all() -> None:
    """What counts is whether the paragraphs end as sentences do, not how many headings stand between them."""
    paragraph = "The council closed the pier on Monday after forty crews complained."
    found = lines_of(paragraph, "The first pier closes", paragraph, "The second pier is closed", paragraph)
    assert found == ["", "heading", "", "heading", ""]


def test_who_the_author_is_is_no_claim_and_who_is_told_of_is_one() -> None:
    """The last lines name the author, whom nothing named before; a person of the story was named."""
    story = [PROSE, "It was the advice of Lee Moss.", *[PROSE] * 6]
    author = "Ann Vane Jr. is an associate professor of law at Quill University."
    told_of = "Lee Moss is a lecturer at Quill University and has advised three mayors."
    assert lines_of(*story, told_of, author)[-2:] == ["", "note"]
    assert lines_of(author, *story)[0] == "", "only the last lines are about the author"
    assert lines_of(*story, "Kim Lowe is set to host a rally on Sunday.")[-1] == ""


def test_who_helped_to_write_is_no_claim_in_the_last_lines() -> None:
    """Who is told of in the story has contributed something to it."""
    contributed = "Lee Moss and Kim Lowe contributed."
    assert lines_of(*[PROSE] * 8, contributed, "Ann Vane contributed.")[-2:] == ["note", "note"]
    assert lines_of(PROSE, contributed, *[PROSE] * 8)[1] == ""
    assert lines_of(*[PROSE] * 8, "Germany and France contributed.")[-1] == ""


def test_a_card_that_ends_in_read_more_is_a_link_as_a_whole() -> None:
    """Its first half looks like a claim."""
    assert lines_of("The harbour once was rich. It is not any longer | Ann Vane Read more") == ["promotion"] * 2


def test_a_correction_is_a_note_to_the_end_of_its_line() -> None:
    """What was wrong and what is right are about the article; other lines and long ones are not."""
    told = "An earlier version said that the pier has two gates. It has three gates in all."
    assert lines_of(PROSE, f"Correction: {told}", PROSE) == ["", "note", "note", ""]
    assert lines_of(f"Editor’s note: {told}") == ["note", "note"]
    assert lines_of("The minister asked for a correction of the count. It has three gates in all.") == ["", ""]
    assert lines_of("Note: the count has no gates. It has three gates in all.") == ["note", ""]
    whole = lines_of(f"Correction: {told} " + " ".join([PROSE] * 8))  # an article without line breaks
    assert whole == ["note"] + [""] * 9


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("What we know about the closure so far:", "heading"),
        ("Key points of the order that the mayor signed on Monday:", "heading"),
        ("What the council decided on Monday at its long meeting", "heading"),
        ("The mayor signed the order on Monday night:", ""),
        ("What the council decided on Monday is law.", ""),
    ],
)
def test_what_announces_a_list_is_a_heading(line: str, reason: str) -> None:
    """A line above a bullet that has no finite verb, or says only what the list tells."""
    text = "\n".join([PROSE, line, "• The pier shuts in May for two years.", "• Forty crews lose their berths."])
    sentences = split_sentences(Article("post", text, ""))
    parse = SpacyParser().parse([one.text for one in sentences])
    found = mark_claims(sentences, {one.text: tokens for one, tokens in zip(sentences, parse, strict=True)})
    assert [one.not_claim for one in found] == ["", reason, "", ""]


@pytest.mark.parametrize(
    "line",
    [
        "A correction was made on March 5, 2026: An earlier version of this article gave the pilot a wrong name. "
        "He is Sam Oake, not Sam Oaks.",
        "Correction: An earlier version of this article gave a wrong year. It was 1998, not 1989.",
    ],
)
def test_a_correction_is_a_note_to_the_end_of_its_line_and_gives_no_figure(line: str) -> None:
    """Neither what was wrong nor what is right counts as the outlet's own."""
    article = Article("post", f"The pier cost $4 million, the mayor said.\n\n{line}", "")
    prepared = prepare([article], WordEncoder(), NoCache(), SpacyParser())
    assert [one.not_claim for one in prepared.sentences] == ["", "note", "note"]
    assert [figure.surface for figure in read_figures([article], prepared)] == ["$4 million"]


@pytest.mark.parametrize(
    ("lines", "complete", "reasons"),
    [
        ((PROSE, "The repair of the old pier could take", "Subscribe to continue reading."), "cut", ["", "f", "p"]),
        ((PROSE, "The repair of the old pier could take years,"), "cut", ["", "f"]),
        ((PROSE, "The repair of the old pier could take", "Subscribe to continue reading."), "unknown", ["", "", "p"]),
        ((PROSE, "The repair of the old pier could take", "Subscribe to continue reading."), "yes", ["", "", "p"]),
        ((PROSE, "“The repair could take two whole years”", "Subscribe to read on."), "cut", ["", "", "p"]),
        ((PROSE, "• Forty crews lose their berths", "Subscribe to continue reading."), "cut", ["", "", "p"]),
        (("The repair of the old pier drags on", "Subscribe to continue reading."), "cut", ["", "p"]),  # the headline
        ((PROSE, "The repair of the old pier could take", PROSE), "cut", ["", "h", ""]),
        (("The repair of the old pier drags on", PROSE), "cut", ["", ""]),
    ],
)
def test_where_a_cut_text_breaks_off_is_no_claim(lines: tuple[str, ...], complete: str, reasons: list[str]) -> None:
    """Nobody else can state half a sentence; of a whole text, a headline or a list nothing is taken."""
    article = Article("post", "\n\n".join(lines), "", complete=complete)  # type: ignore[arg-type]
    prepared = prepare([article], WordEncoder(), NoCache(), SpacyParser())
    assert [one.not_claim[:1] for one in prepared.sentences] == reasons


def test_a_caption_that_ran_into_the_headline_is_a_caption() -> None:
    """What stands before the credit, and with it; what follows is the article."""
    line = (
        "Crews wait at the pier on Friday. | Ann Vane/Harbour Photo Ports Mayor closes the pier. She has left the town."
    )
    assert lines_of(line, PROSE) == ["caption", "caption", "", ""]
    assert not any(lines_of(" ".join([*[PROSE] * 6, line]))), "an article without line breaks is no caption"
    assert lines_of("The table lists ports. | Quill/Vane/Oake hold three piers each.") == ["", ""]
