"""A sheet is drawn from the layout kept of it; one that came without, or whose layout was spoilt, is laid anew."""

from pathlib import Path

import numpy as np
import pytest
from pen import Sheet
from PIL import Image
from printed_ballot import Printed

from pingyi.domain.readings.reading import SheetReading
from pingyi.scanner.found.layout import LAYOUT_FILE
from pingyi.scanner.reader import read_page
from pingyi.web.server.draw.drawing import OUTLINES, SheetSource, file_of
from pingyi.web.server.draw.picture_maker import make_row, make_sheet


@pytest.fixture(scope="module")
def scanned(printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "a.pdf"
    Image.fromarray(Sheet(printed).tick_others("3").page).save(path, resolution=200)
    return path


def source(scan: Path, form: Path, folder: Path) -> SheetSource:
    return SheetSource(scan=scan, page=1, form=form, choices=("满意", "基本满意", "不满意"), folder=folder)


def kept(scan: Path, printed: Printed) -> bytes:
    reading = read_page(scan, 1, (printed.form,))
    assert isinstance(reading, SheetReading)
    return reading.layout


def test_neither_the_form_nor_a_search_is_needed(scanned: Path, printed: Printed, tmp_path: Path) -> None:
    (tmp_path / LAYOUT_FILE).write_bytes(kept(scanned, printed))
    asked = source(scanned, tmp_path / "moved away.docx", tmp_path)
    for kind in ("row", "cells"):
        assert make_row(asked, "3", kind)
        assert np.asarray(Image.open(tmp_path / file_of(kind, "3"))).std() > 10
    assert not make_row(asked, "no such row", "row")


@pytest.mark.parametrize("spoilt", [None, b"", b"{}", b'{"rows": {}}'])
def test_a_sheet_without_a_layout_is_laid_anew_once(
    scanned: Path, printed: Printed, tmp_path: Path, spoilt: bytes | None
) -> None:
    if spoilt is not None:
        (tmp_path / LAYOUT_FILE).write_bytes(spoilt)
    assert make_sheet(source(scanned, printed.docx, tmp_path))
    assert (tmp_path / LAYOUT_FILE).read_bytes() == kept(scanned, printed)
    assert (tmp_path / OUTLINES).exists()


def test_a_page_without_its_form_is_not_drawn(printed: Printed, tmp_path: Path) -> None:
    Image.fromarray(np.full((2339, 1654), 255, np.uint8)).save(tmp_path / "blank.pdf", resolution=200)
    assert not make_sheet(source(tmp_path / "blank.pdf", printed.docx, tmp_path))
