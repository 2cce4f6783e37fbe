"""热线核对.xlsx: what its sheets say."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pingyi.domain.handed_in.orders import JudgedOrder
from pingyi.domain.results.score import HotlineSummary
from pingyi.generator.sheets.check_workbook import Cell, CheckSheet, moment, number
from pingyi.scoring.orders.differences import Comparison, Difference, why_late
from pingyi.scoring.orders.sums import FIELDS, counts_of

ORDER: dict[str, float] = {
    "工单编号": 22, "诉求类型": 9, "派单时间": 17, "期限": 17, "办结或退单": 17, "本程序判定": 12, "平台判定": 9,
}  # fmt: skip
UNIT_WIDTH = 30.0


MOST_LINES = 1_000_000  # of a sheet: Excel has 48,576 more, for headings and what people add
ALL = "全部工单"


def check_sheets(
    own: Sequence[HotlineSummary],
    adopted: Mapping[str, HotlineSummary],
    comparison: Comparison,
    judged: Sequence[JudgedOrder],
    *,
    latest: bool,
) -> tuple[CheckSheet, ...]:
    """Differences, their orders, disputed verdicts, what people must look at, the recomputed table, and every order."""
    return (
        _differences(comparison, adopted),
        _culprits(comparison),
        _verdicts(comparison),
        _concerns(comparison),
        _own(own),
        *_all(judged, latest=latest),
    )


def _differences(comparison: Comparison, adopted: Mapping[str, HotlineSummary]) -> CheckSheet:
    guide = [
        "计分采信区网格中心汇总表；本表只列出与逐单重算不同的数，没有改动任何数。",
        "说明：平台按另一种读法计这些工单，就得采信的数；“说明不了”是这样计之后仍然剩下的差额，请与网格中心核对。",
    ]
    if not adopted:
        guide[0] = "没有导入区网格中心汇总表，计分用逐单重算的数，没有可比的。"
    if comparison.only_orders:
        guide.append(f"汇总表里没有、按工单计分的单位：{'、'.join(comparison.only_orders)}")
    if comparison.only_adopted:
        guide.append(f"汇总表里有、工单表里没有的单位：{'、'.join(comparison.only_adopted)}")
    columns = {
        "单位名称": UNIT_WIDTH,
        "项目": 12,
        "采信": 9,
        "重算": 9,
        "差额": 9,
        "所列工单": 9,
        "说明不了": 9,
        "说明": 52,
    }
    return CheckSheet(
        name="差额",
        guide=tuple(guide),
        columns=columns,
        lines=[
            (
                one.unit,
                one.count,
                *(number(value) for value in (one.adopted, one.recomputed, one.gap)),
                len(one.culprits),
                number(one.unexplained),
                _why(one),
            )
            for one in comparison.differences
        ],
    )


def _why(difference: Difference) -> str:
    """How many orders for each kind of reason (Chinese)."""
    kinds: dict[str, int] = {}
    for culprit in difference.culprits:
        kinds[culprit.kind] = kinds.get(culprit.kind, 0) + 1
    found = "；".join(f"{kind} {count} 单" for kind, count in kinds.items()) or "没有找到能说明的工单"
    return f"{found}；恰好说明" if not difference.unexplained else found


def _culprits(comparison: Comparison) -> CheckSheet:
    return CheckSheet(
        name="差额逐单",
        guide=("“影响”是这张单按另一种读法计时，重算数会加多少。",),
        columns={"单位名称": UNIT_WIDTH, "项目": 12, **ORDER, "影响": 7, "原因": 60},
        lines=[
            (one.unit, one.count, *_order(culprit.judged), number(culprit.effect), culprit.reason)
            for one in comparison.differences
            for culprit in one.culprits
        ],
    )


def _verdicts(comparison: Comparison) -> CheckSheet:
    return CheckSheet(
        name="按时判定不同",
        guide=("平台判定按时与按附件2重算不同的全部工单。",),
        columns={"单位名称": UNIT_WIDTH, **ORDER, "原因": 60},
        lines=[(one.order.unit, *_order(one), why_late(one)) for one in comparison.verdicts],
    )


def _concerns(comparison: Comparison) -> CheckSheet:
    return CheckSheet(
        name="请人过目",
        guide=("这些工单按附件2的公式没有计入或没有扣分，请核对是否如此。",),
        columns={"单位名称": UNIT_WIDTH, **ORDER, "事由": 60},
        lines=[(one.judged.order.unit, *_order(one.judged), one.what) for one in comparison.concerns],
    )


def _own(own: Sequence[HotlineSummary]) -> CheckSheet:
    return CheckSheet(
        name="重算汇总",
        guide=("由工单逐单重算，列与区网格中心汇总表相同。",),
        columns={"单位名称": UNIT_WIDTH, **dict.fromkeys(FIELDS, 11)},
        lines=[
            (summary.unit, *(number(Decimal(getattr(summary, field))) for field in FIELDS.values())) for summary in own
        ],
    )


def _all(judged: Sequence[JudgedOrder], *, latest: bool) -> Iterator[CheckSheet]:
    """Every order with the counts it is in: what stands behind any number is found by unit and count."""
    listed = sorted(judged, key=lambda one: (one.order.unit, one.order.code))
    for start in range(0, len(listed), MOST_LINES):
        yield CheckSheet(
            name=f"{ALL}{start // MOST_LINES + 1}" if start else ALL,
            guide=(
                "每一张工单和它计入的数；看某个数背后的工单，请筛选“单位名称”，再筛选“计入”包含带括号的名称，如【满意】。",
            ),
            columns={"单位名称": UNIT_WIDTH, **ORDER, "计入": 60},
            lines=[
                (one.order.unit, *_order(one), _counted(one, latest=latest))
                for one in listed[start : start + MOST_LINES]
            ],
        )


def _counted(one: JudgedOrder, *, latest: bool) -> str:
    """
    Chinese: the counts an order is in, with what it adds where that is not one.

    In brackets, since one filters by the name: 不满意 holds 满意, 【不满意】 does not hold 【满意】.
    """
    counts = counts_of(one, latest=latest)
    return "".join(f"【{name}】" if added == 1 else f"【{name}】{added:f}" for name, added in counts.items())


def _order(one: JudgedOrder) -> Iterator[Cell]:
    """The cells under ORDER."""
    order = one.order
    said = {None: "", True: "按时", False: "超期"}[order.platform_on_time]
    ended = order.closed or order.returned
    yield from (order.code, order.kind.value, moment(order.dispatched), moment(one.due), moment(ended))
    yield from (one.outcome.value, said)
