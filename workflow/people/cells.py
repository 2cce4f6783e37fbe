"""Tick cells as contact sheets: those the machine decided, the least sure first; those behind a count."""

from collections.abc import Sequence

from domain.errors import NotReadyError
from domain.reading import Verdict
from store.sheets import DecidedCell, decided_cells, rows_counted
from store.store import Store

CELLS_A_PAGE = 120


def machine_cells(store: Store, word: str, item: str, page: int, choices: Sequence[str]) -> tuple[DecidedCell, ...]:
    """Rows the machine decided as `word` (a choice, `blank` or `multiple`). Raises NotReadyError for another word."""
    if word not in (*choices, Verdict.BLANK, Verdict.MULTIPLE):
        raise NotReadyError("没有这个选项；请从抽查页进入")
    verdict, choice = (word, "") if word in (Verdict.BLANK, Verdict.MULTIPLE) else (Verdict.VALID.value, word)
    return decided_cells(store, verdict, choice, item, (page * CELLS_A_PAGE, CELLS_A_PAGE))


def counted_cells(store: Store, count: tuple[str, str, str], page: int) -> tuple[DecidedCell, ...]:
    """Rows behind one count (item, word, batch)."""
    item, word, batch = count
    return rows_counted(store, item, word, batch, (page * CELLS_A_PAGE, CELLS_A_PAGE))
