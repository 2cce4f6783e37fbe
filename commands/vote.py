"""Any vote on a Word form: from the file to the counted result."""

from pathlib import Path

import click

from pingyi.commands.office.passwords import typed_password
from pingyi.commands.options import (
    FILE,
    choices_option,
    draft_option,
    filled_option,
    jobs_option,
    names_option,
    out_option,
)
from pingyi.commands.show.console import end_with, one_of, show
from pingyi.commands.show.help import InOrder
from pingyi.domain.forms.declared import Declared
from pingyi.ground.errors import CampaignError, ExitCode

KINDS = ("民主测评", "等额选举", "差额选举", "满意度")
MARKS = tuple(one.value for one in Declared)
BASES = ("应到会人数", "实到会人数", "收回选票数")
QUORUMS = ("五分之四", "三分之二", "过半数", "不设")


@click.group(
    cls=InOrder, help="一次投票：民主测评、等额或差额选举、满意度。一份 Word 表格，从印票到计票结果，不用写设置。"
)
def vote() -> None:
    """Votes of any kind."""


@vote.command(help="由一份 Word 表样开始一次投票：说明认出的题目和计票办法，按发放处印好带批次码的票。")
@click.argument("form", type=FILE, metavar="FORM.docx")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--name", required=True, metavar="名称", help="投票的名称，印在结果上，如 2024年度中层干部民主测评")
@click.option("--kind", required=True, type=click.Choice(KINDS), metavar="种类", help="、".join(KINDS))
@click.option("--copies", required=True, metavar="甲处=30,乙处=12", help="各发放处的份数")
@click.option(
    "--seats", type=click.IntRange(min=1), default=None, metavar="N", help="选举：应选名额（等额默认为候选人数）"
)
@click.option("--exact", is_flag=True, help="选举：所选人数必须等于应选名额，少选的也整张无效")
@click.option("--eligible", type=click.IntRange(min=1), default=None, metavar="N", help="选举：应到会有选举权的人数")
@click.option("--attending", type=click.IntRange(min=1), default=None, metavar="N", help="选举：实到会的人数")
@click.option(
    "--base", type=click.Choice(BASES), default=BASES[0], metavar="人数", help="选举：半数以什么计，" + "、".join(BASES)
)
@click.option(
    "--quorum",
    type=click.Choice(QUORUMS),
    default=QUORUMS[0],
    metavar="几成",
    help="选举：到会多少才有效，" + "、".join(QUORUMS),
)
@click.option("--favour", default="", metavar="赞成", help="选举：表示赞成的那一栏的表头文字；默认自己认")
@click.option("--several", is_flag=True, help="每行可以选几项，各计一票（选举不可）")
@click.option(
    "--marks", type=click.Choice(MARKS), default=MARKS[0], metavar="填法", help="怎样填才算选，" + "、".join(MARKS)
)
@choices_option
@names_option
def new(
    form: Path,
    folder: Path,
    name: str,
    kind: str,
    copies: str,
    seats: int | None,
    exact: bool,
    eligible: int | None,
    attending: int | None,
    base: str,
    quorum: str,
    favour: str,
    several: bool,
    marks: str,
    choices: tuple[str, ...],
    names: tuple[str, ...],
) -> None:
    """A Word form becomes a vote."""
    from pingyi.domain.votes.vote import Base, Quorum, VoteKind
    from pingyi.workflow.said.vote import started_lines
    from pingyi.workflow.votes.new_vote import NewVote, start_vote

    wish = NewVote(
        form=form,
        name=name,
        kind=VoteKind(kind),
        copies=_copies(copies),
        choices=choices,
        names=names,
        favour=favour,
        several=several,
        marks=Declared(marks),
        seats=seats or 0,
        exact=exact,
        base=Base(base),
        quorum=Quorum(quorum),
        eligible=eligible or 0,
        attending=attending or 0,
    )
    show(started_lines(start_vote(folder, wish)))


@vote.command(
    help="把读不了的表样（同一格里的方框、人排在各列、选项上下排列）改画成每题一行、每个选项一栏的新表样；原文件不动。"
)
@click.argument("form", type=FILE, metavar="FORM.docx")
@click.argument("out", type=FILE, metavar="OUT.docx")
def redraw(form: Path, out: Path) -> None:
    """A form that is refused, drawn anew as one that is read."""
    from pingyi.workflow.said.vote import redrawn_lines
    from pingyi.workflow.votes.redraw import redraw as draw

    show(redrawn_lines(draw(form, out)))


@vote.command(help="读收回的票；重复运行不会重复计票。")
@click.argument("scans", nargs=-1, required=True, type=FILE, metavar="SCAN…")
@click.option("--batch", default="", metavar="CODE", help="批次号，如 V01；不写则读每张票上印的批次码")
@jobs_option
@click.pass_obj
def scan(folder: Path, scans: tuple[Path, ...], batch: str, jobs: int) -> None:
    """Scans into the vote's workspace."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.desk.vote_folder import open_vote
    from pingyi.workflow.desk.workspace import working
    from pingyi.workflow.said.lines import scan_lines
    from pingyi.workflow.scans.scan import ScanRequest
    from pingyi.workflow.votes.sheets import scan_vote

    desk = open_vote(folder)
    request = ScanRequest(scans=scans, batch=batch, jobs=jobs)
    with working(desk, "vote scan") as store, progress_bar("读取") as advance:
        summary = scan_vote(desk, store, request, advance)
    show(scan_lines(summary))
    end_with(summary.unread, summary.notes())


@vote.command(help="人工复核：导出待判定的行（带图）和另选他人的姓名，两人填好后导入。")
@out_option
@filled_option
@click.option("--find", "code", metavar="票代号", help="查一张票的原件在哪个扫描件的第几页")
@click.pass_obj
def review(folder: Path, out: Path | None, filled: Path | None, code: str | None) -> None:
    """Doubtful rows and written names out to people and back."""
    from pingyi.workflow.desk.vote_folder import open_vote
    from pingyi.workflow.desk.workspace import working
    from pingyi.workflow.people.accounts import asking
    from pingyi.workflow.people.review import find_sheet
    from pingyi.workflow.said.review import exported_line, review_lines
    from pingyi.workflow.votes.sheets import export_vote_review, import_vote_review

    if code is None:
        one_of(out, filled)
    desk = open_vote(folder)
    with working(desk, "vote review") as store:
        if code is not None:
            click.echo("\n".join(find_sheet(store, code)))
        elif out:
            rows = export_vote_review(desk, store, out)
            click.echo(exported_line(rows, len(store.open_pages()), out))
        elif filled:
            report, released = import_vote_review(desk, store, filled, asking(store, typed_password))
            show(review_lines(report, released, "pingyi vote scan"))


@vote.command(help="票上写的意见：识别出初稿，连图导出（--export），两人校对录入后导入（--import）；列在结果里。")
@out_option
@filled_option
@click.pass_obj
def opinions(folder: Path, out: Path | None, filled: Path | None) -> None:
    """What is written on the sheets, out to people with a draft, and back as text."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.desk.vote_folder import open_vote
    from pingyi.workflow.desk.workspace import working
    from pingyi.workflow.people.accounts import asking
    from pingyi.workflow.votes.sheets import export_vote_opinions, import_vote_opinions

    one_of(out, filled)
    desk = open_vote(folder)
    with working(desk, "vote opinions") as store:
        if out:
            with progress_bar("识别意见") as advance:
                report = export_vote_opinions(desk, store, out, advance)
            click.echo(f"书面意见 {report.opinions} 条，其中已录入 {report.typed} 条，已导出到 {out}")
        elif filled:
            report = import_vote_opinions(desk, store, filled, asking(store, typed_password))
            click.echo(f"导入 {report.fresh} 条；书面意见共 {report.opinions} 条，已录入 {report.typed} 条")


@vote.command(help="计票，写出计票结果（.docx、.pdf、.xlsx）：各项票数和比例、当选、计票办法和出处、逐票明细。")
@draft_option
@click.pass_obj
def count(folder: Path, draft: bool) -> None:
    """The result and its documents."""
    from pingyi.workflow.desk.vote_folder import open_vote
    from pingyi.workflow.desk.workspace import working
    from pingyi.workflow.said.vote import result_lines
    from pingyi.workflow.votes.count import give_result

    desk = open_vote(folder)
    with working(desk, "vote count") as store:
        counted = give_result(desk, store, draft=draft)
    show(result_lines(counted.result))
    for file in counted.files:
        click.echo(str(file))


@vote.command(help="从扫描件和记录起全部重算一遍，与计票时所记核对；写 ARCHIVE 就只凭归档文件核对。")
@click.argument("archives", nargs=-1, type=FILE, metavar="[ARCHIVE…]")
@click.option(
    "--reread", type=click.IntRange(min=0), default=20, show_default=True, metavar="N", help="从扫描件重新读多少张票"
)
@click.option("--key", default="", metavar="HEX", help="公钥校验码，或完整的公钥；与 ARCHIVE 同用")
@click.pass_obj
def verify(folder: Path, archives: tuple[Path, ...], reread: int, key: str) -> None:
    """Recompute everything; code 15 on a difference."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.desk.vote_folder import open_vote
    from pingyi.workflow.evidence.verify_vote import verify_vote, verify_vote_archives
    from pingyi.workflow.said.evidence import verify_lines

    if key and not archives:
        raise click.BadParameter("公钥是归档文件的；请把归档文件写在后面", param_hint="--key")
    with progress_bar("核验") as advance:
        if archives:
            checked = verify_vote_archives(archives, reread, key.strip().lower(), advance)
        else:
            checked = verify_vote(open_vote(folder), reread, advance)
    show(verify_lines(checked))
    if checked.differences:
        raise click.exceptions.Exit(ExitCode.DIFFERS)


@vote.command(help="封存：扫描件、读票、判定、设置、文件和记录存成一个签名的文件；pingyi restore 恢复它。")
@click.option(
    "-o", "--output", type=FILE, metavar="FILE.zip", help="写到哪里（默认：工作目录下 归档/ 里，以投票的名称）"
)
@click.option("--without-pictures", is_flag=True, help="票面图像另存一个文件，结果归档可以单独交出")
@click.pass_obj
def archive(folder: Path, output: Path | None, without_pictures: bool) -> None:
    """Seal the vote in one or two signed files."""
    from pingyi.workflow.desk.vote_folder import open_vote
    from pingyi.workflow.desk.workspace import working
    from pingyi.workflow.evidence.archive import archive_path, make_archive
    from pingyi.workflow.said.evidence import archive_lines

    desk = open_vote(folder)
    with working(desk, "vote archive") as store:
        made = make_archive(desk, store, output or archive_path(desk), pictures=not without_pictures)
    show(archive_lines(made))


def _copies(text: str) -> tuple[tuple[str, int], ...]:
    """Places and numbers as they are typed."""
    from pingyi.domain.votes.vote import parse_places

    try:
        return parse_places(text)
    except CampaignError as error:
        raise click.BadParameter(str(error), param_hint="--copies") from error
