import re
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from office_text import LONG, around_table, golden, opened, roster, row_cells, with_units

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.ballot_lines import cut_blocks
from pingyi.domain.campaign.campaign import Batch, Campaign, Series, Unit
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FormError
from pingyi.samples.filler.layout import render

BATCH = Batch(code="A07", group="A", distributor="区教育局", copies=2)


@pytest.fixture(scope="module")
def ballot(campaign: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ballot(campaign, tmp_path_factory.mktemp("ballot") / "附件4.docx")


def test_ballot_equals_the_official_text_cell_by_cell(ballot: Path) -> None:
    official = golden("attachment-4-2024.txt")
    above, below = around_table(opened(ballot))
    assert above == official["above"]
    assert list(row_cells(opened(ballot))) == [line.split("|") for line in official["table"]]
    assert below == official["below"]


@pytest.mark.office
def test_reader_finds_every_unit_and_the_opinion_box(ballot: Path, campaign: Campaign) -> None:
    form = ballot_form(read_table_form(ballot), campaign.ballot.choices)
    assert [(row.item, row.name) for row in form.rows] == [(str(u.serial), u.name) for u in campaign.units]
    assert form.opinion is not None
    assert form.opinion.col == 2
    assert form.opinion.col_span == 13


@pytest.mark.office
def test_cells_are_large_enough_to_tick_in(ballot: Path) -> None:
    form = read_table_form(ballot)
    ticks = [width for column, width in enumerate(form.column_widths_mm) if column % 5 >= 2]
    assert min(ticks) >= 8
    assert min(form.row_heights_mm) >= 7.5


def test_same_campaign_gives_the_same_bytes(ballot: Path, campaign: Campaign, tmp_path: Path) -> None:
    assert write_ballot(campaign, tmp_path / "again.docx").read_bytes() == ballot.read_bytes()


@pytest.mark.office
def test_any_roster_fits_one_page(campaign: Campaign, tmp_path: Path) -> None:
    rosters = {(20, True): roster(20, long=True), **{(units, False): roster(units) for units in (20, 59, 98)}}
    documents = [
        write_ballot(with_units(campaign, names), tmp_path / f"{units}{long}.docx")
        for (units, long), names in rosters.items()
    ]
    for (units, _), document, printed in zip(rosters, documents, to_pdf(documents, tmp_path), strict=True):
        with pikepdf.open(printed) as pdf:
            assert len(pdf.pages) == 1, printed.name
        assert len(ballot_form(read_table_form(document), campaign.ballot.choices).rows) == units


@pytest.mark.parametrize("units", [59, 83])
def test_names_never_fall_under_8_points_and_a_shape_that_does_is_advised(
    campaign: Campaign, tmp_path: Path, units: int
) -> None:
    long = with_units(campaign, roster(units, long=True))
    with pytest.raises(FormError, match=r"字不小于 8 磅.*pages = \d、blocks = \d 就放得下") as refused:
        write_ballot(long, tmp_path / "f.docx")
    pages, blocks = (int(number) for number in re.findall(r"= (\d)", str(refused.value)))
    roomy = long.model_copy(update={"ballot": long.ballot.model_copy(update={"pages": pages, "blocks": blocks})})
    made = opened(write_ballot(roomy, tmp_path / "f.docx"))
    names = {unit.name for unit in long.units}
    cells = [cell for table in made.tables for row in table.rows for cell in row.cells]
    sizes = [cell.paragraphs[0].runs[0].font.size for cell in cells if "".join(cell.text.split()) in names]
    assert len(sizes) == units
    assert min(size.pt for size in sizes if size) >= 8


@pytest.mark.office
def test_a_long_name_asks_for_a_higher_row_of_its_own(campaign: Campaign, tmp_path: Path) -> None:
    names = roster(83)
    names[0][0] = LONG
    heights = read_table_form(write_ballot(with_units(campaign, names), tmp_path / "f.docx")).row_heights_mm
    assert max(heights[1:-1]) > min(heights[1:-1])


@pytest.mark.office
@pytest.mark.parametrize(("units", "blocks"), [(7, 1), (33, 2), (61, 3), (110, 4)])
def test_other_numbers_of_blocks_are_read_as_well(campaign: Campaign, tmp_path: Path, units: int, blocks: int) -> None:
    other = with_units(campaign, roster(units, series=3), blocks=blocks)
    form = ballot_form(read_table_form(write_ballot(other, tmp_path / "f.docx")), other.ballot.choices)
    assert len(form.rows) == units
    assert form.opinion is not None


def test_a_roster_too_long_for_a_page_is_refused(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"一张 A4 纸放不下.*ballot.blocks"):
        write_ballot(with_units(campaign, roster(200)), tmp_path / "f.docx")


def test_too_many_blocks_for_the_names_are_refused(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(FormError, match="单位名称一栏只剩"):
        write_ballot(with_units(campaign, roster(59), blocks=6), tmp_path / "f.docx")


@pytest.mark.office
def test_batch_mark_on_the_word_file_can_be_read(campaign: Campaign, tmp_path: Path) -> None:
    page = to_pdf([write_ballot(campaign, tmp_path / "A07.docx", BATCH)], tmp_path)[0]
    assert [found.text for found in zxingcpp.read_barcodes(render(page, 0, 150))] == [
        f"PY2:{campaign.ballot_print.key}:A07"
    ]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(1, 6))
def test_blocks_keep_every_line_in_order_and_no_series_row_at_their_foot(sizes: list[int], count: int) -> None:
    lines: list[Series | Unit] = []
    for size in sizes:
        names = tuple(str(n) for n in range(size))
        lines.append(Series(name="甲", noun="乙", kind="镇", units=names))
        lines += [Unit(serial=n, name=name, series="甲", kind="镇") for n, name in enumerate(names)]
    blocks = cut_blocks(lines, count)
    assert len(blocks) == count
    assert len({len(block) for block in blocks}) == 1
    assert [line for block in blocks for line in block if line is not None] == lines
    for block in blocks:
        used = [line for line in block if line is not None]
        assert block[: len(used)] == used
        assert not used or isinstance(used[-1], Unit)
