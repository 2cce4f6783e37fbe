"""Leaders' evaluation to a score out of 100: the mean of all scores, or votes."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.campaign.points import Component, EvaluatorGroup
from pingyi.domain.results.formula import quotient, total
from pingyi.domain.results.score import LeaderScores
from pingyi.domain.results.sums import OTHERS, merge_small
from pingyi.scoring.evidence import Evidence, GroupVotes, Missing
from pingyi.scoring.exact import Exact, Formula, derived, leaf, renamed
from pingyi.scoring.holes import bodies_lacking, body_hole
from pingyi.scoring.votes import pooled

ZERO = Fraction(0)


def leader_score(unit: Unit, component: Component, evidence: Evidence) -> Exact | Missing:
    """The leaders' score of a unit out of 100; groups of one component are pooled."""
    if evidence.campaign.policies.leader_form.value == "votes":
        return _by_votes(unit, component, evidence)
    return _by_scores(unit, component, evidence)


def _by_scores(unit: Unit, component: Component, evidence: Evidence) -> Exact | Missing:
    keys = [group.key for group in evidence.campaign.groups if group.component is component]
    entries = [entry for entry in evidence.leaders.get(unit.name, ()) if entry.group in keys]
    name = evidence.campaign.labels[component]
    if not entries:
        remedy = "请导入领导评价汇总表（pingyi import leaders 文件）"
        if unit.name in evidence.leader_votes:
            remedy += "；已导入的是票决表，按票决计分请把 policies.leader_form 改为 votes"
        bodies = "、".join(group.name for group in bodies_lacking(component, (), evidence))
        return Missing(unit=unit.name, reason=f"没有{name}的评分（{bodies}）", remedy=remedy)
    lacking = bodies_lacking(component, {entry.group for entry in entries}, evidence)
    if (hole := body_hole(unit, lacking, evidence)) is not None:
        return hole
    dropped = evidence.campaign.policies.trimming.value
    if dropped:
        return _trimmed(unit, entries, dropped, name)
    without = _without(lacking)
    entries.sort(key=lambda entry: keys.index(entry.group))
    shown = _shown(tuple(entries), evidence.campaign.groups)
    label = f"{name}平均分"
    if len(shown) == 1:
        return renamed(derived(label, total(shown[0])), f"评分平均{without}")
    counts, points = zip(*(part.parts for part in shown), strict=True)
    whole: Formula = total(*points)
    return renamed(
        derived(label, quotient(whole, total(*counts)), parts=shown), f"各群体评分合计之和÷份数之和{without}"
    )


def _without(lacking: Sequence[EvaluatorGroup]) -> str:
    """Chinese, behind a formula: whose evaluation is not in it."""
    return f"（没有{'、'.join(group.name for group in lacking)}的评价，只按其余计）" if lacking else ""


@lru_cache(maxsize=1000)  # the answers to other questions change nothing of it
def _shown(entries: tuple[LeaderScores, ...], groups: tuple[EvaluatorGroup, ...]) -> tuple[Exact, ...]:
    """Mean by group with number of forms and sum of scores; groups under five forms only together."""
    parts: list[Exact] = []
    for indexes in merge_small({index: entry.count for index, entry in enumerate(entries)}):
        together = [entries[index] for index in indexes]
        names = [group.name for group in groups if group.key == together[0].group] if len(together) == 1 else []
        label = f"{names[0] if names else OTHERS}平均分"
        sources = tuple(sorted({entry.source for entry in together}))
        count = leaf("份数", sum(entry.count for entry in together), *sources)
        points = leaf("评分合计", sum((_sum_of(entry) for entry in together), ZERO), *sources)
        parts.append(derived(label, quotient(points, count), parts=(count, points)))
    return tuple(parts)


def _trimmed(unit: Unit, entries: Sequence[LeaderScores], dropped: int, name: str) -> Exact | Missing:
    if any(not entry.scores for entry in entries):
        files = "、".join(sorted({entry.source for entry in entries if not entry.scores}))
        return Missing(
            unit=unit.name,
            reason=f"去掉最高分和最低分需要逐份评分，而{files}只有{name}平均分",
            remedy="请导入每份一行（单位名称、评议群体、评分）的表，或把 policies.trimming 改为 0",
        )
    scores = sorted(Fraction(score) for entry in entries for score in entry.scores)
    if len(scores) <= 2 * dropped:
        return Missing(
            unit=unit.name,
            reason=f"{name}评分太少，去掉{dropped}个最高分和{dropped}个最低分后没有剩余",
            remedy="请补齐评分或减小 policies.trimming",
        )
    kept = scores[dropped : len(scores) - dropped]
    sources = sorted({entry.source for entry in entries})
    total_kept = leaf("计入评分合计", sum(kept, ZERO), *sources)
    count = leaf("计入份数", len(kept), *sources)
    parts = (leaf("评分份数", len(scores), *sources), count, total_kept)
    mean = derived(f"{name}平均分", quotient(total_kept, count), parts=parts)
    return renamed(mean, f"各群体评分合在一起，去掉{dropped}个最高分和{dropped}个最低分后平均")


def _by_votes(unit: Unit, component: Component, evidence: Evidence) -> Exact | Missing:
    """Ticked sheets: imported vote tables, and forms of these groups counted here."""
    counted = {votes.key: votes for votes in evidence.group_votes(unit, component) if votes.valid}
    name = evidence.campaign.labels[component]
    for entry in evidence.leader_votes.get(unit.name, ()):
        group = evidence.campaign.group(entry.group)
        if group is None or group.component is not component or not sum(entry.choices):
            continue
        if group.key in counted:
            batches = "、".join(counted[group.key].sources)
            reason = f"{group.name}的票既有扫描计票（{batches}）又有导入（{entry.source}），会重复计算"
            return Missing(unit=unit.name, reason=reason, remedy="请只留一种")
        counted[group.key] = GroupVotes(
            key=group.key,
            name=group.name,
            choices=entry.choices,
            ballots=sum(entry.choices),
            sources=(entry.source,),
        )
    if not counted:
        choices = [choice.word for choice in evidence.campaign.choices if choice.counts]
        return Missing(
            unit=unit.name,
            reason=f"没有{name}的票（{'、'.join(group.name for group in bodies_lacking(component, (), evidence))}）",
            remedy=f"请扫描他们的评议表，或导入领导票决汇总表（单位名称、评议群体、{'、'.join(choices)}）",
        )
    lacking = bodies_lacking(component, counted, evidence)
    if (hole := body_hole(unit, lacking, evidence)) is not None:
        return hole
    ordered = [counted[group.key] for group in evidence.campaign.groups if group.key in counted]
    return pooled(f"{name}得分", ordered, evidence)


def _sum_of(entry: LeaderScores) -> Fraction:
    if entry.scores:
        return sum((Fraction(score) for score in entry.scores), ZERO)
    return Fraction(entry.mean) * entry.count
