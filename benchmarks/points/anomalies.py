"""
False alarms on sound invented campaigns, how often planted faults are found, and seconds for a year's paper.

    python -m benchmarks.points.anomalies [--campaigns N]
"""

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bounds import share
from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.readings.ballot import Ballot, SettledRow, Tally
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.results.anomaly import Oddity
from pingyi.tally.anomalies import paper_anomalies
from pingyi.tally.count import count

CAMPAIGN = Path(__file__).parent.parent.parent / "templates" / "campaign-2024.toml"
BATCHES, SHEETS = 20, 30
YEAR = 4000  # sheets of a large year
COLUMN = 19  # units in the first column of the form


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is planted into the first batch: every `every`-th sheet loses its first column, `copies` are alike."""

    every: int = 0
    copies: int = 0


def voters(campaign: Campaign, random_: random.Random, fault: Fault, sheets: int = SHEETS) -> list[Ballot]:
    """Sheets of voters who differ in how kind and how careless they are."""
    liking = [random_.uniform(0.5, 1) for _ in campaign.units]
    found: list[Ballot] = []
    for batch in range(BATCHES):
        for number in range(sheets):
            kind, careless = random_.choice((0.4, 0.7, 0.9, 0.97, 1)), random_.choice((0, 0, 0, 0.01, 0.05, 0.3))
            answers = [_answer(random_, kind**like, careless) for like in liking]
            if batch == 0 and fault.every and number % fault.every == 0:
                answers[:COLUMN] = [""] * COLUMN
            if batch == 0 and 0 < number < fault.copies:
                answers = [row.choice for row in found[0].rows]
            code = f"{'ABCDEF'[batch % 6]}{batch + 1:02d}"
            found.append(_ballot(f"{code}-{number}", code, answers, campaign))
    return found


def _answer(random_: random.Random, good: float, careless: float) -> str:
    if random_.random() < careless:
        return ""
    return random_.choices(("满意", "基本满意", "不满意"), (good, (1 - good) * 0.8, (1 - good) * 0.2))[0]


def _ballot(sheet: str, batch: str, answers: list[str], campaign: Campaign) -> Ballot:
    rows = tuple(
        SettledRow(
            item=str(unit.serial),
            name=unit.name,
            verdict=Verdict.VALID if answer else Verdict.BLANK,
            choice=answer,
        )
        for unit, answer in zip(campaign.units, answers, strict=True)
    )
    return Ballot(page=1, pages=1, sheet=sheet, batch=batch, rows=rows)


def kinds(campaign: Campaign, seed: int, fault: Fault) -> set[Oddity]:
    """The kinds of alarm one campaign raises."""
    ballots = voters(campaign, random.Random(seed), fault)  # noqa: S311 - invented votes
    return {found.oddity for found in paper_anomalies(ballots, counted(ballots, campaign), campaign, {})}


def counted(ballots: list[Ballot], campaign: Campaign) -> Tally:
    """Their tally, as many handed out as came back."""
    copies = Counter(ballot.batch for ballot in ballots)
    batches = [Batch(code=code, group=code[0], distributor="x", copies=n) for code, n in sorted(copies.items())]
    return count(ballots, batches, campaign)


def seconds(campaign: Campaign) -> float:
    """CPU seconds for a year's paper, counted before."""
    ballots = voters(campaign, random.Random(0), Fault(), YEAR // BATCHES)  # noqa: S311 - invented votes
    tally = counted(ballots, campaign)
    start = time.process_time()
    paper_anomalies(ballots, tally, campaign, {})
    return time.process_time() - start


def main() -> None:
    """Print alarms by kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--campaigns", type=int, default=100)
    wanted = parser.parse_args().campaigns
    campaign = parse_campaign(CAMPAIGN.read_text(encoding="utf-8"), CAMPAIGN.name)
    print(f"{YEAR} sheets looked through: {seconds(campaign):.2f} s CPU")
    print(f"{wanted} invented campaigns, {BATCHES} batches of {SHEETS} sheets")
    for words, fault in (
        ("sound", Fault()),
        ("the first column void on every 3rd sheet of a batch", Fault(every=3)),
        ("two sheets of a batch alike", Fault(copies=2)),
    ):
        alarms = Counter(kind for seed in range(wanted) for kind in kinds(campaign, seed, fault))
        print(words)
        for kind in Oddity:
            if kind in alarms or words == "sound":
                print(f"  {kind.name.lower():15} {share(alarms[kind], wanted)}")


if __name__ == "__main__":
    main()
