"""Opinions go out with picture and draft, and come back as text two people answer for."""

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from written_box import box

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.reading import OPINION_CROP, RowReading, SheetReading, Source, Verdict
from pingyi.generator.sheets.opinion_sheet import COLUMNS
from pingyi.ground.errors import FileError, ImportRowsError
from pingyi.store.base.crops import crop_path
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import opinion_texts
from pingyi.workflow.people.written.opinions import export_opinions, import_opinions

pytestmark = pytest.mark.outside

SHEETS = ("a" * 64, "b" * 64)
WRITTEN = ("希望人社局多到基层走访", "总体满意，继续努力")
SIGNED = {"录入人": "甲", "核对人": "乙"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two sheets with an opinion and one without."""
    row = RowReading(item="1", name="雒容镇", verdict=Verdict.VALID, choice="满意", confidence=0.9)

    def sheet(number: int, digest: str, crops: dict[str, bytes]) -> SheetReading:
        return SheetReading(
            form_page=1,
            form_pages=1,
            source=Source(file="甲.pdf", page=number),
            digest=digest,
            form_digest="f",
            batch_code="A01",
            turn=0,
            rows=(row,),
            has_opinion=bool(crops),
            crops=crops,
        )

    crops = [{OPINION_CROP: cv2.imencode(".png", box([words]))[1].tobytes()} for words in WRITTEN]
    readings = [sheet(1, SHEETS[0], crops[0]), sheet(2, SHEETS[1], crops[1]), sheet(3, "c" * 64, {})]
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as opened:
        opened.file_pages([Filing(outcome=reading, batch="A01", scan="s") for reading in readings])
        yield opened


def export(campaign: Campaign, store: Store, folder: Path) -> Path:
    path = folder / "意见.xlsx"
    export_opinions(campaign, store, path, lambda *_: None)
    return path


def fill(path: Path, *changes: dict[str, str]) -> Path:
    """Save the lines again with cells typed in, as a spreadsheet program would."""
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = next(number for number, line in enumerate(grid) if line[0] == "编号")
    for line, change in zip(grid[head + 1 :], changes, strict=False):
        for heading, words in change.items():
            line[list(COLUMNS).index(heading)] = words
    with xlsxwriter.Workbook(str(path.with_name("已填.xlsx"))) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(grid):
            sheet.write_row(number, 0, [str(cell) for cell in line])
    return path.with_name("已填.xlsx")


def lines(path: Path) -> list[dict[str, str]]:
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = next(number for number, line in enumerate(grid) if line[0] == "编号")
    return [dict(zip(COLUMNS, map(str, line), strict=True)) for line in grid[head + 1 :]]


def test_every_opinion_goes_out_with_picture_and_draft_and_units_are_offered_not_given(
    campaign: Campaign, store: Store, tmp_path: Path
) -> None:
    path = export(campaign, store, tmp_path)
    first, second = lines(path)
    assert (first["录入文字"], first["涉及单位"], first["可能涉及"]) == (WRITTEN[0], "", "区人力资源和社会保障局")
    assert (second["录入文字"], second["涉及单位"], second["可能涉及"]) == (WRITTEN[1], "", "")
    assert not any(line["录入人"] or line["核对人"] for line in (first, second))
    with zipfile.ZipFile(path) as book:
        assert sum(name.startswith("xl/media/") for name in book.namelist()) == 2


def test_signing_unchanged_gives_an_opinion_to_no_unit(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    import_opinions(campaign, store, fill(export(campaign, store, tmp_path), SIGNED, SIGNED))
    assert [text.units for text in opinion_texts(store).values()] == [(), ()]


def test_a_telephone_number_is_not_kept(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    typed = {"录入文字": "请打13877215566找我", "涉及单位": "区财政局", **SIGNED}
    with pytest.raises(ImportRowsError, match="有电话号码，不能转给单位；请把号码改成“（略）”"):
        import_opinions(campaign, store, fill(export(campaign, store, tmp_path), typed))
    assert opinion_texts(store) == {}


def test_what_must_be_looked_at_stands_beside_the_text(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    typed = {"录入文字": "我是财政局的张三，你们这帮混蛋", **SIGNED}
    import_opinions(campaign, store, fill(export(campaign, store, tmp_path), typed))
    first, _ = lines(export(campaign, store, tmp_path))
    assert "自己是谁" in first["提醒"]
    assert "混蛋" in first["提醒"]


def test_an_unsigned_draft_is_not_taken_in(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    report = import_opinions(campaign, store, fill(export(campaign, store, tmp_path)))
    assert (report.fresh, report.typed) == (0, 0)


def test_what_two_people_typed_counts_and_is_shown_again(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    typed = {"录入文字": "改正后的话", "涉及单位": "区财政局，雒容镇", **SIGNED}
    filled = fill(export(campaign, store, tmp_path), typed, {"录入文字": "非意见", **SIGNED})
    assert import_opinions(campaign, store, filled).fresh == 2
    assert import_opinions(campaign, store, filled).fresh == 0  # the same file again changes nothing
    texts = opinion_texts(store)
    assert (texts[SHEETS[0]].text, texts[SHEETS[0]].units) == ("改正后的话", (campaign.units[0].name, "区财政局"))
    assert texts[SHEETS[1]].text == ""
    assert [line["录入文字"] for line in lines(export(campaign, store, tmp_path))] == ["改正后的话", "非意见"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"录入人": "甲"}, "录入人、核对人都要填写"),
        ({"录入人": "甲", "核对人": "甲"}, "不能是同一人"),
        ({"录入文字": "", **SIGNED}, "非意见"),
        ({"涉及单位": "区公安局", **SIGNED}, "区公安局"),
        ({"键": "0", **SIGNED}, "重新导出"),
        ({"键": SHEETS[1], **SIGNED}, "出现了两次"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken_in(
    campaign: Campaign, store: Store, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    filled = fill(export(campaign, store, tmp_path), change, SIGNED)
    with pytest.raises(ImportRowsError, match=message):
        import_opinions(campaign, store, filled)
    assert opinion_texts(store) == {}


def test_a_draft_is_made_once(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    export(campaign, store, tmp_path)
    for sheet in SHEETS:
        crop_path(store.crops, sheet, OPINION_CROP).write_bytes(cv2.imencode(".png", box(["别的话"]))[1].tobytes())
    assert [line["机器初稿"] for line in lines(export(campaign, store, tmp_path))] == list(WRITTEN)


def test_a_lost_picture_is_named(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    crop_path(store.crops, SHEETS[0], OPINION_CROP).unlink()
    with pytest.raises(FileError, match="从备份恢复"):
        export(campaign, store, tmp_path)


def test_typed_texts_are_never_changed(campaign: Campaign, store: Store, tmp_path: Path) -> None:
    import_opinions(campaign, store, fill(export(campaign, store, tmp_path), SIGNED))
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        store.database.execute("UPDATE opinion_texts SET text = 'x'")
