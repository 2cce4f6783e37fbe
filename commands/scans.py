"""What the copier brings back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.commands.options import FILE, SCAN, choices_option, cluster_option, jobs_option, names_option
from pingyi.commands.show.console import end_with, show, work_in
from pingyi.ground.errors import missing_extra

if TYPE_CHECKING:
    from pingyi.workflow.cluster.cluster import Cluster
    from pingyi.workflow.cluster.remote import Origins


@click.command(help="把扫描件读成 readings.csv，不需要工作目录。SCAN 可以是文件、文件夹或 URL（s3:// 等）。")
@click.argument("scans", nargs=-1, required=True, type=SCAN, metavar="SCAN…")
@click.option("--form", "forms", multiple=True, required=True, type=FILE, metavar="FORM.docx", help="表样，可写多个")
@choices_option
@names_option
@click.option("-o", "--output", type=FILE, default=Path("readings.csv"), show_default=True, help="结果表")
@jobs_option
@cluster_option
@click.option("--debug", type=FILE, metavar="DIR", help="把每页辨认的每一步画成图，存到这里")
@click.option("--explain", metavar="PAGE:ITEM", help="只说明一行是怎样读出的，如 3:12；图存到 --debug 的文件夹")
def read(
    scans: tuple[str, ...],
    forms: tuple[Path, ...],
    choices: tuple[str, ...],
    names: tuple[str, ...],
    output: Path,
    jobs: int,
    cluster: str,
    debug: Path | None,
    explain: str | None,
) -> None:
    """Scans to readings.csv, or the evidence of one row."""
    from pingyi.commands.show.form import understood_lines
    from pingyi.workflow.cluster.remote import local_scans
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.said.lines import read_lines
    from pingyi.workflow.scans.forms_read import proven_forms
    from pingyi.workflow.scans.read import ReadRequest, read_scans

    if cluster and debug:
        raise click.UsageError("--debug 的图画在读票的机器上，不能和 --cluster 同用；请去掉其中一个")
    files, origins, beside = local_scans(scans)
    show(beside)

    forms_read = proven_forms(forms, choices, names)
    for line in understood_lines(forms_read):
        click.echo(line, err=True)
    if explain:
        from pingyi.workflow.scans.explain import explain_row, place

        try:
            wanted = place(explain)
        except ValueError as error:
            raise click.BadParameter("请写 页:序号，如 3:12", param_hint="--explain") from error
        show(explain_row(files, forms_read, wanted, debug or Path()))
        return
    far = _cluster(cluster, origins)
    request = ReadRequest(scans=files, forms=forms_read, output=output, jobs=far or jobs, debug=debug)
    with progress_bar("读取") as advance:
        summary = read_scans(request, advance)
    show(read_lines(summary))
    click.echo(f"结果：{output}")
    _say_refused(far)
    end_with(summary.unread, summary.notes())


@click.command(
    help="把一批收回的评议表读进工作目录；重复运行不会重复计票。SCAN 可以是文件、文件夹或 URL。"
    "领导打分的纸用 --kind：analysis 附件3评分栏，leaders 领导评价表。"
)
@click.argument("scans", nargs=-1, required=True, type=SCAN, metavar="SCAN…")
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
@cluster_option
@click.pass_obj
def scan(
    folder: Path, scans: tuple[str, ...], batch: str, form: Path | None, kind: str, jobs: int, cluster: str
) -> None:
    """Scans into the workspace."""
    from pingyi.workflow.cluster.remote import local_scans

    files, origins, beside = local_scans(scans)
    show(beside)
    far = _cluster(cluster, origins)
    if kind != "ballots":
        _scan_scores(folder, files, (batch, kind), form, far, jobs)
        return
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.said.lines import scan_lines
    from pingyi.workflow.scans.scan import ScanRequest, scan_into

    request = ScanRequest(scans=files, batch=batch, form=form, jobs=far or jobs)
    with work_in(folder, f"scan {batch}".strip()) as (workspace, store), progress_bar("读取") as advance:
        summary = scan_into(workspace, store, request, advance)
    show(scan_lines(summary))
    _say_refused(far)
    end_with(summary.unread, summary.notes())


def _cluster(address: str, origins: "Origins") -> "Cluster | None":
    """The cluster at this address; none when it is empty."""
    if not address:
        return None
    try:
        from pingyi.workflow.cluster.cluster import Cluster
    except ImportError as error:
        raise missing_extra("--cluster ", "cluster") from error
    return Cluster(address, origins)


def _say_refused(far: "Cluster | None") -> None:
    for note in far.notes() if far else ():
        click.echo(note, err=True)


def _scan_scores(
    folder: Path,
    scans: tuple[Path, ...],
    paper: tuple[str, str],
    form: Path | None,
    far: "Cluster | None",
    jobs: int,
) -> None:
    """Leaders' scored papers; `paper` is batch and kind."""
    from pingyi.domain.readings.score_reading import ScorePaper
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.leaders.scan import ScoreScanRequest, scan_scores
    from pingyi.workflow.said.lines import score_scan_lines

    batch, kind = paper
    request = ScoreScanRequest(scans=scans, paper=ScorePaper(kind), batch=batch, form=form, jobs=far or jobs)
    with work_in(folder, f"scan {kind} {batch}".strip()) as (workspace, store), progress_bar("读取") as advance:
        summary = scan_scores(workspace, store, request, advance)
    show(score_scan_lines(summary))
    if summary.waiting:
        click.echo("认读：pingyi scores --export 评分复核表.xlsx")
    _say_refused(far)
    end_with(summary.unread, summary.notes())
