"""Many districts together."""

from pathlib import Path

import click

from pingyi.commands.options import FILE
from pingyi.commands.show.console import show
from pingyi.commands.show.help import InOrder

out_option = click.option("-o", "--output", "out", type=FILE, default=Path("region"), show_default=True, metavar="DIR")


@click.group(cls=InOrder, help="一个区域由各区的评议组成：先 collect 汇集，再 results 出各区结果、rank 出联合排名。")
def region() -> None:
    """Hold the commands for districts counted together."""


@region.command(help="按区域名册 REGION.yaml 把各区（工作目录或归档文件）的票汇集到 DIR。")
@click.argument("roster", type=FILE, metavar="REGION.yaml")
@out_option
def collect(roster: Path, out: Path) -> None:
    """Every district's rows to Parquet."""
    from pingyi.commands.show.region import collected_lines
    from pingyi.workflow.desk.progress import progress_bar
    from pingyi.workflow.joining.region import collect as collect_rows

    with progress_bar("汇集") as advance:
        done = collect_rows(roster, out, advance)
    show(collected_lines(done))


@region.command(help="各区结果，每区一个表，写到 DIR/各区结果。")
@out_option
def results(out: Path) -> None:
    """A table for each district."""
    from pingyi.workflow.joining.region import joint_table, write_results

    paths = write_results(out, joint_table(out))
    click.echo(f"已写出 {len(paths)} 个区的结果：{out / '各区结果'}")


@region.command(help="各区单位按类别联合排名，写到 DIR/联合排名.csv，并显示每类的前几名。")
@out_option
def rank(out: Path) -> None:
    """All units of all districts."""
    from pingyi.commands.show.region import joint_lines
    from pingyi.workflow.joining.region import joint_table, write_joint

    placed = joint_table(out)
    path = write_joint(out, placed)
    show(joint_lines(placed))
    click.echo(f"全表：{path}")
