"""What was found of this computer, at 80 columns."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table

from pingyi.workflow.examined import Examined, Health

STYLES = {Health.GOOD: "green", Health.POOR: "yellow", Health.BAD: "bold red"}
READY = "可以用了：pingyi demo 看一遍全程，pingyi init DIR 开始"
NOT_READY = "先办好标“不行”的各项，再运行一次 pingyi doctor"


def examined_tables(found: Sequence[Examined]) -> Iterable[RenderableType]:
    """Each part, then what to do about those that are not good."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("项目", no_wrap=True)
    table.add_column("情况", no_wrap=True)
    table.add_column("查到的", overflow="fold")
    for one in found:
        health = f"[{STYLES[one.health]}]{one.health.value}[/]"
        table.add_row(one.part, health, one.found + (f"\n→{one.way}" if one.way else ""))
    yield table
    yield NOT_READY if any(one.health is Health.BAD for one in found) else READY
