"""
A region's rows counted as a whole: Parquet by DuckDB, then the joint ranking.

    python -m benchmarks.scale.region [--districts 100] [--rows 24000000] [--sheets 300]

Rows are invented and written as `pingyi region collect` writes them, a Parquet file each district (DuckDB draws them:
no pixels, no SQLite). Then the real command's function ranks all units of all districts. What collecting a row from a
real workspace's SQLite costs is measured on one workspace of `--sheets` invented sheets, by CPU time.
"""

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

import click
import duckdb

from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Verdict
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.joining.region import ROWS, UNITS, collect, joint_table, write_joint

CAMPAIGN = Path(__file__).parent.parent.parent / "templates" / "campaign-2024.toml"
WEIGHTS = [["满意", "100"], ["基本满意", "80"], ["不满意", "0"]]
MIB = 1 << 20
INVENT = """
COPY (
  SELECT ? AS district, 'A01' AS batch, CAST(n // 59 AS UINTEGER) AS sheet, CAST(n % 59 + 1 AS VARCHAR) AS item,
    CASE WHEN h % 100 < 60 + n % 59 % 20 THEN '满意' WHEN h % 100 < 90 THEN '基本满意' WHEN h % 100 < 97 THEN '不满意'
         ELSE 'blank' END AS mark, h % 50 = 0 AS by_person
  FROM (SELECT range AS n, hash(range, ?) AS h FROM range(?))
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def invent(folder: Path, districts: int, rows: int) -> None:
    """So many rows, evenly over the districts, and the roster of their units."""
    campaign = parse_campaign(CAMPAIGN.read_text(encoding="utf-8"), CAMPAIGN.name)
    units = []
    (folder / ROWS).mkdir(parents=True)
    with duckdb.connect() as connection:
        for number in range(districts):
            name = f"第{number + 1}区"
            path = folder / ROWS / f"{number + 1:04}.parquet"
            connection.execute(INVENT.format(path=path), [name, number, rows // districts])
            units += [[name, str(unit.serial), unit.name, unit.kind.value, WEIGHTS] for unit in campaign.units]
    (folder / UNITS).write_text(json.dumps(units, ensure_ascii=False), encoding="utf-8")


def ranking(folder: Path, districts: int, rows: int) -> None:
    """Print how long the joint ranking takes."""
    start, cpu = time.perf_counter(), time.process_time()
    invent(folder, districts, rows)
    size = sum(path.stat().st_size for path in (folder / ROWS).iterdir()) / MIB
    invented = time.process_time() - cpu
    click.echo(f"{districts} districts, {rows:,} rows: {size:.0f} MiB of Parquet, {invented:.1f} CPU s to invent")
    start, cpu = time.perf_counter(), time.process_time()
    placed = joint_table(folder)
    write_joint(folder, placed)
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    click.echo(f"joint ranking of {len(placed)} units: {wall:.1f} s, {used:.1f} CPU s")


def filings_of(units: list[str], sheets: int) -> list[Filing]:
    """Invented sheets, every row clear."""
    random_ = random.Random(1)  # noqa: S311 - invented votes
    return [
        Filing(
            outcome=SheetReading(
                form_page=1,
                form_pages=1,
                source=Source(file="a.pdf", page=number + 1),
                digest=f"{random_.getrandbits(256):064x}",
                form_digest="f" * 64,
                batch_code="A01",
                turn=0,
                has_opinion=False,
                placement=random_.randbytes(len(units) * 8),
                rows=tuple(
                    RowReading(item=str(item), name=unit, verdict=Verdict.VALID, choice="满意", confidence=0.99)
                    for item, unit in enumerate(units, start=1)
                ),
            ),
            batch="A01",
            scan="0" * 64,
        )
        for number in range(sheets)
    ]


def collecting(folder: Path, sheets: int) -> None:
    """Print what a row costs from SQLite to Parquet, and what its place in SQLite takes."""
    workspace, _ = start_workspace(folder / "workspace")
    workspace.batches_file.write_text("批次,群体,发放单位,份数\nA01,A,雒容镇,60\n", encoding="utf-8")
    units = workspace.campaign.units
    filings = filings_of([unit.name for unit in units], sheets)
    rows = sheets * len(units)
    with working(workspace, "benchmark") as store:
        cpu = time.process_time()
        for start in range(0, sheets, 16):
            store.file_pages(filings[start : start + 16])
        used = (time.process_time() - cpu) / sheets * 1000
        click.echo(f"filing in SQLite: {used:.2f} CPU ms a sheet of {len(units)} rows")
    size = workspace.database.stat().st_size
    (folder / "region.yaml").write_text("districts:\n  - {name: 区, source: workspace}\n", encoding="utf-8")
    cpu = time.process_time()
    collect(folder / "region.yaml", folder / "out", lambda *_: None)
    used = (time.process_time() - cpu) / rows * 1e6
    click.echo(f"SQLite to Parquet: {used:.1f} CPU µs a row; {size / sheets / 1024:.1f} KiB of SQLite a sheet")


def main() -> None:
    """Print ranking and collecting."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--districts", type=int, default=100)
    parser.add_argument("--rows", type=int, default=24_000_000)
    parser.add_argument("--sheets", type=int, default=300, help="of the workspace collected from")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        collecting(Path(folder) / "one", wish.sheets)
        ranking(Path(folder) / "region", wish.districts, wish.rows)


if __name__ == "__main__":
    main()
