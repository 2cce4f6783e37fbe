"""Ballots handed out, returned, read and counted must agree, or no final notice is issued."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pingyi.cli import commands
from pingyi.commands.show.console import run
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.paper import PageCount
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.domain.readings.returns import BatchPaper, Returns, RowPaper
from pingyi.generator.sheets.ledger import HEADER_ROW, NAMES, write_ledger
from pingyi.ground.errors import ExitCode, ImportRowsError, UnbalancedError
from pingyi.store.base.records import Filing, PageDecision
from pingyi.store.base.store import Store
from pingyi.tally.reconcile import reconcile
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import batches_text, start_workspace
from pingyi.workflow.results.reconcile import (
    Balance,
    Ledger,
    check_balanced,
    look_at_ledgers,
    make_balance,
    take_ledger,
)
from pingyi.workflow.results.tally import make_count

PLAN = (
    Batch(code="A07", group="A", distributor="区教育局", copies=5),
    Batch(code="B01", group="B", distributor="天马街道", copies=3),
)
GOOD = BatchPaper(
    batch="A07",
    printed=10,
    returns=Returns(batch="A07", issued=10, returned=7, spoiled=1, outstanding=2),
    sheets=(PageCount(page=1, pages=1, sheets=6),),
    set_aside=1,
    waiting=0,
)
numbers = st.integers(0, 30)


def balance_of(workspace: Workspace, store: Store) -> Balance:
    return make_balance(workspace.campaign, PLAN, store, make_count(workspace.campaign, PLAN, store).tally)


def test_what_balances_is_not_mentioned() -> None:
    row = RowPaper(batch="A07", item="1", read=6, valid=3, blank=2, multiple=1, doubtful=0)
    assert reconcile([GOOD], [row]) == ()


@given(numbers, numbers, numbers, numbers)
def test_issued_is_returned_and_spoiled_and_outstanding(issued: int, came: int, spoiled: int, outstanding: int) -> None:
    entered = Returns(batch="A07", issued=issued, returned=came, spoiled=spoiled, outstanding=outstanding)
    sheets = (PageCount(page=1, pages=1, sheets=came),)
    paper = replace(GOOD, printed=30, returns=entered, sheets=sheets, set_aside=0)
    assert bool(reconcile([paper], [])) == (issued != came + spoiled + outstanding)


@given(numbers, numbers, numbers)
def test_returned_is_read_and_set_aside(came: int, read: int, aside: int) -> None:
    entered = Returns(batch="A07", issued=came, returned=came, spoiled=0, outstanding=0)
    sheets = (PageCount(page=1, pages=1, sheets=read),)
    paper = replace(GOOD, printed=30, returns=entered, sheets=sheets, set_aside=aside)
    assert bool(reconcile([paper], [])) == (came != read + aside)


@given(numbers, numbers, numbers, numbers)
def test_rows_read_are_valid_and_blank_and_multiple(read: int, valid: int, blank: int, multiple: int) -> None:
    row = RowPaper(batch="A07", item="1", read=read, valid=valid, blank=blank, multiple=multiple, doubtful=0)
    assert bool(reconcile([], [row])) == (read != valid + blank + multiple)


def test_a_ballot_of_two_pages_is_two_sheets_of_paper() -> None:
    both = (PageCount(page=1, pages=2, sheets=7), PageCount(page=2, pages=2, sheets=7))
    assert reconcile([replace(GOOD, sheets=both, set_aside=0)], []) == ()
    one_lost = (both[0], replace(both[1], sheets=6))
    (found,) = reconcile([replace(GOOD, sheets=one_lost, set_aside=0)], [])
    assert "每份 2 页，应有 14 页" in found.message()
    assert "少 1 张" in found.message()


def test_a_page_too_few_and_one_too_many_do_not_cancel_out() -> None:
    crossed = (PageCount(page=1, pages=2, sheets=8), PageCount(page=2, pages=2, sheets=6))
    (found,) = reconcile([replace(GOOD, sheets=crossed, set_aside=0)], [])
    assert "第 2 页少 2 张" in found.message()


def test_pages_nobody_decided_on_and_doubtful_rows_stand_in_the_list() -> None:
    row = RowPaper(batch="A07", item="1", read=6, valid=3, blank=2, multiple=0, doubtful=1)
    messages = [found.message() for found in reconcile([replace(GOOD, waiting=2)], [row], unassigned=3)]
    assert messages[0].startswith("A07 批有 2 页没有读出或疑似重复")
    assert "序号 1 有 1 行待人工判定" in messages[1]
    assert messages[2].startswith("有 3 页没有读出，也不知属于哪一批")


# ---- with a workspace ----


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    started, _ = start_workspace(tmp_path / "工作")
    started.batches_file.write_text(batches_text(PLAN), encoding="utf-8-sig")
    return open_workspace(started.root)


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    with working(workspace, "test") as opened:
        yield opened


def file_sheets(workspace: Workspace, store: Store, batch: str, sheets: int) -> None:
    rows = tuple(
        RowReading(item=str(unit.serial), name=unit.name, verdict=Verdict.VALID, choice="满意", confidence=1.0)
        for unit in workspace.campaign.units
    )
    store.file_pages(
        [
            Filing(
                outcome=SheetReading(
                    form_page=1,
                    form_pages=1,
                    source=Source(file=f"{batch}.pdf", page=number),
                    digest=f"{batch}{number}",
                    form_digest="f",
                    batch_code=batch,
                    turn=0,
                    rows=rows,
                    has_opinion=False,
                ),
                batch=batch,
                scan=batch,
            )
            for number in range(1, sheets + 1)
        ]
    )


def filled_ledger(workspace: Workspace, path: Path, numbers: dict[str, tuple[int | str, ...]]) -> Path:
    """The ledger the program writes, saved again by the office with 实发, 回收, 作废 and 未收回 typed in."""
    written = write_ledger(workspace.campaign, PLAN, path.with_name("空表.xlsx"))
    grid = CalamineWorkbook.from_path(str(written)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(grid):
            for name, value in zip(
                ("实发份数", "回收份数", "作废份数", "未收回"), numbers.get(str(line[0]), ()), strict=False
            ):
                line[NAMES.index(name)] = value
            sheet.write_row(at, 0, line)
    return path


def taken(store: Store, path: Path) -> list[Ledger]:
    return [take_ledger(store, look) for look in look_at_ledgers(PLAN, store, [path]).ledgers]


def test_the_ledger_the_program_writes_is_read_back(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    file_sheets(workspace, store, "A07", 3)
    file_sheets(workspace, store, "B01", 3)
    path = filled_ledger(workspace, tmp_path / "登记表.xlsx", {"A07": (5, 4, 1, ""), "B01": (3, 3, "", 0)})
    assert taken(store, path) == [Ledger(file="登记表.xlsx", batches=2)]
    balance = balance_of(workspace, store)
    assert balance.imbalances == ()
    assert balance.papers[0].returns == Returns(batch="A07", issued=5, returned=3, spoiled=1, outstanding=1)
    check_balanced(balance_of(workspace, store))


def test_a_final_notice_is_refused_with_the_list(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    file_sheets(workspace, store, "A07", 3)
    file_sheets(workspace, store, "B01", 4)
    assert taken(store, filled_ledger(workspace, tmp_path / "登记表.xlsx", {"A07": (5, 4, 0, 2)}))
    with pytest.raises(UnbalancedError) as refused:
        check_balanced(balance_of(workspace, store))
    lines = str(refused.value).splitlines()
    assert "A07 批实发 5 份，回收 4、作废 0、未收回 2 合计 6 份，相差 1 份" in lines[1]
    assert "A07 批回收 4 份，读出 3 张、搁置 0 张；少 1 张" in lines[2]
    assert "B01 批没有登记发放和回收的份数" in lines[3]
    assert refused.value.exit_code is ExitCode.UNBALANCED


def test_a_ballot_nobody_can_read_is_set_aside_and_balances(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    file_sheets(workspace, store, "A07", 3)
    page = UnreadPage(source=Source(file="x.pdf", page=1), digest="x", reason=Unread.ILLEGIBLE)
    store.file_pages([Filing(outcome=page, batch="A07", scan="x")])
    numbers = {"A07": (5, 4, 0, 1), "B01": (0, 0, 0, 0)}
    assert taken(store, filled_ledger(workspace, tmp_path / "登记表.xlsx", numbers))
    waiting = [found.message() for found in balance_of(workspace, store).imbalances]
    assert len(waiting) == 2, "nobody has decided yet, and one sheet is lacking"
    (number,) = store.pages_dealt_with()
    ruled = PageDecision(page=number, outcome="无法辨认", decided_by="张三", confirmed_by="李四")
    store.add_decisions([], [ruled])
    assert balance_of(workspace, store).imbalances == ()


def test_wrong_cells_are_listed_and_nothing_comes_in(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    numbers = {"A07": (5, "四", 0, ""), "B01": (3, 1, 2, "")}
    path = filled_ledger(workspace, tmp_path / "登记表.xlsx", numbers)
    (refused,) = look_at_ledgers(PLAN, store, [path]).refused
    assert isinstance(refused, ImportRowsError)
    first = HEADER_ROW + 2
    assert f"第 {first} 行（A07 批）：回收份数“四”应为不小于 0 的整数" in str(refused)
    assert f"第 {first + 1} 行（B01 批）：作废份数大于回收份数" in str(refused)
    assert balance_of(workspace, store).papers[0].returns is None


def test_the_command_lists_and_says_so_by_its_exit_code(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with working(workspace, "test") as store:
        file_sheets(workspace, store, "A07", 3)
    assert run(commands, ["-C", str(workspace.root), "reconcile"]) == ExitCode.UNBALANCED
    assert "A07 批没有登记发放和回收的份数" in capsys.readouterr().out.replace("\n", "")
    path = filled_ledger(workspace, tmp_path / "登记表.xlsx", {"A07": (5, 3, 0, 2), "B01": (0, 0, 0, 0)})
    assert run(commands, ["-C", str(workspace.root), "import", "returns", str(path), "--yes"]) == ExitCode.OK
    assert run(commands, ["-C", str(workspace.root), "reconcile"]) == ExitCode.OK
    assert "各数都平" in capsys.readouterr().out
