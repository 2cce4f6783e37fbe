"""What the store gives and takes beside the types of the domain."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from pingyi.domain.readings.ballot import OpenRow
from pingyi.domain.readings.reading import PageOutcome, Source, UnreadPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One page to be kept: what was read, for which batch, from which file (SHA-256)."""

    outcome: PageOutcome
    batch: str  # may be empty for an unread page
    scan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSheet:
    """A sheet already in the store."""

    batch: str  # empty: two people took it out
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulRow:
    """An open row with what a person needs to find it."""

    row: OpenRow
    name: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """An unread page nobody has dealt with yet."""

    number: int
    batch: str
    page: UnreadPage
    scan: str = ""  # SHA-256 of its file


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDecision:
    """What two people found out about an unread page."""

    page: int  # number of the OpenPage
    outcome: str  # Chinese: one of PAGE_WORDS
    decided_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """How far one batch is."""

    sheets: int = 0
    rows: int = 0
    doubtful: int = 0  # rows the machine left to people
    open: int = 0  # of these, still undecided
    unread: int = 0  # pages


def together(progress: Iterable[BatchProgress]) -> BatchProgress:
    """The sum of several batches, each count on its own."""
    listed = list(progress)
    return BatchProgress(
        **{each.name: sum(getattr(one, each.name) for one in listed) for each in fields(BatchProgress)}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """A file brought in: its name as the clerk knows it and its SHA-256."""

    name: str
    sha256: str
