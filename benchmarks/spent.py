"""
CPU and wall seconds of a command with every process it begins, also those that end after it (Linux).

    python -m benchmarks.spent COMMAND ...
"""

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

CHILD_SUBREAPER = 36  # Linux: prctl(PR_SET_CHILD_SUBREAPER): whoever loses its parent becomes this process's child


def spent(command: Sequence[str]) -> tuple[float, float]:
    """What a command took. Raises CalledProcessError where it failed."""
    measured = [sys.executable, "-m", "benchmarks.spent", *command]
    cpu, wall = subprocess.run(measured, check=True, capture_output=True, text=True).stdout.splitlines()[-1].split()
    return float(cpu), float(wall)


def _measured(command: Sequence[str]) -> tuple[float, float]:
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1)
    began = time.perf_counter()
    subprocess.run(command, check=True)
    wall = time.perf_counter() - began
    try:
        while True:
            os.wait()
    except ChildProcessError:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime, wall


if __name__ == "__main__":
    print(*_measured(sys.argv[1:]))
