"""Counts, points, documents."""

from pathlib import Path

import click

from pingyi.commands.office.passwords import pair_of
from pingyi.commands.options import by_option, draft_option, witness_option
from pingyi.commands.show.console import show, work_in
from pingyi.ground.errors import ExitCode


@click.command(help="计票：按群体和单位汇总。")
@draft_option
@click.pass_obj
def tally(folder: Path, draft: bool) -> None:
    """Count, record the count in the evidence chain, show it."""
    from pingyi.commands.show.tables import tally_tables
    from pingyi.workflow.results.tally import give_tally

    with work_in(folder, "tally") as (workspace, store):
        counted = give_tally(workspace, store, draft=draft)
    show(tally_tables(counted, workspace.campaign))


@click.command(help="核对票数：发出、收回、读出、计入各数是否相等，不等的列出并写明怎么办。")
@click.pass_obj
def reconcile(folder: Path) -> None:
    """Paper out, in, read and counted."""
    from pingyi.commands.show.balance import balance_tables
    from pingyi.workflow.results.reconcile import give_balance

    with work_in(folder, "reconcile") as (workspace, store):
        balance = give_balance(workspace, store)
    show(balance_tables(balance))
    if balance.imbalances:
        raise click.exceptions.Exit(ExitCode.UNBALANCED)


@click.command(help="计分、排名。")
@draft_option
@click.pass_obj
def score(folder: Path, draft: bool) -> None:
    """Score and rank, record it in the evidence chain, show it."""
    from pingyi.commands.show.tables import score_tables
    from pingyi.workflow.results.oddities import in_short
    from pingyi.workflow.results.score import give_scores

    with work_in(folder, "score") as (workspace, store):
        scored = give_scores(workspace, store, draft=draft)
    show([*score_tables(scored.result.scores), *in_short(scored.anomalies)])


@click.command(help="说明一个单位的得分是怎样算出来的，直到批次和文件；ITEM 可写 问卷、热线、四家班子、领导班子。")
@click.argument("unit", metavar="UNIT")
@click.argument("item", default="", metavar="[ITEM]")
@click.pass_obj
def explain(folder: Path, unit: str, item: str) -> None:
    """The tree behind one unit's points, open rows and missing tables left out."""
    from pingyi.commands.show.fold import wrapped
    from pingyi.workflow.results.explain_points import explain_points
    from pingyi.workflow.results.score import make_result

    with work_in(folder, "explain") as (workspace, store):
        result = make_result(workspace.campaign, workspace.batches(), store, draft=True)
        lines = [*explain_points(result, workspace.campaign, (unit, item), store)]
    show([*lines, *(line for remark in result.scores.remarks for line in wrapped(remark))])


@click.command(help="写出通报（Word、PDF）和结果表（Excel），存到 results 文件夹；不加 --final 是征求意见稿。")
@click.option("--final", is_flag=True, help="正式通报：政策都已确认，没有待判定的行，票数相平，两人签发")
@click.option("--by", default="", metavar="姓名", help="签发人；正式通报由两人各输密码签发")
@click.option("--witness", default="", metavar="姓名", help="监督人，不能与签发人是同一人")
@draft_option
@click.pass_obj
def notice(folder: Path, final: bool, by: str, witness: str, draft: bool) -> None:
    """Write the result notice, as a draft unless it is to be final."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.results.issuing import agree
    from pingyi.workflow.results.notice import NoticeWish, give_notice
    from pingyi.workflow.said.lines import notice_lines

    if final and draft:
        raise click.UsageError("--final 和 --draft 只能写一个")
    with work_in(folder, "notice") as (workspace, store):
        if final and (by or witness):
            agree(workspace, store, pair_of(store, by, witness))
        with progress_bar("写通报") as advance:
            written = give_notice(workspace, store, NoticeWish(final=final, draft=draft), advance)
    show(notice_lines(written))


@click.command(help="正式通报发出后要更改：两人写明原因，重新打开；重出的通报标明更正。")
@by_option
@witness_option
@click.option("--reason", required=True, metavar="原因", help="写入记录，更正通报里也写")
@click.pass_obj
def reopen(folder: Path, by: str, witness: str, reason: str) -> None:
    """Open a closed campaign again."""
    from pingyi.workflow.results.issuing import reopen as open_again

    with work_in(folder, "reopen") as (workspace, store):
        open_again(workspace, store, pair_of(store, by, witness), reason)
    click.echo("已重新打开：可以更改了；改好后请再出正式通报（会标明更正）")


@click.command(help="给每个单位写一份结果反馈（得分、名次、票数、书面意见），存到 results/反馈。")
@draft_option
@click.pass_obj
def feedback(folder: Path, draft: bool) -> None:
    """A letter for each unit."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.results.feedback import give_feedback
    from pingyi.workflow.said.lines import feedback_lines

    with work_in(folder, "feedback") as (workspace, store), progress_bar("写结果反馈") as advance:
        report = give_feedback(workspace, store, advance, draft=draft)
    show(feedback_lines(report))
