"""What people decide, out to them and back."""

from pathlib import Path
from typing import Any

import click

from pingyi.commands.office.passwords import pair_of, typed_password
from pingyi.commands.options import by_option, filled_option, out_option, witness_option
from pingyi.commands.show.console import one_of, show, work_in
from pingyi.commands.show.help import InOrder


@click.command(help="人工复核：导出待判定的行（带图），两人填好后导入。")
@out_option
@filled_option
@click.option("--find", "code", metavar="票代号", help="查一张票的原件在哪个扫描件的第几页")
@click.pass_obj
def review(folder: Path, out: Path | None, filled: Path | None, code: str | None) -> None:
    """Doubtful rows out to people and back."""
    from pingyi.workflow.people.accounts import asking
    from pingyi.workflow.people.pairs import file_released
    from pingyi.workflow.people.review import export_review, find_sheet, import_review
    from pingyi.workflow.said.review import exported_line, review_lines

    if code is None:
        one_of(out, filled)
    with work_in(folder, "review") as (workspace, store):
        if code is not None:
            click.echo("\n".join(find_sheet(store, code)))
        elif out:
            rows = export_review(workspace.campaign, store, out)
            click.echo(exported_line(rows, len(store.open_pages()), out))
        elif filled:
            report = import_review(workspace.campaign, store, filled, asking(store, typed_password))
            released = file_released(workspace, store)
            show(review_lines(report, released, "pingyi scan"))


@click.command(help="书面意见：识别出初稿，连图导出（--export），两人校对录入后导入（--import）。")
@out_option
@filled_option
@click.pass_obj
def opinions(folder: Path, out: Path | None, filled: Path | None) -> None:
    """Written opinions out to people, with a draft, and back as text."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.people.accounts import asking
    from pingyi.workflow.people.written.opinions import export_opinions, import_opinions

    one_of(out, filled)
    with work_in(folder, "opinions") as (workspace, store):
        if out:
            with progress_bar("识别意见") as advance:
                report = export_opinions(workspace.campaign, store, out, advance)
            click.echo(f"书面意见 {report.opinions} 条，其中已录入 {report.typed} 条，已导出到 {out}")
        elif filled:
            report = import_opinions(workspace.campaign, store, filled, asking(store, typed_password))
            click.echo(f"导入 {report.fresh} 条；书面意见共 {report.opinions} 条，已录入 {report.typed} 条")


@click.command(help="领导评分：导出待人工认读的评分栏（带图），两人填好后导入。")
@out_option
@filled_option
@click.pass_obj
def scores(folder: Path, out: Path | None, filled: Path | None) -> None:
    """Score fields out to people and back."""
    from pingyi.workflow.people.accounts import asking
    from pingyi.workflow.people.scores.leader_scores import export_scores, import_scores

    one_of(out, filled)
    with work_in(folder, "scores") as (workspace, store):
        if out:
            report = export_scores(workspace.campaign, store, out)
            click.echo(f"评分栏 {report.fields} 个，其中待人工认读 {report.open} 个，已导出到 {out}")
        elif filled:
            report = import_scores(workspace.campaign, store, filled, asking(store, typed_password))
            click.echo(f"导入评分 {report.fresh} 个，与以前相同的 {report.repeated} 个，仍待认读 {report.open} 个")


reason_option = click.option("--reason", required=True, metavar="原因", help="写入记录和通报附件")


@click.group(
    cls=InOrder,
    invoke_without_command=True,
    help="票的归属：改归和移出的票；--batch 列出一批的每张票；move 改归别的批次、out 移出不计、back 移回，都要两人。",
)
@click.option("--batch", default="", metavar="批次", help="列出这一批计入的每张票和代号")
@click.pass_context
def papers(context: click.Context, batch: str) -> None:
    """List papers, unless one is to be given another place."""
    from pingyi.commands.show.papers import batch_table, moved_table
    from pingyi.workflow.desk.workspace import open_workspace, watching
    from pingyi.workflow.people.reassigned import batch_papers, moved_papers

    if context.invoked_subcommand is None:
        with watching(open_workspace(context.obj)) as store:
            lines = batch_table(batch, batch_papers(store, batch)) if batch else moved_table(moved_papers(store))
        show(lines)


codes_argument = click.argument("codes", nargs=-1, metavar="[CODE]...")
file_option = click.option("--file", default="", metavar="扫描件", help="不写代号，写扫描件的文件名：它的每一张票")
from_option = click.option("--from", "was", default="", metavar="批次", help="只要 --file 里现在计入这一批的")


@papers.command(help="把归错的票改归别的批次；CODE 是代号，见 pingyi papers --batch；整份扫描件归错的用 --file。")
@codes_argument
@file_option
@from_option
@click.option("--to", "batch", required=True, metavar="批次", help="改归哪一批")
@by_option
@witness_option
@reason_option
@click.pass_obj
def move(folder: Path, /, batch: str, **wish: Any) -> None:
    """Two people give papers to another batch."""
    _reassign(folder, batch, wish)


@papers.command(help="把不该计入的票移出：扫描件和读数留着，不再计票；CODE 是代号。")
@codes_argument
@file_option
@from_option
@by_option
@witness_option
@reason_option
@click.pass_obj
def out(folder: Path, /, **wish: Any) -> None:
    """Two people take papers out of the count."""
    _reassign(folder, "", wish)


@papers.command(help="把改归或移出的票移回各自读入时的批次；CODE 是代号。")
@codes_argument
@file_option
@from_option
@by_option
@witness_option
@reason_option
@click.pass_obj
def back(folder: Path, /, **wish: Any) -> None:
    """Two people give papers back to the batch each was read into."""
    _reassign(folder, None, wish)


def _reassign(folder: Path, batch: str | None, wish: dict[str, Any]) -> None:
    """The papers named by their codes or by their file go to a batch: empty for nowhere, None for their own."""
    from pingyi.workflow.people.reassigned import Given, papers_of_file, reassign
    from pingyi.workflow.said.papers import reassigned_lines

    if bool(wish["codes"]) == bool(wish["file"]):
        raise click.UsageError("请写票的代号（可写几个），或用 --file 写扫描件的文件名；两样写一样")
    with work_in(folder, "papers") as (workspace, store):
        codes = wish["codes"] or papers_of_file(store, wish["file"], wish["was"])
        pair = pair_of(store, wish["by"], wish["witness"])
        moves = reassign(workspace, store, Given(codes=codes, batch=batch, reason=wish["reason"]), pair)
    show(reassigned_lines(moves))
