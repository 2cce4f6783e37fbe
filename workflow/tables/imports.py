"""`pingyi import`: summary tables of leaders, hotline and phone interviews into the workspace."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.scheme import BROUGHT_IN, brought_in
from pingyi.domain.handed_in.orders import HotlineOrder, year_of
from pingyi.domain.handed_in.unit_names import assumed_names
from pingyi.domain.words.table_shape import TableShape
from pingyi.ground.errors import ImportRowsError, NotReadyError, rows_refused
from pingyi.ground.names import readable_name
from pingyi.scoring.orders.columns import UNIT as ORDER_UNIT
from pingyi.scoring.orders.rows import OrderTable, read_orders
from pingyi.scoring.summaries.columns import ALIASES, TELLING, UNIT
from pingyi.scoring.summaries.doubts import doubts_of
from pingyi.scoring.summaries.plausible import other_years, other_years_text
from pingyi.scoring.summaries.rows import Entries, Line, layouts
from pingyi.scoring.summaries.sums import sum_problems
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import add_imports
from pingyi.store.outside.orders import OrderChanges, add_orders
from pingyi.workflow.desk.collector import collector_held
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.tables import Table, read_layout
from pingyi.workflow.tables.order_table import order_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a table says: entries of a summary, or single orders; nothing of it is taken in yet."""

    file: ImportedFile
    entries: Entries = ()
    orders: tuple[HotlineOrder, ...] = ()
    notes: tuple[str, ...] = ()  # Chinese: what was assumed
    shapes: tuple[TableShape, ...] = ()  # of each sheet read


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What one file brought."""

    file: str
    entries: int
    units: int
    notes: tuple[str, ...] = ()  # Chinese: what was assumed of the table
    orders: OrderChanges | None = None  # of a work-order export


def import_table(campaign: Campaign, store: Store, kind: str, path: Path) -> ImportReport:
    """Take one table in, whole or not at all. Raises ImportRowsError naming file, rows and what to do."""
    return take_in(store, understand_table(campaign, kind, path))


def understand_table(campaign: Campaign, kind: str, path: Path) -> Understood:
    """
    What a table says, before anything is taken in.

    Raises NotReadyError where the campaign has no such source, ImportRowsError naming file, rows and what to do.
    """
    if kind not in (having := brought_in(campaign)):
        instead = f"；这里导入{'、'.join(having.values())}" if having else ""
        way = "method 里写上“电话访谈”" if kind == "phone" else "分值表里加上这一行"
        raise NotReadyError(
            f"方案的分值表里没有{BROUGHT_IN[kind]}，不用导入{instead}；确有的请先在 campaign.toml 的{way}"
        )
    file = ImportedFile(name=readable_name(path.name), sha256=sha256_of(path))
    if kind == "hotline":
        with collector_held():
            tables = order_tables(path)
            if tables:
                return _orders(campaign, tables, file)
    table, entries, notes = _read(kind, path, campaign)
    return Understood(file=file, entries=entries, notes=notes, shapes=(table.shape,))


def take_in(store: Store, understood: Understood, by: str = "") -> ImportReport:
    """Keep what was understood, all or none; `by` is the account that confirmed it, empty at the terminal."""
    file, orders, entries = understood.file, understood.orders, understood.entries
    units = len({one.unit for one in (*entries, *orders)})
    with collector_held():
        changes = add_orders(store, file, orders, by) if orders else None
    if entries:
        add_imports(store, file, entries, by)
    counted = len(orders) or len(entries)
    return ImportReport(file=file.name, entries=counted, units=units, notes=understood.notes, orders=changes)


def _orders(campaign: Campaign, tables: tuple[OrderTable, ...], file: ImportedFile) -> Understood:
    orders = read_orders(tables, campaign, file.name)
    assumed = assumed_names((str(cells.get(ORDER_UNIT, "")) for table in tables for _, cells in table.rows), campaign)
    year = campaign.about.year
    elsewhere = other_years(orders, year_of(year))
    odd = (other_years_text(elsewhere, year),) if elsewhere else ()
    notes = (*(note for table in tables for note in table.notes), *assumed, *odd)
    return Understood(file=file, orders=orders, notes=notes, shapes=tuple(table.shape for table in tables))


def _read(kind: str, path: Path, campaign: Campaign) -> tuple[Table, Entries, tuple[str, ...]]:
    parsers = layouts(kind, campaign)
    table = read_layout(path, tuple(parsers), ALIASES)
    _refuse_other_kinds(kind, path, {heading for row in table.rows for heading in row.cells} - set(table.layout))
    lines = [Line(number=row.number, cells=row.cells) for row in table.rows]
    name = readable_name(path.name)
    entries = parsers[table.layout](lines, campaign, name)
    if problems := [*sum_problems(lines, campaign)]:
        raise rows_refused(name, problems)
    assumed = assumed_names((row.cells[UNIT] for row in table.rows), campaign)
    return table, entries, (*table.notes, *assumed, *doubts_of(entries, lines, campaign))


def _refuse_other_kinds(kind: str, path: Path, others: set[str]) -> None:
    """A hotline or leaders' table has the columns of a phone table too, and must not pass for one."""
    telling = sorted(others & TELLING) if kind == "phone" else []
    if telling:
        raise ImportRowsError(
            f"{readable_name(path.name)} 里有“{'、'.join(telling)}”列，不像电话访谈汇总表；"
            "热线表请用 pingyi import hotline，领导票决表请用 pingyi import leaders"
        )
