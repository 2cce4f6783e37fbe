"""A plan's file, of whatever word processor, taken apart in a bounded process and read."""

import tempfile
from dataclasses import replace
from pathlib import Path

from pingyi.generator.returned.returned_file import foreign_kind
from pingyi.generator.understood.annex_cut import cut_annex
from pingyi.generator.understood.plan_paper import read_plan_paper
from pingyi.ground.errors import FileError
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.named import is_file
from pingyi.workflow.files.word_files import as_docx, bounded
from pingyi.workflow.plan_in.reading import PlanReading, read_plan

AGAIN = "用 Word 或 WPS 另存为 .docx 再试"
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
        source = as_docx(path, Path(scratch), kind, AGAIN) if kind else path
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
