"""What the scheme leaves open: each a setting with a default, its alternatives and who confirmed it."""

from collections.abc import Container, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pingyi.domain.numbers import plain
from pingyi.ground.errors import NotReadyError

T = TypeVar("T")
Weights = tuple[Decimal, ...]
Share = Decimal


class Policy(BaseModel, Generic[T]):
    """One open question. A draft computes with `value`; a final notice needs `confirmed`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    value: T
    alternatives: tuple[T, ...] = ()
    confirmed: bool = False
    confirmed_by: str = ""
    witness: str = ""

    @model_validator(mode="after")
    def _names_who_confirmed(self) -> "Policy[T]":
        if self.confirmed and not (self.confirmed_by and self.witness):
            raise ValueError("confirmed = true 时须写明 confirmed_by（确认人）和 witness（监督人）")
        return self


class Policies(BaseModel):
    """The policies of domain knowledge, in the order they are printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    vote_weights: Policy[Weights]  # per choice, out of 100
    department_shared: Policy[Literal["hotline_inside", "pro_rata", "hotline_outside"]]
    group_weighting: Policy[Literal["pooled"] | dict[str, Share]]
    phone: Policy[Literal["as_group"] | Share]  # a share = fixed weight of the phone's score
    leader_form: Policy[Literal["scores", "votes"]]
    trimming: Policy[int] = Field(description="k highest and k lowest leaders' scores dropped")
    self_votes: Policy[Literal["counted", "left_out"]]
    no_hotline: Policy[Literal["stop", "full", "proportional"]]
    hotline_bonus_cap: Policy[Literal["full_marks", "uncapped"] | Decimal]
    hotline_satisfaction: Policy[Literal["satisfied_and_basic", "satisfied_only"]]
    both_answers: Policy[Literal["both", "latest"]]
    ranking: Policy[Literal["series", "kind"]]
    machine_scores: Policy[Literal["agreed", "people"]] = Policy(  # campaign files of before have no word on it
        title="领导手写评分的认读", value="people", alternatives=("agreed",)
    )

    def items(self) -> Iterator[tuple[str, "Policy[object]"]]:
        """Name and policy, in order."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)

    def open(self) -> tuple[tuple[str, "Policy[object]"], ...]:
        """Those nobody has confirmed yet."""
        return tuple((name, policy) for name, policy in self.items() if not policy.confirmed)

    def check_confirmed(self, office: str, void: Container[str] = ()) -> None:
        """
        Before a final notice: `void` are those whose value was changed after they were confirmed.

        Raises NotReadyError naming each policy that waits, its present answer, and who must confirm it how.
        """
        if waiting := self.open():
            listed = "\n".join(
                f"  {name}：{policy.title}——{value_text(name, policy.value)}"
                f"{'【取值改过，原确认失效】' if name in void else ''}"
                for name, policy in waiting
            )
            raise NotReadyError(
                f"还有 {len(waiting)} 项办法未确认，不能出正式通报：\n{listed}\n"
                f"每项须由{office}负责人确认、另一人监督，逐项运行：\n"
                "  pingyi policy confirm 代号 --by 确认人 --witness 监督人\n"
                "各项改用其他办法会影响哪些名次：pingyi sensitivity"
            )


VALUE_TEXT: dict[str, dict[str, str]] = {
    "department_shared": {
        "hotline_inside": "有热线数据的部门：热线10分（7+3）、评议5分；无热线数据的：评议15分",
        "pro_rata": "按比例：热线6分、评议9分",
        "hotline_outside": "评议15分，热线不计入",
    },
    "group_weighting": {"pooled": "各群体有效票合并计算，一票一计"},
    "phone": {"as_group": "电话访谈作为一个群体，与问卷票合并计算"},
    "leader_form": {"scores": "按附件3打分（百分制）取平均", "votes": "按票决表得票折算"},
    "self_votes": {"counted": "计入本单位发放批次对本单位的评价", "left_out": "不计入"},
    "no_hotline": {"stop": "停止计算并提示", "full": "按满分计", "proportional": "按评议得分率折算"},
    "hotline_bonus_cap": {"full_marks": "加分后总分不超过满分", "uncapped": "不封顶"},
    "hotline_satisfaction": {
        "satisfied_and_basic": "（满意+基本满意）÷已评价量",
        "satisfied_only": "满意÷已评价量",
    },
    "both_answers": {"both": "都计入（仅用于逐单数据，汇总表已合计）", "latest": "只计最后一次（仅用于逐单数据）"},
    "machine_scores": {"agreed": "两种识别一致的采用，其余两人认读", "people": "全部由两人认读"},
    "ranking": {"series": "按系列排名，同分同名次", "kind": "镇街、部门分别统一排名"},
}


def value_key(value: object) -> str:
    """A policy's value in one canonical writing, by which a confirmed value is known again: 0.4 is 0.40."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "/".join(value_key(part) for part in value)
    if isinstance(value, dict):
        return "，".join(f"{key} {value_key(value[key])}" for key in sorted(value))
    if isinstance(value, int | Decimal):
        return plain(Fraction(value))
    raise TypeError(value)


def value_text(name: str, value: object) -> str:
    """A policy's value as a clerk reads it."""
    if isinstance(value, str):
        return VALUE_TEXT.get(name, {}).get(value, value)
    if isinstance(value, tuple):
        return "/".join(f"{part:f}" for part in value)
    if isinstance(value, dict):
        return "，".join(f"{key} {share:f}" for key, share in value.items())
    if name == "trimming":
        return "不去高低分" if value == 0 else f"各去掉{value}个最高分和最低分"
    if name == "phone":
        return f"电话访谈占{value}"
    return f"上限{value}分" if name == "hotline_bonus_cap" else str(value)
