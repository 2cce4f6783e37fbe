"""
评议: everything lives under this one name; the rooms stand beside this folder and are linked into it.

For other programs: `read_form` and `read_scans` (docs/library.md), and the values they give.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

for _threads in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # before numpy: our matrices are small; processes are the parallelism

if TYPE_CHECKING:
    from pingyi.domain.forms.form import BallotForm
    from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, UnreadPage, Verdict
    from pingyi.ground.errors import PingyiError
    from pingyi.workflow.scans.library import read_form, read_scans

__all__ = (
    "BallotForm",
    "Doubt",
    "PingyiError",
    "RowReading",
    "SheetReading",
    "UnreadPage",
    "Verdict",
    "read_form",
    "read_scans",
)
_HOMES = {
    "BallotForm": "domain.forms.form",
    "Doubt": "domain.readings.reading",
    "PingyiError": "ground.errors",
    "RowReading": "domain.readings.reading",
    "SheetReading": "domain.readings.reading",
    "UnreadPage": "domain.readings.reading",
    "Verdict": "domain.readings.reading",
    "read_form": "workflow.scans.library",
    "read_scans": "workflow.scans.library",
}


def __getattr__(name: str) -> object:
    """Loaded when first asked for: help and status need no scanner."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
