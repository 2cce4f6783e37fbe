"""
Tamper with a workspace and an archive, one byte or one row at a time, and see what `verify` makes of it.

    python -m benchmarks.trust.tampering [--only WORD]

Every tampering of a workspace is tried on the workspace itself and on an archive that a dishonest office seals of it
with its own, valid key; `verify` and the stand-alone file are given the hash and key printed in the notice.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.trust.alone import ALONE, Held
from benchmarks.trust.people import PASSWORD, enrol
from benchmarks.trust.tamperings import TAMPERINGS, Tampering
from pingyi.domain.handed_in.opinion import OpinionDraft
from pingyi.domain.readings.double_review import Answer, RowPlace
from pingyi.domain.readings.reading import Source, Verdict
from pingyi.domain.readings.returns import Returns
from pingyi.domain.readings.score_reading import ScoreDecision, ScorePage, ScorePaper, ScoreReading
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Role
from pingyi.domain.trust.statement import Act, score_word
from pingyi.ground.errors import PingyiError
from pingyi.samples.tables import write_tables
from pingyi.scanner.files.page_picture import picture_digests
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import events
from pingyi.store.outside.returns import add_returns
from pingyi.store.people.events import write_log
from pingyi.store.people.leader_scores import KeptScorePage, add_score_decisions, add_score_pages
from pingyi.store.people.opinions import add_drafts
from pingyi.workflow.desk.record import BALLOTS, record_files
from pingyi.workflow.desk.seal import KEY_VARIABLE
from pingyi.workflow.desk.workspace import Workspace, ballot_document, open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify, verify_archives
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.accounts import signer_of
from pingyi.workflow.people.double_review import decide as judge_rows
from pingyi.workflow.people.double_review import send_back
from pingyi.workflow.people.keys import Signer, say
from pingyi.workflow.people.review import COLUMNS, import_review
from pingyi.workflow.results.feedback import make_feedback
from pingyi.workflow.results.notice import issue_notice
from pingyi.workflow.results.policies import with_confirmations
from pingyi.workflow.results.score import make_result
from pingyi.workflow.scans.kept_scans import keep_scans
from pingyi.workflow.scans.scan import ScanRequest, scan_into
from pingyi.workflow.tables.imports import import_table

SCANS = Path(__file__).parent.parent.parent / "samples" / "scans"
BATCHES = {"A01": "clean.pdf", "F01": "rough.pdf"}
PEOPLE = ("甲某（虚构）", "乙某（虚构）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a reader of the notice has in hand."""

    head: str
    key: str


def still(_doing: str, _done: int, _total: int, /) -> None:
    """No progress is shown."""


def make_workspace(folder: Path) -> Workspace:
    """A small campaign from samples: five sheets scanned, doubts decided, tables imported, a draft notice written."""
    workspace, _ = start_workspace(folder)
    lines = [("批次", "群体", "发放单位", "份数"), ("A01", "A", "雒容镇", "5"), ("F01", "F", "区民政局", "5")]
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    form = workspace.root / BALLOTS / ballot_document(workspace.campaign)
    form.parent.mkdir(parents=True)
    shutil.copyfile(SCANS / "form.docx", form)
    with working(workspace, "benchmark") as store:
        record_files(workspace.root, store, EventKind.PRINT_RUN, [form], {})
        for batch, name in BATCHES.items():
            scan_into(workspace, store, ScanRequest(scans=(SCANS / name,), batch=batch), still)
        people = enrol(store, dict.fromkeys(PEOPLE, Role.REVIEW))
        decide(workspace, store, people)
        for kind, path in write_tables(workspace.campaign, folder, 7).items():
            import_table(workspace.campaign, store, kind, path)
        judge_and_enter(workspace, store, people)
        settled = with_confirmations(workspace.campaign, store)
        result = make_result(settled, workspace.batches(), store, draft=False)
        issue_notice(workspace, store, result)
        make_feedback(workspace.root, settled, store, result, still)
    return workspace


def judge_and_enter(workspace: Workspace, store: Store, people: Mapping[str, Signer]) -> None:
    """Invented: a row judged by one person and one sent back and decided, forms counted, a leader's paper, a draft."""
    one, other = people.values()
    sheet, rows = next((reading.digest, reading.rows) for _, reading in store.readings())
    place = RowPlace(sheet=sheet, item=rows[20].item)
    send_back(store, one, [place])
    for person in (one, other):
        judge_rows(store, person, {place: Answer(verdict=Verdict.BLANK)})
    counted = [Returns(batch=batch, issued=5, returned=3, spoiled=1, outstanding=1) for batch in BATCHES]
    add_returns(store, ImportedFile(name="登记表.xlsx", sha256="0" * 64), counted)
    add_drafts(store, [OpinionDraft(sheet=sheet, reader="benchmark", text="好", confidence=0.5)])
    write_log(store, one.name, "登录")
    paper = workspace.root / "领导评价.png"
    Image.fromarray(np.full((400, 300), 250, np.uint8)).save(paper)
    (scan,) = keep_scans(workspace.scans, store, {paper: paper.name}, still).values()
    (digest, *_) = picture_digests(paper, 1)
    field = ScoreReading(position=0, unit="", seen="", readings=("91", "91"), confidence=1.0, score=Decimal(91))
    page = ScorePage(
        source=Source(file=paper.name, page=1), digest=digest, paper=ScorePaper.ANALYSIS, batch_code="", fields=(field,)
    )
    add_score_pages(store, [KeptScorePage(page=page, batch="G", scan=scan)])
    for person in (one, other):
        say(store, person, Act.SCORES, [score_word(digest, 0, workspace.campaign.units[0].name, None)])
    void = ScoreDecision(
        page=digest, position=0, unit=workspace.campaign.units[0].name, score=None, decided_by=PEOPLE[0],
        confirmed_by=PEOPLE[1], decided_at=datetime.now().astimezone(),
    )  # fmt: skip
    add_score_decisions(store, [void])
    paper.unlink()


def decide(workspace: Workspace, store: Store, people: Mapping[str, Signer]) -> None:
    """Two invented people call every doubtful row 满意, and one row of each sheet that was not."""
    answers = workspace.root / "answers.csv"
    clear = [(r.digest, r.rows[9].item) for _, r in store.readings() if r.rows[9].verdict is Verdict.VALID]
    rows = [(waiting.row.sheet, waiting.row.item) for waiting in store.open_rows()]
    with answers.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(("", item, "满意", *PEOPLE, f"{sheet}/{item}") for sheet, item in [*rows, *clear])
    import_review(workspace.campaign, store, answers, lambda _: people)


def printed_in(workspace: Workspace) -> Printed:
    """The hash and key of the notice."""
    with working(workspace, "benchmark") as store:
        said = next(event.content() for event in reversed(events(store)) if event.kind == EventKind.DOCUMENT)
    return Printed(head=said["head"], key=said["key"])


def verified(check: Callable[[], tuple[str, ...]]) -> str:
    """The first difference found, empty when none is."""
    try:
        found = check()
    except PingyiError as error:
        return str(error)
    return found[0] if found else ""


def by_workspace(root: Path, printed: Printed) -> str:
    """What `pingyi verify` says of the workspace."""
    request = VerifyRequest(reread=None, printed=printed.head)
    return verified(lambda: verify(open_workspace(root), request, still).differences)


def by_archive(path: Path, printed: Printed) -> str:
    """What `pingyi verify ARCHIVE` says."""
    request = VerifyRequest(reread=None, printed=printed.head)
    return verified(lambda: verify_archives((path,), request, still).differences)


def by_file_alone(path: Path, printed: Printed) -> str:
    """What the stand-alone file says."""
    done = subprocess.run(
        [sys.executable, "-I", pingyi_verify.__file__, path, "--head", printed.head, "--key", printed.key],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip().rpartition("：")[2]


def sealed(root: Path, out: Path) -> str:
    """Seal it as a dishonest office would; why that is refused, empty when it is not."""
    try:
        workspace = open_workspace(root)
        with working(workspace, "benchmark") as store:
            make_archive(workspace, store, out, pictures=True)
    except PingyiError as error:
        return str(error)
    return ""


def tried(one: Tampering, sound: Path, archive: Path, printed: Printed) -> dict[str, str]:
    """What each way of checking says; sealing refused counts as found."""
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name), Path(name) / "a.zip"
        found: dict[str, str] = {}
        if one.of_archive:
            shutil.copyfile(archive, out)
            one.change(out)
        else:
            shutil.copytree(sound, folder / "w")
            one.change(folder / "w")
            found["工作目录"] = by_workspace(folder / "w", printed)
            if not one.sealed_too:
                return found
            if refused := sealed(folder / "w", out):
                return {**found, "归档": f"拒绝封存：{refused}", "独立程序": "（未封存）"}
        return {**found, "归档": by_archive(out, printed), "独立程序": by_file_alone(out, printed)}


def alone() -> Iterator[Tampering]:
    """What one of the two people tries with the program's own means, as changes of a folder."""
    for name, attack in ALONE.items():
        yield Tampering(name=f"一个人：{name}", change=partial(_by_one, attack))


def _by_one(attack: Callable[[Held], None], root: Path) -> None:
    workspace = open_workspace(root)
    with working(workspace, "benchmark") as store:
        people = {name: signer_of(store, name, PASSWORD) for name in PEOPLE}
        attack(Held(workspace=workspace, store=store, people=people))


def main() -> None:
    """Try all, print a table and the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="tamperings whose name has this word")
    wishes = parser.parse_args()
    chosen = [one for one in (*TAMPERINGS, *alone()) if wishes.only in one.name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[KEY_VARIABLE] = str(folder / "signing.key")
        workspace = make_workspace(folder / "sound")
        printed = printed_in(workspace)
        archive = folder / "sound.zip"
        sealed(workspace.root, archive)
        again = folder / "again.zip"
        sealed(workspace.root, again)
        print("same bytes sealed twice:", archive.read_bytes() == again.read_bytes(), flush=True)
        clean = (by_workspace(workspace.root, printed), by_archive(archive, printed), by_file_alone(archive, printed))
        print("untouched:", *(found or "nothing found" for found in clean), sep=" | ", flush=True)
        caught: dict[str, list[bool]] = {}
        for number, one in enumerate(chosen, start=1):
            print(f"{number:2} {one.name}", flush=True)
            for way, found in tried(one, workspace.root, archive, printed).items():
                caught.setdefault(way, []).append(bool(found))
                print(f"      {way}：{found.splitlines()[0][:110] if found else '没有发现'}", flush=True)
    for way, hits in caught.items():
        print(f"{way}: {sum(hits)} of {len(hits)} caught")


if __name__ == "__main__":
    main()
