"""`pingyi read --explain PAGE:ITEM`: one row's evidence in words, and its picture."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.evidence import MarkEvidence, Measured, RowEvidence
from pingyi.domain.readings.reading import DOUBT_TEXT, VERDICT_TEXT, RowWord, UnreadPage
from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file
from pingyi.scanner.files.pages import contents
from pingyi.scanner.shown.explain import explain
from pingyi.workflow.scans.reading import PageTask, Planned
from pingyi.workflow.scans.scan_files import plan_pages, scan_files

LABEL_CELLS, VALUE_CELLS = 26, 12  # terminal cells; a Chinese character takes two


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOfPage:
    """One row of one page; pages are counted from 1 over all scans in their order."""

    page: int
    item: str


def place(text: str) -> RowOfPage:
    """From PAGE:ITEM. Raises ValueError."""
    found = re.fullmatch(r"(\d+)[:：](.+)", text.strip())
    if found is None or int(found[1]) < 1:
        raise ValueError(text)
    return RowOfPage(page=int(found[1]), item=found[2].strip())


def explain_row(scans: Sequence[Path], forms: tuple[BallotForm, ...], wanted: RowOfPage, folder: Path) -> Iterator[str]:
    """
    Lines of at most 80 cells; the row's picture is written into `folder`.

    Raises NotReadyError when there is no such page or row, UnreadableFileError when the page cannot be opened.
    """
    with scan_files(scans) as found:
        yield from _explained(plan_pages(found, contents).pages, forms, wanted, folder)


def _explained(
    planned: Sequence[Planned], forms: tuple[BallotForm, ...], wanted: RowOfPage, folder: Path
) -> Iterator[str]:
    if wanted.page > len(planned):
        raise NotReadyError(
            f"这些文件一共 {len(planned)} 页，没有第 {wanted.page} 页；请核对页码（从 1 起，按文件顺序数）"
        )
    task = planned[wanted.page - 1]
    outcome = explain(task.path, task.page, wanted.item, forms) if isinstance(task, PageTask) else task
    if isinstance(outcome, UnreadPage):
        yield outcome.message()
        return
    yield from evidence_lines(outcome)
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{Path(outcome.source.file).stem}-{outcome.source.page}-{wanted.item}.png"
    with new_file(picture) as part:
        part.write_bytes(outcome.picture)
    yield f"图（格线蓝、墨迹红、轮廓绿）：{picture}"


def evidence_lines(evidence: RowEvidence) -> Iterator[str]:
    """Verdict, reasons, both judges, then every figure beside its limit."""
    row = evidence.row
    yield f"{evidence.source.file} 第 {evidence.source.page} 页，第 {row.item} 行 {row.name}"
    yield f"判定：{_answer(row)}，置信度 {row.confidence:.3f}"
    if row.reasons:
        yield "疑点：" + "、".join(DOUBT_TEXT[reason] for reason in row.reasons)
    agree, overrule = evidence.odds_needed
    yield f"一、量笔画：{_answer(evidence.guess)}" + ("（疑点见下面带 × 的数）" if row.reasons else "")
    for number, mark in enumerate(evidence.marks, start=1):
        yield from _mark_lines(number, mark)
    if not evidence.marks:
        yield "  没有墨迹"
    yield "  整行"
    yield from (_line(figure) for figure in evidence.figures)
    yield f"二、网络看格子：要 {agree:.2f} 以上才算同意，{overrule:.2f} 以上可消形状上的疑点"
    yield from (f"    {_padded(word, LABEL_CELLS)}{value:>{VALUE_CELLS}.3f}" for word, value in evidence.odds)


def _mark_lines(number: int, mark: MarkEvidence) -> Iterator[str]:
    yield f"  墨迹 {number}：在“{mark.place}”格，{mark.part}"
    yield from (_line(figure) for figure in mark.measured)


def _line(figure: Measured) -> str:
    sign = " " if figure.passes else "×"
    limit = f"{figure.sense} {figure.limit:.2f} {figure.unit}".rstrip()
    doubt = "" if figure.passes else f"  → {DOUBT_TEXT[figure.doubt]}"
    return f"  {sign} {_padded(figure.label, LABEL_CELLS)}{figure.value:>{VALUE_CELLS}.2f}  应 {limit}{doubt}"


def _padded(text: str, cells: int) -> str:
    return text + " " * max(0, cells - cell_len(text))


def _answer(said: RowWord) -> str:
    return VERDICT_TEXT[said.verdict] + (f"（{said.choice}）" if said.choice else "")
