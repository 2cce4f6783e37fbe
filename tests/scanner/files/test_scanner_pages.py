"""Pages as they come: turned, skewed, photographed, foreign, damaged; none is guessed at, none is lost."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from pen import Sheet
from PIL import Image
from printed_ballot import Grey, Printed

from pingyi.domain.readings.reading import (
    PageOutcome,
    SheetReading,
    Source,
    Unread,
    UnreadableFileError,
    UnreadPage,
    Verdict,
)
from pingyi.scanner.files.pages import count_pages, load_page
from pingyi.scanner.reader import read_page, read_picture

ROOT = Path(__file__).parent.parent.parent.parent
MOST_GROWN_BYTES = 80 << 20
GROWTH = """
import sys
from pathlib import Path
from pingyi.scanner.files.pages import load_page
def data():
    words = Path("/proc/self/statm").read_text().split()
    return int(words[5]) * 4096
path, pages = Path(sys.argv[1]), int(sys.argv[2])
load_page(path, 1)
begun, most = data(), 0
for page in range(1, pages + 1):
    load_page(path, page)
    most = max(most, data() - begun)
print(most)
"""


def outcome(page: Grey, printed: Printed) -> PageOutcome:
    return read_picture(np.ascontiguousarray(page), Source(file="t.pdf", page=1), (printed.form,))


def choices(page: Grey, printed: Printed) -> dict[str, str]:
    found = outcome(page, printed)
    assert isinstance(found, SheetReading), found
    return {row.item: row.choice for row in found.rows if row.verdict is Verdict.VALID}


def truth(filled: Sheet) -> dict[str, str]:
    return {item: filled.printed.form.choices[int(item) % 3] for item in filled.rows}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_fed_the_wrong_way_is_read(filled: Sheet, printed: Printed, turn: int) -> None:
    page = np.rot90(filled.page, turn // 90)
    assert choices(page, printed) == truth(filled)
    found = outcome(page, printed)
    assert isinstance(found, SheetReading)
    assert found.turn == turn


@pytest.mark.parametrize("angle", [-8.0, -2.0, 3.5, 8.0])
def test_a_skewed_page_is_read(filled: Sheet, printed: Printed, angle: float) -> None:
    height, width = filled.page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.85)
    assert choices(cv2.warpAffine(filled.page, matrix, (width, height), borderValue=250), printed) == truth(filled)


@pytest.mark.parametrize("scale", [0.75, 1.5, 2.0])
def test_any_resolution_is_read(filled: Sheet, printed: Printed, scale: float) -> None:
    page = cv2.resize(filled.page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert choices(page, printed) == truth(filled)


def test_a_stretched_page_is_read(filled: Sheet, printed: Printed) -> None:
    assert choices(cv2.resize(filled.page, None, fx=1.04, fy=0.96), printed) == truth(filled)


def test_a_photograph_is_read(filled: Sheet, printed: Printed) -> None:
    height, width = filled.page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = np.array([[90, 60], [width - 40, 20], [width - 110, height - 50], [30, height - 90]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    page = cv2.warpPerspective(filled.page, matrix, (width, height), borderValue=90)
    assert choices(page, printed) == truth(filled)


def test_black_and_white_is_read(filled: Sheet, printed: Printed) -> None:
    assert choices(np.where(filled.page > 150, 255, 0).astype(np.uint8), printed) == truth(filled)


def test_a_streak_down_the_tick_column_makes_no_tick(filled: Sheet, printed: Printed) -> None:
    page = filled.page.copy()
    left = printed.layout.box(printed.form.rows[0].cells[1]).centre[0]
    x = round(left * 200 / 25.4)
    page[:, x : x + 2] = (page[:, x : x + 2] * 0.5).astype(np.uint8)
    found = outcome(page, printed)
    assert isinstance(found, SheetReading)
    wrong = [row for row in found.rows if row.verdict is not Verdict.DOUBTFUL and row.choice != truth(filled)[row.item]]
    assert wrong == []


def test_a_blank_page_is_skipped(printed: Printed) -> None:
    found = outcome(np.full((2338, 1654), 252, np.uint8), printed)
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.BLANK_BACK
    assert found.skipped


def test_another_table_is_refused(printed: Printed) -> None:
    page = np.full((2338, 1654), 255, np.uint8)
    for k in range(13):
        cv2.line(page, (150, 300 + 120 * k), (1500, 300 + 120 * k), 0, 2)
    for k in range(5):
        cv2.line(page, (150 + 337 * k, 300), (150 + 337 * k, 1740), 0, 2)
    found = outcome(page, printed)
    assert isinstance(found, UnreadPage)
    assert found.reason in (Unread.WRONG_FORM, Unread.NO_TABLE)
    assert "t.pdf 第 1 页" in found.message()


def test_a_page_cut_off_is_refused(filled: Sheet, printed: Printed) -> None:
    for page in (filled.page[:, :1150], filled.page[:1500]):
        found = outcome(page, printed)
        assert isinstance(found, UnreadPage)
        assert found.reason is Unread.CROPPED


def test_the_same_grid_with_words_elsewhere_is_refused(filled: Sheet, printed: Printed) -> None:
    page = filled.page.copy()
    for cell in printed.form.table.cells:
        if cell.text:
            box = printed.layout.box(cell)
            inset = [round(v * 200 / 25.4) for v in (box.left + 0.8, box.top + 0.8, box.right - 0.8, box.bottom - 0.8)]
            page[inset[1] : inset[3], inset[0] : inset[2]] = 255
    assert isinstance(outcome(page, printed), UnreadPage)


def test_pages_of_a_tiff_and_a_pdf_are_counted_and_read(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    picture = Image.fromarray(filled.page)
    picture.convert("1").save(
        tmp_path / "两页.tif", save_all=True, append_images=[picture.convert("1")], compression="group4"
    )
    picture.save(tmp_path / "一页.pdf", resolution=200)
    assert count_pages(tmp_path / "两页.tif") == 2
    for name, page in (("两页.tif", 2), ("一页.pdf", 1)):
        assert isinstance(read_page(tmp_path / name, page, (printed.form,)), SheetReading)


def test_reading_twice_gives_the_same(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    Image.fromarray(filled.page).save(tmp_path / "a.pdf", resolution=200)
    first, again = (read_page(tmp_path / "a.pdf", 1, (printed.form,)) for _ in range(2))
    assert first == again


def test_a_truncated_jpeg_is_named_not_half_read(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    path = tmp_path / "断.jpg"
    Image.fromarray(filled.page).save(path)
    path.write_bytes(path.read_bytes()[:40000])
    found = read_page(path, 1, (printed.form,))
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.DAMAGED_FILE
    assert "不完整" in found.detail


def test_a_pdf_with_a_password_says_so(filled: Sheet, tmp_path: Path) -> None:
    Image.fromarray(filled.page).save(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.save(tmp_path / "密.pdf", encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(UnreadableFileError, match="密码") as caught:
        count_pages(tmp_path / "密.pdf")
    assert caught.value.reason is Unread.PROTECTED_FILE


@pytest.mark.outside
def test_a_pdf_without_pages_after_a_locked_one_is_not_called_locked(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "没有页.pdf")
        pdf.add_blank_page()
        pdf.save(tmp_path / "密.pdf", encryption=pikepdf.Encryption(owner="x", user="y"))
    for name, reason in (("密.pdf", Unread.PROTECTED_FILE), ("没有页.pdf", Unread.DAMAGED_FILE)):
        with pytest.raises(UnreadableFileError) as caught:
            count_pages(tmp_path / name)
        assert caught.value.reason is reason


@pytest.mark.outside
@pytest.mark.parametrize(("name", "data"), [("空.pdf", b""), ("假.pdf", b"%PDF-1.4 nothing"), ("文.jpg", b"hello")])
def test_a_file_that_is_no_scan_is_refused_in_plain_words(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFileError, match=name):
        count_pages(tmp_path / name)


def test_a_page_that_is_drawn_not_scanned_is_rendered(printed: Printed) -> None:
    assert load_page(printed.pdf, 2).shape == (2339, 1654)


def test_a_large_jpeg_is_halved_while_decoded_and_read_the_same(printed: Printed, tmp_path: Path) -> None:
    sheet = Sheet(printed, dpi=300)
    for item in sheet.rows:
        sheet.tick(item, int(item) % 3)
    Image.fromarray(sheet.page).save(tmp_path / "a.pdf", resolution=300)
    whole, half = (load_page(tmp_path / "a.pdf", 1, reduced=reduced) for reduced in (False, True))
    assert whole.shape == sheet.page.shape
    assert half.shape == (1754, 1241)
    found = read_page(tmp_path / "a.pdf", 1, (printed.form,))
    assert isinstance(found, SheetReading)
    assert {row.item: row.choice for row in found.rows} == truth(sheet)
    assert found.batch_code == "A07"


@pytest.mark.parametrize("dpi", [200, 300])
def test_a_jpeg_is_one_sheet_alone_and_inside_a_pdf(printed: Printed, tmp_path: Path, dpi: int) -> None:
    page = np.repeat(printed.page(dpi)[:, :, None], 3, axis=2)
    page[300:500, 300:500, 0] = 90
    Image.fromarray(page).save(tmp_path / "a.jpg", quality=75)
    Image.fromarray(page).save(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        image.write((tmp_path / "a.jpg").read_bytes(), filter=pikepdf.Name.DCTDecode)
        pdf.save()
    alone, inside = (read_page(tmp_path / name, 1, (printed.form,)) for name in ("a.jpg", "a.pdf"))
    assert alone.digest == inside.digest != ""


def test_a_picture_is_never_reduced_below_what_reading_needs(filled: Sheet, tmp_path: Path) -> None:
    Image.fromarray(filled.page).save(tmp_path / "a.jpg")
    assert load_page(tmp_path / "a.jpg", 1, reduced=True).shape == filled.page.shape


def test_a_jpeg_cut_short_inside_a_pdf_is_named_not_half_read(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    Image.fromarray(filled.page).save(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        raw = image.read_raw_bytes()
        image.write(raw[: len(raw) // 2], filter=pikepdf.Name.DCTDecode)
        pdf.save(tmp_path / "断.pdf")
    found = read_page(tmp_path / "断.pdf", 1, (printed.form,))
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.DAMAGED_FILE


def test_a_picture_stored_as_a_negative_is_read(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    Image.fromarray(255 - filled.page).save(tmp_path / "a.pdf", quality=90)
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        image.Decode = pikepdf.Array([1, 0])
        pdf.save(tmp_path / "负.pdf")
    found = read_page(tmp_path / "负.pdf", 1, (printed.form,))
    assert isinstance(found, SheetReading), found
    assert {row.item: row.choice for row in found.rows} == truth(filled)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_a_long_file_is_read_in_the_memory_of_a_short_one(tmp_path: Path) -> None:
    """A copier's one PDF of the whole district: pdfium keeps every page's bytes as long as it is open."""
    rng = np.random.default_rng(1)
    sheets = [Image.fromarray(rng.integers(0, 255, (1100, 800), np.uint8)) for _ in range(4)]
    long, pages = tmp_path / "长.pdf", 160
    sheets[0].save(long, save_all=True, append_images=[sheets[k % 4] for k in range(1, pages)], quality=90)
    assert long.stat().st_size > MOST_GROWN_BYTES
    told = subprocess.run(
        [sys.executable, "-c", GROWTH, str(long), str(pages)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(told.stdout) < MOST_GROWN_BYTES
