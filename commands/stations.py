"""Work of several stations: bundled, merged."""

from pathlib import Path

import click

from pingyi.commands.office.passwords import pair_of
from pingyi.commands.options import FILE
from pingyi.commands.show.console import end_with, end_with_refused, show, work_in


@click.command(help="把本站的读数、判定、存疑格子的图和记录打成一个签名的文件，拷到 U 盘带去合并。")
@click.option("--station", "name", required=True, metavar="站名", help="本站叫什么，如 雒容站")
@click.option("-o", "--output", type=FILE, metavar="FILE.zip", help="写到哪里（默认：工作目录下 站名.bundle.zip）")
@click.pass_obj
def bundle(folder: Path, name: str, output: Path | None) -> None:
    """Seal a station's work."""
    from pingyi.workflow.joining.bundle import make_bundle
    from pingyi.workflow.said.merge import bundle_lines

    with work_in(folder, "bundle") as (workspace, store):
        made = make_bundle(workspace, store, output or workspace.root / f"{name}.bundle.zip", name)
    show(bundle_lines(made))


@click.command(
    help="合并各站的包：哪个先、合并几次，结果都一样；同一张票只计一次，各站说法不一的列出来由人判定。"
    "各站的公钥登记在 stations.csv（表头：站名,公钥）。包收齐后加 --take-in 入库，再照常复核、计票。"
)
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE…]")
@click.option("--take-in", is_flag=True, help="把合并的结果读进工作目录")
@click.option("--by", default="", metavar="姓名", help="同 --take-in：签名收下各站人工判定的人（有账号的须两人）")
@click.option("--witness", default="", metavar="姓名", help="监督人，不能与签名收下的人是同一人")
@click.pass_obj
def merge(folder: Path, files: tuple[Path, ...], take_in: bool, by: str, witness: str) -> None:
    """Keep stations' bundles, say what they come to, take them in when asked to."""
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.joining.merge import take_in as take_into
    from pingyi.workflow.joining.pool import keep_bundles, pooled
    from pingyi.workflow.joining.taking_over import hands_for
    from pingyi.workflow.said.merge import joined_lines, kept_line, taken_lines

    if (by or witness) and not take_in:
        raise click.UsageError("--by、--witness 要和 --take-in 一起写")
    taken = None
    with work_in(folder, "merge") as (workspace, store):
        with progress_bar("合并") as advance:
            kept = keep_bundles(workspace, files, advance)
            if kept.refused and len(kept.refused) == len(files):
                end_with_refused(kept.refused)
            pool = pooled(workspace, advance)
        if files:
            click.echo(kept_line(kept, len(files)))
        show(joined_lines(pool.joined))  # what people sign for stands before them
        if take_in:
            hands = hands_for(store, pool.joined, pair_of(store, by, witness) if by or witness else None)
            with progress_bar("合并") as advance:
                taken = take_into(workspace, store, pool.joined, advance, hands)
    if taken:
        show(taken_lines(taken))
    else:
        click.echo("还没有入库；包收齐后运行 pingyi merge --take-in")
    end_with_refused((*kept.refused, *pool.refused))
    end_with(taken.waiting if taken else ())
