"""What a Word file made here says of itself: its title and day, and nothing of an older Word's."""

import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
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
def test_a_file_bears_its_own_title_and_day(tmp_path: Path) -> None:
    titles, days = {}, {}
    for name, path in written(tmp_path).items():
        document = docx.Document(str(path))
        with zipfile.ZipFile(path) as package:
            assert not {"docProps/thumbnail.jpeg", "word/stylesWithEffects.xml"} & set(package.namelist())
            core = package.read("docProps/core.xml").decode()
        titles[name] = document.core_properties.title
        days[name] = document.core_properties.created.date() if "created" in core else None
        assert "2013" not in core
    assert titles["notice"] == "关于2024年度鱼峰区绩效考评评议评价结果的通报（征求意见稿）"
    assert days == {"notice": DAY, "plan": default_campaign().about.plan_date, "letter": DAY, "ballot": None}
