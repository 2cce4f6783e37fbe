"""Many processes, one order; nothing that happens on one page costs another."""

import errno
import os
import subprocess
import sys
import time
from functools import partial
from multiprocessing import forkserver
from pathlib import Path

import pytest
from far_readers import by_process, hoard, note_form, note_world, plain
from own_forkserver import begin_anew

from pingyi.domain.readings.reading import Source, Unread, UnreadableFileError, UnreadPage
from pingyi.ground.errors import FileError
from pingyi.scanner.files.pages import Contents
from pingyi.workflow.scans.reading import WORTH_A_START, PageTask, Processes, read_pages
from pingyi.workflow.scans.scan_files import plan_pages, scan_files

pytestmark = pytest.mark.outside


def tasks(pages: int, *, without: tuple[int, ...] = ()) -> list[PageTask]:
    found = range(1, pages + 1)
    return [PageTask(path=Path("甲.pdf"), page=page, label="甲.pdf") for page in found if page not in without]


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_come_in_page_order(jobs: int) -> None:
    planned = tasks(60, without=(7, 11))
    assert [outcome.source for outcome in read_pages(planned, plain, jobs)] == [task.source for task in planned]


def test_few_pages_are_read_by_one_process_that_need_not_start_anew() -> None:
    outcomes = list(read_pages(tasks(WORTH_A_START + 1, without=(7, 11)), by_process, 2))
    assert len(outcomes) == WORTH_A_START - 1
    assert len({outcome.digest for outcome in outcomes}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each begins anew")
def test_several_readers_are_copies_of_one_that_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """And know what has changed around this process since that one began."""
    begin_anew()
    for home in ("/甲", "/乙"):
        monkeypatch.setenv("HOME", home)
        told = [outcome.digest.split() for outcome in read_pages(tasks(6), note_world, Processes(2))]
        assert {(ready, at) for _, ready, at in told} == {("True", home)}
        assert len({process for process, _, _ in told}) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each begins anew")
def test_where_no_process_can_be_copied_readers_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(errno.ENAMETOOLONG, "AF_UNIX path too long")

    monkeypatch.setattr(forkserver, "ensure_running", full)
    told = [outcome.digest.split()[1] for outcome in read_pages(tasks(6), note_world, Processes(2))]
    assert told == ["False"] * 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_on_one_page_is_that_pages_row(jobs: int) -> None:
    outcomes = list(read_pages(tasks(10), plain, Processes(jobs)))
    assert len(outcomes) == 10
    (bad,) = [outcome for outcome in outcomes if isinstance(outcome, UnreadPage)]
    assert bad.source.page == 7
    assert "a bug met on page 7" in bad.message()


def test_a_page_that_kills_its_process_costs_only_itself() -> None:
    outcomes = list(read_pages(tasks(40, without=(7,)), plain, 2))
    assert [outcome.source.page for outcome in outcomes if isinstance(outcome, UnreadPage)] == [11]
    assert len(outcomes) == 39


@pytest.mark.skipif(sys.platform != "linux", reason="bounds of memory are Linux's")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_worn_out_by_many_pages_costs_no_page(jobs: int) -> None:
    """Whatever a library keeps of each page, and however it tells that no more memory is to be had."""
    outcomes = list(read_pages(tasks(60), hoard, jobs))
    assert [outcome.digest for outcome in outcomes] == [f"甲.pdf-{page + 100}" for page in range(1, 61)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_has_one_form_whatever_it_is_given_to_read(jobs: int) -> None:
    """What is kept of a form is found by the form being the same, not by comparing all its cells."""
    outcomes = read_pages(tasks(40, without=(7, 11)), partial(note_form, ("甲", "乙")), jobs)
    assert {outcome.digest for outcome in outcomes} == {"1"}


HAND_OUT = """
from pathlib import Path
from far_readers import note_process
from pingyi.workflow.scans.reading import PageTask, read_pages

if __name__ == "__main__":
    planned = [PageTask(path=Path("甲.pdf"), page=page, label="甲.pdf") for page in range(20, 60)]
    for outcome in read_pages(planned, note_process, 2):
        print(outcome.digest, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="looks for processes by POSIX signals")
def test_processes_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "hand_out.py"
    script.write_text(HAND_OUT, encoding="utf-8")
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=paths) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail(f"process {child} outlived its parent")


def test_refused_files_keep_their_place_among_the_pages() -> None:
    refused = UnreadPage(source=Source(file="乙.pdf", page=1), digest="", reason=Unread.PROTECTED_FILE)
    first, second = tasks(2)
    assert [outcome.source for outcome in read_pages([first, refused, second], plain, 1)] == [
        first.source,
        refused.source,
        second.source,
    ]


def test_a_folder_stands_for_the_scans_in_it_counted_as_people_count(tmp_path: Path) -> None:
    for name in ("扫描10.pdf", "扫描2.PDF", "笔记.txt", "下/一.JPG"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with scan_files([tmp_path, tmp_path / "扫描2.PDF"]) as found:
        assert [path.name for path in found.files] == ["一.JPG", "扫描2.PDF", "扫描10.pdf"]
        assert found.aside == ("笔记.txt",)


def test_a_folder_without_scans_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="没有扫描件"), scan_files([tmp_path]):
        pass


def test_files_of_the_same_name_are_told_apart() -> None:
    files = [Path("一月/001.jpg"), Path("二月/001.jpg"), Path("三月/002.jpg")]
    with scan_files(files) as found:
        assert list(found.labels.values()) == ["一月/001.jpg", "二月/001.jpg", "002.jpg"]


def locked_file(path: Path) -> Contents:
    raise UnreadableFileError(f"{path.name} 有密码", Unread.PROTECTED_FILE)


def test_a_file_that_cannot_be_opened_is_one_unread_page(tmp_path: Path) -> None:
    locked = tmp_path / "锁.pdf"
    locked.touch()
    with scan_files([locked]) as found:
        (page,) = plan_pages(found, locked_file).pages
    assert isinstance(page, UnreadPage)
    assert (page.reason, page.source) == (Unread.PROTECTED_FILE, Source(file="锁.pdf", page=1))
