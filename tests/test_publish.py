"""Results folders: the old one or the new one, at every moment."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, ItemsView
from pathlib import Path

import pytest

from compare.errors import BadInput
from compare.output.publish import publish
from compare.writing import holding


def test_files_are_written_as_they_are(tmp_path: Path) -> None:
    """Also in folders, also with carriage returns."""
    publish(tmp_path / "s", {"a.csv": "x\r\ny", "texts/n.txt": "t\n"})
    assert (tmp_path / "s" / "a.csv").read_bytes() == b"x\r\ny"
    assert (tmp_path / "s" / "texts" / "n.txt").read_bytes() == b"t\n"


def test_what_others_put_there_stays_and_what_is_no_longer_made_goes(tmp_path: Path) -> None:
    """A reader's notes outlive a re-run; a table of a former format does not."""
    publish(tmp_path / "s", {"claims.jsonl": "{}", "texts/gone.txt": "x"})
    (tmp_path / "s" / "notes.md").write_text("mine", encoding="utf-8")
    publish(tmp_path / "s", {"claims.csv": "a"})
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == ["claims.csv", "notes.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


PLOTTED = ("matrix.svg", "figures.png", "placement.txt")


def plotted(folder: Path) -> list[str]:
    """What lies in the plots folder, after plots and a reader's own file were put there."""
    (folder / "plots").mkdir(exist_ok=True)
    for name in (*PLOTTED, "mine.svg"):
        (folder / "plots" / name).write_text("drawn", encoding="utf-8")
    return sorted((*PLOTTED, "mine.svg"))


def names_in(folder: Path) -> list[str]:
    """The files of a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("changed", [{"run.json": "{2}"}, {"claims.csv": "b"}, {"texts/n.txt": "longer"}])
def test_plots_of_other_tables_go_and_a_readers_own_stay(tmp_path: Path, changed: dict[str, str]) -> None:
    """They would show outlets that the new tables do not have."""
    made = {"run.json": "{}", "claims.csv": "a", "texts/n.txt": "t"}
    folder = tmp_path / "s"
    publish(folder, made)
    drawn = plotted(folder)
    publish(folder, made)
    assert names_in(folder / "plots") == drawn
    publish(folder, made | changed)
    assert names_in(folder / "plots") == ["mine.svg"]
    (folder / "plots" / "mine.svg").unlink()
    (folder / "plots" / "matrix.svg").write_text("drawn", encoding="utf-8")
    publish(folder, made)
    assert "plots" not in names_in(folder)


def test_plots_stay_where_the_same_results_are_written_in_another_format(tmp_path: Path) -> None:
    """They still fit."""
    publish(tmp_path / "s", {"run.json": "{}", "claims.csv": "a"})
    drawn = plotted(tmp_path / "s")
    publish(tmp_path / "s", {"run.json": "{}", "claims.jsonl": "[]"})
    assert names_in(tmp_path / "s" / "plots") == drawn


def test_the_report_of_the_same_results_stays_and_that_of_others_goes(tmp_path: Path) -> None:
    """A batch writes none: it must not take away what a run has written and what still says the same.

    ``batch.json`` may be of an earlier batch; a table in another format may have been edited, and is not looked at.
    """
    ran = {"run.json": "{}", "claims.csv": "a", "texts/n.txt": "t"}
    publish(tmp_path / "s", ran | {"claims.jsonl": "[]", "report.html": "page", "batch.json": "{}"})
    publish(tmp_path / "s", ran | {"batch.json": "[]"})
    assert names_in(tmp_path / "s") == ["batch.json", "claims.csv", "report.html", "run.json", "texts"]
    publish(tmp_path / "s", ran | {"run.json": "[]"})
    assert names_in(tmp_path / "s") == ["batch.json", "claims.csv", "run.json", "texts"]


def test_every_plot_that_can_be_written_is_known_to_be_ours(tmp_path: Path) -> None:
    """Else it would outlive its tables."""
    pytest.importorskip("matplotlib", reason="the extra for plots is not installed")
    from report_samples import sample

    from compare.output.plots import PLOTS, write_plots

    (tmp_path / "figures.svg").write_text("of before", encoding="utf-8")
    written = {path.name for path in write_plots(sample(), tmp_path)}
    assert written <= PLOTS
    assert "matrix.svg" in written


def _publish_forever(folder: Path) -> None:
    for number in range(10**6):
        publish(folder, {f"{name}.csv": str(number) * 50_000 for name in ("claims", "coverage", "sentences")})


def test_a_run_killed_while_writing_leaves_old_or_new_but_whole(tmp_path: Path) -> None:
    """SIGKILL at forty different moments: the folder is always there and of one run."""
    folder = tmp_path / "s"
    publish(folder, {f"{name}.csv": "-1" * 50_000 for name in ("claims", "coverage", "sentences")})
    for moment in range(40):
        child = multiprocessing.get_context("fork").Process(target=_publish_forever, args=(folder,))
        child.start()
        time.sleep(0.005 + 0.002 * moment)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        contents = {
            (folder / f"{name}.csv").read_text(encoding="utf-8") for name in ("claims", "coverage", "sentences")
        }
        assert len(contents) == 1
    publish(folder, {"claims.csv": "last"})
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


class Interrupted(dict[str, str]):
    """Files to write; after the first something else happens."""

    def __init__(self, files: dict[str, str], meanwhile: Callable[[], object]) -> None:
        super().__init__(files)
        self.meanwhile = meanwhile

    def items(self) -> ItemsView[str, str]:
        """As of any mapping."""
        for number, item in enumerate(super().items()):
            if number == 1:
                self.meanwhile()
            yield item


def texts_in(folder: Path) -> dict[str, str]:
    """Name and text of every file of a folder."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


FIRST = {"claims.csv": "1", "coverage.csv": "1", "run.json": "1"}
SECOND = {"claims.csv": "2", "sentences.csv": "2", "run.json": "2"}


def test_a_run_within_another_ones_time_takes_nothing_from_it(tmp_path: Path) -> None:
    """The second comes and ends while the first writes. Both are whole, and nothing is left beside the folder."""
    folder, seen = tmp_path / "s", []

    def second() -> None:
        publish(folder, SECOND)
        seen.append(texts_in(folder))

    publish(folder, Interrupted(FIRST, second))
    assert seen == [SECOND]
    assert texts_in(folder) == FIRST
    assert names_in(tmp_path) == ["s"]
    (tmp_path / "plain").mkdir()
    assert folder.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_run_that_ends_while_another_writes_leaves_it_its_files(tmp_path: Path) -> None:
    """The first ends before the second, which began after it: the second's results are whole and the last."""
    folder = tmp_path / "s"
    second_writes, first_ended = threading.Event(), threading.Event()

    def until_first_ended() -> None:
        second_writes.set()
        first_ended.wait(20)

    second = threading.Thread(target=publish, args=(folder, Interrupted(SECOND, until_first_ended)))

    def begin_second() -> None:
        second.start()
        second_writes.wait(20)

    publish(folder, Interrupted(FIRST, begin_second))
    assert texts_in(folder) == FIRST
    first_ended.set()
    second.join()
    assert texts_in(folder) == SECOND
    assert names_in(tmp_path) == ["s"]


def test_a_run_waits_while_another_exchanges_and_keeps_what_it_left(tmp_path: Path) -> None:
    """The reader's file that the other one's folder got is not lost with it."""
    folder = tmp_path / "s"
    publish(folder, FIRST)
    with holding(tmp_path) as held:
        assert held
        run = threading.Thread(target=publish, args=(folder, SECOND))
        run.start()
        run.join(0.3)
        assert run.is_alive()
        (folder / "notes.md").write_text("mine", encoding="utf-8")
    run.join()
    assert texts_in(folder) == SECOND | {"notes.md": "mine"}


def test_what_a_killed_run_left_goes_even_with_a_link_to_nowhere(tmp_path: Path) -> None:
    """Notes may hold one; a run that is killed has copied it."""
    (tmp_path / ".s.new" / "one" / "texts").mkdir(parents=True)
    (tmp_path / ".s.new" / "claims.csv").write_text("half", encoding="utf-8")
    (tmp_path / ".s.new" / "link").symlink_to("nowhere")
    publish(tmp_path / "s", FIRST)
    assert names_in(tmp_path) == ["s"]
    assert texts_in(tmp_path / "s") == FIRST


def _die_between_the_renames(folder: Path) -> None:
    rename = Path.rename

    def rename_once(path: Path, target: Path) -> Path:
        if target == folder:
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(path, target)

    Path.rename = rename_once  # type: ignore[method-assign, assignment]
    publish(folder, SECOND)


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that can't exchange two folders in one step."""
    monkeypatch.setattr("compare.output.publish._swap", lambda one, other: False)


@pytest.mark.usefixtures("no_exchange")
def test_a_run_killed_between_two_renames_costs_no_notes(tmp_path: Path) -> None:
    """The old folder lies under another name; the next run puts it back before it begins."""
    folder = tmp_path / "s"
    publish(folder, FIRST)
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    child = multiprocessing.get_context("fork").Process(target=_die_between_the_renames, args=(folder,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert names_in(tmp_path) == [".s.new", ".s.old"]
    seen: list[dict[str, str]] = []
    publish(folder, Interrupted(SECOND, lambda: seen.append(texts_in(folder))))
    assert seen == [FIRST | {"notes.md": "mine"}]
    assert texts_in(folder) == SECOND | {"notes.md": "mine"}
    assert names_in(tmp_path) == ["s"]


@pytest.mark.usefixtures("no_exchange")
def test_where_the_second_rename_fails_the_old_folder_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, not with the next run."""
    folder, rename = tmp_path / "s", Path.rename
    publish(folder, FIRST)

    def refuse_new(path: Path, target: Path) -> Path:
        if target == folder and path.parent.name == ".s.new":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(BadInput, match=r"s: results can't be written \(Permission denied\)"):
        publish(folder, SECOND)
    assert texts_in(folder) == FIRST
    assert names_in(tmp_path) == ["s"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX")
def test_a_place_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    """The message names --results."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="--results"):
        publish(tmp_path / "file" / "s", {"a.csv": ""})


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_file_or_a_link_in_the_place_of_results_is_left_as_it_is(tmp_path: Path, kind: str) -> None:
    """The user's own: neither moved nor written through."""
    (tmp_path / "elsewhere").mkdir()
    place = tmp_path / "story"
    if kind == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match=f"story: is a {kind}, no folder of results; move it away"):
        publish(place, {"claims.csv": "a"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "story"]
    assert not list((tmp_path / "elsewhere").iterdir())
    assert place.is_symlink() or place.read_text(encoding="utf-8") == "mine"
