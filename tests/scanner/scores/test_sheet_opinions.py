"""What is written into the box of 领导评价表 is taken; writing that leaves the box is shown with what lies about."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import OPINION_AROUND, OPINION_CROP
from pingyi.domain.readings.score_reading import ScorePage
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import Box, find_layout, render
from pingyi.scanner.scores.score_sheet import read_leader_page
from pingyi.workflow.leaders.scan import roster_of
from pingyi.workflow.scans.forms_read import load_forms

pytestmark = pytest.mark.office
DPI = 200
MM = DPI / 25.4
Blank = tuple[np.ndarray, Box, BallotForm]


@pytest.fixture(scope="module")
def blank(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    folder = tmp_path_factory.mktemp("sheet")
    body = next(group for group in campaign.groups if group.key == "L")
    docx = write_leader_sheet(campaign, body, folder / "L.docx")
    (form,) = load_forms([docx], (campaign.leaders.score_header,) if campaign.leaders else ())
    assert form.opinion is not None
    (pdf,) = to_pdf([docx], folder)
    return np.array(render(pdf, 0, DPI)), find_layout(pdf, form).box(form.opinion), form


def read(blank: Blank, marks: list[tuple[float, float, float, float]], campaign: Campaign, folder: Path) -> ScorePage:
    """The sheet with strokes from and to these places of the box, in mm from its upper left corner."""
    page, box, form = blank[0].copy(), blank[1], blank[2]
    for x, y, to_x, to_y in marks:
        ends = [(round((box.left + a) * MM), round((box.top + b) * MM)) for a, b in ((x, y), (to_x, to_y))]
        cv2.line(page, ends[0], ends[1], 20, 4)
    cv2.imwrite(str(folder / "sheet.png"), page)
    outcome = read_leader_page(folder / "sheet.png", 1, (form,), roster_of(campaign))
    assert isinstance(outcome, ScorePage), outcome
    return outcome


WORDS = [(5.0 + 4 * k, 2.5, 7.5 + 4 * k, 5.5) for k in range(6)]


def test_an_empty_box_holds_no_opinion(blank: Blank, campaign: Campaign, tmp_path: Path) -> None:
    page = read(blank, [], campaign, tmp_path)
    assert not page.has_opinion
    assert OPINION_CROP not in page.crops


def test_writing_in_the_box_is_taken(blank: Blank, campaign: Campaign, tmp_path: Path) -> None:
    page = read(blank, WORDS, campaign, tmp_path)
    assert page.has_opinion
    assert OPINION_CROP in page.crops
    assert OPINION_AROUND not in page.crops


def test_writing_that_leaves_the_box_is_shown_with_what_lies_about_it(
    blank: Blank, campaign: Campaign, tmp_path: Path
) -> None:
    box = blank[1]
    down = box.bottom - box.top
    page = read(blank, [*WORDS, (40.0, down - 3.0, 42.0, down + 3.0)], campaign, tmp_path)
    assert page.has_opinion
    assert OPINION_AROUND in page.crops
    shown = [cv2.imdecode(np.frombuffer(page.crops[item], np.uint8), 0) for item in (OPINION_AROUND, OPINION_CROP)]
    assert shown[0].shape[0] > shown[1].shape[0]
