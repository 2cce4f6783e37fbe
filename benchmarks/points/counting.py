"""What counting costs at 4,000 ballots (236,000 rows, 1 % doubtful, all groups, tables beside them).

python -m benchmarks.points.counting [--ballots 4000]

Prints processor seconds: reading every row of the store whole, as a measure of the machine; settling and counting;
a final notice's counting (counts, points, balance of paper, annexes; not the writing of the documents); all that the
results page shows.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.page.large_campaign import fill
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.init import start_workspace
from pingyi.workflow.results.checks import make_annexes
from pingyi.workflow.results.overall import make_overall
from pingyi.workflow.results.reconcile import make_balance
from pingyi.workflow.results.score import make_result
from pingyi.workflow.results.tally import make_count


def main() -> None:
    """Make the workspace, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=4000)
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        workspace, _ = start_workspace(Path(scratch) / "campaign")
        fill(workspace, arguments.ballots, 1)
        campaign, batches = workspace.campaign, workspace.batches()
        with watching(workspace) as store:
            with timed("every row read whole"):
                rows = sum(len(reading.rows) for _, reading in store.readings())
            with timed("settled and counted"):
                make_count(campaign, batches, store)
            with timed("a final notice's counting"):
                result = make_result(campaign, batches, store, draft=True)
                make_balance(campaign, batches, store, result.tally)
                make_annexes(workspace, store, result.count)
            with timed("the results page"):
                make_overall(workspace, store)
        print(f"{rows} rows")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the processor time of the block."""
    start = time.process_time()
    yield
    print(f"{time.process_time() - start:6.2f} CPU s  {what}")


if __name__ == "__main__":
    main()
