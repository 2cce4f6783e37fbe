"""Where a score stands on a scanned 附件3, however close to the print, beside streaks, on the report's second page."""

from decimal import Decimal
from pathlib import Path

import cv2
import pikepdf
import pytest
from leader_paper import DPI, MM, Form3, Picture, ink, put
from PIL import Image

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.score_reading import SCORE_DOUBT_TEXT, ScoreDoubt, ScorePage
from pingyi.scanner.scores.score_page import ScoreRow, analysis_page
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.workflow.leaders.scan import roster_of

DECIMAL = ("82.5", 4)  # and the seed of a hand that writes it plainly


def row_of(page: Picture, campaign: Campaign) -> ScoreRow:
    found = analysis_page(page, campaign.analysis.score_prompt)
    assert found is not None
    assert found.row is not None
    return found.row


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


def test_every_doubt_has_words_for_people() -> None:
    assert set(SCORE_DOUBT_TEXT) == set(ScoreDoubt)
