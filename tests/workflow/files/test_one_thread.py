"""Libraries start no threads of their own: pages are small, processes are the parallelism."""

import subprocess
import sys

import pytest


@pytest.mark.outside
@pytest.mark.skipif(sys.platform != "linux", reason="counts the threads by /proc")
def test_reading_loads_without_threads() -> None:
    told = "import pingyi.scanner.reader, os; print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
