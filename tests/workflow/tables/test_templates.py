"""A template that is filled in goes in at the first try: nothing assumed, nothing asked."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from filled_template import NAMESPACE, fill, sheet_of

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes
from pingyi.generator.libreoffice.pdf import to_xlsx
from pingyi.generator.sheets.fill_in import (
    FIRST_ROW,
    HEADER_ROW,
    Calculated,
    FillColumn,
    Moment,
    Number,
    Template,
    Words,
)
from pingyi.ground.errors import ImportRowsError
from pingyi.scoring.orders.cells import EXCEL_EPOCH
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.files.headings import cell_name
from pingyi.workflow.init import start_workspace
from pingyi.workflow.results.reconcile import look_at_ledgers
from pingyi.workflow.tables.imports import understand_table
from pingyi.workflow.tables.looked import look_at_tables
from pingyi.workflow.tables.templates import TemplateFile, import_templates

Value = str | float
Values = dict[tuple[int, str], Value]
KEYS = ("leaders-L", "leaders-M", "leaders-N", "hotline", "orders", "phone", "returns")
CLOSED = {  # of an order that tells one story
    "工单状态": "办结", "派单时间": 45400.5, "签收时间": 45400.75, "截止时间": 45410.0, "办结时间": 45402.25,
    "退单时间": "", "退单结果": "", "延期申请时间": 45400.875, "挂起开始": 45401.0, "挂起结束": 45401.5,
    "是否接通": "是", "核定加分": "0.1+0.05", "办理时限": "10",
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return start_workspace(tmp_path_factory.mktemp("templates") / "w")[0]


def template_of(workspace: Workspace, key: str, folder: Path) -> tuple[TemplateFile, Path]:
    found = next(one for one in import_templates(workspace.campaign, workspace.batches()) if one.key == key)
    path = folder / found.name
    path.write_bytes(found.workbook())
    return found, path


def value_of(column: FillColumn, row: Mapping[str, Value], chance: random.Random) -> Value:
    """Any value that its check lets through."""
    match column.check:
        case Words(words=words):
            return chance.choice([*words])
        case Number(least=least, most=most, whole=whole):
            top = row[most.strip("{}")] if isinstance(most, str) else min(most, 300)
            assert isinstance(top, int | float)
            return chance.randint(int(least), int(top)) if whole else round(chance.uniform(least, min(top, 100)), 2)
        case Moment():
            return 45403.5
        case _:
            return f"YF{chance.randint(10**14, 10**15)}"  # longer than Excel keeps of a number


def drawn(template: Template, seed: int) -> dict[tuple[int, str], Value]:
    """By row (from 0) and heading; what is given is left as it is."""
    chance = random.Random(seed)  # noqa: S311 - invented values
    found: dict[tuple[int, str], Value] = {}
    for line in range(len(template.lines) or 30):
        row: dict[str, Value] = {}
        for column in template.columns:
            if not column.given and not isinstance(column.check, Calculated):
                row[column.heading] = value_of(column, row, chance)
        if "办结时间" in row:
            row |= CLOSED
        if "份数" in row:
            row["份数"] = 12
        if "办结量" in row:
            row |= {
                "加分": 0.15,
                "办结量": 900,
                "按时办结量": chance.randint(0, 900),
                "抽查未解决": chance.randint(0, 9),
            }
        found |= {(line, heading): value for heading, value in row.items() if value != ""}
    return found


def filled(workspace: Workspace, key: str, folder: Path) -> tuple[TemplateFile, Values, Path]:
    found, path = template_of(workspace, key, folder)
    headings = [column.heading for column in found.template.columns]
    values = drawn(found.template, 1)
    cells = {cell_name(FIRST_ROW + line, headings.index(heading)): value for (line, heading), value in values.items()}
    (folder / "filled").mkdir()
    return found, values, fill(path, cells, folder / "filled" / found.name)


def as_filled(path: Path, _: Path) -> Path:
    return path


def saved_by_an_office_program(path: Path, folder: Path) -> Path:
    (folder / "saved").mkdir()
    return to_xlsx(path, folder / "saved")


SAVING = [as_filled, pytest.param(saved_by_an_office_program, marks=pytest.mark.office)]


@pytest.mark.parametrize("saved", SAVING)
@pytest.mark.parametrize("key", KEYS[:-1])
def test_filled_in_it_is_read_without_an_assumption(
    workspace: Workspace, tmp_path: Path, key: str, saved: Callable[[Path, Path], Path]
) -> None:
    found, values, path = filled(workspace, key, tmp_path)
    path = saved(path, tmp_path)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        looks = look_at_tables(workspace.campaign, store, found.kind, [path], lambda *_: None)
    assert looks.refused == ()
    (look,) = looks.tables
    assert look.understood.notes == ()
    assert [column for shape in look.understood.shapes for column in shape.unread] == [] or key == "orders"
    check_values(workspace.campaign, look.understood.entries, found.template, values)
    if key == "orders":
        told = {order.code: order for order in look.understood.orders}
        assert len(told) == 30
        for line in range(30):
            order = told[str(values[line, "工单编号"])]
            assert order.unit == values[line, "承办单位"]
            assert order.dispatched == EXCEL_EPOCH + timedelta(days=45400.5)
            assert order.bonus == Decimal("0.15")
    else:
        assert look.unlisted == ()


def check_values(
    campaign: Campaign, entries: tuple[object, ...], template: Template, values: Mapping[tuple[int, str], Value]
) -> None:
    """Each number stands under the unit in whose row it was written."""
    lines = {line[0]: number for number, line in enumerate(template.lines)}
    for entry in entries:
        row = lines[entry.unit]  # type: ignore[attr-defined]
        if isinstance(entry, LeaderScores):
            assert (entry.count, entry.mean) == (values[row, "份数"], Decimal(str(values[row, "平均分"])))
        elif isinstance(entry, HotlineSummary):
            assert (entry.closed, entry.unsolved) == (values[row, "办结量"], values[row, "未解决"])
        else:
            votes = entry.choices  # type: ignore[attr-defined]
            assert votes == tuple(values[row, word] for word in campaign.ballot.choices)


@pytest.mark.parametrize("saved", SAVING)
def test_the_ledger_filled_in_is_read(
    workspace: Workspace, tmp_path: Path, saved: Callable[[Path, Path], Path]
) -> None:
    _, values, path = filled(workspace, "returns", tmp_path)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        looks = look_at_ledgers(workspace.batches(), store, [saved(path, tmp_path)])
    assert looks.refused == ()
    assert looks.ledgers[0].new == len(workspace.batches())
    for line, entry in enumerate(looks.ledgers[0].entries):
        assert entry.issued == values[line, "实发份数"]
        assert entry.returned + entry.spoiled == values[line, "回收份数"]


@pytest.mark.parametrize("key", KEYS)
def test_left_empty_it_is_refused_and_no_nought_is_made_of_it(workspace: Workspace, tmp_path: Path, key: str) -> None:
    found, path = template_of(workspace, key, tmp_path)
    if key == "returns":
        with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
            assert look_at_ledgers(workspace.batches(), store, [path]).ledgers == ()
        return
    with pytest.raises(ImportRowsError):
        understand_table(workspace.campaign, found.kind, path)


@pytest.mark.parametrize("key", KEYS)
def test_headings_stay_and_cells_are_checked(workspace: Workspace, tmp_path: Path, key: str) -> None:
    found, path = template_of(workspace, key, tmp_path)
    sheet = sheet_of(path)
    asked = {"".join(filter(str.isalpha, (one.get("sqref") or "").split(":")[0])) for one in rules(sheet)}
    for place, column in enumerate(found.template.columns):
        letters = cell_name(0, place)[:-1]
        if isinstance(column.check, Words | Number | Moment):
            assert letters in asked, column.heading
    (protection,) = sheet.iter(f"{{{NAMESPACE}}}sheetProtection")
    assert protection.get("sheet") == "1"
    styles = next(sheet_of(path, "xl/styles.xml").iter(f"{{{NAMESPACE}}}cellXfs"))
    for cell in sheet.iter(f"{{{NAMESPACE}}}c"):
        row = int("".join(filter(str.isdigit, cell.get("r") or "")))
        locked = styles[int(cell.get("s") or 0)].find(f"{{{NAMESPACE}}}protection") is None
        assert locked == (row <= HEADER_ROW + 1), cell.get("r")
    names = [one.text for one in sheet_of(path, "xl/workbook.xml").iter(f"{{{NAMESPACE}}}definedName")]
    assert any(f"$1:${HEADER_ROW + 1}" in str(name) for name in names)


def rules(sheet):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    return sheet.iter(f"{{{NAMESPACE}}}dataValidation")


def test_a_campaign_whose_leaders_vote_gets_columns_for_votes(workspace: Workspace, tmp_path: Path) -> None:
    policy = workspace.campaign.policies.leader_form.model_copy(update={"value": "votes"})
    policies = workspace.campaign.policies.model_copy(update={"leader_form": policy})
    campaign = workspace.campaign.model_copy(update={"policies": policies})
    found = next(one for one in import_templates(campaign, workspace.batches()) if one.key == "leaders-L")
    assert [column.heading for column in found.template.columns][2:] == ["满意", "基本满意", "不满意"]
    path = tmp_path / found.name
    path.write_bytes(found.workbook())
    values = drawn(found.template, 3)
    headings = [column.heading for column in found.template.columns]
    cells = {cell_name(FIRST_ROW + line, headings.index(heading)): value for (line, heading), value in values.items()}
    entries = understand_table(campaign, "leaders", fill(path, cells, tmp_path / "b.xlsx")).entries
    assert all(isinstance(entry, LeaderVotes) for entry in entries)
    assert len(entries) == len(campaign.units)


@pytest.mark.slow
def test_the_same_campaign_gives_the_same_bytes(workspace: Workspace) -> None:
    once, again = (
        [one.workbook() for one in import_templates(workspace.campaign, workspace.batches())] for _ in range(2)
    )
    assert once == again
