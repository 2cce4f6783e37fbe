"""`pingyi sensitivity`, and what goes beside the results: what is looked at before numbers go out."""

from pathlib import Path

from pingyi.domain.results.anomaly import Anomaly
from pingyi.domain.results.result import Count
from pingyi.domain.results.sensitivity import PolicyEffect
from pingyi.generator.documents.result_workbook import Annexes, write_annexes
from pingyi.scoring.sensitivity import sensitivity
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.oddities import make_anomalies
from pingyi.workflow.results.tally import make_draft
from pingyi.workflow.tables.hotline import outside_by_answer


def make_effects(workspace: Workspace, store: Store, counted: Count, *, all_: bool = False) -> tuple[PolicyEffect, ...]:
    """What other answers to the open questions (or to all) would change in what was counted."""
    campaign = workspace.campaign
    by_answer = outside_by_answer(campaign, store)
    ours = by_answer[campaign.policies.both_answers.value]
    added_up = any(summary.from_orders for summary in ours.hotline)
    return sensitivity(campaign, counted.tally, ours, confirmed_too=all_, resummed=by_answer if added_up else None)


def give_effects(workspace: Workspace, store: Store, *, all_: bool) -> tuple[PolicyEffect, ...]:
    """Count, then make_effects. Raises NotReadyError when nothing was scanned."""
    return make_effects(workspace, store, make_draft(workspace.campaign, workspace.batches(), store), all_=all_)


def make_annexes(workspace: Workspace, store: Store, counted: Count) -> Annexes:
    """What goes into the result workbook beside the points."""
    return Annexes(effects=make_effects(workspace, store, counted), anomalies=make_anomalies(workspace, store, counted))


def save_annexes(
    path: Path, *, effects: tuple[PolicyEffect, ...] = (), anomalies: tuple[Anomaly, ...] | None = None
) -> Path:
    """As a workbook of its own. Raises NoSpaceError, FileError."""
    return write_annexes(Annexes(effects=effects, anomalies=anomalies), path)
