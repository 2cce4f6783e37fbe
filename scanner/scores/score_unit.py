"""Whose score a page of 附件3 bears: the printed name proves it, and mark, name, district and year must agree."""

from dataclasses import dataclass

from pingyi.domain.campaign.marks import AnalysisMark
from pingyi.domain.readings.score_reading import ScoreDoubt
from pingyi.domain.words.plain_words import plain_words
from pingyi.scanner.scores.score_head import PrintedHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a page is held against: names by serial, the year, the key of marks, the title and prompt of 附件3."""

    year: int
    key: str  # what marks of 附件3 of this roster say
    names: tuple[str, ...]  # in ballot order, serial 1 first
    aliases: dict[str, str]
    title: str  # whose form of which year it is
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitProof:
    """The unit, or why there is none; `seen` is what people are told of the page."""

    unit: str  # empty when anything speaks against it
    seen: str
    doubts: tuple[ScoreDoubt, ...] = ()


def printed_unit(head: PrintedHead | None, roster: Roster) -> UnitProof:
    """The unit a page's own print names: its name sign by sign, under the title of this district and year."""
    if head is None:
        return UnitProof(unit="", seen="", doubts=(ScoreDoubt.NAME_ELSEWHERE,))
    doubts = []
    name = plain_words(head.name)
    unit = next((one for one in roster.names if plain_words(one) == name), "") or roster.aliases.get(name, "")
    if not unit:
        doubts.append(ScoreDoubt.NAME_UNPROVEN)
    if plain_words(roster.title) not in map(plain_words, head.title):
        doubts.append(ScoreDoubt.TITLE_UNLIKE)
    return UnitProof(unit="" if doubts else unit, seen=head.name, doubts=tuple(doubts))


def agreed_unit(mark: AnalysisMark | None, printed: UnitProof, roster: Roster) -> UnitProof:
    """The unit that the mark and the print name alike."""
    if mark is None:
        return UnitProof(unit="", seen=printed.seen, doubts=(ScoreDoubt.MARK_MISSING, *printed.doubts))
    marked = roster.names[mark.serial - 1] if 1 <= mark.serial <= len(roster.names) else ""
    if printed.unit == marked and marked:
        return UnitProof(unit=marked, seen=printed.seen)
    doubts = printed.doubts or (ScoreDoubt.NAME_DIFFERS,)
    return UnitProof(unit="", seen=f"印的是“{printed.seen}”，二维码是“{marked or mark.serial}”", doubts=doubts)
