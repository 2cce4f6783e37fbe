"""Whether this computer can do the job, and how people do theirs: doctor, handbook."""

from pathlib import Path

import click

from pingyi.commands.options import FILE
from pingyi.commands.show.console import show
from pingyi.ground.errors import ExitCode


@click.command(help="使用手册：写成 Word 和 PDF；网页上的“帮助”是同一本。")
@click.argument("out", type=FILE, default=Path(), metavar="[DIR]")
def handbook(out: Path) -> None:
    """Write the handbook as Word file and PDF."""
    from pingyi.workflow.handbook import make_handbook

    for path in make_handbook(out):
        click.echo(f"已写出 {path}")


@click.command(help="检查本机能不能用：LibreOffice、字体、读一张样票、磁盘、时钟等逐项试过，缺什么、怎么办。")
@click.pass_obj
def doctor(folder: Path) -> None:
    """Try each part; not ready where one fails."""
    from pingyi.commands.show.examined import examined_tables
    from pingyi.workflow.examined import Health, examined

    found = examined(folder)
    show(examined_tables(found))
    if any(one.health is Health.BAD for one in found):
        raise click.exceptions.Exit(ExitCode.NOT_READY)
