"""Whose score a page bears: mark, printed name, district and year agree, or people decide; whatever was done to it."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.leaders.unit_pages import KINDS, Case, SpoiltPage, long_pages, of_year, printed_forms
from benchmarks.leaders.units import scored
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.domain.readings.score_reading import UNIT_DOUBTS, ReportPage, ScoreDoubt, ScoreOutcome, ScorePage
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.workflow.leaders.reports import Reports
from pingyi.workflow.leaders.scan import roster_of

pytestmark = pytest.mark.office
PEOPLE = {"missing", "stuck on", "name covered", "renamed"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, campaign: Campaign) -> Case:
    folder = tmp_path_factory.mktemp("units")
    rng = np.random.default_rng(3)
    one, other = printed_forms(campaign, campaign.units[2:4], folder / "now")
    (last,) = printed_forms(of_year(campaign, 2023), campaign.units[2:3], folder / "before")
    return Case(one=scored(one, rng), other=scored(other, rng), last=last, campaign=campaign, rng=rng)


def read(page: np.ndarray, campaign: Campaign, folder: Path, name: str = "page.png") -> ScoreOutcome:
    cv2.imwrite(str(folder / name), page)
    return read_analysis_page(folder / name, 1, roster_of(campaign))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_score_reaches_a_unit_that_its_page_does_not_prove(
    kind: Callable[[Case], SpoiltPage], case: Case, campaign: Campaign, tmp_path: Path
) -> None:
    for _ in range(2):
        spoilt: SpoiltPage = kind(case)
        outcome = read(spoilt.page, campaign, tmp_path)
        if isinstance(outcome, ScorePage):
            (reading,) = outcome.fields
            assert reading.unit in {"", spoilt.truth if spoilt.provable else ""}
            assert bool(reading.unit) != bool(UNIT_DOUBTS & set(reading.doubts))
            assert not reading.score or reading.unit
        else:
            assert spoilt.kind == "foreign"
            assert isinstance(outcome, UnreadPage)
            assert outcome.reason is Unread.OTHER_CAMPAIGN
        if spoilt.kind in PEOPLE:
            assert isinstance(outcome, ScorePage)
            assert outcome.fields[0].unit == ""
        if spoilt.kind in {"right", "turned", "copied"}:
            assert isinstance(outcome, ScorePage)
            assert outcome.fields[0].unit == spoilt.truth


def test_people_are_told_what_stands_where_and_see_the_head(case: Case, campaign: Campaign, tmp_path: Path) -> None:
    spoilt: SpoiltPage = KINDS[4](case)
    outcome = read(spoilt.page, campaign, tmp_path)
    assert isinstance(outcome, ScorePage)
    (reading,) = outcome.fields
    assert reading.doubts == (ScoreDoubt.NAME_DIFFERS,)
    assert f"印的是“{case.one.unit}”" in reading.seen
    assert f"二维码是“{case.other.unit}”" in reading.seen
    seen = cv2.imdecode(np.frombuffer(outcome.crops["0"], np.uint8), cv2.IMREAD_GRAYSCALE)
    assert seen is not None
    assert seen.shape[0] > 45 * 6, "title and name over the score row, 6 px/mm"


@pytest.fixture(scope="module")
def long(case: Case, tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Forms of two units over two pages, with scores."""
    units = case.campaign.units[2:4]
    made = long_pages(case.campaign, units, tmp_path_factory.mktemp("long"))
    assert [len(pages) for pages in made] == [2, 2]
    return tuple((first, second) for first, second in made)


def placed(pages: list[np.ndarray], campaign: Campaign, folder: Path) -> tuple[list[object], Reports]:
    reports, found = Reports(), []
    for number, page in enumerate(pages, start=1):
        outcome = read(page, campaign, folder)
        source = Source(file="L.pdf", page=number)
        object.__setattr__(outcome.page if isinstance(outcome, ReportPage) else outcome, "source", source)
        found.append(reports.placed(outcome))
    return found, reports


Pages = tuple[tuple[np.ndarray, np.ndarray], ...]


def test_a_report_over_two_pages_is_proven_by_its_beginning(
    long: Pages, case: Case, campaign: Campaign, tmp_path: Path
) -> None:
    (begun, page), reports = placed([*long[0]], campaign, tmp_path)
    assert isinstance(begun, UnreadPage)
    assert begun.reason is Unread.REPORT_PAGE
    assert begun.skipped
    assert isinstance(page, ScorePage)
    assert page.fields[0].unit == case.one.unit
    assert page.fields[0].doubts == (ScoreDoubt.EMPTY,)
    assert not reports.unscored()


def test_a_copied_file_of_two_pages_goes_to_people(long: Pages, case: Case, campaign: Campaign, tmp_path: Path) -> None:
    (_, page), _reports = placed([long[0][0], long[1][1]], campaign, tmp_path)
    assert isinstance(page, ScorePage)
    assert page.fields[0].unit == ""
    assert f"前页印的是“{case.one.unit}”，二维码是“{case.other.unit}”" == page.fields[0].seen


def test_a_stack_scanned_from_its_end_proves_nothing(long: Pages, campaign: Campaign, tmp_path: Path) -> None:
    """The page before is another unit's beginning there, though its mark may say the same."""
    first, second = long[0]
    pages, reports = placed([second, first, second, first], campaign, tmp_path)
    scored_pages = [page for page in pages if isinstance(page, ScorePage)]
    assert [page.fields[0].unit for page in scored_pages] == ["", ""]
    assert [source.page for source in reports.unscored()] == [4]


def test_a_beginning_without_its_score_page_is_named(long: Pages, campaign: Campaign, tmp_path: Path) -> None:
    first, second = long[0]
    _, reports = placed([first, first, second], campaign, tmp_path)
    assert [source.page for source in reports.unscored()] == [1]


def test_an_unmarked_second_page_is_shown_with_the_name_before_it(
    long: Pages, case: Case, campaign: Campaign, tmp_path: Path
) -> None:
    first, second = long[0][0], long[0][1].copy()
    bottom = int(np.flatnonzero((second < 128).mean(axis=1) > 0.7)[-1])
    second[bottom - 130 : bottom - 6, round(165 * 200 / 25.4) : round(184 * 200 / 25.4)] = 255
    (_, page), _reports = placed([first, second], campaign, tmp_path)
    assert isinstance(page, ScorePage)
    assert (page.fields[0].unit, page.mark) == ("", "")
    assert page.fields[0].seen == f"前页印的是“{case.one.unit}”"
