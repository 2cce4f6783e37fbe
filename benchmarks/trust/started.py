"""
Starts a command and prints as JSON what it cost: `python started.py OUT MOST_SECONDS COMMAND…`.

A small process of its own, for Linux counts the memory of who starts a command as the command's.
"""

import json
import os
import signal
import sys
import time


def cost_of(out: str, most_seconds: float, command: list[str]) -> dict[str, float]:
    """Exit code, CPU seconds with its own processes', the largest one's memory, seconds; output goes to `out`."""
    streams = [
        (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=streams, setsid=True)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, most_seconds)
    _, status, used = os.wait4(child, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
        "seconds": time.perf_counter() - start,
    }


if __name__ == "__main__":
    print(json.dumps(cost_of(sys.argv[1], float(sys.argv[2]), sys.argv[3:])))
