"""A vote on one question, as 表决票 have it: no row to be told from, so its sheets are known by their mark."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from pen import TICK

from benchmarks.votes.layouts import ticks
from benchmarks.votes.made_forms import Asked, Cell, MadeForm, MadeTable, Write, printed_form
from pingyi.domain.readings.reading import SheetReading, UnreadPage, Verdict
from pingyi.domain.votes.vote import VoteKind
from pingyi.samples.filler.layout import render
from pingyi.scanner.sheet import read_sheet
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.new_vote import NewVote, StartedVote, start_vote
from pingyi.workflow.votes.sheets import scan_vote, settled_vote
from pingyi.workflow.votes.vote_desk import tables_of

pytestmark = pytest.mark.office

DPI = 200
CHOICES = ("赞成", "反对", "弃权")
MARK_MM = (150.0, 0.0, 210.0, 24.0)  # left, top, right, bottom of where the mark is printed


Begun = tuple[StartedVote, tuple[Asked, ...]]


def begun(folder: Path, name: str, lines: int) -> Begun:
    """A vote on one name, with so many lines for others; `name` alone differs between two of them."""
    folder.mkdir()
    rows: list[tuple[Cell, ...]] = [("1", name, *ticks(name, CHOICES))]
    rows += [("" if k else "另选他人", Write(question=f"另选{k}"), *ticks(f"另选{k}", CHOICES)) for k in range(lines)]
    table = MadeTable(lines=(("序号", "候选人姓名", *CHOICES), *rows), widths_mm=(24.0, 50.0, 30.0, 30.0, 30.0))
    form, asked = printed_form(MadeForm(title="选票", tables=(table,)), folder, "选票")
    wish = NewVote(form=form, name=f"选举{name}", kind=VoteKind.ASSESSMENT, copies=(("会场", 3),))
    return start_vote(folder / "投票", wish), asked


def filled(begun: Begun, choice: int, path: Path, *, marked: bool = True) -> Path:
    """A copy of its run, one for each choice, its first row ticked; without `marked` the mark is torn off."""
    made, asked = begun
    paper = np.array(render(made.runs[0], choice, DPI))
    points = np.rint((np.array(TICK) + asked[0].boxes[choice].centre) * DPI / 25.4 * 16).astype(np.int32)
    cv2.polylines(paper, [points], isClosed=False, color=25, thickness=4, lineType=16, shift=4)
    if not marked:
        left, top, right, bottom = (round(mm * DPI / 25.4) for mm in MARK_MM)
        paper[top:bottom, left:right] = 255
    cv2.imwrite(str(path), paper)
    return path


def nothing(_words: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.parametrize("lines", [0, 2], ids=["alone", "with lines for names"])
def test_a_vote_on_one_row_is_read_by_its_marks_and_another_s_is_refused(tmp_path: Path, lines: int) -> None:
    ours, others = begun(tmp_path / "甲", "甘海生", lines), begun(tmp_path / "乙", "甘海山", lines)
    mine = [filled(ours, choice, tmp_path / f"{choice}.png") for choice in range(len(CHOICES))]
    strange = filled(others, 1, tmp_path / "别的.png")
    lost = filled(ours, 2, tmp_path / "缺标记.png", marked=False)
    made = ours[0]
    with working(made.desk, "test") as store:
        scan_vote(made.desk, store, ScanRequest(scans=(*mine, strange, lost)), nothing)
        rows = [sheet.rows[0] for sheet in settled_vote(store)]
        waiting = {found.page.source.file: found.page.detail for found in store.open_pages()}
    assert [(row.verdict, row.choice) for row in rows] == [(Verdict.VALID, choice) for choice in CHOICES]
    assert set(waiting) == {"别的.png", "缺标记.png"}
    assert "另一次的票" in waiting["别的.png"]
    assert "标记没有读到" in waiting["缺标记.png"]


def test_given_its_batch_by_hand_a_sheet_without_its_mark_is_still_refused(tmp_path: Path) -> None:
    made, asked = begun(tmp_path / "甲", "甘海生", 0)
    lost = filled((made, asked), 2, tmp_path / "缺标记.png", marked=False)
    with working(made.desk, "test") as store:
        scan_vote(made.desk, store, ScanRequest(scans=(lost,), batch="V01"), nothing)
        assert [found.page.source.file for found in store.open_pages()] == ["缺标记.png"]


def test_a_sheet_read_upside_down_is_read_all_the_same(tmp_path: Path) -> None:
    made, asked = begun(tmp_path / "甲", "甘海生", 0)
    sheet = filled((made, asked), 1, tmp_path / "票.png")
    cv2.imwrite(str(sheet), np.rot90(cv2.imread(str(sheet), cv2.IMREAD_GRAYSCALE), 2))
    found = read_sheet(sheet, 1, tables_of(made.desk))
    assert isinstance(found, SheetReading), found
    assert (found.rows[0].verdict, found.rows[0].choice, found.turn) == (Verdict.VALID, "反对", 180)


def test_one_row_beside_another_table_is_known_by_the_sheet_s_mark(tmp_path: Path) -> None:
    names = ("政治素质", "工作实绩", "作风建设", "廉洁自律")
    two = tuple(
        MadeTable(
            over=over,
            lines=(("项目", *CHOICES), *((name, *ticks(name, CHOICES)) for name in asked)),
            widths_mm=(84.0, 30.0, 30.0, 30.0),
        )
        for over, asked in (("一、总体评价", ("领导班子",)), ("二、分项评价", names))
    )
    form, asked = printed_form(MadeForm(title="测评表", tables=two), tmp_path, "测评表")
    wish = NewVote(form=form, name="测评", kind=VoteKind.ASSESSMENT, copies=(("会场", 3),))
    begun = start_vote(tmp_path / "投票", wish), asked
    read = read_sheet(filled(begun, 1, tmp_path / "票.png"), 1, tables_of(begun[0].desk))
    assert isinstance(read, SheetReading), read
    assert (read.rows[0].verdict, read.rows[0].choice, len(read.rows)) == (Verdict.VALID, "反对", 1 + len(names))
    lost = read_sheet(filled(begun, 1, tmp_path / "缺.png", marked=False), 1, tables_of(begun[0].desk))
    assert isinstance(lost, UnreadPage)
    assert "标记没有读到" in lost.detail
