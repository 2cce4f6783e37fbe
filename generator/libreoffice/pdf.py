"""Files converted by LibreOffice: one start for a whole batch, a profile of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pingyi.generator.libreoffice.fonts import faces_here, write_aliases
from pingyi.generator.libreoffice.profile import profile_text, write_profile
from pingyi.ground.errors import FileError, MissingToolError
from pingyi.ground.whole import new_file

START_SECONDS = 120  # a cold start on a slow office PC
DOCUMENT_SECONDS = 10
MOST_JOBS = 2  # LibreOffices at once: each takes 300 MB
MOST_BYTES = 800 << 20  # of data each: a hostile file must not take the whole machine
FOREIGN_CPU_SECONDS, FOREIGN_DOCUMENT_CPU_SECONDS = 16, 4  # of CPU: for a start, and for each document from outside
WORTH_A_START = 16  # documents
# It draws on bitmaps of 40 MB, each given back and asked for again page by page: half the time of a start.
MALLOC = "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1000000000:glibc.malloc.trim_threshold=1000000000"
BATCH = 100  # documents a call: Windows allows 32,767 characters on a command line
UNOPENED = "could not be loaded"  # what it says of whatever it cannot open
WINDOWS_HOMES = (r"C:\Program Files\LibreOffice\program", r"C:\Program Files (x86)\LibreOffice\program")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Output:
    """What LibreOffice makes, and where."""

    folder: Path
    kind: str  # pdf, docx, xlsx

    def of(self, document: Path) -> Path:
        """What is made of this one."""
        return self.folder / f"{document.stem}.{self.kind}"


def to_pdf(documents: Sequence[Path], folder: Path) -> list[Path]:
    """
    Convert each document to `folder`/<its name>.pdf; the PDFs, in the same order.

    Two documents of one name in different folders cannot go together: LibreOffice would overwrite the first.
    Raises MissingToolError without LibreOffice, FileError naming what it could not convert.
    """
    return _converted(documents, folder, "pdf")


def to_docx(document: Path, folder: Path) -> Path:
    """An old Word or WPS file from outside as `folder`/<its name>.docx. Raises what to_pdf raises."""
    (made,) = _foreign([document], folder, "docx")
    if isinstance(made, FileError):
        raise made
    return made


def to_xlsx(table: Path, folder: Path) -> Path:
    """A table from outside in another format as `folder`/<its name>.xlsx. Raises what to_pdf raises."""
    (made,) = _foreign([table], folder, "xlsx")
    if isinstance(made, FileError):
        raise made
    return made


def foreign_to_pdf(documents: Sequence[Path], folder: Path) -> list[Path | FileError]:
    """
    Convert documents from outside as to_pdf does; each one's PDF, or why there is none.

    One that takes all memory or time costs itself alone. Raises MissingToolError without LibreOffice.
    """
    return _foreign(documents, folder, "pdf")


def _foreign(documents: Sequence[Path], folder: Path, kind: str) -> list[Path | FileError]:
    found: list[Path | FileError] = []
    while len(found) < len(documents):
        rest = documents[len(found) : len(found) + BATCH]
        seconds = FOREIGN_CPU_SECONDS + FOREIGN_DOCUMENT_CPU_SECONDS * len(rest)
        with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as scratch:
            home, made = Path(scratch), _Output(folder=Path(scratch) / "out", kind=kind)
            said, code = _run(rest, _environment(home), home / "profile", made, seconds)
            there = [made.of(one).exists() for one in rest]
            done = len(rest) if code == 0 or all(there) else there.index(False) + 1
            found += [_taken_or_not(one, made, folder, said if code == 0 else None) for one in rest[:done]]
    return found


def _taken_or_not(document: Path, out: _Output, folder: Path, said: bytes | None) -> Path | FileError:
    """`said` is None when LibreOffice was ended amid its work: by what it had not made yet."""
    try:
        return _taken(document, out, folder, said or b"")
    except FileError as error:
        if said is not None:
            return error
        return FileError(
            f"{document.name} 打不开（要用的内存或时间大得不正常，或文件损坏）；请核对来源，另存为 .docx 再试"
        )


def _converted(documents: Sequence[Path], folder: Path, kind: str) -> list[Path]:
    if not documents:
        return []
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as scratch:
        home, made = Path(scratch), _Output(folder=Path(scratch) / "out", kind=kind)
        environment = _environment(home)
        jobs = _jobs(len(documents))
        with ThreadPoolExecutor(jobs) as pool:  # each waits for a LibreOffice of its own
            said = b"".join(
                pool.map(
                    lambda job: _convert(documents[job::jobs], environment, home / f"profile{job}", made),
                    range(jobs),
                )
            )
        return [_taken(document, made, folder, said) for document in documents]


def _environment(home: Path) -> dict[str, str]:
    tunables = ":".join(filter(None, (os.environ.get("GLIBC_TUNABLES"), MALLOC)))
    fonts = str(write_aliases(home))
    return os.environ | {"FONTCONFIG_FILE": fonts, "SAL_USE_VCLPLUGIN": "svp", "GLIBC_TUNABLES": tunables}


def _jobs(documents: int) -> int:
    """LibreOffices at once; few documents are not worth a second start."""
    return max(1, min(MOST_JOBS, os.cpu_count() or 1, documents // WORTH_A_START))


def _convert(documents: Sequence[Path], environment: dict[str, str], profile: Path, out: _Output) -> bytes:
    """Convert with one profile; what LibreOffice said."""
    said = b""
    for start in range(0, len(documents), BATCH):
        some = documents[start : start + BATCH]
        words, code = _run(some, environment, profile, out)
        if code is None:
            limit = START_SECONDS + DOCUMENT_SECONDS * len(some)
            raise FileError(f"LibreOffice 转换超过 {limit} 秒没有完成；请关闭其他程序后重试")
        said += words
    return said


def _run(
    documents: Sequence[Path], environment: dict[str, str], profile: Path, out: _Output, cpu_seconds: int = 0
) -> tuple[bytes, int | None]:
    """One call of LibreOffice: what it said, and its exit code; none when its time was up."""
    write_profile(profile)
    options = [
        *_bound(cpu_seconds), str(soffice()),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless", "--norestore", "--nolockcheck",
        "--convert-to", out.kind, "--outdir", str(out.folder),
    ]  # fmt: skip
    names = [str(document.resolve()) for document in documents]
    return _call([*options, *names], environment, START_SECONDS + DOCUMENT_SECONDS * len(names))


def _call(command: Sequence[str], environment: dict[str, str], limit: int) -> tuple[bytes, int | None]:
    """Run LibreOffice. Its start script has a child, and both must go when time is up."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, start_new_session=True
    ) as process:
        try:
            said = process.communicate(timeout=limit)[0]
        except subprocess.TimeoutExpired:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            return b"", None
    return said, process.returncode


def _bound(cpu_seconds: int) -> list[str]:
    """What holds a program's memory (and time) down; where there is no prlimit (Windows), nothing does."""
    found = shutil.which("prlimit")
    time = [f"--cpu={cpu_seconds}"] if cpu_seconds else []
    return [found, f"--data={MOST_BYTES}", *time] if found else []


def soffice() -> Path:
    """LibreOffice's program. Raises MissingToolError when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and sys.platform == "win32":
        found = next((str(p) for home in WINDOWS_HOMES if (p := Path(home) / "soffice.exe").exists()), None)
    if found is None:
        raise MissingToolError(
            "没有找到 LibreOffice，不能生成 PDF；请安装它"
            "（Debian、Ubuntu、deepin：sudo apt install libreoffice-writer；Windows：libreoffice.org 的安装程序）"
        )
    return Path(found)


def made_with() -> str:
    """By which LibreOffice, settings and faces a PDF is made now. Raises MissingToolError without LibreOffice."""
    program = soffice().resolve()
    about = program.stat()
    return f"{program} {about.st_size} {about.st_mtime_ns} {faces_here()} {profile_text()}"


def _taken(document: Path, out: _Output, folder: Path, said: bytes) -> Path:
    """LibreOffice ends well even when it wrote nothing: look for the file."""
    made = out.of(document)
    if not made.exists() or made.stat().st_size == 0:
        words = said.decode("utf-8", errors="replace").strip().splitlines() or ["没有说明原因"]
        reason = "文件损坏、有密码，或不是它认得的文件" if UNOPENED in words[-1] else words[-1]
        told = f"LibreOffice 没能把 {document.name} 转成 {out.kind.upper()}（{reason}）"
        raise FileError(f"{told}；请用 Word 或 WPS 打开看看，另存为 .docx 再试")
    with new_file(folder / made.name) as part:
        shutil.copyfile(made, part)
    return folder / made.name


def page_count(pdf: Path) -> int:
    """Pages of a PDF made here."""
    import pikepdf  # noqa: PLC0415 - who converts a table needs none of it

    with pikepdf.open(pdf) as document:
        return len(document.pages)
