"""附件3's score row: it bears the unit's mark, and never stands alone on a page."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from returned_form import good

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.marks import AnalysisMark, BallotMark, analysis_mark, ballot_mark
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render


def test_a_mark_is_read_back_as_it_was_written() -> None:
    for mark, text in (
        (AnalysisMark(key="K7Q2MA", serial=28), "PY4:K7Q2MA-28"),
        (AnalysisMark(year=2024, serial=28), "PY3:2024-28"),  # of older prints
    ):
        assert mark.payload == text
        assert analysis_mark(text) == mark


def test_a_ballots_mark_is_read_back_as_it_was_written() -> None:
    for mark, text in (
        (BallotMark(key="K7Q2MA", batch="A07"), "PY2:K7Q2MA:A07"),
        (BallotMark(key="K7Q2MA", batch="A107", page=2), "PY2:K7Q2MA:A107/2"),
        (BallotMark(key="K7Q2MA", page=2), "PY2:K7Q2MA:/2"),
        (BallotMark(batch="A07", page=2), "PY1:A07/2"),  # of older prints
    ):
        assert mark.payload == text
        assert ballot_mark(text) == mark
    for other in ("PY2:A07", "PY2:k7q2ma:A07", "PY2:K7Q2M1:A07", "PY5:K7Q2MA:A07", "PY4:K7Q2MA-28", ""):
        assert ballot_mark(other) is None


def test_the_key_differs_for_another_year_district_roster_choice_title_or_page_and_for_nothing_else(
    campaign: Campaign,
) -> None:
    base = campaign.ballot_print
    swapped = (base.rows[0][0], base.rows[1][1]), (base.rows[1][0], base.rows[0][1]), *base.rows[2:]
    others = [
        replace(base, year=base.year + 1),
        replace(base, district="北江区"),
        replace(base, title=base.title + "（下半年）"),
        replace(base, rows=swapped),
        replace(base, rows=base.rows[:-1]),
        replace(base, choices=base.choices[::-1]),
        replace(base, pages=2),
    ]
    assert len({base.key, *(other.key for other in others)}) == 1 + len(others)
    spaced = tuple((item, " ".join(name)) for item, name in base.rows)
    assert replace(base, rows=spaced).key == base.key
    assert campaign.model_copy(update={"notice": campaign.notice}).ballot_print.key == base.key


@pytest.mark.parametrize("other", ["PY1:A07", "PY3:28", "PY4:28", "PY3:2024-28-1", "https://a.org/PY3:2024-28", ""])
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
        assert marked == [(scored[0], AnalysisMark(key=campaign.analysis_print.key, serial=unit.serial))]
        assert "获奖名称" in words[scored[0]]
        assert len(scored) == 1
