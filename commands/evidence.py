"""What others can check: verify, archive, restore."""

from pathlib import Path

import click

from pingyi.commands.options import FILE, typed
from pingyi.commands.show.console import show, work_in
from pingyi.ground.errors import ExitCode

reread_option = click.option(
    "--reread", default="20", show_default=True, metavar="N|all", help="从扫描件重新读多少张票；0 不读，all 全部"
)


@click.command(help="从扫描件和记录起全部重算一遍，与通报的数字核对；写 ARCHIVE 就只凭归档文件核对，投票的也行。")
@click.argument("archives", nargs=-1, type=FILE, metavar="[ARCHIVE…]")
@reread_option
@click.option("--head", "printed", default="", metavar="HASH", help="通报上印的校验码，或完整的校验值")
@click.option("--key", default="", metavar="HEX", help="通报上印的公钥校验码，或完整的公钥；与 ARCHIVE 同用")
@click.pass_obj
def verify(folder: Path, archives: tuple[Path, ...], reread: str, printed: str, key: str) -> None:
    """Recompute everything, of this workspace or of archives; code 15 on a difference, 18 for a notice replaced."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.desk.workspace import open_workspace
    from pingyi.workflow.evidence.restore import sealed_vote
    from pingyi.workflow.evidence.verify import VerifyRequest, verify_archives
    from pingyi.workflow.evidence.verify import verify as verify_workspace
    from pingyi.workflow.evidence.verify_vote import verify_vote_archives
    from pingyi.workflow.said.evidence import verify_lines

    if reread != "all" and not reread.isdecimal():
        raise click.BadParameter("请写一个数或 all", param_hint="--reread")
    if key and not archives:
        raise click.BadParameter("公钥是归档文件的；请把归档文件写在后面", param_hint="--key")
    request = VerifyRequest(
        reread=None if reread == "all" else int(reread), printed=printed.strip(), key=key.strip().lower()
    )
    with progress_bar("核验") as advance:
        if archives and sealed_vote(archives[0]):  # whoever double-clicks a file need not know what was sealed
            if printed:
                raise click.BadParameter("投票的结果上没有校验码；请去掉它再核验", param_hint="--head")
            checked = verify_vote_archives(archives, request.reread, request.key, advance)
        elif archives:
            checked = verify_archives(archives, request, advance)
        else:
            checked = verify_workspace(open_workspace(folder), request, advance)
    show(verify_lines(checked))
    if checked.differences:
        raise click.exceptions.Exit(ExitCode.DIFFERS)
    if checked.superseded:
        raise click.exceptions.Exit(ExitCode.SUPERSEDED)


@click.command(help="封存：扫描件、读票、判定、导入、设置、文件和记录存成一个签名的文件；内容相同则文件逐字节相同。")
@click.option(
    "-o", "--output", type=FILE, metavar="FILE.zip", help="写到哪里（默认：工作目录下 归档/年度评议归档.zip）"
)
@click.option("--without-pictures", is_flag=True, help="票面图像另存一个文件，结果归档可以单独交出")
@click.pass_obj
def archive(folder: Path, output: Path | None, without_pictures: bool) -> None:
    """Seal the workspace in one or two signed files."""
    from pingyi.workflow.evidence.archive import archive_path, make_archive
    from pingyi.workflow.said.evidence import archive_lines

    with work_in(folder, "archive") as (workspace, store):
        made = make_archive(workspace, store, output or archive_path(workspace), pictures=not without_pictures)
    show(archive_lines(made))


@click.command(help="把归档文件恢复成工作目录 DIR；票面另存的，后面加上 --pictures 票面归档。")
@click.argument("sealed", type=FILE, metavar="ARCHIVE")
@click.argument("target", type=FILE, metavar="DIR")
@click.option("--pictures", type=FILE, metavar="FILE.zip", help="票面归档")
def restore(sealed: Path, target: Path, pictures: Path | None) -> None:
    """Bring a sealed workspace back."""
    from pingyi.workflow.desk.vote_folder import is_vote
    from pingyi.workflow.evidence.restore import restore_any

    root = restore_any((sealed, *([pictures] if pictures else [])), target).desk.root
    click.echo(f"已恢复到 {root}；核验：pingyi -C {typed(root)} {'vote verify' if is_vote(root) else 'verify'}")
