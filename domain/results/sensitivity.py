"""What would change if an open question of the scheme were answered otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

MOST_NAMED = 3  # units named in one line; the table lists all


@dataclass(frozen=True, slots=True, kw_only=True)
class RankChange:
    """One unit whose rank would be another; totals rounded as published."""

    unit: str
    ranked_in: str  # under the alternative
    rank: tuple[int, int]  # now, then
    total: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeEffect:
    """One other answer and what it would do."""

    answer: str  # Chinese
    changes: tuple[RankChange, ...] = ()
    totals_changed: int = 0  # units with another total, rounded as published
    regrouped: bool = False  # ranks are taken in other classes and cannot be compared
    obstacle: str = ""  # why it cannot be computed; then nothing else is known

    def summary(self) -> str:
        """What it would do, in a few Chinese words."""
        if self.obstacle:
            return f"不能试算：{self.obstacle}"
        if self.regrouped:
            return "得分不变，在合并的范围内重新排名"
        if not self.totals_changed:
            return "得分、名次都不变"
        if not self.changes:
            return f"{self.totals_changed} 个单位得分有变，名次都不变"
        return f"{self.totals_changed} 个单位得分有变，{len(self.changes)} 个单位名次有变"

    def moves(self) -> tuple[str, ...]:
        """Unit by unit: 雒容镇 2→1; those that move furthest first."""
        order = sorted(self.changes, key=lambda change: -abs(change.rank[1] - change.rank[0]))
        return tuple(f"{change.unit} {change.rank[0]}→{change.rank[1]}" for change in order)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEffect:
    """One question, the answer computed with, and the others."""

    name: str
    title: str
    answer: str
    confirmed: bool
    alternatives: tuple[AlternativeEffect, ...]


def annex_lines(effects: Iterable[PolicyEffect]) -> Iterator[str]:
    """For a draft's annex: one line for each question, with what each other answer to it would do."""
    for effect in effects:
        others = "；".join(f"改为“{other.answer}”，{_told(other)}" for other in effect.alternatives)
        yield f"{effect.title}，现按“{effect.answer}”。{others or '没有列出其他办法'}。"


def _told(other: AlternativeEffect) -> str:
    """What another answer would do, with the units that move furthest."""
    named = () if other.regrouped else other.moves()
    more = "等" if len(named) > MOST_NAMED else ""
    units = f"（{'，'.join(named[:MOST_NAMED])}{more}）" if named else ""
    return f"{other.summary()}{units}"
