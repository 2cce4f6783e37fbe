"""How an audit stands, for the terminal: what it comes to, and the command that goes on."""

from collections.abc import Iterator

from pingyi.domain.campaign.campaign import Campaign
from pingyi.workflow.results.audit import AuditReport
from pingyi.workflow.said.audit import audit_lines, more_sheets


def audit_shown(report: AuditReport, campaign: Campaign) -> Iterator[str]:
    """The lines of both faces, then the next command."""
    yield from audit_lines(report, campaign)
    if report.draw is None:
        yield "公布：pingyi audit --announce；抽取：pingyi audit --draw 种子"
    elif report.waiting:
        yield "导入：pingyi audit --import 抽查表（甲）.xlsx --import 抽查表（乙）.xlsx"
    elif not report.passed:
        yield f"加抽：pingyi audit --draw {report.draw.seed} --sheets {more_sheets(report.draw)}"
