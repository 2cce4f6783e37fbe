"""`pingyi sensitivity`, `pingyi anomalies`: what is looked at before numbers go out."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pingyi.domain.anomaly import Anomaly
from pingyi.domain.ballot import Tally
from pingyi.domain.sensitivity import PolicyEffect
from pingyi.generator.documents.result_workbook import Annexes, write_annexes
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.scoring.anomalies import bulk_closings, score_anomalies
from pingyi.scoring.sensitivity import sensitivity
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import orders
from pingyi.store.readings.sources import sheet_sources
from pingyi.tally.anomalies import paper_anomalies
from pingyi.tally.roster import seated
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.counted import Counted
from pingyi.workflow.results.tally import make_count
from pingyi.workflow.tables.hotline import outside_by_answer, outside_by_roster


def make_effects(workspace: Workspace, store: Store, tally: Tally, *, all_: bool = False) -> tuple[PolicyEffect, ...]:
    """What other answers would change of what was counted."""
    campaign, by_answer = workspace.campaign, outside_by_answer(workspace.campaign, store)
    ours = by_answer[campaign.policies.both_answers.value]
    added_up = any(summary.from_orders for summary in ours.hotline)
    return sensitivity(campaign, tally, ours, confirmed_too=all_, resummed=by_answer if added_up else None)


def make_anomalies(workspace: Workspace, store: Store, counted: Counted) -> tuple[Anomaly, ...]:
    """Everything odd about the paper counted and the imports."""
    paper = paper_anomalies(
        seated(counted.sheets, workspace.campaign), counted.tally, workspace.campaign, sheet_sources(store)
    )
    closings = ((order.code, order.unit, order.closed) for order in orders(store) if order.closed is not None)
    return (
        *paper,
        *score_anomalies(workspace.campaign, outside_by_roster(workspace.campaign, store)),
        *bulk_closings(closings),
    )


def anomalies_in_short(workspace: Workspace, store: Store, counted: Counted | None = None) -> Iterator[str]:
    """
    In one line how many of which kind, or why it cannot be told; none when there is nothing odd, or no paper yet.

    `counted` as a draft or for good, where that was done already.
    """
    if not any(progress.sheets for progress in store.progress().values()):
        return
    try:
        known = counted or make_count(workspace.campaign, workspace.batches(), store, draft=True)
        kinds = Counter(anomaly.oddity.value for anomaly in make_anomalies(workspace, store, known))
    except (NotReadyError, FormError) as error:
        yield f"异常核查没有做：{error}"
        return
    if kinds:
        listed = "、".join(f"{kind} {number}" for kind, number in kinds.items())
        yield f"异常 {kinds.total()} 处（{listed}）：pingyi anomalies"


def make_annexes(workspace: Workspace, store: Store, counted: Counted) -> Annexes:
    """What goes into the result workbook beside the results."""
    return Annexes(
        effects=make_effects(workspace, store, counted.tally),
        anomalies=make_anomalies(workspace, store, counted),
    )


def save_annexes(
    path: Path, *, effects: tuple[PolicyEffect, ...] = (), anomalies: tuple[Anomaly, ...] | None = None
) -> Path:
    """As a workbook of its own. Raises NoSpaceError, FileError."""
    return write_annexes(Annexes(effects=effects, anomalies=anomalies), path)
