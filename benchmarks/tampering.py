"""
Tamper with a workspace and an archive, one byte or one row at a time, and see what `verify` makes of it.

    python -m benchmarks.tampering [--only WORD]

Every tampering of a workspace is tried on the workspace itself and on an archive that a dishonest office seals of it
with its own, valid key; `verify` and the stand-alone file are given the hash and key printed in the notice.
"""

import argparse
import csv
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.chain import EventKind
from domain.errors import PingyiError
from domain.reading import Verdict
from samples.tables import write_tables
from scripts import pingyi_verify
from store.log import events
from store.store import Store
from workflow.archive import make_archive
from workflow.imports import import_table
from workflow.init import start_workspace
from workflow.notice import issue_notice
from workflow.policies import with_confirmations
from workflow.print_ballots import BALLOT_NAME
from workflow.record import BALLOTS, record_files
from workflow.review import COLUMNS, import_review
from workflow.scan import ScanRequest, scan_into
from workflow.score import make_scores
from workflow.seal import KEY_VARIABLE
from workflow.verify import VerifyRequest, verify, verify_archives
from workflow.workspace import Workspace, open_workspace, working

SCANS = Path(__file__).parent.parent / "samples" / "scans"
BATCHES = {"A01": "clean.pdf", "F01": "rough.pdf"}
PEOPLE = ("甲某（虚构）", "乙某（虚构）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a reader of the notice has in hand."""

    head: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tampering:
    """One change by hand; `change` gets the workspace's folder, or the archive's path."""

    name: str
    change: Callable[[Path], None]
    of_archive: bool = False


def still(_doing: str, _done: int, _total: int, /) -> None:
    """No progress is shown."""


def make_workspace(folder: Path) -> Workspace:
    """A small campaign from samples: five sheets scanned, doubts decided, tables imported, a draft notice written."""
    workspace, _ = start_workspace(folder)
    lines = [("批次", "群体", "发放单位", "份数"), ("A01", "A", "雒容镇", "5"), ("F01", "F", "区民政局", "5")]
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    form = workspace.root / BALLOTS / f"{BALLOT_NAME}.docx"
    form.parent.mkdir(parents=True)
    shutil.copyfile(SCANS / "form.docx", form)
    with working(workspace, "benchmark") as store:
        record_files(workspace.root, store, EventKind.PRINT_RUN, [form], {})
        for batch, name in BATCHES.items():
            scan_into(workspace, store, ScanRequest(scans=(SCANS / name,), batch=batch), still)
        decide(workspace, store)
        for kind, path in write_tables(workspace.campaign, folder, 7).items():
            import_table(workspace.campaign, store, kind, path)
        settled = with_confirmations(workspace.campaign, store)
        results = make_scores(settled, workspace.batches(), store, draft=False)
        issue_notice(workspace, store, results, final=False)
    return workspace


def decide(workspace: Workspace, store: Store) -> None:
    """Two invented people call every doubtful row 满意, and one row of each sheet that was not."""
    answers = workspace.root / "answers.csv"
    clear = [(r.digest, r.rows[9].item) for _, r in store.readings() if r.rows[9].verdict is Verdict.VALID]
    rows = [(waiting.row.sheet, waiting.row.item) for waiting in store.open_rows()]
    with answers.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(("", item, "满意", *PEOPLE, f"{sheet}/{item}") for sheet, item in [*rows, *clear])
    import_review(workspace.campaign, store, answers)


def printed_in(workspace: Workspace) -> Printed:
    """The hash and key of the notice."""
    with working(workspace, "benchmark") as store:
        said = next(event.content() for event in reversed(events(store)) if event.kind == EventKind.DOCUMENT)
    return Printed(head=said["head"], key=said["key"])


def sql(*statements: str) -> Callable[[Path], None]:
    """Statements on the database, its triggers dropped."""

    def change(root: Path) -> None:
        database = sqlite3.connect(root / "pingyi.db", isolation_level=None)
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER [{name}]")
        before = database.total_changes
        for statement in statements:
            database.execute(statement)
        if database.total_changes == before:
            raise AssertionError(statements)
        database.close()

    return change


def flip(pattern: str, at: float = 0.5) -> Callable[[Path], None]:
    """One bit of one byte of the first file that fits."""

    def change(root: Path) -> None:
        path = min(root.glob(pattern))
        data = bytearray(path.read_bytes())
        data[int(len(data) * at)] ^= 1
        path.write_bytes(data)

    return change


def text(name: str, old: str, new: str) -> Callable[[Path], None]:
    """One place in a text file."""

    def change(root: Path) -> None:
        content = (root / name).read_bytes().decode("utf-8-sig")
        if old not in content:
            raise AssertionError(old)
        (root / name).write_bytes(content.replace(old, new, 1).encode())

    return change


def remove(pattern: str) -> Callable[[Path], None]:
    """The first file that fits."""
    return lambda root: min(root.glob(pattern)).unlink()


def in_zip(name: str, change: Callable[[bytes], bytes | None]) -> Callable[[Path], None]:
    """One file of an archive, all others as they were."""

    def rewrite(path: Path) -> None:
        with zipfile.ZipFile(path) as old:
            content = [(entry, old.read(entry)) for entry in old.infolist()]
        if name not in {entry.filename for entry, _ in content}:
            raise AssertionError(name)
        with zipfile.ZipFile(path, "w") as new:
            for entry, data in content:
                changed = change(data) if entry.filename == name else data
                if changed is not None:
                    new.writestr(entry, changed)

    return rewrite


def middle(data: bytes) -> bytes:
    """One bit of the middle byte turned."""
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def added(path: Path) -> None:
    """A file nobody sealed."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("workspace/results/又一份.txt", "x")


A_VOTE = "verdict = 'valid' AND choice = '满意' AND item = '7'"
LAST = "(SELECT max(number) FROM events)"
TAMPERINGS = (
    *(
        Tampering(name=name, change=change)
        for name, change in (
            ("一行票由满意改为不满意", sql(f"UPDATE row_readings SET choice = '不满意' WHERE {A_VOTE} AND sheet = "
             f"(SELECT min(sheet) FROM row_readings WHERE {A_VOTE})")),
            ("一行票改为未选", sql(f"UPDATE row_readings SET verdict = 'blank', choice = '' WHERE {A_VOTE} AND sheet = "
             f"(SELECT min(sheet) FROM row_readings WHERE {A_VOTE})")),
            ("一行票的把握改小", sql("UPDATE row_readings SET confidence = confidence / 2 WHERE item = '7' AND sheet = "
             "(SELECT min(digest) FROM sheets)")),
            ("一张票的校验值改动", sql("UPDATE sheet_digests SET digest = printf('%064d', 7) WHERE sheet = "
             "(SELECT min(digest) FROM sheets)")),
            ("一张票改到别的批次", sql("UPDATE sheets SET batch = 'F01' WHERE digest = "
             "(SELECT min(digest) FROM sheets WHERE batch = 'A01')")),
            ("一张票删去，读数留着", sql("DELETE FROM sheets WHERE digest = (SELECT min(digest) FROM sheets)")),
            ("一张票连同读数、校验值删去", sql(
                "DELETE FROM row_readings WHERE sheet = (SELECT min(digest) FROM sheets)",
                "DELETE FROM corrections WHERE sheet = (SELECT min(digest) FROM sheets)",
                "DELETE FROM sheet_digests WHERE sheet = (SELECT min(digest) FROM sheets)",
                "DELETE FROM sheets WHERE digest = (SELECT min(digest) FROM sheets)")),
            ("凭空添一张票", sql(
                "INSERT INTO sheets SELECT 'forged', batch, source_file, source_page, scan, form_digest, turn, "
                "has_opinion, read_at, form_page, form_pages FROM sheets WHERE digest = (SELECT min(digest) FROM sheets)",
                "INSERT INTO row_readings SELECT 'forged', position, item, name, 'blank', '', 1.0, '' FROM row_readings "
                "WHERE sheet = (SELECT min(digest) FROM sheets)")),
            ("票面所在页改动", sql("UPDATE sheets SET source_page = 3 - source_page WHERE batch = 'A01'")),
            ("批次的盐改动", sql("UPDATE batch_salts SET salt = printf('%064d', 7) WHERE batch = 'A01'")),
            ("一条人工判定删去", sql("DELETE FROM corrections WHERE number = 1")),
            ("最后一条人工判定删去", sql(
                "DELETE FROM corrections WHERE number = (SELECT max(number) FROM corrections)")),
            ("一条人工判定改选", sql("UPDATE corrections SET choice = '不满意' WHERE number = 1")),
            ("一条人工判定换监票人", sql("UPDATE corrections SET confirmed_by = '丙某（虚构）' WHERE number = 1")),
            ("手工添一条人工判定", sql(
                "INSERT INTO corrections (sheet, item, verdict, choice, decided_by, confirmed_by, decided_at) "
                "SELECT sheet, item, 'valid', '不满意', decided_by, confirmed_by, decided_at FROM corrections LIMIT 1")),
            ("领导评分平均分改动", sql("UPDATE imports SET content = json_set(content, '$.mean', '99') "
             "WHERE number = (SELECT min(number) FROM imports WHERE kind = 'leaders')")),
            ("热线办结量加一", sql("UPDATE imports SET content = json_set(content, '$.closed', "
             "json_extract(content, '$.closed') + 1) WHERE number = "
             "(SELECT min(number) FROM imports WHERE kind = 'hotline')")),
            ("一行导入删去", sql("DELETE FROM imports WHERE number = 1")),
            ("手工添一行导入", sql(
                "INSERT INTO imports (kind, unit, evaluators, source, sha256, content, imported_at) SELECT kind, unit, "
                "evaluators, source, sha256, content, imported_at FROM imports WHERE kind = 'phone' LIMIT 1")),
            ("手工添一条政策确认", sql("INSERT INTO confirmations (policy, value, stands, confirmed_by, witness, "
             "confirmed_at) VALUES ('ranking', 'series', 1, '甲', '乙', '2024-01-01')")),
            ("证据链一条内容改动", sql("UPDATE events SET payload = json_set(payload, '$.at', 'x') WHERE number = 4")),
            ("证据链一条内容连校验值改动", sql(f"UPDATE events SET hash = printf('%064d', 7) WHERE number = {LAST} - 2")),
            ("证据链删去中间一条", sql("DELETE FROM events WHERE number = 4")),
            ("证据链截去计分以后各条", sql("DELETE FROM events WHERE kind IN ('tally', 'score', 'document')")),
            ("证据链开头删去", sql("DELETE FROM events WHERE number = 1")),
            ("整条证据链删去，重新开头", sql("DELETE FROM events", "DELETE FROM sheet_digests")),
            ("扫描件一个字节", flip("scans/*")),
            ("扫描件删去一个", remove("scans/*")),
            ("方案里每票折算分改动", text("campaign.toml", "value = [100, 70, 30]", "value = [100, 71, 30]")),
            ("发放计划份数改动", text("batches.csv", "雒容镇,5", "雒容镇,6")),
            ("通报 Word 一个字节", flip("results/*.docx")),
            ("通报 PDF 一个字节", flip("results/*.pdf", 0.9)),
            ("结果表一个字节", flip("results/*.xlsx")),
            ("通报 PDF 删去", remove("results/*.pdf")),
        )
    ),
    *(
        Tampering(name=f"归档：{name}", change=change, of_archive=True)
        for name, change in (
            ("签名一个字符", in_zip("manifest.sig", lambda data: (b"1" if data[:1] == b"0" else b"0") + data[1:])),
            ("清单一个字节", in_zip("manifest.json", middle)),
            ("读数表一个字节", in_zip("tables/row_readings.jsonl", middle)),
            ("得分树一个字节", in_zip("computed/score.json", middle)),
            ("证据链一个字节", in_zip("tables/events.jsonl", middle)),
            ("核验程序一个字节", in_zip("verify.py", middle)),
            ("删去一个文件", in_zip("workspace/batches.csv", lambda _: None)),
            ("添一个文件", added),
        )
    ),
)  # fmt: skip


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
            if refused := sealed(folder / "w", out):
                return {**found, "归档": f"拒绝封存：{refused}", "独立程序": "（未封存）"}
        return {**found, "归档": by_archive(out, printed), "独立程序": by_file_alone(out, printed)}


def main() -> None:
    """Try all, print a table and the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="tamperings whose name has this word")
    wishes = parser.parse_args()
    chosen = [one for one in TAMPERINGS if wishes.only in one.name]
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
