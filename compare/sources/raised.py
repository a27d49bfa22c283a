"""Raised and struck-out text of a page, which in plain text would be glued into figures: 10<sup>7</sup> is not 107."""

import re
from itertools import islice
from typing import Any

from compare.sources.page_lines import BLOCKS, KEEP_SHARE, paragraph_length, sentence_length
from compare.sources.page_parts import drop_from_line

__all__ = ["drop_withdrawn", "write_out_raised"]

_MARK = r"(?:[\[(]\s*(?:\d{1,3}|[a-z]|[*†‡§]+)(?:\s*,\s*(?:\d{1,3}|[a-z]))*\s*[\])]|[*†‡§])"
_MARKS = re.compile(rf"(?:{_MARK}[\s,]*)+", re.IGNORECASE)
_DIGITS = re.compile(r",?\s*\d+(?:[\s,;–-]+\d+)*")
_FRACTION = re.compile(r"\d{1,2}\s?[/⁄]\s?\d{1,3}")
_POWER = re.compile(r"[-−–+]\s?\d{1,3}")
_BEHIND_DIGIT = re.compile(r"\d[.,]?$")
_MONEY = re.compile(r"[$€£]\s?\d[\d,]*(?P<point>\.?)$")
_TEN = re.compile(r"(?<![\d.,])10$")
_OVER = re.compile(r"\s?[/⁄]\s?\d")
_SCALE = re.compile(r"\s*(?:hundred|thousand|million|billion|trillion|mn?|bn|tn|k)\b", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻", " ")
_LONGEST_BEFORE = 20  # signs that tell whether an amount of money stands there


def drop_withdrawn(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out what a page strikes out: "killed <del>12</del> 14" is 14. Where much is, it is not what it withdraws."""
    struck = [
        one for one in tree.iter("del", "s", "strike") if next(one.iterancestors("del", "s", "strike"), None) is None
    ]
    if not struck:
        return
    most = KEEP_SHARE * max(paragraph_length(tree), sentence_length(tree))
    if sum(len("".join(one.itertext())) for one in struck) <= most:
        for one in struck:
            drop_from_line(one)


def write_out_raised(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out raised marks, and keep raised digits apart from the figure before them."""
    import lxml.etree

    said = ""  # the end of the line so far, as it will read
    written = []
    walk = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if element.tag == "br" or element.tag in BLOCKS:
            said = ""
        text = (element.text if event == "start" else element.tail) or ""
        if event == "start" and element.tag == "sup":
            raised = "".join(element.itertext())
            text = _written_out(element, raised.strip(), said)
            walk.skip_subtree()
            if text != raised:
                written.append((element, text))
        said = (said + text)[-_LONGEST_BEFORE:]
    for element, text in written:
        _put(element, text)


def _written_out(element: Any, raised: str, said: str) -> str:  # noqa: ANN401 - lxml has no types
    """What stands for a raised text behind ``said`` in plain text; nothing for the mark of a note."""
    if _MARKS.fullmatch(raised):
        return ""
    is_power = _POWER.fullmatch(raised) is not None
    if not _BEHIND_DIGIT.search(said) or not (is_power or _DIGITS.fullmatch(raised) or _FRACTION.fullmatch(raised)):
        return "".join(element.itertext())
    after = list(islice(element.itersiblings(), 3))
    behind = (element.tail or "") + "".join("".join(one.itertext()) + (one.tail or "") for one in after)
    if _FRACTION.fullmatch(raised) or (_OVER.match(behind) and any(one.tag == "sub" for one in after)):
        return f" {raised}"
    if money := _MONEY.search(said):
        is_cents = re.fullmatch(r"\d\d", raised) is not None and _SCALE.match(behind) is None
        return f"{'' if money['point'] else '.'}{raised}" if is_cents else ""
    if is_power or (_TEN.search(said) and raised.isdecimal()):
        return raised.translate(_RAISED)
    return ""


def _put(element: Any, text: str) -> None:  # noqa: ANN401 - lxml has no types
    if not text:
        drop_from_line(element)
        return
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()
