"""A batch's ballots as one PDF: its cover sheet, then the same page or pages many times over, with the batch's mark."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.marks import FormPrint
from pingyi.generator.forms.batch_mark import (
    CODE_MM,
    CODE_RIGHT_MM,
    CODE_TOP_MM,
    LABEL_PT,
    QUIET_MODULES,
    Mark,
    dark_runs,
    mark_code,
)
from pingyi.ground.errors import FileError
from pingyi.ground.whole import put

PT_PER_MM = 72 / 25.4
HELVETICA_EM = 0.62  # a capital letter or digit is less wide than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A batch's cover sheet: a page (0-based) of the PDF of all covers."""

    pdf: Path
    page: int


def write_print_run(page_pdf: Path, batch: Batch, out: Path, printed: FormPrint, cover: Cover | None = None) -> Path:
    """
    Write `batch.copies` copies of the ballot in `page_pdf`; every copy alike, no voter is singled out.

    A copy's pages follow each other, for both sides of a sheet or for single sheets; the cover comes first, on the
    ballot's paper, and with an empty back where ballots are to be printed on both sides. Pages and marks are stored
    once and shared, so a copy costs some ten bytes a page. Raises FileError when `page_pdf` has more or fewer pages
    than the ballot, which is what was `printed`.
    """
    pages = printed.pages
    with Pdf.open(page_pdf) as source, Pdf.new() as run:
        if len(source.pages) != pages:
            raise FileError(
                f"{page_pdf.name} 有 {len(source.pages)} 页，评议表应为 {pages} 页；请缩短表样文字后重新生成"
            )
        sheets = [
            _sheet(run, page, Mark(key=printed.key, batch=batch.code, page=number if pages > 1 else 0, pages=pages))
            for number, page in enumerate(source.pages, start=1)
        ]
        if cover:
            for leaf in _cover(run, cover, sheets[0], empty_back=pages % 2 == 0):
                run.pages.append(pikepdf.Page(run.make_indirect(leaf)))
        for _ in range(batch.copies):
            for sheet in sheets:
                run.pages.append(pikepdf.Page(run.make_indirect(Dictionary(sheet))))
        written = io.BytesIO()
        run.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return put(out, written.getvalue())


def _sheet(run: Pdf, page: pikepdf.Page, mark: Mark) -> dict[str, Object | Name | Array]:
    """A page's dictionary, its parts shared by every copy."""
    width, height = _size(page)
    form = run.copy_foreign(page.as_form_xobject())
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    resources = Dictionary(XObject=Dictionary(Sheet=form), Font=Dictionary(Label=font))
    return {
        "/Type": Name.Page,
        "/MediaBox": Array([0, 0, width, height]),
        "/Resources": run.make_indirect(resources),
        "/Contents": run.make_indirect(Stream(run, b"q /Sheet Do Q\n" + _drawn(mark, width, height))),
    }


def _cover(
    run: Pdf, cover: Cover, sheet: dict[str, Object | Name | Array], *, empty_back: bool
) -> Iterator[Dictionary]:
    """The cover in the middle of a page as large as the ballot's, and its empty back."""
    box = sheet["/MediaBox"]
    with Pdf.open(cover.pdf) as covers:
        page = covers.pages[cover.page]
        form = run.copy_foreign(page.as_form_xobject())
        width, height = _size(page)
    left, low = (float(box[2]) - width) / 2, (float(box[3]) - height) / 2
    drawn = Stream(run, f"q 1 0 0 1 {left:.3f} {low:.3f} cm /Sheet Do Q\n".encode("ascii"))
    resources = Dictionary(XObject=Dictionary(Sheet=form))
    yield Dictionary(Type=Name.Page, MediaBox=box, Resources=resources, Contents=run.make_indirect(drawn))
    if empty_back:
        yield Dictionary(Type=Name.Page, MediaBox=box, Resources=Dictionary())


def _size(page: pikepdf.Page) -> tuple[float, float]:
    box = page.mediabox
    return float(box[2]) - float(box[0]), float(box[3]) - float(box[1])


def _drawn(mark: Mark, width: float, height: float) -> bytes:
    """Drawing commands for the QR code and its words beside it, in points from the lower left."""
    modules = len(mark_code(mark).matrix)
    module = CODE_MM * PT_PER_MM / modules
    left = width - (CODE_RIGHT_MM + CODE_MM) * PT_PER_MM
    top = height - CODE_TOP_MM * PT_PER_MM
    bars = "\n".join(
        f"{left + x * module:.3f} {top - (y + 1) * module:.3f} {length * module:.3f} {module:.3f} re"
        for y, x, length in dark_runs(mark)
    )
    words = f"{mark.batch}  {mark.page}/{mark.pages}" if mark.page else mark.batch
    label_left = left - QUIET_MODULES * module - HELVETICA_EM * LABEL_PT * len(words)
    label = f"BT /Label {LABEL_PT} Tf 1 0 0 1 {label_left:.3f} {top - LABEL_PT:.3f} Tm ({words}) Tj ET"
    return f"0 g\n{bars}\nf\n{label}\n".encode("ascii")
