"""Rows of the platform's work-order export to orders; every problem is found before anything is taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.orders import HotlineOrder
from pingyi.domain.handed_in.unit_names import near_text
from pingyi.domain.words.table_shape import TableShape
from pingyi.ground.errors import rows_refused
from pingyi.scoring.orders.columns import CODE, UNIT
from pingyi.scoring.orders.reader import Parsing, RowReader

MOST_LISTED = 200  # problems; a file with more is wrong as a whole

Row = tuple[int, Mapping[str, object]]  # 1-based number in the sheet; the cells that say something, by column


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTable:
    """What a sheet holds in the columns that are read, names out of COLUMNS."""

    sheet: str  # empty for a .csv
    rows: Iterable[Row]
    notes: tuple[str, ...] = ()  # Chinese: what was assumed
    shape: TableShape = field(default_factory=TableShape)


def read_orders(tables: Sequence[OrderTable], campaign: Campaign, file: str) -> tuple[HotlineOrder, ...]:
    """
    All orders of a file, or none.

    Raises ImportRowsError naming every sheet, row and column to mend, and every unit nobody knows.
    """
    desk = Parsing(campaign=campaign)
    orders: list[HotlineOrder] = []
    seen: dict[str, tuple[str, int]] = {}
    for table in tables:
        desk.sheet = f"工作表“{table.sheet}”" if table.sheet else ""
        for number, cells in table.rows:
            reader = RowReader(desk=desk, number=number, cells=cells)
            order = None if reader.spoilt() else reader.order()
            if order is None:
                continue
            sheet, first = seen.setdefault(order.code, (desk.sheet, number))
            if (sheet, first) != (desk.sheet, number):
                again = f"{order.code} 与{sheet}第 {first} 行重复；每张工单只留一行"
                desk.problems.append(f"{desk.sheet}第 {number} 行“{CODE}”：{again}")
            orders.append(order)
    _refuse(file, desk, len(orders))
    return tuple(orders)


def _refuse(place: str, desk: Parsing, found: int) -> None:
    problems = [_stranger(name, numbers, desk.campaign) for name, numbers in desk.strangers.items()]
    problems += desk.problems
    if not problems and not found:
        problems = ["没有数据行"]
    if problems:
        raise rows_refused(place, problems, max(MOST_LISTED, len(desk.strangers)))


def _stranger(name: str, numbers: list[str], campaign: Campaign) -> str:
    rows = numbers[0] + (f"等 {len(numbers)} 行" if len(numbers) > 1 else "")
    return f"{rows}“{UNIT}”：名单里没有“{name}”{near_text(name, campaign)}（简称请写进 campaign.toml 的 aliases）"
