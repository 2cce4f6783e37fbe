"""A whole year's counts and imports for the default campaign, drawn from a seed."""

import dataclasses
import random
from decimal import Decimal
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.score import HotlineSummary, LeaderScores, Outside, PhoneSummary

CAMPAIGN_FILE = Path(__file__).parents[3] / "templates" / "campaign-2024.toml"

PLAN = (
    ("A01", "雒容镇", 60),
    ("A02", "区财政局", 45),
    ("A03", "区教育局", 80),
    ("B01", "天马街道", 50),
    ("C01", "区人大办", 40),
    ("D01", "区政协办", 38),
    ("E01", "区委区政府督查绩效办", 30),
    ("F01", "洛埠镇", 55),
)
BUSY = HotlineSummary(
    unit="雒容镇",
    closed=95,
    returned=5,
    closed_on_time=93,
    returned_on_time=4,
    satisfied=40,
    basically_satisfied=8,
    dissatisfied=2,
    solved=30,
    partly_solved=10,
    unsolved=10,
    spot_check_unsolved=1,
    followed_up=4,
    follow_up_refused=1,
    bonus=Decimal("0.1"),
    source="热线.xlsx",
)


def default_campaign(**policies: object) -> Campaign:
    """The campaign of the templates, with some policies set to other values."""
    campaign = parse_campaign(CAMPAIGN_FILE.read_text(encoding="utf-8"), CAMPAIGN_FILE.name)
    changed = {
        name: getattr(campaign.policies, name).model_copy(update={"value": value}) for name, value in policies.items()
    }
    return campaign.model_copy(update={"policies": campaign.policies.model_copy(update=changed)})


def confirmed(campaign: Campaign) -> Campaign:
    """The same with every policy confirmed."""
    signed = {
        name: policy.model_copy(update={"confirmed": True, "confirmed_by": "张三", "witness": "李四"})
        for name, policy in campaign.policies.items()
    }
    return campaign.model_copy(update={"policies": campaign.policies.model_copy(update=signed)})


def plan() -> tuple[Batch, ...]:
    return tuple(Batch(code=code, group=code[0], distributor=unit, copies=copies) for code, unit, copies in PLAN)


def invented_tally(campaign: Campaign, seed: int = 7, *, open_rows: int = 0) -> Tally:
    random_ = random.Random(seed)  # noqa: S311 - invented numbers, not secrets
    rows, batches = [], []
    liking = {unit.serial: random_.uniform(0.55, 0.92) for unit in campaign.units}
    for code, distributor, copies in PLAN:
        returned = copies - random_.randrange(0, 4)
        batches.append(BatchCount(batch=code, distributor=distributor, issued=copies, returned=returned))
        for unit in campaign.units:
            good = liking[unit.serial]
            kinds = random_.choices(range(5), [good, (1 - good) * 0.7, (1 - good) * 0.25, 0.015, 0.005], k=returned)
            counts = [kinds.count(kind) for kind in range(5)]
            rows.append(
                RowCount(
                    batch=code,
                    item=str(unit.serial),
                    choices=tuple(counts[:3]),
                    blank=counts[3],
                    multiple=counts[4],
                )
            )
    return Tally(
        choices=campaign.ballot.choices,
        rows=tuple(rows),
        batches=tuple(batches),
        corrected=37,
        open_rows=open_rows,
        unread_pages=0,
    )


def invented_outside(campaign: Campaign, seed: int = 7) -> Outside:
    random_ = random.Random(seed)  # noqa: S311 - invented numbers, not secrets
    leaders, hotline = [], []
    for unit in campaign.units:
        for group in campaign.groups:
            if group.component is not Component.VOTES:
                count = {"L": 36, "M": 40, "N": 16}[group.key]
                scores = tuple(Decimal(random_.randrange(820, 990)) / 10 for _ in range(count))
                leaders.append(
                    LeaderScores(
                        unit=unit.name,
                        group=group.key,
                        scores=scores,
                        count=count,
                        mean=sum(scores) / count,
                        source="领导评分.xlsx",
                    )
                )
        if unit.kind != "机关部门" or unit.serial % 3 == 0:
            hotline.append(invented_hotline(unit.name, random_))
        else:
            hotline.append(no_orders(unit.name))
    phone = tuple(
        PhoneSummary(
            unit=unit.name,
            choices=(random_.randrange(20, 30), random_.randrange(3, 9), random_.randrange(0, 4)),
            source="电话访谈.xlsx",
        )
        for unit in campaign.units
        if unit.serial % 4 == 0
    )
    return Outside(leaders=tuple(leaders), hotline=tuple(hotline), phone=phone)


def no_orders(unit: str) -> HotlineSummary:
    """A table's line of zeros."""
    fields = {field.name: 0 for field in dataclasses.fields(HotlineSummary) if field.type is int}
    return HotlineSummary(unit=unit, bonus=Decimal(0), source="热线汇总.xlsx", **fields)


def invented_hotline(unit: str, random_: random.Random) -> HotlineSummary:
    closed, returned = random_.randrange(80, 900), random_.randrange(0, 30)
    followed_up = random_.choice((0, 0, 4, 9))
    return HotlineSummary(
        unit=unit,
        closed=closed,
        returned=returned,
        closed_on_time=closed - random_.randrange(0, 12),
        returned_on_time=max(returned - random_.randrange(0, 3), 0),
        satisfied=random_.randrange(30, 60),
        basically_satisfied=random_.randrange(3, 12),
        dissatisfied=random_.randrange(0, 9),
        solved=random_.randrange(30, 60),
        partly_solved=random_.randrange(3, 12),
        unsolved=random_.randrange(0, 9),
        spot_check_unsolved=random_.randrange(0, 2),
        followed_up=followed_up,
        follow_up_refused=min(followed_up, random_.randrange(0, 2)),
        bonus=Decimal(random_.choice(("0", "0", "0.05", "0.1", "0.25"))),
        source="热线汇总.xlsx",
    )
