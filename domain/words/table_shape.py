"""How a table in a file was understood: where it stands, which of its columns are read as what."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """Of one sheet; what is not read may hold anything."""

    where: str = ""  # Chinese: sheet and line of the headings
    read: tuple[tuple[str, str], ...] = ()  # a heading as it stands there, and the column it was taken for
    unread: tuple[str, ...] = ()  # headings


def shape_of(place: str, line: int, headings: Sequence[tuple[str, str]], read: Sequence[str]) -> TableShape:
    """`line` is the 1-based one of the headings; each heading as it stands there, and as it is known."""
    return TableShape(
        where=f"{place}第 {line} 行是表头",
        read=tuple((written, name) for written, name in headings if name in read),
        unread=tuple(written for written, name in headings if written and name not in read),
    )
