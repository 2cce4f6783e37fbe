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


def spent(command: Sequence[str], also: Sequence[int] = ()) -> tuple[float, float]:
    """What a command took. Raises CalledProcessError where it ended by another code than 0 and these."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.spent", *command], check=False, capture_output=True, text=True
    )
    if done.returncode not in (0, *also):
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    cpu, wall = done.stdout.splitlines()[-1].split()
    return float(cpu), float(wall)


def _measured(command: Sequence[str]) -> int:
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1)
    began = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    wall = time.perf_counter() - began
    try:
        while True:
            os.wait()
    except ChildProcessError:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(used.ru_utime + used.ru_stime, wall)
        return code


if __name__ == "__main__":
    sys.exit(_measured(sys.argv[1:]))
