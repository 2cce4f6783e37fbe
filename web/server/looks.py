"""What was brought in from outside, looked at: what it says, and how it is taken in once somebody has said yes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pingyi.ground.names import readable_name
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import order_sources
from pingyi.store.people.events import write_log
from pingyi.web.server.waiting import tables_in
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.paper.analysis import take_forms
from pingyi.workflow.paper.analysis_look import looked_at_forms
from pingyi.workflow.results.reconcile import LedgerLooks, look_at_ledgers, take_ledger
from pingyi.workflow.said.hotline import hotline_lines
from pingyi.workflow.said.imports import forms_look_lines, ledger_look_lines, look_lines, taken_lines
from pingyi.workflow.said.lines import analysis_lines, ledger_line
from pingyi.workflow.tables.hotline import check_hotline
from pingyi.workflow.tables.imports import take_in
from pingyi.workflow.tables.looked import Looks, look_at_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Files of one kind, brought in together by an account that may take them in."""

    workspace: Workspace
    store: Store
    kind: str
    folder: Path
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Chinese: what the files say; those that cannot be taken in; and the taking in, which says what came of it."""

    lines: tuple[str, ...]
    refused: tuple[str, ...]
    sound: frozenset[Path]  # files that may wait
    take: Callable[[], list[str]]


@contextmanager
def looking(pile: Pile, advance: Advance) -> Iterator[Looked]:
    """Look at a pile; while the block lasts it can be taken in."""
    workspace, store, files = pile.workspace, pile.store, tables_in(pile.folder)
    if pile.kind == "analysis":
        with looked_at_forms(workspace.root, workspace.campaign, [pile.folder], advance) as look:
            yield Looked(
                lines=tuple(forms_look_lines(look)),
                refused=(),  # told among the lines: what is sent back is noted as well
                sound=frozenset(files),
                take=lambda: _words(analysis_lines(take_forms(workspace.root, workspace.campaign, look))),
            )
    elif pile.kind == "returns":
        ledgers = look_at_ledgers(workspace.batches(), store, files)
        yield Looked(
            lines=tuple(line for one in ledgers.ledgers for line in ledger_look_lines(one)),
            refused=tuple(map(str, ledgers.refused)),
            sound=_named(files, {one.file.name for one in ledgers.ledgers}),
            take=partial(_ledgers, pile, ledgers),
        )
    else:
        looks = look_at_tables(workspace.campaign, store, pile.kind, files, advance)
        yield Looked(
            lines=tuple(line for one in looks.tables for line in look_lines(one)),
            refused=tuple(map(str, looks.refused)),
            sound=_named(files, {one.understood.file.name for one in looks.tables}),
            take=partial(_tables, pile, looks, advance),
        )


def _named(files: list[Path], names: set[str]) -> frozenset[Path]:
    return frozenset(path for path in files if readable_name(path.name) in names)


def _ledgers(pile: Pile, looks: LedgerLooks) -> list[str]:
    said = []
    for one in looks.ledgers:
        said.append(ledger_line(take_ledger(pile.store, one, pile.account)))
        write_log(pile.store, pile.account, "导入发放回收登记表", said[-1])
    return said


def _tables(pile: Pile, looks: Looks, advance: Advance) -> list[str]:
    """Each whole or not at all; orders of the hotline are held against the adopted table."""
    said, store = [], pile.store
    for one in looks.tables:
        first, *_ = taken_lines(take_in(store, one.understood, pile.account))  # a second one names a command
        said.append(first)
        write_log(store, pile.account, "导入表格", first)
    if pile.kind == "hotline" and order_sources(store):
        advance("逐单重算", 0, 1)
        said += _words(hotline_lines(check_hotline(pile.workspace.root, pile.workspace.campaign, store)))[:-1]
    return said


def _words(lines: object) -> list[str]:
    """Lines for people; tables are for the terminal."""
    return [line for line in lines if isinstance(line, str)]  # type: ignore[attr-defined]
