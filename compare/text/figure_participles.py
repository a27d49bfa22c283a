"""The past participle of a verb by its lemma: "hold" is "held", "permit" is "permitted", "carry" is "carried"."""

import re

__all__ = ["participle_of"]

_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "arise:arisen awake:awoken bear:born beat:beaten become:become begin:begun bend:bent bind:bound bite:bitten "
        "bleed:bled blow:blown break:broken breed:bred bring:brought build:built buy:bought catch:caught "
        "choose:chosen cling:clung come:come creep:crept deal:dealt dig:dug do:done draw:drawn drink:drunk "
        "drive:driven eat:eaten fall:fallen feed:fed feel:felt fight:fought find:found flee:fled fly:flown "
        "forbid:forbidden foresee:foreseen forget:forgotten forgive:forgiven freeze:frozen get:got give:given "
        "go:gone grind:ground grow:grown hang:hung have:had hear:heard hide:hidden hold:held keep:kept kneel:knelt "
        "know:known lay:laid lead:led leave:left lend:lent light:lit lose:lost make:made mean:meant meet:met "
        "mislead:misled mistake:mistaken outdo:outdone overcome:overcome override:overridden overrun:overrun "
        "oversee:overseen overtake:overtaken overthrow:overthrown pay:paid rebuild:rebuilt redraw:redrawn "
        "retake:retaken ride:ridden ring:rung rise:risen run:run say:said see:seen seek:sought sell:sold send:sent "
        "shake:shaken shine:shone shoot:shot show:shown shrink:shrunk sing:sung sink:sunk sit:sat slay:slain "
        "sleep:slept slide:slid sling:slung sow:sown speak:spoken speed:sped spend:spent spin:spun spring:sprung "
        "stand:stood steal:stolen stick:stuck sting:stung stink:stunk strike:struck swear:sworn sweep:swept "
        "swim:swum swing:swung take:taken teach:taught tear:torn tell:told think:thought throw:thrown "
        "undergo:undergone understand:understood undertake:undertaken undo:undone uphold:upheld wake:woken "
        "wear:worn weave:woven weep:wept win:won withdraw:withdrawn withhold:withheld withstand:withstood "
        "write:written panic:panicked"
    ).split()
)
# Verbs whose participle is the verb, and those of two syllables that double their last letter.
_SAME = set(
    (
        "bet bid broadcast burst cast cost cut forecast hit hurt let put quit read rid set shed shut split spread "
        "thrust upset"
    ).split()
)
_DOUBLED = set(
    (
        "abet abhor acquit admit allot commit compel concur confer control debar defer deter emit enrol equip excel "
        "expel handicap hobnob incur infer kidnap occur omit outwit overlap patrol permit prefer propel rebel rebut "
        "recur refer regret remit repel resubmit sidestep submit transfer transmit"
    ).split()
)
# One syllable with one vowel and one consonant behind it: "stab", "plan", not "load", "show", "fix".
_SHORT = re.compile(r"(?:[^aeiou]*|squ|qu)[aeiou][^aeiouwxy]")


def participle_of(lemma: str, written: str = "") -> str:
    """The past participle of an English verb.

    What is ``written`` tells where a lemma is wrong: "hoping" is no form of "hop".
    """
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma in _SAME:
        return lemma
    if (lemma in _DOUBLED or _SHORT.fullmatch(lemma)) and written != f"{lemma}ing":
        return f"{lemma}{lemma[-1]}ed"
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in set("aeiou"):
        return f"{lemma[:-1]}ied"
    return f"{lemma}ed"
