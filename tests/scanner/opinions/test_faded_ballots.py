"""A ballot a black-and-white scan has lost most of is one to be scanned again, never what somebody wrote."""

import cv2
import numpy as np
import pytest
from handwriting import write
from pen import Sheet
from printed_ballot import Grey, Printed

from pingyi.domain.readings.reading import SheetReading, Source, Unread
from pingyi.scanner.reader import read_picture

PATCH_MM = 3.0  # of paper that takes toner alike


def faded(page: Grey, lost: float, turn: int) -> Grey:
    """In two levels, as a machine that is set too light gives it: so much of what is as thin as a ruling is lost."""
    rng = np.random.default_rng(int(100 * lost))
    height, width = page.shape
    patch = round(PATCH_MM * 200 / 25.4)
    uneven = rng.normal(0, 1, (height // patch, width // patch)).astype(np.float32)
    field = cv2.resize(uneven, (width, height), interpolation=cv2.INTER_CUBIC)
    soft = 255 - cv2.GaussianBlur(page, (0, 0), 1.1).astype(np.float32)
    thin = np.percentile(soft[(soft > 60) & (soft < 200)], 60)
    level = thin * (1 + 0.35 * (field + float(np.quantile(field, 1 - lost)) * -1))
    return np.ascontiguousarray(np.rot90(np.where(soft > level, 0, 255).astype(np.uint8), turn))


@pytest.mark.parametrize("turn", [0, 2])
@pytest.mark.parametrize("lost", [0.9, 0.97])
def test_a_faded_ballot_is_read_or_to_be_scanned_again(printed: Printed, lost: float, turn: int) -> None:
    sheet = Sheet(printed)
    for number, item in enumerate(sheet.rows):
        sheet.tick(item, number % 3)
    page = faded(sheet.page, lost, turn)
    found = read_picture(page, Source(file="a.png", page=1), (printed.form,))
    assert isinstance(found, SheetReading) or (found.reason is not Unread.WRITTEN_PAGE and not found.skipped)


@pytest.mark.parametrize(("lost", "turn"), [(0.95, 0), (0.97, 2), (0.98, 0)])
def test_a_faded_ballot_without_a_mark_is_known_by_its_half_read_title(
    printed: Printed, lost: float, turn: int
) -> None:
    sheet = Sheet(printed)
    for number, item in enumerate(sheet.rows):
        sheet.tick(item, number % 3)
    page = sheet.page
    page[: round(0.1 * len(page)), round(0.8 * page.shape[1]) :] = 255
    found = read_picture(faded(page, lost, turn), Source(file="a.png", page=1), (printed.form,))
    assert isinstance(found, SheetReading) or (found.reason is not Unread.WRITTEN_PAGE and not found.skipped)


@pytest.mark.parametrize("turn", [0, 1])
def test_a_sheets_mark_alone_tells_a_ballot(printed: Printed, turn: int) -> None:
    """With words by hand below it, as on a sheet whose print is gone."""
    page = printed.page()
    page[round(0.1 * len(page)) :] = 255
    page[:, : page.shape[1] // 2] = 255
    write(page, (30.0, 120.0), signs=12)
    found = read_picture(np.ascontiguousarray(np.rot90(page, turn)), Source(file="a.png", page=1), (printed.form,))
    assert not isinstance(found, SheetReading)
    assert found.reason is not Unread.WRITTEN_PAGE
