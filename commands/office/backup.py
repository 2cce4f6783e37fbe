"""Copies of the database, and the way back to one."""

from pathlib import Path

import click

from pingyi.commands.show.console import show
from pingyi.commands.show.help import InOrder


@click.group(cls=InOrder, help="数据库的备份：每条改动数据的命令之后自动留一份，存最近五份。")
def backup() -> None:
    """Look at the copies or go back to one."""


@backup.command("list", help="列出备份，最近的在前。")
@click.pass_obj
def list_(folder: Path) -> None:
    """List the copies of the database, the newest first."""
    from pingyi.workflow.evidence.backups import backup_lines

    show(backup_lines(folder))


@backup.command(help="恢复到一份备份（默认：最近一份完好的）；现在的数据库先另存，不会删除。")
@click.argument("name", default="", metavar="[编号]")
@click.pass_obj
def restore(folder: Path, name: str) -> None:
    """Go back to one."""
    from pingyi.workflow.evidence.backups import restore_backup

    show(restore_backup(folder, name))
