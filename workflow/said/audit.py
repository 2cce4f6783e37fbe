"""How an audit stands, in words."""

from collections.abc import Iterator

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.trust.head_code import head_code
from pingyi.store.people.audits import Draw
from pingyi.workflow.results.audit import SEATS, AuditReport

SOME_DIFFERENCES = 20
SOME_UNITS = 5


def audit_lines(report: AuditReport, campaign: Campaign) -> Iterator[str]:
    """The claim, what was drawn and seen, what is shown and what is not."""
    claim = (
        f"每个单位的评议得分（百分制）与所报相差不到 {report.claim.tolerance} 分，"
        f"误放风险不超过 {report.claim.limit:.0%}"
    )
    yield f"计票摘要：{head_code(report.population)}"
    yield f"要证明：{claim}"
    if report.draw is None:
        yield f"共 {report.sheets} 张票；如抽到的都与计票一致，需抽 {report.asked} 张"
        yield "先公布计票摘要，再当众产生种子（如摇号），然后抽取"
        return
    yield f"第 {report.draw.number} 次抽查，种子“{report.draw.seed}”，抽出 {len(report.draw.sheets)} 张"
    if report.waiting:
        yield f"还有 {report.waiting} 行没有两人都看过；两人各填好自己的抽查表后导入"
    if report.differences:
        yield from _differences(report, campaign)
    yield from _verdict(report, campaign)


def _differences(report: AuditReport, campaign: Campaign) -> Iterator[str]:
    names = {str(unit.serial): unit.name for unit in campaign.units}
    yield f"与计票不一致的 {len(report.differences)} 行："
    for row in report.differences[:SOME_DIFFERENCES]:
        seen = "，".join(f"{seat}看到“{word}”" for seat, word in zip(SEATS, row.seen, strict=True))
        yield f"  第 {row.page} 页　{row.item} {names[row.item]}：计票“{row.counted}”，{seen}"
    if len(report.differences) > SOME_DIFFERENCES:
        yield f"  ……共 {len(report.differences)} 行"


def _verdict(report: AuditReport, campaign: Campaign) -> Iterator[str]:
    names = {str(unit.serial): unit.name for unit in campaign.units}
    lacking = sorted((u for u in report.units if u.risk > report.claim.limit), key=lambda u: -u.risk)
    if not lacking:
        yield f"证明成立：{len(report.units)} 个单位的风险都不超过 {report.claim.limit:.0%}"
        return
    shown = "、".join(f"{names[unit.item]}（{unit.risk:.1%}）" for unit in lacking[:SOME_UNITS])
    yield f"还不能证明：{len(lacking)} 个单位的风险偏高，如 {shown}"
    if report.draw and not report.waiting:
        yield f"请用同一种子加抽到 {more_sheets(report.draw)} 张（前面的不用再看）；多处不一致的请全面复核"


def more_sheets(drawn: Draw) -> int:
    """How many to draw with the same seed where those seen did not show enough."""
    return 2 * len(drawn.sheets)
