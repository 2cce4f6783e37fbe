"""`pingyi demo`: the whole job on invented ballots, with the machine's decisions held against the truth."""

import csv
import math
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.scheme import brought_in
from pingyi.domain.readings.reading import Verdict
from pingyi.generator.sheets.review_sheet import BLANK_WORD, MULTIPLE_WORD
from pingyi.ground.errors import FileError
from pingyi.samples.filler import copier, voters
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import TrueRow, write_truth
from pingyi.samples.tables import write_tables
from pingyi.store.base.store import Store
from pingyi.workflow.desk.known import DEMO
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_print_run
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.paper.forms import make_ballots
from pingyi.workflow.people.review import COLUMNS, export_review, import_review
from pingyi.workflow.results.notice import Notice, issue_notice
from pingyi.workflow.results.score import make_result
from pingyi.workflow.scans.forms_read import campaign_forms
from pingyi.workflow.scans.scan import ScanRequest, ballot_file, scan_into
from pingyi.workflow.tables.imports import import_table

COPIES = (30, 32, 28, 36, 34, 30, 32, 28)  # ballots of each batch: 250
SCANNERS = (
    copier.CLEAN,
    copier.OFFICE,
    copier.OFFICE,
    copier.OFFICE,
    copier.OFFICE,
    copier.ROUGH,
    copier.OFFICE,
    copier.CLEAN,
)
TELLERS = ("甲某（虚构）", "乙某（虚构）")  # 计票人, 监票人
MARKER = DEMO  # says that the folder may be made anew
SEED = 2024
AFTER_COVER = 1  # the first ballot of a print run
FIRST = 0.75  # of votes for the first choice
MOST_LIKED = 0.3  # invented units differ, or their ranks would be chance alone


@dataclass(frozen=True, slots=True, kw_only=True)
class _PaperRow:
    """A row by where it was scanned; `page` is 1-based in its file."""

    file: str
    page: int
    item: str


Truth = dict[_PaperRow, TrueRow]


@dataclass(slots=True, kw_only=True)
class DemoReport:
    """What the demo found; seconds by stage in order."""

    pages: int = 0
    unread: int = 0
    rows: Counter[Verdict] = field(default_factory=Counter)
    wrong: int = 0  # clear rows the machine decided otherwise than the voter
    ambiguous_decided: int = 0  # rows no machine should decide that it decided
    clear: int = 0  # rows on read pages that have one right answer, sprawling ticks apart
    reviewed: int = 0  # of them, those sent to people
    seconds: dict[str, float] = field(default_factory=dict)
    notice: Notice | None = None

    @contextmanager
    def stage(self, name: str, advance: Advance) -> Iterator[None]:
        """Time what is done inside, seconds by the clock, under this name."""
        advance(name, 0, 1)
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def run_demo(
    folder: Path,
    advance: Advance,
    jobs: int | None = None,
    campaign_file: Path | None = None,
    copies: Sequence[int] = COPIES,
) -> DemoReport:
    """
    Run everything in `folder`, made anew, for the campaign that comes along or another, with so many ballots a batch.

    Raises FileError when the folder holds anything but an earlier demo, CampaignError on a wrong campaign file.
    """
    workers = jobs or os.cpu_count() or 1
    report = DemoReport()
    workspace = _fresh(folder, campaign_file)
    batches = _plan(workspace, copies)
    with report.stage("印表", advance):
        printed = make_ballots(workspace.root, workspace.campaign, batches, advance)
    with report.stage("填写并扫描（模拟）", advance):
        truth = _fill(workspace, batches, workers, advance)
    with working(workspace, "demo") as store:
        record_print_run(workspace.root, store, printed.files)
        with report.stage("读票入库", advance):
            scans = tuple(_scan_file(workspace, batch) for batch in batches)
            summary = scan_into(workspace, store, ScanRequest(scans=scans, jobs=workers), advance)
            report.pages, report.unread = sum(batch.copies for batch in batches), len(summary.unread)
        _compare(report, store, truth)
        with report.stage("人工复核（按真值作答）", advance):
            _review(workspace, store, truth)
        with report.stage("导入领导、热线、电话", advance):
            for kind, path in write_tables(workspace.campaign, workspace.root / "tables", SEED).items():
                if kind in brought_in(workspace.campaign):
                    import_table(workspace.campaign, store, kind, path)
        with report.stage("计票计分", advance):
            result = make_result(workspace.campaign, batches, store, draft=bool(report.unread))
        with report.stage("出通报", advance):
            files = issue_notice(workspace, store, result)
            report.notice = Notice(files=files, remarks=())
    return report


def _fresh(folder: Path, campaign_file: Path | None) -> Workspace:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise FileError(f"{folder} 已有别的内容，演示不会覆盖；请换一个目录：pingyi demo 新目录")
        shutil.rmtree(folder)
    workspace, _ = start_workspace(folder, campaign_file)
    (folder / MARKER).write_text("本目录由 pingyi demo 生成，内容全部虚构，可以删除。\n", encoding="utf-8")
    (folder / "tables").mkdir()
    return workspace


def _plan(workspace: Workspace, copies: Sequence[int]) -> tuple[Batch, ...]:
    """A small plan: the first batches of the sample plan, spread over the groups that vote."""
    plan = workspace.batches()
    keys = dict.fromkeys(batch.group for batch in plan)
    by_group = {key: [batch for batch in plan if batch.group == key] for key in keys}
    chosen = [batches.pop(0) for _ in copies for batches in by_group.values() if batches][: len(copies)]
    batches = [
        Batch(code=batch.code, group=batch.group, distributor=batch.distributor, copies=number)
        for batch, number in zip(chosen, copies, strict=False)
    ]
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("批次", "群体", "发放单位", "份数"))
        writer.writerows((batch.code, batch.group, batch.distributor, batch.copies) for batch in batches)
    return workspace.batches()


def _scan_file(workspace: Workspace, batch: Batch) -> Path:
    return workspace.root / "copier" / f"{batch.code}.pdf"


def _fill(workspace: Workspace, batches: tuple[Batch, ...], jobs: int, advance: Advance) -> Truth:
    """Fill and scan each print run; the truth by file, page and item."""
    prints = workspace.root / "forms" / "ballots"
    form = campaign_forms(ballot_file(workspace), workspace.campaign)[0]
    liking = {unit.name: math.sin(unit.serial * 2.4) * MOST_LIKED for unit in workspace.campaign.units}  # any spread
    mix = replace(
        voters.ORDINARY,
        choice_shares=_shares(len(form.choices)),
        liking={row.item: liking[row.name] for row in form.rows},
    )
    total, done = sum(batch.copies for batch in batches), 0
    truth: Truth = {}
    for number, (batch, scanner) in enumerate(zip(batches, SCANNERS, strict=False)):
        page = next(prints.glob(f"{batch.code} *.pdf"))
        sheets = Sheets(
            page_pdf=page, form=form, mix=mix, copier=scanner, copies=batch.copies, seed=SEED + number, page=AFTER_COVER
        )
        out = _scan_file(workspace, batch)
        rows = fill_batch(sheets, out, jobs)
        write_truth(out.with_suffix(".truth.jsonl"), rows)
        truth |= {_PaperRow(file=out.name, page=row.page, item=row.item): row for row in rows}
        done += batch.copies
        advance("模拟填写和扫描", done, total)
    return truth


def _shares(choices: int) -> tuple[float, ...]:
    """The first choice most of all, as people tick."""
    usual = voters.ORDINARY.choice_shares
    rest = [1 / (number + 1) ** 2 for number in range(1, choices)]
    return usual if choices == len(usual) else (FIRST, *((1 - FIRST) * one / sum(rest) for one in rest))


def _compare(report: DemoReport, store: Store, truth: Truth) -> None:
    for _, reading in store.readings():
        for row in reading.rows:
            true = truth[_PaperRow(file=reading.source.file, page=reading.source.page, item=row.item)]
            report.rows[row.verdict] += 1
            decided = row.verdict is not Verdict.DOUBTFUL
            report.clear += true.verdict is not Verdict.DOUBTFUL and true.kind != "sprawling"
            if true.verdict is Verdict.DOUBTFUL:
                report.ambiguous_decided += decided
            elif decided:
                report.wrong += (row.verdict, row.choice) != (true.verdict, true.choice)
            else:
                report.reviewed += true.kind != "sprawling"


def _review(workspace: Workspace, store: Store, truth: Truth) -> None:
    """Export as clerks would, answer from the truth, import the answers."""
    folder = workspace.root / "review"
    export_review(workspace.campaign, store, folder / "复核表.xlsx")
    answers = folder / "复核表（已填）.csv"
    with answers.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for waiting in store.open_rows():
            true = truth[_PaperRow(file=waiting.source.file, page=waiting.source.page, item=waiting.row.item)]
            key = f"{waiting.row.sheet}/{waiting.row.item}"
            writer.writerow((waiting.row.batch, waiting.row.item, _answer(true), *TELLERS, key))
    import_review(workspace.campaign, store, answers)


def _answer(true: TrueRow) -> str:
    """What two people make of a row; marks nobody can read count as no tick."""
    if true.verdict is Verdict.VALID:
        return true.choice
    return MULTIPLE_WORD if true.verdict is Verdict.MULTIPLE else BLANK_WORD
