"""What a Word file made here says of itself: its title, day, language, and no compatibility mode."""

import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from invented_year import default_campaign

from benchmarks.documents.pictures import invented_year
from pingyi.generator.documents.letter import write_reminder
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.forms.ballot import write_ballot

DAY = date(2025, 3, 7)


def written(folder: Path) -> dict[str, Path]:
    campaign = default_campaign()
    year = invented_year(campaign, open_rows=3)
    draft = Occasion(campaign=campaign, tally=year.tally, sheet=year.sheet, final=False, day=DAY)
    return {
        "notice": write_notice(draft, folder / "notice.docx"),
        "plan": write_plan(campaign, folder / "plan.docx"),
        "letter": write_reminder(campaign, campaign.units, folder / "letter.docx", DAY),
        "ballot": write_ballot(campaign, folder / "ballot.docx"),
    }


@pytest.mark.slow
def test_a_file_is_chinese_of_todays_word_and_of_its_own_day(tmp_path: Path) -> None:
    titles, days = {}, {}
    for name, path in written(tmp_path).items():
        document = docx.Document(str(path))
        languages = {lang.get(qn("w:eastAsia")) for lang in document.styles.element.iter(qn("w:lang"))}
        modes = [
            one.get(qn("w:val"))
            for one in document.settings.element.iter(qn("w:compatSetting"))
            if one.get(qn("w:name")) == "compatibilityMode"
        ]
        assert (languages, modes) == ({"zh-CN"}, ["15"]), name
        with zipfile.ZipFile(path) as package:
            assert "docProps/thumbnail.jpeg" not in package.namelist()
            core = package.read("docProps/core.xml").decode()
        titles[name] = document.core_properties.title
        days[name] = document.core_properties.created.date() if "created" in core else None
        assert "2013" not in core
    assert titles["notice"] == "关于2024年度鱼峰区绩效考评评议评价结果的通报（征求意见稿）"
    assert days == {"notice": DAY, "plan": default_campaign().about.plan_date, "letter": DAY, "ballot": None}


PARAGRAPH = (  # ECMA-376, CT_PPr: Word repairs a file that has them in another order
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip


@pytest.mark.slow
def test_what_a_paragraph_is_given_stands_in_the_order_of_the_standard(tmp_path: Path) -> None:
    for name, path in written(tmp_path).items():
        for properties in docx.Document(str(path)).element.body.iter(qn("w:pPr")):
            places = [PARAGRAPH.index(child.tag.partition("}")[2]) for child in properties]
            assert places == sorted(places), name
        with zipfile.ZipFile(path) as package:
            assert "word/stylesWithEffects.xml" not in package.namelist()
