"""One paper is counted once, however often it is scanned; two papers are two, however alike their votes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from filled_workbook import Filled, fill
from pen import TICK, Sheet
from PIL import Image
from printed_ballot import Grey, Printed

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import Unread
from pingyi.generator.sheets.review_sheet import PAIRS_SHEET
from pingyi.ground.errors import ImportRowsError
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import batches_text, start_workspace
from pingyi.workflow.people.pairs import Released, file_released
from pingyi.workflow.people.review import export_review, import_review
from pingyi.workflow.said.lines import scan_lines
from pingyi.workflow.scans.scan import ScanRequest, ScanSummary, scan_into

PLAN = tuple(Batch(code=code, group=code[0], distributor="区教育局", copies=9) for code in ("A07", "B01"))
Scan = Callable[..., ScanSummary]


def filled(printed: Printed, seed: int, rows: int = 59) -> Grey:
    """满意 in the first so many rows, as a neat hand does it: each tick within a millimetre of the last."""
    rng, sheet = np.random.default_rng(seed), Sheet(printed)
    for item in list(sheet.rows)[:rows]:
        sheet.draw(item, 0, tuple((x, y) for x, y in np.asarray(TICK) + rng.uniform(-0.8, 0.8, 2)))
    return sheet.page


def scanned_again(page: Grey, seed: int = 0) -> Grey:
    """On another copier: turned, stretched, shifted, softer, darker and noisy."""
    rng = np.random.default_rng(seed)
    height, width = page.shape
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-0.8, 0.8)), 0.995)
    turned[:, 2] += rng.uniform(-6, 6, 2)
    moved = cv2.warpAffine(page, turned, (width, height), borderValue=255)
    soft = cv2.GaussianBlur(moved, (0, 0), 0.8).astype(np.float32) * 0.92
    return np.asarray((soft + rng.normal(0, 4, soft.shape)).clip(0, 255), np.uint8)


def photocopy(page: Grey) -> Grey:
    """Black and white alone, strokes fattened."""
    dark = cv2.erode(scanned_again(page, seed=5), np.ones((2, 2), np.uint8))
    return np.asarray(np.where(dark < 150, 0, 255), np.uint8)


def save(path: Path, *pages: Grey) -> Path:
    pictures = [Image.fromarray(page) for page in pages]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=200)
    return path


@pytest.fixture(scope="module")
def sheets(printed: Printed) -> tuple[Grey, Grey]:
    return filled(printed, 1), filled(printed, 2)


@pytest.fixture
def workspace(tmp_path: Path, printed: Printed) -> Workspace:
    started, _ = start_workspace(tmp_path / "工作")
    started.batches_file.write_text(batches_text(PLAN), encoding="utf-8-sig")
    ballots = started.root / "forms" / "ballots"
    ballots.mkdir(parents=True)
    (ballots / "附件4 公众评议表.docx").write_bytes(printed.docx.read_bytes())
    return open_workspace(started.root)


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with working(workspace, "test") as opened:
        yield opened


@pytest.fixture
def scan(workspace: Workspace, store: Store, printed: Printed) -> Scan:
    def run(*paths: Path, batch: str = "A07", jobs: int = 1) -> ScanSummary:
        request = ScanRequest(scans=paths, batch=batch, form=printed.docx, jobs=jobs)
        return scan_into(workspace, store, request, lambda *_: None)

    return run


def decide(word: str, line: int = 1) -> Filled:
    return {PAIRS_SHEET: {(line, "判定"): word, (line, "计票人"): "张三", (line, "监票人"): "李四"}}


def test_two_sheets_with_equal_votes_are_both_counted(scan: Scan, sheets: tuple[Grey, Grey], tmp_path: Path) -> None:
    summary = scan(save(tmp_path / "a.pdf", *sheets))
    assert (summary.new["A07"], summary.unread) == (2, [])


@pytest.mark.parametrize("copy", [scanned_again, photocopy])
def test_a_paper_that_comes_again_is_set_aside_beside_the_first(
    scan: Scan, store: Store, sheets: tuple[Grey, Grey], tmp_path: Path, copy: Callable[[Grey], Grey]
) -> None:
    scan(save(tmp_path / "甲.pdf", *sheets))
    summary = scan(save(tmp_path / "乙.pdf", copy(sheets[1])))
    (page,) = summary.unread
    assert (summary.new.total(), page.reason) == (0, Unread.SAME_PAPER)
    assert "甲.pdf 第 2 页（A07 批）" in page.message()
    assert store.progress()["A07"].sheets == 2
    assert [waiting.page.twin for waiting in store.open_pages()] == [page.twin]


def test_pages_of_one_run_and_of_other_files_are_compared_too(
    scan: Scan, sheets: tuple[Grey, Grey], tmp_path: Path
) -> None:
    first, _ = sheets
    summary = scan(save(tmp_path / "a.pdf", first, scanned_again(first)))
    assert (summary.new["A07"], [page.source.page for page in summary.unread]) == (1, [2])
    again = Image.fromarray(scanned_again(first, seed=3))
    again.save(tmp_path / "b.jpg", quality=80)
    assert [page.reason for page in scan(tmp_path / "b.jpg", batch="").unread] == [Unread.SAME_PAPER]


def test_several_processes_find_what_one_finds(scan: Scan, sheets: tuple[Grey, Grey], tmp_path: Path) -> None:
    first, second = sheets
    pages = (first, scanned_again(first), second, scanned_again(second))
    summary = scan(save(tmp_path / "a.pdf", *pages), jobs=2)
    assert (summary.new["A07"], [page.source.page for page in summary.unread]) == (2, [2, 4])


def test_found_to_be_one_paper_it_stays_out_for_good(
    workspace: Workspace, scan: Scan, store: Store, sheets: tuple[Grey, Grey], tmp_path: Path
) -> None:
    path = save(tmp_path / "a.pdf", sheets[0], scanned_again(sheets[0]))
    scan(path)
    book = tmp_path / "复核表.xlsx"
    export_review(workspace.campaign, store, book)
    assert import_review(workspace.campaign, store, fill(book, decide(PairRuling.SAME))).pages == 1
    assert (file_released(workspace, store), store.open_pages()) == (Released(filed=0, waiting=0), ())
    again = scan(path)
    assert (again.new.total(), again.known, again.unread) == (0, 2, [])


def test_found_to_be_two_papers_it_is_counted_at_once(
    workspace: Workspace, scan: Scan, store: Store, sheets: tuple[Grey, Grey], tmp_path: Path
) -> None:
    path = save(tmp_path / "a.pdf", sheets[0], scanned_again(sheets[0]))
    scan(path)
    book = tmp_path / "复核表.xlsx"
    export_review(workspace.campaign, store, book)
    import_review(workspace.campaign, store, fill(book, decide(PairRuling.DIFFERENT)))
    assert len(store.open_pages()) == 1, "decided, but not counted yet"
    assert file_released(workspace, store) == Released(filed=1, waiting=0)
    assert (store.progress()["A07"].sheets, store.open_pages()) == (2, ())
    assert scan(path).known == 2


def test_a_word_that_is_no_ruling_is_refused(
    workspace: Workspace, scan: Scan, store: Store, sheets: tuple[Grey, Grey], tmp_path: Path
) -> None:
    scan(save(tmp_path / "a.pdf", sheets[0], scanned_again(sheets[0])))
    book = tmp_path / "复核表.xlsx"
    export_review(workspace.campaign, store, book)
    with pytest.raises(ImportRowsError, match="“疑似同一张票”第 5 行：判定“一样”应为：同一张票、两张不同的票"):
        import_review(workspace.campaign, store, fill(book, decide("一样")))


def test_a_sheet_with_little_ink_cannot_be_told_and_that_is_said(scan: Scan, printed: Printed, tmp_path: Path) -> None:
    few = filled(printed, 4, rows=8)
    summary = scan(save(tmp_path / "a.pdf", few, scanned_again(few)))
    assert (summary.new["A07"], summary.untold) == (2, 2)
    assert any("不足 12 行" in line for line in scan_lines(summary))
