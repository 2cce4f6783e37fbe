"""
What one more sheet costs the machine that files it, when many are there: the look for the same paper, and memory.

    python -m benchmarks.scale_costs [--seen 4000,16000]

Placements are invented; CPU time of this process.
"""

import argparse
import time
from pathlib import Path

import click
import numpy as np
import psutil

from domain.form import ballot_pages
from generator.table_form import read_table_forms
from scanner.same_paper import Papers

FORM = Path(__file__).parent.parent / "samples" / "scans" / "form.docx"
LOOKS = 200
TALLEST = 60_000  # of a number of a placement, in its units
KIB = 1024


def main() -> None:
    """Print the cost at each number of sheets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--seen", default="4000,16000", help="numbers of sheets, as 1000,10000")
    sizes = [int(size) for size in parser.parse_args().seen.split(",")]
    (form,) = ballot_pages(read_table_forms(FORM), None)
    random_ = np.random.default_rng(1)

    def one() -> bytes:
        return random_.integers(1, TALLEST, (len(form.rows), 4)).astype("<u2").tobytes()

    papers, memory = Papers(form), psutil.Process().memory_info().rss
    papers.add(one())
    papers.like(one())  # compiled
    count = 1
    for size in sizes:
        for _ in range(size - count):
            papers.add(one())
        count = size
        asked = [one() for _ in range(LOOKS)]
        start = time.process_time()
        for placement in asked:
            papers.like(placement)
        cost = (time.process_time() - start) / LOOKS
        kept = (psutil.Process().memory_info().rss - memory) / size / KIB
        look = f"{cost * 1000:.2f} CPU ms for the look, {cost / size * 1e9:.0f} ns a pair"
        click.echo(f"{size:,} sheets: {look}, {kept:.1f} KiB a sheet")


if __name__ == "__main__":
    main()
