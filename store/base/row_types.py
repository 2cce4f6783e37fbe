"""Rows of the database as the types of the house."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from pydantic import TypeAdapter

from pingyi.domain.readings.ballot import Correction, OpenRow
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, PhoneSummary
from pingyi.ground.errors import DamagedStoreError

P = ParamSpec("P")
T = TypeVar("T")
Entry = LeaderScores | LeaderVotes | HotlineSummary | PhoneSummary
_TYPES: Mapping[str, type[Entry]] = {
    "leaders": LeaderScores,
    "leader_votes": LeaderVotes,
    "hotline": HotlineSummary,
    "phone": PhoneSummary,
}


def import_entry(kind: str, content: str) -> Entry:
    """An entry of a summary table from its JSON. Raises ValueError when it is none of this kind."""
    found: Entry = _adapter(kind).validate_json(content)
    return found


def import_content(entry: Entry) -> dict[str, str]:
    """The columns that say what it is and what is in it, as JSON."""
    kind = next(kind for kind, entry_type in _TYPES.items() if isinstance(entry, entry_type))
    return {"kind": kind, "content": _adapter(kind).dump_json(entry).decode()}


@cache
def _adapter(kind: str) -> TypeAdapter[Entry]:
    return TypeAdapter(_TYPES[kind])


def understood(made: Callable[P, T]) -> Callable[P, T]:
    """A function that makes a type of a row, raising DamagedStoreError for words that are no such type's."""

    @wraps(made)
    def made_or_told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return made(*args, **kwargs)
        except ValueError as error:
            raise DamagedStoreError(
                f"数据库里有一行读不懂（{error}）：不是本程序写下的；请运行 pingyi backup restore 恢复到最近的备份"
            ) from error

    return made_or_told


def source_of(row: dict[str, Any]) -> Source:
    """Where a page lies in what was scanned."""
    return Source(file=row["source_file"], page=row["source_page"])


def doubts_of(words: str) -> tuple[Doubt, ...]:
    """Reasons kept as words with commas between."""
    return tuple(Doubt(word) for word in words.split(",")) if words else ()


def row_readings(rows: Iterable[dict[str, Any]]) -> tuple[RowReading, ...]:
    """What was read of each row of a sheet, in the rows' order."""
    return tuple(
        RowReading(
            item=row["item"],
            name=row["name"],
            verdict=Verdict(row["verdict"]),
            choice=row["choice"],
            confidence=row["confidence"],
            reasons=doubts_of(row["reasons"]),
        )
        for row in rows
    )


@understood
def reading_of(rows: list[dict[str, Any]]) -> SheetReading:
    """A sheet from all its rows in order, without crops."""
    sheet = rows[0]
    return SheetReading(
        source=source_of(sheet),
        digest=sheet["digest"],
        form_digest=sheet["form_digest"],
        batch_code=sheet["batch"],
        turn=sheet["turn"],
        has_opinion=bool(sheet["has_opinion"]),
        mark=sheet["mark"],
        form_page=sheet["form_page"],
        form_pages=sheet["form_pages"],
        rows=row_readings(rows),
    )


@understood
def open_row_of(row: dict[str, Any]) -> OpenRow:
    """A row that waits for a person."""
    return OpenRow(
        sheet=row["sheet"],
        batch=row["batch"],
        item=row["item"],
        name=row["name"],
        reasons=doubts_of(row["reasons"]),
    )


@understood
def unread_page_of(row: dict[str, Any]) -> UnreadPage:
    """A page that was not read."""
    return UnreadPage(
        source=source_of(row),
        digest=row["digest"],
        reason=Unread(row["reason"]),
        detail=row["detail"],
        twin=row["twin"],
    )


@understood
def correction_of(row: dict[str, Any]) -> Correction:
    """A decision on a row."""
    return Correction(
        sheet=row["sheet"],
        item=row["item"],
        verdict=Verdict(row["verdict"]),
        choice=row["choice"],
        decided_by=row["decided_by"],
        confirmed_by=row["confirmed_by"],
        decided_at=datetime.fromisoformat(row["decided_at"]),
    )
