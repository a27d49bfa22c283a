"""What opens a sentence and says nothing in it: the bullet of a list, the place and agency of a report."""

import re

__all__ = ["BULLET", "DATELINE", "body_start"]

BULLET = re.compile(r"\s*[●•▪■◆‣]\s*")
# "MARLOW, Conn. (AP) — The bridge", "Paris (CNN) The bridge"; not "NATO — the alliance of", "The agency (AP) said".
DATELINE = re.compile(
    r"(?:[A-Z][A-Z .,'’-]{2,60}(?:(?<=, )[A-Z][a-z]+\.? ?)?(?:\([^)]{2,20}\) ?)?\s*[—―–-]{1,2}\s+"
    r"|(?:[A-Z][\w .,'’-]{0,40})?\((?:Reuters|REUTERS|CNN|AP|AFP|UPI)\)(?:\s*[—―–-]{1,2})?\s+)(?![\sa-z])"
)


def body_start(text: str) -> int:
    """Where the sentence itself begins, behind its bullet and its dateline; 0 where nothing follows them."""
    start = 0
    for opening in (BULLET, DATELINE):
        found = opening.match(text, start)
        if found:
            start = found.end()
    return start if start < len(text) else 0
