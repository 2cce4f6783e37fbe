"""`pingyi sensitivity`, `pingyi anomalies`: what is looked at before numbers go out."""

from pathlib import Path

from domain.anomaly import Anomaly
from domain.ballot import Tally
from domain.score import ScoreSheet
from domain.sensitivity import PolicyEffect
from generator.result_workbook import Annexes, write_annexes
from scoring.anomalies import bulk_closings, score_anomalies
from scoring.sensitivity import sensitivity
from store.imports import outside
from store.orders import orders
from store.sources import sheet_sources
from store.store import Store
from tally.anomalies import paper_anomalies
from tally.count import count
from workflow.hotline import outside_with_orders
from workflow.tally import make_tally, settled_sheets
from workflow.workspace import Workspace


def make_effects(workspace: Workspace, store: Store, *, all_: bool = False) -> tuple[PolicyEffect, ...]:
    """What other answers would change, from one count. Raises NotReadyError when nothing was scanned."""
    tally = make_tally(workspace.campaign, workspace.batches(), store, draft=True)
    return sensitivity(workspace.campaign, tally, outside_with_orders(workspace.campaign, store), confirmed_too=all_)


def make_anomalies(workspace: Workspace, store: Store) -> tuple[Anomaly, ...]:
    """Everything odd about paper and imports; nothing about paper while none was scanned."""
    sheets = settled_sheets(store, store.corrections())
    tally = count(sheets, workspace.batches(), workspace.campaign, unread_pages=0)
    paper = paper_anomalies(sheets, tally, workspace.campaign, sheet_sources(store)) if sheets else ()
    closings = ((order.code, order.unit, order.closed) for order in orders(store) if order.closed is not None)
    return (*paper, *score_anomalies(workspace.campaign, outside(store)), *bulk_closings(closings))


def make_annexes(workspace: Workspace, store: Store, results: tuple[Tally, ScoreSheet]) -> Annexes:
    """What goes into the result workbook beside the `results`."""
    tally, _ = results
    return Annexes(
        effects=sensitivity(workspace.campaign, tally, outside_with_orders(workspace.campaign, store)),
        anomalies=make_anomalies(workspace, store),
    )


def save_annexes(
    path: Path, *, effects: tuple[PolicyEffect, ...] = (), anomalies: tuple[Anomaly, ...] | None = None
) -> Path:
    """As a workbook of its own. Raises NoSpaceError, FileError."""
    return write_annexes(Annexes(effects=effects, anomalies=anomalies), path)
