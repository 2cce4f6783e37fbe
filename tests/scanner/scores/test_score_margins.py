"""Writing about the table of 附件3 is found and shown; its own print, a page's number and dirt are not."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from handwriting import write
from leader_paper import Form3, printed_form3

from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.reading import OpinionPlace
from pingyi.domain.readings.score_reading import ScorePage
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.leaders.scan import roster_of

pytestmark = pytest.mark.office
CAMPAIGN = parse_campaign(default_campaign_text(), "campaign.toml")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form3:
    return printed_form3(CAMPAIGN, tmp_path_factory.mktemp("form3"))


def read(path: Path) -> ScorePage:
    page = read_analysis_page(path, 1, roster_of(CAMPAIGN))
    assert isinstance(page, ScorePage)
    return page


@pytest.mark.parametrize(
    ("place", "at", "down"),
    [
        (OpinionPlace.LEFT, (10.0, 90.0), True),
        (OpinionPlace.RIGHT, (194.0, 200.0), True),
        (OpinionPlace.BELOW, (40.0, 268.0), False),
        (OpinionPlace.BELOW, (120.0, 277.0), False),
        (OpinionPlace.ABOVE, (70.0, 14.0), False),
        (OpinionPlace.ABOVE, (158.0, 40.0), False),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_written_about_the_table_is_shown(
    form: Form3, place: OpinionPlace, at: tuple[float, float], *, down: bool, turned: bool
) -> None:
    page = form.page.copy()
    write(page, at, signs=5, down=down)
    page = np.ascontiguousarray(page[::-1, ::-1]) if turned else page
    found = read(form.save(page, f"{at[0]:.0f} {at[1]:.0f} {turned}.png"))
    assert found.has_opinion
    assert set(found.crops) == {"0", place}
    seen = cv2.imdecode(np.frombuffer(found.crops[place], np.uint8), cv2.IMREAD_GRAYSCALE)
    assert seen is not None
    assert int((seen < 100).sum()) > 300


def test_the_forms_own_print_is_no_opinion(form: Form3) -> None:
    found = read(form.scan("95"))
    assert not found.has_opinion
    assert set(found.crops) == {"0"}


@pytest.mark.parametrize("size", [0.95, 1.0, 1.03])
def test_punched_holes_are_none_however_large_the_copy(form: Form3, size: float) -> None:
    mm, page = 200 / 25.4, form.page.copy()
    for y in (108.5, 188.5):
        cv2.circle(page, (round(12 * mm), round(y * mm)), round(3 * mm), 60, -1)
    high, wide = page.shape
    moved = np.array([[size, 0, wide * (1 - size) / 2], [0, size, high * (1 - size) / 2]], np.float32)
    page = np.asarray(cv2.warpAffine(page, moved, (wide, high), borderValue=(255,)), np.uint8)
    assert not read(form.save(page, f"holes {size}.png")).has_opinion


def test_dust_a_streak_holes_and_a_dark_edge_are_no_opinion(form: Form3) -> None:
    page = form.page.copy()
    mm = 200 / 25.4
    for x, y in ((60, 1500), (1600, 900), (800, 2250)):
        cv2.circle(page, (x, y), 3, 0, -1)
    page[:, 80:83] = 60
    for y in (108.5, 188.5):
        cv2.circle(page, (round(12 * mm), round(y * mm)), round(3 * mm), 0, -1)
    page[:, -14:] = 0
    assert not read(form.save(page, "dirt.png")).has_opinion
