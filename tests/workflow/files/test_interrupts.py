"""Ctrl-C is never lost: not amid the start of a process, where Python swallows what its own callbacks raise."""

import os
import signal
import subprocess
import sys

import pytest

from pingyi.workflow.files.guard import Guard
from pingyi.workflow.files.interrupts import interrupts_held

pytestmark = [pytest.mark.outside, pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")]

AT_THE_FORK = """
import os, signal
from pingyi.workflow.files.guard import Guard

os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))
with Guard() as guard:
    try:
        guard.call(len, "abc")
    except KeyboardInterrupt:
        print("interrupted")
"""


def test_an_interrupt_is_raised_when_the_block_has_ended() -> None:
    done = []

    def work() -> None:
        with interrupts_held() as interrupted:
            os.kill(os.getpid(), signal.SIGINT)
            done.append(interrupted.is_set())

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == [True]


def test_an_interrupt_amid_a_fork_is_not_swallowed() -> None:
    run = subprocess.run([sys.executable, "-c", AT_THE_FORK], capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["interrupted"]


def test_a_guard_answers_after_an_interrupt() -> None:
    with Guard() as guard:
        with pytest.raises(KeyboardInterrupt), interrupts_held():
            os.kill(os.getpid(), signal.SIGINT)
        assert guard.call(len, "abc") == 3
