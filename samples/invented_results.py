"""Invented counts, scores and hotline summaries for any campaign, drawn from a seed. Nothing in them is real."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.score import HotlineSummary, LeaderScores, Outside, PhoneSummary

SOURCES = ("领导评分（虚构）.xlsx", "热线汇总（虚构）.xlsx", "电话访谈（虚构）.xlsx")
LEADERS = (16, 41)  # forms handed in by one group of leaders
VOID = (0.012, 0.004)  # shares of rows without a tick, with several

Random = np.random.Generator


def invented_tally(campaign: Campaign, batches: Sequence[Batch], seed: int, *, open_rows: int = 0) -> Tally:
    """Votes of all batches; the first groups' batches come back nearly whole."""
    rng = np.random.default_rng(seed)
    voting = {group.key for group in campaign.groups if group.component is Component.VOTES}
    liking = {unit.serial: float(rng.uniform(0.5, 0.85)) for unit in campaign.units}
    counts, rows = [], []
    for batch in (batch for batch in batches if batch.group in voting):
        returned = batch.copies - int(rng.integers(0, max(2, batch.copies // 12)))
        counts.append(
            BatchCount(batch=batch.code, distributor=batch.distributor, issued=batch.copies, returned=returned)
        )
        rows += [
            _row(batch.code, unit.serial, liking[unit.serial], returned, (rng, campaign)) for unit in campaign.units
        ]
    return Tally(
        choices=campaign.ballot.choices, rows=tuple(rows), batches=tuple(counts), corrected=211,
        open_rows=open_rows, unread_pages=0,
    )  # fmt: skip


def _row(batch: str, serial: int, liking: float, returned: int, source: tuple[Random, Campaign]) -> RowCount:
    rng, campaign = source
    others = len(campaign.ballot.choices) - 1
    falling = np.array([2.0**-place for place in range(others)])
    shares = np.array([liking, *((1 - liking) * falling / falling.sum())]) * (1 - sum(VOID))
    *choices, blank, multiple = (int(count) for count in rng.multinomial(returned, [*shares, *VOID]))
    return RowCount(batch=batch, item=str(serial), choices=tuple(choices), blank=blank, multiple=multiple)


def invented_outside(campaign: Campaign, seed: int) -> Outside:
    """Leaders' scores; a hotline summary for some two in five units, phone interviews for every fourth."""
    rng = np.random.default_rng(seed)
    choices = len(campaign.ballot.choices)
    phone = (
        PhoneSummary(unit=unit.name, choices=tuple(int(n) for n in rng.integers(2, 20, choices)), source=SOURCES[2])
        for unit in campaign.units
        if unit.serial % 4 == 0
    )
    called = (unit for unit in campaign.units if unit.kind != "机关部门" or unit.serial % 3 == 0)
    return Outside(
        leaders=tuple(_leaders(campaign, rng)),
        hotline=tuple(_hotline(unit.name, rng) for unit in called),
        phone=tuple(phone),
    )


def _leaders(campaign: Campaign, rng: Random) -> Iterator[LeaderScores]:
    groups = [group.key for group in campaign.groups if group.component is not Component.VOTES]
    sizes = {key: int(rng.integers(*LEADERS)) for key in groups}
    for unit in campaign.units:
        for key in groups:
            scores = tuple(Decimal(int(score)) / 2 for score in rng.integers(164, 198, sizes[key]))
            yield LeaderScores(
                unit=unit.name, group=key, scores=scores, count=len(scores), mean=sum(scores, Decimal(0)) / len(scores),
                source=SOURCES[0],
            )  # fmt: skip


def _hotline(unit: str, rng: Random) -> HotlineSummary:
    closed, returned = int(rng.integers(80, 1900)), int(rng.integers(0, 40))
    answers = [int(n) for n in rng.multinomial(closed // 3 + 1, (0.75, 0.15, 0.10))]
    solved = [int(n) for n in rng.multinomial(closed // 3 + 1, (0.72, 0.16, 0.12))]
    followed = int(rng.integers(0, 9))
    return HotlineSummary(
        unit=unit, closed=closed, returned=returned, closed_on_time=closed - int(rng.integers(0, 15)),
        returned_on_time=max(0, returned - int(rng.integers(0, 3))), satisfied=answers[0],
        basically_satisfied=answers[1], dissatisfied=answers[2], solved=solved[0], partly_solved=solved[1],
        unsolved=solved[2], spot_check_unsolved=int(rng.integers(0, 3)), followed_up=followed,
        follow_up_refused=min(followed, int(rng.integers(0, 2))),
        bonus=Decimal(str(rng.choice(["0", "0.05", "0.1", "0.25"]))), source=SOURCES[1],
    )  # fmt: skip
