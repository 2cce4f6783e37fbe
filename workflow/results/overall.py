"""All that can be said of a campaign at one moment, from one count; changes nothing."""

from dataclasses import dataclass

from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.anomaly import Anomaly
from pingyi.domain.results.score import ScoreSheet
from pingyi.domain.results.sensitivity import PolicyEffect
from pingyi.ground.errors import PingyiError
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.checks import make_effects
from pingyi.workflow.results.oddities import make_anomalies
from pingyi.workflow.results.reconcile import Balance, make_balance
from pingyi.workflow.results.score import make_scores
from pingyi.workflow.results.tally import make_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What is known once points can be computed; without the sheets, which stay in the process that counts."""

    tally: Tally
    scores: ScoreSheet
    effects: tuple[PolicyEffect, ...]  # of other answers to every question
    anomalies: tuple[Anomaly, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """How paper and points stand; in place of points, why there are none yet (Chinese)."""

    balance: Balance
    points: Points | str


def make_overall(workspace: Workspace, store: Store) -> Overall:
    """Count once, then everything. Raises what make_count raises."""
    campaign, batches = workspace.campaign, workspace.batches()
    counted = make_count(campaign, batches, store)
    balance = make_balance(campaign, batches, store, counted.tally)
    try:
        result = make_scores(counted, campaign, batches, store, draft=True)
        points = Points(
            tally=result.tally,
            scores=result.scores,
            effects=make_effects(workspace, store, counted, all_=True),
            anomalies=make_anomalies(workspace, store, counted),
        )
    except PingyiError as error:
        return Overall(balance=balance, points=str(error))
    return Overall(balance=balance, points=points)
