from pathlib import Path

import pytest

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.texts import LabelGrid
from pingyi.generator.forms.labels import label_sheets, write_labels
from pingyi.generator.libreoffice.pdf import page_count, to_pdf
from pingyi.generator.sheets.ledger_word import write_word_ledger
from pingyi.generator.understood.table_form import body_text, read_table_forms
from pingyi.scanner.page.printed_text import page_texts
from pingyi.workflow.paper.forms import make_analysis, make_ballots

BATCHES = (
    Batch(code="A07", group="A", distributor="区教育局", copies=3),
    Batch(code="F01", group="F", distributor="天马街道", copies=2),
)
pytestmark = pytest.mark.office


def test_ballots_are_ready_to_print_by_batch(campaign: Campaign, tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    report = make_ballots(tmp_path, campaign, BATCHES, lambda *step: said.append(step))
    assert {file.name for file in (tmp_path / "forms" / "ballots").iterdir()} == {
        "附件4 公众评议表.docx", "附件4 公众评议表.pdf", "A07 区教育局.pdf", "F01 天马街道.pdf", "各批自印",
        "批次封面.docx", "批次封面.pdf", "信封标签.docx", "信封标签.pdf",
        "发放回收登记表.docx", "发放回收登记表.pdf", "发放回收登记表.xlsx",
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


def test_covers_labels_and_own_copies_name_their_batch(campaign: Campaign, tmp_path: Path) -> None:
    """On a print run of two pages, so that the cover has a back and ballots stay on their sheets."""
    text = campaign.ballot.model_copy(update={"pages": 2, "blocks": 2})
    make_ballots(tmp_path, campaign.model_copy(update={"ballot": text}), BATCHES, lambda *_: None)
    folder = tmp_path / "forms" / "ballots"
    cover, back, first, second, *rest = page_texts(folder / "A07 区教育局.pdf")
    assert all(words in cover for words in ("A07", "区教育局", "3份", "发放人（签字）", "年月日"))
    assert (back, len(rest)) == ("", 4)
    assert first.endswith("A071/2")
    assert second.endswith("A072/2")
    assert [("A07" in text, "F01" in text) for text in page_texts(folder / "批次封面.pdf")] == [(1, 0), (0, 1)]
    (labels,) = page_texts(folder / "信封标签.pdf")
    assert "A073份区教育局" in labels
    assert "F012份天马街道" in labels
    own = folder / "各批自印" / "F01 天马街道.docx"
    assert "批次F01第1页，共2页" in body_text(own)
    assert "批次F01第2页，共2页" in body_text(own)
    assert len(read_table_forms(own)) == 2


@pytest.mark.parametrize("grid", list(LabelGrid))
def test_labels_take_no_more_sheets_than_they_must(campaign: Campaign, tmp_path: Path, grid: LabelGrid) -> None:
    long = tuple(
        Batch(
            code=f"A{n:02d}", group="A", distributor="柳州市鱼峰区人民政府征地拆迁和房屋征收补偿综合服务中心", copies=60
        )
        for n in range(1, 31)
    )
    other = campaign.model_copy(update={"handout": campaign.handout.model_copy(update={"labels": grid})})
    made = write_labels(other, long, tmp_path / "labels.docx")
    assert page_count(to_pdf([made], tmp_path)[0]) == label_sheets(other, 30)
    assert "".join(page_texts(tmp_path / "labels.pdf")) == body_text(made)


def test_word_ledger_lists_the_plan(campaign: Campaign, tmp_path: Path) -> None:
    path = write_word_ledger(campaign, BATCHES, tmp_path / "l.docx")
    assert "A07各镇、区直部门干部区教育局3" in body_text(path)
    assert "合计5" in body_text(path)
