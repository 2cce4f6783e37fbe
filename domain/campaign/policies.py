"""What the scheme leaves open: each a setting with a default, its alternatives and who confirmed it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from pingyi.domain.words.numbers import plain

T = TypeVar("T")
Weights = tuple[Decimal, ...]
Share = Decimal
MOST_WEIGHT = Decimal(100)  # points are a percentage


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
    # what the file does not word is asked in these words, and as open as the others
    department_shared: Policy[Literal["hotline_inside", "pro_rata", "hotline_outside"]] = Policy(
        title="公众评议与热线合并的分值如何分配",
        value="hotline_inside",
        alternatives=("pro_rata", "hotline_outside"),
    )
    group_weighting: Policy[Literal["pooled"] | dict[str, Share]] = Policy(title="各评议群体的权重", value="pooled")
    phone: Policy[Literal["as_group"] | Share] = Policy(  # a share = fixed weight of the phone's score
        title="第三方电话访谈如何计入", value="as_group"
    )
    leader_form: Policy[Literal["scores", "votes"]] = Policy(
        title="领导评价的计分方式", value="scores", alternatives=("votes",)
    )
    trimming: Policy[int] = Policy(  # so many of the highest and of the lowest leaders' scores dropped
        title="领导评分是否去掉最高分和最低分", value=0, alternatives=(1,)
    )
    self_votes: Policy[Literal["counted", "left_out"]] = Policy(
        title="本单位发放的评议表对本单位的评价", value="counted", alternatives=("left_out",)
    )
    no_hotline: Policy[Literal["stop", "full", "proportional"]] = Policy(
        title="没有热线工单时的热线得分", value="stop", alternatives=("full", "proportional")
    )
    hotline_bonus_cap: Policy[Literal["full_marks", "uncapped"] | Decimal] = Policy(
        title="热线加分的上限", value="full_marks", alternatives=("uncapped",)
    )
    hotline_satisfaction: Policy[Literal["satisfied_and_basic", "satisfied_only"]] = Policy(
        title="热线满意率的算法", value="satisfied_and_basic", alternatives=("satisfied_only",)
    )
    both_answers: Policy[Literal["both", "latest"]] = Policy(
        title="同一工单既有短信评价又有人工回访", value="both", alternatives=("latest",)
    )
    ranking: Policy[Literal["series", "kind"]] = Policy(title="排名范围", value="series", alternatives=("kind",))
    machine_scores: Policy[Literal["agreed", "people"]] = Policy(
        title="领导手写评分的认读", value="people", alternatives=("agreed",)
    )
    missing_source: Policy[Literal["stop", "others"]] = Policy(
        title="某个班子、群体或电话访谈没有评价到的单位", value="stop", alternatives=("others",)
    )
    unlisted_hotline: Policy[Literal["stop", "no_orders"]] = Policy(
        title="热线汇总表没有列出的单位", value="stop", alternatives=("no_orders",)
    )
    unanswered_rates: Policy[Literal["shared", "full"]] = Policy(
        title="有热线工单而无人评价的满意率、解决率", value="shared", alternatives=("full",)
    )
    follow_up_alone: Policy[Literal["stop", "rates_full", "left_out"]] = Policy(
        title="没有热线工单而有跟踪问效的单位", value="stop", alternatives=("rates_full", "left_out")
    )
    plan_read: Policy[str] = Policy(title="方案由原文件读出", value="")  # digest of the record of what was read where

    def items(self) -> Iterator[tuple[str, "Policy[object]"]]:
        """Name and policy, in order."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)


def words_of(name: str) -> tuple[str, ...]:
    """Every answer to a policy that is a word, in the order of its type."""
    return tuple(_words(Policies.model_fields[name].annotation))


def _words(annotation: object) -> Iterator[str]:
    """Every word of a Literal anywhere in a policy's type."""
    metadata = getattr(annotation, "__pydantic_generic_metadata__", {})
    for inner in (*metadata.get("args", ()), *get_args(annotation)):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _words(inner)


def weight_faults(weights: Weights) -> Iterator[str]:
    """Chinese: what a vote of a choice cannot be worth; the best choice stands first and is worth most."""
    for weight in weights:
        if not 0 <= weight <= MOST_WEIGHT:
            yield f"折算分 {weight} 应在 0 到 {MOST_WEIGHT} 之间"
    if list(weights) != sorted(weights, reverse=True):
        yield f"折算分 {'、'.join(map(str, weights))} 应按选项的顺序从高到低；请核对，最满意的选项写在最前"


def hotline_part(answer: str, shared: Fraction, full: Fraction) -> Fraction:
    """
    Points of the hotline out of those merged with the votes (`shared`) for a unit with orders, by `department_shared`.

    `full` is the hotline's full marks by 附件2.
    """
    match answer:
        case "hotline_inside":
            return full
        case "pro_rata":
            return shared * full / (shared + full)
        case _:
            return Fraction(0)


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
