"""A ballot the office has changed in Word is printed and read by as it stands, or told why it cannot be."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.shared import Mm, Pt
from invented_year import default_campaign
from printed_ballot import Printed

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.ballot_layout import page_of
from pingyi.generator.forms.batch_mark import Mark, add_mark
from pingyi.ground.errors import FormError
from pingyi.scanner.reader import read_page
from pingyi.workflow.paper.forms import OWN_USED, make_ballots
from pingyi.workflow.paper.office_ballot import OWN_BALLOT
from pingyi.workflow.paper.office_examined import BLANK, MARKED, PRINT, STEPS, UNDERSTAND, examine
from pingyi.workflow.scans.forms_read import campaign_forms

pytestmark = pytest.mark.office
BATCH = Batch(code="B03", group="B", distributor="天马街道", copies=2)
Change = Callable[[Document], None]


def quiet(*_: object) -> None:
    """Nobody watches."""


def changed(source: Path, target: Path, change: Change) -> Path:
    document = docx.Document(str(source))
    change(document)
    target.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(target))
    return target


def larger_notes(document: Document) -> None:
    for line in document.paragraphs[-3:]:
        for run in line.runs:
            run.font.size = Pt(10)


def another_note(document: Document) -> None:
    document.paragraphs[-1].runs[-1].text += "请用黑色笔填写。"


def bold_names(document: Document) -> None:
    for row in document.tables[0].rows:
        for run in row.cells[1].paragraphs[0].runs:
            run.bold = True


def other_title(document: Document) -> None:
    document.paragraphs[1].runs[0].text = "请您评一评"


def in_all_looks(document: Document) -> None:
    for change in (larger_notes, another_note, bold_names):
        change(document)


@pytest.mark.parametrize("change", [in_all_looks, other_title])
def test_a_ballot_changed_in_looks_is_printed_and_read_by(
    change: Change, campaign: Campaign, printed: Printed, tmp_path: Path
) -> None:
    own = changed(printed.docx, tmp_path / OWN_BALLOT, change)
    told: list[tuple[object, ...]] = []
    assert not examine(own, campaign, lambda *step: told.append(step)).faults
    assert told == [(step, number, STEPS) for number, step in enumerate((UNDERSTAND, PRINT, BLANK, MARKED))]
    report = make_ballots(tmp_path, campaign, (BATCH,), lambda *_: None)
    assert report.remarks == (OWN_USED,)
    assert report.form is not None
    assert words(report.form) == words(own)
    (run,) = [file for file in report.files if file.name.startswith("B03 ") and file.parent.name == "ballots"]
    found = read_page(run, 2, campaign_forms(report.form, campaign))  # after the cover
    assert isinstance(found, SheetReading)
    assert found.batch_code == "B03"
    assert {row.verdict for row in found.rows} == {Verdict.BLANK}


def words(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    return [*(line.text for line in document.paragraphs), *cells]


def test_the_mark_of_a_batch_is_taken_off(campaign: Campaign, tmp_path: Path) -> None:
    """What a unit prints itself bears its batch; brought back, it must not make every ballot one of that batch."""
    other = Batch(code="A01", group="A", distributor="雒容镇", copies=1)
    own = write_ballot(campaign, tmp_path / OWN_BALLOT, other)
    assert not examine(own, campaign, quiet).faults
    report = make_ballots(tmp_path, campaign, (BATCH,), lambda *_: None)
    for file in report.files:
        if file.suffix == ".docx" and file.parent.name in ("ballots", "各批自印"):
            assert "A01" not in "".join(words(file)), file


def test_a_ballot_of_several_pages_too(campaign: Campaign, tmp_path: Path) -> None:
    text = campaign.ballot.model_copy(update={"pages": 2, "blocks": 2})
    several = campaign.model_copy(update={"ballot": text})
    first = make_ballots(tmp_path / "first", several, (BATCH,), lambda *_: None)
    assert first.form is not None
    own = changed(first.form, tmp_path / OWN_BALLOT, another_note)
    assert not examine(own, several, quiet).faults
    report = make_ballots(tmp_path, several, (BATCH,), lambda *_: None)
    assert report.form is not None
    assert words(report.form) == words(own)


def renamed(document: Document) -> None:
    document.tables[0].rows[5].cells[1].paragraphs[0].runs[0].text = "甲乙丙丁"


def head_gone(document: Document) -> None:
    document.paragraphs[0].runs[0].text = "评议表"


def beside_the_head(document: Document) -> None:
    document.paragraphs[0].add_run("（内部资料）")


def other_paper(document: Document) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(297), Mm(420)


def too_long(document: Document) -> None:
    document.paragraphs[-1].runs[-1].text += "请认真填写。" * 200


def in_the_corner(document: Document) -> None:
    """A code of somebody else's, where the batch's is printed."""
    add_mark(document.paragraphs[1], Mark(key="ZZZZZZ", batch="Z99"), page_of(default_campaign()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (renamed, "单位与 campaign.toml 的名单不一致"),
        (head_gone, "开头的行有 0 处，应为 1 处"),
        (beside_the_head, "后面多了“（内部资料）”"),
        (other_paper, "纸张是 297 × 420 毫米"),
        (too_long, "印出 2 页，应为 1 页"),
        (in_the_corner, "读不回来"),
    ],
)
def test_what_cannot_be_printed_or_read_is_told(
    change: Change, said: str, campaign: Campaign, printed: Printed, tmp_path: Path
) -> None:
    own = changed(printed.docx, tmp_path / OWN_BALLOT, change)
    faults = examine(own, campaign, quiet).faults
    assert said in " ".join(faults)
    assert all("请" in fault for fault in faults)
    with pytest.raises(FormError, match="本办改过的表样"):
        make_ballots(tmp_path, campaign, (BATCH,), lambda *_: None)


def test_another_file_is_no_ballot(campaign: Campaign, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("通知")
    document.save(str(tmp_path / "通知.docx"))
    with pytest.raises(FormError):
        examine(tmp_path / "通知.docx", campaign, quiet)
