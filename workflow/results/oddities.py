"""`pingyi anomalies`: what is odd about paper and imports."""

from collections import Counter
from collections.abc import Iterator

from pingyi.domain.anomaly import Anomaly
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.scoring.anomalies import bulk_closings, score_anomalies
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import orders
from pingyi.store.readings.sources import sheet_sources
from pingyi.tally.anomalies import paper_anomalies
from pingyi.tally.roster import seated
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.counted import Counted
from pingyi.workflow.results.tally import make_count
from pingyi.workflow.tables.outside import outside_by_roster


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
