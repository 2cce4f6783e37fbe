"""Seconds to make all forms of the 2024 campaign, LibreOffice included, against the 60 s allowed.

    python -m benchmarks.documents.forms_time

59 analysis forms, 40 batches of ballots (3,000 copies) with covers, labels, ledgers and marked Word files. Seconds of
wall time by step; processor seconds, children included, stand beside them, since other work on the machine slows
the first only.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.forms import official_campaign
from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.workflow.paper.forms import FormsReport, make_analysis, make_ballots

ALLOWED_S = 60.0
BATCHES, COPIES = 40, 75


def sample_batches(campaign: Campaign) -> tuple[Batch, ...]:
    """Handed out by the units with the longest names."""
    units = sorted(campaign.units, key=lambda unit: -len(unit.name))
    return tuple(
        Batch(code=f"A{number:02d}", group="A", distributor=units[number - 1].name, copies=COPIES)
        for number in range(1, BATCHES + 1)
    )


class Clock:
    """Prints the time between one step and the next."""

    def __init__(self) -> None:
        self.step = ""
        self.start, self.spent = time.perf_counter(), _processor()

    def advance(self, doing: str, _done: int, _total: int, /) -> None:
        """As the progress bar is told."""
        if doing != self.step:
            self.end()
            self.step = doing

    def end(self) -> None:
        """The step is over."""
        now, spent = time.perf_counter(), _processor()
        if self.step:
            print(f"  {now - self.start:6.1f} s  {spent - self.spent:6.1f} s cpu  {self.step}")
        self.start, self.spent, self.step = now, spent, ""


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def timed(name: str, make: Callable[[Clock], FormsReport]) -> tuple[float, float]:
    """Wall and processor seconds of one kind of form, its steps printed."""
    print(name)
    start, spent = time.perf_counter(), _processor()
    clock = Clock()
    report = make(clock)
    clock.end()
    wall, cpu = time.perf_counter() - start, _processor() - spent
    print(f"  {wall:6.1f} s  {cpu:6.1f} s cpu  {len(report.files)} files, {report.pages} pages")
    return wall, cpu


def main() -> None:
    """Every step, the total, the ratio."""
    campaign = official_campaign()
    batches = sample_batches(campaign)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ballots = timed("附件4", lambda clock: make_ballots(folder, campaign, batches, clock.advance))
        analysis = timed("附件3", lambda clock: make_analysis(folder, campaign, clock.advance))
    wall, cpu = ballots[0] + analysis[0], ballots[1] + analysis[1]
    print(f"total {wall:.1f} s, {wall / ALLOWED_S:.2f} of the {ALLOWED_S:.0f} s allowed")
    print(f"processor {cpu:.1f} s, {cpu / ALLOWED_S:.2f} of it were it one core's work")


if __name__ == "__main__":
    main()
