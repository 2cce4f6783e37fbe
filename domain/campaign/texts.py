"""What the office says on its papers: the words of forms, cover sheets, plan and notice."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pingyi.domain.forms.declared import Declared


class Strict(BaseModel):
    """A part of the campaign file: fixed once read, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paper(StrEnum):
    """What the ballot is printed on."""

    A4 = "A4"  # upright
    A3 = "A3"  # landscape


class BallotText(Strict):
    """The words of 附件4."""

    attachment: str
    title: str
    greeting: str
    request: str
    item_header: str = "序号"
    name_header: str = "单位名称"
    choices: tuple[str, ...] = Field(min_length=2)  # all that is printed, abstentions too
    abstentions: tuple[str, ...] = ()  # those that give no points and stand in no denominator
    blocks: int = Field(default=3, ge=1, le=8)
    paper: Paper = Paper.A4
    pages: int = Field(default=1, ge=1, le=4)
    opinion: str
    notes: tuple[str, ...]
    marks: Declared = Declared.TICK  # what chooses, as the notes tell voters

    @model_validator(mode="before")
    @classmethod
    def _abstentions_are_choices(cls, data: Any) -> Any:
        """An abstention that is not among the choices stands behind them: it takes one line to have one."""
        match data:
            case {"choices": list() | tuple() as choices, "abstentions": list() | tuple() as abstentions}:
                return {**data, "choices": (*choices, *(word for word in abstentions if word not in choices))}
        return data


class AnalysisText(Strict):
    """The words of 附件3."""

    attachment: str
    title: str
    max_characters: int
    award_rows: int = Field(default=4, ge=1)
    score_prompt: str


class LeaderText(Strict):
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


class HandoutText(Strict):
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


class PlanText(Strict):
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


class NoticeText(Strict):
    """How the result notice is issued."""

    kind: Literal["通报", "通知"] = "通报"
    number: int | None = Field(default=None, gt=0)  # of the document, within its year; left free without one
    charts: bool = False  # pictures of totals and returns as a last attachment
    requests: tuple[str, ...] = (  # 有关要求; none leaves the passage out
        "各单位要认真对照评议评价结果，总结经验，查找差距，分析原因，制定措施，切实改进工作。",
        "对转达的意见建议，各单位要逐条研究办理，能够解决的及时解决，一时难以解决的做好解释说明。",
    )
