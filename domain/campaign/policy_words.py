"""What the scheme leaves open, in a clerk's words; a figure in them is the campaign's own."""

from collections.abc import Container, Iterator
from fractions import Fraction

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component, PointTable
from pingyi.domain.campaign.policies import hotline_part
from pingyi.domain.campaign.scheme import open_questions
from pingyi.domain.words.numbers import plain
from pingyi.ground.errors import NotReadyError

ANSWER_TEXT: dict[str, dict[str, str]] = {  # without any points: these are the campaign's
    "group_weighting": {"pooled": "各群体有效票合并计算，一票一计"},
    "phone": {"as_group": "电话访谈作为一个群体，与问卷票合并计算"},
    "leader_form": {"scores": "在绩效分析表上按百分制打分，取平均", "votes": "按票决表得票折算"},
    "self_votes": {"counted": "计入本单位发放批次对本单位的评价", "left_out": "不计入"},
    "no_hotline": {"stop": "不作推定，补齐后再计", "full": "按满分计", "proportional": "按评议得分率折算"},
    "hotline_bonus_cap": {"full_marks": "加分后总分不超过满分", "uncapped": "不封顶"},
    "hotline_satisfaction": {
        "satisfied_and_basic": "（满意+基本满意）÷已评价量",
        "satisfied_only": "满意÷已评价量",
    },
    "both_answers": {"both": "都计入（仅用于逐单数据，汇总表已合计）", "latest": "只计最后一次（仅用于逐单数据）"},
    "machine_scores": {"agreed": "两种识别一致的采用，其余两人认读", "people": "全部由两人认读"},
    "missing_source": {"stop": "不作推定，补齐后再计", "others": "按已有的评价计，缺的不计"},
    "unlisted_hotline": {"stop": "不作推定，补齐后再计", "no_orders": "按没有热线工单计"},
    "unanswered_rates": {"shared": "权重并入其余各率", "full": "按满分计"},
    "follow_up_alone": {
        "stop": "不作推定，补齐后再计",
        "rates_full": "三率按满分计，跟踪问效照计",
        "left_out": "跟踪问效不计，按没有热线工单计",
    },
    "ranking": {"series": "按系列排名，同分同名次", "kind": "镇街、部门分别统一排名"},
}

READ_BY_MACHINE = (  # measured by benchmarks.leaders.leader_pages and strange_fields; docs/leader-scores.md
    "公开手写数字（MNIST 测试集）写成的 10000 个分数，机器采用 8138 个，没有错的，"
    "即采用的约 2700 个里至多错一个（95 % 把握）；"
    "改写过的数字有 0～1.5 %（1 改成 4 的 6.5 %）、倒着写的有 2.2 % 会被当成清楚的数字采用"
)
ANSWER_NOTES: dict[tuple[str, str], str] = {("machine_scores", "agreed"): READ_BY_MACHINE}
SHOWN_DIGITS = 12  # of a digest
TOWNS_AND_OFFICES = ({"镇", "机关部门"}, {"街道", "机关部门"})  # kinds of which the words above speak
NOTHING_MERGED = "分值表中没有热线与评议合并计分的对象，不涉及"


def answer_text(campaign: Campaign, name: str, answer: object) -> str:
    """An answer to a policy as a clerk reads it."""
    if name == "department_shared":
        return _shared_text(campaign, str(answer))
    if name == "plan_read":
        return f"出处表的校验值 {str(answer)[:SHOWN_DIGITS]}"
    if isinstance(answer, str):
        return _word_text(campaign, name, answer)
    if isinstance(answer, tuple):
        silent = "".join(f"，“{word}”不计分" for word in campaign.ballot.abstentions)
        return "/".join(f"{part:f}" for part in answer) + silent
    if isinstance(answer, dict):
        return "，".join(f"{key} {share:f}" for key, share in answer.items())
    return _number_text(name, answer)


def answer_notes(name: str) -> tuple[str, ...]:
    """Chinese: what whoever chooses among a policy's answers must know of them, as measured; mostly nothing."""
    return tuple(
        f"选“{ANSWER_TEXT[name][answer]}”的：{note}" for (of, answer), note in ANSWER_NOTES.items() if of == name
    )


def _word_text(campaign: Campaign, name: str, answer: str) -> str:
    kinds, objects = {series.kind for series in campaign.series}, [table.object for table in campaign.points]
    if (name, answer) == ("ranking", "kind") and not any(both <= kinds for both in TOWNS_AND_OFFICES):
        return f"{'、'.join(objects)}分别统一排名" if len(objects) > 1 else "所有单位统一排名"
    if (name, answer) == ("leader_form", "scores") and campaign.leaders is None:
        return "按百分制打分，取平均"
    return ANSWER_TEXT.get(name, {}).get(answer, answer)


def _number_text(name: str, answer: object) -> str:
    match name:
        case "trimming":
            return "不去高低分" if answer == 0 else f"各去掉{answer}个最高分和最低分"
        case "phone":
            return f"电话访谈占{answer}"
        case "hotline_bonus_cap":
            return f"上限{answer}分"
        case _:
            return str(answer)


def check_confirmed(campaign: Campaign, void: Container[str] = ()) -> None:
    """
    Before a final notice: `void` are the policies whose value was changed after they were confirmed.

    Raises NotReadyError naming each policy that waits, its present answer, and who must confirm it how.
    """
    if waiting := open_questions(campaign):
        listed = "\n".join(
            f"  {name}：{policy.title}——{answer_text(campaign, name, policy.value)}"
            f"{'【取值改过，原确认失效】' if name in void else ''}"
            for name, policy in waiting
        )
        raise NotReadyError(
            f"还有 {len(waiting)} 项办法未确认，不能出正式通报：\n{listed}\n"
            f"每项须由{campaign.about.issuer_short}负责人确认、另一人监督，逐项运行：\n"
            "  pingyi policy confirm 代号 --by 确认人 --witness 监督人\n"
            "各项改用其他办法会影响哪些名次：pingyi sensitivity"
        )


def _shared_text(campaign: Campaign, answer: str) -> str:
    """How merged points are shared, by the campaign's points and full marks of the hotline."""
    merged = list(_merged(campaign))
    told = [_split(campaign, answer, shared) for _, shared in merged]
    if len(set(told)) == 1:
        return told[0]
    objects = (table.object for table, _ in merged)
    return "；".join(f"{name}——{words}" for name, words in zip(objects, told, strict=True)) or NOTHING_MERGED


def _split(campaign: Campaign, answer: str, shared: Fraction) -> str:
    rules = campaign.rules
    full, whole = Fraction(rules.full), plain(shared)
    hotline = hotline_part(answer, shared, full)
    if not hotline:
        return f"评议{whole}分，热线不计入"
    votes = plain(shared - hotline)
    if answer == "pro_rata":
        return f"按比例：热线{plain(hotline)}分、评议{votes}分"
    parts = f"{plain(Fraction(rules.rates))}+{plain(Fraction(rules.follow_up))}"
    return f"有热线数据的部门：热线{plain(hotline)}分（{parts}）、评议{votes}分；无热线数据的：评议{whole}分"


def _merged(campaign: Campaign) -> Iterator[tuple[PointTable, Fraction]]:
    """Tables whose hotline shares the points of the votes, and how many these are."""
    for table in campaign.points:
        full = {item.component: item.points for item in table.items}
        if Component.HOTLINE in full and full[Component.HOTLINE] is None:
            yield table, Fraction(full.get(Component.VOTES) or 0)
