"""What comes from outside as files."""

import sys
from pathlib import Path

import click

from commands.options import FILE
from domain.errors import ExitCode
from workflow.console import show, work_in


@click.command(
    "import",
    help="导入：analysis 收回的绩效分析表（文件或文件夹），"
    "leaders 领导评分、hotline 12345热线、phone 电话访谈的汇总表。",
)
@click.argument("kind", type=click.Choice(["analysis", "leaders", "hotline", "phone"]), metavar="KIND")
@click.argument("tables", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.pass_obj
def import_(folder: Path, kind: str, tables: tuple[Path, ...]) -> None:
    """Summary tables into the workspace."""
    from workflow.analysis import import_analysis
    from workflow.imports import import_table
    from workflow.progress import progress_bar
    from workflow.show import analysis_lines

    with work_in(folder, f"import {kind}") as (workspace, store), progress_bar("导入") as advance:
        if kind == "analysis":
            report = import_analysis(workspace.root, workspace.campaign, tables, advance)
        else:
            for table in tables:
                brought = import_table(workspace.campaign, store, kind, table)
                click.echo(f"{brought.file}：导入 {brought.entries} 行，{brought.units} 个单位")
            return
    show(analysis_lines(report))
    if report.refused:
        sys.exit(ExitCode.BAD_IMPORT)
