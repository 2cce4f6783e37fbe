"""
Seconds of one scoring and of all other answers re-scored; whether order matters; LibreOffice against the program.

    python -m benchmarks.points.scoring [--orders N]

Everything is invented. Times are CPU seconds. Shuffled are rows, batches, imports and single scores, N times; the
workbook is recomputed by LibreOffice from its inputs alone, every value it came with taken out first.
"""

import argparse
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineWorkbook

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.score import Outside, ScoreSheet
from pingyi.generator.documents.live_figures import TREES
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.result_workbook import write_workbook
from pingyi.generator.libreoffice.pdf import _converted
from pingyi.samples.invented_results import invented_outside, invented_tally
from pingyi.scoring.score import score
from pingyi.scoring.sensitivity import other_answers, sensitivity

CAMPAIGN = Path(__file__).parent.parent.parent / "templates" / "campaign-2024.toml"
SEED, BATCHES, COPIES = 2024, 40, 75
ROUNDS = 5  # times are the least of so many

T = TypeVar("T")
Made = tuple[Campaign, Tally, Outside]


def main() -> None:
    """Score, re-score, shuffle, recompute."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=50)
    orders = parser.parse_args().orders
    campaign = parse_campaign(CAMPAIGN.read_text(encoding="utf-8"), CAMPAIGN.name)
    letters = [group.key for group in campaign.groups if group.component is Component.VOTES]
    codes = [(letters[number % len(letters)], number // len(letters) + 1) for number in range(BATCHES)]
    batches = [Batch(code=f"{key}{n:02d}", group=key, distributor="x", copies=COPIES) for key, n in codes]
    made = campaign, invented_tally(campaign, batches, SEED), invented_outside(campaign, SEED)
    sheet, seconds = _timed(lambda: score(*made, draft=True), ROUNDS)
    print(f"{len(sheet.units)} units, {BATCHES} batches: scored in {seconds:.3f} s CPU")
    answers = sum(len(other_answers(name, policy)) for name, policy in questions(campaign))
    _, seconds = _timed(lambda: sensitivity(*made, confirmed_too=True), 1)
    print(f"all {answers} other answers to {len(list(questions(campaign)))} questions: {seconds:.2f} s CPU")
    print(f"other points or ranks after shuffling: {_moved(made, sheet, orders)} of {orders}")
    _against_libreoffice(made, sheet)


def _timed(work: Callable[[], T], rounds: int) -> tuple[T, float]:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        made = work()
        best = min(best, time.process_time() - start)
    return made, best


def _moved(made: Made, sheet: ScoreSheet, orders: int) -> int:
    """How many of the shuffled campaigns come to anything else."""
    campaign, tally, outside = made
    random_ = random.Random(SEED)  # noqa: S311 - any order will do

    def shuffled(entries: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random_.sample(entries, len(entries)))

    moved = 0
    for _ in range(orders):
        leaders = tuple(replace(entry, scores=shuffled(entry.scores)) for entry in shuffled(outside.leaders))
        others = replace(outside, leaders=leaders, hotline=shuffled(outside.hotline), phone=shuffled(outside.phone))
        again = replace(tally, rows=shuffled(tally.rows), batches=shuffled(tally.batches))
        moved += _points(score(campaign, again, others, draft=True)) != _points(sheet)
    return moved


def _points(sheet: ScoreSheet) -> list[tuple[object, ...]]:
    return [(unit.unit, unit.total.value, unit.rank) for unit in sheet.units]


def _against_libreoffice(made: Made, sheet: ScoreSheet) -> None:
    """The largest difference of any figure, and of published points."""
    occasion = Occasion(campaign=made[0], tally=made[1], sheet=sheet, final=False, day=date(2025, 3, 7))
    with tempfile.TemporaryDirectory() as folder:
        written = write_workbook(occasion, Path(folder) / "ours" / "a.xlsx")
        bare = Path(folder) / "a.xlsx"
        with zipfile.ZipFile(written) as ours, zipfile.ZipFile(bare, "w") as theirs:
            for name in ours.namelist():
                theirs.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", ours.read(name)))
        book = CalamineWorkbook.from_path(str(_converted([bare], Path(folder) / "theirs", "xlsx")[0]))
    figures = [figure.value for unit in sheet.units for _, figure in unit.total.walk()]
    cells = [float(str(row[2])) for row in book.get_sheet_by_name(TREES).to_python()[1:]]
    most = max(abs(cell - float(value)) for cell, value in zip(cells, figures, strict=True))
    totals = {str(row[2]): f"{float(str(row[3])):.2f}" for row in book.get_sheet_by_name("总分排名").to_python()[2:]}
    other = sum(totals[unit.unit] != str(unit.total.rounded()) for unit in sheet.units)
    print(f"LibreOffice recomputed {len(figures)} figures: largest difference {most:.1e}")
    print(f"published totals that differ: {other} of {len(sheet.units)}")


if __name__ == "__main__":
    main()
