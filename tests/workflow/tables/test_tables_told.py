"""What a table does not show at a glance: merged cells, hidden parts, its own sums, rows out of step."""

from pathlib import Path

import pytest
import xlsxwriter
from invented_year import default_campaign

from pingyi.ground.errors import ImportRowsError
from pingyi.scoring.summaries.columns import HOTLINE_COLUMNS
from pingyi.workflow.tables.imports import understand_table

CAMPAIGN = default_campaign()
HEADINGS = ("单位名称", "满意", "基本满意", "不满意")
ROWS = (("雒容镇", 30, 2, 1), ("里雍镇", 40, 3, 0), ("白沙镇", 20, 1, 1))


def text(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def plain(path: Path, *more: str) -> Path:
    return text(path, ",".join(HEADINGS), *(",".join(map(str, row)) for row in ROWS), *more)


def refused(path: Path) -> str:
    with pytest.raises(ImportRowsError) as caught:
        understand_table(CAMPAIGN, "phone", path)
    return str(caught.value)


def notes(path: Path, rows: int = len(ROWS)) -> str:
    understood = understand_table(CAMPAIGN, "phone", path)
    assert len(understood.entries) == rows
    return "\n".join(understood.notes)


@pytest.mark.parametrize(("area", "named"), [((1, 0, 2, 0), "第 3 行“单位名称”（A3）"), ((2, 1, 2, 2), "（C3）")])
def test_a_cell_merged_away_is_no_blank(tmp_path: Path, area: tuple[int, int, int, int], named: str) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "表.xlsx")) as book:
        sheet = book.add_worksheet("数据")
        sheet.merge_range(*area, "雒容镇")
        for row, line in enumerate((HEADINGS, *ROWS)):
            for column, cell in enumerate(line):
                if not (area[0] <= row <= area[2] and area[1] <= column <= area[3]):
                    sheet.write(row, column, cell)
    message = refused(tmp_path / "表.xlsx")
    assert f"{named}是合并单元格的一部分" in message
    assert "填 0" not in message


def test_titles_and_headings_may_be_merged(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "表.xlsx")) as book:
        sheet = book.add_worksheet("数据")
        sheet.merge_range(0, 0, 0, 3, "电话访谈汇总表")
        sheet.merge_range(1, 0, 2, 0, HEADINGS[0])
        sheet.merge_range(1, 1, 1, 3, "评价情况")
        sheet.write_row(2, 1, HEADINGS[1:])
        for row, line in enumerate(ROWS, start=3):
            sheet.write_row(row, 0, line)
        sheet.merge_range(6, 0, 6, 3, "注：不含未接通")
    assert notes(tmp_path / "表.xlsx").splitlines()[-1] == "第 7 行“注：不含未接通”是表外的说明，没有读入"


def test_what_is_hidden_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "表.xlsx")) as book:
        book.add_worksheet("说明").activate()
        sheet = book.add_worksheet("数据")
        for row, line in enumerate((HEADINGS, *ROWS)):
            sheet.write_row(row, 0, line)
        sheet.set_column(2, 3, None, None, {"hidden": True})
        sheet.hide()
    told = notes(tmp_path / "表.xlsx")
    assert "这张工作表在 Excel 里是隐藏的" in told
    assert "“基本满意”、“不满意”列在 Excel 里是隐藏的" in told


@pytest.mark.parametrize("sums", ["合计,90,6,2", "合 计：,90,6,2", "全区合计,90,,2"])
def test_sums_that_agree_are_left_out(tmp_path: Path, sums: str) -> None:
    assert not notes(plain(tmp_path / "表.csv", sums, "平均,30,2,0.67"))


@pytest.mark.parametrize("sums", ["合计,91,6,2", "总计,50,6,2"])
def test_sums_that_do_not_agree_are_named(tmp_path: Path, sums: str) -> None:
    assert "第 5 行合计的“满意”是" in refused(plain(tmp_path / "表.csv", sums))


def test_sums_of_parts_are_sums_too(tmp_path: Path) -> None:
    first, second, third = (",".join(map(str, row)) for row in ROWS)
    path = text(tmp_path / "表.csv", ",".join(HEADINGS), first, second, "合计,70,5,1", third, "合计,20,1,1")
    assert not notes(path)


def test_a_row_with_a_comma_lost_is_refused(tmp_path: Path) -> None:
    headings = f"{','.join(HEADINGS)},备注"
    message = refused(text(tmp_path / "表.csv", headings, "雒容镇,30,2,1,", "里雍镇,403,0,"))
    assert "第 3 行只有 4 格，而列名有 5 个" in message


@pytest.mark.parametrize("last", ['里雍镇,4,0,0,"', "里雍镇,4,0,0,"])
def test_a_quote_that_takes_in_other_rows_is_refused(tmp_path: Path, last: str) -> None:
    path = text(tmp_path / "表.csv", f"{','.join(HEADINGS)},备注", '雒容镇,3,2,1,"补访', last)
    assert '第 2 行的引号（"）没有配对' in refused(path)


def test_a_remark_of_two_lines_is_none_of_that(tmp_path: Path) -> None:
    path = text(tmp_path / "表.csv", f"{','.join(HEADINGS)},备注", '雒容镇,3,2,1,"补访，\n共两次"', "里雍镇,4,0,0,")
    assert not notes(path, 2)


@pytest.mark.parametrize("remark", ["%", "％", "满意率", "去年"])
def test_a_heading_of_another_quantity_is_no_column(tmp_path: Path, remark: str) -> None:
    headings = ["单位名称", *(f"{name}（{remark}）" for name in HEADINGS[1:])]
    assert f"“满意（{remark}）”不是“满意”的数" in refused(
        text(tmp_path / "表.csv", ",".join(headings), "雒容镇,90,8,2")
    )


def test_rows_that_all_add_up_to_a_hundred_are_told(tmp_path: Path) -> None:
    path = text(tmp_path / "表.csv", ",".join(HEADINGS), "雒容镇,90,8,2", "里雍镇,80,10,10", "白沙镇,70,20,10")
    assert "像是百分比" in notes(path)


def test_an_optional_column_is_known_with_a_remark_behind_it(tmp_path: Path) -> None:
    headings = ("单位名称", *HOTLINE_COLUMNS, "加分（分）*")
    path = text(tmp_path / "表.csv", ",".join(headings), "雒容镇,10,0,10,0,4,0,0,4,0,0,0,0,0,0.1")
    (entry,) = understand_table(CAMPAIGN, "hotline", path).entries
    assert str(entry.bonus) == "0.1"  # type: ignore[union-attr]
