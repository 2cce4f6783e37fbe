"""The whole job once, small and real: forms, paper, scans, people, counts, points, notice."""

import csv
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import docx
import pypdfium2
import pytest

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.results.score import ScoreSheet
from pingyi.domain.results.sums import by_unit
from pingyi.generator.sheets.review_sheet import BLANK_WORD, MULTIPLE_WORD
from pingyi.ground.errors import FileError, OpenDoubtsError
from pingyi.samples.filler.copier import CLEAN
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import VoterMix
from pingyi.samples.tables import write_tables
from pingyi.store.base.store import Store
from pingyi.workflow.demo import MARKER, run_demo
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.files.tables import read_table
from pingyi.workflow.init import start_workspace
from pingyi.workflow.paper.forms import make_ballots
from pingyi.workflow.people.review import COLUMNS, export_review, import_review
from pingyi.workflow.results.notice import NoticeFiles, make_notice
from pingyi.workflow.results.score import make_result
from pingyi.workflow.results.tally import make_tally
from pingyi.workflow.scans.forms_read import load_forms
from pingyi.workflow.scans.scan import ScanRequest, ScanSummary, ballot_file, scan_into
from pingyi.workflow.tables.imports import import_table

COPIES = {"A01": 3, "F01": 3}
MIX = VoterMix(overflow=0.0, blank=0.02, multi=0.01, corrected=0.01, cross=0.01, opinions=0.3)
TELLERS = ("甲某", "乙某")
pytestmark = [pytest.mark.long, pytest.mark.office, pytest.mark.slow]


def still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the run left behind, for each test to look at."""

    workspace: Workspace
    truth: dict[tuple[str, int, str], TrueRow]  # by batch, page and item
    first: ScanSummary
    again: ScanSummary
    refused: str
    tally: Tally
    scores: ScoreSheet
    notice: NoticeFiles


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder = tmp_path_factory.mktemp("job")
    workspace, _ = start_workspace(folder / "campaign")
    plan = [("批次", "群体", "发放单位", "份数"), ("A01", "A", "雒容镇", "3"), ("F01", "F", "区民政局", "3")]
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(plan)
    make_ballots(workspace.root, workspace.campaign, workspace.batches(), still)
    truth = _fill(workspace, folder)
    with working(workspace, "test") as store:
        request = ScanRequest(scans=tuple(sorted(folder.glob("*.pdf"))))
        first = scan_into(workspace, store, request, still)
        again = scan_into(workspace, store, request, still)
        with pytest.raises(OpenDoubtsError) as refused:
            make_tally(workspace.campaign, workspace.batches(), store, draft=False)
        _decide(workspace.campaign, store, folder, truth)
        for kind, path in write_tables(workspace.campaign, folder, 7).items():
            import_table(workspace.campaign, store, kind, path)
        result = make_result(workspace.campaign, workspace.batches(), store, draft=False)
    return Job(
        workspace=workspace,
        truth=truth,
        first=first,
        again=again,
        refused=str(refused.value),
        tally=result.tally,
        scores=result.scores,
        notice=make_notice(workspace, result),
    )


def _fill(workspace: Workspace, folder: Path) -> dict[tuple[str, int, str], TrueRow]:
    form = load_forms([ballot_file(workspace)], workspace.campaign.ballot.choices)[0]
    truth: dict[tuple[str, int, str], TrueRow] = {}
    for seed, (code, copies) in enumerate(COPIES.items()):
        page = next(ballot_file(workspace).parent.glob(f"{code}*.pdf"))
        order = Sheets(page_pdf=page, form=form, mix=MIX, copier=CLEAN, copies=copies, seed=seed, page=1)
        truth |= {(code, row.page, row.item): row for row in fill_batch(order, folder / f"{code}.pdf")}
    return truth


def _decide(campaign: Campaign, store: Store, folder: Path, truth: dict[tuple[str, int, str], TrueRow]) -> None:
    """Two people answer the exported workbook, row by row, by the key printed in it."""
    export_review(campaign, store, folder / "复核表.xlsx")
    pages = {reading.digest: (batch, reading.source.page) for batch, reading in store.readings()}
    with (folder / "已填.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for row in read_table(folder / "复核表.xlsx", COLUMNS):
            sheet, item = row.cells["键"].split("/")
            word = answer(truth[*pages[sheet], item])
            writer.writerow((row.cells["批次"], item, word, *TELLERS, row.cells["键"]))
    report = import_review(campaign, store, folder / "已填.csv")
    assert report.left == 0


def answer(true: TrueRow) -> str:
    if true.verdict is Verdict.VALID:
        return true.choice
    return MULTIPLE_WORD if true.verdict is Verdict.MULTIPLE else BLANK_WORD


def test_every_sheet_finds_its_batch_by_the_printed_code(job: Job) -> None:
    assert job.first.new == COPIES
    assert not job.first.unread


def test_scanning_again_changes_nothing(job: Job) -> None:
    assert (job.again.new.total(), job.again.known) == (0, sum(COPIES.values()))


def test_nothing_is_counted_while_rows_are_open(job: Job) -> None:
    assert "待人工判定" in job.refused


def test_counts_equal_the_truth_row_by_row(job: Job) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    for (batch, _, item), row in job.truth.items():
        expected[batch, item, answer(row)] += 1
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in job.tally.rows:
        counted.update(
            {
                **{
                    (row.batch, row.item, name): votes
                    for name, votes in zip(job.tally.choices, row.choices, strict=True)
                },
                (row.batch, row.item, BLANK_WORD): row.blank,
                (row.batch, row.item, MULTIPLE_WORD): row.multiple,
            }
        )
    assert +counted == expected
    assert job.tally.open_rows == 0


def test_paper_adds_up(job: Job) -> None:
    assert {batch.batch: (batch.issued, batch.returned) for batch in job.tally.batches} == {
        code: (copies, copies) for code, copies in COPIES.items()
    }


def test_every_unit_is_scored_within_its_full_marks(job: Job) -> None:
    full = {"镇": Decimal(50), "街道": Decimal(50), "机关部门": Decimal(40)}
    kinds = {unit.name: unit.kind for unit in job.workspace.campaign.units}
    assert {unit.unit for unit in job.scores.units} == set(kinds)
    for unit in job.scores.units:
        assert 0 < unit.total.value <= full[kinds[unit.unit]]
        assert sum(item.value for item in unit.items) == pytest.approx(unit.total.value, abs=Decimal("1e-20"))


def test_ranks_follow_the_points(job: Job) -> None:
    for name in {unit.ranked_in for unit in job.scores.units}:
        units = [unit for unit in job.scores.units if unit.ranked_in == name]
        for unit in units:
            assert unit.rank == 1 + sum(other.total.rounded() > unit.total.rounded() for other in units)


def test_votes_in_the_sums_are_those_of_the_ballots(job: Job) -> None:
    for item, count in by_unit(job.tally.rows).items():
        valid = [row for (_, _, row_item), row in job.truth.items() if row_item == item and row.choice]
        assert count.valid == len(valid)


def test_the_notice_names_every_unit_and_says_it_is_a_draft(job: Job) -> None:
    document = docx.Document(str(job.notice.docx))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    missing = [unit.name for unit in job.workspace.campaign.units if not any(unit.name in text for text in cells)]
    assert not missing
    assert "征求意见稿" in job.notice.docx.name
    assert len(pypdfium2.PdfDocument(job.notice.pdf)) > 1
    assert job.notice.workbook.stat().st_size > 0


def test_the_demo_does_not_overwrite_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "重要.txt").write_text("留着", encoding="utf-8")
    with pytest.raises(FileError, match="不会覆盖"):
        run_demo(tmp_path, still)
    assert [path.name for path in tmp_path.iterdir()] == ["重要.txt"]
    assert MARKER not in {path.name for path in tmp_path.iterdir()}
