"""The invented copier and its files, and the scans that are checked in."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageSequence
from printed_ballot import Printed

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.samples.filler.copier import CLEAN, OFFICE, PRESETS, SINGLE_FAULTS
from pingyi.samples.filler.sheets import Sheets, fill_batch, fill_sheet
from pingyi.samples.filler.truth import read_truth, write_truth
from pingyi.samples.filler.voters import NEAT, ORDINARY
from pingyi.scanner.files.pages import count_pages, load_page
from pingyi.scanner.reader import read_page

SCANS = Path(__file__).parent.parent.parent / "samples" / "scans"
MAX_SCANS_BYTES = 6_200_000
CHECKED_IN = sorted(path.name.removesuffix(".truth.jsonl") for path in SCANS.glob("*.truth.jsonl"))


@pytest.fixture
def sheets(printed: Printed) -> Sheets:
    copier = replace(OFFICE, dpis=(150,))
    return Sheets(page_pdf=printed.pdf, form=printed.form, mix=ORDINARY, copier=copier, copies=3, seed=5)


def test_the_same_seed_gives_the_same_file_on_any_number_of_processes(sheets: Sheets, tmp_path: Path) -> None:
    many = replace(sheets, copies=6)
    assert fill_batch(many, tmp_path / "one.pdf", jobs=1) == fill_batch(many, tmp_path / "two.pdf", jobs=2)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_another_seed_gives_other_voters(sheets: Sheets, tmp_path: Path) -> None:
    other = replace(sheets, seed=6)
    assert fill_batch(sheets, tmp_path / "a.pdf") != fill_batch(other, tmp_path / "b.pdf")


def test_a_pdf_keeps_every_page_at_its_own_resolution(sheets: Sheets, tmp_path: Path) -> None:
    copier = replace(CLEAN, dpis=(150, 200, 300))
    truth = fill_batch(replace(sheets, copier=copier, copies=5, seed=2), tmp_path / "mixed.pdf")
    dpis = {row.page: row.dpi for row in truth}
    assert len(set(dpis.values())) > 1
    document = pypdfium2.PdfDocument(tmp_path / "mixed.pdf")
    for number, page in enumerate(document, start=1):
        assert page.get_size() == pytest.approx((595.3, 841.9), abs=0.8)
        assert load_page(tmp_path / "mixed.pdf", number).shape[0] == pytest.approx(11.69 * dpis[number], abs=2)


def test_two_level_pages_are_g4_and_the_same_in_pdf_and_tiff(sheets: Sheets, tmp_path: Path) -> None:
    two_level = replace(sheets, copier=replace(OFFICE, dpis=(200,), two_level_share=1.0, colour_share=0.0))
    fill_batch(two_level, tmp_path / "fax.pdf")
    fill_batch(two_level, tmp_path / "fax.tif")
    assert (tmp_path / "fax.pdf").read_bytes().count(b"/CCITTFaxDecode") == 3
    with Image.open(tmp_path / "fax.tif") as tiff:
        frames = [np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(tiff)]
    assert len(frames) == count_pages(tmp_path / "fax.tif") == 3
    for frame, page in zip(frames, pypdfium2.PdfDocument(tmp_path / "fax.pdf"), strict=True):
        (picture,) = page.get_objects()
        stored = picture.get_bitmap().to_numpy()
        assert set(np.unique(frame)) == {0, 255}
        assert np.array_equal(frame, stored.reshape(*stored.shape[:2], -1)[:, :, 0])


def test_jpegs_are_one_file_a_page(sheets: Sheets, tmp_path: Path) -> None:
    fill_batch(sheets, tmp_path / "scan.jpg")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["scan-001.jpg", "scan-002.jpg", "scan-003.jpg"]


def test_a_colour_page_has_a_red_seal(sheets: Sheets, tmp_path: Path) -> None:
    fill_batch(replace(sheets, copier=SINGLE_FAULTS["sealed_in_colour"], copies=1), tmp_path / "seal.jpg")
    with Image.open(tmp_path / "seal-001.jpg") as picture:
        red, green, _ = np.moveaxis(np.asarray(picture.convert("RGB"), dtype=int), 2, 0)
    assert np.sum(red - green > 50) > 500


@pytest.mark.parametrize("name", [*PRESETS, *SINGLE_FAULTS])
def test_every_copier_delivers_a_sheet_that_can_be_read(sheets: Sheets, name: str, tmp_path: Path) -> None:
    copier = (PRESETS | SINGLE_FAULTS)[name]
    order = replace(sheets, mix=NEAT, copier=copier, copies=1, seed=11)
    truth = {row.item: row for row in fill_batch(order, tmp_path / "page.pdf")}
    outcome = read_page(tmp_path / "page.pdf", 1, (sheets.form,))
    assert isinstance(outcome, SheetReading), outcome.message()
    assert outcome.turn == next(iter(truth.values())).turn
    decided = [row for row in outcome.rows if row.verdict is not Verdict.DOUBTFUL]
    assert all((row.verdict, row.choice) == (truth[row.item].verdict, truth[row.item].choice) for row in decided)


def test_a_sheet_costs_little(sheets: Sheets, printed: Printed) -> None:
    scanned, truth = fill_sheet(sheets, printed.layout, 0)
    assert len(scanned.data) < 1_500_000
    assert len(truth) == len(printed.form.rows)


def test_truth_survives_its_file(sheets: Sheets, tmp_path: Path) -> None:
    truth = fill_batch(sheets, tmp_path / "scan.pdf")
    write_truth(tmp_path / "scan.truth.jsonl", truth)
    assert list(read_truth(tmp_path / "scan.truth.jsonl")) == truth


@pytest.fixture(scope="module")
def checked_in_form() -> BallotForm:
    return ballot_form(read_table_form(SCANS / "form.docx"))


@pytest.mark.office
def test_checked_in_scans_are_small_and_whole(checked_in_form: BallotForm) -> None:
    assert sum(path.stat().st_size for path in SCANS.iterdir()) < MAX_SCANS_BYTES
    assert {"clean", "office", "rough", "photo", "fax"} | set(SINGLE_FAULTS) == set(CHECKED_IN)
    for name in CHECKED_IN:
        rows = Counter(row.page for row in read_truth(SCANS / f"{name}.truth.jsonl"))
        pages = count_pages(_scan(name))
        assert rows == dict.fromkeys(range(1, pages + 1), len(checked_in_form.rows)), name


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKED_IN)
def test_no_row_of_a_checked_in_scan_is_decided_wrongly(name: str, checked_in_form: BallotForm) -> None:
    truth = {(row.page, row.item): row for row in read_truth(SCANS / f"{name}.truth.jsonl")}
    wrong = []
    for page in range(1, count_pages(_scan(name)) + 1):
        outcome = read_page(_scan(name), page, (checked_in_form,))
        assert isinstance(outcome, SheetReading), outcome.message()
        for row in outcome.rows:
            true = truth[page, row.item]
            if row.verdict is not Verdict.DOUBTFUL and (row.verdict, row.choice) != (true.verdict, true.choice):
                wrong.append((page, row.item, true.kind, row.verdict, row.choice))
    assert not wrong


def _scan(name: str) -> Path:
    return next(path for path in SCANS.glob(f"{name}.*") if path.suffix in {".pdf", ".tif"})
