"""The platform's work-order export: taken whole or not at all, every bad cell named, callers left behind."""

import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from order_files import CAMPAIGN, GOOD, one, read, write

from pingyi.cli import commands
from pingyi.domain.handed_in.orders import OrderKind, OrderState
from pingyi.ground.errors import ImportRowsError
from pingyi.samples.orders import callers, order_rows, write_orders
from pingyi.scoring.orders.columns import COLUMNS
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import orders
from pingyi.workflow.tables.imports import import_table
from pingyi.workflow.tables.order_table import order_tables


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as opened:
        yield opened


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (found,) = read(write(tmp_path / "工单.csv", GOOD, encoding=encoding))
    assert (found.code, found.kind, found.unit, found.state) == (
        "YF20240001",
        OrderKind.COMPLAIN,
        "雒容镇",
        OrderState.CLOSED,
    )


def excel(path: Path, *, sheets: int = 1) -> Path:
    book = xlsxwriter.Workbook(str(path))
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number in range(sheets):
        sheet = book.add_worksheet(f"第{number + 1}页")
        sheet.write(0, 0, "热线工单导出")
        sheet.write_row(2, 0, ["工单号", "工单类型", "主办单位", "派发时间", "状态", "办结日期", "回访满意度"])
        sheet.write_row(3, 0, [f"YF{number}", "求助", "区科技局"])
        sheet.write_datetime(3, 3, datetime.fromisoformat("2024-03-04 10:00"), moment)
        sheet.write(3, 4, "已办结")
        sheet.write(3, 5, 45357.5)
        sheet.write_row(5, 0, ["合计"])
    book.close()
    return path


def test_excel_with_other_headings_real_dates_and_serial_numbers(tmp_path: Path) -> None:
    (found,) = read(excel(tmp_path / "工单.xlsx"))
    assert (found.row, found.unit, found.dispatched, found.closed) == (
        4,
        "区科学技术局",
        datetime.fromisoformat("2024-03-04 10:00"),
        datetime.fromisoformat("2024-03-06 12:00"),
    )


def test_an_export_on_several_sheets_is_one(tmp_path: Path) -> None:
    assert [found.code for found in read(excel(tmp_path / "工单.xlsx", sheets=2))] == ["YF0", "YF1"]


@pytest.mark.office
def test_old_excel_files(tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xls"]
    made = subprocess.run(
        [*command, "--outdir", str(tmp_path), str(excel(tmp_path / "工单.xlsx"))], capture_output=True, check=False
    )
    if not (tmp_path / "工单.xls").exists():
        pytest.skip(f"this LibreOffice writes no spreadsheets: {made.stderr.decode()[:80]}")
    assert [found.unit for found in read(tmp_path / "工单.xls")] == ["区科学技术局"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-04 10:00", "2024/3/4 10:00", "2024年3月4日10时00分", "2024.03.04 10:00:00", "20240304100000",
        "2024-03-04T10:00:00", "45355.416666666664", "2024-3-4  10:00", "２０２４-03-04 10:00",
    ],
)  # fmt: skip
def test_moments_in_many_shapes(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, 派单时间=text).dispatched == datetime.fromisoformat("2024-03-04 10:00")


BAD = [
    ("工单编号", "", "是空的"),
    ("工单编号", "2.0240101E+17", "末几位已经丢失"),
    ("工单编号", "13812345678", "像电话号码"),
    ("诉求类型", "表扬", "不认识“表扬”；可填：咨询"),
    ("诉求类型", "", "是空的"),
    ("承办单位", "", "是空的"),
    ("承办单位", "区科技厅", "名单里没有“区科技厅”"),
    ("派单时间", "", "是空的"),
    ("派单时间", "3/4/2024", "应为日期时间"),
    ("派单时间", "2024-02-30 10:00", "没有这个日期"),
    ("派单时间", "1924-02-03 10:00", "年份不对"),
    ("派单时间", "昨天", "应为日期时间"),
    ("派单时间", "45", "应为日期时间"),
    ("签收时间", "2024-03-04 09:00", "早于派单"),
    ("签收时间", "上午", "应为日期时间"),
    ("办理时限", "尽快", "应为工作日数或小时数"),
    ("截止时间", "2024-03-01", "早于派单"),
    ("办结时间", "", "没有办结时间"),
    ("办结时间", "2024-03-04 09:59", "早于派单"),
    ("办结时间", "2024-03-03", "早于派单"),
    ("工单状态", "", "是空的"),
    ("工单状态", "不详", "不认识“不详”"),
    ("工单状态", "办理中", "有办结时间而状态是“办理中”"),
    ("退单时间", "2024-03-01 09:00", "早于派单"),
    ("退单时间", "x", "应为日期时间"),
    ("退单结果", "也许", "不认识“也许”"),
    ("延期申请时间", "2024-03-01", "早于派单"),
    ("延期审批", "行", "不认识“行”"),
    ("延期工作日", "-2", "不能是 -2"),
    ("延期工作日", "两天", "应为数字"),
    ("延期工作日", "1.5", "应为整数"),
    ("挂起开始", "2024-03-01 10:00", "早于派单"),
    ("挂起结束", "晚上", "应为日期时间"),
    ("重办次数", "-1", "不能是 -1"),
    ("重办次数", "一", "应为数字"),
    ("短信评价_解决", "满意", "不认识“满意”"),
    ("短信评价_满意", "一般", "不认识“一般”"),
    ("人工回访_解决", "好", "不认识“好”"),
    ("人工回访_满意", "5", "不认识“5”"),
    ("是否接通", "忙", "不认识“忙”"),
    ("申诉状态", "算了", "不认识“算了”"),
    ("自治区抽查未解决", "可能", "不认识“可能”"),
    ("2023跟踪问效", "可能", "不认识“可能”"),
    ("平台判定按时", "大概", "不认识“大概”"),
    ("核定加分", "0.5", "每项加分为 0.05 至 0.1"),
    ("核定加分", "-0.1", "不能是 -0.1"),
    ("核定加分", "nan", "应为数字，现为“nan”"),
]


def test_the_list_of_bad_cells_has_every_column() -> None:
    assert {column for column, _, _ in BAD} == set(COLUMNS)


@pytest.mark.parametrize(("column", "cell", "words"), BAD)
def test_one_bad_cell_is_named_and_nothing_is_taken(
    tmp_path: Path, store: Store, column: str, cell: str, words: str
) -> None:
    path = write(tmp_path / "工单.csv", GOOD | {"工单编号": "YF1"}, GOOD | {column: cell})
    with pytest.raises(ImportRowsError) as caught:
        import_table(CAMPAIGN, store, "hotline", path)
    message = str(caught.value)
    assert message.startswith("工单.csv 有 1 处要改，没有导入：")
    assert f"第 3 行“{column}”：" in message
    assert words in message
    assert orders(store) == ()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"延期审批": "同意", "延期工作日": "2"}, "“延期申请时间”：延期已同意而没有申请时间"),
        ({"延期审批": "同意", "延期申请时间": "2024-03-05"}, "“延期工作日”：延期已同意而没有写"),
        ({"挂起结束": "2024-03-05"}, "“挂起开始”：有挂起结束而没有挂起开始"),
        ({"挂起开始": "2024-03-06", "挂起结束": "2024-03-05"}, "“挂起结束”：2024-03-05 00:00 早于"),
        ({"是否接通": "否", "人工回访_满意": "满意"}, "“是否接通”：没有接通，却有"),
        ({"工单状态": "退单"}, "“退单时间”：工单已退单而没有"),
        (
            {"工单状态": "退单", "退单时间": "2024-03-05", "退单结果": "不予退单"},
            "“退单结果”：状态是退单而退单没有通过",
        ),
        ({"退单时间": "2024-03-05", "退单结果": "通过"}, "“工单状态”：退单已通过而状态是“办结”"),
        ({"工单状态": "挂起", "办结时间": ""}, "“挂起开始”：状态是挂起，应有挂起开始"),
        ({"工单状态": "办理中", "办结时间": "", "核定加分": "0.1"}, "“核定加分”：没有办结的工单不能加分"),
        ({"诉求类型": "突发", "办结时间": "2024-03-05"}, "“办结时间”：突发类工单按小时计"),
    ],
)
def test_cells_that_contradict_each_other(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    with pytest.raises(ImportRowsError, match=f"第 2 行{words}"):
        one(tmp_path, **cells)


def test_every_unknown_unit_once_and_duplicate_numbers_with_both_rows(tmp_path: Path) -> None:
    rows = [
        GOOD | {"工单编号": f"YF{n}", "承办单位": unit} for n, unit in enumerate(["火星", "区教育厅", "火星", "雒容镇"])
    ]
    with pytest.raises(ImportRowsError) as caught:
        read(write(tmp_path / "工单.csv", *rows, GOOD | {"工单编号": "YF3"}))
    message = str(caught.value)
    assert "第 2 行等 2 行“承办单位”：名单里没有“火星”" in message
    assert "第 3 行“承办单位”：名单里没有“区教育厅”；是不是：区教育局" in message
    assert "第 6 行“工单编号”：YF3 与第 5 行重复" in message


def test_the_sheet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "工单.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("三月")
    sheet.write_row(0, 0, list(GOOD))
    sheet.write_row(1, 0, list((GOOD | {"诉求类型": "表扬"}).values()))
    book.close()
    with pytest.raises(ImportRowsError, match="工作表“三月”第 2 行“诉求类型”"):
        read(path)


def test_a_missing_or_doubled_column(tmp_path: Path) -> None:
    path = tmp_path / "工单.csv"
    path.write_text("工单编号,诉求类型,承办单位,派单时间\nYF1,投诉,雒容镇,2024-03-04\n", encoding="utf-8")
    with pytest.raises(ImportRowsError, match="表头缺少列：工单状态"):
        order_tables(path)
    path.write_text("工单编号,工单号,诉求类型,承办单位,派单时间,工单状态\n", encoding="utf-8")
    with pytest.raises(ImportRowsError, match="有 2 列都是“工单编号”"):
        order_tables(path)


def test_nothing_about_callers_is_kept_anywhere(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    table = write_orders(CAMPAIGN, tmp_path / "工单.csv", 400, 1)
    run = CliRunner()
    printed = ""
    for arguments in (
        ["init", str(folder)],
        ["-C", str(folder), "import", "hotline", str(table), "--yes"],
        ["-C", str(folder), "hotline"],
        ["-C", str(folder), "hotline", "雒容镇"],
        ["-C", str(folder), "hotline", "雒容镇", "办结量"],
    ):
        outcome = run.invoke(commands, arguments, catch_exceptions=False)
        assert outcome.exit_code == 0, outcome.output
        printed += outcome.output
    written = [printed.encode(), *(path.read_bytes() for path in folder.rglob("*") if path.is_file())]
    words = set(callers(order_rows(CAMPAIGN, 400, 1)))
    assert len(words) > 800
    assert not [word for word in words for content in written if word.encode() in content]
