"""The process that others are copies of: one to a test process, and whoever begins it says what it has imported."""

from multiprocessing import forkserver


def begin_anew() -> None:
    """Whatever an earlier test had it import."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
