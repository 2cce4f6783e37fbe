"""Which unread pages wait for people, told from what a station says of its pages; as the database's own view has it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import SKIPPED, Unread

Line = Mapping[str, Any]
Place = tuple[str, int]  # scan, page


def waiting_pages(pages: Iterable[Line], decisions: Iterable[Line], sheets: Iterable[Line]) -> Iterator[Line]:
    """
    Of each place the last page listed as unread, unless it was read since, decided on, or needs nobody.

    Nobody is needed for an empty back or a page of a report; a leaders' paper that was read as one waits
    all the same: a bundle does not tell of these.
    """
    listed = sorted(pages, key=lambda page: page["number"])
    found = {page["number"]: page for page in listed}
    digests, read = set(), set()
    for sheet in sheets:
        digests.add(sheet["digest"])
        read.add(_place(sheet))
    decided = {_whose(found[one["page"]]) for one in decisions if not _to_be_filed(found[one["page"]], one)}
    backs = {_place(page): page["number"] for page in listed if page["reason"] in SKIPPED}
    last: dict[tuple[str, int, str], Line] = {}
    for page in listed:
        known = page["digest"] in digests or (page["scan"] and _place(page) in read)
        empty = page["number"] <= backs.get(_place(page), 0)
        if not (known or empty or _whose(page) in decided):
            last[_whose(page)] = page
    yield from sorted(last.values(), key=lambda page: page["number"])


def _to_be_filed(page: Line, decision: Line) -> bool:
    """A page found to be a paper of its own stays open until it is filed."""
    return bool(page["reason"] == Unread.SAME_PAPER and decision["outcome"] == PairRuling.DIFFERENT)


def _place(line: Line) -> Place:
    return line["scan"], line["source_page"]


def _whose(page: Line) -> tuple[str, int, str]:
    """Pages without a file are told apart by its name."""
    return page["scan"], page["source_page"], "" if page["scan"] else page["source_file"]
