"""
Check a sealed archive of pingyi (评议) with nothing but Python's standard library (3.11 or later).

    python pingyi_verify.py ARCHIVE.zip [--head HASH] [--key PUBLIC_KEY]

Checks: the Ed25519 signature over the manifest, every file's SHA-256, the evidence chain, every row and every
sheet it answers for, the settings and documents it names, the votes counted again from readings and corrections,
each number of the formulas computed again from votes and imports, rounding and ranks, up to the published numbers.
Of a vote: what every paper counts as, votes on every question, void papers, who is elected.

Does NOT check: that readings are what stands on the paper (`pingyi verify` reads scans anew), that the formulas
are those of the scheme (they are printed in the notice), counts added up from single hotline orders. The last
line says how many numbers were taken as given.

An independent writing: it shares no code with pingyi.
"""

import argparse
import hashlib
import json
import os
import re
import stat
import struct
import sys
import tomllib
import unicodedata
import zipfile
from bisect import bisect_right
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

DIFFERS, SUPERSEDED = 15, 18
BROKEN = (  # what reading a file that is no archive, or a damaged one, may raise
    OSError, EOFError, zipfile.BadZipFile, struct.error, MemoryError,
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError,
)  # fmt: skip
SLACK = Fraction(1, 10**30)  # values are written with 40 digits; a third taken as given is off by that much
SPOT_CHECK = "抽查未解决（申诉未通过）"  # before it stands whose spot checks: 自治区, 省
FIELDS = {
    "办结量": "closed", "退单量": "returned", "按时办结量": "closed_on_time", "按时退单量": "returned_on_time",
    "满意": "satisfied", "基本满意": "basically_satisfied", "不满意": "dissatisfied",
    "已解决": "solved", "部分解决": "partly_solved", "未解决": "unsolved",
    SPOT_CHECK: "spot_check_unsolved", "跟踪问效量": "followed_up",
    "跟踪未通过量": "follow_up_refused", "核定加分": "bonus",
}  # fmt: skip


class Superseded(Exception):  # noqa: N818 - the same
    """The notice whose hash was given no longer stands; all else holds."""


class Differs(Exception):  # noqa: N818 - what is found, not a fault of the program
    """What is not as sealed."""


# ---- Ed25519, RFC 8032 section 5.1, in plain numbers ----

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is that key's (5.1.7)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = _point(key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    found = _times(s, BASE, h, (P - a[0], a[1], 1, P - a[3]))
    return (found[0] - r[0] * found[2]) % P == 0 and (found[1] - r[1] * found[2]) % P == 0


def _x(y, sign):  # noqa: ANN001, ANN202
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(data):  # noqa: ANN001, ANN202
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _sum(p, q):  # noqa: ANN001, ANN202
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(s, p, h, q):  # noqa: ANN001, ANN202
    result, terms = (0, 1, 1, 0), (None, p, q, _sum(p, q))
    for bit in range(ORDER.bit_length() - 1, -1, -1):
        result, term = _sum(result, result), terms[(s >> bit & 1) + 2 * (h >> bit & 1)]
        result = _sum(result, term) if term else result
    return result


_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x(_Y, 0), _Y, 1, _x(_Y, 0) * _Y % P)

# ---- the sealed file ----


def canonical(value: object) -> str:
    """The one writing that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(data: bytes | str) -> str:
    """The SHA-256 of bytes, or of a text as UTF-8, in hex digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def need(holds: object, otherwise: str) -> None:
    """Stop at the first thing that does not hold."""
    if not holds:
        raise Differs(otherwise)


MOST_BYTES, MOST_LINE_BYTES = 64 << 20, 8 << 20  # of a text that is read whole, of a line
MOST_PARTS, MOST_LINE_PARTS = 1_000_000, 100_000  # values in it
MOST_BITS = 20_000  # of an exact number
HASH, SIGNATURE, FORMAT = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{128}"), re.compile("pingyi-archive-1")
NUMBER = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?([Ee][+-]?[0-9]{1,2})?(/[0-9]{1,60})?")
FACTS = {"bytes": int, "sha256": HASH}
MANIFEST = {
    "format": FORMAT, "program": str, "models": {str: str}, "schema": int, "content": HASH, "key": HASH,
    "head": {"number": int, "hash": HASH}, "pictures": re.compile("inside|apart|only"),
    "files": {str: FACTS}, "?apart": {str: FACTS},
}  # fmt: skip
TABLES = {  # columns that are read here; other tables are only held against their digests
    "events": {"number": int, "kind": str, "payload": str, "previous": HASH, "hash": HASH},
    "sheets": {
        "digest": HASH, "batch": str, "form_digest": str, "turn": int, "has_opinion": int, "form_page": int,
        "form_pages": int, "placement": {"hex": str}, "?crops": str,
    },
    "row_readings": {
        "sheet": HASH, "position": int, "item": str, "name": str, "verdict": str, "choice": str, "confidence": float,
        "reasons": str,
    },
    "score_pages": {
        "digest": HASH, "batch": str, "paper": str, "?crops": str, "?placement": {"hex": str}, "?has_opinion": int,
    },
    "score_readings": {
        "page": HASH, "position": int, "unit": str, "seen": str, "first": str, "second": str, "confidence": float,
        "score": (str, None), "doubts": str,
    },
    "sheet_digests": {"sheet": HASH, "digest": HASH},
    "score_digests": {"sheet": HASH, "digest": HASH},
    "batch_salts": {"batch": str, "salt": str},
    "corrections": {
        "number": int, "sheet": HASH, "item": str, "verdict": str, "choice": str, "decided_by": str,
        "confirmed_by": str,
    },
    "statements": {"number": int, "person": str, "text": str, "signature": SIGNATURE},
    "referrals": {"sheet": HASH, "item": str, "round": int},
    "page_decisions": {"number": int, "page": int, "outcome": str, "decided_by": str, "confirmed_by": str},
    "score_decisions": {
        "number": int, "page": HASH, "position": int, "unit": str, "score": (str, None), "decided_by": str,
        "confirmed_by": str,
    },
    "opinion_texts": {"number": int, "sheet": HASH, "text": str, "units": str, "typed_by": str, "checked_by": str},
    "confirmations": {
        "number": int, "policy": str, "value": str, "stands": int, "confirmed_by": str, "witness": str, "?reason": str,
    },
    "imports": {"number": int, "kind": str, "unit": str, "evaluators": str, "content": str},
    "brought": {"number": int, "kind": str, "first": int, "last": int},
    "taken_back": {"number": int, "brought": int, "reason": str, "decided_by": str, "confirmed_by": str},
    "reassigned": {
        "number": int, "paper": HASH, "batch": str, "reason": str, "decided_by": str, "confirmed_by": str,
    },
}  # fmt: skip
SEALS = {str: {"sheets": int, "sha256": HASH}}
ENTRY = {
    "?rows": [{"table": str, "columns": [str], "first": int, "last": int, "sha256": HASH}],
    "?batches": SEALS, "?score_batches": SEALS, "?covers": [str], "?settings": {str: HASH}, "?files": {str: HASH},
    "?scans": [HASH], "?key": HASH, "?tables": {str: {"columns": [str], "rows": int, "sha256": HASH}},
}  # fmt: skip
UNIT = {"unit": str, "items": {str: str}, "total": NUMBER, "rank": int, "ranked_in": str}
ENTRIES = {
    "scan": {"scans": [HASH]},
    "print_run": {"files": {str: HASH}},
    "document": {"files": {str: HASH}, "key": HASH, "?final": bool, "?signed": [str]},
    "score": {"tally": HASH, "tree": HASH, "units": [UNIT], "settings": {str: HASH}},
}
ROW = {"batch": str, "item": str, "choices": [int], "blank": int, "multiple": int, "doubtful": int}
TALLY = {"choices": [str], "rows": [ROW]}
FIGURE = {"label": str, "value": NUMBER, "parts": [int], "sources": [str], "?formula": [object]}
SCORE = {"units": [{"unit": str, "figures": [FIGURE]}]}
VOTES = {"source": str, "choices": [int]}
IMPORTS = {
    "leaders": {"count": int, "mean": NUMBER, "scores": [NUMBER]},
    "leader_votes": VOTES,
    "phone": VOTES,
    "hotline": {"source": str, **dict.fromkeys(FIELDS.values(), int), "bonus": NUMBER},
}
SAYS_NOTHING = {  # as the program takes them
    "不了解", "不清楚", "不知道", "不熟悉", "弃权", "没有接触", "未接触",
    "无法评价", "不便评价", "不予评价", "不作评价",
}  # fmt: skip
RENAMED, NEW = "改名", "新设"  # what became of a unit after printing; others are gone
CAMPAIGN = {
    "about": {"year": int, "district": str, "issuer": str, "issuer_short": str},
    "series": [{"units": [str]}], "?aliases": {str: str}, "?changes": [{"what": str, "?was": str, "?now": str}],
    "groups": [{"name": str, "key": str}],
    "ballot": {"?abstentions": [str]}, "?hotline": {"follow_up": object},
    "policies": {"vote_weights": {"value": [object]}},
}  # fmt: skip


def shape(value: object, form: object, where: str) -> None:
    """
    Stop unless the value has this form.

    A type, a pattern, one of several, [of each], {str: of each} or {key: form}; "?key" may be lacking, others be more.
    """
    if form is object:
        return
    if isinstance(form, tuple):
        need(value is None or isinstance(value, form[0]), f"{where} 不是该有的样子")
    elif isinstance(form, type):
        good = type(value) is form or (form is float and type(value) is int)
        need(good and (form is not int or -(1 << 63) <= value < 1 << 63), f"{where} 不是该有的样子")
    elif isinstance(form, re.Pattern):
        need(isinstance(value, str) and form.fullmatch(value), f"{where} 不是该有的样子")
    elif isinstance(form, list):
        need(isinstance(value, list), f"{where} 不是该有的样子")
        for part in value:
            shape(part, form[0], where)
    else:
        need(isinstance(value, dict), f"{where} 不是该有的样子")
        for key in value if str in form else form:
            of = form[str] if str in form else form[key]
            name = key.removeprefix("?")
            need(name in value or name != key, f"{where} 里没有 {name}")
            if name in value:
                shape(value[name], of, f"{where} 的 {name[:60]}")


def parsed(text: bytes, where: str, parts: int = MOST_PARTS) -> object:
    """JSON in its one writing: nothing twice, nothing that is no number, nothing that would choke us."""
    need(text.count(b",") + text.count(b"[") + text.count(b"{") <= parts, f"{where} 内容多得不合理")
    try:
        value = json.loads(text)
        good = canonical(value).encode() == text
    except (ValueError, RecursionError):
        good = False
    need(good, f"{where} 不是本程序的写法")
    return value


def frame(stream: object) -> zipfile.ZipFile:
    """A zip that is its members and nothing else: stored, one behind the other from the first byte to the last."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 98))
    tail = stream.read(98)
    need(tail[-22:-18] == b"PK\5\6" and tail[-2:] == b"\0\0", "不是归档文件，没有拷完，或后面有多余的内容")
    members, listed, start = struct.unpack("<HLL", tail[-12:-2])
    behind = 22
    if len(tail) == 98 and tail[:4] == b"PK\6\6" and (members == 65535 or start >= (1 << 31) - 1):
        (members, listed, start), behind = struct.unpack("<QQQ", tail[32:56]), 98
    need(start + listed + behind == size and listed <= MOST_BYTES // 2, "压缩包前面或后面有多余的内容，或没有拷完")
    archive = zipfile.ZipFile(stream)
    entries, at, listing = archive.infolist(), 0, 0
    need(len(entries) == len(archive.NameToInfo) == members, "文件清单有重复或多余的内容")
    for entry in entries:
        name = entry.orig_filename.encode()
        stream.seek(at)
        head = stream.read(30)
        size, more = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
        same = head[:4] == b"PK\3\4" and entry.header_offset == at and stream.read(size) == name
        flags, packed = struct.unpack("<HH", head[6:10]) if len(head) == 30 else (0, 1)
        plain = not packed and not entry.compress_type and entry.compress_size == entry.file_size
        plain = plain and flags == entry.flag_bits and flags in (0, 0x800)
        fields = all(not f or (f[:2] == b"\1\0" and len(f) <= 28) for f in (stream.read(more), entry.extra))
        need(same and plain and fields, f"{entry.filename[:60]!r} 不是这样封存的：压缩过、加密过，或前面有多余的内容")
        at += 30 + size + more + entry.file_size
        listing += 46 + len(name) + len(entry.extra)
    need(at == archive.start_dir == start and listing == listed, "文件之间或清单里有多余的内容")
    return archive


class Archive:
    """An archive whose frame, signature, manifest and bytes hold; tables are rows, read one by one."""

    def __init__(self, path: str, key: str = "") -> None:
        need(stat.S_ISREG(Path(path).stat().st_mode), "不是文件")
        self.zip = frame(Path(path).open("rb"))  # noqa: SIM115 - read until the end of the program
        names = self.zip.namelist()
        need(names[:2] == ["manifest.json", "manifest.sig"], "不是评议的归档文件：缺清单或签名")
        text, signature = self.text("manifest.json"), self.text("manifest.sig").decode("ascii", "replace")
        self.manifest = parsed(text, "清单")
        shape(self.manifest, {"key": HASH}, "清单")
        self.key = self.manifest["key"]
        try:
            good = signed(bytes.fromhex(self.key), text, bytes.fromhex(signature))
        except ValueError:
            good = False
        need(good, "签名不对：清单或签名被改动过")
        same = not key or from_paper(key, [{"hash": self.key}]) == self.key
        need(same, f"签名公钥是 {self.key}，不是通报上印的 {key}")
        shape(self.manifest, MANIFEST, "清单")
        files = self.manifest["files"]
        need(names[2:] == sorted(files), "归档里的文件与清单不一致")
        for name, facts in files.items():
            need(self.zip.getinfo(name).file_size == facts["bytes"], f"{name[:80]!r} 与清单不符")
            with self.zip.open(name) as stream:
                good = hashlib.file_digest(stream, "sha256").hexdigest() == facts["sha256"]
            need(good, f"{name[:80]!r} 与清单不符")

    def text(self, name: str) -> bytes:
        """A file that is read whole."""
        need(name in self.zip.NameToInfo, f"没有 {name}")
        need(self.zip.getinfo(name).file_size <= MOST_BYTES, f"{name} 大得不合理")
        return self.zip.read(name)

    def has(self, name: str) -> bool:
        """Whether there is such a table; an older program's archive lacks newer ones."""
        return f"tables/{name}.jsonl" in self.manifest["files"]

    def table(self, name: str):  # noqa: ANN201
        """Rows of a table."""
        part, form = f"tables/{name}.jsonl", TABLES.get(name, {})
        need(part in self.manifest["files"], f"没有表 {name[:60]!r}")
        with self.zip.open(part) as stream:
            number = 0
            while line := stream.readline(MOST_LINE_BYTES):
                number += 1
                where = f"表 {name} 第 {number} 行"
                need(line.endswith(b"\n"), f"{where}没有写完，或太长")
                row = parsed(line[:-1], where, MOST_LINE_PARTS)
                shape(row, form, where)
                yield row

    def json(self, name: str, form: object) -> object:
        """A computed file, which must have this form."""
        need(name in self.manifest["files"], f"没有 {name}")
        value = parsed(self.text(name), name, 3 * MOST_PARTS)
        shape(value, form, name)
        return value

    def campaign(self) -> dict:
        """The settings of the campaign."""
        return self.settings("campaign.toml", CAMPAIGN)

    def vote(self) -> dict:
        """The settings of a vote."""
        return self.settings("vote.toml", {"kind": str, "places": [{"code": str, "name": str, "copies": int}]})

    def settings(self, name: str, form: object) -> dict:
        """A file an office edits."""
        try:
            said = tomllib.loads(_decoded(self.text(f"workspace/{name}")))
        except (ValueError, RecursionError) as error:
            raise Differs(f"{name} 读不懂（{type(error).__name__}）") from error
        shape(said, form, name)
        return said


# ---- the chain and what it answers for ----


def check_chain(archive: Archive, printed: str) -> list[dict]:
    """Every entry follows from the one before; gives them with their content."""
    entries, previous = list(archive.table("events")), "0" * 64
    need(entries and entries[0]["kind"] == "begin", "证据链没有开头")
    for number, entry in enumerate(entries, start=1):
        made = sha256(f"{number}\n{entry['kind']}\n{previous}\n{entry['payload']}")
        need(entry["number"] == number and entry["previous"] == previous, f"证据链第 {number} 条与前一条接不上")
        need(entry["hash"] == made, f"证据链第 {number} 条的内容与校验值不符")
        previous = made
    need(archive.manifest["head"] == {"number": len(entries), "hash": previous}, "证据链的末条与清单所记不同")
    known = {entry["hash"] for entry in entries}
    need(not printed or from_paper(printed, entries) in known, "通报上印的校验值不在证据链里")
    for entry in entries:
        where = f"证据链第 {entry['number']} 条"
        entry["content"] = parsed(entry.pop("payload").encode(), where, MOST_LINE_PARTS)
        shape(entry["content"], {**ENTRY, **ENTRIES.get(entry["kind"], {})}, where)
    keys = {entry["content"]["key"] for entry in entries if entry["kind"] == "document"}
    need(not keys or archive.key in keys, "签名公钥不是通报上印的公钥")
    return entries


def check_rows(archive: Archive, entries: list[dict]) -> None:
    """Each row of a covered table lies in the range of one entry and is as it was then."""
    covers = defaultdict(list)
    for entry in entries:
        for table in entry["content"].get("covers", ()):
            covers[table] += []
        for cover in entry["content"].get("rows", ()):
            covers[cover["table"]].append((entry["number"], cover))
    said = {table: whole for entry in entries for table, whole in entry["content"].get("tables", {}).items()}
    for table in sorted({*covers} & WHOLE):
        need(said.get(table) and _whole(archive, table, said[table]), f"表 {table} 的内容与证据链最后所记不同")
    for table in sorted({*covers} - WHOLE):
        key = "export" if table == "hotline_orders" else "number"
        _check_covers(archive, table, key, covers[table])


WHOLE = {"opinion_drafts"}  # tables without numbers, which would tell an order


def _whole(archive: Archive, table: str, said: dict) -> bool:
    lines = []
    for row in archive.table(table):
        need(set(said["columns"]) == set(row), f"表 {table} 的列与证据链所记不同")
        lines.append(canonical([row[column] for column in said["columns"]]))
    return len(lines) == said["rows"] and sha256("".join(f"{line}\n" for line in sorted(lines))) == said["sha256"]


def _check_covers(archive: Archive, table: str, key: str, covers: list) -> None:
    """One walk over the table: each row goes to the entry in whose range it lies."""
    firsts, lines, end = [], [], 0
    for _, cover in covers:
        good = cover["first"] == end + 1 and cover["last"] >= cover["first"]
        need(good, f"表 {table} 的记录范围接不上")
        firsts.append(cover["first"])
        lines.append([])
        end = cover["last"]
    last = 0
    for row in archive.table(table):
        need(type(row.get(key)) is int and 0 < row[key] <= end, f"表 {table} 有行不在证据链里")
        need(key != "number" or row[key] > last, f"表 {table} 的行重复或次序不对")
        last = row[key]
        at = bisect_right(firsts, row[key]) - 1
        columns = covers[at][1]["columns"]
        need(set(columns) <= set(row), f"表 {table} 缺证据链所记的列")
        lines[at].append(canonical([row[column] for column in columns]))
    for (number, cover), found in zip(covers, lines, strict=True):
        good = sha256("".join(f"{line}\n" for line in sorted(found))) == cover["sha256"]
        need(good, f"表 {table} 第 {cover['first']} 至 {cover['last']} 行与证据链第 {number} 条所记不同")


PAPERS = (  # the log's word, pages with their columns, readings with theirs, digests, what the salt's name begins with
    ("batches", "sheets", ("digest", "batch", "form_digest", "turn", "has_opinion", "form_page", "form_pages"),
     "row_readings", "sheet", ("position", "item", "name", "verdict", "choice", "confidence", "reasons"),
     "sheet_digests", ""),
    ("score_batches", "score_pages", ("digest", "batch", "paper"),
     "score_readings", "page", ("position", "unit", "seen", "first", "second", "confidence", "score", "doubts"),
     "score_digests", "评分 "),
)  # fmt: skip


def check_papers(archive: Archive, entries: list[dict]) -> None:
    """Each reading has its digest, each batch the pages the chain says; pages and readings lie in one order."""
    salts, shown = {row["batch"]: row["salt"] for row in archive.table("batch_salts")}, _pictures(archive)
    for word, pages, columns, readings, page, parts, digests, salt in PAPERS:
        batches = defaultdict(list)
        said = {batch: seal for entry in entries for batch, seal in entry["content"].get(word, {}).items()}
        known = {row["sheet"]: row["digest"] for row in archive.table(digests)}
        read = groupby(archive.table(readings), key=lambda row, page=page: row[page])
        next_page, rows = next(read, ("", ()))
        for sheet in archive.table(pages):
            mine = []
            if next_page == sheet["digest"]:
                mine = sorted(rows, key=lambda row: (row["position"], row.get("item", "")))
                next_page, rows = next(read, ("", ()))
            where = f"{sheet['batch']} 批一张票（{sheet['digest'][:12]}）"
            head = [sheet[column] for column in columns]
            if crops := sheet.get("crops"):  # of older programs' papers nothing is said of what people were shown
                need(crops == crops_digest(shown.get(sheet["digest"], {})), f"{where}的存疑格子图不是读票时的")
                head += [crops, sheet["placement"]["hex"]] if pages == "sheets" else [crops]
            if pages == "score_pages" and (ink := sheet.get("placement", {"hex": ""})["hex"]):
                head.append(ink)
            if pages == "score_pages" and sheet.get("has_opinion"):
                head.append(sheet["has_opinion"])
            made = sha256(canonical([head, *([row[part] for part in parts] for row in mine)]))
            need(known.pop(sheet["digest"], "") == made, f"{where}的读数被改动过")
            batches[sheet["batch"]].append(made)
        need(not next_page and not known, "有读数或校验值不属于任何一张票，或次序不对")
        for batch in sorted({*said, *batches}):
            made = sha256("\n".join([salts.get(salt + batch, ""), *sorted(batches[batch])]))
            good = said.get(batch) == {"sheets": len(batches[batch]), "sha256": made}
            need(good, f"{batch} 批的票与证据链所记不是同一些")


def _pictures(archive: Archive) -> dict[str, dict[str, str]]:
    """By paper and item the SHA-256 of the pictures people were shown, in here or in the file of pictures."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, facts in {**archive.manifest["files"], **archive.manifest.get("apart", {})}.items():
        if name.startswith("workspace/crops/"):
            paper, _, item = name.removeprefix("workspace/crops/").partition("/")
            found[paper][unquote(item.removesuffix(".png"))] = facts["sha256"]
    return found


def crops_digest(crops: dict[str, str]) -> str:
    """Of the pictures of one paper."""
    return sha256(canonical(sorted(map(list, crops.items()))))


def check_files(archive: Archive, entries: list[dict]) -> None:
    """Settings of the last count, and documents as last written."""
    settings, told = {}, {}
    for entry in entries:
        settings = entry["content"].get("settings", settings)
        if entry["kind"] == "document":
            told |= entry["content"]["files"]
    for name, digest in {**settings, **told}.items():
        facts = archive.manifest["files"].get(f"workspace/{name}", {"sha256": "没有"})
        need(facts["sha256"] == digest, f"{name} 与证据链所记不同")


def check_scans(archive: Archive, entries: list[dict]) -> None:
    """Every scan kept as evidence is sealed (here or in the file of pictures) with the bytes it came in with."""
    files = {**archive.manifest["files"], **archive.manifest.get("apart", {})}
    kept = {
        name.removeprefix("workspace/scans/").partition(".")[0]: facts["sha256"]
        for name, facts in files.items()
        if name.startswith("workspace/scans/")
    }
    for scan in (scan for entry in entries for scan in entry["content"].get("scans", ())):
        need(kept.get(scan) == scan, f"扫描件 {scan[:12]} 没有封存，或与入库时不同")


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def from_paper(written: str, entries: list[dict]) -> str:
    """The hash somebody means by what they copied: 64 hex digits, or the short code with its check letter."""
    bare = re.sub(r"[\s\-－—]", "", written).upper().translate(str.maketrans("OIL", "011"))
    if len(bare) != 25:
        return re.sub(r"\s", "", written).lower()
    need(set(bare[:24]) <= set(LETTERS), f"校验码“{written}”抄错了")
    number = 0
    for letter in bare[:24]:
        number = number * 32 + LETTERS.index(letter)
    need(bare[24] == f"{LETTERS}*~$=U"[number % 37], f"校验码“{written}”抄错了（末位是校验位，对不上）")
    return next((entry["hash"] for entry in reversed(entries) if entry["hash"].startswith(f"{number:030x}")), bare)


# ---- people and what they signed ----

FOLLOWING = {"tally", "score", "document", "extension", "statement", "log", "draft"}  # what changes no number
CHANGING = {"scan", "reading", "correction", "judgement", "import", "orders", "confirmation", "merge", "take_back",
            "reassign"}  # fmt: skip
DECISIONS = (  # table, what a decision is about, what it says, the two people, the word for it in statements
    ("corrections", ("sheet", "item"), ("verdict", "choice"), ("decided_by", "confirmed_by"), "rows"),
    ("page_decisions", ("page",), ("outcome",), ("decided_by", "confirmed_by"), "pages"),
    ("score_decisions", ("page", "position"), ("unit", "score"), ("decided_by", "confirmed_by"), "scores"),
    ("opinion_texts", ("sheet",), ("text", "units"), ("typed_by", "checked_by"), "opinions"),
    ("confirmations", ("policy",), ("value", "stands"), ("confirmed_by", "witness"), "policy"),
    ("taken_back", ("brought",), ("reason",), ("decided_by", "confirmed_by"), "take_back"),
    ("reassigned", ("paper",), ("batch", "reason"), ("decided_by", "confirmed_by"), "reassign"),
)


def who(name: str) -> str:
    """By which two names are one person's (traditional characters apart, which need a table)."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


STATEMENT = {"by": str, "act": str, "workspace": str, "words": [[[str]]]}


class Words:
    """What people have signed, in order; each statement is checked as it is taken in."""

    def __init__(self, home: str) -> None:
        self.home, self.people, self.vouched, self.words, self.seen = home, {}, defaultdict(set), {}, set()

    def take(self, row: dict) -> None:
        """Check one more statement, and keep its words."""
        text, name = row["text"], row["person"]
        where = f"第 {row['number']} 条陈述（{name}）"
        said = parsed(text.encode(), f"{where}不成格式，或是再放进来的：", MOST_LINE_PARTS)
        shape(said, STATEMENT, where)
        need(all(len(word) == 2 and all(word) for word in said["words"]), f"{where}不成格式")
        need(said["by"] == name and text not in self.seen, f"{where}不成格式，或是再放进来的")
        self.seen.add(text)
        words = [(tuple(subject), tuple(answer)) for subject, answer in said["words"]]
        need(said["workspace"] == self.home, f"{where}是别处的陈述")
        people = self.people
        if said["act"] == "person":
            need(len(words) == 1 and len(words[0][1]) == 1 and HASH.fullmatch(words[0][1][0]), f"{where}没有写明钥匙")
            (subject, (key,)), me = words[0], who(name)
            others = set(self.people) - {me}
            known = 2 if me in self.people else min(2, len(others))
            good = subject == ("person", name) and len(self.vouched[words[0]] & others) >= known
            need(good, f"{where}：这个人的钥匙没有另外的人见证")
        else:
            need(who(name) in people, f"{where}由没有钥匙的人作出")
            key = people[who(name)]
        need(_signed_text(key, text, row["signature"]), f"{where}的签名不是本人的")
        if said["act"] == "person":
            people[who(name)] = key
        for word in words if said["act"] == "vouch" else ():
            self.vouched[word].add(who(name))
        for subject, answer in words if said["act"] not in ("vouch", "person") else ():
            before = [] if answer == ("sent_back",) else self.words.get((said["act"], subject), [])
            self.words[said["act"], subject] = [*before, (who(name), answer)]

    def agreed(self, act: str, subject: tuple, answer: tuple, pair: tuple[str, str] | None = None) -> bool:
        """Whether two people (this pair) have this for their last word, and nobody has said anything since."""
        said = self.words.get((act, subject), [])
        same = {name for name, latest in dict(said).items() if latest == answer}
        wanted = same if pair is None else {*map(who, pair)}
        return len(wanted) > 1 and wanted <= same and bool(said) and said[-1][0] in wanted

    def backed(self, act: str, subject: tuple, answer: tuple, pair: tuple[str, str]) -> bool:
        """The same; of a station's people, who have no key here, two who have one must have taken it over."""
        stranger = not {*map(who, pair)} & {*self.people}
        return self.agreed(act, subject, answer, pair) or (stranger and self.agreed(act, subject, answer))


def _signed_text(key: str, text: str, signature: str) -> bool:
    return signed(bytes.fromhex(key), b"pingyi-statement-1\n" + text.encode(), bytes.fromhex(signature))


def check_people(archive: Archive, entries: list[dict]) -> str:
    """Every decision since there are keys, and every formal notice, is signed by two people."""
    if "tables/statements.jsonl" not in archive.manifest["files"]:
        return "较早版本的归档，没有本人签名"
    words, older = check_notices(archive, entries)
    good = bare_ones = 0
    for table, number, subject, answer, pair, act in _standing(archive):
        agreed = words.backed(act, subject, answer, pair)
        known = agreed or not words.people or number <= older.get(table, 0)
        need(known, f"{'、'.join(subject)} 的判定没有{'、'.join(pair)}两人的签名")
        good, bare_ones = good + agreed, bare_ones + (not agreed)
    return f"判定和确认 {good} 项由两人签名，{bare_ones} 项没有签名"


def check_notices(archive: Archive, entries: list[dict]) -> tuple[Words, dict[str, int]]:
    """Formal notices and what came after them; everything signed, and the last decisions of programs without keys."""
    rows, taken = list(archive.table("statements")), 0  # by number, as check_rows has seen
    older, begun, settings, last, closed, words = {}, False, {}, entries[0]["hash"], None, Words(entries[0]["hash"])
    for entry in entries:
        content, where = entry["content"], f"证据链第 {entry['number']} 条"
        begun = begun or "statements" in content.get("covers", ())
        settings = content.get("settings", settings)
        for cover in content.get("rows", ()):
            older |= {} if begun else {cover["table"]: cover["last"]}
            while cover["table"] == "statements" and taken < len(rows) and rows[taken]["number"] <= cover["last"]:
                words.take(rows[taken])
                taken += 1
        need(not closed or entry["kind"] not in CHANGING, f"{where}是在正式通报发出以后改动的，没有重新打开")
        if begun and _is_notice(entry):
            _issued(words, content, sha256(canonical([last, settings])), where)
            closed = entry["hash"]
        if entry["kind"] == "reopen" and closed:
            answers = [answer for _, answer in words.words.get(("reopen", (closed,)), [])]
            agreed = answers and words.agreed("reopen", (closed,), answers[-1])
            need(agreed, f"{where}：重新打开没有两个人的签名")
            closed = None
        last = last if entry["kind"] in FOLLOWING else entry["hash"]
    return words, older


def _is_notice(entry: dict) -> bool:
    """A formal one; letters to units tell of a notice and are none."""
    files = entry["content"].get("files", ())
    formal = entry["kind"] == "document" and entry["content"].get("final") is True
    return formal and any(not name.startswith("results/反馈/") for name in files)


def _superseded(entries: list[dict], head: str) -> None:
    """A hash from paper speaks of one notice: that no later one has replaced, whose numbers are today's."""
    notices = [entry for entry in entries if entry["kind"] == "document" and entry["content"].get("head") == head]
    later = [entry for entry in entries if notices and entry["number"] > notices[-1]["number"] and _is_notice(entry)]
    if later:
        raise Superseded(f"这份通报已被证据链第 {later[-1]['number']} 条的正式通报取代")
    scores = [entry for entry in entries if entry["kind"] == "score"]
    then = [entry for entry in scores if entry["hash"] == head]
    if then and then[0]["content"]["units"] != scores[-1]["content"]["units"]:
        raise Superseded("这份通报印发以后重新计分，数已不同")


def _issued(words: Words, content: dict, basis: str, where: str) -> None:
    need(words.agreed("notice", ("notice",), (basis,)), f"{where}：正式通报没有两个人签发")
    said = {name for name, answer in words.words["notice", ("notice",)] if answer == (basis,)}
    need({*map(who, content.get("signed", ()))} <= said & {*words.people}, f"{where}：签发人与签名的人不同")


def _standing(archive: Archive):  # noqa: ANN202
    """The latest decision of each kind on each subject; rows sent back since are open."""
    rounds = Counter((row["sheet"], row["item"]) for row in archive.table("corrections"))
    back = {(r["sheet"], r["item"]) for r in archive.table("referrals") if r["round"] == rounds[r["sheet"], r["item"]]}
    for table, about, says, people, act in DECISIONS:
        latest = {}
        for row in archive.table(table) if archive.has(table) else ():  # by number
            latest[tuple(str(row[column]) for column in about)] = row
        for subject, row in latest.items():
            if act == "rows" and subject in back:
                continue
            answer = tuple("" if row[column] is None else str(row[column]) for column in says)
            if act == "opinions":
                answer = (sha256(canonical([row["text"], _names_in(row["units"])])),)
            if act == "policy":
                why = (row["reason"],) if row.get("reason") else ()  # older programs asked for none
                answer = (row["value"], "stands" if row["stands"] else "taken_back", *why)
            yield table, row["number"], subject, answer, (row[people[0]], row[people[1]]), act


def _names_in(units: str) -> list[str]:
    try:
        found = json.loads(units)
    except (ValueError, RecursionError):
        found = None
    shape(found, [object], "意见所指的单位")
    return list(map(str, found))


# ---- arithmetic ----


def count_votes(archive: Archive) -> dict[tuple[str, str], Counter[str]]:
    """
    What each row counts for, by batch and number in the roster: the unit's whose name is printed in the row.

    Every name printed on a sheet is in the roster, no sheet has a unit twice, no form read in full lacks one that
    stood there all the time.
    """
    units, came_or_went = roster(archive), changed(archive)
    sheets = {sheet["digest"]: sheet for sheet in archive.table("sheets")}
    given = archive.table("reassigned") if archive.has("reassigned") else ()
    batches = {row["paper"]: row["batch"] for row in given}  # by number: the last counts; empty: taken out
    decided = {(row["sheet"], row["item"]): row for row in archive.table("corrections")}  # by number: the last counts
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seen: dict[tuple[str, int], dict[int, set[str]]] = defaultdict(dict)
    for digest, rows in groupby(archive.table("row_readings"), key=lambda row: row["sheet"]):
        need(digest in sheets, "有读数不属于任何一张票")
        sheet, found = sheets[digest], []
        batch = batches.get(digest, sheet["batch"])
        if not batch:
            continue
        for row in rows:
            need(bare(row["name"]) in units, f"票面上的“{row['name'][:40]}”不在方案的单位名单里")
            found.append(units[bare(row["name"])])
            settled = decided.get((digest, row["item"]), row)
            votes[batch, found[-1]][settled["choice"] or settled["verdict"]] += 1
        need(len(found) == len(set(found)), f"一张票（{digest[:12]}）上有两行是同一个单位")
        pages = seen[sheet["form_digest"], sheet["form_pages"]]
        pages.setdefault(sheet["form_page"], set()).update(found)
    for (_, number), pages in seen.items():
        whole = set().union(*pages.values()) >= set(units.values()) - came_or_went
        need(len(pages) < number or whole, "方案的名单里有单位不在票面上")
    return votes


def bare(name: str) -> str:
    """White space does not matter."""
    return "".join(name.split())


def changed(archive: Archive) -> set[str]:
    """Numbers of units that a form may lack: new ones, and those that are gone."""
    units, changes = roster(archive), archive.campaign().get("changes", [])
    return {units[bare(one["now" if one["what"] == NEW else "was"])] for one in changes if one["what"] != RENAMED}


def roster(archive: Archive) -> dict[str, str]:
    """
    By each name a unit may have on paper, its own, an earlier one or a declared alias: its number in the roster.

    Units dissolved or merged after printing follow with numbers of their own.
    """
    campaign = archive.campaign()
    about = campaign["about"]
    words = {"{year}": about["year"], "{last_year}": about["year"] - 1, "{next_year}": about["year"] + 1}
    words |= {f"{{{name}}}": about[name] for name in ("district", "issuer", "issuer_short")}

    def full(name: str) -> str:
        for word, value in words.items():
            name = name.replace(word, str(value))
        return bare(name)

    listed = [full(name) for series in campaign["series"] for name in series["units"]]
    numbers = {name: str(number) for number, name in enumerate(listed, start=1)}
    need(len(numbers) == len(listed), "方案的单位名单里有重名")
    changes = campaign.get("changes", [])
    known = [*campaign.get("aliases", {}).items()]
    known += [(one["was"], one["now"]) for one in changes if one["what"] == RENAMED]
    need(all(full(name) in numbers for _, name in known), "方案里有别名指向名单以外的单位")
    aliases = {full(alias): numbers[full(name)] for alias, name in known}
    gone = [full(one["was"]) for one in changes if one["what"] not in (RENAMED, NEW)]
    need(not {*gone} & {*numbers, *aliases}, "方案里撤并的单位还在名单里")
    return {**aliases, **numbers, **{name: str(n) for n, name in enumerate(gone, start=len(listed) + 1)}}


def check_tally(archive: Archive, votes: dict, said: dict) -> None:
    """The counts written down are these votes."""
    tally, votes = archive.json("computed/tally.json", TALLY), dict(votes)
    need(sha256(canonical(tally)) == said["tally"], "计票结果与证据链所记不同")
    for row in tally["rows"]:
        found = votes.pop((row["batch"], row["item"]), Counter())
        made = [*(found[choice] for choice in tally["choices"]), *(found[w] for w in ("blank", "multiple", "doubtful"))]
        good = made == [*row["choices"], row["blank"], row["multiple"], row["doubtful"]]
        need(good, f"{row['batch']} 批序号 {row['item']}：重新计票为 {made}，所记不同")
    need(not votes, "有票没有计入")


SIGNS = {
    "＋": lambda a, b: a + b, "－": lambda a, b: a - b, "×": lambda a, b: a * b, "÷": lambda a, b: a / b,
    "不超过": min, "不低于": max,
}  # fmt: skip


def _bounded(value: Fraction) -> Fraction:
    """No formula of ours comes to such a number; one made to choke us does."""
    need(value.numerator.bit_length() + value.denominator.bit_length() < MOST_BITS, "公式的数大得不合理")
    return value


class Points:
    """One unit's tree of figures, computed again from the leaves up."""

    def __init__(self, unit: dict, known: dict) -> None:
        self.unit, self.known, self.values, self.taken = unit, known, [], 0
        need(unit["figures"], f"{unit['unit'][:40]}没有计算过程")
        self.parents = {part: figure for figure in unit["figures"] for part in figure["parts"]}

    def check(self) -> list[Fraction]:
        """Exact values of all figures."""
        for number, figure in enumerate(self.unit["figures"]):
            if "formula" in figure:
                value = self._formula(figure["formula"])
            else:
                value = self._leaf(figure, self.parents.get(number, {"label": ""})["label"])
                self.taken += value is None
                value = Fraction(figure["value"]) if value is None else value
            _bounded(value)
            close = abs(value - Fraction(figure["value"])) < SLACK
            need(close, f"{self.unit['unit']}“{figure['label']}”：重新计算为 {float(value)}，所记为 {figure['value']}")
            self.values.append(value)
        return self.values

    def _formula(self, term):  # noqa: ANN001, ANN202
        if isinstance(term, dict) and "figure" in term:
            number = term["figure"]
            need(type(number) is int and 0 <= number < len(self.values), "公式里引用的数不在它前面")
            return self.values[number]
        if isinstance(term, dict):
            shape(term, {"number": NUMBER, "?setting": str}, "公式里的数")
            self._setting(term)
            return Fraction(term["number"])
        need(isinstance(term, list) and len(term) > 1 and term[0] in SIGNS, "公式不是该有的样子")
        sign, (first, *others) = term[0], [self._formula(part) for part in term[1:]]
        for other in others:
            need(sign != "÷" or other, "公式里除以零")
            first = _bounded(SIGNS[sign](first, other))
        return first

    def _setting(self, term: dict) -> None:
        wanted = self.known["weights"].get(term.get("setting"))
        need(wanted is None or wanted == Fraction(term["number"]), f"“{term.get('setting')}”与方案不同")

    def _leaf(self, figure: dict, parent: str) -> Fraction | None:
        """A counted or imported number, found again where it comes from; None when it is taken as given."""
        label, sources, imports = figure["label"], figure["sources"], self.known["imports"]
        choice = next((c for c in self.known["choices"] if f"{c}票" in (label, parent)), None)
        if choice is not None:
            return self._votes(choice, sources)
        unit = self.unit["unit"]
        group = self.known["groups"].get(parent.removesuffix("平均分"), self.known["groups"].get(label[:-3]))
        leaders = imports.get(("leaders", unit, group))
        if leaders:
            return self._leaders(label, leaders)
        summary = imports.get(("hotline", unit, ""))
        if summary and label == "跟踪问效得分" and not summary["followed_up"]:
            return self.known["follow_up"]
        label = SPOT_CHECK if label.endswith(SPOT_CHECK) else label
        if summary and label in FIELDS and sources == [summary["source"]]:
            return Fraction(summary[FIELDS[label]])
        return None

    @staticmethod
    def _leaders(label: str, entry: dict) -> Fraction | None:
        if label == "份数":
            return Fraction(entry["count"])
        if label == "评分合计":
            scores = entry["scores"]
            return sum(map(Fraction, scores), Fraction(0)) if scores else Fraction(entry["mean"]) * entry["count"]
        return Fraction(entry["mean"]) if label.endswith("平均分") else None  # only the mean was handed in

    def _votes(self, choice: str, sources: list[str]) -> Fraction:
        total = 0
        phone = self.known["imports"].get(("phone", self.unit["unit"], ""))
        for source in sources:
            if phone and source == phone["source"]:
                need(len(phone["choices"]) == len(self.known["choices"]), "电话访谈的选项数不对")
                total += phone["choices"][self.known["choices"].index(choice)]
            else:
                serial = self.known["serials"].get(bare(self.unit["unit"]))
                need(serial, f"得分里的“{self.unit['unit'][:40]}”不在方案的单位名单里")
                total += self.known["votes"].get((source, serial), Counter())[choice]
        return Fraction(total)


def _counting(campaign: dict, choices: list) -> tuple[list, list]:
    """Choices that count, and their worth; one that says nothing, worth 0, abstains unless the file decides."""
    weights = [_setting(one) for one in campaign["policies"]["vote_weights"]["value"]]
    silent = campaign["ballot"].get("abstentions")
    if silent is None and len(weights) == len(choices):
        pairs = list(zip(choices, weights, strict=True))
        silent = [word for word, weight in pairs if not weight and "".join(word.split()) in SAYS_NOTHING]
        weights = [weight for word, weight in pairs if word not in silent]
    return [choice for choice in choices if choice not in (silent or ())], weights


def check_points(archive: Archive, votes: dict, said: dict) -> int:
    """From votes and imports to the published numbers; how many leaves were taken as given."""
    tree, campaign = archive.json("computed/score.json", SCORE), archive.campaign()
    need(sha256(canonical(tree)) == said["tree"], "得分的计算过程与证据链所记不同")
    choices = archive.json("computed/tally.json", TALLY)["choices"]
    counting, weights = _counting(campaign, choices)
    need(len(choices) <= 50 and len(counting) == len(weights), "选项和每票折算分对不上")
    numbers = roster(archive)
    scored = {numbers.get(bare(unit["unit"]), ""): unit["unit"] for unit in tree["units"]}

    def official(name: str) -> str:
        return scored.get(numbers.get(bare(name), ""), name)

    known = {
        "votes": votes,
        "choices": counting,
        "follow_up": _setting(campaign.get("hotline", {"follow_up": 0})["follow_up"]),
        "groups": {group["name"]: group["key"] for group in campaign["groups"]},
        "serials": numbers,
        "weights": {f"“{c}”每票折算分": w for c, w in zip(counting, weights, strict=True)},
        "imports": _imports(archive, official),
    }
    taken, totals = 0, []
    need(len(tree["units"]) == len(said["units"]), "得分和公布的单位数不同")
    for unit, published in zip(tree["units"], said["units"], strict=True):
        points = Points(unit, known)
        values = points.check()
        taken += points.taken
        figures = unit["figures"]
        need(all(0 <= part < len(values) for part in figures[-1]["parts"]), "计算过程的编号不对")
        items = {figures[part]["label"]: _two(values[part]) for part in figures[-1]["parts"]}
        made = (unit["unit"], items, _two(values[-1]))
        good = made == (published["unit"], published["items"], published["total"])
        need(good, f"{unit['unit']}：重新计算为 {items}、总分 {_two(values[-1])}，公布的是 {published}")
        totals.append((published["ranked_in"], Decimal(published["total"]), published["rank"], unit["unit"]))
    classes = defaultdict(list)
    for name, total, _, _ in totals:
        classes[name].append(total)
    for found in classes.values():
        found.sort()
    for name, total, rank, unit in totals:
        made = 1 + len(classes[name]) - bisect_right(classes[name], total)
        need(made == rank, f"{unit}：应为第 {made} 名，公布的是第 {rank} 名")
    return taken


def _imports(archive: Archive, official) -> dict:  # noqa: ANN001
    """The latest entry of each summary table, by kind, unit and group, of imports nobody took back."""
    back = {row["brought"] for row in archive.table("taken_back")} if archive.has("taken_back") else set()
    gone = [row for row in archive.table("brought") if row["number"] in back] if back else []
    spans = [range(row["first"], row["last"] + 1) for row in gone if row["kind"] in IMPORTS]
    found = {}
    for row in archive.table("imports"):
        if any(row["number"] in span for span in spans):
            continue
        need(row["kind"] in IMPORTS, "导入的种类不认识")
        where = f"表 imports 第 {row['number']} 条"
        try:
            content = json.loads(row["content"])
        except (ValueError, RecursionError):
            content = None
        shape(content, IMPORTS[row["kind"]], where)
        found[row["kind"], official(row["unit"]), row["evaluators"]] = content
    return found


def _setting(value: object) -> Fraction:
    need(type(value) in (int, float) and NUMBER.fullmatch(str(value)), "方案里有不是数的数")
    return Fraction(str(value))


def _two(value: Fraction) -> str:
    exact = Context(prec=40).divide(Decimal(value.numerator), Decimal(value.denominator))
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


# ---- a vote of an office's own ----

NO_NAME = ("blank", "multiple", "doubtful")
ELECTIONS = ("等额选举", "差额选举")
VOTE_SETTINGS = {  # of vote.toml, with what holds where it is not said
    "kind": "", "favour": "", "seats": 0, "several": False, "exact": False, "base": "应到会人数", "eligible": 0,
    "attending": 0, "quorum": "五分之四",
}  # fmt: skip
VOTED = {
    "vote": {
        "kind": str, "favour": str, "seats": int, "several": bool, "?exact": bool, "base": str, "eligible": int,
        "attending": int, "?quorum": str, "places": [{"code": str, "name": str, "copies": int}],
    },
    "questions": [{
        "row": {"item": str, "name": str, "choices": [str], "written": bool}, "choices": [int], "blank": int,
        "multiple": int, "still_open": int, "counted": int,
    }],
    "places": [{"code": str, "issued": int, "returned": int}],
    "sheets": [{"sheet": HASH, "place": str, "page": int, "over": int, "words": [[str]]}],
    "void_sheets": int, "still_open": int,
    "election": object,
}  # fmt: skip
ELECTED = {
    "base": int, "faults": [str],
    "candidates": [{"name": str, "votes": int, "rank": int, "standing": str, "written": bool}],
}  # fmt: skip
Paper = tuple[str, int, int, dict[str, str]]  # place, page, pages, and what each row says, by item


def verify_vote(archive: Archive, entries: list[dict], people: str) -> str:
    """The vote's counts, and who is elected, recounted from readings and corrections. Gives a Chinese line."""
    counted, chain = [entry for entry in entries if entry["kind"] == "tally"], f"证据链 {len(entries)} 条"
    if not counted:
        return f"核验通过（还没有计票）：{chain}；{people}"
    if "computed/vote.json" not in archive.manifest["files"]:
        later = [entry for entry in entries[counted[-1]["number"] :] if entry["kind"] in CHANGING]
        need(later, "没有 computed/vote.json")
        return f"核验通过（计票以后又有新记录，票数没有复算）：{chain}；{people}"
    said = archive.json("computed/vote.json", VOTED)
    need(sha256(canonical(said)) == counted[-1]["content"].get("tally"), "计票结果与证据链所记不同")
    settings = archive.vote()
    for name, otherwise in VOTE_SETTINGS.items():
        same = said["vote"].get(name, otherwise) == settings.get(name, otherwise)
        need(same, f"计票时的 {name} 与 vote.toml 的不同")
    need(said["vote"]["places"] == settings["places"], "计票时的发放处与 vote.toml 的不同")
    asked = {one["row"]["item"]: one["row"] for one in said["questions"]}
    need(len(asked) == len(said["questions"]), "计票结果里有两题同号")
    papers = vote_papers(archive, asked, said["vote"])
    check_sheets(said, papers, asked)
    check_questions(said)
    check_places(said, papers)
    check_election(said, asked)
    elected = (
        f"，当选 {sum(c['standing'] == '当选' for c in said['election']['candidates'])} 名" if said["election"] else ""
    )
    return f"核验通过：{chain}，{len(papers)} 张票、{len(asked)} 题的票数重新计过{elected}；{people}"


def vote_papers(archive: Archive, asked: dict, vote: dict) -> dict[str, Paper]:
    """What every paper that counts says, by digest: of rows with a decision the last, of those sent back nothing."""
    sheets = {sheet["digest"]: sheet for sheet in archive.table("sheets")}
    given = archive.table("reassigned") if archive.has("reassigned") else ()
    places = {row["paper"]: row["batch"] for row in given}  # by number: the last counts; empty: taken out
    decided = {(row["sheet"], row["item"]): row for row in archive.table("corrections")}
    rounds = Counter((row["sheet"], row["item"]) for row in archive.table("corrections"))
    back = {(r["sheet"], r["item"]) for r in archive.table("referrals") if r["round"] == rounds[r["sheet"], r["item"]]}
    found: dict[str, Paper] = {}
    for digest, rows in groupby(archive.table("row_readings"), key=lambda row: row["sheet"]):
        need(digest in sheets, "有读数不属于任何一张票")
        sheet, words = sheets[digest], {}
        for row in rows:
            item, settled = row["item"], decided.get((digest, row["item"]), row)
            word = "doubtful" if (digest, item) in back else settled["choice"] or settled["verdict"]
            need(item in asked or vote["kind"] in ELECTIONS, f"票面上的“{item[:40]}”不在计票结果的题里")
            if item in asked and word not in NO_NAME:
                offered = {*asked[item]["choices"]}
                need({*_each(word, vote)} <= offered, f"一张票（{digest[:12]}）的“{item[:40]}”选了表上没有的选项")
            need(item not in asked or row["name"] == asked[item]["name"], f"“{item[:40]}”在票面上印的是别的字")
            words[item] = word
        if place := places.get(digest, sheet["batch"]):
            found[digest] = (place, sheet["form_page"], sheet["form_pages"], words)
    return found


def _each(word: str, vote: dict) -> list[str]:
    return word.split("、") if vote["several"] else [word]


def check_sheets(said: dict, papers: dict[str, Paper], asked: dict) -> None:
    """Each paper stands in the list once, with its rows' words, and is void only where it chooses wrongly many."""
    vote, listed = said["vote"], {one["sheet"]: one for one in said["sheets"]}
    need(len(listed) == len(said["sheets"]) and listed.keys() == papers.keys(), "逐票的清单不是这些票")
    for digest, (place, page, _, words) in papers.items():
        one, over = listed[digest], 0
        same = (one["place"], one["page"], sorted(one["words"])) == (place, page, sorted(map(list, words.items())))
        need(same, f"一张票（{digest[:12]}）的计法与读数和判定不同")
        if vote["kind"] in ELECTIONS:
            chosen = {_chosen(item, word, asked, vote["favour"]) for item, word in words.items()} - {""}
            over = len(chosen) - vote["seats"]
            over = over if over > 0 or (vote.get("exact") and "doubtful" not in words.values()) else 0
        need(one["over"] == over, f"一张票（{digest[:12]}）该多选 {over}，所记是 {one['over']}")
    void = sum(one["over"] != 0 for one in said["sheets"])
    need(void == said["void_sheets"], f"无效票应为 {void} 张，所记是 {said['void_sheets']} 张")
    still_open = sum(word == "doubtful" for *_, words in papers.values() for word in words.values())
    need(still_open == said["still_open"], f"待判定应为 {still_open} 行，所记是 {said['still_open']} 行")


def _chosen(item: str, word: str, asked: dict, favour: str) -> str:
    """Whom a row gives a vote; empty: nobody. On a line for names people type whose."""
    if item not in asked:
        return "" if word in NO_NAME else word
    return (asked[item]["name"] or item) if word == favour else ""


def check_questions(said: dict) -> None:
    """Votes on each question, added up from the sheets that are valid."""
    vote, found = said["vote"], defaultdict(Counter)
    for one in said["sheets"]:
        for item, word in one["words"] if not one["over"] else ():
            found[item][word] += 1
    for one in said["questions"]:
        marks, votes = found[one["row"]["item"]], Counter()
        for word, number in marks.items():
            votes.update(dict.fromkeys(_each(word, vote), number))
        spoken = sum(
            number for word, number in marks.items()
            if word not in NO_NAME and not all(map(_abstains, _each(word, vote)))
        )  # fmt: skip
        made = [[votes[choice] for choice in one["row"]["choices"]], *(marks[word] for word in NO_NAME), spoken]
        told = [one["choices"], one["blank"], one["multiple"], one["still_open"], one["counted"]]
        need(made == told, f"“{(one['row']['name'] or one['row']['item'])[:40]}”：重新计票为 {made}，所记是 {told}")


def _abstains(choice: str) -> bool:
    plain = re.sub(r"[（(【\[〔][^）)】\]〕]*[）)】\]〕]", "", choice)
    plain = re.sub(r"[0-9０-９.．~～—–\-]+分?(以上|以下)?|[√✓✔]", "", plain)
    return (plain.strip("：:、，,/|*") or choice) in SAYS_NOTHING


def check_places(said: dict, papers: dict[str, Paper]) -> None:
    """Ballots of each place: as many as of the page most often read."""
    need(
        [(one["code"], one["issued"]) for one in said["places"]]
        == [(one["code"], one["copies"]) for one in said["vote"]["places"]],
        "发放的份数与 vote.toml 的不同",
    )
    pages = defaultdict(Counter)
    for place, page, number, _ in papers.values():
        pages[place][number, page] += 1
    need({*pages} <= {one["code"] for one in said["places"]}, "有票不属于任何发放处")
    for one in said["places"]:
        most: dict[int, int] = {}
        for (number, _), sheets in pages[one["code"]].items():
            most[number] = max(most.get(number, 0), sheets)
        made = sum(most.values())
        need(one["returned"] == made, f"{one['code']} 应收回 {made} 份，所记是 {one['returned']} 份")


def check_election(said: dict, asked: dict) -> None:
    """Candidates' votes, ranks, and who is elected."""
    vote, told = said["vote"], said["election"]
    need((told is not None) == (vote["kind"] in ELECTIONS), "是不是选举，与 vote.toml 的不同")
    if told is None:
        return
    shape(told, ELECTED, "当选")
    returned = sum(one["returned"] for one in said["places"])
    base = {"应到会人数": vote["eligible"], "实到会人数": vote["attending"]}.get(vote["base"], returned)
    need(told["base"] == base, f"半数应以 {base} 人计，所记是 {told['base']} 人")
    here, all_ = vote["attending"], vote["eligible"]
    enough = {
        "五分之四": 5 * here >= 4 * all_,
        "三分之二": 3 * here >= 2 * all_,
        "过半数": 2 * here > all_,
        "不设": True,
    }
    present = not all_ or not here or enough[vote.get("quorum", "五分之四")]
    more = 0 < vote["attending"] < returned
    faults = (returned > sum(one["copies"] for one in vote["places"])) + more + (not present)
    need(len(told["faults"]) == faults, "选举有没有效，与人数、份数不符")
    labels = {item: row["name"] or item for item, row in asked.items()}
    votes = Counter({(label, False): 0 for label in labels.values()})
    for one in said["sheets"]:
        if not one["over"]:
            names = {(_chosen(item, word, asked, vote["favour"]), item not in asked) for item, word in one["words"]}
            votes.update((n, own) for n, own in names if n and (not own or n not in labels.values()))
    listed = {(one["name"], one["written"]): one for one in told["candidates"]}
    need(len(listed) == len(told["candidates"]) and listed.keys() == votes.keys(), "候选人的名单与票面、另选的姓名不符")
    for key, number in votes.items():
        above = sum(other > number for other in votes.values())
        level = sum(other == number for other in votes.values())
        made = (
            number,
            1 + above,
            _standing_of(2 * number > base, above, level, vote["seats"]) if not faults else "不确定",
        )
        one = listed[key]
        told_of = (one["votes"], one["rank"], one["standing"])
        need(told_of == made, f"{key[0][:40]}：重新计为 {made}，所记是 {told_of}")


def _standing_of(passed: bool, above: int, level: int, seats: int) -> str:  # noqa: FBT001
    """How one came off; above and level are those with more and as many votes, who all passed when this one did."""
    if not passed:
        return "未过半数"
    if above >= seats:
        return "名额已满"
    return "当选" if above + level <= seats else "票数相等，再投"


def verify(path: str, head: str = "", key: str = "") -> str:
    """Check all of it; gives a Chinese line. Raises Differs at the first thing that is not as sealed."""
    archive = Archive(path, key)
    need(archive.manifest["pictures"] != "only", "这是票面归档；请核验结果归档")
    entries = check_chain(archive, head)
    check_rows(archive, entries)
    check_papers(archive, entries)
    check_files(archive, entries)
    check_scans(archive, entries)
    people = check_people(archive, entries)
    if "workspace/vote.toml" in archive.manifest["files"]:
        return verify_vote(archive, entries, people)
    scored = [entry for entry in entries if entry["kind"] == "score"]
    if not scored:
        return f"核验通过（还没有计分）：证据链 {len(entries)} 条；{people}"
    said = scored[-1]["content"]
    votes = count_votes(archive)
    check_tally(archive, votes, said)
    taken = check_points(archive, votes, said)
    figures = len(said["units"])
    _superseded(entries, from_paper(head, entries))
    return f"核验通过：证据链 {len(entries)} 条，{figures} 个单位的得分和名次；照录未复算的数 {taken} 个；{people}"


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description="核验评议归档文件（只用 Python 标准库）")
    parser.add_argument("archive")
    parser.add_argument("--head", default="", help="通报上印的校验码，或完整的校验值")
    parser.add_argument("--key", default="", help="通报上印的公钥校验码，或完整的公钥")
    wishes = parser.parse_args()
    try:
        print(verify(wishes.archive, wishes.head, wishes.key))
    except Differs as found:
        print(f"核验不通过，第一处不符：{found}")
        sys.exit(DIFFERS)
    except Superseded as found:
        print(f"归档核验通过，但{found}")
        sys.exit(SUPERSEDED)
    except BROKEN as fault:
        print(f"核验不通过：归档文件不完整、已损坏或大得读不下（{type(fault).__name__}：{fault}）")
        sys.exit(DIFFERS)


if __name__ == "__main__":
    main()
