"""Tick cells as contact sheets: those the machine decided, the least sure first; those behind a count."""

from collections.abc import Sequence

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.reading import UNCHOSEN, RowWord
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.readings.sheets import DecidedCell, decided_cells, rows_counted

CELLS_A_PAGE = 120


def machine_cells(store: Store, campaign: Campaign, word: str, item: str, page: int) -> tuple[DecidedCell, ...]:
    """
    Rows the machine decided as `word` (a choice, `blank` or `multiple`), of the unit with this serial if one is given.

    Raises NotReadyError for another word.
    """
    if word not in (*campaign.ballot.choices, *UNCHOSEN):
        raise NotReadyError("没有这个选项；请从抽查页进入")
    said = RowWord.of(word)
    names = [name for unit in campaign.units if str(unit.serial) == item for name in campaign.names_of(unit)]
    if item and not names:
        raise NotReadyError(f"名单里没有第 {item} 号单位；请从抽查页进入")
    return decided_cells(store, (said.verdict.value, said.choice), names, (page * CELLS_A_PAGE, CELLS_A_PAGE))


def counted_cells(store: Store, names: Sequence[str], count: tuple[str, str], page: int) -> tuple[DecidedCell, ...]:
    """Rows behind one count (word, batch) of the unit that stands on paper under these names."""
    return rows_counted(store, names, count, (page * CELLS_A_PAGE, CELLS_A_PAGE))
