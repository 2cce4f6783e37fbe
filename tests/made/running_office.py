"""A LibreOffice that a test process keeps running: no document pays for a start of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pingyi.generator.libreoffice import pdf
from pingyi.generator.libreoffice.profile import write_profile

READY_SECONDS, DOCUMENT_SECONDS = 60, 20
LIMITED = ("/usr/bin/timeout", "7200")  # seconds, should its test process be killed


class RunningOffice:
    """Started when first asked; whoever calls `soffice` with its profile is served by it."""

    def __init__(self, home: Path) -> None:
        self.home, self.owner = home, os.getpid()
        self.environment = pdf._environment(home)
        self.process: subprocess.Popen[bytes] | None = None

    def made(self, documents: Sequence[Path], kind: str, out: Path) -> list[Path | None]:
        """Each document as `kind` in `out`; None for what it could not make in time, or not at all."""
        if os.getpid() == self.owner and (self.process is None or self.process.poll() is not None):
            self._start()
        command = [*self._soffice(), "--convert-to", kind, "--outdir", str(out)]
        limit = DOCUMENT_SECONDS * len(documents)
        _, code = pdf._call([*command, *(str(one.resolve()) for one in documents)], self.environment, limit)
        if code is None:
            self.stop()
        paths = [out / f"{one.stem}.{kind}" for one in documents]
        return [path if path.exists() and path.stat().st_size else None for path in paths]

    def stop(self) -> None:
        """It must not outlive its test process."""
        if self.process is not None and os.getpid() == self.owner:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _soffice(self) -> list[str]:
        where = f"-env:UserInstallation={(self.home / 'profile').as_uri()}"
        return [str(pdf.soffice()), where, "--headless", "--norestore", "--nolockcheck"]

    def _start(self) -> None:
        """With a document open: without, it would end with its first work."""
        shutil.rmtree(self.home / "profile", ignore_errors=True)
        write_profile(self.home / "profile")
        document, ready = self.home / "open.txt", self.home / ".~lock.open.txt#"
        ready.unlink(missing_ok=True)
        document.write_text("open", encoding="utf-8")
        self.process = subprocess.Popen(
            [*LIMITED, *pdf._bound(0), *self._soffice(), "--nodefault", "--writer", str(document)],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + READY_SECONDS
        while not ready.exists() and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)


@contextmanager
def running_office() -> Iterator[RunningOffice]:
    """It runs until the block is left."""
    with tempfile.TemporaryDirectory(prefix="pingyi-office-", ignore_cleanup_errors=True) as home:
        office = RunningOffice(Path(home))
        try:
            yield office
        finally:
            office.stop()
