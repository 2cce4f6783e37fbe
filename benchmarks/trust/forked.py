"""The real commands, started anew, or forked from a process that has everything loaded: a start costs milliseconds."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pingyi.workflow.demo  # noqa: F401 - and with it what every command loads when it is called
from pingyi import cli
from pingyi.scanner.reader import read_page
from pingyi.workflow.scans.forms_read import load_forms

CRASHED = 70  # an exception came out of the command


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended."""

    code: int  # negative: the signal that ended it
    said: str
    cpu: float  # seconds, with those of its own processes
    megabytes: float  # the largest process's memory
    seconds: float


def warm_up(scan: Path, form: Path) -> None:
    """Read a page here, so that no command has to load the reader's parts again."""
    read_page(scan, 1, load_forms([form], ()))


def run_anew(arguments: Sequence[str | Path], out: Path, most_seconds: float) -> Ended:
    """Run `pingyi ARGUMENTS` started anew, with the memory it has at an office; killed when it takes longer."""
    starter, program = Path(__file__).with_name("started.py"), Path(sys.executable).with_name("pingyi")
    command = [sys.executable, str(starter), str(out), str(most_seconds), str(program), *map(str, arguments)]
    cost = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Ended(said=_said(out), **cost)


def run(
    arguments: Sequence[str | Path], out: Path, stop: Callable[[float], bool] = lambda _: False, typed: str = ""
) -> Ended:
    """
    Run `pingyi ARGUMENTS` forked, with the memory of this process to begin with.

    `stop`, asked all the time with the seconds gone by, has it killed; `typed` is what people type, a line each.
    """
    sys.stdout.flush()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        _be(arguments, out, typed)
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        if stop(time.perf_counter() - start):
            with suppress(ProcessLookupError):  # killed before it had a group of its own
                os.killpg(child, signal.SIGKILL)
            os.kill(child, signal.SIGKILL)
            _, status, used = os.wait4(child, 0)
            break
        time.sleep(0.0005)
    return Ended(
        code=os.waitstatus_to_exitcode(status),
        said=_said(out),
        cpu=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss / 1024,
        seconds=time.perf_counter() - start,
    )


def _said(out: Path) -> str:
    return out.read_text(encoding="utf-8", errors="replace") if out.exists() else ""


def _be(arguments: Sequence[str | Path], out: Path, typed: str) -> None:
    """In the child: the command, its streams in a file, and out."""
    code = CRASHED
    sys.stdin = io.StringIO(typed)
    with suppress(ProcessLookupError):
        os.setsid()
    stream = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (1, 2):
        os.dup2(stream, number)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        cli.main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else CRASHED
    except BaseException:  # noqa: BLE001 - what it was is what the benchmark reports
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
