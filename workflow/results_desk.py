"""Results for the page: counted in a process of its own whenever the data have changed, shown from memory."""

import threading
from dataclasses import dataclass
from pathlib import Path

from domain.anomaly import Anomaly
from domain.ballot import Tally
from domain.errors import PingyiError
from domain.score import ScoreSheet
from domain.sensitivity import PolicyEffect
from domain.sums import SMALLEST_SHOWN
from store.stamp import Stamp
from store.store import Store
from workflow.guard import process_pool
from workflow.office import Office, confirmed_workspace
from workflow.workspace import open_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Results of one state of the data; `problem` (Chinese) says why there are none."""

    stamp: Stamp
    tally: Tally | None
    sheet: ScoreSheet | None
    problem: str
    effects: tuple[PolicyEffect, ...] = ()  # what other answers to the open questions would change
    anomalies: tuple[Anomaly, ...] = ()


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
            found = Counted(stamp=stamp, tally=None, sheet=None, problem=words)
        with self._lock:
            self._newest = found


def may_be_shown(tally: Tally, batch: str) -> bool:
    """Whether the votes of a batch may be looked at by themselves: not those of a handful of people."""
    return any(count.batch == batch and count.returned >= SMALLEST_SHOWN for count in tally.batches)


def _results(root: Path, stamp: Stamp) -> Counted:
    from workflow.checks import make_anomalies, make_effects  # noqa: PLC0415 - only the counting process needs them
    from workflow.score import make_scores  # noqa: PLC0415

    try:
        workspace = open_workspace(root)
        with Store(workspace.database, workspace.crops) as store:
            workspace = confirmed_workspace(workspace, store)
            tally, sheet = make_scores(workspace.campaign, workspace.batches(), store, draft=True)
            effects, anomalies = make_effects(workspace, store, all_=True), make_anomalies(workspace, store)
    except PingyiError as error:
        return Counted(stamp=stamp, tally=None, sheet=None, problem=str(error))
    return Counted(stamp=stamp, tally=tally, sheet=sheet, problem="", effects=effects, anomalies=anomalies)
