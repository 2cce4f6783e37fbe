"""Two people decide, on a workbook; what they wrote comes in whole or not at all."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from filled_workbook import Filled, fill
from python_calamine import CalamineWorkbook

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.generator.sheets.review_sheet import PAGES_SHEET, ROWS_SHEET
from pingyi.ground.errors import ImportRowsError
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.workflow.people.review import export_review, import_review

SHEET = "a" * 64


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Rows 2 and 3 of one sheet are doubtful; another page is unread."""
    png = cv2.imencode(".png", np.full((109, 387), 200, np.uint8))[1].tobytes()
    doubtful = [
        RowReading(item=item, name=name, verdict=Verdict.DOUBTFUL, confidence=0.3, reasons=(Doubt.CROSS, Doubt.FAINT))
        for item, name in (("2", "里雍镇"), ("3", "白沙镇"))
    ]
    clear = RowReading(item="1", name="雒容镇", verdict=Verdict.VALID, choice="满意", confidence=0.9)
    sheet = SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="甲.pdf", page=4),
        digest=SHEET,
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=(clear, *doubtful),
        has_opinion=False,
        crops={"2": png, "3": png},
    )
    blank = UnreadPage(source=Source(file="甲.pdf", page=5), digest="b", reason=Unread.BLANK_PAGE, detail="请看原件")
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as opened:
        opened.file_pages([Filing(outcome=outcome, batch="A01", scan="s") for outcome in (sheet, blank)])
        yield opened


def export(campaign: Campaign, store: Store, tmp_path: Path) -> Path:
    path = tmp_path / "复核表.xlsx"
    export_review(campaign, store, path)
    return path


def row(line: int, word: str, first: str = "张三", second: str = "李四") -> Filled:
    return {ROWS_SHEET: {(line, "判定"): word, (line, "计票人"): first, (line, "监票人"): second}}


def test_each_open_row_stands_with_its_picture_place_and_doubts(
    campaign: Campaign, store: Store, tmp_path: Path
) -> None:
    path = export(campaign, store, tmp_path)
    lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(ROWS_SHEET).to_python(skip_empty_area=False)
    header = next(line for line in lines if "键" in line)
    first = dict(zip(header, lines[lines.index(header) + 1], strict=True))
    assert (first["批次"], first["出处"], first["单位名称"]) == ("A01", "票 aaaaaaaaaa", "里雍镇")
    assert first["疑点"] == "打叉、墨迹太淡"
    with zipfile.ZipFile(path) as package:
        assert len([name for name in package.namelist() if name.startswith("xl/media/")]) >= 1
        rows_xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert "满意,基本满意,不满意,不选,多选" in rows_xml
    assert "sheetProtection" in rows_xml


def test_decisions_of_two_people_close_rows(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    path = export(campaign, store, tmp_path)
    report = import_review(campaign, store, fill(path, row(1, "不满意")))
    assert (report.decided, report.left) == (1, 1)
    report = import_review(campaign, store, fill(path, row(2, "未选")))  # as older sheets have it
    assert (report.decided, report.left) == (1, 0)
    kept = {item: (found.verdict, found.choice) for (_, item), found in store.latest_corrections().items()}
    assert kept == {"2": (Verdict.VALID, "不满意"), "3": (Verdict.BLANK, "")}


def test_importing_again_appends_nothing(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    filled = fill(export(campaign, store, tmp_path), row(1, "满意"))
    import_review(campaign, store, filled)
    report = import_review(campaign, store, filled)
    assert (report.decided, report.repeated) == (0, 1)
    assert len(store.corrections()) == 1


def test_a_changed_decision_is_appended(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    path = export(campaign, store, tmp_path)
    import_review(campaign, store, fill(path, row(1, "满意")))
    import_review(campaign, store, fill(path, row(1, "多选")))
    assert [found.verdict for found in store.corrections()] == [Verdict.VALID, Verdict.MULTIPLE]


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        (row(1, "满意", second=""), "都要填写"),
        (row(1, "满意", second="张三"), "不能是同一人"),
        (row(1, "还行"), "应为"),
        ({ROWS_SHEET: row(1, "满意")[ROWS_SHEET] | {(1, "键"): "别的/2"}}, "被改动"),
        ({ROWS_SHEET: row(1, "满意")[ROWS_SHEET] | row(2, "满意")[ROWS_SHEET] | {(2, "键"): f"{SHEET}/2"}}, "两次"),
        ({PAGES_SHEET: {(1, "处理"): "烧了", (1, "计票人"): "张三", (1, "监票人"): "李四"}}, "已重新扫描"),
    ],
)
def test_a_line_to_mend_is_named_and_nothing_comes_in(
    campaign: Campaign, store: Store, tmp_path: Path, filled: Filled, words: str
) -> None:
    path = fill(export(campaign, store, tmp_path), row(2, "满意") | filled)
    with pytest.raises(ImportRowsError, match=words) as caught:
        import_review(campaign, store, path)
    assert "行" in str(caught.value)
    assert store.corrections() == ()


@pytest.mark.parametrize("pair", [(1, 2), (1, 3), (2, 3), (2, 4)])
def test_keys_exchanged_between_rows_move_no_decision(
    campaign: Campaign, store: Store, tmp_path: Path, pair: tuple[int, int]
) -> None:
    (first,) = (reading for _, reading in store.readings())
    other = replace(first, digest="b" * 64, source=Source(file="甲.pdf", page=9), crops={})
    store.file_pages([Filing(outcome=other, batch="A01", scan="s")])
    path = export(campaign, store, tmp_path)
    lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(ROWS_SHEET).to_python(skip_empty_area=False)
    header = next(number for number, line in enumerate(lines) if "键" in line)
    keys = [str(line[lines[header].index("键")]) for line in lines[header + 1 :]]
    assert len(keys) == 4  # two rows of two sheets
    one, two = pair
    exchanged = {(one, "键"): keys[two - 1], (two, "键"): keys[one - 1]}
    cells = row(one, "满意")[ROWS_SHEET] | row(two, "不满意")[ROWS_SHEET] | exchanged
    with pytest.raises(ImportRowsError, match="行或“键”错了位") as caught:
        import_review(campaign, store, fill(path, {ROWS_SHEET: cells}))
    assert "有 2 处要改" in str(caught.value)
    assert store.corrections() == ()


def test_an_unread_page_is_dealt_with_by_two_people(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    cells = {(1, "处理"): "空白页", (1, "计票人"): "张三", (1, "监票人"): "李四"}
    filled = fill(export(campaign, store, tmp_path), {PAGES_SHEET: cells})
    assert import_review(campaign, store, filled).pages == 1
    assert store.open_pages() == ()
    assert import_review(campaign, store, filled).repeated == 1


@pytest.mark.outside
def test_a_file_that_is_no_review_sheet_is_refused(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ImportRowsError, match="打不开"):
        import_review(campaign, store, tmp_path / "x.xlsx")
