"""A process of tests that stays small: whatever it starts by a fork begins with a copy of its tables of memory."""

import ctypes
import gc
import os
import sys
from functools import cache
from pathlib import Path

LARGE_MB = 600
GROWN = 1.5  # since it was last made small
PICTURES = range(2, 17)  # what a cache of forms' pictures holds at most; a net is one, and costs more to load
STATM = Path("/proc/self/statm")
CACHED = type(cache(lambda: None))
LEFT_MB = [LARGE_MB / GROWN]  # what was left each time


def forget_pictures() -> None:
    """Give back what forms drawn so far and finished tests have taken, where that is much more than is ever left."""
    if _resident_mb() < GROWN * LEFT_MB[-1]:
        return
    for module in [module for name, module in sys.modules.items() if name.startswith("pingyi.")]:
        for one in list(vars(module).values()):
            if isinstance(one, CACHED) and one.cache_parameters()["maxsize"] in PICTURES:
                one.cache_clear()
    settle()
    ctypes.CDLL(None).malloc_trim(0)
    LEFT_MB.append(max(_resident_mb(), LARGE_MB / GROWN))


def settle() -> None:
    """What lives now is no more looked through for garbage: it costs seconds each time, and nearly all of it stays."""
    gc.collect()
    gc.freeze()


def _resident_mb() -> int:
    """None where there is no /proc: nothing is forked there."""
    pages = int(STATM.read_text(encoding="ascii").split()[1]) if STATM.exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20 if pages else 0
