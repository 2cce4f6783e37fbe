"""`pingyi sensitivity`, `pingyi anomalies`: what is looked at before numbers go out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pingyi.domain.anomaly import Anomaly
from pingyi.domain.result import Count
from pingyi.domain.sensitivity import PolicyEffect
from pingyi.generator.documents.result_workbook import Annexes, write_annexes
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.scoring.anomalies import bulk_closings, score_anomalies
from pingyi.scoring.sensitivity import sensitivity
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import orders
from pingyi.store.readings.sources import sheet_sources
from pingyi.tally.anomalies import paper_anomalies
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.tally import check_counted, make_count
from pingyi.workflow.tables.hotline import outside_by_answer, outside_by_roster


def make_effects(workspace: Workspace, store: Store, counted: Count, *, all_: bool = False) -> tuple[PolicyEffect, ...]:
    """What other answers to the open questions (or to all) would change in what was counted."""
    campaign = workspace.campaign
    by_answer = outside_by_answer(campaign, store)
    ours = by_answer[campaign.policies.both_answers.value]
    added_up = any(summary.from_orders for summary in ours.hotline)
    return sensitivity(campaign, counted.tally, ours, confirmed_too=all_, resummed=by_answer if added_up else None)


def make_anomalies(workspace: Workspace, store: Store, counted: Count) -> tuple[Anomaly, ...]:
    """Everything odd about paper and imports."""
    campaign = workspace.campaign
    closings = ((order.code, order.unit, order.closed) for order in orders(store) if order.closed is not None)
    return (
        *paper_anomalies(counted.sheets, counted.tally, campaign, sheet_sources(store)),
        *score_anomalies(campaign, outside_by_roster(campaign, store)),
        *bulk_closings(closings),
    )


def give_effects(workspace: Workspace, store: Store, *, all_: bool) -> tuple[PolicyEffect, ...]:
    """Count, then make_effects. Raises NotReadyError when nothing was scanned."""
    return make_effects(workspace, store, _draft(workspace, store), all_=all_)


def give_anomalies(workspace: Workspace, store: Store) -> tuple[Anomaly, ...]:
    """Count, then make_anomalies. Raises NotReadyError when nothing was scanned."""
    return make_anomalies(workspace, store, _draft(workspace, store))


def anomalies_in_short(workspace: Workspace, store: Store) -> Iterator[str]:
    """In one line how many of which kind, or why it cannot be told; none when there is nothing odd, or no paper yet."""
    if not any(progress.sheets for progress in store.progress().values()):
        return
    try:
        yield from in_short(give_anomalies(workspace, store))
    except (NotReadyError, FormError) as error:
        yield f"异常核查没有做：{error}"


def in_short(found: Iterable[Anomaly]) -> Iterator[str]:
    """In one line how many of which kind; none when there is nothing odd."""
    kinds = Counter(anomaly.oddity.value for anomaly in found)
    if kinds:
        listed = "、".join(f"{kind} {number}" for kind, number in kinds.items())
        yield f"异常 {kinds.total()} 处（{listed}）：pingyi anomalies"


def _draft(workspace: Workspace, store: Store) -> Count:
    counted = make_count(workspace.campaign, workspace.batches(), store)
    check_counted(counted, draft=True)
    return counted


def make_annexes(workspace: Workspace, store: Store, counted: Count) -> Annexes:
    """What goes into the result workbook beside the points."""
    return Annexes(effects=make_effects(workspace, store, counted), anomalies=make_anomalies(workspace, store, counted))


def save_annexes(
    path: Path, *, effects: tuple[PolicyEffect, ...] = (), anomalies: tuple[Anomaly, ...] | None = None
) -> Path:
    """As a workbook of its own. Raises NoSpaceError, FileError."""
    return write_annexes(Annexes(effects=effects, anomalies=anomalies), path)
