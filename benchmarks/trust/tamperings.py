"""Changes by hand to a workspace or a sealed archive, one byte or one row each unless the name says more."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tampering:
    """One change by hand; `change` gets the workspace's folder, or the archive's path."""

    name: str
    change: Callable[[Path], None]
    of_archive: bool = False
    sealed_too: bool = True  # rules of a database, files nobody wrote down are no part of an archive


def sql(*statements: str) -> Callable[[Path], None]:
    """Statements on the database, its triggers dropped and put back."""

    def change(root: Path) -> None:
        database = sqlite3.connect(root / "pingyi.db", isolation_level=None)
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER [{name}]")
        before = database.total_changes
        for statement in statements:
            database.execute(statement)
        if database.total_changes == before:
            raise AssertionError(statements)
        for _, text in triggers:
            database.execute(text)
        database.close()

    return change


def rules(root: Path, *statements: str) -> None:
    """Statements on the database's own rules."""
    with closing(sqlite3.connect(root / "pingyi.db", isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    """One after the other."""

    def change(root: Path) -> None:
        for one in changes:
            one(root)

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


def renamed(pattern: str, name: str) -> Callable[[Path], None]:
    """The first file that fits, in its folder."""

    def change(root: Path) -> None:
        found = min(root.glob(pattern))
        found.rename(found.with_name(name))

    return change


def beside(pattern: str, name: str) -> Callable[[Path], None]:
    """A copy of the first file that fits, under another name."""

    def change(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(min(root.glob(pattern)), root / name)

    return change


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
OF_A_SHEET = "batch, source_file, source_page, scan, form_digest, turn, has_opinion, form_page, form_pages, placement, mark, crops"
TAMPERINGS = (
    *(
        Tampering(name=name, change=change, sealed_too=not name.startswith(("数据库规则", "数据库以外")))
        for name, change in (
            ("一行票由满意改为不满意", sql(f"UPDATE row_readings SET choice = '不满意' WHERE {A_VOTE} AND sheet = "
             f"(SELECT min(sheet) FROM row_readings WHERE {A_VOTE})")),
            ("一行票改为不选", sql(f"UPDATE row_readings SET verdict = 'blank', choice = '' WHERE {A_VOTE} AND sheet = "
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
                f"INSERT INTO sheets (digest, {OF_A_SHEET}) SELECT printf('%064d', 7), {OF_A_SHEET} FROM sheets "
                "WHERE digest = (SELECT min(digest) FROM sheets)",
                "INSERT INTO row_readings SELECT printf('%064d', 7), position, item, name, 'blank', '', 1.0, '' FROM row_readings "
                "WHERE sheet = (SELECT min(digest) FROM sheets)")),
            ("票面所在页改动", sql("UPDATE sheets SET source_page = 3 - source_page WHERE batch = 'A01'")),
            ("未读页的位置改动", sql("UPDATE unread_pages SET source_page = source_page + 1")),
            ("未读页删去一页", sql("DELETE FROM unread_pages WHERE number = 1")),
            ("领导的评分读数改动", sql("UPDATE score_readings SET score = '99'")),
            ("领导的评分表改到别的群体", sql("UPDATE score_pages SET batch = 'H'")),
            ("领导的评分表删去", sql("DELETE FROM score_readings", "DELETE FROM score_digests",
             "DELETE FROM score_pages")),
            ("一人所判改动", sql("UPDATE judgements SET verdict = 'multiple'")),
            ("手工添一条一人所判", sql(
                "INSERT INTO judgements (sheet, item, round, account, verdict, choice, made_at) "
                "SELECT sheet, item, round, account, 'multiple', '', made_at FROM judgements LIMIT 1")),
            ("送回复核的一行删去", sql("DELETE FROM referrals")),
            ("登记的收回份数改动", sql("UPDATE returns SET returned = 4, outstanding = 0 WHERE number = 1")),
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
            ("证据链末尾一条删去", sql(f"DELETE FROM events WHERE number = {LAST}")),
            ("证据链截去计分以后各条，结果文件也删去", both(
                sql("DELETE FROM events WHERE kind IN ('tally', 'score', 'document')"),
                lambda root: shutil.rmtree(root / "results"))),
            ("数据库规则：去掉一个触发器", lambda root: rules(root, "DROP TRIGGER corrections_stay")),
            ("数据库规则：改写未判的视图", lambda root: rules(root, "DROP VIEW open_rows", "CREATE VIEW open_rows AS SELECT "
             "s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page FROM row_readings "
             "AS r JOIN sheets AS s ON s.digest = r.sheet WHERE 0")),
            ("数据库规则：待判队列添一行", sql("INSERT INTO queue SELECT '', 'A01', sheet, position, item, 0 FROM "
             "row_readings WHERE item = '3' AND sheet = (SELECT min(digest) FROM sheets)")),
            ("墨迹的位置改动", sql("UPDATE sheets SET placement = zeroblob(length(placement))")),
            ("一张票说成较早版本读的", sql("UPDATE sheets SET crops = '' WHERE crops <> ''")),
            ("存疑格子的图改动", flip("crops/*/*.png")),
            ("存疑格子的图删去", remove("crops/*/*.png")),
            ("存疑格子的图挪给另一行", renamed("crops/*/*.png", "58.png")),
            ("意见初稿改写", sql("UPDATE opinion_drafts SET text = '差'")),
            ("意见初稿删去", sql("DELETE FROM opinion_drafts")),
            ("操作记录改写", sql("UPDATE log_entries SET account = '丙某（虚构）' WHERE number = 1")),
            ("操作记录删去末条", sql("DELETE FROM log_entries WHERE number = (SELECT max(number) FROM log_entries)")),
            ("反馈信一个字节", flip("results/反馈/*.docx")),
            ("反馈信删去一封", remove("results/反馈/*.docx")),
            ("扫描件一个字节", flip("scans/*")),
            ("扫描件删去一个", remove("scans/*")),
            ("方案里每票折算分改动", text("campaign.toml", "value = [100, 70, 30]", "value = [100, 71, 30]")),
            ("发放计划份数改动", text("batches.csv", "雒容镇,5", "雒容镇,6")),
            ("通报 Word 一个字节", flip("results/*.docx")),
            ("通报 PDF 一个字节", flip("results/*.pdf", 0.9)),
            ("结果表一个字节", flip("results/*.xlsx")),
            ("通报 PDF 删去", remove("results/*.pdf")),
            *((f"数据库以外：{name}", change) for name, change in (
                ("结果下的文件夹里另放通报", beside("results/*.docx", "results/印发/通报.docx")),
                ("改写过的通报", beside("campaign.toml", "results/通报（正式）.docx")),
                ("另放一份 PDF", beside("results/*.pdf", "results/通报（正式）.pdf")),
            )),
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
