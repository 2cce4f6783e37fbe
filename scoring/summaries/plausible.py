"""Imports held against their own arithmetic and the plan: what can be taken and is odd, named by unit and column."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.handed_in.orders import HotlineOrder, Period
from pingyi.domain.readings.returns import Returns
from pingyi.domain.results.anomaly import Anomaly, Oddity
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, Outside, PhoneSummary
from pingyi.scoring.summaries.columns import BONUS, COUNT, HOTLINE_COLUMNS

Entry = LeaderScores | LeaderVotes | HotlineSummary | PhoneSummary
SATISFACTION, SOLUTION = ("满意", "基本满意", "不满意"), ("已解决", "部分解决", "未解决")
SOME_CODES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Implausible:
    """One entry that is odd: in which column, and why (Chinese)."""

    oddity: Oddity
    entry: Entry
    column: str
    finding: str


def implausible(brought: Outside, campaign: Campaign) -> Iterator[Implausible]:
    """Entries that contradict themselves or the others of their table; each rule needs no threshold."""
    yield from _uneven(brought.leaders)
    hotline = [one for one in brought.hotline if not one.from_orders]
    for one in hotline:
        yield from _answers(one)
        yield from _bonus(one, campaign.rules.full)
    yield from _copied(hotline)
    words = "、".join(choice.word for choice in campaign.choices if choice.counts)
    voted: list[LeaderVotes | PhoneSummary] = [*brought.leader_votes, *brought.phone]
    for entry in voted:
        if not sum(entry.choices):
            yield Implausible(oddity=Oddity.NO_VOTES, entry=entry, column=words, finding="都是 0，没有一票")


def _uneven(leaders: Sequence[LeaderScores]) -> Iterator[Implausible]:
    """One form of a body lists all units: of each as many come back, but for fields left empty."""
    by_group: dict[str, list[LeaderScores]] = defaultdict(list)
    for one in leaders:
        by_group[one.group].append(one)
    for listed in by_group.values():
        (usual, often), *_ = Counter(one.count for one in listed).most_common(1)
        for one in listed if 2 * often > len(listed) else ():
            if one.count != usual:
                finding = f"{one.count} 份，而同一群体的多数单位是 {usual} 份"
                yield Implausible(oddity=Oddity.UNEVEN_COUNTS, entry=one, column=COUNT, finding=finding)


def _answers(one: HotlineSummary) -> Iterator[Implausible]:
    for words in (SATISFACTION, SOLUTION):
        answers = sum(getattr(one, HOTLINE_COLUMNS[word]) for word in words)
        if answers > one.closed:
            finding = f"合计 {answers}，多于办结量 {one.closed}：只有短信、回访都评了才会这样"
            yield Implausible(oddity=Oddity.MANY_ANSWERS, entry=one, column="、".join(words), finding=finding)


def _bonus(one: HotlineSummary, full: Decimal) -> Iterator[Implausible]:
    if one.bonus and not one.closed:
        finding = f"{one.bonus} 分，而没有办结的工单"
        yield Implausible(oddity=Oddity.ODD_BONUS, entry=one, column=BONUS, finding=finding)
    elif one.bonus > full:
        finding = f"{one.bonus} 分，比热线的满分 {full} 还多"
        yield Implausible(oddity=Oddity.ODD_BONUS, entry=one, column=BONUS, finding=finding)


def _copied(hotline: Sequence[HotlineSummary]) -> Iterator[Implausible]:
    """Two units with orders and not one number different: a row copied down."""
    first: dict[tuple[object, ...], HotlineSummary] = {}
    for one in hotline:
        numbers = tuple(getattr(one, field.name) for field in fields(one) if field.name not in ("unit", "source"))
        twin = first.setdefault(numbers, one)
        if twin is not one and one.closed + one.returned:
            finding = f"各数与{twin.unit}完全相同"
            yield Implausible(oddity=Oddity.COPIED_ROW, entry=one, column="各列", finding=finding)


def as_anomalies(found: Iterable[Implausible], campaign: Campaign) -> Iterator[Anomaly]:
    """For `anomalies`: one finding for each kind and column of a body, with its units."""
    listed: dict[tuple[Oddity, str, str], list[Implausible]] = defaultdict(list)
    for one in found:
        listed[one.oddity, _place(one.entry, campaign), one.column].append(one)
    for (oddity, place, column), those in listed.items():
        yield Anomaly(
            oddity=oddity,
            place=place,
            finding=f"{len(those)} 个单位的“{column}”可疑；请与来源核对",
            evidence=tuple(f"{one.entry.unit}：{one.finding}（{one.entry.source}）" for one in those),
        )


def _place(entry: Entry, campaign: Campaign) -> str:
    match entry:
        case LeaderScores() | LeaderVotes():
            group = campaign.group(entry.group)
            return group.name if group else entry.group
        case HotlineSummary():
            return "热线汇总"
        case PhoneSummary():
            return "电话访谈"


def beyond_the_plan(
    brought: Outside,
    campaign: Campaign,
    batches: Sequence[Batch],
    returned: Mapping[str, Returns],
) -> Iterator[Anomaly]:
    """Bodies that gave a unit more forms than were handed out to them; of bodies in the plan alone."""
    copies: Counter[str] = Counter()
    for batch in batches:
        known = returned.get(batch.code)
        copies[batch.group] += known.returned if known else batch.copies
    over: dict[str, list[LeaderScores | LeaderVotes]] = defaultdict(list)
    leaders: list[LeaderScores | LeaderVotes] = [*brought.leaders, *brought.leader_votes]
    for entry in leaders:
        if entry.group in copies and _forms(entry) > copies[entry.group]:
            over[entry.group].append(entry)
    for key, those in over.items():
        yield Anomaly(
            oddity=Oddity.MORE_THAN_HANDED_OUT,
            place=_place(those[0], campaign),
            finding=f"{len(those)} 个单位的份数多于这个群体发出（收回）的 {copies[key]} 份",
            evidence=tuple(f"{one.unit}：{_forms(one)} 份（{one.source}）" for one in those),
        )


def _forms(entry: LeaderScores | LeaderVotes) -> int:
    return entry.count if isinstance(entry, LeaderScores) else sum(entry.choices)


def other_years(orders: Iterable[HotlineOrder], period: Period) -> tuple[str, ...]:
    """Codes of orders that count nowhere: dispatched outside the year, and no follow-up."""
    return tuple(order.code for order in orders if order.dispatched not in period and not order.followed_up)


def other_years_text(codes: Sequence[str], year: int) -> str:
    """Chinese: which orders these are."""
    more = f" 等 {len(codes)} 张" if len(codes) > SOME_CODES else f" 共 {len(codes)} 张"
    return f"“派单时间”不在 {year} 年的工单不计入：{'、'.join(codes[:SOME_CODES])}{more}"
