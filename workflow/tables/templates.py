"""`pingyi tables`: the office's own Excel templates for every import, with the campaign's units and groups in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component, EvaluatorGroup
from pingyi.domain.campaign.scheme import brought_in
from pingyi.domain.readings.returns import BATCH, FILLED
from pingyi.generator.sheets.fill_in import (
    AMBER,
    Alarm,
    Calculated,
    FillColumn,
    Number,
    Template,
    Text,
    Words,
    workbook_of,
)
from pingyi.ground.foreign import file_name
from pingyi.ground.whole import put
from pingyi.scoring.summaries.columns import BONUS, COUNT, GROUP, HOTLINE_COLUMNS, MEAN, UNIT
from pingyi.workflow.tables.order_template import order_template

FOLDER = "tables"
RULES = (
    "只填黄色的格，列名不要改；可以删去整行，可以在右边加备注列（要写列名，导入时不读）。",
    "没有的数填 0，不要空着：空格导入时会逐个列出，不会当作 0。没有这项数据的行请整行删去。",
    "填好后运行 pingyi import {kind} 文件，或在网页“数据导入”页上传；先列出读到了什么，确认后才导入。",
)
UNIT_HOW = "名单里的单位名称，从列表中选；每个单位一行"
VOTES_HOW = "选这一项的票数，0 或正整数"
AT_MOST = {"按时办结量": "办结量", "按时退单量": "退单量", "跟踪未通过": "跟踪问效量"}
SATISFIED, SOLVED = ("满意", "基本满意", "不满意"), ("已解决", "部分解决", "未解决")
COUNT_WIDTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """One workbook to fill in: an id for addresses, what it is imported as, its file name."""

    key: str
    kind: str
    name: str
    template: Template
    author: str

    def workbook(self) -> bytes:
        """The workbook, as the bytes of an .xlsx file."""
        return workbook_of(self.template, self.author)


def import_templates(campaign: Campaign, batches: Sequence[Batch]) -> tuple[TemplateFile, ...]:
    """One for each body of leaders, and for each other import."""
    leaders = [group for group in campaign.groups if group.component in (Component.BODIES, Component.TEAMS)]
    listed = [
        *(("leaders", f"leaders-{group.key}", _leaders(campaign, group)) for group in leaders),
        ("hotline", "hotline", _hotline(campaign)),
        ("hotline", "orders", order_template(campaign, _rules("hotline"))),
        ("phone", "phone", _phone(campaign)),
        ("returns", "returns", _returns(campaign, batches)),
    ]
    author, having = campaign.about.issuer, {*brought_in(campaign), "returns"}
    return tuple(
        TemplateFile(key=key, kind=kind, name=file_name(made.title, ".xlsx"), template=made, author=author)
        for kind, key, made in listed
        if kind in having
    )


def write_templates(campaign: Campaign, batches: Sequence[Batch], folder: Path) -> tuple[Path, ...]:
    """Write all of them. Raises NoSpaceError, FileError."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(put(folder / one.name, one.workbook()) for one in import_templates(campaign, batches))


def _rules(kind: str) -> tuple[str, ...]:
    return tuple(rule.format(kind=kind) for rule in RULES)


def _units(campaign: Campaign) -> tuple[str, ...]:
    return tuple(unit.name for unit in campaign.units)


def _unit_column(campaign: Campaign) -> FillColumn:
    return FillColumn(heading=UNIT, width=30, check=Words(words=_units(campaign)), how=UNIT_HOW, given=True)


def _counted(heading: str, how: str, most: float | str = 9_999_999) -> FillColumn:
    return FillColumn(heading=heading, width=COUNT_WIDTH, check=Number(most=most), how=how)


def _alarms(columns: Sequence[FillColumn], *others: Alarm) -> tuple[Alarm, ...]:
    """What is wrong with a row, then rows with a unit twice, then rows that are half filled in."""
    to_fill = [column.heading for column in columns if not column.given and column.heading != BONUS]
    filled = "+".join(f'({{{heading}}}<>"")' for heading in to_fill)
    twice = Alarm(formula=f"COUNTIF($A:$A,{{{columns[0].heading}}})>1", words="同一个名称有两行；请删去一行")
    half = Alarm(formula=f"AND(({filled})>0,({filled})<{len(to_fill)})", words="这一行还没有填完", colour=AMBER)
    return (*others, twice, half)


def _leaders(campaign: Campaign, group: EvaluatorGroup) -> Template:
    given = FillColumn(heading=GROUP, width=34, check=Words(words=(group.name,)), how="不要改", given=True)
    columns = [_unit_column(campaign), given, *_leader_columns(campaign)]
    return Template(
        title=f"领导评价 {group.key} {group.name}",
        guide="每个单位一行：这个群体收回的有效份数和评价结果。",
        rules=(*_rules("leaders"), "每个领导群体一个文件，可以一次都导入。"),
        columns=columns,
        lines=[(name, group.name) for name in _units(campaign)],
        names=_units(campaign),
        alarms=_alarms(columns),
    )


def _leader_columns(campaign: Campaign) -> list[FillColumn]:
    if campaign.policies.leader_form.value == "votes":
        return [_counted(choice.word, VOTES_HOW) for choice in campaign.choices if choice.counts]
    mean = Number(least=1, most=100, whole=False)
    return [
        FillColumn(heading=COUNT, width=COUNT_WIDTH, check=Number(least=1), how="有效份数，正整数"),
        FillColumn(heading=MEAN, width=COUNT_WIDTH, check=mean, how="百分制的平均分，1 至 100；不写百分比"),
    ]


def _hotline(campaign: Campaign) -> Template:
    columns = [_unit_column(campaign)]
    for heading in HOTLINE_COLUMNS:
        whole = AT_MOST.get(heading)
        how = f"0 或正整数，不大于{whole}" if whole else "0 或正整数"
        columns.append(_counted(heading, how, f"{{{whole}}}" if whole else 9_999_999))
    bonus = Number(whole=False, most=100)
    columns.append(FillColumn(heading=BONUS, width=8, check=bonus, how="核定的加分合计，没有的填 0"))
    too_many = [
        Alarm(
            formula=f"{'+'.join(f'{{{word}}}' for word in words)}>2*{{办结量}}",
            words=f"{'、'.join(words)}合计大于办结量的两倍（每单至多短信、回访各评一次）",
        )
        for words in (SATISFIED, SOLVED)
    ]
    unsolved = Alarm(formula="{抽查未解决}>{办结量}+{退单量}", words="抽查未解决大于办结量与退单量之和")
    return Template(
        title="12345热线汇总",
        guide="区网格中心核定的数，每个单位一行，没有工单的单位各数填 0。",
        rules=(*_rules("hotline"), "各数的含义见工作方案附件2。"),
        columns=columns,
        lines=[(name,) for name in _units(campaign)],
        names=_units(campaign),
        alarms=_alarms(columns, *too_many, unsolved),
    )


def _phone(campaign: Campaign) -> Template:
    votes = [_counted(choice.word, VOTES_HOW) for choice in campaign.choices if choice.counts]
    columns = [_unit_column(campaign), *votes]
    return Template(
        title="电话访谈汇总",
        guide="每个单位一行：访到并作了评价的人数，填票数，不要填百分比。",
        rules=(*_rules("phone"), "未接通、拒访的不填。"),
        columns=columns,
        lines=[(name,) for name in _units(campaign)],
        names=_units(campaign),
        alarms=_alarms(columns),
    )


def _returns(campaign: Campaign, batches: Sequence[Batch]) -> Template:
    issued, returned, spoiled, outstanding = FILLED
    codes = Words(words=[batch.code for batch in batches])
    columns = [
        FillColumn(heading=BATCH, width=9, check=codes, how="发放计划里的批次", given=True),
        *_planned(),
        _counted(issued, "实际发出的份数"),
        _counted(returned, "收回的份数，含作废的"),
        _counted(spoiled, "收回的里面作废的，不大于回收份数；没有的填 0", f"{{{returned}}}"),
        FillColumn(
            heading=outstanding, width=COUNT_WIDTH, how="自动算出：实发减回收",
            check=Calculated(formula=f'IF({{{issued}}}="","",MAX(0,{{{issued}}}-N({{{returned}}})))'),
        ),
    ]  # fmt: skip
    many = Alarm(formula=f"N({{{returned}}})>N({{{issued}}})", words="收回的多于实发的；请核对")
    to_fill = [column for column in columns if column.heading not in (*PLANNED, outstanding)]
    return Template(
        title="发放回收登记",
        guide="每批一行；还没有收齐的批次先空着，导入时略过。",
        rules=_rules("returns"),
        columns=columns,
        lines=[*_plan(campaign, batches)],
        names=[batch.code for batch in batches],
        alarms=_alarms(to_fill, many),
    )


PLANNED = ("评议群体", "发放单位", "应发份数")


def _planned() -> Iterator[FillColumn]:
    for heading, width in zip(PLANNED, (24, 26, COUNT_WIDTH), strict=True):
        yield FillColumn(heading=heading, width=width, check=Text(), how="发放计划里的，不要改", given=True)


def _plan(campaign: Campaign, batches: Sequence[Batch]) -> Iterator[tuple[str | int, ...]]:
    for batch in batches:
        group = campaign.group(batch.group)
        yield batch.code, group.name if group else batch.group, batch.distributor, batch.copies
