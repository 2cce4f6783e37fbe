"""
Made forms that are refused, drawn anew by the program, with where the pen goes on the new print.

The new Word file is the program's; a twin of it gets tiny numbers in its empty cells, as that of a made form has.
"""

from pathlib import Path

import docx
import pdfplumber
from docx.shared import Pt

from benchmarks.strange.strange_docx import MARK_PT
from benchmarks.strange.strange_forms import marked_cells
from benchmarks.votes.made_forms import Asked, MadeForm, Tick, asked_at, write_form
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import Box
from pingyi.workflow.votes.redraw import redraw


def redrawn_form(
    form: MadeForm, folder: Path, name: str
) -> tuple[Path, tuple[Asked, ...], tuple[tuple[int, Box], ...]]:
    """The new Word file, its questions, and the page (from 0) and place of each line for opinions."""
    path = folder / f"{name}-anew.docx"
    made = redraw(write_form(form, folder / f"{name}.docx"), path)
    wanted: list[Tick] = []
    twin = docx.Document(str(path))
    for table, read in zip(twin.tables, made.tables, strict=True):
        heads = [cell.text for cell in table.rows[0].cells]
        first = len(heads) - len(read.choices)
        for row in list(table.rows)[1:]:
            cells = row.cells
            if cells[0]._tc is cells[-1]._tc:  # noqa: SLF001 - one cell from side to side
                cells[0].paragraphs[0].add_run(f" {len(wanted) + 1}").font.size = Pt(MARK_PT)
                wanted.append(Tick(question="", choice=""))
                continue
            for choice, cell in zip(heads[first:], cells[first:], strict=True):
                wanted.append(Tick(question=cells[first - 1].text, choice=choice))
                cell.paragraphs[0].add_run(str(len(wanted))).font.size = Pt(MARK_PT)
    marked = folder / f"{name}-anew-twin.docx"
    twin.save(str(marked))
    (pdf,) = to_pdf([marked], folder)
    places: dict[int, tuple[int, Box]] = {}
    with pdfplumber.open(pdf) as opened:
        for number, page in enumerate(opened.pages):
            places |= {mark: (number, box) for mark, box in marked_cells(page).items()}
    if len(places) != len(wanted):
        raise ValueError(f"{marked}: {len(places)} cells found of {len(wanted)}")
    ticks = [k for k, one in enumerate(wanted) if one.question]
    asked = asked_at([wanted[k] for k in ticks], dict(enumerate(places[k] for k in ticks)))
    return path, asked, tuple(places[k] for k, one in enumerate(wanted) if not one.question)
