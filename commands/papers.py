"""What is printed and sent out."""

import sys
from pathlib import Path

import click

from pingyi.checker.finding import Kind
from pingyi.commands.options import FILE
from pingyi.commands.show.console import show, work_in
from pingyi.ground.errors import ExitCode

FORM_KINDS = ["ballots", "analysis", "leaders", "plan", "booklet", "daily", "all"]
KINDS = {"redhead": Kind.RED_HEAD, "letter": Kind.LETTER, "form": Kind.FORM, "tables": Kind.TABLES}


@click.command(
    help="生成可直接印制的文件：ballots 附件4公众评议表，analysis 附件3绩效分析表，"
    "leaders 领导评价表，plan 整份工作方案，booklet 收回的绩效分析表汇编，"
    "daily 日结单（当天记录的校验码和二维码）；all 一次生成前四种。"
)
@click.argument("kind", type=click.Choice(FORM_KINDS), metavar="KIND")
@click.pass_obj
def forms(folder: Path, kind: str) -> None:
    """Write one kind of forms, or all, ready to be printed."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.paper.forms import give_forms
    from pingyi.workflow.said.lines import forms_lines

    with work_in(folder, f"forms {kind}") as (workspace, store), progress_bar("生成表格") as advance:
        report = give_forms(kind, workspace, store, advance, trial=True)  # the page prints none by a sample's copies
    show(forms_lines(report))


@click.command(help="按 GB/T 9704-2012 检查公文格式：版面、字体、字号、位置逐项量到毫米（.docx .doc .wps .pdf）。")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.option("--kind", type=click.Choice(list(KINDS)), help="当作哪种文件检查（默认：自己判断）")
@click.option("--debug", type=FILE, metavar="DIR", help="把不合格的地方画在页面图上，存到这里")
def check(files: tuple[Path, ...], kind: str | None, debug: Path | None) -> None:
    """The format of any official document."""
    from pingyi.commands.show.fold import wrapped
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.paper.check import check_files
    from pingyi.workflow.said.check import check_lines

    with progress_bar("检查") as advance:
        checked = check_files(files, KINDS[kind] if kind else None, debug, advance)
    show(line for indent, said in check_lines(checked) for line in wrapped(said, indent))
    if any(one.report is None for one in checked):
        sys.exit(ExitCode.BAD_FILE)
    if any(one.report and one.report.errors for one in checked):
        sys.exit(ExitCode.BAD_FORMAT)
