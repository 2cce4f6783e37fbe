"""The evidence chain: entries that carry the hash of the one before, and the one way JSON is written for hashing."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pingyi.ground.errors import ArchiveError

FIRST = "0" * 64  # what the first entry carries for the hash of the one before
MOST_PARTS = 1_000_000  # values of one JSON text from outside: some 100 MB in memory at the worst
MOST_ENTRY_PARTS = 100_000  # of one line of a table, one entry
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
OTHER_COPY = "请换一份可信的副本，或恢复备份"


class EventKind(StrEnum):
    """What happened; the strings are kept in databases and archives."""

    BEGIN = "begin"  # the log starts: what the database held at that moment
    EXTENSION = "extension"  # a newer program answers for more tables: what these held at that moment
    PRINT_RUN = "print_run"
    SCAN = "scan"
    READING = "reading"
    CORRECTION = "correction"  # decisions on rows and on unread pages
    JUDGEMENT = "judgement"  # what one of two people made of a row; rows sent back to people
    IMPORT = "import"
    ORDERS = "orders"
    CONFIRMATION = "confirmation"
    OPINION = "opinion"
    AUDIT_DRAW = "audit_draw"
    AUDIT_SIGHT = "audit_sight"
    TALLY = "tally"
    SCORE = "score"
    DOCUMENT = "document"
    MERGE = "merge"  # stations' bundles taken in
    STATEMENT = "statement"  # what people signed
    TAKE_BACK = "take_back"  # an import counts no more
    REASSIGN = "reassign"  # a paper counts in another batch, or nowhere
    REOPEN = "reopen"  # what a formal notice had closed
    LOG = "log"  # what somebody did, as the page's log has it
    DRAFT = "draft"  # opinions as a recogniser read them


EVENT_TEXT: dict[EventKind, str] = {
    EventKind.BEGIN: "记录开始",
    EventKind.EXTENSION: "记录范围扩大",
    EventKind.PRINT_RUN: "印表",
    EventKind.SCAN: "扫描件入库",
    EventKind.READING: "读票",
    EventKind.CORRECTION: "人工判定",
    EventKind.JUDGEMENT: "一人所判",
    EventKind.IMPORT: "导入",
    EventKind.ORDERS: "热线工单",
    EventKind.CONFIRMATION: "政策确认",
    EventKind.OPINION: "意见录入",
    EventKind.AUDIT_DRAW: "抽查抽样",
    EventKind.AUDIT_SIGHT: "抽查所见",
    EventKind.TALLY: "计票",
    EventKind.SCORE: "计分",
    EventKind.DOCUMENT: "文件",
    EventKind.MERGE: "合并各站",
    EventKind.STATEMENT: "本人签名",
    EventKind.TAKE_BACK: "撤回导入",
    EventKind.REASSIGN: "改归、移出",
    EventKind.REOPEN: "重新打开",
    EventKind.LOG: "操作记录",
    EventKind.DRAFT: "意见初稿",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry; `payload` is canonical JSON, `previous` and `hash` are lower-case hex."""

    number: int  # from 1, without gaps
    kind: str  # an EventKind, or the word of a newer program
    payload: str
    previous: str
    hash: str

    def content(self) -> dict[str, Any]:
        """The payload as data. Raises ArchiveError when it is not what an entry of this kind says at least."""
        try:
            content: dict[str, Any] = from_canonical(self.payload, MOST_ENTRY_PARTS)
        except ValueError as error:
            raise self._strange(str(error)) from error
        from pingyi.domain.trust.event_shapes import wrong_in  # noqa: PLC0415 - a tenth of a second, for who reads a log

        if wrong := wrong_in(self.kind, content):
            raise self._strange(f"{wrong[:60]} 不对")
        return content

    def _strange(self, why: str) -> ArchiveError:
        return ArchiveError(f"证据链第 {self.number} 条（{self.kind[:20]}）不是本程序写的样子（{why}）：{OTHER_COPY}")


def canonical(value: object) -> str:
    """JSON in one writing only: keys sorted, no blanks, characters as they are."""
    return _WRITER.encode(value)


def from_canonical(text: str, most_parts: int = MOST_PARTS) -> Any:
    """
    What JSON in that one writing says: no key twice, no number that is none, nothing too deep for us.

    Raises ValueError (Chinese) for everything else, before it costs more than `most_parts` values.
    """
    if text.count(",") + text.count("[") + text.count("{") > most_parts:
        raise ValueError("内容多得不合理")
    try:
        value = json.loads(text)
        if canonical(value) == text:
            return value
    except (ValueError, RecursionError) as error:
        raise ValueError(f"不是合格的 JSON（{type(error).__name__}）") from error
    raise ValueError("不是本程序的写法")


def sha256(text: str) -> str:
    """Of the text in UTF-8, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def lines_digest(values: Iterable[object]) -> str:
    """SHA-256 of these values, each in canonical JSON on a line of its own."""
    return _digest_of(map(canonical, values))


def rows_digest(rows: Iterable[Sequence[object]]) -> str:
    """The same of rows (lists), in the order of their canonical JSON."""
    return _digest_of(sorted(canonical([*row]) for row in rows))


def _digest_of(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def entry_hash(number: int, kind: str, payload: str, previous: str) -> str:
    """What an entry's hash must be."""
    return sha256(f"{number}\n{kind}\n{previous}\n{payload}")


def seal_of(salt: str, digests: Iterable[str]) -> str:
    """What the log says of a batch: its sheets and their readings, in no order, behind a salt."""
    return sha256("\n".join([salt, *sorted(digests)]))
