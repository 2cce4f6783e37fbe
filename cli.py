"""The commands of pingyi: parse, open the workspace, call one workflow function, show."""

import os
import sys
from pathlib import Path

import click

from domain.errors import ExitCode
from workflow.console import end_with, one_of, run, show, work_in

FILE = click.Path(path_type=Path)
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时用几个进程（默认：处理器核数）"
)
out_option = click.option("--export", "out", type=FILE, metavar="FILE.xlsx", help="导出表格，交两人填写")
filled_option = click.option("--import", "filled", type=FILE, metavar="FILE.xlsx", help="导入填好的表格")
draft_option = click.option("--draft", is_flag=True, help="试算：待判定的行和缺少的数据先不计，并写明")


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]}, help="评议：印评议表，读回扫描件，计票、计分，出通报。"
)
@click.version_option(package_name="pingyi", message="pingyi %(version)s")
@click.option("-C", "folder", type=FILE, default=Path(), metavar="DIR", help="工作目录（默认：当前目录）")
@click.pass_context
def commands(context: click.Context, folder: Path) -> None:
    """Name the workspace for the command that follows."""
    context.obj = folder


@commands.command(help="把扫描件读成 readings.csv，不需要工作目录。SCAN 可以是文件，也可以是文件夹。")
@click.argument("scans", nargs=-1, required=True, type=FILE, metavar="SCAN…")
@click.option("--form", "forms", multiple=True, required=True, type=FILE, metavar="FORM.docx", help="表样，可写多个")
@click.option("--choices", default="", metavar="甲,乙,丙", help="选项栏的表头文字；默认取表样自己的")
@click.option("-o", "--output", type=FILE, default=Path("readings.csv"), show_default=True, help="结果表")
@jobs_option
@click.option("--debug", type=FILE, metavar="DIR", help="把每页辨认的每一步画成图，存到这里")
@click.option("--explain", metavar="PAGE:ITEM", help="只说明一行是怎样读出的，如 3:12；图存到 --debug 的文件夹")
def read(
    scans: tuple[Path, ...],
    forms: tuple[Path, ...],
    choices: str,
    output: Path,
    jobs: int,
    debug: Path | None,
    explain: str | None,
) -> None:
    """Scans to readings.csv."""
    from workflow.explain import explain_row, place
    from workflow.progress import progress_bar
    from workflow.read import ReadRequest, load_forms, read_scans
    from workflow.show import read_lines

    words = tuple(word for word in choices.replace("，", ",").replace("、", ",").split(",") if word)
    if explain:
        try:
            wanted = place(explain)
        except ValueError as error:
            raise click.BadParameter("请写 页:序号，如 3:12", param_hint="--explain") from error
        show(explain_row(scans, load_forms(forms, words), wanted, debug or Path()))
        return
    request = ReadRequest(scans=scans, forms=forms, choices=words, output=output, jobs=jobs, debug=debug)
    with progress_bar("读取") as advance:
        summary = read_scans(request, advance)
    show(read_lines(summary))
    click.echo(f"结果：{output}")
    end_with(summary.unread)


@commands.command(help="新建工作目录：方案 campaign.toml 和示例发放计划 batches.csv。")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--campaign", type=FILE, metavar="FILE.toml", help="用这份方案（默认：随程序附带的 2024 年度方案）")
def init(folder: Path, campaign: Path | None) -> None:
    """Make a workspace."""
    from workflow.init import start_workspace

    workspace, batches = start_workspace(folder, campaign)
    about = workspace.campaign.about
    click.echo(f"已建好工作目录 {folder}（{about.year} 年度{about.district}，{len(workspace.campaign.units)} 个单位）")
    click.echo(f"发放计划 batches.csv 有 {len(batches)} 批，份数都是示例：请先按实际人数修改")
    click.echo(f"下一步：pingyi -C {folder} forms ballots")


@commands.command(
    help="生成可直接印制的文件：ballots 附件4公众评议表，analysis 附件3绩效分析表，"
    "leaders 领导评价表，plan 整份工作方案，booklet 收回的绩效分析表汇编。"
)
@click.argument("kind", type=click.Choice(["ballots", "analysis", "leaders", "plan", "booklet"]), metavar="KIND")
@click.pass_obj
def forms(folder: Path, kind: str) -> None:
    """Print-ready forms."""
    from workflow.forms import make_forms
    from workflow.progress import progress_bar
    from workflow.show import forms_lines

    with work_in(folder, f"forms {kind}") as (workspace, _), progress_bar("生成表格") as advance:
        report = make_forms(kind, workspace, advance)
    show(forms_lines(report))


@commands.command(help="把一批收回的评议表读进工作目录；重复运行不会重复计票。SCAN 可以是文件，也可以是文件夹。")
@click.argument("scans", nargs=-1, required=True, type=FILE, metavar="SCAN…")
@click.option("--batch", default="", metavar="CODE", help="批次号，如 A07；不写则读每张表上印的批次码")
@click.option("--form", type=FILE, metavar="FORM.docx", help="表样（默认：forms ballots 生成的一份）")
@jobs_option
@click.pass_obj
def scan(folder: Path, scans: tuple[Path, ...], batch: str, form: Path | None, jobs: int) -> None:
    """Scans into the workspace."""
    from workflow.progress import progress_bar
    from workflow.scan import ScanRequest, scan_into
    from workflow.show import scan_lines

    request = ScanRequest(scans=scans, batch=batch, form=form, jobs=jobs)
    with work_in(folder, f"scan {batch}".strip()) as (workspace, store), progress_bar("读取") as advance:
        summary = scan_into(workspace, store, request, advance)
    show(scan_lines(summary))
    end_with(summary.unread, summary.notes())


@commands.command(help="人工复核：导出待判定的行（带图），两人填好后导入。")
@out_option
@filled_option
@click.pass_obj
def review(folder: Path, out: Path | None, filled: Path | None) -> None:
    """Doubtful rows out to people and back."""
    from workflow.review import export_review, import_review

    one_of(out, filled)
    with work_in(folder, "review") as (workspace, store):
        if out:
            rows = export_review(workspace.campaign, store, out)
            click.echo(f"待判定 {rows} 行，未读出 {len(store.open_pages())} 页，已导出到 {out}")
        elif filled:
            report = import_review(workspace.campaign, store, filled)
            click.echo(f"导入判定 {report.decided} 行、页 {report.pages} 个，与以前相同的 {report.repeated} 个")
            click.echo(f"仍待判定 {report.left} 行")


@commands.command(help="书面意见：识别出初稿，连图导出（--export），两人校对录入后导入（--import）。")
@out_option
@filled_option
@click.pass_obj
def opinions(folder: Path, out: Path | None, filled: Path | None) -> None:
    """Written opinions out to people, with a draft, and back as text."""
    from workflow.opinions import export_opinions, import_opinions
    from workflow.progress import progress_bar

    one_of(out, filled)
    with work_in(folder, "opinions") as (workspace, store):
        if out:
            with progress_bar("识别意见") as advance:
                report = export_opinions(workspace.campaign, store, out, advance)
            click.echo(f"书面意见 {report.opinions} 条，其中已录入 {report.typed} 条，已导出到 {out}")
        elif filled:
            report = import_opinions(workspace.campaign, store, filled)
            click.echo(f"导入 {report.fresh} 条；书面意见共 {report.opinions} 条，已录入 {report.typed} 条")


@commands.command(
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


@commands.command(help="各批次发出、收回、待判定的情况，和下一步该做什么。")
@click.pass_obj
def status(folder: Path) -> None:
    """Look at everything, change nothing."""
    from workflow.show import status_tables
    from workflow.status import make_status
    from workflow.workspace import open_workspace, watching

    workspace = open_workspace(folder)
    with watching(workspace) as store:
        show(status_tables(make_status(workspace.campaign, workspace.batches(), store)))


@commands.command(help="计票：按群体和单位汇总。")
@draft_option
@click.pass_obj
def tally(folder: Path, draft: bool) -> None:
    """Count."""
    from workflow.show import tally_tables
    from workflow.tally import make_tally

    with work_in(folder, "tally") as (workspace, store):
        counted = make_tally(workspace.campaign, workspace.batches(), store, draft=draft)
    show(tally_tables(counted, workspace.campaign))


@commands.command(help="计分、排名。")
@draft_option
@click.pass_obj
def score(folder: Path, draft: bool) -> None:
    """Points and ranks."""
    from workflow.score import make_scores
    from workflow.show import score_tables

    with work_in(folder, "score") as (workspace, store):
        _, sheet = make_scores(workspace.campaign, workspace.batches(), store, draft=draft)
    show(score_tables(sheet))


@commands.command(help="说明一个单位的得分是怎样算出来的。")
@click.argument("unit", metavar="UNIT")
@click.pass_obj
def explain(folder: Path, unit: str) -> None:
    """The tree behind one unit's points, open rows and missing tables left out."""
    from workflow.score import make_scores
    from workflow.show import figure_tree

    with work_in(folder, "explain") as (workspace, store):
        _, sheet = make_scores(workspace.campaign, workspace.batches(), store, draft=True)
    show([figure_tree(sheet, workspace.campaign, unit), *sheet.remarks])


@commands.command(help="写出通报（Word、PDF）和结果表（Excel），存到 results 文件夹；不加 --final 是征求意见稿。")
@click.option("--final", is_flag=True, help="正式通报：各项政策须已确认，没有待判定的行")
@draft_option
@click.pass_obj
def notice(folder: Path, final: bool, draft: bool) -> None:
    """The result notice."""
    from workflow.notice import make_notice
    from workflow.score import make_scores
    from workflow.show import notice_lines

    if final and draft:
        raise click.UsageError("--final 和 --draft 只能写一个")
    with work_in(folder, "notice") as (workspace, store):
        results = make_scores(workspace.campaign, workspace.batches(), store, draft=draft)
        files = make_notice(workspace.root, workspace.campaign, results, final=final)
    show([*results[1].remarks, *notice_lines(files)])


@commands.command(help="给每个单位写一份结果反馈（得分、名次、票数、书面意见），存到 results/反馈。")
@draft_option
@click.pass_obj
def feedback(folder: Path, draft: bool) -> None:
    """A letter for each unit."""
    from workflow.feedback import make_feedback
    from workflow.progress import progress_bar
    from workflow.score import make_scores
    from workflow.show import feedback_lines

    with work_in(folder, "feedback") as (workspace, store), progress_bar("写结果反馈") as advance:
        results = make_scores(workspace.campaign, workspace.batches(), store, draft=draft)
        report = make_feedback(workspace.root, workspace.campaign, store, results, advance)
    show([*results[1].remarks, *feedback_lines(report)])


@commands.command(help="演示：用虚构的评议表走完全程，并与真值核对。")
@click.argument("folder", type=FILE, default=Path("demo"), metavar="[DIR]")
@jobs_option
def demo(folder: Path, jobs: int) -> None:
    """The whole job on invented ballots."""
    from workflow.demo import run_demo
    from workflow.progress import progress_bar
    from workflow.show import demo_tables

    with progress_bar("演示") as advance:
        report = run_demo(folder, advance, jobs)
    show(demo_tables(report))


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(commands, arguments))


if __name__ == "__main__":
    main()
