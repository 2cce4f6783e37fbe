"""Work-order exports for tests: a good order, and files that hold it with other cells."""

import csv
from pathlib import Path

from invented_year import default_campaign

from pingyi.domain.handed_in.orders import HotlineOrder
from pingyi.scoring.orders.rows import read_orders
from pingyi.workflow.tables.order_table import order_tables

CAMPAIGN = default_campaign()
GOOD = {
    "工单编号": "YF20240001",
    "诉求类型": "投诉类",
    "来源渠道": "电话",
    "工单标题": "张三丰13812345678反映路灯不亮",
    "诉求人": "张三丰",
    "联系电话": "13812345678",
    "承办单位": "雒容镇",
    "派单时间": "2024-03-04 10:00",
    "工单状态": "办结",
    "办结时间": "2024-03-08 09:30:00",
}


def write(path: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    names = list(dict.fromkeys([*GOOD, *(name for row in rows for name in row)]))
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> tuple[HotlineOrder, ...]:
    return read_orders(order_tables(path), CAMPAIGN, path.name)


def one(tmp_path: Path, **cells: str) -> HotlineOrder:
    return read(write(tmp_path / "工单.csv", GOOD | cells))[0]
