"""Paper out, in and read, by batch, in a table that fits 80 columns; and what does not balance."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table

from pingyi.workflow.results.reconcile import Balance


def balance_tables(balance: Balance) -> Iterable[RenderableType]:
    """Every batch, then what to do."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("批次")
    for heading in ("实发", "回收", "作废", "未收回", "读出", "搁置", "待处理"):
        table.add_column(heading, justify="right", no_wrap=True)
    for paper in balance.papers:
        entered = paper.returns
        by_hand = (entered.issued, entered.returned, entered.spoiled, entered.outstanding) if entered else ("—",) * 4
        read = sum(count.sheets for count in paper.sheets)
        table.add_row(paper.batch, *(str(n) for n in (*by_hand, read, paper.set_aside, paper.waiting)))
    yield table
    if balance.leaders:
        yield _leaders(balance)
    if balance.beside:
        yield _beside(balance)
    yield "回收不含作废；读出、搁置、待处理以张（页）计"
    if not balance.imbalances:
        yield "各数都平"
        return
    yield f"有 {len(balance.imbalances)} 处不平："
    yield from (f"  {imbalance.message()}" for imbalance in balance.imbalances)


def _leaders(balance: Balance) -> Table:
    """Leaders' scored papers, in copies of one leader; fields read of the units with fewest and most."""
    table = Table(box=None, pad_edge=False, header_style="bold", title="领导评分纸", title_justify="left")
    table.add_column("批次")
    for heading in ("实发", "回收", "作废", "未收回", "读出页", "每单位评分", "待认读", "搁置", "待处理"):
        table.add_column(heading, justify="right", no_wrap=True)
    for paper in balance.leaders:
        entered = paper.returns
        by_hand = (entered.issued, entered.returned, entered.spoiled, entered.outstanding) if entered else ("—",) * 4
        numbers = (*by_hand, paper.pages, paper.span, paper.open, paper.set_aside, paper.waiting)
        table.add_row(paper.batch, *(str(n) for n in numbers))
    return table


def _beside(balance: Balance) -> Table:
    """Backs and extra sheets somebody wrote on: no ballots, but each is told."""
    waiting = sum(one.waits for one in balance.beside)
    title = f"手写页（背面或另附纸）{len(balance.beside)} 页，待录入 {waiting} 页（pingyi opinions）"
    table = Table(box=None, pad_edge=False, header_style="bold", title=title, title_justify="left")
    table.add_column("批次")
    table.add_column("文件", overflow="fold")
    table.add_column("页", justify="right", no_wrap=True)
    table.add_column("状态")
    for one in balance.beside:
        table.add_row(one.batch or "不明", one.source.file, str(one.source.page), one.state)
    return table
