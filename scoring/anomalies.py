"""Oddities of what comes from outside: leaders' scores all alike, orders closed by the dozen in a minute."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.score_reading import ScoredSheet
from pingyi.domain.results.anomaly import Anomaly, Oddity
from pingyi.domain.results.score import LeaderScores, Outside
from pingyi.domain.results.sums import SMALLEST_SHOWN
from pingyi.domain.words.numbers import shown

Closing = tuple[str, str, datetime]  # order number, unit, closed at
HALF = 50  # of a hundred points
FEWEST = 5  # orders: fewer in a minute are a clerk catching up
MINUTE = timedelta(minutes=1)


def score_anomalies(campaign: Campaign, outside: Outside) -> Iterator[Anomaly]:
    """A group of five or more leaders who all gave one unit the same score; all units of a group together once."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    asked: Counter[str] = Counter()
    for entry in outside.leaders:
        if len(entry.scores) >= SMALLEST_SHOWN:
            asked[entry.group] += 1
            if len(set(entry.scores)) == 1:
                found[entry.group].append((entry.unit, f"{entry.count} 份都是 {entry.scores[0]:f} 分", entry.source))
    for key, units in found.items():
        group = campaign.group(key)
        yield Anomaly(
            oddity=Oddity.EQUAL_SCORES,
            place=group.name if group else key,
            finding=f"{asked[key]} 个单位中有 {len(units)} 个单位的评分份份相同",
            evidence=tuple(f"{unit}：{told}（{source}）" for unit, told, source in units),
        )


def equal_sheets(campaign: Campaign, sheets: Iterable[ScoredSheet]) -> Iterator[Anomaly]:
    """A leader's sheet on which every unit has the same score."""
    found: dict[str, list[str]] = defaultdict(list)
    for sheet in sheets:
        if len(sheet.scores) >= SMALLEST_SHOWN and len(set(sheet.scores)) == 1:
            told = (
                f"{sheet.source.file} 第 {sheet.source.page} 页：{len(sheet.scores)} 个单位都是 {sheet.scores[0]:f} 分"
            )
            found[sheet.batch].append(told)
    for batch, evidence in sorted(found.items()):
        group = campaign.group(batch[:1])
        yield Anomaly(
            oddity=Oddity.EQUAL_SHEET,
            place=f"{batch} 批（{group.name}）" if group else f"{batch} 批",
            finding=f"{len(evidence)} 张领导评价表给所有单位打了同一个分；请核对原件",
            evidence=tuple(evidence),
        )


def other_scales(campaign: Campaign, outside: Outside) -> Iterator[Anomaly]:
    """A body of leaders whose best mean is not half of a hundred: points out of 10 or 20 look so."""
    best: dict[str, LeaderScores] = {}
    for entry in outside.leaders:
        if entry.group not in best or entry.mean > best[entry.group].mean:
            best[entry.group] = entry
    for key, entry in best.items():
        if entry.mean <= HALF:
            group = campaign.group(key)
            yield Anomaly(
                oddity=Oddity.OTHER_SCALE,
                place=group.name if group else key,
                finding=f"对各单位的平均分最高只有 {shown(entry.mean)}；请核对是不是按百分制打的",
                evidence=(f"{entry.unit}（{entry.source}）",),
            )


def bulk_closings(closings: Iterable[Closing]) -> Iterator[Anomaly]:
    """
    An hour's worth of orders closed within a minute.

    That is five or more, and as many as the unit closes in its ordinary hours: the median of the hours with
    any closing outside such minutes.
    """
    by_unit: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for number, unit, closed_at in closings:
        by_unit[unit].append((closed_at, number))
    for unit, listed in sorted(by_unit.items()):
        runs = [run for run in _runs(sorted(listed)) if len(run) >= FEWEST]
        rushed = {number for run in runs for _, number in run}
        hours = Counter(at.replace(minute=0, second=0, microsecond=0) for at, number in listed if number not in rushed)
        usual = sorted(hours.values())[len(hours) // 2] if hours else 0
        for run in runs:
            if len(run) >= usual:
                finding = (
                    f"{run[0][0]:%Y-%m-%d %H:%M:%S} 至 {run[-1][0]:%H:%M:%S} 办结 {len(run)} 单；"
                    f"平时有办结的一小时办结 {usual} 单"
                )
                numbers = tuple(number for _, number in run)
                yield Anomaly(oddity=Oddity.BULK_CLOSED, place=unit, finding=finding, evidence=numbers)


def _runs(closings: list[tuple[datetime, str]]) -> Iterator[list[tuple[datetime, str]]]:
    """Orders divided so that each run lies within a minute of its first."""
    run: list[tuple[datetime, str]] = []
    for closing in closings:
        if run and closing[0] - run[0][0] > MINUTE:
            yield run
            run = []
        run.append(closing)
    if run:
        yield run
