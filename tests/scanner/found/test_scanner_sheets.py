"""Sheets that do not lie as they should: folded, torn, two at once, empty backs, several forms in one file."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from pen import Sheet
from printed_ballot import Grey, Printed

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Doubt, PageOutcome, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler import machine_faults, paper_faults
from pingyi.samples.filler.layout import render
from pingyi.scanner.damage.blank import Page, look
from pingyi.scanner.reader import read_picture

DPI = 200
MM = DPI / 25.4


def outcome(page: Grey, *forms: BallotForm) -> PageOutcome:
    return read_picture(np.ascontiguousarray(page), Source(file="t.pdf", page=1), forms)


def truth(filled: Sheet) -> dict[str, str]:
    return {item: filled.printed.form.choices[int(item) % 3] for item in filled.rows}


def folded(page: Grey, first: tuple[float, float], second: tuple[float, float], *, lid: int = 255) -> Grey:
    """What lies left of the line (mm) is folded over to its right; the back of the paper is white."""
    height, width = page.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    start, end = np.array(first) * MM, np.array(second) * MM
    normal = np.array([-(end - start)[1], (end - start)[0]]) / np.hypot(*(end - start))
    away = (x - start[0]) * normal[0] + (y - start[1]) * normal[1]
    back_x, back_y = x - 2 * away * normal[0], y - 2 * away * normal[1]
    flap = (away <= 0) & (back_x >= 0) & (back_x < width) & (back_y >= 0) & (back_y < height)
    seen = np.where(flap, 250, page)
    seen[cv2.morphologyEx(flap.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0] = 190
    return np.where(away > 0, lid, seen).astype(np.uint8)


def corner_folded(filled: Sheet, depth: float, *, lid: int = 255) -> Grey:
    """The lower right corner of the sheet, to `depth` mm inside the table."""
    layout = filled.printed.layout
    x, y = layout.xs[-1], layout.ys[-1]
    middle = np.array([x, y]) - depth * np.sqrt(0.5)
    ends = middle + 300 * np.array([1, -1]), middle - 300 * np.array([1, -1])
    return folded(filled.page, tuple(ends[1]), tuple(ends[0]), lid=lid)


@pytest.mark.parametrize("lid", [20, 255])
def test_a_corner_folded_over_rows_costs_only_these(filled: Sheet, printed: Printed, lid: int) -> None:
    found = outcome(corner_folded(filled, 40, lid=lid), printed.form)
    assert isinstance(found, SheetReading), found
    damaged = {row.item for row in found.rows if Doubt.DAMAGED_CELL in row.reasons}
    assert "59" in damaged
    assert len(damaged) < 12
    others = {row.item: row.choice for row in found.rows if row.item not in damaged}
    assert others == {item: choice for item, choice in truth(filled).items() if item not in damaged}


def test_a_tick_under_a_folded_corner_is_never_read_as_blank(filled: Sheet, printed: Printed) -> None:
    for depth in range(4, 60, 8):
        found = outcome(corner_folded(filled, depth), printed.form)
        if isinstance(found, SheetReading):
            assert not [row.item for row in found.rows if row.verdict is Verdict.BLANK], depth


def test_a_sheet_folded_over_half_its_table_is_refused(filled: Sheet, printed: Printed) -> None:
    found = outcome(folded(filled.page, (0.0, 230.0), (210.0, 230.0), lid=20), printed.form)
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.FOLDED_OVER


def under(page: Grey, reach_mm: float, *, beside: bool) -> Grey:
    """Another sheet sticks out from under this one."""
    reach = round(reach_mm * MM)
    pad = ((0, 0), (0, reach)) if beside else ((0, reach), (0, 0))
    seen = np.pad(page, pad, constant_values=255)
    moved = np.roll(np.pad(page, pad, constant_values=255), reach, axis=1 if beside else 0)
    seen[page.shape[0] :] = moved[page.shape[0] :]
    seen[:, page.shape[1] :] = moved[:, page.shape[1] :]
    return seen


@pytest.mark.parametrize("beside", [False, True])
def test_two_sheets_fed_at_once_are_refused(filled: Sheet, printed: Printed, *, beside: bool) -> None:
    found = outcome(under(filled.page, 90, beside=beside), printed.form)
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.TWO_SHEETS


def test_two_whole_sheets_side_by_side_are_refused(filled: Sheet, printed: Printed) -> None:
    found = outcome(np.hstack([filled.page, filled.page]), printed.form)
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.TWO_SHEETS


def back(filled: Sheet, seed: int) -> Grey:
    """The empty side of a filled sheet: its front shows through, dust lies on it, holes are punched."""
    rng = np.random.default_rng(seed)
    page = paper_faults.showing_through(rng, np.full_like(filled.page, 255), filled.page, DPI)
    paper_faults.punched(rng, page, DPI)
    machine_faults.dusty(rng, page, DPI)
    machine_faults.streaked(rng, page, DPI)
    page = machine_faults.shaded(rng, page, 0.15)
    return np.asarray(machine_faults.noisy(rng, page, 3.0))


@pytest.mark.parametrize("seed", range(4))
def test_an_empty_back_is_skipped(filled: Sheet, printed: Printed, seed: int) -> None:
    found = outcome(back(filled, seed), printed.form)
    assert isinstance(found, UnreadPage)
    assert found.reason is Unread.BLANK_BACK, found.message()


@pytest.mark.parametrize("share", [0.04, 0.07, 0.12])
def test_a_ballot_scanned_far_too_pale_is_not_empty(filled: Sheet, printed: Printed, share: float) -> None:
    pale = np.clip(255 - (255 - filled.page.astype(float)) * share, 0, 255).astype(np.uint8)
    noisy = np.asarray(machine_faults.noisy(np.random.default_rng(1), pale, 1.5))
    assert look(noisy, (printed.form.table,)) is Page.PALE_TABLE
    found = outcome(noisy, printed.form)
    assert isinstance(found, SheetReading) or found.reason is Unread.ILLEGIBLE


def test_words_written_on_the_back_are_not_skipped(filled: Sheet, printed: Printed) -> None:
    page = back(filled, 1)
    cv2.polylines(page, [np.array([[600, 900], [650, 960], [700, 880], [760, 950]], np.int32)], False, 120, 4)  # noqa: FBT003 - cv2's own order
    found = outcome(page, printed.form)
    assert isinstance(found, UnreadPage)
    assert not found.skipped


@pytest.mark.parametrize("tone", [0, 255])
def test_a_page_of_one_tone_is_empty_only_when_it_is_paper(printed: Printed, tone: int) -> None:
    found = outcome(np.full((2338, 1654), tone, np.uint8), printed.form)
    assert isinstance(found, UnreadPage)
    assert found.skipped == (tone == 255)


@pytest.fixture(scope="module")
def other_year(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> tuple[BallotForm, Path]:
    """A ballot with the same grid whose units stand in another order."""
    folder = tmp_path_factory.mktemp("other")
    units = campaign.units
    swapped = {one.name: two.name for one, two in zip(units[24:34], reversed(units[24:34]), strict=True)}
    text = (Path(__file__).parents[3] / "templates" / "campaign-2024.toml").read_text(encoding="utf-8")
    for name in swapped:
        text = text.replace(f'"{name}"', f'"@{name}@"')
    for name, other in swapped.items():
        text = text.replace(f'"@{name}@"', f'"{other}"')
    docx = write_ballot(parse_campaign(text, "另一年.toml"), folder / "另一年.docx")
    return ballot_form(read_table_form(docx), campaign.ballot.choices), to_pdf([docx], folder)[0]


def test_two_forms_with_one_grid_are_told_apart_by_their_words(
    printed: Printed, filled: Sheet, other_year: tuple[BallotForm, Path]
) -> None:
    form, pdf = other_year
    other = np.array(render(pdf, 0, DPI))
    for page, wanted in ((filled.page, printed.form), (other, form), (np.rot90(other, 2), form)):
        for forms in ((printed.form, form), (form, printed.form)):
            found = outcome(page, *forms)
            assert isinstance(found, SheetReading), found
            assert found.form_digest == wanted.table.digest


def test_the_same_words_twice_are_one_form(printed: Printed, filled: Sheet) -> None:
    assert isinstance(outcome(filled.page, printed.form, printed.form), SheetReading)
