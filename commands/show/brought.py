"""Imports one by one, in a table that fits 80 columns."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table

from pingyi.store.outside.brought import Brought
from pingyi.workflow.said.imports import KIND_NAMES, moment_text, state_text


def brought_tables(listed: Iterable[Brought]) -> Iterable[RenderableType]:
    """Every import, the newest first, and how one is taken back."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("次", justify="right", no_wrap=True)
    table.add_column("种类和文件", overflow="fold", ratio=3)
    table.add_column("行数", justify="right", no_wrap=True)
    table.add_column("时间", no_wrap=True)
    table.add_column("现在", overflow="fold", ratio=2)
    for one in listed:
        when = f"{moment_text(one.at)}\n{one.by}" if one.by else moment_text(one.at)
        table.add_row(str(one.number), f"{KIND_NAMES[one.kind]}\n{one.source}", str(one.entries), when, state_text(one))
    if not table.row_count:
        yield "还没有导入任何表"
        return
    yield table
    yield "撤回一次：pingyi imports revoke 编号 --by 确认人 --witness 监督人 --reason 原因"
