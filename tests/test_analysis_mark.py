"""附件3's score row: it bears the unit's mark, and never stands alone on a page."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from test_analysis_returned import good

from domain.campaign import Campaign
from domain.marks import AnalysisMark, analysis_mark
from generator.analysis import write_clean
from generator.pdf import to_pdf
from samples.filler.layout import render


def test_a_mark_is_read_back_as_it_was_written() -> None:
    mark = AnalysisMark(year=2024, serial=28)
    assert mark.payload == "PY3:2024-28"
    assert analysis_mark(mark.payload) == mark


@pytest.mark.parametrize("other", ["PY1:A07", "PY3:28", "PY3:2024-28-1", "https://example.org/PY3:2024-28", ""])
def test_another_code_is_no_mark(other: str) -> None:
    assert analysis_mark(other) is None


@pytest.mark.office
def test_the_page_with_the_score_bears_the_mark_and_the_awards_too(campaign: Campaign, tmp_path: Path) -> None:
    """Reports that end wherever they may on the second page, the last lines of it above all."""
    unit = campaign.units[53]
    forms = [good(unit.name, ("一、主要工作", *["全年完成各项任务。"] * lines)) for lines in (20, *range(41, 51), 60)]
    files = [write_clean(campaign, form, unit.name, tmp_path / f"{n}.docx") for n, form in enumerate(forms)]
    for pdf in to_pdf(files, tmp_path):
        pages = pypdfium2.PdfDocument(pdf)
        words = ["".join(page.get_textpage().get_text_range().split()) for page in pages]
        scored = [n for n, text in enumerate(words) if campaign.analysis.score_prompt[:6] in text]
        marked = [
            (n, analysis_mark(code.text))
            for n in range(len(pages))
            for code in zxingcpp.read_barcodes(np.array(render(pdf, n, 200)))
        ]
        assert marked == [(scored[0], AnalysisMark(year=2024, serial=unit.serial))]
        assert "获奖名称" in words[scored[0]]
        assert len(scored) == 1
