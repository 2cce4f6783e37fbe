"""What people type or paste into the start page, as places and tables."""

import re
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.workflow.by_hand.tables import COLUMNS, Part, Rows

CELL = re.compile("c-([0-9]{1,4})-[0-9]")  # of one row and column


def place(typed: str) -> Path:
    """A place as people write or paste it, perhaps in quotes. Raises NotReadyError."""
    plain = typed.strip().strip('"').strip()
    if not plain or not plain.isprintable():
        raise NotReadyError("没有写清在哪里；请回到开始页写上完整的位置，如 D:\\评议\\2024")
    return Path.home() / plain[2:] if plain.startswith("~/") else Path(plain)


def table_rows(typed: dict[str, str], part: Part) -> Rows:
    """Cells are called c-ROW-COLUMN; empty rows at the end are none."""
    wide = len(COLUMNS[part])
    found = [CELL.fullmatch(key) for key in typed]
    tall = 1 + max((int(one[1]) for one in found if one), default=-1)
    rows = [[typed.get(f"c-{row}-{column}", "").strip() for column in range(wide)] for row in range(tall)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
