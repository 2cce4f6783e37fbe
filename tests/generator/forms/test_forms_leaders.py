"""领导评价表: every unit once, a cell for its score, or the choices where leaders vote."""

from pathlib import Path

import docx
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from invented_year import default_campaign
from office_text import with_units

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.marks import ballot_mark
from pingyi.domain.forms.form import ballot_pages
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.errors import CampaignError
from pingyi.samples.filler.layout import render


def leaders(campaign: Campaign) -> list[str]:
    return [group.key for group in campaign.groups if group.component != "votes"]


@pytest.mark.office
def test_each_unit_has_one_cell_for_its_score(campaign: Campaign, tmp_path: Path) -> None:
    group = next(group for group in campaign.groups if group.key == leaders(campaign)[0])
    path = write_leader_sheet(campaign, group, tmp_path / "sheet.docx")
    form = ballot_form(read_table_form(path), ("评分",))
    assert {row.name for row in form.rows} == {unit.name for unit in campaign.units}
    assert all(len(row.cells) == 1 and not row.cells[0].text for row in form.rows)
    assert docx.Document(str(path)).paragraphs[0].text.startswith(f"{group.name}：")


@pytest.mark.office
def test_a_large_roster_takes_several_pages_with_their_own_header_and_rows_to_write_in(
    campaign: Campaign, tmp_path: Path
) -> None:
    large = with_units(campaign, [[f"第{n}号局" for n in range(1, 61)], [f"第{n}号局" for n in range(61, 121)]])
    tables = read_table_forms(write_leader_sheet(large, large.groups[-1], tmp_path / "sheet.docx"))
    pages = ballot_pages(tables, ("评分",))
    assert len(pages) > 1
    assert sorted(int(row.item) for page in pages for row in page.rows) == list(range(1, 121))
    assert min(height for table in tables for height in table.row_heights_mm) >= 7


@pytest.mark.office
def test_where_leaders_vote_the_sheet_is_ticked(tmp_path: Path) -> None:
    campaign = default_campaign(leader_form="votes")
    path = write_leader_sheet(campaign, campaign.groups[-1], tmp_path / "sheet.docx")
    form = ballot_form(read_table_form(path))
    assert form.choices == campaign.ballot.choices
    assert len(form.rows) == len(campaign.units)


@pytest.mark.office
def test_it_is_one_page(campaign: Campaign, tmp_path: Path) -> None:
    paths = [
        write_leader_sheet(campaign, group, tmp_path / f"{group.key}.docx")
        for group in campaign.groups
        if group.key in leaders(campaign)
    ]
    assert [len(pypdfium2.PdfDocument(pdf)) for pdf in to_pdf(paths, tmp_path)] == [1, 1, 1]


def test_a_campaign_without_the_words_is_told_what_to_add(campaign: Campaign, tmp_path: Path) -> None:
    older = campaign.model_copy(update={"leaders": None})
    with pytest.raises(CampaignError, match=r"\[leaders\]"):
        write_leader_sheet(older, campaign.groups[-1], tmp_path / "sheet.docx")


@pytest.mark.office
def test_each_bodys_sheets_are_told_apart_by_their_mark(campaign: Campaign, tmp_path: Path) -> None:
    for group in campaign.groups[-3:]:
        pdf = to_pdf([write_leader_sheet(campaign, group, tmp_path / f"{group.key}.docx")], tmp_path)[0]
        (code,) = zxingcpp.read_barcodes(np.array(render(pdf, 0, 200)))
        mark = ballot_mark(code.text)
        assert mark is not None
        assert (mark.batch, mark.page) == (f"{group.key}00", 0)
        assert mark.key not in ("", campaign.ballot_print.key)
