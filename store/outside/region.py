"""Rows of many districts as Parquet, counted as a whole by DuckDB; each district keeps its own SQLite."""

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pingyi.ground.errors import FileError, missing_extra

if TYPE_CHECKING:
    import duckdb

Row = tuple[str, str, int, str, str, bool]
"""District, batch, number of the sheet in no order of arrival, item, what it counts as, decided by people."""
COLUMNS = {
    "district": "VARCHAR",
    "batch": "VARCHAR",
    "sheet": "UINTEGER",
    "item": "VARCHAR",
    "mark": "VARCHAR",
    "by_person": "BOOLEAN",
}
_COUNTS = """
SELECT district, item, mark, count(*) AS rows FROM read_parquet(?) GROUP BY ALL ORDER BY ALL
"""


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write one Parquet file, whole or not at all; how many rows it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        plain, part = Path(folder) / "rows.csv", Path(folder) / "rows.parquet"
        with plain.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        with _connection() as connection:
            told = connection.execute(
                f"COPY (SELECT * FROM read_csv(?, header = false, columns = {COLUMNS})) "  # noqa: S608 - our own names
                f"TO '{_quoted(part)}' (FORMAT parquet, COMPRESSION zstd)",
                [str(plain)],
            ).fetchone()
        part.replace(path)
    return int(told[0]) if told else 0


def count_marks(folder: Path) -> list[tuple[str, str, str, int]]:
    """District, item, mark and how many rows, over every Parquet file in `folder`. Raises FileError when none fits."""
    import duckdb  # noqa: PLC0415 - an extra

    with _connection() as connection:
        try:
            return connection.execute(_COUNTS, [str(folder / "*.parquet")]).fetchall()
        except duckdb.Error as error:
            raise FileError(f"{folder} 里的 Parquet 读不成（{error}）；请重新运行 pingyi region collect") from error


def _connection() -> "duckdb.DuckDBPyConnection":
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise missing_extra("联合统计", "region") from error
    return duckdb.connect()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
