"""Ctrl-C at a moment when it would be lost, or leave half of something."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_held() -> Iterator[threading.Event]:
    """
    Ctrl-C sets the event, and is raised as KeyboardInterrupt when the block has ended well.

    Amid the start of a process it would leave half of one, or be swallowed: what Python calls at a fork may not raise.
    """
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted  # signals come to the main thread alone
        return
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted.is_set():
        raise KeyboardInterrupt
