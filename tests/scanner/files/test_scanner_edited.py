"""A page of a PDF as a viewer shows it; what no scanner made on it sends rows, or the sheet, to people."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pdf_scan import DPI, PAGE, Scan
from pen import Sheet
from pikepdf import Array, Dictionary, Name, Stream
from printed_ballot import Printed

from pingyi.domain.readings.reading import Doubt, PageOutcome, SheetReading, Unread, UnreadPage, Verdict
from pingyi.scanner.files.pages import contents, load_page, load_picture
from pingyi.scanner.kept.clean_scan import write_clean
from pingyi.scanner.reader import read_page


@pytest.fixture
def scan(printed: Printed) -> Scan:
    sheet = Sheet(printed, DPI)
    for item in sheet.rows:
        if item not in ("5", "6"):
            sheet.tick(item, int(item) % 3)
    return Scan(sheet)


def read(scan: Scan, folder: Path) -> PageOutcome:
    path = scan.save(folder / "a.pdf")
    found = read_page(path, 1, (scan.sheet.printed.form,))
    assert write_clean(path, folder / "kept.pdf")
    kept, came = (load_picture(one, 1) for one in (folder / "kept.pdf", path))
    assert np.array_equal(kept.grey, came.grey), "the evidence shows what was read"
    assert kept.markup == came.markup
    return found


def asked(found: PageOutcome) -> set[str]:
    assert isinstance(found, SheetReading), found
    return {row.item for row in found.rows if Doubt.EDITED in row.reasons}


def assert_read_as_on_paper(found: PageOutcome, scan: Scan) -> None:
    assert asked(found) == set()
    assert isinstance(found, SheetReading)
    choices = scan.sheet.printed.form.choices
    for row in found.rows:
        wanted = (Verdict.BLANK, "") if row.item in ("5", "6") else (Verdict.VALID, choices[int(row.item) % 3])
        assert (row.verdict, row.choice) == wanted, row


def ink_note(scan: Scan) -> None:
    scan.note("Ink", scan.box("5", 1), scan.tick("5", 1))


def form_field(scan: Scan) -> None:
    for choice in range(3):
        rect = scan.box("5", choice)
        mark = scan.note("Widget", rect, scan.tick("5", choice), FT=Name.Btn, T=f"i5c{choice}")
        off = Stream(scan.pdf, b"")
        off.Type, off.Subtype, off.BBox = Name.XObject, Name.Form, Array(rect)
        mark.AP = Dictionary(N=Dictionary(Yes=mark.AP.N, Off=off))
        mark.AS = mark.V = Name.Yes if choice == 1 else Name.Off
    scan.notes = [scan.pdf.make_indirect(note) for note in scan.notes]
    scan.pdf.Root.AcroForm = Dictionary(Fields=Array(scan.notes), DA="/Helv 0 Tf 0 g")


def words_without_a_look(scan: Scan) -> None:
    scan.note("FreeText", scan.box("5", 1), Contents="V", DA="/Helv 12 Tf 0 g")


def drawn_tick(scan: Scan) -> None:
    scan.after = scan.tick("5", 1)


def whiteout_and_tick(scan: Scan) -> None:
    left, bottom, right, top = scan.box("5", 0)
    scan.after = b"1 g %f %f %f %f re f " % (left + 1, bottom + 1, right - left - 2, top - bottom - 2)
    scan.after += scan.tick("5", 1)


def typed_mark(scan: Scan) -> None:
    left, bottom, *_ = scan.box("5", 1)
    scan.after = b"BT /F 14 Tf %f %f Td (V) Tj ET" % (left + 4, bottom + 4)


def pasted_picture(scan: Scan) -> None:
    left, bottom, right, top = scan.box("5", 1)
    scan.picture("P", np.full((20, 20), 90, np.uint8))
    scan.after = b"q %f 0 0 %f %f %f cm /P Do Q" % ((right - left) / 2, (top - bottom) / 2, left + 3, bottom + 3)


def drawn_in_a_form(scan: Scan) -> None:
    stream = Stream(scan.pdf, scan.tick("5", 1))
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, *PAGE])
    scan.objects["N"] = stream
    scan.after = b"/N Do"


def clear_layer_with_a_tick(scan: Scan) -> None:
    """As tablets write: one picture over the whole page, clear but for the ink."""
    mask = np.zeros((421, 297), np.uint8)
    left, bottom, right, top = (round(value / 2) for value in scan.box("5", 1))
    mask[421 - top + 4 : 421 - bottom - 4, left + 2 : right - 2] = 255
    layer = scan.picture("L", np.zeros((421, 297), np.uint8))
    layer.SMask = scan.picture("M", mask)
    del scan.objects["M"]
    scan.after = b"q %f 0 0 %f 0 0 cm /L Do Q" % PAGE


EDITS = (ink_note, form_field, words_without_a_look, drawn_tick, whiteout_and_tick, typed_mark, pasted_picture)
EDITS = (*EDITS, drawn_in_a_form, clear_layer_with_a_tick)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("strips", [1, 7])
def test_a_row_written_on_after_scanning_goes_to_people(
    scan: Scan, tmp_path: Path, edit: Callable[[Scan], None], strips: int
) -> None:
    edit(scan)
    scan.strips = strips
    found = read(scan, tmp_path)
    assert asked(found) == {"5"}
    assert isinstance(found, SheetReading)
    five = next(row for row in found.rows if row.item == "5")
    assert (five.verdict, five.choice) == (Verdict.DOUBTFUL, "")


def stamp(scan: Scan) -> None:
    scan.note("Stamp", (20, 20, 60, 60), b"1 0 0 RG 20 20 40 40 re S")


def large_frame(scan: Scan) -> None:
    scan.after = b"q 4 w 100 200 350 400 re S Q"


def words_over_it_all(scan: Scan) -> None:
    scan.after = b"BT /F 150 Tf 60 300 Td (VOID) Tj ET"


def header_changed(scan: Scan) -> None:
    left, _, _, top = scan.box("1", 0)
    scan.after = b"BT /F 14 Tf %f %f Td (X) Tj ET" % (left + 4, top + 30)


@pytest.mark.parametrize("edit", [stamp, large_frame, words_over_it_all, header_changed], ids=lambda e: e.__name__)
def test_what_strikes_the_sheet_sends_the_sheet(scan: Scan, tmp_path: Path, edit: Callable[[Scan], None]) -> None:
    edit(scan)
    found = read(scan, tmp_path)
    assert isinstance(found, UnreadPage), found
    assert found.reason is Unread.EDITED
    assert "原件" in found.message()


def nothing(_: Scan) -> None: ...


def hidden_words(scan: Scan) -> None:
    lines = b"".join(b"BT 3 Tr /F 10 Tf 60 %d Td (12 word word word) Tj ET " % y for y in range(60, 800, 12))
    scan.after = lines


def words_beneath(scan: Scan) -> None:
    scan.before = b"BT /F 10 Tf 60 400 Td (12 word word word) Tj ET 1 g 0 0 595 842 re f "


def page_number_below(scan: Scan) -> None:
    scan.after = b"BT /F 8 Tf 290 6 Td (1 / 20) Tj ET"


def link(scan: Scan) -> None:
    scan.note("Link", scan.box("5", 1), Border=Array([0, 0, 0]))


def hidden_note(scan: Scan) -> None:
    scan.note("Ink", scan.box("5", 1), scan.tick("5", 1)).F = 2


def empty_fields(scan: Scan) -> None:
    form_field(scan)
    for one in scan.notes:
        one.AS = one.V = Name.Off


def print_in_layers(scan: Scan) -> None:
    """As copiers save space: the paper coarse and empty, all ink as a mask over it."""
    ink = scan.sheet.page < 140
    scan.sheet.page = np.full((421, 297), 250, np.uint8)
    mask = Stream(scan.pdf, np.packbits(~ink, axis=1).tobytes())
    mask.Type, mask.Subtype, mask.ImageMask = Name.XObject, Name.Image, True
    mask.Width, mask.Height, mask.BitsPerComponent = ink.shape[1], ink.shape[0], 1
    scan.objects["L"] = mask
    scan.after = b"q 0 g %f 0 0 %f 0 0 cm /L Do Q" % PAGE


PLAIN = (nothing, hidden_words, words_beneath, page_number_below, link, hidden_note, empty_fields, print_in_layers)


@pytest.mark.parametrize("made", PLAIN, ids=lambda made: made.__name__)
@pytest.mark.parametrize("strips", [1, 7])
def test_what_copiers_write_is_read_as_paper(
    scan: Scan, tmp_path: Path, made: Callable[[Scan], None], strips: int
) -> None:
    made(scan)
    scan.strips = strips
    assert_read_as_on_paper(read(scan, tmp_path), scan)


def test_a_drawn_page_is_no_edited_scan(printed: Printed) -> None:
    assert load_picture(printed.pdf, 2).markup.touched == ()


def test_ink_on_an_empty_page_is_no_empty_back(scan: Scan, tmp_path: Path) -> None:
    scan.sheet.page = np.full_like(scan.sheet.page, 252)
    scan.note("Ink", (100, 100, 140, 140), b"110 110 m 120 120 l S")
    found = read(scan, tmp_path)
    assert isinstance(found, UnreadPage)
    assert not found.skipped


def test_a_picture_beyond_the_page_is_shown_as_far_as_the_page_goes(scan: Scan, tmp_path: Path) -> None:
    """Two ballots on one picture of A3, parted by boxes; the origin is not at nought."""
    left = scan.sheet.page
    scan.sheet.page = np.hstack([left, np.rot90(left, 2)])
    scan.placed = (0, 0, 2 * PAGE[0], PAGE[1])
    path = scan.save(tmp_path / "a3.pdf")
    with pikepdf.open(path) as pdf:
        pdf.pages.append(pdf.pages[0])
        for page, x in zip(pdf.pages, (0, PAGE[0]), strict=True):
            page.MediaBox = Array([-50, -50, 2 * PAGE[0], PAGE[1]])
            page.CropBox = Array([x, 0, x + PAGE[0], 5000])
        pdf.save(tmp_path / "parted.pdf")
    for number in (1, 2):
        assert_read_as_on_paper(read_page(tmp_path / "parted.pdf", number, (scan.sheet.printed.form,)), scan)
    first, second = (load_page(tmp_path / "parted.pdf", number) for number in (1, 2))
    assert abs(first.shape[0] / first.shape[1] - PAGE[1] / PAGE[0]) < 0.01
    assert not np.array_equal(first, second)


def lower_half(page: np.ndarray) -> np.ndarray:
    mask = np.zeros_like(page)
    mask[page.shape[0] // 2 :] = 255
    return mask


@pytest.mark.parametrize("how", ["soft mask", "colour key", "clip"])
def test_what_is_not_shown_of_a_picture_is_not_read(scan: Scan, tmp_path: Path, how: str) -> None:
    scan.sheet.page = np.full((400, 300), 60, np.uint8)
    path = scan.save(tmp_path / "a.pdf")
    with pikepdf.open(path) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        if how == "soft mask":
            mask = Stream(pdf, lower_half(scan.sheet.page).tobytes())
            mask.Type, mask.Subtype, mask.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
            mask.Width, mask.Height, mask.BitsPerComponent = 300, 400, 8
            image.SMask = mask
        elif how == "colour key":
            image.Mask = Array([60, 60])
        else:
            pdf.pages[0].Contents = Stream(pdf, b"0 0 595 421 re W n " + pdf.pages[0].Contents.read_bytes())
        pdf.save(tmp_path / "b.pdf")
    page = load_page(tmp_path / "b.pdf", 1)
    assert page[: page.shape[0] // 3].min() == 255
    assert page[-10:].max() == (255 if how == "colour key" else 60)


def test_sixteen_bits_inside_a_pdf_are_scaled(scan: Scan, tmp_path: Path) -> None:
    deep = (scan.sheet.page.astype(np.uint16) * 257).astype(">u2")
    path = scan.save(tmp_path / "a.pdf")
    with pikepdf.open(path) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        image.write(deep.tobytes())
        image.BitsPerComponent = 16
        pdf.save(tmp_path / "b.pdf")
    assert_read_as_on_paper(read_page(tmp_path / "b.pdf", 1, (scan.sheet.printed.form,)), scan)


def test_fax_pixels_inside_a_pdf_become_square(scan: Scan, tmp_path: Path) -> None:
    scan.sheet.page = np.ascontiguousarray(scan.sheet.page[::2])
    assert_read_as_on_paper(read(scan, tmp_path), scan)


def test_files_packed_into_a_pdf_are_named(scan: Scan, tmp_path: Path) -> None:
    scan.pdf.attachments["另一张.jpg"] = b"x"
    assert contents(scan.save(tmp_path / "a.pdf")).attached == ("另一张.jpg",)
