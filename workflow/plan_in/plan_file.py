"""A plan's file, of whatever word processor, taken apart in a bounded process and read."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from pingyi.generator.returned.returned_file import foreign_kind
from pingyi.generator.understood.annex_cut import cut_annex
from pingyi.generator.understood.plan_paper import read_plan_paper
from pingyi.generator.word.pdf import to_docx
from pingyi.ground.errors import FileError
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.named import is_file
from pingyi.workflow.files.word_files import bounded
from pingyi.workflow.plan_in.reading import PlanReading, read_plan

AS_DRAWN = "（原样）.docx"


def read_plan_file(path: Path, forms: Path | None = None) -> PlanReading:
    """
    Read a .docx, .doc, .wps, .rtf or .odt; its forms, as the office drew them, go into the folder `forms`.

    Raises FileError saying what is wrong with it, MissingToolError where LibreOffice is needed and not there.
    """
    if not is_file(path):
        raise FileError(f"找不到方案文件 {path}；请核对路径")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        kind = foreign_kind(path)
        source = _as_docx(path, path.name, Path(scratch), kind) if kind else path
        reading = bounded(path.name, _read, source, path.name)
        if forms:
            for name, blocks in reading.forms:
                bounded(path.name, cut_annex, source, blocks, forms / f"{name}{AS_DRAWN}")
    return replace(reading, digest=sha256_of(path))


def _read(source: Path, name: str) -> PlanReading:
    paper = read_plan_paper(source, name)
    if not paper.blocks:
        raise FileError(f"{name} 里没有文字；请核对是不是方案文件（扫描件和图片请先转成 Word 文字）")
    return read_plan(paper)


def _as_docx(path: Path, called: str, scratch: Path, kind: str) -> Path:
    """A file's name may lie about what is in it; LibreOffice goes by both."""
    source = scratch / f"plan{kind}"
    shutil.copyfile(path, source)
    try:
        return to_docx(source, scratch / "docx")
    except FileError as error:
        raise FileError(
            f"{called} 打不开（可能加了密码、已损坏，或不是 Word 文件）；请用 Word 或 WPS 另存为 .docx 再试"
        ) from error
