from pathlib import Path

import pikepdf
import pytest
from docx.shared import Pt
from office_text import around_table, golden, opened, row_cells

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.libreoffice.pdf import to_pdf


@pytest.fixture(scope="module")
def unit(campaign: Campaign) -> Unit:
    return campaign.units[35]


@pytest.fixture(scope="module")
def form(campaign: Campaign, unit: Unit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_analysis(campaign, unit.name, tmp_path_factory.mktemp("analysis") / "附件3.docx")


def test_form_equals_the_official_text_but_for_the_name(form: Path, unit: Unit) -> None:
    official = golden("attachment-3-2024.txt")
    document = opened(form)
    name, report, *awards, _ = row_cells(document)
    assert around_table(document)[0] == official["above"]
    assert name == [official["name"][0].partition("|")[0], unit.name]
    assert [report[0], *_lines(document.tables[0].rows[1].cells[1].text)] == official["report"]
    assert awards == [line.split("|") for line in official["awards"]]
    assert document.tables[0].rows[-1].cells[0].text == official["score"][0]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def test_report_is_set_as_the_form_demands(form: Path) -> None:
    lines = [line for line in opened(form).tables[0].rows[1].cells[1].paragraphs if line.text]
    assert {line.paragraph_format.line_spacing for line in lines} == {Pt(24)}
    assert {line.runs[0].font.size for line in lines} == {Pt(14)}
    assert [line.runs[0].font.name for line in lines if "_GB2312" in line.text] == [
        "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312",
    ]  # fmt: skip


def test_name_of_the_unit_is_bold_fangsong_of_sixteen_points(form: Path) -> None:
    (run,) = opened(form).tables[0].rows[0].cells[2].paragraphs[0].runs
    assert (run.font.name, run.font.size, run.font.bold) == ("仿宋_GB2312", Pt(16), True)


@pytest.mark.office
def test_blank_form_is_one_page_and_numbered(form: Path, tmp_path: Path) -> None:
    assert "PAGE" in opened(form).sections[0].footer._element.xml
    with pikepdf.open(to_pdf([form], tmp_path)[0]) as pdf:
        assert len(pdf.pages) == 1
