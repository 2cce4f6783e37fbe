"""The tables a new campaign is made of, cell by cell as typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from pingyi.domain.campaign.points import Component

Rows = list[list[str]]
LINE = "line"  # of points, among what the plan document tells of no table
SHARED = "合并"  # in the hotline's column: its points are those of the votes
HAS, HAS_NOT = "有", "没有"  # in the column that says whether the public is phoned too
KINDS_MARK = "、"
MOST_ROWS = 600
MOST_LETTERS = 400  # of one cell


class Part(StrEnum):
    """The steps in which a campaign is made, in order."""

    ABOUT = "about"
    UNITS = "units"
    GROUPS = "groups"
    POINTS = "points"
    PLAN = "plan"


PART_TEXT = {
    Part.ABOUT: "谁来评",
    Part.UNITS: "被评单位",
    Part.GROUPS: "评议群体",
    Part.POINTS: "分值",
    Part.PLAN: "发放计划",
}
COLUMNS: Mapping[Part, tuple[str, ...]] = {
    Part.UNITS: ("单位名称", "系列", "类别", "系列里怎样称呼"),
    Part.GROUPS: ("代号", "群体", "评哪一项", "由谁组织"),
    Part.POINTS: ("类别", "公众评议", "12345热线", "四家班子评价", "领导班子评价", "电话访谈"),
    Part.PLAN: ("群体", "发放单位", "实际人数"),
}
COMPONENT_TEXT = {
    Component.VOTES: "公众评议",
    Component.HOTLINE: "12345热线",
    Component.BODIES: "四家班子评价",
    Component.TEAMS: "领导班子评价",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutField:
    """One field of the first step."""

    name: str  # as in [about] of the campaign file
    label: str
    example: str
    kind: str = "text"  # of the input


ABOUT = (
    AboutField(name="year", label="年度", example="2025", kind="number"),
    AboutField(name="district", label="地区", example="城中区"),
    AboutField(name="issuer", label="主办单位全称", example="城中区委区政府督查和绩效考评办公室"),
    AboutField(name="issuer_short", label="主办单位简称", example="区委区政府督查绩效办"),
    AboutField(name="document_prefix", label="发文代字", example="城督绩办发"),
    AboutField(name="plan_number", label="方案的文件序号", example="3", kind="number"),
    AboutField(name="plan_date", label="方案日期", example="2025-09-29", kind="date"),
    AboutField(name="analysis_due", label="绩效分析表交表期限", example="2025-12-31", kind="date"),
    AboutField(name="addressees", label="主送", example="各镇党委和人民政府，各街道党工委和办事处，各有关单位"),
    AboutField(name="email", label="交表邮箱", example="name@example.com", kind="email"),
)


class Beside(BaseModel):
    """What the plan document says of one setting (Chinese), or why it is asked and what is taken till then."""

    what: str
    read: str
    ground: str
    assumed: str = ""
    place: str = ""
    quote: str = ""
    asked: bool = False


class Draft(BaseModel):
    """A campaign under way; a part that nobody has kept yet is not there."""

    model_config = ConfigDict(extra="forbid")

    about: dict[str, str] = Field(default_factory=dict)
    rows: dict[Part, Rows] = Field(default_factory=dict)
    offices: list[str] = Field(default_factory=list)  # hand out forms without being evaluated
    plan: str = ""  # name of the document it was read from, kept beside the draft
    told: str = ""  # settings that document tells and no table shows, as TOML
    people: dict[str, int] = Field(default_factory=dict)  # heads that document gives, by group
    beside: dict[Part, list[Beside]] = Field(default_factory=dict)

    def lines(self, part: Part) -> Iterator[tuple[int, list[str]]]:
        """The rows in which something stands, trimmed and as wide as the table, each with its number from 0."""
        wide = len(COLUMNS[part])
        for number, row in enumerate(self.rows.get(part, [])):
            cells = [cell.strip() for cell in row[:wide]] + [""] * (wide - len(row))
            if any(cells):
                yield number, cells

    def phoned(self, number: int) -> str | None:
        """What row `number` of points says of interviews by phone; None in tables kept before they had the column."""
        cells, last = self.rows[Part.POINTS][number], len(COLUMNS[Part.POINTS]) - 1
        return cells[last].strip() if len(cells) > last else None

    def has(self, part: Part) -> bool:
        """Whether somebody has kept this part."""
        return bool(self.about) if part is Part.ABOUT else any(True for _ in self.lines(part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong (Chinese) and where: row and column from 0, or a field's name; without a row of the whole table."""

    part: Part
    words: str
    row: int | None = None
    column: int | str = 0
