"""`pingyi import`: summary tables of leaders, hotline and phone interviews into the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign import Campaign
from pingyi.domain.unit_names import assumed_names
from pingyi.ground.errors import ImportRowsError, NoSpaceError, PingyiError
from pingyi.ground.names import readable_name
from pingyi.scoring import summaries
from pingyi.scoring.orders.columns import UNIT as ORDER_UNIT
from pingyi.scoring.orders.rows import OrderTable, read_orders
from pingyi.scoring.summaries import Entries, Line
from pingyi.scoring.summary_columns import ALIASES, TELLING, UNIT
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import add_imports
from pingyi.store.outside.orders import OrderChanges, add_orders
from pingyi.workflow.desk.collector import collector_held
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.tables import read_layout
from pingyi.workflow.tables.order_table import order_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What one file brought."""

    file: str
    entries: int
    units: int
    notes: tuple[str, ...] = ()  # Chinese: what was assumed of the table
    orders: OrderChanges | None = None  # of a work-order export


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesReport:
    """What several files brought; one that was refused does not keep the others out."""

    taken: tuple[ImportReport, ...]
    refused: tuple[PingyiError, ...]


def import_tables(campaign: Campaign, store: Store, kind: str, paths: Sequence[Path], advance: Advance) -> TablesReport:
    """Take tables in, each whole or not at all. Raises NoSpaceError, after which no other can be taken in either."""
    taken, refused = list[ImportReport](), list[PingyiError]()
    for number, path in enumerate(paths):
        advance(readable_name(path.name), number, len(paths))
        try:
            taken.append(import_table(campaign, store, kind, path))
        except NoSpaceError:
            raise
        except PingyiError as error:
            refused.append(error)
    advance("导入", len(paths), len(paths))
    return TablesReport(taken=tuple(taken), refused=tuple(refused))


def import_table(campaign: Campaign, store: Store, kind: str, path: Path) -> ImportReport:
    """Take one table in, whole or not at all. Raises ImportRowsError naming file, rows and what to do."""
    if kind == "hotline":
        with collector_held():
            tables = order_tables(path)
            if tables:
                return _import_orders(campaign, store, tables, path)
    entries, notes = read_entries(kind, path, campaign)
    digest = sha256_of(path)
    name = readable_name(path.name)
    add_imports(store, ImportedFile(name=name, sha256=digest), entries)
    return ImportReport(file=name, entries=len(entries), units=len({entry.unit for entry in entries}), notes=notes)


def _import_orders(campaign: Campaign, store: Store, tables: tuple[OrderTable, ...], path: Path) -> ImportReport:
    name = readable_name(path.name)
    orders = read_orders(tables, campaign, name)
    file = ImportedFile(name=name, sha256=sha256_of(path))
    changes = add_orders(store, file, orders)
    units = len({order.unit for order in orders})
    assumed = assumed_names((str(cells.get(ORDER_UNIT, "")) for table in tables for _, cells in table.rows), campaign)
    notes = (*(note for table in tables for note in table.notes), *assumed)
    return ImportReport(file=name, entries=len(orders), units=units, notes=notes, orders=changes)


def read_entries(kind: str, path: Path, campaign: Campaign) -> tuple[Entries, tuple[str, ...]]:
    """The entries of a table, and what was assumed of it (Chinese). Raises ImportRowsError."""
    parsers = summaries.layouts(kind, campaign)
    table = read_layout(path, tuple(parsers), ALIASES)
    _refuse_other_kinds(kind, path, {heading for row in table.rows for heading in row.cells} - set(table.layout))
    lines = [Line(number=row.number, cells=row.cells) for row in table.rows]
    assumed = assumed_names((row.cells[UNIT] for row in table.rows), campaign)
    return parsers[table.layout](lines, campaign, readable_name(path.name)), (*table.notes, *assumed)


def _refuse_other_kinds(kind: str, path: Path, others: set[str]) -> None:
    """A hotline or leaders' table has the columns of a phone table too, and must not pass for one."""
    telling = sorted(others & TELLING) if kind == "phone" else []
    if telling:
        raise ImportRowsError(
            f"{readable_name(path.name)} 里有“{'、'.join(telling)}”列，不像电话访谈汇总表；"
            "热线表请用 pingyi import hotline，领导票决表请用 pingyi import leaders"
        )
