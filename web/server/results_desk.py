"""Results for the page: counted in a process of its own whenever the data have changed, shown from memory."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import RowCount, Tally
from pingyi.domain.results.sums import SMALLEST_SHOWN, scored_rows, shown_batches
from pingyi.ground.errors import PingyiError
from pingyi.store.base.stamp import Stamp
from pingyi.store.base.store import Store
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import open_workspace
from pingyi.workflow.files.guard import process_pool
from pingyi.workflow.results.policies import confirmed
from pingyi.workflow.results.reconcile import Balance

if TYPE_CHECKING:  # what points are made by takes long to import
    from pingyi.workflow.results.overall import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineLine:
    """A count that the adopted table and the orders give differently."""

    unit: str
    count: str
    adopted: str
    recomputed: str
    gap: str
    orders: int  # that explain it
    unexplained: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineCheck:
    """Single orders held against the adopted table, without the orders themselves."""

    orders: int
    inside: int  # dispatched in the year
    sources: str
    adopted: int  # units in the adopted table
    verdicts: int  # orders of which the platform and we differ on whether they were on time
    concerns: int  # orders people should look at
    only_orders: tuple[str, ...]
    only_adopted: tuple[str, ...]
    differences: tuple[HotlineLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Results of one state of the data; `problem` (Chinese) says why there are none."""

    stamp: Stamp
    points: "Points | None" = None
    problem: str = ""
    balance: Balance | None = None
    hotline: HotlineCheck | None = None  # without single orders there is none


class Results:
    """Owns the newest results."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._newest: Counted | None = None
        self._counting: threading.Thread | None = None
        self._lock = threading.Lock()

    def newest(self) -> tuple[Counted | None, bool]:
        """What was counted last, and whether it is what counts now; if not, counting has begun."""
        with self._office.store() as store:
            now = self._office.stamp(store)
        with self._lock:
            found = self._newest
            if found is not None and found.stamp == now:
                return found, True
            if self._counting is None or not self._counting.is_alive():
                self._counting = threading.Thread(target=self._count, args=(now,), name="results", daemon=True)
                self._counting.start()
        return found, False

    def _count(self, stamp: Stamp) -> None:
        try:
            with process_pool(1) as pool:
                found = pool.submit(_results, self._office.root, stamp).result()
        except Exception as error:  # noqa: BLE001 - the page must say so; a thread's error is seen by nobody
            words = f"计算中断（{type(error).__name__}：{error}）；请刷新页面再试"
            found = Counted(stamp=stamp, problem=words)
        with self._lock:
            self._newest = found


def votes_shown(tally: Tally, campaign: Campaign, serial: int) -> tuple[tuple[RowCount, ...], ...]:
    """The rows behind a unit's points, divided so that no sum less another gives the votes of a handful of people."""
    rows = [row for row in scored_rows(tally, campaign) if row.item == str(serial)]
    return shown_batches(rows, tally, campaign)


def inked_batches(tally: Tally, campaign: Campaign, serial: int) -> frozenset[str]:
    """The batches whose votes on a unit may be looked at by themselves."""
    alone = {rows[0].batch for rows in votes_shown(tally, campaign, serial) if len(rows) == 1}
    return frozenset(alone & {count.batch for count in tally.batches if count.returned >= SMALLEST_SHOWN})


def _results(root: Path, stamp: Stamp) -> Counted:
    """In the counting process: everything, and what can be told when points cannot be computed yet."""
    from pingyi.workflow.results.overall import Points, make_overall  # noqa: PLC0415 - only the counting process needs it

    found = Counted(stamp=stamp)
    try:
        workspace = open_workspace(root)
        with Store(workspace.database, workspace.crops) as store:
            workspace = confirmed(workspace, store)
            overall = make_overall(workspace, store)
            found = replace(found, balance=overall.balance)
            found = replace(found, hotline=_hotline(workspace.campaign, store))
    except PingyiError as error:
        return replace(found, problem=str(error))
    if isinstance(overall.points, Points):
        return replace(found, points=overall.points)
    return replace(found, problem=overall.points)


def _hotline(campaign: Campaign, store: Store) -> HotlineCheck | None:
    from pingyi.workflow.tables.hotline import compared, judged_orders, source_text  # noqa: PLC0415 - as above

    judged = judged_orders(campaign, store)
    if not judged:
        return None
    adopted, comparison = compared(campaign, store, judged)
    worst = sorted(comparison.differences, key=lambda one: -abs(one.unexplained))  # what nobody can explain first
    return HotlineCheck(
        orders=len(judged),
        inside=sum(one.counts for one in judged),
        sources=source_text(store),
        adopted=len(adopted),
        verdicts=len(comparison.verdicts),
        concerns=len(comparison.concerns),
        only_orders=comparison.only_orders,
        only_adopted=comparison.only_adopted,
        differences=tuple(
            HotlineLine(
                unit=one.unit,
                count=one.count,
                adopted=str(one.adopted),
                recomputed=str(one.recomputed),
                gap=f"{one.gap:+}",
                orders=len(one.culprits),
                unexplained=str(one.unexplained),
            )
            for one in worst
        ),
    )
