"""A year's evaluation in one district: roster, groups, points, texts, open policies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.policies import Policies


class Kind(StrEnum):
    """What an evaluated unit is; 附件1 gives points by kind."""

    TOWN = "镇"
    SUBDISTRICT = "街道"
    DEPARTMENT = "机关部门"


class Component(StrEnum):
    """A line of 附件1."""

    VOTES = "votes"  # 公众评议：问卷调查、电话访谈
    HOTLINE = "hotline"  # 公众评议：12345热线
    BODIES = "bodies"  # 领导评价：四家班子
    TEAMS = "teams"  # 领导评价：镇、街道、部门领导班子


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class About(_Strict):
    """Who evaluates, when, and how the office signs."""

    year: int = Field(ge=2000, le=2100)
    district: str
    issuer: str  # signs and prints
    issuer_short: str
    letterhead: tuple[str, ...]  # lines of the red head
    document_prefix: str  # 鱼督绩办发
    addressees: str  # 主送机关
    email: str
    plan_number: int
    plan_date: date
    analysis_due: date


class Series(_Strict):
    """One 系列: units compared with each other."""

    name: str  # 第一系列
    noun: str  # 镇, 经济管理类单位: as counted in the ballot's series row
    kind: Kind
    units: tuple[str, ...] = Field(min_length=1)

    @property
    def label(self) -> str:
        """As printed in the ballot's series row."""
        return f"{self.name}（{len(self.units)}个{self.noun}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One evaluated unit; `serial` is its 1-based number on the ballot."""

    serial: int
    name: str
    series: str
    kind: Kind


class EvaluatorGroup(_Strict):
    """People asked to evaluate, as named in the scheme."""

    key: str = Field(pattern=r"^[A-Z]$")  # first letter of its batch codes
    name: str
    component: Component  # VOTES, BODIES or TEAMS
    asked_by: str  # 牵头组织


class PointItem(_Strict):
    """One line of 附件1; without `points` it shares those of the line above (merged cells)."""

    component: Component
    matter: str
    by: str
    content: str
    method: tuple[str, ...]
    points: Decimal | None = None


class PointTable(_Strict):
    """The lines of 附件1 that hold for some kinds of unit."""

    object: str
    kinds: tuple[Kind, ...]
    items: tuple[PointItem, ...]

    @property
    def total(self) -> Decimal:
        """Full marks."""
        return sum((item.points for item in self.items if item.points is not None), Decimal(0))


class Paper(StrEnum):
    """What the ballot is printed on."""

    A4 = "A4"  # upright
    A3 = "A3"  # landscape


class BallotText(_Strict):
    """The words of 附件4."""

    attachment: str
    title: str
    greeting: str
    request: str
    item_header: str = "序号"
    name_header: str = "单位名称"
    choices: tuple[str, ...] = Field(min_length=2)
    blocks: int = Field(default=3, ge=1, le=8)
    paper: Paper = Paper.A4
    pages: int = Field(default=1, ge=1, le=4)
    opinion: str
    notes: tuple[str, ...]


class AnalysisText(_Strict):
    """The words of 附件3."""

    attachment: str
    title: str
    max_characters: int
    award_rows: int = Field(default=4, ge=1)
    score_prompt: str


class LeaderText(_Strict):
    """The words of 领导评价表; the scheme names the sheet and leaves its words to the office."""

    title: str
    greeting: str
    request: str
    score_header: str
    opinion: str
    score_notes: tuple[str, ...]


class LabelGrid(StrEnum):
    """Sheets of labels as they are sold, columns × rows on A4."""

    L2X4 = "2x4"
    L2X7 = "2x7"
    L3X7 = "3x7"
    L3X8 = "3x8"


class HandoutText(_Strict):
    """What a batch's cover sheet and envelope label say; an office writes its own in campaign.toml."""

    due: str = ""  # empty: a blank to be filled in by hand
    hand_out: tuple[str, ...] = (
        "按本页所列份数当面点清，不足或有破损的当场调换。",
        "以无记名方式填写，不得在票上署名、编号或作记号；批次码只表明由哪个单位发放，不指向个人。",
        "用蓝黑或黑色笔在选定的栏内打“√”，每个单位只选一栏。",
    )
    collect: tuple[str, ...] = (
        "由评议人本人投入票箱或装入信封封口，不得代填、传阅。",
        "收齐后清点份数，连同未发出和作废的表一并装回信封，封口后连同本页交回。",
        "表不要折叠、装订；不同批次不要混放。",
    )
    check: tuple[str, ...] = (
        "份数与发放回收登记表一致；实发 = 回收 + 未收回",
        "每张表右上角的批次码与本页相同",
        "没有混入其他批次、其他表格和空白纸",
    )
    labels: LabelGrid = LabelGrid.L2X7


class PlanText(_Strict):
    """What the plan document says beside rosters, points and forms."""

    city: str
    region: str
    city_plan: str  # number of the city's own plan
    district_plan: str  # number of the district's overall plan
    hotline_revision: int  # year of the hotline rules
    printing_due: str  # as written: 2025年1月底
    phone_period: str  # 2024年6月开始至12月
    ballots_from: str  # 2024年12月
    bodies: str = "区委、区人大、区政府、区政协"  # 四家班子
    offices: str = "区委办、区人大办、区政府办、区政协办"  # theirs, which help to hand out and collect
    departments: str = "区直部门"
    organiser: str = "区委组织部"  # leads in the sub-districts
    congress: str = "区人大代表"
    conference: str = "区政协委员"
    collector: str = "区督查绩效办"  # whose mailbox takes 附件3
    level: str = "区"  # 区本级, 全区
    city_level: str = "市"
    region_level: str = "自治区"


class NoticeText(_Strict):
    """How the result notice is issued."""

    kind: Literal["通报", "通知"] = "通报"
    charts: bool = False  # pictures of totals and returns as a last attachment
    requests: tuple[str, ...] = (  # 有关要求; none leaves the passage out
        "各单位要认真对照评议评价结果，总结经验，查找差距，分析原因，制定措施，切实改进工作。",
        "对转达的意见建议，各单位要逐条研究办理，能够解决的及时解决，一时难以解决的做好解释说明。",
    )


class HotlineRules(_Strict):
    """Full marks of 附件2: `rates` is N (三率), `follow_up` is M (跟踪问效)."""

    rates: Decimal
    follow_up: Decimal
    on_time_weight: Decimal
    satisfaction_weight: Decimal
    solution_weight: Decimal
    spot_check_penalty: Decimal


class Campaign(_Strict):
    """Everything that differs from year to year and place to place."""

    about: About
    series: tuple[Series, ...] = Field(min_length=1)
    groups: tuple[EvaluatorGroup, ...] = Field(min_length=1)
    distributors: tuple[str, ...] = ()  # hand out forms without being evaluated
    points: tuple[PointTable, ...] = Field(min_length=1)
    ballot: BallotText
    analysis: AnalysisText
    leaders: LeaderText | None = None  # only `forms leaders` asks for it, and for `plan` only `forms plan`
    plan: PlanText | None = None
    notice: NoticeText = NoticeText()
    handout: HandoutText = HandoutText()
    hotline: HotlineRules
    aliases: dict[str, str] = Field(default_factory=dict)
    policies: Policies

    @model_validator(mode="after")
    def _whole(self) -> "Campaign":
        for problem in _problems(self):
            raise ValueError(problem)
        return self

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units in ballot order, numbered from 1."""
        named = ((series, name) for series in self.series for name in series.units)
        return tuple(
            Unit(serial=serial, name=name, series=series.name, kind=series.kind)
            for serial, (series, name) in enumerate(named, start=1)
        )

    def unit(self, name: str) -> Unit | None:
        """The unit called `name` or having it as an alias; white space does not matter."""
        bare = "".join(name.split())
        official = self.aliases.get(bare, bare)
        return next((unit for unit in self.units if unit.name == official), None)

    def group(self, key: str) -> EvaluatorGroup | None:
        """The evaluator group with this key letter."""
        return next((group for group in self.groups if group.key == key), None)

    def points_of(self, kind: Kind) -> PointTable:
        """The lines of 附件1 for a kind of unit."""
        return next(table for table in self.points if kind in table.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Ballots of one group handed out by one unit; its code is printed on every copy."""

    code: str  # group key + running number: A07
    group: str  # key
    distributor: str
    copies: int


def _problems(campaign: Campaign) -> Iterator[str]:
    names = [unit.name for unit in campaign.units]
    for name in _repeated(names):
        yield f"单位“{name}”写了 {names.count(name)} 次；每个单位只能列一次，请删去多余的"
    for name in _repeated([series.name for series in campaign.series]):
        yield f"系列“{name}”写了两次；请改名或合并"
    for key in _repeated([group.key for group in campaign.groups]):
        yield f"评议群体代号“{key}”用了两次；请换一个字母"
    for kind in {series.kind for series in campaign.series}:
        if sum(kind in table.kinds for table in campaign.points) != 1:
            yield f"分值表（points）中须恰有一处写明“{kind}”的分值"
    for alias, name in campaign.aliases.items():
        if name not in names:
            yield f"别名“{alias}”指向的“{name}”不在单位名单中；请改成名单里的名称"
    if len(campaign.policies.vote_weights.value) != len(campaign.ballot.choices):
        yield "policies.vote_weights 的个数与 ballot.choices 的选项数不一致；请逐项对应"


def _repeated(words: list[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if words.count(word) > 1]
