"""Checks by people after the count."""

from decimal import Decimal
from pathlib import Path

import click

from pingyi.commands.options import FILE
from pingyi.commands.show.console import show, work_in


@click.command(
    help="抽查：不写选项看需抽多少张；--announce 公布计票摘要；--draw 按种子抽票样；--import 导入两人填的抽查表。"
)
@click.option("--announce", is_flag=True, help="写出计票摘要公布单，张贴或宣读后再产生种子")
@click.option("--draw", "seed", metavar="SEED", help="当众产生的种子，如摇出的号码")
@click.option("--sheets", type=click.IntRange(min=1), help="抽多少张（默认：全都一致时够用的张数）")
@click.option("--tolerance", type=float, default=1.0, show_default=True, help="允许的得分误差，百分制的分")
@click.option("--limit", type=click.FloatRange(0.0001, 0.5), default=0.05, show_default=True, help="误放风险")
@click.option("--import", "filled", type=FILE, multiple=True, metavar="FILE.xlsx", help="填好的抽查表，可写两次")
@click.pass_obj
def audit(
    folder: Path,
    announce: bool,
    seed: str | None,
    sheets: int | None,
    tolerance: float,
    limit: float,
    filled: tuple[Path, ...],
) -> None:
    """Look at, draw for, or take in a post-count audit."""
    from pingyi.commands.show.audit import audit_shown
    from pingyi.domain.results.audit import Claim
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.results.audit import DrawRequest, make_draw, make_report
    from pingyi.workflow.results.audit_announced import announce as make_public
    from pingyi.workflow.results.audit_sights import import_sights

    if sum((announce, seed is not None, bool(filled))) > 1:
        raise click.UsageError("--announce、--draw 和 --import 只能写一个")
    with work_in(folder, "audit") as (workspace, store):
        if announce:
            show([f"写好：{file}" for file in make_public(workspace, store)])
        elif seed:
            claim = Claim(tolerance=Decimal(str(tolerance)), limit=Decimal(str(limit)))
            with progress_bar("取票样") as advance:
                files = make_draw(workspace, store, DrawRequest(seed=seed, claim=claim, sheets=sheets), advance)
            show([f"写好：{file}" for file in files])
        elif filled:
            click.echo(f"导入 {import_sights(workspace.campaign, store, filled)} 行")
        report = make_report(workspace.campaign, store)
    show(audit_shown(report, workspace.campaign))
