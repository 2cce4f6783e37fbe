"""A workspace: begun, looked at, tried out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.commands.options import FILE, jobs_option, typed
from pingyi.commands.show.console import show
from pingyi.ground.errors import ExitCode

if TYPE_CHECKING:  # imports wait for their command
    from pingyi.workflow.desk.workspace import Workspace


@click.command(help="新建工作目录：方案 campaign.toml 和示例发放计划 batches.csv；可从本办的方案文件（Word）读出。")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--campaign", type=FILE, metavar="FILE.toml", help="用这份方案（默认：随程序附带的 2024 年度方案）")
@click.option("--plan", type=FILE, metavar="FILE.docx", help="读本办的方案文件（.docx .doc .wps），读不出的列出待填")
@click.option("--year", type=click.IntRange(2000, 2100), help="把方案改到这个年度：日期顺延，各项政策重新待确认")
def init(folder: Path, campaign: Path | None, plan: Path | None, year: int | None) -> None:
    """Make a workspace, say what is in it and what comes next."""
    from pingyi.workflow.init import campaign_text, start_workspace
    from pingyi.workflow.plan_in.start import is_unfinished

    if plan and (campaign or year):
        raise click.UsageError("--plan 不能和 --campaign、--year 一起写：年度和各项都从方案文件读出")
    if plan or is_unfinished(folder):
        _init_with_plan(folder, plan)
        return
    workspace, batches = start_workspace(folder, campaign, year)
    _made(folder, workspace, len(batches))
    for word in workspace.campaign.ballot.abstentions:
        click.echo(
            f"选项“{word}”按弃权计，不折分，不进平均分的分母；要按 0 分计的，请在 [ballot] 里写 abstentions = []"
        )
    _, check = campaign_text(campaign, year)
    if check:
        about = workspace.campaign.about
        rolled = f"campaign.toml 已改到 {about.year} 年度，政策重新待确认；请逐行核对："
        left = f"方案是 {about.year} 年度的，这些行还写着别的年份；请逐行核对："
        click.echo("\n".join([rolled if year else left, *check]))
    click.echo(f"下一步：pingyi -C {typed(folder)} forms ballots")


def _made(folder: Path, workspace: "Workspace", batches: int) -> None:
    about, units = workspace.campaign.about, workspace.campaign.units
    click.echo(f"已建好工作目录 {folder}（{about.year} 年度{about.district}，{len(units)} 个单位）")
    click.echo(f"发放计划 batches.csv 有 {batches} 批，份数都是示例：请先按实际人数修改")


def _init_with_plan(folder: Path, plan: Path | None) -> None:
    """Begin with a plan document, or go on where it was begun."""
    from pingyi.commands.show.plan_read import plan_tables, question_lines
    from pingyi.workflow.plan_in.start import begin_with_plan, finish

    begun = begin_with_plan(folder, plan) if plan else finish(folder)
    if plan:
        show(plan_tables(begun.reading))
    if plan and begun.reading.forms:
        names = "、".join(name for name, _ in begun.reading.forms)
        click.echo(f"本办的{names}原样剪出，在 {folder / 'plan' / 'forms'}；评议表怎样读，用 pingyi form 看")
    if begun.workspace is None:
        show(question_lines(begun.reading))
        click.echo(
            f"下一步：在 {folder / 'campaign.toml'} 里填好这些项，删去行首的记号，再运行 pingyi init {typed(folder)}"
        )
        return
    _made(folder, begun.workspace, len(begun.batches))
    click.echo("各项的出处在 方案出处.csv；请两人逐项与原文件核对后确认：")
    click.echo(f"  pingyi -C {typed(folder)} policy confirm plan_read --by 确认人 --witness 监督人")
    click.echo(f"下一步：pingyi -C {typed(folder)} forms ballots")


@click.command(help="各批次发出、收回、待判定的情况，和下一步该做什么。")
@click.pass_obj
def status(folder: Path) -> None:
    """Look at everything, change nothing."""
    from pingyi.commands.show.tables import status_tables
    from pingyi.workflow.desk.workspace import open_workspace, watching
    from pingyi.workflow.results.oddities import anomalies_in_short
    from pingyi.workflow.results.policies import confirmed
    from pingyi.workflow.status import make_status

    workspace = open_workspace(folder)
    with watching(workspace) as store:
        workspace = confirmed(workspace, store)
        told = make_status(workspace.campaign, workspace.batches(), store)
        odd = [] if told.names else [*anomalies_in_short(workspace, store)]
        show([*odd, *status_tables(told)])
    if told.names:
        raise click.exceptions.Exit(ExitCode.BAD_CAMPAIGN)


@click.command(help="演示：用虚构的评议表走完全程，并与真值核对。")
@click.argument("folder", type=FILE, default=Path("demo"), metavar="[DIR]")
@click.option("--campaign", type=FILE, metavar="FILE.toml", help="用这份方案演示（默认：随程序附带的 2024 年度方案）")
@jobs_option
def demo(folder: Path, campaign: Path | None, jobs: int) -> None:
    """The whole job on invented ballots."""
    from pingyi.commands.show.tables import demo_tables
    from pingyi.workflow.demo import run_demo
    from pingyi.workflow.desk.progress import progress_bar

    with progress_bar("演示") as advance:
        report = run_demo(folder, advance, jobs, campaign)
    show(demo_tables(report))
