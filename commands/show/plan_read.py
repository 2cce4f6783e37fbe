"""A plan document as it was understood, in the terminal."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.table import Table

from pingyi.workflow.plan_in.draft import setting_name
from pingyi.workflow.plan_in.record import record_rows
from pingyi.workflow.plan_in.setting_words import setting_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from pingyi.workflow.plan_in.reading import PlanReading

LONGEST = 36  # characters of a value that are shown; 方案出处.csv has all


def plan_tables(reading: "PlanReading") -> Iterable["RenderableType"]:
    """What was read, beside its place and the words there."""
    table = Table(
        "是什么", "读作", "出处", "依据", title=f"从 {reading.name} 读出", box=None, pad_edge=False, header_style="bold"
    )
    for _, name, read, _, places, _, ground in record_rows(reading.told):
        table.add_row(name, _short(read), places, ground)
    yield table
    yield from (f"没有读：{remark}" for remark in reading.remarks)


def question_lines(reading: "PlanReading") -> Iterator[str]:
    """What has to be filled in, and why."""
    yield f"读出 {len(reading.told)} 项，还有 {len(reading.asked)} 项要人来填或核对："
    for one in reading.asked:
        where = "；".join(f"{source.place}“{source.quote}”" for source in one.sources[:2])
        yield f"  {setting_words(one.place)}：{one.why}{f'（{where}）' if where else ''}"
        yield f"    写法：{setting_name(one.place)}：{one.example}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
