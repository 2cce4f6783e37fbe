"""What is written outside the box is found and shown under its place; print, dirt and the ticks' own tails are not."""

from itertools import pairwise
from pathlib import Path

import cv2
import docx
import numpy as np
import pytest
from docx.oxml.ns import qn
from handwriting import MM, PEN, PENCIL, write
from pen import Sheet
from printed_ballot import Grey, Printed

from pingyi.domain.readings.reading import (
    OPINION_AROUND,
    OPINION_CROP,
    OpinionPlace,
    SheetReading,
    Source,
    Unread,
    UnreadPage,
)
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.scanner.opinions import foreign_print, form_page
from pingyi.scanner.reader import read_picture

pytestmark = pytest.mark.office
PLACES = {  # left and top of what is written, mm on the page
    OpinionPlace.ABOVE: (80.0, 8.0),
    OpinionPlace.BELOW: (60.0, 282.0),
    OpinionPlace.LEFT: (3.0, 150.0),
    OpinionPlace.RIGHT: (202.0, 150.0),
}


def read(page: Grey, printed: Printed) -> SheetReading:
    outcome = read_picture(page, Source(file="a.png", page=1), (printed.form,))
    assert isinstance(outcome, SheetReading), outcome
    return outcome


def places(sheet: SheetReading) -> set[str]:
    return {item for item in sheet.crops if item.startswith("opinion")}


def ticked(printed: Printed) -> Grey:
    return Sheet(printed).tick_others().page


def test_nothing_is_found_where_nothing_is_written(printed: Printed) -> None:
    sheet = read(ticked(printed), printed)
    assert (places(sheet), sheet.has_opinion) == (set(), False)


@pytest.mark.parametrize("dark", [PEN, PENCIL])
@pytest.mark.parametrize("place", PLACES)
def test_writing_about_the_table_is_shown_under_its_place(printed: Printed, place: OpinionPlace, dark: int) -> None:
    page = ticked(printed)
    write(page, PLACES[place], dark=dark, down=place in (OpinionPlace.LEFT, OpinionPlace.RIGHT), signs=2)
    assert places(read(page, printed)) == {place}


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_however_the_sheet_was_fed(printed: Printed, turn: int) -> None:
    page = ticked(printed)
    write(page, PLACES[OpinionPlace.BELOW])
    assert places(read(np.ascontiguousarray(np.rot90(page, turn)), printed)) == {OpinionPlace.BELOW}


def test_writing_across_the_title_is_found(printed: Printed) -> None:
    page = ticked(printed)
    write(page, (80.0, 17.0), signs=6)
    assert places(read(page, printed)) == {OpinionPlace.ABOVE}


def test_writing_between_the_print_of_a_row_is_found(printed: Printed) -> None:
    page = ticked(printed)
    box = printed.layout.box(printed.form.rows[20].labels[-1])
    write(page, (box.left + 1.0, box.top + 1.2), signs=1)
    assert places(read(page, printed)) == {OpinionPlace.TABLE}


@pytest.mark.parametrize("dark", [PEN, PENCIL])
def test_the_box_is_found_in_ink_and_in_pencil(printed: Printed, dark: int) -> None:
    page = ticked(printed)
    assert printed.form.opinion
    box = printed.layout.box(printed.form.opinion)
    write(page, (box.left + 4, box.top + 4), dark=dark)
    assert places(read(page, printed)) == {OPINION_CROP}


def test_what_leaves_the_box_is_shown_with_what_lies_about_it_and_below(printed: Printed) -> None:
    page = ticked(printed)
    assert printed.form.opinion
    box = printed.layout.box(printed.form.opinion)
    for row in range(4):
        write(page, (box.left + 4, box.bottom - 6 + 3.2 * row), signs=4)
    assert {OPINION_AROUND, OpinionPlace.BELOW} <= places(read(page, printed))


def test_writing_beside_the_mark_of_a_print_run_is_found(printed: Printed) -> None:
    page = ticked(printed)  # the mark and its batch are printed, and are not found in any other of these tests
    write(page, (150.0, 9.0), signs=2)
    assert places(read(page, printed)) == {OpinionPlace.ABOVE}


def test_print_in_another_face_is_read_not_taken_for_writing(printed: Printed, tmp_path: Path) -> None:
    page = other_face(printed, tmp_path)
    assert not places(read(page, printed)) - {OpinionPlace.TABLE}
    write(page, PLACES[OpinionPlace.BELOW])
    assert OpinionPlace.BELOW in places(read(page, printed))


def test_print_in_another_face_is_read_once_for_a_pile(
    printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a line of print says is asked of the recogniser once; what stands over it later is found all the same."""
    page, asked, recognise = other_face(printed, tmp_path), list[str](), foreign_print.recognise

    def told(line: Grey, *, short: bool = False) -> tuple[str, float]:
        asked.append("line")
        return recognise(line, short=short)

    read(page, printed)
    monkeypatch.setattr(foreign_print, "recognise", told)
    noise = np.random.default_rng(3).normal(0, 4, page.shape)
    again = np.clip(page + noise, 0, 255).astype(np.uint8)
    assert not places(read(again, printed)) - {OpinionPlace.TABLE}
    assert asked == []
    write(again, (80.0, 14.0), signs=6)
    assert OpinionPlace.ABOVE in places(read(again, printed))


@pytest.mark.parametrize("line", [(320.2, 179, 16), (451.5, 202, 16), (372.2, 113, 30)])
def test_what_is_read_of_a_page_does_not_hang_on_the_pages_before(
    printed: Printed, tmp_path: Path, line: tuple[float, int, int]
) -> None:
    """Letters of a line of print (left, top and height, px of the laid page) are scribbled over."""
    clean = other_face(printed, tmp_path)
    page = clean.copy()
    scribble(page, line, times=3, letters=5)
    form_page.form_page.cache_clear()
    alone = places(read(page, printed))
    form_page.form_page.cache_clear()
    read(clean, printed)
    assert places(read(page, printed)) == alone == {OpinionPlace.ABOVE}


def scribble(page: Grey, line: tuple[float, int, int], times: int, letters: int) -> None:
    """Zigzag over so many letters of a line, so many times."""
    left, top, high = line
    for again in range(times):
        points = [
            (left + k * 1.17 * high / 4 + again, top + high * (0.1 if k % 2 else 0.9)) for k in range(4 * letters + 1)
        ]
        on_page = [tuple(round((at / form_page.PX_PER_MM - form_page.AROUND_MM) * MM) for at in p) for p in points]
        for first, second in pairwise(on_page):
            cv2.line(page, first, second, (30,), 2, cv2.LINE_AA)


def other_face(printed: Printed, folder: Path) -> Grey:
    """The same form as a program without the office's faces prints it."""
    document = docx.Document(str(printed.docx))
    for fonts in document.element.body.iter(qn("w:rFonts")):
        for side in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(side), "Noto Sans CJK SC")
    document.save(str(folder / "other.docx"))
    (pdf,) = to_pdf([folder / "other.docx"], folder)
    return np.array(render(pdf, 0, 200))


def test_a_streak_a_fold_and_punched_holes_are_dirt(printed: Printed) -> None:
    page = ticked(printed)
    page[:, round(60 * MM) : round(60 * MM) + 2] = 90
    page[round(285 * MM) : round(285 * MM) + 2, :] = 110
    for y in (108.5, 188.5):
        cv2.circle(page, (round(9 * MM), round(y * MM)), round(3 * MM), 60, -1, cv2.LINE_AA)
    assert places(read(page, printed)) == set()


def test_the_black_edge_of_a_copier_is_no_writing_and_hides_none(printed: Printed) -> None:
    page = np.pad(ticked(printed), ((0, 60), (60, 0)), constant_values=20)
    assert places(read(page, printed)) == set()
    write(page, (PLACES[OpinionPlace.BELOW][0], 280.0))
    assert places(read(page, printed)) == {OpinionPlace.BELOW}


def blank(printed: Printed) -> Grey:
    return np.full(printed.page().shape, 252, np.uint8)


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("every", [1, 5, 15])
def test_ticks_without_any_print_are_a_ballot_that_must_be_scanned_again(
    printed: Printed, every: int, turn: int
) -> None:
    sheet = Sheet(printed)
    sheet.page = blank(printed)
    for item in list(sheet.rows)[::every]:
        sheet.tick(item, int(item) % 3)
    page = np.ascontiguousarray(np.rot90(sheet.page, turn))
    found = read_picture(page, Source(file="a.png", page=2), (printed.form,))
    assert isinstance(found, UnreadPage)
    assert (found.reason, found.written, found.skipped) == (Unread.NO_TABLE, False, False)
    assert "勾" in found.detail


@pytest.mark.parametrize("dark", [PEN, PENCIL])
def test_a_page_somebody_wrote_on_is_known_as_one(printed: Printed, dark: int) -> None:
    page = blank(printed)
    for row in range(3):
        write(page, (30.0, 60.0 + 7 * row), signs=12, dark=dark)
    found = read_picture(page, Source(file="a.png", page=2), (printed.form,))
    assert isinstance(found, UnreadPage)
    assert (found.reason, found.written, found.skipped) == (Unread.WRITTEN_PAGE, True, True)


def test_letter_paper_is_no_table(printed: Printed) -> None:
    page = blank(printed)
    for y in range(30, 280, 8):
        page[round(y * MM) : round(y * MM) + 2, round(15 * MM) : round(195 * MM)] = 130
    write(page, (30.0, 60.0), signs=12)
    found = read_picture(page, Source(file="a.png", page=2), (printed.form,))
    assert isinstance(found, UnreadPage)
    assert found.written


def test_a_form_whose_rulings_were_lost_is_no_written_page(printed: Printed) -> None:
    page = printed.page()
    left, right = (round(x * MM) for x in (printed.layout.xs[0] - 1, printed.layout.xs[-1] + 1))
    top, bottom = (round(y * MM) for y in (printed.layout.ys[0] - 1, printed.layout.ys[-1] + 1))
    page[top:bottom, left:right] = 255
    found = read_picture(page, Source(file="a.png", page=1), (printed.form,))
    assert isinstance(found, UnreadPage)
    assert not found.written
