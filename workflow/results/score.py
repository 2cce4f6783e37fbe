"""`pingyi score`: tally and imports to points and ranks."""

from collections.abc import Sequence

from pingyi.domain.ballot import Tally
from pingyi.domain.campaign import Batch, Campaign
from pingyi.domain.score import ScoreSheet
from pingyi.scoring.score import score
from pingyi.store.base.store import Store
from pingyi.workflow.people.leader_scores import with_paper
from pingyi.workflow.results.tally import make_tally
from pingyi.workflow.tables.hotline import outside_with_orders


def make_scores(campaign: Campaign, batches: Sequence[Batch], store: Store, *, draft: bool) -> tuple[Tally, ScoreSheet]:
    """Count and score. Raises what make_tally and score raise: open doubts, missing imports."""
    tally = make_tally(campaign, batches, store, draft=draft)
    brought = with_paper(outside_with_orders(campaign, store), campaign, batches, store, draft=draft)
    return tally, score(campaign, tally, brought, draft=draft)
