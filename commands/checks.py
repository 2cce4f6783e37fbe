"""What is looked at before numbers go out: open policies, their effects, oddities."""

from pathlib import Path

import click

from pingyi.commands.office.passwords import pair_of
from pingyi.commands.options import FILE, by_option, witness_option
from pingyi.commands.show.console import show, work_in
from pingyi.commands.show.help import InOrder

export_option = click.option("--export", "out", type=FILE, metavar="FILE.xlsx", help="另存为表格")


@click.group(
    cls=InOrder, invoke_without_command=True, help="方案没有写明的事项：现用办法、谁确认的；confirm 确认，revoke 撤回。"
)
@click.pass_context
def policy(context: click.Context) -> None:
    """List the policies, unless one is to be confirmed or taken back."""
    from pingyi.commands.show.policies import policy_tables
    from pingyi.workflow.desk.workspace import open_workspace, watching
    from pingyi.workflow.results.policies import standings

    if context.invoked_subcommand is None:
        workspace = open_workspace(context.obj)
        with watching(workspace) as store:
            found = standings(workspace.campaign, store)
        show(policy_tables(found))


@policy.command(help="两人确认一项办法，各输自己的密码；NAME 是 pingyi policy 列出的代号。")
@click.argument("name", metavar="NAME")
@by_option
@witness_option
@click.option("--value", default="", metavar="V", help="写明确认的取值，与 campaign.toml 不符时拒绝")
@click.pass_obj
def confirm(folder: Path, name: str, by: str, witness: str, value: str) -> None:
    """Two people confirm one policy."""
    from pingyi.domain.campaign.scheme import open_questions
    from pingyi.workflow.results.policies import give_confirmation

    with work_in(folder, "policy confirm") as (workspace, store):
        words = give_confirmation(workspace, store, name, pair_of(store, by, witness), value=value)
        left = len(open_questions(workspace.campaign))
    click.echo(f"已记录：{name} 按“{words}”，确认人 {by}，监督人 {witness}（确认前待确认 {left} 项）")


@policy.command(help="两人撤回一项确认，写明原因。")
@click.argument("name", metavar="NAME")
@by_option
@witness_option
@click.option("--reason", required=True, metavar="原因", help="写入记录")
@click.pass_obj
def revoke(folder: Path, name: str, by: str, witness: str, reason: str) -> None:
    """Two people take a confirmation back."""
    from pingyi.workflow.results.policies import take_back

    with work_in(folder, "policy revoke") as (workspace, store):
        take_back(workspace.campaign, store, name, pair_of(store, by, witness), reason)
    click.echo(f"已记录：{name} 的确认由 {by}、{witness} 撤回，原因：{reason}")


@click.command(help="待确认的事项改用其他办法，哪些单位的名次会变。")
@click.option("--all", "all_", is_flag=True, help="已确认的也列出")
@export_option
@click.pass_obj
def sensitivity(folder: Path, all_: bool, out: Path | None) -> None:
    """What other answers would change."""
    from pingyi.commands.show.policies import effect_tables
    from pingyi.workflow.results.checks import give_effects, save_annexes

    with work_in(folder, "sensitivity") as (workspace, store):
        effects = give_effects(workspace, store, all_=all_)
    show(effect_tables(effects))
    if out:
        click.echo(f"表格：{save_annexes(out, effects=effects)}")


@click.command(help="发布前的异常核查：废票率、雷同票、整批同选、多收、缺群体、评分全同等，只列出不更正。")
@export_option
@click.pass_obj
def anomalies(folder: Path, out: Path | None) -> None:
    """List what looks odd; exit code 0 whatever there is."""
    from pingyi.commands.show.policies import anomaly_lines
    from pingyi.workflow.results.checks import save_annexes
    from pingyi.workflow.results.oddities import give_anomalies

    with work_in(folder, "anomalies") as (workspace, store):
        found = give_anomalies(workspace, store)
    show(anomaly_lines(found))
    if out:
        click.echo(f"表格：{save_annexes(out, anomalies=found)}")
