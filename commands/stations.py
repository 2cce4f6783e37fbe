"""Work of several stations: bundled, merged."""

from pathlib import Path

import click

from pingyi.commands.options import FILE
from pingyi.commands.show.console import end_with, end_with_refused, show, work_in


@click.command(help="把本站的读数、判定、存疑格子的图和记录打成一个签名的文件，拷到 U 盘带去合并。")
@click.option("--station", "name", required=True, metavar="站名", help="本站叫什么，如 雒容站")
@click.option("-o", "--output", type=FILE, metavar="FILE.zip", help="写到哪里（默认：工作目录下 站名.bundle.zip）")
@click.pass_obj
def bundle(folder: Path, name: str, output: Path | None) -> None:
    """Seal a station's work."""
    from pingyi.commands.show.merge import bundle_lines
    from pingyi.workflow.joining.bundle import make_bundle

    with work_in(folder, "bundle") as (workspace, store):
        made = make_bundle(workspace, store, output or workspace.root / f"{name}.bundle.zip", name)
    show(bundle_lines(made))


@click.command(
    help="合并各站的包：哪个先、合并几次，结果都一样；同一张票只计一次，各站说法不一的列出来由人判定。"
    "各站的公钥登记在 stations.csv（表头：站名,公钥）。包收齐后加 --take-in 入库，再照常复核、计票。"
)
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE…]")
@click.option("--take-in", is_flag=True, help="把合并的结果读进工作目录")
@click.pass_obj
def merge(folder: Path, files: tuple[Path, ...], take_in: bool) -> None:
    """Keep stations' bundles, say what they come to, take them in when asked to."""
    from pingyi.commands.show.merge import joined_lines, taken_lines
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.joining.merge import take_in as take_into
    from pingyi.workflow.joining.pool import keep_bundles, pooled

    with work_in(folder, "merge") as (workspace, store), progress_bar("合并") as advance:
        kept = keep_bundles(workspace, files, advance)
        if kept.refused and len(kept.refused) == len(files):
            end_with_refused(kept.refused)
        pool = pooled(workspace, advance)
        taken = take_into(workspace, store, pool.joined, advance) if take_in else None
    if files:
        old = len(files) - kept.new - len(kept.refused)
        click.echo(f"收下新包 {kept.new} 个，已有的 {old} 个没有重复收，拒收 {len(kept.refused)} 个")
    show(joined_lines(pool.joined))
    if taken:
        show(taken_lines(taken))
    else:
        click.echo("还没有入库；包收齐后运行 pingyi merge --take-in")
    end_with_refused((*kept.refused, *pool.refused))
    end_with(taken.waiting if taken else ())
