"""A vote declares how its form is to be filled, as the form tells its voters, and is read by that."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.votes.made_forms import Asked, MadeForm, MadeTable, Tick, printed_form
from pingyi.domain.forms.declared import DECLARED_TEXT, Declared
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.votes.vote import VoteKind
from pingyi.ground.errors import FormError
from pingyi.samples.filler.layout import render
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.said.vote import started_lines
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.new_vote import NewVote, StartedVote, start_vote
from pingyi.workflow.votes.sheets import scan_vote, settled_vote

pytestmark = pytest.mark.office

DPI = 200
CHOICES = ("满意", "基本满意", "不满意")
NAMES = tuple(f"第{k}项服务" for k in "一二三四五六七八九十")
TOLD = {Declared.TICK_OR_CROSS: "（请打“√”或打“×”）", Declared.DOT: "（请涂实心圆点“●”）"}


def started(folder: Path, title: str, marks: Declared) -> tuple[StartedVote, tuple[Asked, ...]]:
    rows = ((name, *(Tick(question=name, choice=choice) for choice in CHOICES)) for name in NAMES)
    table = MadeTable(lines=(("项目", *CHOICES), *rows), widths_mm=(70.0, 30.0, 30.0, 30.0))
    form, asked = printed_form(MadeForm(title=title, tables=(table,)), folder, "问卷")
    wish = NewVote(form=form, name="问卷", kind=VoteKind.SURVEY, copies=(("窗口", 2),), marks=marks)
    return start_vote(folder / "投票", wish), asked


def filled(run: Path, asked: tuple[Asked, ...], marks: Declared, path: Path) -> Path:
    """The first copy of a run, its k-th row's choice k mod 3 marked as `marks` say."""
    page = np.array(render(run, 0, DPI))
    for k, one in enumerate(asked):
        x, y = (np.array(one.boxes[k % 3].centre) * DPI / 25.4).round().astype(int).tolist()
        if marks is Declared.DOT:
            cv2.circle(page, (x, y), 13, 30, -1, cv2.LINE_AA)
            continue
        for side in (-12, 12):
            cv2.line(page, (x - 12, y - side), (x + 12, y + side), 30, 4, cv2.LINE_AA)
    cv2.imwrite(str(path), page)
    return path


def nothing(_words: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.parametrize("marks", TOLD)
def test_what_a_vote_declares_is_a_vote_on_its_sheets_and_told_with_the_rules(tmp_path: Path, marks: Declared) -> None:
    made, asked = started(tmp_path, f"服务评价{TOLD[marks]}", marks)
    assert DECLARED_TEXT[marks] in "\n".join(started_lines(made))
    scan = filled(made.runs[0], asked, marks, tmp_path / "扫描.png")
    with working(made.desk, "test") as store:
        summary = scan_vote(made.desk, store, ScanRequest(scans=(scan,)), nothing)
        assert any(DECLARED_TEXT[marks] in note for note in summary.notes())
        (sheet,) = settled_vote(store)
    assert {row.verdict for row in sheet.rows} == {Verdict.VALID}
    assert [row.choice for row in sheet.rows] == [CHOICES[k % 3] for k in range(len(asked))]


@pytest.mark.parametrize("marks", TOLD)
def test_what_the_form_does_not_tell_its_voters_cannot_be_declared(tmp_path: Path, marks: Declared) -> None:
    with pytest.raises(FormError, match="请在表样的说明里写明"):
        started(tmp_path, "服务评价", marks)
    assert not (tmp_path / "投票").exists()
