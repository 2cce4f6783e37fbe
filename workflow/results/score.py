"""`pingyi score`: tally and imports to points and ranks."""

from collections.abc import Sequence

from pingyi.domain.campaign import Batch, Campaign
from pingyi.scoring.score import score
from pingyi.store.base.store import Store
from pingyi.workflow.people.leader_scores import with_paper
from pingyi.workflow.results.counted import Counted, Results
from pingyi.workflow.results.tally import make_count
from pingyi.workflow.tables.hotline import outside_with_orders


def make_scores(
    campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool, counted: Counted | None = None
) -> Results:
    """
    Count and score; `counted` where the sheets have been counted already.

    Raises what make_count and score raise: open doubts, missing imports.
    """
    counted = counted or make_count(campaign, batches, store, draft=draft)
    brought = with_paper(outside_with_orders(campaign, store), campaign, batches, store, draft=draft)
    return Results(counted=counted, scores=score(campaign, counted.tally, brought, draft=draft))
