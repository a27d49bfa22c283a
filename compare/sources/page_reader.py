"""Reading pages in a process of its own, which may run out of memory or time without harm to the run.

A page of 100,000 attributes in one tag keeps libxml2 busy for 9 s, and no limit inside a process can stop it. The child
serves many pages (importing trafilatura takes longer than reading a page) and is replaced when it had to be killed.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO, Self

from compare.sources.bodies import decode_text
from compare.sources.extract import Extracted, NoArticle, extract_page
from compare.sources.metadata import PageFacts

__all__ = ["PageReader", "read_page"]

_MEMORY = 2 << 30  # bytes of address space; reading the largest page that passes the other limits takes under 1 GB
_SECONDS = 30.0


def read_page(raw: bytes, charset: str, url: str) -> Extracted:
    """Decode and extract a page in this process.

    Raises:
        NoArticle: there is none.
    """
    text, _ = decode_text(raw, charset)
    try:
        return extract_page(text, url)
    except RecursionError as error:
        raise NoArticle("the page is nested too deeply to be read; save the article's text by hand") from error


class PageReader:
    """Extracts pages in a child process, one at a time."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        """Each page may take ``seconds``. The child starts with the first page."""
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self._stop()

    def read(self, raw: bytes, charset: str = "", url: str = "") -> Extracted:
        """The article of a page.

        Raises:
            NoArticle: there is none, or reading it took too much time or memory.
        """
        with self._lock:
            child = self._start()
            assert child.stdin is not None
            assert child.stdout is not None
            timer = threading.Timer(self._seconds, child.kill)
            timer.start()
            try:
                head = json.dumps({"size": len(raw), "charset": charset, "url": url})
                child.stdin.write(head.encode() + b"\n" + raw)
                child.stdin.flush()
                answer = child.stdout.readline()
            except BrokenPipeError:
                answer = b""
            finally:
                timer.cancel()
            if not answer:
                self._stop()
                raise NoArticle(
                    f"reading the page took over {self._seconds:g} s or too much memory; save its text by hand"
                )
        return _from_json(json.loads(answer))

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            package = str(Path(__file__).resolve().parents[2])
            path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "compare.sources.page_reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=os.name == "posix",  # Ctrl-C is the parent's to judge
            )
        return self._child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        child.wait()


def _from_json(answer: dict[str, object]) -> Extracted:
    if reason := answer.get("reason"):
        raise NoArticle(str(reason))
    facts = PageFacts(**answer.pop("facts"))  # type: ignore[arg-type]
    return Extracted(facts=facts, **answer)  # type: ignore[arg-type]


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    while head := requests.readline():
        wanted = json.loads(head)
        raw = requests.read(wanted["size"])
        try:
            answer = asdict(read_page(raw, wanted["charset"], wanted["url"]))
        except NoArticle as error:
            answer = {"reason": str(error)}
        except MemoryError:
            answer = {"reason": "reading the page took too much memory; save its text by hand"}
        except Exception as error:
            # A fault of a library on one strange page must not end the run: it becomes this page's reason.
            answer = {"reason": f"the page could not be read ({type(error).__name__}); save its text by hand"}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limit on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit_memory()
    _serve(sys.stdin.buffer, sys.stdout.buffer)
