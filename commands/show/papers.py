"""Papers of a batch, and those that count elsewhere than where they were read into, in a table that fits 80 columns."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table

from pingyi.domain.readings.paper import paper_code, place_text
from pingyi.store.people.reassigned import PaperPlace
from pingyi.workflow.said.papers import TO_MOVE, moved_text


def batch_table(batch: str, papers: Iterable[PaperPlace]) -> Iterable[RenderableType]:
    """Every paper that counts in a batch, by its code."""
    table = _table("代号", "扫描件", "页")
    for one in papers:
        table.add_row(paper_code(one.digest), one.source.file, str(one.source.page))
    yield f"{batch} 批计入的票 {table.row_count} 张（次序与扫描先后无关）："
    if table.row_count:
        yield table
    yield from TO_MOVE


def moved_table(papers: Iterable[PaperPlace]) -> Iterable[RenderableType]:
    """Every paper two people gave another place."""
    table = _table("代号", "扫描件", "页", "原批次", "现在")
    for one in papers:
        where = f"{place_text(one.batch)}\n{moved_text(one)}"
        table.add_row(paper_code(one.digest), one.source.file, str(one.source.page), one.was, where)
    if table.row_count:
        yield f"两人改归或移出的票 {table.row_count} 张："
        yield table
    else:
        yield "没有改归或移出的票"
    yield from TO_MOVE


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading == "页" else "left")
    return table
