"""A batch's ballots as one PDF: the same page many times over, with the batch's mark in its corner."""

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from domain.campaign import Batch
from domain.errors import FileError
from generator.batch_mark import CODE_MM, CODE_RIGHT_MM, CODE_TOP_MM, LABEL_PT, QUIET_MODULES, batch_code, dark_runs
from generator.new_file import put

PT_PER_MM = 72 / 25.4
HELVETICA_EM = 0.62  # a capital letter or digit is less wide than this


def write_print_run(page_pdf: Path, batch: Batch, out: Path) -> Path:
    """
    Write `batch.copies` copies of the one page of `page_pdf`; every copy alike, no voter is singled out.

    Page and mark are stored once and shared, so a copy costs some ten bytes. Raises FileError when `page_pdf` has more
    or fewer pages than one.
    """
    with Pdf.open(page_pdf) as source, Pdf.new() as run:
        if len(source.pages) != 1:
            raise FileError(f"{page_pdf.name} 有 {len(source.pages)} 页，评议表应为 1 页；请缩短表样文字后重新生成")
        box = source.pages[0].mediabox
        sheet = run.copy_foreign(source.pages[0].as_form_xobject())
        width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        content = run.make_indirect(Stream(run, b"q /Sheet Do Q\n" + _mark(batch, width, height)))
        resources = run.make_indirect(Dictionary(XObject=Dictionary(Sheet=sheet), Font=Dictionary(Label=font)))
        for _ in range(batch.copies):
            page = Dictionary(
                Type=Name.Page, MediaBox=Array([0, 0, width, height]), Resources=resources, Contents=content
            )
            run.pages.append(pikepdf.Page(run.make_indirect(page)))
        written = io.BytesIO()
        run.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return put(out, written.getvalue())


def _mark(batch: Batch, width: float, height: float) -> bytes:
    """Drawing commands for the QR code and the code in letters beside it, in points from the lower left."""
    modules = len(batch_code(batch).matrix)
    module = CODE_MM * PT_PER_MM / modules
    left = width - (CODE_RIGHT_MM + CODE_MM) * PT_PER_MM
    top = height - CODE_TOP_MM * PT_PER_MM
    bars = "\n".join(
        f"{left + x * module:.3f} {top - (y + 1) * module:.3f} {length * module:.3f} {module:.3f} re"
        for y, x, length in dark_runs(batch)
    )
    label_left = left - QUIET_MODULES * module - HELVETICA_EM * LABEL_PT * len(batch.code)
    label = f"BT /Label {LABEL_PT} Tf 1 0 0 1 {label_left:.3f} {top - LABEL_PT:.3f} Tm ({batch.code}) Tj ET"
    return f"0 g\n{bars}\nf\n{label}\n".encode("ascii")
