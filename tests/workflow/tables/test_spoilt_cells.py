"""A cell that is an error, was never computed or was cut off is named, in every column of every table taken in."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from invented_year import default_campaign

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.words.cell_fault import ERRORS, CellFault, Fault
from pingyi.ground.errors import ImportRowsError
from pingyi.scoring.orders.columns import COLUMNS
from pingyi.scoring.orders.rows import read_orders
from pingyi.scoring.summaries.columns import BONUS, HOTLINE_COLUMNS
from pingyi.workflow.files.headings import cell_name
from pingyi.workflow.files.raw_sheets import raw_sheets
from pingyi.workflow.files.tables import read_table
from pingyi.workflow.people import review
from pingyi.workflow.people.scores import leader_scores
from pingyi.workflow.people.written import opinions
from pingyi.workflow.results import reconcile
from pingyi.workflow.tables.imports import understand_table
from pingyi.workflow.tables.order_table import order_tables

CAMPAIGN: Campaign = default_campaign()
SHOWN = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?")  # what every spreadsheet knows
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Take = Callable[[Path], object]


def imported(kind: str) -> Take:
    return lambda path: understand_table(CAMPAIGN, kind, path).entries


def ordered(path: Path) -> object:
    return read_orders(order_tables(path), CAMPAIGN, path.name)


TABLES: dict[str, tuple[tuple[str, ...], Take]] = {
    "均分": (("单位名称", "评议群体", "份数", "平均分"), imported("leaders")),
    "逐份评分": (("单位名称", "评议群体", "评分"), imported("leaders")),
    "票决": (("单位名称", "评议群体", "满意", "基本满意", "不满意"), imported("leaders")),
    "热线汇总": (("单位名称", *HOTLINE_COLUMNS, BONUS), imported("hotline")),
    "电话": (("单位名称", "满意", "基本满意", "不满意"), imported("phone")),
    "电话逐条": (("单位名称", "评价", "票数"), imported("phone")),
    "工单": (COLUMNS, ordered),
    "发放回收": (("批次", *reconcile.FILLED), lambda path: read_table(path, ("批次", *reconcile.FILLED))),
    "复核": (review.COLUMNS, lambda path: read_table(path, review.COLUMNS)),
    "未读页": (review.PAGE_COLUMNS, lambda path: read_table(path, review.PAGE_COLUMNS)),
    "评分复核": (leader_scores.COLUMNS, lambda path: read_table(path, leader_scores.COLUMNS)),
    "意见": (opinions.COLUMNS, lambda path: read_table(path, opinions.COLUMNS)),
}


def one_a_column(path: Path, headings: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """A table whose every row is spoilt in another column; row, column and what is shown there."""
    spoilt = []
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, headings)
        for place, heading in enumerate(headings):
            shown = SHOWN[place % len(SHOWN)]
            sheet.write_row(place + 1, 0, ["雒容镇"] * len(headings))
            sheet.write_formula(place + 1, place, "=NA()", None, shown)
            spoilt.append((place + 2, heading, shown))
    return spoilt


def refused(take: Take, path: Path) -> str:
    with pytest.raises(ImportRowsError) as caught:
        take(path)
    return str(caught.value)


def named(message: str, row: int, heading: str) -> str:
    """The line of a refusal about a cell."""
    found = [line for line in message.splitlines() if f"第 {row} 行“{heading}”" in line]
    return found[0] if found else ""


@pytest.mark.parametrize("table", TABLES)
def test_an_error_in_any_column_of_any_table_is_named_as_excel_shows_it(tmp_path: Path, table: str) -> None:
    headings, take = TABLES[table]
    spoilt = one_a_column(tmp_path / "表.xlsx", headings)
    message = refused(take, tmp_path / "表.xlsx")
    for row, heading, shown in spoilt:
        assert f"是错误值 {shown}；" in named(message, row, heading), (row, heading)
        assert "请填 0" not in message


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("table", ["均分", "工单"])
def test_in_older_and_in_open_formats_too(tmp_path: Path, table: str, ending: str) -> None:
    headings, take = TABLES[table]
    spoilt = one_a_column(tmp_path / "表.xlsx", headings)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    wish = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path)]
    subprocess.run([*wish, str(tmp_path / "表.xlsx")], check=True, capture_output=True)
    message = refused(take, tmp_path / f"表.{ending}")
    for row, heading, _ in spoilt:
        assert "是错误值 #" in named(message, row, heading), (row, heading)


@pytest.mark.parametrize("shown", sorted([*ERRORS, "Err:502", "########"]))
def test_errors_that_were_saved_as_text_are_errors(tmp_path: Path, shown: str) -> None:
    headings, take = TABLES["均分"]
    path = tmp_path / "表.csv"
    path.write_text(f"{','.join(headings)}\n雒容镇,L,12,{shown}\n{shown},L,12,90\n", encoding="utf-8")
    message = refused(take, path)
    assert shown in named(message, 2, "平均分")
    assert shown in named(message, 3, "单位名称")


@pytest.mark.parametrize("table", TABLES)
def test_a_formula_that_was_never_computed_is_no_blank(tmp_path: Path, table: str) -> None:
    headings, take = TABLES[table]
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, headings)
        for place in range(len(headings)):
            sheet.write_row(place + 1, 0, ["雒容镇"] * len(headings))
            sheet.write_formula(place + 1, place, "=1+1", None, "")
    message = refused(take, path)
    for place, heading in enumerate(headings):
        assert "公式没有算出的值，请在 Excel 里打开保存一次" in named(message, place + 2, heading)


def test_percentages_are_no_numbers(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, shown = book.add_worksheet("数据"), book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, ["单位名称", "评议群体", "份数", "平均分"])
        sheet.write_row(1, 0, ["雒容镇", "L", 12])
        sheet.write_number(1, 3, 0.9387, shown)
    assert "显示为 93.87%；" in named(refused(imported("leaders"), path), 2, "平均分")


def test_an_error_among_the_headings_hides_no_column(tmp_path: Path) -> None:
    path = tmp_path / "热线.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["单位名称", *HOTLINE_COLUMNS])
        sheet.write_formula(0, 1 + len(HOTLINE_COLUMNS), "=NA()", None, "#N/A")  # was 加分
        sheet.write_row(1, 0, ["雒容镇", *[10] * len(HOTLINE_COLUMNS), 0.1])
    assert "表头 O1 是错误值 #N/A" in refused(imported("hotline"), path)


def test_sums_below_and_remarks_beside_may_be_spoilt(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["单位名称", "评议群体", "份数", "平均分", "备注"])
        sheet.write_row(1, 0, ["雒容镇", "L", 12, 90.5])
        sheet.write_formula(1, 4, "=NA()", None, "#N/A")
        sheet.write_row(2, 0, ["合计", "", 12])
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
    assert len(understand_table(CAMPAIGN, "leaders", path).entries) == 1


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_sheets_as_other_programs_write_them(tmp_path: Path, prefix: str) -> None:
    """Without places, with a prefix, a shared formula without a value, a part named from the root."""
    space, p = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", prefix
    mark = f":{prefix[:-1]}" if prefix else ""
    rows = (
        f"<{p}row><{p}c t='inlineStr'><{p}is><{p}t>满意</{p}t></{p}is></{p}c><{p}c><{p}v>1</{p}v></{p}c></{p}row>"
        f"<{p}row><{p}c><{p}f t='shared' si='0'/></{p}c><{p}c t = 'e'><{p}v>#REF!</{p}v></{p}c></{p}row>"
        f"<{p}row><{p}c t='str'><{p}f>A1</{p}f><{p}v></{p}v></{p}c></{p}row>"
    )
    write_package(
        tmp_path / "表.xlsx",
        f"<{p}worksheet xmlns{mark}='{space}'><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>",
    )
    lines = raw_sheets(tmp_path / "表.xlsx")["数据"].lines
    assert lines[1][0] == CellFault(fault=Fault.NOT_COMPUTED, shown="")
    assert lines[1][1] == CellFault(fault=Fault.ERROR, shown="#REF!")
    assert lines[2][0] == ""  # Excel shows nothing


WAYS = {  # of writing one text, as XML allows
    "plain": "{0}", "number": "&#{1};{2}", "hexadecimal": "&#x{1:x};{2}", "cdata": "<![CDATA[{0}]]>",
    "in parts": "{3}</t></r><r><t>{2}", "after a comment": "<!-- x -->{0}",
}  # fmt: skip


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "Err:502", "####"])
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_an_error_pasted_as_text_is_one_however_it_is_encoded(
    tmp_path: Path, way: str, shown: str, *, shared: bool
) -> None:
    text = WAYS[way].format(shown, ord(shown[0]), shown[1:], shown[0])
    item = f"<r><t>{text}</t></r>" if "</t>" in text else f"<t>{text}</t>"
    cell = "<c r='A1' t='s'><v>0</v></c>" if shared else f"<c r='A1' t='inlineStr'><is>{item}</is></c>"
    plain = "<c r='B1'><v>1</v></c>"
    write_package(
        tmp_path / "表.xlsx",
        f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'>{cell}{plain}</row></sheetData></worksheet>",
        f"<sst xmlns='{MAIN}' count='1' uniqueCount='1'><si>{item}</si></sst>" if shared else "",
    )
    found = raw_sheets(tmp_path / "表.xlsx")["数据"].lines[0][0]
    assert isinstance(found, CellFault), found
    assert found.shown == shown


def write_package(path: Path, sheet: str, strings: str = "") -> None:
    office = "http://schemas.openxmlformats.org"
    relations = f"{office}/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "xl/workbook.xml",
            f"<workbook xmlns='{MAIN}' xmlns:r='{relations}'><sheets>"
            "<sheet name='数据' sheetId='1' r:id='rId1'/></sheets></workbook>",
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f"<Relationships xmlns='{office}/package/2006/relationships'><Relationship Id='rId1' "
            f"Type='{relations}/worksheet' Target='/xl/worksheets/sheet1.xml'/><Relationship Id='rId2' "
            f"Type='{relations}/sharedStrings' Target='sharedStrings.xml'/></Relationships>",
        )
        package.writestr(
            "_rels/.rels",
            f"<Relationships xmlns='{office}/package/2006/relationships'><Relationship Id='rId1' "
            f"Type='{relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        )
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            package.writestr("xl/sharedStrings.xml", strings)
        package.writestr("[Content_Types].xml", "<Types/>")


@pytest.mark.parametrize(("place", "name"), [((0, 0), "A1"), ((1, 25), "Z2"), ((2, 27), "AB3"), ((9, 702), "AAA10")])
def test_cells_are_called_as_excel_calls_them(place: tuple[int, int], name: str) -> None:
    assert cell_name(*place) == name
