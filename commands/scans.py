"""What the copier brings back."""

from pathlib import Path

import click

from commands.options import FILE, jobs_option
from workflow.console import end_with, show, work_in


@click.command(help="把扫描件读成 readings.csv，不需要工作目录。SCAN 可以是文件，也可以是文件夹。")
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


@click.command(
    help="把一批收回的评议表读进工作目录；重复运行不会重复计票。SCAN 可以是文件，也可以是文件夹。"
    "领导打分的纸用 --kind：analysis 附件3评分栏，leaders 领导评价表。"
)
@click.argument("scans", nargs=-1, required=True, type=FILE, metavar="SCAN…")
@click.option("--batch", default="", metavar="CODE", help="批次号，如 A07；不写则读每张表上印的批次码")
@click.option("--form", type=FILE, metavar="FORM.docx", help="表样（默认：forms ballots 生成的一份）")
@click.option(
    "--kind",
    type=click.Choice(["ballots", "analysis", "leaders"]),
    default="ballots",
    metavar="KIND",
    help="哪种纸：ballots（默认）、analysis、leaders；后两种 --batch 写领导批次或群体代号，如 L",
)
@jobs_option
@click.pass_obj
def scan(folder: Path, scans: tuple[Path, ...], batch: str, form: Path | None, kind: str, jobs: int) -> None:
    """Scans into the workspace."""
    if kind != "ballots":
        _scan_scores(folder, scans, (batch, kind), form, jobs)
        return
    from workflow.progress import progress_bar
    from workflow.scan import ScanRequest, scan_into
    from workflow.show import scan_lines

    request = ScanRequest(scans=scans, batch=batch, form=form, jobs=jobs)
    with work_in(folder, f"scan {batch}".strip()) as (workspace, store), progress_bar("读取") as advance:
        summary = scan_into(workspace, store, request, advance)
    show(scan_lines(summary))
    end_with(summary.unread, summary.notes())


def _scan_scores(folder: Path, scans: tuple[Path, ...], paper: tuple[str, str], form: Path | None, jobs: int) -> None:
    """Leaders' scored papers; `paper` is batch and kind."""
    from domain.score_reading import ScorePaper
    from workflow.leader_scans import ScoreScanRequest, scan_scores
    from workflow.progress import progress_bar

    batch, kind = paper
    request = ScoreScanRequest(scans=scans, paper=ScorePaper(kind), batch=batch, form=form, jobs=jobs)
    with work_in(folder, f"scan {kind} {batch}".strip()) as (workspace, store), progress_bar("读取") as advance:
        summary = scan_scores(workspace, store, request, advance)
    by_people = workspace.campaign.policies.machine_scores.value == "people"
    waiting = summary.fields if by_people else summary.fields - summary.read
    click.echo(f"新读入 {summary.pages} 页，评分栏 {summary.fields} 个：两种识别一致 {summary.read} 个")
    if summary.known:
        click.echo(f"已在库中的 {summary.known} 页没有重复计入")
    if waiting:
        click.echo(f"待人工认读 {waiting} 个：pingyi scores --export 评分复核表.xlsx")
    end_with(summary.unread, summary.notes())
