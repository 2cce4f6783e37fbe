"""What is printed and sent out."""

from pathlib import Path

import click

from workflow.console import show, work_in


@click.command(
    help="生成可直接印制的文件：ballots 附件4公众评议表，analysis 附件3绩效分析表，"
    "leaders 领导评价表，plan 整份工作方案，booklet 收回的绩效分析表汇编；all 除汇编外一次全部生成。"
)
@click.argument("kind", type=click.Choice(["ballots", "analysis", "leaders", "plan", "booklet", "all"]), metavar="KIND")
@click.pass_obj
def forms(folder: Path, kind: str) -> None:
    """Print-ready forms."""
    from workflow.forms import make_forms
    from workflow.progress import progress_bar
    from workflow.show import forms_lines

    with work_in(folder, f"forms {kind}") as (workspace, _), progress_bar("生成表格") as advance:
        report = make_forms(kind, workspace, advance)
    show(forms_lines(report))
