"""
CPU seconds until the compiled loops of a page are ready, opened as the program opens them and as numba does, in turn.

    python -m benchmarks.reading.ready [--turns 5]

Each figure is of a process of its own that reads the clean sample twice; the second reading finds all loops ready, and
what the first takes more is theirs and the form's.
"""

import argparse
import statistics
import subprocess
import sys

READ = """
import sys, time
from pathlib import Path
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
from pingyi.scanner.reader import read_page
from pingyi.workflow.scans.forms_read import load_forms
if sys.argv[1] == "numba":
    JITCPUCodegen._library_class = JITCodeLibrary
forms, took = load_forms([Path("samples/scans/form.docx")], ()), []
for _ in range(2):
    start = time.process_time()
    read_page(Path("samples/scans/clean.pdf"), 1, forms)
    took.append(time.process_time() - start)
print(took[0] - took[1])
"""
WAYS = ("numba", "ours")


def seconds(way: str) -> float:
    """What the first page of a new process takes more than the second."""
    ran = subprocess.run([sys.executable, "-c", READ, way], check=True, capture_output=True, text=True)
    return float(ran.stdout)


def main() -> None:
    """Median and least of both, and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--turns", type=int, default=5)
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(parser.parse_args().turns):
        for way in WAYS:
            found[way].append(seconds(way))
    for way, took in found.items():
        print(f"{way:<6} median {statistics.median(took):.2f} s, least {min(took):.2f} s")
    print(f"ours / numba: {statistics.median(found['ours']) / statistics.median(found['numba']):.2f}")


if __name__ == "__main__":
    main()
