"""What a site's robots.txt lets us ask, read once a run for each site."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["LARGEST_ROBOTS", "RobotsRules"]

LARGEST_ROBOTS = 512_000  # RFC 9309 section 2.5: read at least 500 KiB
_LONGEST_DELAY = 30.0  # seconds; a longer Crawl-delay is meant for crawlers of whole sites


@dataclass(slots=True)
class RobotsRules:
    """The rules of every site asked in this run.

    Attributes:
        agent: our name as robots.txt files would write it.
        read: the text of the file at a URL, empty where the site has none; raises where the site does not answer.
    """

    agent: str
    read: Callable[[str], str]
    _sites: "dict[str, Protego]" = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def allows(self, site: str, url: str) -> bool:
        """Whether ``url`` of ``site`` (scheme and host) may be asked. No file (4xx) allows everything (RFC 9309)."""
        return bool(self._rules(site).can_fetch(url, self.agent))

    def delay(self, site: str) -> float:
        """Seconds between requests that the site asks for, at most 30; 0 where it names none or is not read yet."""
        rules = self._sites.get(site)
        return min((rules.crawl_delay(self.agent) or 0.0) if rules else 0.0, _LONGEST_DELAY)

    def _rules(self, site: str) -> "Protego":
        from protego import Protego

        if site not in self._sites:
            # protego misses the first group of rules behind a byte-order mark.
            rules = Protego.parse(self.read(f"{site}/robots.txt").removeprefix("\ufeff"))
            with self._lock:
                self._sites[site] = rules
        return self._sites[site]
