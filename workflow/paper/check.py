"""`pingyi check`: official documents of any origin, printed by LibreOffice and measured against GB/T 9704-2012."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.checker.check import check
from pingyi.checker.draw import draw_findings
from pingyi.checker.finding import FormatReport, Kind
from pingyi.generator.libreoffice.pdf import foreign_to_pdf
from pingyi.ground.errors import FileError
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.formats import WORDS
from pingyi.workflow.files.named import is_file

WORD = (*WORDS, ".odt")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file and what its check came to; `refused` says why it could not be checked."""

    file: str
    report: FormatReport | None
    refused: str
    pictures: tuple[Path, ...]


def check_files(
    paths: Sequence[Path], kind: Kind | None, debug: Path | None, advance: Advance
) -> tuple[CheckedFile, ...]:
    """Check each file; one that cannot be read is told of, the others go on. Raises MissingToolError."""
    checked = []
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        printed = _printed(paths, Path(scratch))
        for done, path in enumerate(paths):
            advance("检查公文格式", done, len(paths))
            checked.append(_check(path, printed[path], kind, debug))
    advance("检查公文格式", len(paths), len(paths))
    return tuple(checked)


def _printed(paths: Sequence[Path], scratch: Path) -> dict[Path, Path | str]:
    """Each file's PDF, or why there is none; Word files go through LibreOffice together."""
    found: dict[Path, Path | str] = {}
    batch: dict[str, Path] = {}
    for path in dict.fromkeys(paths):
        if not is_file(path):
            found[path] = f"找不到文件 {path}；请核对路径"
        elif path.suffix.lower() == ".pdf":
            found[path] = path
        elif path.suffix.lower() not in WORD:
            found[path] = f"{path.name} 不是 Word、WPS 或 PDF 文件；请另存为 .docx 再检查"
        elif path.stem in batch:  # LibreOffice would overwrite the first
            (made_alone,) = foreign_to_pdf([path], scratch / str(len(found)))
            found[path] = _or_why(made_alone)
        else:
            batch[path.stem] = path
    made = foreign_to_pdf(list(batch.values()), scratch)
    return found | {path: _or_why(one) for path, one in zip(batch.values(), made, strict=True)}


def _or_why(made: Path | FileError) -> Path | str:
    return str(made) if isinstance(made, FileError) else made


def _check(path: Path, printed: Path | str, kind: Kind | None, debug: Path | None) -> CheckedFile:
    if isinstance(printed, str):
        return CheckedFile(file=str(path), report=None, refused=printed, pictures=())
    try:
        report = check(printed, kind)
    except FileError as error:
        return CheckedFile(file=str(path), report=None, refused=str(error), pictures=())
    pictures = draw_findings(printed, report, debug, path.stem) if debug else ()
    return CheckedFile(file=str(path), report=report, refused="", pictures=pictures)
