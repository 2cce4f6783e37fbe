"""The roster as types, and what is said of its size: units by series, each with its source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Source, source
from pingyi.workflow.plan_in.numerals import COUNT, count_of

SERIES = re.compile(
    rf"^(?P<name>[^（(：:]{{1,20}}?)[（(](?:共)?(?P<count>{COUNT})(?:个|家|所)(?P<noun>[^）)]{{0,20}})[）)](?P<more>（续）)?$"
)
LIKE_SERIES = re.compile("(?:类|系列|类单位|类别)$")
ALL_UNITS = re.compile(
    rf"(?<![前后末每各第余另取查选出（(0-9０-９〇零一二三四五六七八九十百千两])(?P<count>{COUNT})(?:个|家)(?:被?(?:考评|评议|参评|测评|考核|评价)(?:的)?)?(?:单位|对象)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One unit as it stands in the document."""

    serial: int | None
    name: str
    label: str  # of its series, as printed; empty where none stands over it
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSeries:
    """A series with its units in their order."""

    name: str
    noun: str  # empty where the document has none
    units: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One list of units of the document, or why it is none (Chinese)."""

    kind: str  # 评议表, 名单表, 正文
    series: tuple[ReadSeries, ...]
    faults: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All units in their order."""
        return tuple(name for one in self.series for name in one.units)


def roster_of(kind: str, entries: Sequence[Entry]) -> Roster:
    """Entries in reading order as series; what cannot be is a fault."""
    faults = list(_serial_faults(entries))
    names = [entry.name for entry in entries]
    faults += [f"“{name}”像是系列，不像单位" for name in names if SERIES.match(name) or LIKE_SERIES.search(name)]
    faults += [f"“{name}”列了两次" for name in dict.fromkeys(names) if names.count(name) > 1]
    labels = list(dict.fromkeys(entry.label for entry in entries))
    found = []
    for label in labels:
        mine = [entry for entry in entries if entry.label == label]
        parts = SERIES.match(label)
        if parts and count_of(parts["count"]) != len(mine):
            faults.append(f"“{label}”写着 {parts['count']} 个，名单里有 {len(mine)} 个")
        first, last = mine[0].where, mine[-1].where
        where = first if first == last else f"{first}至{last}"
        quote = f"{label}：" * bool(label) + "、".join(entry.name for entry in mine)
        found.append(
            ReadSeries(
                name=parts["name"] if parts else label,
                noun=parts["noun"] if parts else "",
                units=tuple(entry.name for entry in mine),
                source=source(where, quote),
            )
        )
    return Roster(kind=kind, series=tuple(found), faults=tuple(faults))


def _serial_faults(entries: Sequence[Entry]) -> Iterator[str]:
    serials = [entry.serial for entry in entries]
    numbered = [serial for serial in serials if serial is not None]
    if numbered and len(numbered) < len(serials):
        yield "有的单位有序号，有的没有"
    elif numbered and numbered != list(range(1, len(numbered) + 1)):
        lacking = sorted(set(range(1, max(numbered) + 1)) - set(numbered))
        yield f"序号不连续（缺 {'、'.join(map(str, lacking[:5]))}）" if lacking else "序号的次序认不准"


def said_totals(paper: PlanPaper) -> Iterator[tuple[int, Source]]:
    """How many units the text speaks of."""
    for where, words in paper.texts:
        for found in ALL_UNITS.finditer(words):
            if number := count_of(found["count"]):
                yield number, source(where, words[max(0, found.start() - 12) : found.end() + 6])


def in_reading_order(entries: Sequence[tuple[int, int, Entry]]) -> list[Entry]:
    """
    Entries (block, row) block by block, or row by row where only so their serials ascend.

    With neither they stay block by block, and their serials tell.
    """
    by_block = [entry for _, _, entry in sorted(entries, key=lambda one: one[:2])]
    by_row = [entry for _, _, entry in sorted(entries, key=lambda one: (one[1], one[0]))]
    for order in (by_block, by_row):
        serials = [entry.serial for entry in order]
        if None not in serials and serials == sorted(serials, key=lambda one: one or 0):
            return order
    return by_block
