"""Where a score stands on a scanned 附件3, however close to the print, beside streaks, on the report's second page."""

from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pdfplumber
import pikepdf
import pytest
from leader_paper import DPI, MM, UNIT, Form3, Picture, ink, put
from PIL import Image

from pingyi.domain.analysis_form import Piece, ReportLine, ReturnedAnalysis
from pingyi.domain.campaign import Campaign
from pingyi.domain.score_reading import SCORE_DOUBT_TEXT, ScoreDoubt, ScorePage
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.word.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.scanner.scores.score_page import ScoreRow, score_row
from pingyi.scanner.scores.score_sheet import read_analysis_page
from pingyi.workflow.scans.leader_scans import roster_of

DECIMAL = ("82.5", 4)  # and the seed of a hand that writes it plainly


def row_of(page: Picture, campaign: Campaign) -> ScoreRow:
    row = score_row(page, campaign.analysis.score_prompt)
    assert row is not None
    return row


@pytest.mark.office
@pytest.mark.parametrize("side", ["colon", "bracket"])
def test_writing_close_to_the_print_leaves_the_field_as_it_is(side: str, form3: Form3, campaign: Campaign) -> None:
    empty = row_of(form3.page, campaign).field
    assert empty is not None
    page, patch = form3.page.copy(), ink("888", 6.0)
    half = empty.shape[1] / 6 * MM / 2 - patch.shape[1] / 2 - 0.4 * MM  # from the field's middle to where it is full
    shift = {"colon": -half, "bracket": half}[side]
    put(page, patch, (form3.field[0] + shift, form3.field[1]))
    field = row_of(page, campaign).field
    assert field is not None
    assert abs(field.shape[1] - empty.shape[1]) <= 2


@pytest.mark.office
@pytest.mark.parametrize("at_mm", [5.0, 16.0, 60.0, 204.0], ids=["margin", "beside", "through", "edge"])
def test_a_streak_down_the_page_hides_no_row(at_mm: float, form3: Form3, campaign: Campaign) -> None:
    page = form3.page.copy()
    x = round(at_mm * MM)
    cv2.line(page, (x, 0), (x, page.shape[0]), 90, 2)
    row = row_of(page, campaign)
    assert row.mark
    assert row.field is not None


@pytest.mark.office
@pytest.mark.parametrize(("where", "doubted"), [("field", True), ("edge", False)])
def test_a_score_written_in_a_pdf_program_is_for_people(
    where: str, form3: Form3, campaign: Campaign, tmp_path: Path, *, doubted: bool
) -> None:
    Image.open(form3.scan("95")).save(tmp_path / "a.pdf", resolution=DPI)
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        high = float(pdf.pages[0].MediaBox[3])
        x, y = (form3.field[0] * 72 / DPI, high - form3.field[1] * 72 / DPI) if where == "field" else (300.0, 8.0)
        drawn = pikepdf.Stream(pdf, b"2 w %f %f m %f %f l S" % (x, y, x + 8, y + 6))
        drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        drawn.BBox = pikepdf.Array([x - 2, y - 2, x + 10, y + 8])
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Ink, Rect=drawn.BBox, F=4)
        note.AP = pikepdf.Dictionary(N=drawn)
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        pdf.save()
    outcome = read_analysis_page(tmp_path / "a.pdf", 1, roster_of(campaign))
    assert isinstance(outcome, ScorePage)
    (field,) = outcome.fields
    assert (ScoreDoubt.EDITED in field.doubts) == doubted
    assert field.score == (None if doubted else Decimal(95))


@pytest.mark.office
def test_a_streak_through_the_score_asks_people(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x = round(form3.field[0] + 6 * MM)
    cv2.line(page, (x, 0), (x, page.shape[0]), 60, 2)
    outcome = read_analysis_page(form3.save(page, "streak.png"), 1, roster_of(campaign))
    assert isinstance(outcome, ScorePage)
    assert outcome.fields[0].score is None


@pytest.mark.office
def test_a_score_with_a_decimal_is_read_from_the_page(form3: Form3, campaign: Campaign) -> None:
    page, (text, seed) = form3.page.copy(), DECIMAL
    patch = ink(text, 6.0, seed)
    put(page, patch, form3.field)
    outcome = read_analysis_page(form3.save(page, "decimal.png"), 1, roster_of(campaign))
    assert isinstance(outcome, ScorePage)
    assert (outcome.fields[0].score, outcome.fields[0].doubts) == (Decimal(text), ())


def pieces(text: str) -> tuple[Piece, ...]:
    return (Piece(text=text, face="", size_pt=None),)


@pytest.fixture(scope="session")
def long_form(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    """The pages of a form whose report goes over the page, as an office's own Word file prints it: without a mark."""
    folder = tmp_path_factory.mktemp("long")
    name = campaign.units[UNIT].name
    lines = ("一、主要工作", *("全年按照年初计划推进各项重点任务，各项指标均按时完成。" * 2 for _ in range(14)))
    report = tuple(ReportLine(pieces=pieces(line), exact_pt=None, before_pt=0, after_pt=0) for line in lines)
    returned = ReturnedAnalysis(file="", unit=pieces(name), report=report, awards=())
    pdf = to_pdf([write_clean(campaign, returned, name, folder / "long.docx")], folder)[0]
    with pdfplumber.open(pdf) as opened:
        count = len(opened.pages)
    pages = [np.array(render(pdf, number, DPI)) for number in range(count)]
    row = row_of(pages[-1], campaign)
    if row.mark:
        tall = row.picture.shape[0] / 6 * MM
        bottom = int(np.flatnonzero((pages[-1] < 128).mean(axis=1) > 0.7)[-1])
        pages[-1][bottom - round(tall) + 20 : bottom - 6, round(120 * MM) + 160 : round(184 * MM)] = 255
    return pages


@pytest.mark.office
def test_the_page_before_hints_at_the_unit_of_an_unmarked_second_page(
    long_form: list[Picture], campaign: Campaign, tmp_path: Path
) -> None:
    assert len(long_form) == 2
    first, *others = (Image.fromarray(page) for page in long_form)
    first.save(tmp_path / "long.tif", save_all=True, append_images=others, dpi=(DPI, DPI))
    outcome = read_analysis_page(tmp_path / "long.tif", 2, roster_of(campaign))
    assert isinstance(outcome, ScorePage)
    (reading,) = outcome.fields
    assert (reading.unit, reading.seen) == ("", campaign.units[UNIT].name)
    assert ScoreDoubt.UNIT_UNKNOWN in reading.doubts


def test_every_doubt_has_words_for_people() -> None:
    assert set(SCORE_DOUBT_TEXT) == set(ScoreDoubt)
