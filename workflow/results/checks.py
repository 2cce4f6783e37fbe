"""`pingyi sensitivity`, and what goes beside the results: what is looked at before numbers go out."""

from pathlib import Path

from pingyi.domain.anomaly import Anomaly
from pingyi.domain.ballot import Tally
from pingyi.domain.sensitivity import PolicyEffect
from pingyi.generator.documents.result_workbook import Annexes, write_annexes
from pingyi.scoring.sensitivity import sensitivity
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.counted import Counted
from pingyi.workflow.results.oddities import make_anomalies
from pingyi.workflow.tables.hotline import outside_by_answer


def make_effects(workspace: Workspace, store: Store, tally: Tally, *, all_: bool = False) -> tuple[PolicyEffect, ...]:
    """What other answers would change of what was counted."""
    campaign, by_answer = workspace.campaign, outside_by_answer(workspace.campaign, store)
    ours = by_answer[campaign.policies.both_answers.value]
    added_up = any(summary.from_orders for summary in ours.hotline)
    return sensitivity(campaign, tally, ours, confirmed_too=all_, resummed=by_answer if added_up else None)


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
