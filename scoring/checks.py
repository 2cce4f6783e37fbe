"""Settings that scoring cannot work with, found before any number is computed."""

from collections.abc import Iterator
from fractions import Fraction

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.policies import weight_faults
from pingyi.domain.campaign.scheme import asks_by_phone
from pingyi.domain.results.score import Outside
from pingyi.ground.errors import CampaignError
from pingyi.scoring.evidence import PHONE
from pingyi.scoring.hotline import full_marks


def check_settings(campaign: Campaign, outside: Outside) -> None:
    """Raise CampaignError listing every policy or point table that cannot be computed with."""
    problems = [*_weights(campaign), *_groups(campaign, outside), *_limits(campaign), *_points(campaign)]
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise CampaignError(f"计分办法有 {len(problems)} 处要改（campaign.toml）：\n{listed}")


def _weights(campaign: Campaign) -> Iterator[str]:
    """Of the file's own weights these were told when it was read; another answer is tried here first."""
    yield from (f"policies.vote_weights：{fault}" for fault in weight_faults(campaign.policies.vote_weights.value))


def _groups(campaign: Campaign, outside: Outside) -> Iterator[str]:
    if outside.phone and not asks_by_phone(campaign):
        yield "points：已导入电话访谈，而评价方式里没有；请在 method 里写上“电话访谈”，或用 pingyi imports revoke 撤回"
    shares = campaign.policies.group_weighting.value
    if not isinstance(shares, dict):
        return
    keys = [group.key for group in campaign.groups if group.component is Component.VOTES]
    for key in keys:
        if key not in shares:
            yield f"policies.group_weighting：缺少群体 {key} 的权重；不计的群体请写 0"
    for key in shares:
        if key not in (*keys, PHONE):
            yield f"policies.group_weighting：没有代号为“{key}”的公众评议群体；请删去或改正"
    if any(share < 0 for share in shares.values()) or not sum(shares.values()):
        yield "policies.group_weighting：权重不能为负，且不能全为 0"
    as_group = campaign.policies.phone.value == "as_group"
    if as_group and outside.phone and PHONE not in shares:
        yield f"policies.group_weighting：已导入电话访谈，请加上“{PHONE}”的权重，或把 policies.phone 改为固定比例"


def _limits(campaign: Campaign) -> Iterator[str]:
    policies = campaign.policies
    share = policies.phone.value
    if share != "as_group" and not 0 <= Fraction(share) <= 1:
        yield "policies.phone：电话访谈的比例应在 0 到 1 之间"
    if policies.trimming.value < 0:
        yield "policies.trimming：去掉的个数不能为负"
    cap = policies.hotline_bonus_cap.value
    if cap not in ("full_marks", "uncapped") and Fraction(cap) < 0:
        yield "policies.hotline_bonus_cap：加分上限不能为负"


def _points(campaign: Campaign) -> Iterator[str]:
    hotline = full_marks(campaign.hotline) if campaign.hotline else Fraction(0)
    inside = campaign.policies.department_shared.value == "hotline_inside"
    for table in campaign.points:
        full = {item.component: item.points for item in table.items}
        shared = Component.HOTLINE in full and full[Component.HOTLINE] is None
        if shared and inside and Fraction(full.get(Component.VOTES) or 0) < hotline:
            yield f"points “{table.object}”：合并的分值少于热线满分，policies.department_shared 不能用 hotline_inside"
