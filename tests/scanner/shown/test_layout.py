"""A sheet is drawn from what was kept of it when it was read, as it would be drawn if it were found anew."""

import io
import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pen import Sheet
from PIL import Image
from printed_ballot import Grey, Printed

from pingyi.domain.readings.reading import SheetReading, Source
from pingyi.scanner.files.pages import load_page
from pingyi.scanner.found.layout import layout_from
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.located import Located
from pingyi.scanner.reader import read_picture
from pingyi.scanner.shown.found_again import found_again
from pingyi.scanner.shown.pictures import row_picture, sheet_picture

SOME = 6  # rows of a sheet that are drawn
FED = (0, 1, 2, 3)  # quarters anticlockwise
LIGHT = """
import sys
from pingyi.web.server.draw import picture_maker
print(*sorted({"numba", "onnxruntime", "docx", "scipy"} & set(sys.modules)))
"""


def saved(page: Grey, path: Path, dpi: int = 200) -> Path:
    Image.fromarray(page).save(path, resolution=dpi)
    return path


def kept(page: Grey, printed: Printed) -> bytes:
    reading = read_picture(page, Source(file="t.pdf", page=1), (printed.form,))
    assert isinstance(reading, SheetReading)
    return reading.layout


def skewed(page: Grey, degrees: float) -> Grey:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=255), np.uint8)


@pytest.mark.parametrize("quarters", FED)
def test_what_is_drawn_is_what_was_read(filled: Sheet, printed: Printed, tmp_path: Path, quarters: int) -> None:
    page = np.ascontiguousarray(np.rot90(skewed(filled.page, 1.2), quarters))
    path = saved(page, tmp_path / "a.png")
    found = locate(load_page(path, 1, reduced=True), (printed.form,))
    assert isinstance(found, Located)
    drawn = sheet_picture(path, 1, layout_from(kept(page, printed)))
    table = np.asarray(Image.open(io.BytesIO(drawn.table)).convert("L"), int)
    assert table.shape == found.table.grey.shape
    assert np.abs(table - found.table.grey).mean() < 2.5  # JPEG, and an eighth of a pixel
    for row in found.form.rows:
        place = drawn.places[row.item]
        first, last = (found.table.box(cell) for cell in (row.cells[0], row.cells[-1]))
        assert (place.cells_left, place.top, place.right, place.bottom) == (
            first.left,
            first.top,
            last.right,
            first.bottom,
        )


def test_a_page_that_is_opened_smaller_is_drawn_the_same(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    layout = layout_from(kept(filled.page, printed))
    small = cv2.resize(filled.page, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    pictures = [
        sheet_picture(saved(page, tmp_path / f"{number}.png"), 1, layout)
        for number, page in enumerate((filled.page, np.asarray(small, np.uint8)))
    ]
    assert pictures[0].places == pictures[1].places
    whole, less = (np.asarray(Image.open(io.BytesIO(one.table)).convert("L"), float) for one in pictures)
    assert np.corrcoef(whole.ravel(), less.ravel())[0, 1] > 0.95


def test_found_again_is_as_it_was_kept(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    again = found_again(saved(filled.page, tmp_path / "a.png"), 1, (printed.form,))
    assert again is not None
    assert again.to_bytes() == kept(filled.page, printed)
    assert layout_from(again.to_bytes()).rows == again.rows


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"{}", b'{"size": 3}', b'{"size": [1, 2], "crossings": []}'])
def test_a_spoilt_layout_is_no_layout(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match=r"版面记录|Expecting"):
        layout_from(spoilt)


ODD = (None, True, -1, 0, 10**12, 1.5, "5", [], {}, float("nan"), [[1]])


def leaves(found: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where everything stands in JSON, itself and what is in it."""
    inside = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [path] * bool(path) + [leaf for key, value in inside for leaf in leaves(value, (*path, key))]


@pytest.fixture(scope="module")
def known(filled: Sheet, printed: Printed) -> bytes:
    return kept(filled.page, printed)


@given(data=st.data(), odd=st.sampled_from(ODD))
@settings(max_examples=60)
def test_a_layout_somebody_wrote_into_is_none_or_is_drawn(
    known: bytes, small_page: Path, data: st.DataObject, odd: object
) -> None:
    """A folder may come from anywhere: nothing in it takes the process that draws down."""
    found = json.loads(known)
    *way, last = data.draw(st.sampled_from(leaves(found)))
    inside = found
    for key in way:
        inside = inside[key]
    inside[last] = odd
    try:
        layout = layout_from(json.dumps(found).encode())
    except ValueError:
        return
    drawn = sheet_picture(small_page, 1, layout)
    plain = sheet_picture(small_page, 1, layout_from(known)).places
    others = [place for item, place in drawn.places.items() if place != plain.get(item)]
    assert all(row_picture(drawn.table, place) for place in (*others, *list(drawn.places.values())[:SOME]))


@pytest.fixture(scope="module")
def small_page(filled: Sheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    small = cv2.resize(filled.page, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    return saved(np.asarray(small, np.uint8), tmp_path_factory.mktemp("small") / "a.png", 60)


def test_drawing_loads_nothing_that_reading_needs() -> None:
    ran = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
