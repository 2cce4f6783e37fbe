"""Which of a plan's rosters holds, and the series it gives; a contradiction is asked about."""

from collections.abc import Iterator, Sequence

from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told
from pingyi.workflow.plan_in.units.kinds import match_kinds
from pingyi.workflow.plan_in.units.roster import Roster

Chosen = Roster | Asked
EXAMPLE = 'units = ["单位一", "单位二"]'
SOME = 5  # names of a message


def choose_roster(rosters: Sequence[Roster], totals: Sequence[tuple[int, Source]], refused: Sequence[str]) -> Chosen:
    """
    The one list all of the document agrees with, or why there is none.

    `totals` are the numbers of units the text speaks of, `refused` why a table to be ticked was not read.
    """
    place = ("series",)
    if not rosters:
        why = "；".join(refused) or "没有找到单位名单（评议表、名单表或正文里的“某类（几个）：甲、乙”）"
        return Asked(place=place, why=why, example=EXAMPLE)
    sources = tuple(one.source for roster in rosters for one in roster.series[:1])
    if faults := [f"{roster.kind}：{fault}" for roster in rosters for fault in roster.faults]:
        return Asked(place=place, why="；".join(faults), example=EXAMPLE, sources=sources)
    if against := _contradiction(rosters, totals):
        return Asked(place=place, why=against[0], example=EXAMPLE, sources=(*against[1], *sources))
    first = rosters[0]
    grouped = [one for one in rosters if len(one.series) > 1 or one.series[0].name]
    if first in grouped or not grouped:
        return first
    if grouped[0].names == first.names:
        return grouped[0]
    why_not = f"{first.kind}没有分系列，{grouped[0].kind}分了，而两处单位的次序不同，不知道票上按哪个次序"
    return Asked(place=place, why=why_not, example=EXAMPLE, sources=sources)


def _contradiction(
    rosters: Sequence[Roster], totals: Sequence[tuple[int, Source]]
) -> tuple[str, tuple[Source, ...]] | None:
    """Where two lists, or a list and a number in the text, differ (Chinese), and what else shows it."""
    first = rosters[0]
    for other in rosters[1:]:
        if missing := set(first.names) ^ set(other.names):
            some = "、".join(sorted(missing)[:SOME])
            return f"{first.kind}和{other.kind}的单位不一样（只在一处有：{some}）", ()
    for number, where in totals:
        if number != len(first.names):
            return f"名单里有 {len(first.names)} 个单位，{where.place}写的是 {number} 个", (where,)
    return None


def tell_roster(paper: PlanPaper, roster: Chosen, objects: Sequence[str]) -> Iterator[Finding]:
    """[[series]] and, of each object of the table of points, its kinds."""
    if isinstance(roster, Asked):
        yield roster
        yield from (_kinds_asked(number, "单位名单还没有定") for number in range(len(objects)))
        return
    matches = match_kinds(paper, roster.series, objects) if objects else [None] * len(roster.series)
    for number, (series, match) in enumerate(zip(roster.series, matches, strict=True)):
        where = (series.source,)
        yield _told_or_asked(
            ("series", number, "name"), series.name, where, "单位上面没有系列的名称", 'name = "第一系列"'
        )
        yield _told_or_asked(
            ("series", number, "noun"), series.noun, where, "系列后面没有写“（几个某某）”，票上要印", 'noun = "单位"'
        )
        if match:
            said = match.sources or where
            yield Told(place=("series", number, "kind"), value=match.kind, sources=said, ground=match.ground)
        else:
            why = (
                f"分值表的对象（{'、'.join(filter(None, objects))}）里不知道哪一个是它" if objects else "没有读出分值表"
            )
            yield Asked(place=("series", number, "kind"), why=why, example='kind = "…"', sources=where)
        ground = f"{roster.kind}，{len(series.units)} 个"
        yield Told(place=("series", number, "units"), value=series.units, sources=(series.source,), ground=ground)
    for number, name in enumerate(objects):
        mine = [match for match in matches if match and match.object == number]
        if mine and None not in matches:
            kinds = tuple(dict.fromkeys(match.kind for match in mine))
            sources = tuple(dict.fromkeys(one for match in mine for one in match.sources))
            ground = "与各系列的类别相合"
            yield Told(place=("points", number, "kinds"), value=kinds, sources=sources[:2], ground=ground)
        else:
            yield _kinds_asked(number, f"不知道哪些系列按“{name}”计分")


def _kinds_asked(number: int, why: str) -> Asked:
    return Asked(place=("points", number, "kinds"), why=why, example='kinds = ["…"]，写各系列的 kind')


def _told_or_asked(
    place: tuple[int | str, ...], value: str, sources: tuple[Source, ...], why: str, example: str
) -> Finding:
    if value:
        return Told(place=place, value=value, sources=sources)
    return Asked(place=place, why=why, example=example, sources=sources)
