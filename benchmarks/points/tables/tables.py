"""
120 tables spoilt by chance, and one table written in forty ways: how many are refused, read, or silently wrong.

    python -m benchmarks.points.tables.tables [--spoilt N] [--seed N] [--show]

What a table means is what a plain .csv of the same values is read as. LibreOffice makes the other formats. Ends with 1
when one is silently wrong, refused without its place, or more than two of the ways are not read as they are.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.points.tables.base import campaign
from benchmarks.points.tables.case import SOUND, Found, Outcome, all_judged, counts
from benchmarks.points.tables.good import good_ways
from benchmarks.points.tables.spoilt import spoilt_tables

FEWEST_READ, OF_WAYS = 38, 40
BAD = {Outcome.SILENTLY_WRONG, Outcome.UNNAMED, Outcome.UNTOLD}


def main() -> None:
    """Make them, read them, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spoilt", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="every table, with the words")
    asked = parser.parse_args()
    scheme = campaign()
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        spoilt = list(all_judged(spoilt_tables(scheme, asked.seed, asked.spoilt), scheme, Path(scratch) / "spoilt"))
        ways = list(all_judged(good_ways(scheme, asked.seed), scheme, Path(scratch) / "good"))
    print(f"{len(spoilt)} spoilt tables\n{counts(spoilt)}")
    print(f"{len(ways)} ways of writing a good one\n{counts(ways)}")
    read = [one for one in ways if one.outcome in (Outcome.READ, Outcome.READ_AND_TOLD)]
    for one in [*spoilt, *ways] if asked.show else _worth_a_look(spoilt, ways):
        print(f"- {one.case.name}: {one.outcome}\n    {one.words}")
    bad = any(one.outcome in BAD for one in (*spoilt, *ways))
    sys.exit(bad or len(read) * OF_WAYS < FEWEST_READ * len(ways))


def _worth_a_look(spoilt: list[Found], ways: list[Found]) -> list[Found]:
    odd = [one for one in spoilt if one.outcome not in SOUND]
    return odd + [one for one in ways if one.outcome not in (Outcome.READ, Outcome.READ_AND_TOLD)]


if __name__ == "__main__":
    main()
