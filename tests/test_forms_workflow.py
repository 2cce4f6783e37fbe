from pathlib import Path

import pytest

from domain.campaign import Batch, Campaign
from workflow.forms import make_analysis, make_ballots

BATCHES = (
    Batch(code="A07", group="A", distributor="区教育局", copies=3),
    Batch(code="F01", group="F", distributor="天马街道", copies=2),
)
pytestmark = pytest.mark.office


def test_ballots_are_ready_to_print_by_batch(campaign: Campaign, tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    report = make_ballots(tmp_path, campaign, BATCHES, lambda *step: said.append(step))
    assert {file.name for file in (tmp_path / "forms" / "ballots").iterdir()} == {
        "附件4 公众评议表.docx", "附件4 公众评议表.pdf", "A07 区教育局.pdf", "F01 天马街道.pdf", "发放回收登记表.xlsx",
    }  # fmt: skip
    assert report.pages == 5
    assert said[-1][1:] == (2, 2)


def test_analysis_forms_are_one_for_each_unit(campaign: Campaign, tmp_path: Path) -> None:
    small = campaign.model_validate(
        {**campaign.model_dump(), "series": campaign.model_dump()["series"][:1], "aliases": {}}
    )
    report = make_analysis(tmp_path, small, lambda *_: None)
    names = sorted(file.name for file in report.files)
    assert names[:2] == ["01 雒容镇.docx", "01 雒容镇.pdf"]
    assert len(names) == 8


def test_a_name_windows_does_not_allow_is_written_otherwise(campaign: Campaign, tmp_path: Path) -> None:
    odd = Batch(code="A08", group="A", distributor="甲/乙:局", copies=1)
    report = make_ballots(tmp_path, campaign, (odd,), lambda *_: None)
    assert "A08 甲_乙_局.pdf" in {file.name for file in report.files}
