"""How an audit stands, for the terminal."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table

from pingyi.domain.campaign import Campaign
from pingyi.domain.head_code import head_code
from pingyi.workflow.results.audit import SEATS, AuditReport

SOME_DIFFERENCES = 20
SOME_UNITS = 5


def audit_lines(report: AuditReport, campaign: Campaign) -> Iterable[RenderableType]:
    """The claim, what was drawn and seen, what is shown and what is not."""
    claim = (
        f"每个单位的评议得分（百分制）与所报相差不到 {report.claim.tolerance} 分，"
        f"误放风险不超过 {report.claim.limit:.0%}"
    )
    yield f"计票摘要：{head_code(report.population)}"
    yield f"要证明：{claim}"
    if report.draw is None:
        yield f"共 {report.sheets} 张票；如抽到的都与计票一致，需抽 {report.asked} 张"
        yield "先公布计票摘要：pingyi audit --announce；再当众产生种子（如摇号），然后：pingyi audit --draw 种子"
        return
    yield f"第 {report.draw.number} 次抽查，种子“{report.draw.seed}”，抽出 {len(report.draw.sheets)} 张"
    if report.waiting:
        yield f"还有 {report.waiting} 行没有两人都看过；填好两张抽查表后："
        yield "  pingyi audit --import 抽查表（甲）.xlsx --import 抽查表（乙）.xlsx"
    if report.differences:
        yield _differences(report, campaign)
    yield from _verdict(report, campaign)


def _differences(report: AuditReport, campaign: Campaign) -> Table:
    names = {str(unit.serial): unit.name for unit in campaign.units}
    table = Table(title=f"与计票不一致的 {len(report.differences)} 行")
    for heading in ("页", "序号", "单位", "计票", *(f"{seat}看到" for seat in SEATS)):
        table.add_column(heading, overflow="fold")
    for row in report.differences[:SOME_DIFFERENCES]:
        table.add_row(str(row.page), row.item, names[row.item], row.counted, *row.seen)
    return table


def _verdict(report: AuditReport, campaign: Campaign) -> Iterable[str]:
    names = {str(unit.serial): unit.name for unit in campaign.units}
    lacking = sorted((u for u in report.units if u.risk > report.claim.limit), key=lambda u: -u.risk)
    if not lacking:
        yield f"证明成立：{len(report.units)} 个单位的风险都不超过 {report.claim.limit:.0%}"
        return
    shown = "、".join(f"{names[unit.item]}（{unit.risk:.1%}）" for unit in lacking[:SOME_UNITS])
    yield f"还不能证明：{len(lacking)} 个单位的风险偏高，如 {shown}"
    if report.draw and not report.waiting:
        seed, more = report.draw.seed, 2 * len(report.draw.sheets)
        yield f"请加抽：pingyi audit --draw {seed} --sheets {more}（前面的不用再看）；多处不一致的请全面复核"
