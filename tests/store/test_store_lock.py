"""Two processes never work in one workspace, and the second learns who is there."""

import subprocess
import sys
from pathlib import Path

import pytest

from pingyi.ground.errors import ExitCode, WorkspaceBusyError
from pingyi.store.base.lock import HOLDER, workspace_lock

HOLD = """
import sys
from pathlib import Path
from pingyi.store.base.lock import workspace_lock
with workspace_lock(Path(sys.argv[1]), "scan 一批.pdf"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.outside
def test_the_second_process_is_told_at_once_who_holds_the_workspace(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(WorkspaceBusyError, match="scan 一批") as caught, workspace_lock(tmp_path, "tally"):
            pass
        assert str(other.pid) in str(caught.value)
        assert caught.value.exit_code is ExitCode.BUSY
        other.communicate(timeout=30)


@pytest.mark.outside
def test_a_workspace_is_free_again_after_its_holder_was_killed(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
        other.wait(timeout=30)
    with workspace_lock(tmp_path, "tally"):
        assert (tmp_path / HOLDER).exists()
    assert not (tmp_path / HOLDER).exists()
