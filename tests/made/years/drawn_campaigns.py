"""Campaigns like the examples with other numbers, names and choices, drawn at random: a plan of each is printed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign

EXAMPLES = sorted((Path(__file__).parents[3] / "templates" / "examples").glob("*.toml"))
CHOICES: Sequence[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = (
    (("满意", "基本满意", "不满意"), (), ("100", "70.5", "0")),
    (("好", "较好", "一般", "差"), (), ("100", "80", "60", "40")),
    (("很满意", "满意", "不满意", "弃权"), ("弃权",), ("100", "90", "10")),
    (("优秀", "良好", "一般", "较差", "不了解"), ("不了解",), ("100", "85", "60", "0")),
)
FIRST, SECOND = "东西南北上下新老大小金银石沙清白红高长安", "山河湖溪桥塘坪湾岭城门泉林田江"


def drawn_campaign(seed: int) -> Campaign:
    """The campaign of this seed; what no plan tells is as in the example."""
    random = Random(seed)  # noqa: S311 - no secret
    example = EXAMPLES[seed % len(EXAMPLES)]
    campaign = parse_campaign(example.read_text(encoding="utf-8"), example.name)
    choices, silent, weights = random.choice(CHOICES)
    year = random.randint(2021, 2035)
    day = date(year, 9, 1) + timedelta(days=random.randint(0, 100))
    about = campaign.about.model_copy(
        update={
            "plan_date": day, "plan_number": random.randint(1, 200),
            "analysis_due": day + timedelta(days=random.randint(1, 60)), "email": f"pj{seed}@example.org",
        }
    )  # fmt: skip
    names = [a + b for a in FIRST for b in SECOND]
    random.shuffle(names)
    series = tuple(
        one.model_copy(update={"units": tuple(f"{names.pop()}{one.noun}" for _ in range(random.randint(1, 14)))})
        for one in campaign.series
    )
    points = tuple(
        table.model_copy(update={"items": tuple(
            item if item.points is None or item.component == "hotline"
            else item.model_copy(update={"points": Decimal(random.randint(2, 160)) / 2})
            for item in table.items
        )})
        for table in campaign.points
    )  # fmt: skip
    ballot = campaign.ballot.model_copy(
        update={
            "choices": choices, "abstentions": silent, "blocks": random.randint(1, 2),
            "notes": campaign.ballot.notes[: random.randint(0, 2)],
        }
    )  # fmt: skip
    worth = campaign.policies.vote_weights.model_copy(update={"value": tuple(map(Decimal, weights))})
    policies = campaign.policies.model_copy(update={"vote_weights": worth})
    return campaign.model_copy(
        update={"about": about, "series": series, "points": points, "ballot": ballot, "policies": policies}
    )
