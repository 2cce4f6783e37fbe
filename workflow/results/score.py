"""`pingyi score`: tally and imports to points and ranks."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.results.anomaly import Anomaly
from pingyi.domain.results.result import Count, Result
from pingyi.scoring.score import score
from pingyi.store.base.store import Store
from pingyi.workflow.desk.record import record_scores
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.people.scores.paper_scores import with_paper
from pingyi.workflow.results.oddities import make_anomalies
from pingyi.workflow.results.tally import check_counted, make_count
from pingyi.workflow.tables.hotline import outside_with_orders


def make_result(campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Result:
    """Count and score. Raises what make_count and make_scores raise: open doubts, missing imports."""
    return make_scores(make_count(campaign, batches, store), campaign, batches, store, draft=draft)


def make_scores(counted: Count, campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> Result:
    """Score what was counted. Raises what check_counted and score raise."""
    check_counted(counted, draft=draft)
    brought = with_paper(outside_with_orders(campaign, store), campaign, batches, store, draft=draft)
    return Result(count=counted, scores=score(campaign, counted.tally, brought, draft=draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Points and ranks as they were put down in the evidence chain, and all that looks odd."""

    result: Result
    anomalies: tuple[Anomaly, ...]


def give_scores(workspace: Workspace, store: Store, *, draft: bool) -> Scored:
    """Count, score, put down. Raises what make_result raises."""
    result = make_result(workspace.campaign, workspace.batches(), store, draft=draft)
    record_scores(workspace.root, store, result)
    return Scored(result=result, anomalies=make_anomalies(workspace, store, result.count))
