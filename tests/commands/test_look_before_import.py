"""`pingyi import` shows what it understood, and takes it in when somebody says so."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented_year import default_campaign
from returned_form import filled, import_analysis

from pingyi.cli import commands
from pingyi.ground.errors import ExitCode, NotReadyError
from pingyi.samples.orders import write_orders
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import orders
from pingyi.workflow.desk.workspace import Workspace, watching, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.paper.analysis import take_forms
from pingyi.workflow.paper.analysis_look import RECEIVED, looked_at_forms
from pingyi.workflow.paper.analysis_notes import FOLDER
from pingyi.workflow.tables.imports import take_in
from pingyi.workflow.tables.looked import check_still, look_at_tables

HEADINGS = "被评单位,满意（票）,基本满意,不满意,联系人"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return start_workspace(tmp_path / "w")[0]


def table(workspace: Workspace, *rows: str) -> Path:
    path = workspace.root.parent / "电话.csv"
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    return path


def imported(workspace: Workspace, *words: object) -> Result:
    return CliRunner().invoke(commands, ["-C", str(workspace.root), "import", *map(str, words)])


def phoned(workspace: Workspace) -> dict[str, tuple[int, ...]]:
    with watching(workspace) as store:
        return {one.unit: one.choices for one in outside(store).phone}


def test_without_anybody_to_ask_it_shows_and_says_how_to_go_on(workspace: Workspace) -> None:
    outcome = imported(workspace, "phone", table(workspace, "雒容镇,3,2,1,甲某", "鱼峰区里雍镇,4,0,0,乙某"))
    said = outcome.output
    assert "电话.csv：2 行，2 个单位" in said
    assert "第 1 行是表头，读入的列：单位名称（原为“被评单位”）、满意（原为“满意(票)”）、基本满意、不满意" in said
    assert "没有读的列：联系人" in said
    assert "如第一行读作：雒容镇：票 3/2/1" in said
    assert "“鱼峰区里雍镇”按“里雍镇”读入" in said
    assert "名单里有 57 个单位表里没有" in said
    assert "与已导入的相比：新增 2，更改 0，相同 0" in said
    assert isinstance(outcome.exception, NotReadyError)
    assert "--yes" in str(outcome.exception)
    assert not phoned(workspace)


def test_a_second_import_tells_what_it_changes(workspace: Workspace) -> None:
    first = table(workspace, "雒容镇,3,2,1,", "里雍镇,4,0,0,", "白沙镇,5,0,0,")
    assert imported(workspace, "phone", first, "--yes").exit_code == 0
    assert "没有变化" in imported(workspace, "phone", first, "--yes").output
    said = imported(workspace, "phone", table(workspace, "雒容镇,3,2,1,", "里雍镇,4,1,0,"), "--yes").output
    assert "与已导入的相比：新增 0，更改 1，相同 1" in said
    assert "更改的：里雍镇：票 4/0/0 → 4/1/0" in said
    assert "以前导入而这个文件里没有的 1 行仍然有效" in said
    assert "已导入 电话.csv：2 行，2 个单位" in said
    assert phoned(workspace) == {"雒容镇": (3, 2, 1), "里雍镇": (4, 1, 0), "白沙镇": (5, 0, 0)}


def test_orders_are_shown_with_their_days(workspace: Workspace, tmp_path: Path) -> None:
    exported = write_orders(default_campaign(), tmp_path / "工单.csv", 30, 3)
    said = imported(workspace, "hotline", exported, "--yes").output
    assert "全表派单从 202" in said
    assert "诉求人、联系电话" in said  # headings that are not read
    with watching(workspace) as store:
        assert len(orders(store)) == 30


def test_a_table_that_is_refused_keeps_no_other_out(workspace: Workspace, tmp_path: Path) -> None:
    wrong = tmp_path / "错.csv"
    wrong.write_text(f"{HEADINGS}\n查无此局,1,1,1,\n", encoding="utf-8")
    outcome = imported(workspace, "phone", wrong, table(workspace, "雒容镇,3,2,1,"), "--yes")
    assert outcome.exit_code == ExitCode.BAD_IMPORT
    assert "查无此局" in outcome.output
    assert list(phoned(workspace)) == ["雒容镇"]


def test_what_changed_while_somebody_looked_is_looked_at_anew(workspace: Workspace) -> None:
    with working(workspace, "test") as store:
        look = partial(look_at_tables, workspace.campaign, store, "phone", advance=lambda *_: None)
        seen = look([table(workspace, "雒容镇,3,2,1,")])
        check_still(workspace.campaign, store, seen)
        series = workspace.campaign.series[0]
        others = series.model_copy(update={"units": ("新镇", *series.units[1:])})
        renamed = workspace.campaign.model_copy(update={"series": (others, *workspace.campaign.series[1:])})
        with pytest.raises(NotReadyError, match="再运行一次"):
            check_still(renamed, store, seen)
        (other,) = look([table(workspace, "雒容镇,9,0,0,")]).tables
        take_in(store, other.understood)
        with pytest.raises(NotReadyError, match="再运行一次"):
            check_still(workspace.campaign, store, seen)


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    pty = pytest.importorskip("pty")
    try:
        ends = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminals here: {error}")
    yield ends
    for end in ends:
        os.close(end)


@pytest.mark.outside
@pytest.mark.parametrize(("answer", "taken"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_in_a_terminal_it_asks(
    workspace: Workspace,
    terminal: tuple[int, int],
    answer: bytes,
    taken: bool,  # noqa: FBT001
) -> None:
    os.write(terminal[0], answer)
    wish = ["-C", str(workspace.root), "import", "phone", str(table(workspace, "雒容镇,3,2,1,"))]
    done = subprocess.run(
        [sys.executable, "-m", "pingyi.cli", *wish], stdin=terminal[1], capture_output=True, check=True, timeout=120
    )
    assert "以上 1 个表导入吗？" in (done.stdout + done.stderr).decode()
    assert bool(phoned(workspace)) is taken


@pytest.mark.slow
def test_returned_forms_are_shown_first_and_taken_when_somebody_says_so(workspace: Workspace, tmp_path: Path) -> None:
    box = tmp_path / "收件"
    box.mkdir()
    form = filled(workspace.campaign, box / "a.docx")
    (box / "b.docx").write_text("不是 Word", encoding="utf-8")
    outcome = imported(workspace, "analysis", box)
    assert "读出 1 个单位的绩效分析表" in outcome.output
    assert "；新收到" in outcome.output
    assert "收不下：b.docx" in outcome.output
    assert isinstance(outcome.exception, NotReadyError)
    assert not (workspace.root / FOLDER).exists()
    assert imported(workspace, "analysis", box, "--yes").exit_code == ExitCode.BAD_IMPORT  # b.docx
    assert len(list((workspace.root / FOLDER / RECEIVED).iterdir())) == 1
    assert "；与以前收到的相同" in imported(workspace, "analysis", form).output
    form = filled(workspace.campaign, form, lambda document: document.tables[0].rows[1].cells[0].add_paragraph("又"))
    assert "；替换以前收到的" in imported(workspace, "analysis", form).output


@pytest.mark.slow
@pytest.mark.parametrize("change", ["file", "in hand", "roster"])
def test_forms_that_changed_since_the_look_are_not_taken(workspace: Workspace, tmp_path: Path, change: str) -> None:
    form = filled(workspace.campaign, tmp_path / "a.docx")
    campaign = workspace.campaign
    with looked_at_forms(workspace.root, campaign, [form], lambda *_: None) as look:
        if change == "file":
            form.write_bytes(form.read_bytes() + b" ")
        elif change == "in hand":
            import_analysis(workspace.root, campaign, [form])
        else:
            campaign = campaign.model_copy(update={"aliases": {}})
        with pytest.raises(NotReadyError, match="核看以后"):
            take_forms(workspace.root, campaign, look)
