from pathlib import Path

import pikepdf
import pytest
import zxingcpp

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FileError
from pingyi.samples.filler.layout import render

MM_PER_PT = 25.4 / 72
pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def page(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    return to_pdf([write_ballot(campaign, folder / "附件4.docx")], folder)[0]


def batch(copies: int) -> Batch:
    return Batch(code="A07", group="A", distributor="区教育局", copies=copies)


def test_as_many_pages_as_copies_and_hardly_larger_than_one(campaign: Campaign, page: Path, tmp_path: Path) -> None:
    few = write_print_run(page, batch(2), tmp_path / "few.pdf", campaign.ballot_print)
    many = write_print_run(page, batch(502), tmp_path / "many.pdf", campaign.ballot_print)
    with pikepdf.open(many) as pdf:
        assert len(pdf.pages) == 502
    assert (many.stat().st_size - few.stat().st_size) / 500 < 100  # bytes a copy


def test_nothing_singles_out_a_voter(campaign: Campaign, page: Path, tmp_path: Path) -> None:
    with pikepdf.open(write_print_run(page, batch(40), tmp_path / "A07.pdf", campaign.ballot_print)) as pdf:
        assert len({sheet.Contents.objgen for sheet in pdf.pages}) == 1
        assert len({sheet.Resources.objgen for sheet in pdf.pages}) == 1


@pytest.mark.parametrize("dpi", [100, 200])
def test_batch_code_can_be_read_and_stands_clear_of_the_table(
    campaign: Campaign, page: Path, tmp_path: Path, dpi: int
) -> None:
    out = write_print_run(page, batch(1), tmp_path / "A07.pdf", campaign.ballot_print)
    (code,) = zxingcpp.read_barcodes(render(out, 0, dpi))
    assert code.text == f"PY2:{campaign.ballot_print.key}:A07"
    place = code.position
    side_mm = (place.top_right.x - place.top_left.x) / dpi * 25.4
    assert side_mm >= 12
    assert place.bottom_left.y / dpi * 25.4 < 25  # the table begins below 50 mm


def test_a_form_of_two_pages_is_refused(campaign: Campaign, page: Path, tmp_path: Path) -> None:
    with pikepdf.open(page) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.save(tmp_path / "two.pdf")
    with pytest.raises(FileError, match="有 2 页"):
        write_print_run(tmp_path / "two.pdf", batch(1), tmp_path / "A07.pdf", campaign.ballot_print)
    assert not (tmp_path / "A07.pdf").exists()
