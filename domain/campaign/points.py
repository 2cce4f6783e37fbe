"""What points are made of: who evaluates, the lines of 附件1, the hotline's rules of 附件2."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pingyi.domain.campaign.texts import Strict

PHONE = "电话"  # in a method of the votes: people are asked by telephone too
FOUR_BODIES = 3  # so many marks between names in one group's name: it is known by their number


class Component(StrEnum):
    """A line of 附件1."""

    VOTES = "votes"  # 公众评议：问卷调查、电话访谈
    HOTLINE = "hotline"  # 公众评议：12345热线
    BODIES = "bodies"  # 领导评价：四家班子
    TEAMS = "teams"  # 领导评价：镇、街道、部门领导班子


class EvaluatorGroup(Strict):
    """People asked to evaluate, as named in the scheme."""

    key: str  # a capital letter, the first of its batch codes
    name: str
    component: Literal[Component.VOTES, Component.BODIES, Component.TEAMS]  # the hotline is no group of people
    asked_by: str  # 牵头组织


class PointItem(Strict):
    """One line of 附件1; without `points` it shares those of the line above (merged cells)."""

    component: Component
    matter: str
    by: str
    content: str
    method: tuple[str, ...]
    points: Decimal | None = None
    name: str = ""  # of its column in tables of results


class PointTable(Strict):
    """The lines of 附件1 that hold for some kinds of unit."""

    object: str
    kinds: tuple[str, ...]
    items: tuple[PointItem, ...]

    @property
    def total(self) -> Decimal:
        """Full marks: the points of all items, shared ones counted once."""
        return sum((item.points for item in self.items if item.points is not None), Decimal(0))


class HotlineRules(Strict):
    """Full marks of 附件2: `rates` is N (三率), `follow_up` is M (跟踪问效)."""

    rates: Decimal
    follow_up: Decimal
    on_time_weight: Decimal
    satisfaction_weight: Decimal
    solution_weight: Decimal
    spot_check_penalty: Decimal
    spot_check_by: str = "自治区"  # whose spot checks: 自治区, 省

    @property
    def full(self) -> Decimal:
        """Full marks of the hotline: N + M (附件2)."""
        return self.rates + self.follow_up


def components_of(points: Sequence[PointTable]) -> tuple[Component, ...]:
    """The lines that some unit has, in their one order."""
    having = {item.component for table in points for item in table.items}
    return tuple(component for component in Component if component in having)


def asked_by_phone(points: Sequence[PointTable]) -> bool:
    """Whether interviews are one of the ways in which the public is asked."""
    votes = (item for table in points for item in table.items if item.component is Component.VOTES)
    return any(PHONE in way for item in votes for way in item.method)


def label_of(component: Component, points: Sequence[PointTable], groups: Sequence[EvaluatorGroup]) -> str:
    """A line's name in tables: the campaign's own; else after who evaluates and how."""
    lines = (item for table in points for item in table.items if item.component is component)
    if own := next((item.name for item in lines if item.name), ""):
        return own
    names = [group.name for group in groups if group.component is component]
    match component:
        case Component.VOTES:
            return "问卷与电话" if asked_by_phone(points) else "问卷"
        case Component.HOTLINE:
            return "12345热线"
        case Component.BODIES if len(names) != 1 or names[0].count("、") >= FOUR_BODIES:
            return "四家班子评价"
        case Component.TEAMS if len(names) != 1:
            return "领导班子评价"
        case _:
            return f"{names[0]}评价"
