"""The plan's text for a scheme without a text of its own: every setting said once, in words that are read back."""

from collections.abc import Iterator

from pingyi.domain.campaign.campaign import Campaign, Series
from pingyi.domain.campaign.points import Component, EvaluatorGroup, HotlineRules
from pingyi.domain.campaign.scheme import has_hotline
from pingyi.generator.documents.notice_text import NUMERALS, chinese_day
from pingyi.ground.errors import CampaignError

HUNDRED = 100


def plain_lines(campaign: Campaign) -> Iterator[str]:
    """
    Lines as `plan_template` takes them: notice, scheme, the place of the table of points.

    Raises CampaignError for more series than are numbered in characters.
    """
    about = campaign.about
    name = f"{about.year}年度{about.district}绩效考评评议评价工作方案"
    yield "{{ addressees }}："
    yield f"现将《{name}》印发给你们，请认真组织实施。"
    yield "@right {{ issuer }}"
    yield "@day {{ plan_day }}"
    yield f"@scheme {name}"
    yield f"为做好{about.district}{about.year}年度评议评价工作，制定本方案。"
    yield "一、评价对象"
    yield from (_series(campaign, number, one) for number, one in enumerate(campaign.series))
    yield f"列入本年度评议评价的共{len(campaign.units)}个单位。"
    yield "二、评价主体"
    yield from (f"{number}.{_group(campaign, one)}" for number, one in enumerate(campaign.groups, start=1))
    yield "三、评价内容和分值"
    yield "@table {{ points_table }}"
    yield "四、计票和计分"
    yield from _worth(campaign)
    yield "五、材料报送"
    yield (
        f"各单位填报《{campaign.analysis.title}》（{campaign.analysis.attachment}），"
        f"于{chinese_day(about.analysis_due)}前报送至邮箱：{about.email}。由{about.issuer_short}汇总。"
    )
    yield ""
    for number, title in enumerate(annex_titles(campaign), start=1):
        yield f"@list {'附件：' if number == 1 else '　　　'}{number}.{title}"
    yield "@record"


def annex_titles(campaign: Campaign) -> tuple[str, str]:
    """The two forms in the order of their attachments' labels."""
    forms = [(text.attachment, text.title) for text in (campaign.ballot, campaign.analysis)]
    first, second = sorted(forms)
    return first[1], second[1]


def _series(campaign: Campaign, number: int, one: Series) -> str:
    if number >= len(NUMERALS):
        raise CampaignError(f"工作方案的样式最多写 {len(NUMERALS)} 个系列；请用本办自己的方案文件")
    table = campaign.points_of(one.kind)
    units = "、".join(one.units)
    return f"（{NUMERALS[number]}）{one.label}：{units}；按“{table.object}”计分，类别为{one.kind}。"


def _group(campaign: Campaign, group: EvaluatorGroup) -> str:
    items = [item for table in campaign.points for item in table.items if item.component == group.component]
    how = "、".join(items[0].method) if items else "评议"
    matter = f"，计入{items[0].matter}" if items else ""
    weighting = campaign.policies.group_weighting.value
    weight = weighting.get(group.key) if isinstance(weighting, dict) else None
    share = f"，权重{weight * HUNDRED:f}%".replace(".00%", "%").replace(".0%", "%") if weight is not None else ""
    return (
        f"由{group.asked_by}牵头组织，邀请{group.name}，采取{how}的方式进行评议评价{matter}{share}；"
        f"批次号以{group.key}开头。"
    )


def _worth(campaign: Campaign) -> Iterator[str]:
    counting = [choice for choice in campaign.choices if choice.counts]
    yield "评议表每票折算：" + "，".join(f"{choice.word}计{choice.weight:f}分" for choice in counting) + "。"
    if silent := campaign.ballot.abstentions:
        yield "".join(f"“{word}”不计分，不作计分票。" for word in silent)
    if has_hotline(campaign):
        yield from _hotline(campaign.rules)
    if {Component.BODIES, Component.TEAMS} & set(campaign.components) and (cut := campaign.policies.trimming.value):
        yield f"领导评分去掉{cut}个最高分和{cut}个最低分，取平均。"


def _hotline(rules: HotlineRules) -> Iterator[str]:
    weights = (rules.on_time_weight, rules.satisfaction_weight, rules.solution_weight)
    on_time, satisfaction, solution = (f"{(weight * HUNDRED).normalize():f}%" for weight in weights)
    yield (
        f"热线工单按时率、满意率、解决率“三率”满分{rules.rates.normalize():f}分，其中按时率权重{on_time}，"
        f"满意率权重{satisfaction}，解决率权重{solution}；{rules.spot_check_by}抽查未解决的，每单扣{rules.spot_check_penalty.normalize():f}分。"
    )
    yield f"对上一年度未解决的热线工单进行跟踪问效，满分{rules.follow_up.normalize():f}分。"
