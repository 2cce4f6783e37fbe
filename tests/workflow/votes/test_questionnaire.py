"""A questionnaire with boxes in its cells and an open question: drawn anew, filled, scanned, typed and counted."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from docx import Document
from python_calamine import CalamineWorkbook

from benchmarks.votes.__main__ import DPI, MIX, plan
from benchmarks.votes.election import by_page, compare, decide
from benchmarks.votes.made_forms import Boxes, MadeForm, MadeTable
from benchmarks.votes.redrawn_forms import redrawn_form
from benchmarks.votes.voters import fill, write_name
from pingyi.domain.vote import VoteKind
from pingyi.samples.filler.copier import CLEAN
from pingyi.samples.filler.layout import Box, render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.people.keys import nobody
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.count import give_result
from pingyi.workflow.votes.new_vote import NewVote, start_vote
from pingyi.workflow.votes.sheets import (
    export_vote_opinions,
    import_vote_opinions,
    import_vote_review,
    scan_vote,
)

pytestmark = [pytest.mark.office, pytest.mark.long]

CHOICES = ("满意", "基本满意", "不满意")
ASKED = ("窗口态度", "办事流程", "政策解释", "收费公开", "垃圾清运", "停车秩序", "餐具卫生", "电梯维护")
SHEETS, SEED = 8, 24


def questionnaire() -> MadeForm:
    rows = ((str(k), name, Boxes(question=name, choices=CHOICES)) for k, name in enumerate(ASKED, 1))
    lines = (("序号", "题目", "您的评价"), *rows, ("您的意见和建议：", "<", "<"))
    return MadeForm(title="服务满意度调查问卷", tables=(MadeTable(lines=lines, widths_mm=(12.0, 70.0, 80.0)),))


def written(rng: np.random.Generator, page: FilledPage, line: Box) -> FilledPage:
    """The page with five invented characters on the line for opinions, under its printed words."""
    low = Box(left=line.left + 30, top=line.centre[1], right=line.left + 90, bottom=line.bottom - 1)
    strokes = (*page.strokes, *write_name(rng, page.hand, low, "建议多开窗"))
    return FilledPage(hand=page.hand, strokes=strokes, truth=())


def typed(table: Path) -> Path:
    """Every opinion typed and signed by two people, as a spreadsheet program saves it."""
    grid = CalamineWorkbook.from_path(str(table)).get_sheet_by_index(0).to_python()
    head = next(number for number, line in enumerate(grid) if line[0] == "编号")
    for number, line in enumerate(grid[head + 1 :], start=1):
        said = {"录入文字": f"建议{number}：多开窗口", "录入人": "甲", "核对人": "乙"}
        for heading, words in said.items():
            line[grid[head].index(heading)] = words
    with xlsxwriter.Workbook(str(table.with_name("已填.xlsx"))) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(grid):
            sheet.write_row(number, 0, [str(cell) for cell in line])
    return table.with_name("已填.xlsx")


def silent(_words: str, _done: int, _total: int) -> None:
    pass


def test_a_questionnaire_of_boxes_and_an_open_question_from_its_old_form_to_its_result(tmp_path: Path) -> None:
    form, asked, ((_, line),) = redrawn_form(questionnaire(), tmp_path, "问卷")
    assert [one.label for one in asked] == list(ASKED)
    wish = NewVote(form=form, name="问卷", kind=VoteKind.SURVEY, copies=(("窗口", SHEETS),))
    started = start_vote(tmp_path / "投票", wish)
    scans, pages, truth = tmp_path / "扫描.pdf", [], []
    for number in range(SHEETS):
        rng = np.random.default_rng([SEED, number])
        drawn, meant = fill(rng, asked, plan(rng, asked, several=False), MIX)
        page = written(rng, drawn[0], line) if number % 2 else drawn[0]
        pages.append(scan(rng, Sheet(printed=render(started.runs[0], 0, DPI), dpi=DPI, filled=page), CLEAN))
        truth.append(meant)
    write_scan(scans, pages)
    meant_by_page, desk = by_page(scans.name, truth), started.desk
    with working(desk, "test") as store:
        scan_vote(desk, store, ScanRequest(scans=(scans,)), silent)
        outcome = compare(store, meant_by_page)
        assert (outcome.wrong, outcome.unread, outcome.rows) == ((), 0, SHEETS * len(ASKED))
        decide(store, meant_by_page, tmp_path / "判定.csv")
        import_vote_review(desk, store, tmp_path / "判定.csv", nobody)
        assert export_vote_opinions(desk, store, tmp_path / "意见.xlsx", silent).opinions == SHEETS // 2
        report = import_vote_opinions(desk, store, typed(tmp_path / "意见.xlsx"), nobody)
        assert (report.fresh, report.typed) == (SHEETS // 2, SHEETS // 2)
        counted = give_result(desk, store, draft=False)
    votes = Counter((label, one.word) for sheet in truth for label, one in sheet.items())
    assert {
        (one.row.name, word): number
        for one in counted.result.questions
        for word, number in zip(one.row.choices, one.choices, strict=True)
    } == {(name, word): votes[name, word] for name in ASKED for word in CHOICES}
    told = Document(str(counted.files[0]))
    words = "\n".join(
        [p.text for p in told.paragraphs] + [c.text for t in told.tables for r in t.rows for c in r.cells]
    )
    assert all(f"建议{number}：多开窗口" in words for number in range(1, SHEETS // 2 + 1))
