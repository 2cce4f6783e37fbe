"""What a PDF's page says however it is turned, cut or kept; what cannot be read is refused in words."""

import re
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printed_ballot import Printed

from pingyi.checker.faces import Face
from pingyi.checker.printed import read_sheets
from pingyi.ground.errors import FileError
from pingyi.ground.printed.pages import PrintedPage, printed_file
from pingyi.ground.printed.points import MM_PER_PT

NEAR_MM = 0.3


@pytest.fixture
def ballot(printed: Printed) -> Path:
    return printed.pdf


def first(pdf: Path) -> PrintedPage:
    with printed_file(pdf) as printed:
        return printed.page(1)


def test_letters_and_rules_are_where_another_reader_sees_them(ballot: Path) -> None:
    page = first(ballot)
    with pdfplumber.open(ballot) as opened:
        other = opened.pages[0]
        letters = sorted((char["text"], char["x0"], other.height - char["matrix"][5], char["size"])
                         for char in other.chars if char["text"].strip())  # fmt: skip
        drawn = sorted((one["x0"], one["top"], one["x1"], one["bottom"])
                       for one in (*other.lines, *other.rects, *other.curves, *other.images))  # fmt: skip
    own = sorted((glyph.text, glyph.left, glyph.base, glyph.type.size_pt) for glyph in page.glyphs)
    assert [text for text, *_ in own] == [text for text, *_ in letters]
    for (_, left, base, size), (text, x0, below, points) in zip(own, letters, strict=True):
        assert (left, base) == pytest.approx((x0 * MM_PER_PT, below * MM_PER_PT), abs=NEAR_MM), text
        assert size == pytest.approx(points, abs=0.1), text
    shapes = sorted((shape.left, shape.top, shape.right, shape.bottom) for shape in page.shapes)
    assert len(shapes) == len(drawn)
    for shape, box in zip(shapes, drawn, strict=True):
        assert shape == pytest.approx([side * MM_PER_PT for side in box], abs=NEAR_MM)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_to_be_seen_says_the_same(ballot: Path, tmp_path: Path, turn: int) -> None:
    with pikepdf.open(ballot) as pdf:
        page = pdf.pages[0]
        *_, width, height = (float(side) for side in page.mediabox)
        way, box = {
            90: ((0, 1, -1, 0, height, 0), (0, 0, height, width)),
            180: ((-1, 0, 0, -1, width, height), (0, 0, width, height)),
            270: ((0, -1, 1, 0, 0, width), (0, 0, height, width)),
        }[turn]
        page.contents_add(f"q {' '.join(map(str, way))} cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        page.mediabox, page.cropbox = box, box
        page.rotate(turn, relative=False)
        pdf.save(tmp_path / "turned.pdf")
    page, turned = first(ballot), first(tmp_path / "turned.pdf")
    assert (turned.width, turned.height) == pytest.approx((page.width, page.height), abs=0.01)
    for one, other in zip(page.glyphs, turned.glyphs, strict=True):
        assert (other.text, other.type.upright) == (one.text, one.type.upright)
        assert (other.left, other.base) == pytest.approx((one.left, one.base), abs=0.01)
    for shape, moved in zip(page.shapes, turned.shapes, strict=True):
        assert moved.drawn is shape.drawn
        assert (moved.left, moved.bottom, moved.width) == pytest.approx(
            (shape.left, shape.bottom, shape.width), abs=0.01
        )


def test_a_page_that_is_cut_begins_where_it_is_cut(ballot: Path, tmp_path: Path) -> None:
    with pikepdf.open(ballot) as pdf:
        *_, width, height = (float(side) for side in pdf.pages[0].mediabox)
        pdf.pages[0].cropbox = (20, 30, width, height - 15)
        pdf.save(tmp_path / "cut.pdf")
    page, cut = first(ballot), first(tmp_path / "cut.pdf")
    for one, other in zip(page.glyphs, cut.glyphs, strict=True):
        by = (one.left - other.left, one.base - other.base)
        assert by == pytest.approx((20 * MM_PER_PT, 15 * MM_PER_PT), abs=0.01)


def test_a_locked_file_is_refused_in_words(ballot: Path, tmp_path: Path) -> None:
    with pikepdf.open(ballot) as pdf:
        pdf.save(tmp_path / "锁.pdf", encryption=pikepdf.Encryption(user="谁知道", owner="谁知道"))
    with pytest.raises(FileError, match=r"锁.pdf 打不开：有密码，请先去掉密码"):
        read_sheets(tmp_path / "锁.pdf")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 60_000), junk=st.binary(max_size=200))
def test_a_file_cut_and_spoilt_anywhere_is_read_or_refused_in_words(
    ballot: Path, tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    whole = ballot.read_bytes()
    spoilt = tmp_path_factory.mktemp("spoilt") / "坏.pdf"
    spoilt.write_bytes(whole[: cut % len(whole)] + junk)
    said = refused(spoilt)
    assert not said or said.startswith("坏.pdf")


def refused(pdf: Path) -> str:
    """In what words; empty for a file that was read."""
    try:
        assert any(sheet.lines for sheet in read_sheets(pdf))
    except FileError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("name", "face"), [("仿宋", Face.FANGSONG), ("楷体_GB2312", Face.KAITI), ("黑体", Face.HEITI)])
@pytest.mark.parametrize("coding", ["gbk", "utf-8"])
def test_a_chinese_font_is_known_by_its_name_however_it_is_written(
    ballot: Path, tmp_path: Path, name: str, face: Face, coding: str
) -> None:
    written = "".join(f"#{byte:02X}" for byte in f"ABCDEE+{name}".encode(coding))
    with pikepdf.open(ballot) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") in {"/Font", "/FontDescriptor"}:
                for key in ("/BaseFont", "/FontName"):
                    if key in one:
                        one[key] = pikepdf.Object.parse(f"/{written}".encode())
        pdf.save(tmp_path / "named.pdf")
    faces = {letter.face for line in read_sheets(tmp_path / "named.pdf")[0].lines for letter in line.letters}
    assert faces - {Face.OTHER} == {face}  # the batch code stays in Helvetica


@pytest.mark.parametrize(("paint", "red"), [
    ("1 0 0 rg", True), ("0 1 1 0 k", True), ("0 0.95 0.9 0 k", True), ("0.8 0 0 rg", True),
    ("0 g", False), ("0 0 0 1 k", False), ("1 0.6 0 rg", False), ("0 0 1 rg", False),
])  # fmt: skip
def test_red_is_red_in_every_way_of_writing_it(ballot: Path, tmp_path: Path, paint: str, *, red: bool) -> None:
    with pikepdf.open(ballot) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
                words = re.sub(rb"(?<![\d.])[\d.][\d. ]* (?:rg|g|k)\b", paint.encode(), one.read_bytes())
                one.write(paint.encode() + b"\n" + words)
        pdf.save(tmp_path / "red.pdf")
    page = read_sheets(tmp_path / "red.pdf")[0]
    found = {line.red for line in page.lines if line.face is not Face.OTHER}  # the batch code stays black
    assert found == {red}
