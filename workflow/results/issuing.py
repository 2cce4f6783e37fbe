"""What must hold before a formal notice goes out, asked for in the terminal and on the page alike."""

from collections.abc import Sequence

from pingyi.domain.ballot import Tally
from pingyi.domain.campaign import Batch, Campaign
from pingyi.store.base.store import Store
from pingyi.workflow.results.policies import check_confirmed
from pingyi.workflow.results.reconcile import check_balanced


def check_issuable(campaign: Campaign, batches: Sequence[Batch], store: Store, tally: Tally) -> None:
    """Raises NotReadyError while a policy is not confirmed, UnbalancedError while paper does not balance."""
    check_confirmed(campaign, store)
    check_balanced(campaign, batches, store, tally)
