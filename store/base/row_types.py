"""Rows of the database as the types of the house."""

from datetime import datetime
from typing import Any

from pingyi.domain.ballot import Correction, OpenRow
from pingyi.domain.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict


def source_of(row: dict[str, Any]) -> Source:
    """Where a page lies in what was scanned."""
    return Source(file=row["source_file"], page=row["source_page"])


def doubts_of(words: str) -> tuple[Doubt, ...]:
    """Reasons kept as words with commas between."""
    return tuple(Doubt(word) for word in words.split(",") if word)


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
        rows=tuple(
            RowReading(
                item=row["item"],
                name=row["name"],
                verdict=Verdict(row["verdict"]),
                choice=row["choice"],
                confidence=row["confidence"],
                reasons=doubts_of(row["reasons"]),
            )
            for row in rows
        ),
    )


def open_row_of(row: dict[str, Any]) -> OpenRow:
    """A row that waits for a person."""
    return OpenRow(
        sheet=row["sheet"],
        batch=row["batch"],
        item=row["item"],
        name=row["name"],
        reasons=doubts_of(row["reasons"]),
    )


def unread_page_of(row: dict[str, Any]) -> UnreadPage:
    """A page that was not read."""
    return UnreadPage(
        source=source_of(row),
        digest=row["digest"],
        reason=Unread(row["reason"]),
        detail=row["detail"],
        twin=row["twin"],
    )


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
