"""A score on a printed paper, however it lies and whatever is written there; digits by our own pen, invented."""

from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from leader_paper import DPI, MM, UNIT, Form3, ink, put

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.marks import AnalysisMark
from pingyi.domain.readings.reading import SheetReading, Unread, UnreadPage, Verdict
from pingyi.domain.readings.score_reading import ScoreDoubt, ScorePage, agreed, score_of
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import find_layout, render
from pingyi.scanner.reader import read_page
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.scanner.scores.score_sheet import read_leader_page
from pingyi.workflow.leaders.scan import roster_of
from pingyi.workflow.scans.forms_read import load_forms
from training.scores.strokes import drawn


def field_of(path: Path, campaign: Campaign) -> tuple[Decimal | None, tuple[ScoreDoubt, ...], str]:
    outcome = read_analysis_page(path, 1, roster_of(campaign))
    assert isinstance(outcome, ScorePage), outcome
    (found,) = outcome.fields
    return found.score, found.doubts, found.unit


@pytest.mark.office
@pytest.mark.parametrize("text", ["95", "88", "100", "76"])
def test_a_score_is_read_with_its_unit(text: str, form3: Form3, campaign: Campaign) -> None:
    score, doubts, unit = field_of(form3.scan(text), campaign)
    assert (score, doubts) == (Decimal(text), ())
    assert unit == campaign.units[UNIT].name


@pytest.mark.office
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_fed_any_way_round(quarters: int, form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    turned = form3.save(np.ascontiguousarray(np.rot90(page, quarters)), f"turned {quarters}.png")
    assert field_of(turned, campaign)[0] == Decimal(95)


@pytest.mark.office
def test_a_line_to_write_on_is_no_ink(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x, y = round(form3.field[0]), round(form3.field[1] + 4.2 * MM)
    cv2.line(page, (x - 68, y), (x + 68, y), 0, 2)
    assert field_of(form3.save(page, "lined.png"), campaign)[0] == Decimal(95)


@pytest.mark.office
def test_without_a_mark_people_say_whose_the_score_is(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    page[round(form3.field[1] - 7 * MM) : round(form3.field[1] + 7 * MM), form3.mark : form3.mark + 206] = 255
    score, doubts, unit = field_of(form3.save(page, "unmarked.png"), campaign)
    assert (score, doubts, unit) == (None, (ScoreDoubt.MARK_MISSING,), "")


@pytest.mark.office
def test_a_paper_of_another_district_year_or_roster_is_refused(form3: Form3, campaign: Campaign) -> None:
    for changed in (
        campaign.model_copy(update={"about": campaign.about.model_copy(update={"district": "北江区"})}),
        campaign.model_copy(update={"about": campaign.about.model_copy(update={"year": 2025})}),
    ):
        outcome = read_analysis_page(form3.scan("95"), 1, roster_of(changed))
        assert isinstance(outcome, UnreadPage)
        assert outcome.reason is Unread.OTHER_CAMPAIGN
        assert campaign.analysis_print.key in outcome.detail
        assert changed.analysis_print.key in outcome.detail


@pytest.mark.office
@pytest.mark.parametrize("serial", [UNIT + 1, UNIT + 2])
def test_an_older_mark_counts_only_where_the_printed_name_says_the_same(
    serial: int, form3: Form3, campaign: Campaign
) -> None:
    """It names no roster: its number may have been another unit's."""
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x, y = form3.mark, round(form3.field[1])
    page[y - round(7 * MM) : y + round(7 * MM), x : x + 206] = 255
    code = segno.make_qr(AnalysisMark(year=campaign.about.year, serial=serial).payload, error="m").matrix
    dots = np.kron(255 * (1 - np.array(code, np.uint8)), np.ones((4, 4), np.uint8))
    side = len(dots)
    page[y - side // 2 : y - side // 2 + side, x + 100 : x + 100 + side] = dots
    score, doubts, unit = field_of(form3.save(page, f"older {serial}.png"), campaign)
    named = serial == UNIT + 1
    assert unit == (campaign.units[UNIT].name if named else "")
    assert (score, doubts) == ((Decimal(95), ()) if named else (None, (ScoreDoubt.NAME_DIFFERS,)))


@pytest.mark.office
@pytest.mark.parametrize(
    ("text", "doubt"),
    [("", ScoreDoubt.EMPTY), ("×", None), ("0", None), ("1", None), ("875", None), ("9 8", None)],
)
def test_what_is_no_score_goes_to_people(text: str, doubt: ScoreDoubt | None, form3: Form3, campaign: Campaign) -> None:
    score, doubts, _ = field_of(form3.scan(text, height_mm=5.0), campaign)
    assert score is None
    assert doubts
    assert doubt is None or doubts == (doubt,)


@pytest.mark.office
def test_a_struck_out_score_goes_to_people(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x, y = (round(value) for value in form3.field)
    cv2.line(page, (x - 45, y + 8), (x + 45, y - 8), 40, 3, cv2.LINE_AA)
    assert field_of(form3.save(page, "struck.png"), campaign)[0] is None


def test_a_page_somebody_wrote_on_is_told_and_an_empty_back_is_one(form3: Form3, campaign: Campaign) -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    outcome = read_analysis_page(form3.save(page, "blank.png"), 1, roster_of(campaign))
    assert isinstance(outcome, UnreadPage)
    assert outcome.reason is Unread.BLANK_BACK
    put(page, ink("95", 30.0), (800, 900))
    outcome = read_analysis_page(form3.save(page, "foreign.png"), 1, roster_of(campaign))
    assert isinstance(outcome, UnreadPage)
    assert outcome.reason is Unread.WRITTEN_PAGE
    assert "已列入书面意见" in outcome.message()


@pytest.mark.office
def test_a_sheet_of_all_units_is_read_cell_by_cell(campaign: Campaign, tmp_path: Path) -> None:
    group = next(group for group in campaign.groups if group.key == "L")
    docx = write_leader_sheet(campaign, group, tmp_path / "L 四家班子.docx")
    form = load_forms([docx], (campaign.leaders.score_header,) if campaign.leaders else ())[0]
    pdf = to_pdf([docx], tmp_path)[0]
    layout, page = find_layout(pdf, form), np.array(render(pdf, 0, DPI))
    given_scores = {1: "93", 2: "88", 30: "76", 59: "95"}
    for row in form.rows:
        text = given_scores.get(int(row.item))
        if text:
            box = layout.box(row.cells[0])
            centre = (box.left + box.right) / 2 * MM, (box.top + box.bottom) / 2 * MM
            put(page, ink(text, 4.6), centre)
    cv2.imwrite(str(tmp_path / "sheet.png"), page)
    outcome = read_leader_page(tmp_path / "sheet.png", 1, (form,), roster_of(campaign))
    assert isinstance(outcome, ScorePage), outcome
    read = {reading.unit: reading.score for reading in outcome.fields if reading.score is not None}
    assert read == {campaign.units[serial - 1].name: Decimal(text) for serial, text in given_scores.items()}
    assert sum(reading.doubts == (ScoreDoubt.EMPTY,) for reading in outcome.fields) == 55


@pytest.mark.office
def test_a_sheet_to_tick_is_read_as_a_ballot(campaign: Campaign, tmp_path: Path) -> None:
    ticked = campaign.policies.leader_form.model_copy(update={"value": "votes"})
    voting = campaign.model_copy(update={"policies": campaign.policies.model_copy(update={"leader_form": ticked})})
    docx = write_leader_sheet(voting, voting.groups[7], tmp_path / "M.docx")
    forms = load_forms([docx], voting.ballot.choices)
    page = np.array(render(to_pdf([docx], tmp_path)[0], 0, DPI))
    box = find_layout(tmp_path / "M.pdf", forms[0]).box(forms[0].rows[0].cells[1])
    tick = drawn("√", 4.0 * MM, 3.0, np.random.default_rng(2))
    put(page, tick, ((box.left + box.right) / 2 * MM, (box.top + box.bottom) / 2 * MM))
    cv2.imwrite(str(tmp_path / "M.png"), page)
    outcome = read_page(tmp_path / "M.png", 1, forms)
    assert isinstance(outcome, SheetReading), outcome
    assert [row.verdict for row in outcome.rows[1:]] == [Verdict.BLANK] * 58
    assert (outcome.rows[0].verdict, outcome.rows[0].choice) == (Verdict.VALID, voting.ballot.choices[1])


@given(st.integers(0, 1000))
def test_every_score_with_one_decimal_is_one(tenths: int) -> None:
    text = f"{tenths // 10}.{tenths % 10}"
    assert score_of(text) == (Decimal(text), None)
    assert agreed(text, text) == (Decimal(text), None)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_lone_digit_is_for_people_however_sure_both_readers_are(digit: str) -> None:
    """To a reader a circle is a 0, a stroke a 1 or a 7; typed by people it is a score."""
    assert agreed(digit, digit) == (None, ScoreDoubt.LONE_SIGN)
    assert score_of(digit) == (Decimal(digit), None)


@pytest.mark.parametrize("text", ["101", "100.1", "095", "95.55", "", "9#", "-5", "九十"])
def test_anything_else_is_none(text: str) -> None:
    score, doubt = score_of(text)
    assert score is None
    assert doubt is not None
