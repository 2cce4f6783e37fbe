"""
What counting for a notice and for the results page costs: CPU seconds of this process, of one walk and of the whole.

    python -m benchmarks.points.counting [--ballots 4000]

A notice: votes, points, paper balance, sensitivity, anomalies. The page: the same and every answered question again.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.page.large_campaign import fill
from pingyi.store.base.stamp import stamp
from pingyi.store.base.store import Store
from pingyi.web.server.office import confirmed_workspace
from pingyi.web.server.results_desk import Counted, count_for_page
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching
from pingyi.workflow.init import start_workspace
from pingyi.workflow.results.checks import make_annexes
from pingyi.workflow.results.reconcile import make_balance
from pingyi.workflow.results.score import make_scores


def main() -> None:
    """Make the workspace, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=4000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        workspace, _ = start_workspace(Path(scratch) / "campaign")
        fill(workspace, asked.ballots, 4)
        workspace = open_workspace(workspace.root)
        with watching(workspace) as store:
            workspace = confirmed_workspace(workspace, store)
            walk = _cost(lambda: sum(1 for _ in store.readings()))
            notice = _cost(lambda: _notice(workspace, store))
            nothing = Counted(stamp=stamp(store), tally=None, sheet=None, problem="")
            page = _cost(lambda: count_for_page(workspace, store, nothing))
        print(f"{asked.ballots} sheets: one walk over the readings {walk:.1f} CPU s")
        print(f"a notice's counting {notice:.1f} CPU s, {notice / walk:.1f} walks")
        print(f"the results page    {page:.1f} CPU s, {page / walk:.1f} walks")


def _notice(workspace: Workspace, store: Store) -> None:
    batches = workspace.batches()
    results = make_scores(workspace.campaign, batches, store, draft=True)
    make_balance(workspace.campaign, batches, store, results.tally)
    make_annexes(workspace, store, results.counted)


def _cost(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
