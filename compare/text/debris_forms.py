"""How by-lines, times, calls to read or share, captions, notes of the desk and greetings are written.

Each form is matched at the start of a sentence, but for by-lines and greetings, which are nothing else.
"""

import re

__all__ = [
    "AGENCY",
    "BYLINE",
    "CAPTION",
    "CONSENT",
    "CORRECTION",
    "DATED",
    "FULL_NAME",
    "GREETING",
    "MONTH",
    "NETWORK",
    "NOTE",
    "POSTER",
    "PROMOTION",
    "REPORTED",
    "SIGNATURE",
    "TIMESTAMP",
    "WALL",
    "WEEKDAY",
    "ZONE",
]


def _either(*alternatives: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), flags)


_NAME = r"(?:[A-Z][\w.’'-]*|and|AND|&|de|van|von|la|of|\||-|in|for|the|at)"
_POST = r"(?:[\w-]+ ){0,3}(?:editor|correspondent|reporter|columnist|writer)s?"
BYLINE = re.compile(
    rf"(?:By|BY|Written by|Reporting by|Analysis by|Words by|From)\s+(?:[A-Z][\w.’'-]*|[|,&])(?:[\s,]+{_NAME})*"
    rf"(?:, {_POST}(?: (?:in|at)(?: {_NAME})+)?)?[.]?"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
# Below a post: "— Ann Vane (@annvane) June 30, 2025".
SIGNATURE = rf"[^\s()]+(?: [^\s()—–]+){{0,4}} \(@\w+\) (?i:{MONTH}) \d{{1,2}}, \d{{4}}"
POSTER = re.compile(rf"(?:#\w+ [—–-]+ )?{SIGNATURE}(?: \w+)?\W*")
ZONE = r"(?:[ap]\.?m|gmt|utc|bst|ist|ces?t|[ecmp][sd]?t|eastern|local time|z)\b"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
DATED = r"(?:first |last )?(?:published|updated|posted|modified|created|date)"
_CLOCK = rf"\d{{1,2}}:\d{{2}}\s*{ZONE}[\s,|]*"
TIMESTAMP = _either(
    # "Updated: The toll now stands at 87" is news.
    rf"{DATED}\s*[:|](?!.*(?-i:(?: [a-z]{{2,}}){{3}}))",
    # Nothing but a time: "Posted on Facebook, the video shows" and "Created 40 years ago, the agency" say something.
    # Each part is taken whole: read in all its ways "09:30:00.123456" took seconds, a digit more twice as long.
    rf"{DATED}(?>\s*(?:on|at|and|of|{DATED}|{WEEKDAY}|{MONTH}|{ZONE}|\d[\d:./-]*(?:st|nd|rd|th)?|[,|.()–—-]))+$",
    rf"(?:{_CLOCK})+$",
    rf"{WEEKDAY},? (?:\d{{1,2}} )?{MONTH} \d{{1,2}},? \d{{4}}\W*$",
    rf"{MONTH} \d{{1,2}},? \d{{4}}\W*$",
    r"\d+ (?:min|minute)s?(?: read)?$",
    r"last updated \d+ (?:minute|hour|day)s? ago\W*$",
)
_CALL = r"(?:see|watch|listen|hear|related|more|also|don[’']t miss|trending|recommended|click|tap|scroll|swipe)"
NETWORK = (
    r"(?:twitter|x|facebook|instagram|threads|tiktok|youtube|linkedin|bluesky|mastodon|telegram|whatsapp|reddit)\b"
)
# What notices about cookies say, and hardly anything else.
CONSENT = (
    r"(?:we (?:and our partners )?use cookies|(?:accept|manage|reject)(?: all)? cookies"
    r"|cookie (?:policy|settings|preferences)|before you continue to|your privacy (?:choices|matters|is important))"
)
_LETTER = r"(?:(?:you can (?:also )?)?(?:write to|e-?mail|contact|reach)|send|join the debate)\b"
PROMOTION = _either(
    r"read (?:more|next|also|or share|the full|our|on|full)\b",
    rf"{_CALL}(?: (?:also|more|now|here|to|below|down|the video|live))*\s*(?::|here\b|for more\b)",
    r"(?:listen|click|tap|scroll|swipe)(?: (?:here|down|below))? to \w+",
    r"related (?:coverage|stories|articles?|content|links?|videos?|topics?)\b(?! (?:of|in|that|with|about) )",
    # "Go deeper: the drill reached 3,000 metres" is news.
    r"(?:read|now watch|go deeper)\s*:\s*(?-i:[A-Z\d“\"‘']|$)",
    r"share all sharing options\b",
    r"see also (?-i:[A-Z]).*(?:\.\.\.|…)\W*$",
    r"listen\W+\d{1,2}:\d\d\b",
    r"ticker security last change\b",
    r"(?-i:(?:[A-Z]\w* ){0,2}[A-Z]\w*[’']s (?:[A-Z][\w.’'-]* ){2,3}explains)\W*$",
    r"more from .{2,40}(?:\.\.\.|…|:)",
    r"(?:play video|(?-i:(?:JUST|MUST) WATCH))",
    r".*\b(?-i:Read more)\W*$",
    r"click (?:on )?(?:the|this) (?:link|button|image|photo|headline)\b",
    r"(?:sign up|subscribe|continue reading|click here)\b",
    r"(?:advertisement|newsletter)\b(?! (?-i:[a-z]))",
    r"loading\W*$",
    r"(?:please )?(?:enter your e-?mail|check your inbox)\b.{0,40}$",
    r"thanks for (?:signing up|subscribing)\b",
    r"(?:view all \d+ comments|jump to (?:comments|content)|view image in full ?screen|reuse this content)\W*$",
    r"(?:add to your saved stories|make us preferred on \w+|explore more on th(?:is|ese) topics?)\W*$",
    r"(?:getting your .{0,20}audio player ready|follow this author[’']s stories)\W*$",
    r"this advertisement has not loaded\b",
    r"if you (?:purchase|buy|click)\b.{0,60}\b(?:our|these) links\b.{0,20}\bmay (?:earn|receive)\b",
    r"we (?:and our partners )?use cookies\b",
    r"\(?copyright (?:©|\(c\)|\d|(?-i:[A-Z]).{1,40} \d{4}\W*$)",
    r"\(?(?:(?:this|our) (?:article|story|report)|(?:this|the|our) (?:material|content))s? (?:may|must|can) ?not be "
    r"(?:re)?(?:published|produced|printed|broadcast|written|distributed|used)\b",
    r"(?:any )?(?:reproduction|republication|redistribution)\b.{0,60}\b(?:permission|consent)\b"
    r".{0,40}\b(?:prohibited|forbidden)\W*$",
    rf"(?:you can )?follow (?:us\b|@|this story\b|.{{2,60}}(?:\bon {NETWORK}\b|@|\btwitter\.com))",
    rf"find (?:us|me|him|her|them|more of .{{2,30}}) (?:@|on {NETWORK}\b)",
    rf"{_LETTER}.{{0,80}}\S@\w",
    r"(?:you can )?send .{0,20}\btips?\b",
    r"you can (?:also )?(?:reach|contact)\b.{0,80}\b(?:signal|whatsapp|telegram|encrypted|\+\d)",
    r"(?:.*[ ,:—–-])?(?:get|have|receive|receiving|sent|delivered|newsletter|news|briefing)\b.{0,90}\byour inbox\b",
    r".*\b(?:analysis|briefing|headlines|insights?|news|newsletter|reporting|stories|updates?)\b.*, "
    r"delivered (?:daily|weekly|weekdays?|every|each)\b.{0,30}$",
    r".*\bnewsletters? sign up\b",
    r".*\bby signing up,? you agree\b",
    r"by (?:subscribing|submitting|clicking|entering)\b.{0,80}\byou agree\b",
    r"you (?:can|may) (?:unsubscribe|opt out)\b",
    r"you(?:[’']re| are) reading (?:the|our|this)\b.{0,40}\b(?:newsletter|version|edition|preview)\b",
    r"(?:please )?consider (?:making|giving|donating|supporting|subscribing|becoming)\b",
    r"your (?:financial |generous )*(?:contribution|donation|support|gift)s? (?:(?:help|enable|allow|keep)s?|will)\b",
    r"(?:get|join|support)\b.{0,60}\bby becoming an? (?:member|subscriber)\b",
    r"we (?:invite|encourage) you to (?:share|subscribe|join|send|read|sign)\b",
    r"(?:catch up|tune in|listen|watch)\b.{0,100}\bour (?:\w+ ){0,3}(?:podcast|newsletter|channel|app)\b",
    r"tune in(?:to)?\b",
    r"for (?:licensing|syndication|reprint)\b.{0,60}\b(?:contact|visit|e-?mail)\b",
    r"content created by\b.{0,80}\bis available\b",
    r".*\bcopy this code to your (?:web)?site\b",
    r"visit (?:our\b|.{2,60}(?:\bhomepage\b|\bfor (?:more|further)\b))",
    r"like us(?: on\b|\W*$)",
    rf"share (?:this|on (?:{NETWORK}|e-?mail))\b",
    r"(?:story|article) continue[sd]\b",
    r"download (?:the|our)\b",
    r"get (?:our|the latest|the app|breaking)\b",
    r"join (?:our|us|the (?:conversation|debate|discussion))\b",
    r"support (?:our\b|independent\b|.{2,40}\bjournalism\b)",
    r"have (?:a tip|you got a story)\b",
    r"comments?$",
    r"©",
    r"all rights reserved\b(?! (?:for|in|to)\b)",
    r"view (?:comments|gallery|more|this post)\b",
    r"skip (?:to|ads?)\b",
    r"slideshow(?: \(\d+ images?\))?\W*$",
    r"stay with \S+ for\b",
    r"[^.!?]{0,60}\bclick here\W*$",
    r"\((?:more|related|read|watch|see(?: also)?)\s?:.{0,120}\)?$",
    r"\(via\b.{0,40}\)\W*$",
    r"we[’']ll be (?:right )?back\b",
    r"media (?:playback is|caption)\b",
    r"please (?:upgrade your browser|enter your)\b",
    r"(?:yes no )?thank you for your feedback\b",
    r"choose your country\b",
    r"i (?:can )?confirm (?:that )?i have read\b",
    r"add .{2,60} as an interest to stay\b",
    r"for (?:continuing|continued|complete|full|more|the latest) (?:coverage|on)\b.{0,60}"
    r"(?:\b(?:check|visit|click|go to|follow|sign up|see our|read our)\b|:)",
    r"get the (?:\S+ ){1,5}newsletter\W*$",
    r"here[’']s how\W*$",
    r"(?-i:(?:[A-Z]\w+ ){2,3})(?:has|have) (?:all )?the (?:details|story)\W*$",
    r"we(?:[’']ll| will) tell you\W*$",
    r"this video\b.{0,30}(?:play|load)",
    r"video (?:below|above)$",
    r"watch\b.{0,40}\bvideo\b",
    r"here(?:[’']s| is| are) (?:a look at|what (?:else )?you need to know)\b",
    r"you can (?:read|see|find|watch) .{0,80}\b(?:here|below|at this link)\W*$",
)
# "Share this and you go to prison, the police warned": what begins like a call and is a report. Headlines behind a
# label have such verbs too.
REPORTED = re.compile(
    r"(?![^:]{0,40}:|(?:JUST|MUST) WATCH"
    r"|(?i:media (?:playback|caption)\b|(?:play video|see also|related \w+) (?-i:[A-Z\d]))).*"
    r"\b(?:announced|argued|asked|became|came|did|drew|dropped|emerged|fell|found|grew|had|led|left|lost|ordered|rose|ruled"
    r"|said|says|showed|shows|told|tells|warned|was|went|were|wrote)\b.*[.!][”\"’')\]]*$"
)
# "The vote was open to members only" is no wall.
_READERS = r"(?:(?:our |paid |paying |digital )*subscribers|(?:our |paid |paying |digital )+members)"
WALL = re.compile(
    "|".join(
        (
            r"(?:^|\n|[.!?:…] ?|\bto )(?:continue|keep) reading(?! list)",
            r"to (?:read|view|see|access|continue reading) (?:the )?(?:full|rest|entire|whole|this|more of)[^.]{0,40}"
            r"(?:story|article|content)",
            r"read the (?:full|rest of (?:the|this)) (?:story|article)",
            r"(?:subscribe|register|sign up|sign in|log in|join)(?: now| today)? (?:to|and) "
            r"(?:continue|keep reading|read (?:on|more|the full)|unlock|get (?:full|unlimited) access)",
            r"already (?:a subscriber|a member|subscribed|registered|have an account)"
            r"(?: ?\?|[^.?!\n]{0,40}(?:log|sign) ?in)",
            rf"(?:for|to|by|available (?:only )?to) {_READERS} only",
            rf"(?:is|are) (?:only )?(?:reserved|available|exclusive)(?: only| exclusively)? (?:for|to) {_READERS}",
            r"(?:subscriber|premium|member)[- ](?:only|exclusive) (?:content|article|story)",
            r"(?:you(?:'|’)ve|you have) (?:reached|used|read|hit) (?:your|all|the)[^.]{0,40}(?:limit|free|articles)",
            r"(?:free|complimentary) articles? (?:left|remaining|this month)",
            r"unlock (?:this|the (?:full|rest)|unlimited|full)[^.\n]{0,20}(?:article|story|content|access|archive)",
            r"this (?:article|story|content) is (?:for|behind|only|exclusive|premium)[^.]{0,40}"
            r"(?:subscribers|paywall|members|premium|only)",
            r"(?:start|begin) (?:your|a) free trial",
            r"get (?:unlimited|full) (?:digital )?access",
            r"(?<!no )subscription (?:is )?required",
            r"to continue,? (?:please )?(?:subscribe|log in|sign in|register)",
            r"become a (?:subscriber|member) to (?:read|continue)",
        )
    ),
    re.IGNORECASE,
)
AGENCY = (
    r"(?:reuters|ap|afp|getty(?: images)?|epa|shutterstock|upi|bloomberg|wireimage|alamy|pool|redux|magnum|sipa|zuma|"
    r"polaris)"
)
FULL_NAME = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}"  # whose first part is more than an initial
_NAME_OF_TWO = r"(?-i:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3})"
_OF_FILE = r"(?:[\s,/]*\b(?:images?|photos?|file|plus|tv|contributor)\b)*"
# A credit inside a sentence ends it: "sued by Getty Images in London" is news.
_CREDIT_ENDS = rf"{_OF_FILE}(?: for (?-i:[A-Z])[^.!?]{{0,40}})?[\s.)\]]*(?:more|\d+ of \d+)?\W*$"
_SHOWS = (
    r"(?!.*\b(?:appears?|appeared|captured|circulat(?:es?|ed)|confirm(?:s|ed)|contradict(?:s|ed)|document(?:s|ed)|emerged"
    r"|proves?|proved|recorded|reveal(?:s|ed)|shows?|showed|shown|suggest(?:s|ed))\b)"
)
CAPTION = _either(
    r"(?-i:CLOSE [A-Z])",
    r"\(?(?:(?:file|cover) )?(?:photo|image|picture|pic|video|credit|illustration|graphic|screengrab)s?(?: credit)?\s*+"
    # "Video by Harbour Television shows the crew" is news.
    rf"(?::|{_SHOWS}(?:by (?-i:[A-Z])|courtesy\b)|/|©)",
    r"pictured?\s*:",
    r"photograph\s*:",
    r"facebook twitter pinterest\b",
    r"enlarge this image\b",
    rf"{_SHOWS}video (?:provided|courtesy|produced|shot|edited)\b.{{0,60}}$",
    r"(?-i:REUTERS/[A-Z])",
    r"image (?:copyright|caption|source)\b(?! (?-i:[a-z]))",
    r"\(?file (?:photo|image)s?\b(?! shows?\b| showed\b)",
    r"\(?(?:ap|reuters|afp|getty|epa) (?:photo|image)s?\b(?! (?!by |courtesy)(?-i:[a-z]))",  # not "AP photos show"
    r".*(?:[.!?)\]”|]|\bcaption(?: \d+ of \d+)?)\s?(?-i:P(?:hoto|HOTO)|I(?:mage|MAGE))s?(?: credit)?\s*"
    r"(?::|by (?-i:[A-Z][a-z]+ [A-Z]))",
    rf".*/\s?{AGENCY}\b{_CREDIT_ENDS}",
    rf".*\b(?-i:i?[A-Z])[\w.’'-]* via {AGENCY}\b{_CREDIT_ENDS}",
    rf"(?:.*[.!?)\]|]\s?)?getty images\b{_CREDIT_ENDS}",
    # A link's headline may follow: "Ann Vane/AP Photo Council closes the pier".
    rf"{_NAME_OF_TWO}(?:\s?/\s?{AGENCY}\b)+{_OF_FILE} (?-i:[A-Z\d])[^.!?]{{0,60}}[.)]*$",
    # "The pier was closed (Reuters)." is news with its source, "(photo taken before the vote)" an aside.
    r".*\((?!\w+\)\.)(?!(?:image|photo|picture)s? (?!by |courtesy |from |via )(?-i:[a-z]))"
    r"(?:photo|image|file|ap|reuters|afp|getty|epa|credit|picture)\b[^)]{0,90}\)\W*$",
    r".*[.)]\s?(?-i:Credit[A-Z]).*",
    r"©\s",
)
_NOT_BY_OTHERS = r"(?! (?:by|once|twice|\w+ times)\b)"
_PIECE = r"(?:story|article|post|report|piece|column|version|headline)"
# The sentences behind such a one say what was wrong and what is right.
_CORRECTIONS = (
    r"\(?(?:editor[’']?s?[’']? note|correction|clarification)s?\s*:",
    rf"(?:correction|clarification)s?(?: appended| and clarifications|,? \(?{MONTH} \d{{1,2}}(?:, \d{{4}})?\)?)\s*:",
    rf"an? (?:correction|clarification) was made on {MONTH} \d{{1,2}}(?:, \d{{4}})?\s*:",
    rf"(?:due to an? [\w -]{{2,40}} error, )?an? (?:earlier|original|previous|prior) version of this {_PIECE}\b",
    # "This report has been amended twice, the minister told the council" is news, and what others amended.
    rf"\(?this {_PIECE} (?:was|has been) (?:corrected|amended|updated to correct)\b{_NOT_BY_OTHERS}"
    r"(?!.*, [^,]{1,60}\b(?:said|told|wrote)\b[^,]{0,60}$)",
)
CORRECTION = _either(*_CORRECTIONS)
_POST = r"(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Jj]ournalist)s?"
# A word of a credit: of a name, of a post, or what joins two.
_CREDIT_WORD = (
    rf"[A-Z][\w.’'-]*+|{_POST}|additional|reporting|writing|editing|and|at|by|da|de"
    r"|del|der|di|du|el|en|for|from|in|la|le|of|on|staff|the|to|van|von|with|bureau|desk|newsroom|graphics?|video|translation"
)
_NAMED = r"[A-Z][\w.’'-]*+(?: [A-Z][\w.’'-]*+){0,2}"
NOTE = _either(
    *_CORRECTIONS,
    r"(?:editor[’']?s?[’']? note|correction|clarification|disclaimer|disclosure|note)s?\s*[:\-–—]",
    r"\(?this (?:story|article|version) corrects\b",
    # What follows "UPDATE:" is news ("The number of deaths has risen to 37") where it is not of the story itself.
    r"updates?\s*[:\-–—].{0,40}\b(?:story|article|post|report|piece|headline|version)\b.{0,40}\b(?:updated|corrected)\b",
    rf"this (?:story|article|post|report|piece)\b.{{0,40}}\b(?:updated|corrected\b{_NOT_BY_OTHERS}"
    r"|first (?:appeared|published)|originally (?:appeared|published|ran|written|reported))",
    r"this is an? (?:breaking|developing)(?: news)?(?: (?:story|article|post|report|situation|live ?blog)\b|\W*$)",
    r"(?:as of .{3,30}, )?this (?:story|article|post|page|live ?blog) is no longer being updated\b",
    r"(?-i:[A-Z][\w’']+ )?is the author of "
    r"(?:[“\"‘]|(?:the|an?|several|two|three|four|many) (?:\w+ )?(?:book|novel|memoir)s?\b)",
    r"\(?(?:editor|ed\.|publisher|author)[’']?s?[’']? note\b",
    r"this (?:story|article|post) is more than \d",
    r"\(?this (?:story|article|report) (?:has not been|was not) edited by\b(?!.*\b(?:said|says|told|wrote)\b)",
    r"this (?:web)?(?:site|form|page) is protected by\b",
    r".*\boriginally appeared on \S+\.[a-z]{2,4}\W*$",
    r"the (?:(?:opinions|views)(?: and )?){1,2} expressed"
    r" (?:here|in th(?:is|ese)\b|by (?:columnists|contributors|guests|the authors?)\b)",
    # "Reuters reported from Ostley that the pier is shut" is news.
    rf"(?-i:(?:{_NAMED}(?:, {_NAMED})*,? and )?{_NAMED} reported from (?=[A-Z])"
    rf"(?:\W*+(?:{_CREDIT_WORD}|reported(?= from))(?![\w’'-]))++)\W*$",
    r"the authoritative record of .{2,30} programming\b",
    r"contributing\s*:",
    r"(?:please )?check back\b",
    # "Reporting by the Post found" is news: beside names a credit has hardly a word.
    rf"\(?(?:additional )?(?:reporting|writing|editing) by\b(?-i:(?:\W++(?:{_CREDIT_WORD})(?![\w’'-]))++)\W*$",
    # "contributed $5 million to the campaign", "contributed to the report on the dam" are news.
    r"[^“”\"]*\bcontributed (?:(?:research |reporting )?to this (?:report|story|article)\b"
    r"|reporting(?: from (?-i:[A-Z]).{0,40})?\W*$)",
    r"(?:the )?(?:associated press|reuters|afp|cnn|nbc news)[^.]{0,60}\bcontributed"
    r"(?: to the (?:report|story|article))?(?: from (?-i:[A-Z]).{0,40})?\W*$",
    # "Germany and France contributed" is news.
    rf"(?-i:(?=.*\b(?:AP|NPR|{_POST})\b)(?:(?:{_CREDIT_WORD})[, ]+){{2,}}contributed)\W*$",
    r"\((?:corrects|refiles)\b(?!.*, [^,]{1,60}\b(?:argue|argued|say|says|said)\b,)",
    rf"\(?this {_PIECE} was refiled\b",
    rf"\(?this {MONTH} \d{{1,2}} {_PIECE} corrects\b",
    r"\(?(?:all )?times? (?:are |all )?local\W*$",
)
_THANKS = r"thanks(?: (?:for (?:reading|watching)|again|everyone|all))?"
_HELLO = (
    r"(?:hello|hi|hey|good (?:morning|afternoon|evening|night)|goodbye|bye|welcome(?: back)?|dear \w+|happy \w+"
    r"|congratulations|cheers)(?:,? \w+){0,4}"
)
GREETING = re.compile(
    r"[“\"‘]?(?:thank you(?: (?:so|very) much| all| for (?:reading|watching|your \w+))?"
    rf"|{_THANKS}|please,? stay in touch|{_HELLO}|i love (?:you|y[’']all|you all)(?: all)?"
    r"|(?:and )?(?:may )?god bless\b.*|amen|merry christmas.*)[\s.!,”\"’]*",
    re.IGNORECASE,
)
