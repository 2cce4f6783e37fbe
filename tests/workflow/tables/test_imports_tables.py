"""Reading the tables offices send, as they send them."""

from pathlib import Path

import pytest
import xlsxwriter

from pingyi.ground.errors import ImportRowsError
from pingyi.workflow.files.tables import read_layout, read_table

PHONE = ("单位名称", "满意", "基本满意", "不满意")
Cell = str | float | None


def book(path: Path, **sheets: list[list[Cell]]) -> Path:
    written = xlsxwriter.Workbook(str(path))
    for name, lines in sheets.items():
        sheet = written.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if cell is not None:
                    sheet.write(row, column, cell)
    written.close()
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding_an_office_saves(tmp_path: Path, encoding: str) -> None:
    path = text(tmp_path / "电话.csv", "单位名称,满意,基本满意,不满意\r\n雒容镇,3,2,1\r\n", encoding)
    rows = read_layout(path, [PHONE], {}).rows
    assert [(row.number, row.cells) for row in rows] == [
        (2, {"单位名称": "雒容镇", "满意": "3", "基本满意": "2", "不满意": "1"})
    ]


def test_tabs_between_columns(tmp_path: Path) -> None:
    path = text(tmp_path / "电话.csv", "单位名称\t满意\t基本满意\t不满意\n雒容镇\t3\t2\t1\n")
    assert read_layout(path, [PHONE], {}).rows[0].cells["不满意"] == "1"


def test_a_title_above_remarks_in_brackets_and_blanks_in_headings(tmp_path: Path) -> None:
    lines: list[list[Cell]] = [
        ["电话访谈汇总表"],
        [None],
        ["单位 名称", "满意（票）", "基本满意(票)", "不\n满意", "备注"],
        ["雒容镇", 3, 2.0, 1, None],
        [None, None],
        ["里雍镇", 4, 0, 0, "补访"],
    ]
    rows = read_layout(book(tmp_path / "电话.xlsx", 汇总=lines), [PHONE], {}).rows
    assert [(row.number, row.cells["单位名称"], row.cells["满意"]) for row in rows] == [
        (4, "雒容镇", "3"),
        (6, "里雍镇", "4"),
    ]
    assert rows[0].cells["基本满意"] == "2"


def test_other_names_of_headings_and_the_sheet_that_has_them(tmp_path: Path) -> None:
    path = book(tmp_path / "电话.xlsx", 说明=[["填表说明"]], 数据=[["被评单位", *PHONE[1:]], ["雒容镇", 1, 0, 0]])
    table = read_layout(path, [("缺", "列"), PHONE], {"被评单位": "单位名称"})
    assert table.layout == PHONE
    assert table.rows[0].cells["单位名称"] == "雒容镇"


def test_numbers_read_as_excel_shows_them(tmp_path: Path) -> None:
    path = book(tmp_path / "表.xlsx", 表=[list(PHONE), ["雒容镇", 0.1 + 0.2, 87.35, 1e6]])
    rows = read_layout(path, [PHONE], {}).rows
    assert list(rows[0].cells.values())[1:] == ["0.3", "87.35", "1000000"]


def test_two_sheets_that_fit_are_not_chosen_between(tmp_path: Path) -> None:
    lines: list[list[Cell]] = [list(PHONE), ["雒容镇", 1, 0, 0]]
    with pytest.raises(ImportRowsError, match="“一月”、“二月”"):
        read_layout(book(tmp_path / "电话.xlsx", 一月=lines, 二月=lines), [PHONE], {})


def test_a_heading_twice_is_refused(tmp_path: Path) -> None:
    path = text(tmp_path / "电话.csv", "单位名称,满意（短信）,满意（回访）,基本满意,不满意\n雒容镇,1,1,0,0\n")
    with pytest.raises(ImportRowsError, match="两列“满意”"):
        read_layout(path, [PHONE], {})


def test_missing_headings_are_named_with_what_is_wanted(tmp_path: Path) -> None:
    path = text(tmp_path / "电话.csv", "单位名称,满意,基本满意\n雒容镇,1,1\n")
    with pytest.raises(ImportRowsError, match="缺少列：不满意；"):
        read_layout(path, [PHONE], {})


@pytest.mark.outside
@pytest.mark.parametrize("name", ["表.xlsx", "表.xls", "表.docx", "表.csv"])
def test_what_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\x81\x00 no table")
    with pytest.raises(ImportRowsError, match="表"):
        read_layout(path, [PHONE], {})


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ImportRowsError, match="找不到文件"):
        read_layout(tmp_path / "没有.csv", [PHONE], {})
    (tmp_path / "夹.csv").mkdir()
    with pytest.raises(ImportRowsError, match="读不出来"):
        read_layout(tmp_path / "夹.csv", [PHONE], {})


def test_a_sheet_asked_for_by_name(tmp_path: Path) -> None:
    path = book(tmp_path / "复核.xlsx", 行=[["键", "判定"], ["a", "满意"]], 页=[["键", "处理"], ["1", "重扫"]])
    assert read_table(path, ("键", "处理"), "页")[0].cells == {"键": "1", "处理": "重扫"}
    with pytest.raises(ImportRowsError, match="没有工作表“第三”"):
        read_table(path, ("键",), "第三")


HEADINGS = "单位名称,满意,基本满意,不满意"


@pytest.mark.parametrize(
    "content",
    [
        "单位名称;满意;基本满意;不满意\n雒容镇;3;2;1\n",
        "单位名称|满意|基本满意|不满意\n雒容镇|3|2|1\n",
        "单位名称*,满意＊,*基本满意,不满意(必填)*\n雒容镇,3,2,1\n",
        "單位名稱,滿意,基本滿意,不滿意\n雒容镇,3,2,1\n",
        "单位名称,评价情况,,\n,满意,基本满意,不满意\n雒容镇,3,2,1\n",
        f"{HEADINGS},\n雒容镇,3,2,1,\n",
        f"{HEADINGS},,\n雒容镇,3,2,1,,\n,,,,,核对人：甲\n",
    ],
)
def test_the_same_table_as_people_write_it(tmp_path: Path, content: str) -> None:
    (row,) = read_layout(text(tmp_path / "表.csv", content), [PHONE], {}).rows[:1]
    assert [row.cells[name] for name in PHONE] == ["雒容镇", "3", "2", "1"]


@pytest.mark.parametrize("row", ["雒容镇,1,101,9,2", ",雒容镇,3,2,1", "雒容镇,3,2,1,备注"])
def test_a_row_with_a_comma_too_many_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ImportRowsError, match=r"第 2 行 E2 有“.*”，而这一列没有列名"):
        read_layout(text(tmp_path / "表.csv", f"{HEADINGS}\n{row}\n"), [PHONE], {})


def test_what_was_assumed_of_a_table_is_said(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["单位", "评价", "", ""])
        sheet.write_row(1, 0, ["", *PHONE[1:]])
        sheet.write_row(2, 0, ["雒容镇", 3, 2, 1])
        sheet.write_row(3, 0, ["里雍镇", 3, 2, 1])
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write_string(2, 9, "算过")
    assert read_layout(path, [PHONE], {"单位": "单位名称"}).notes == (
        "表头占两行（第 1、2 行），按两行合起来的列名读入",
        "表格以外的 J3 没有读入",
        "第 4 行在 Excel 里是隐藏或筛选掉的，也读入了；不该计的请删去后重新导入",
    )
