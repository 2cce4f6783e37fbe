"""A table that a test draws itself, without a Word file behind it."""

from pingyi.domain.forms.form import FormCell, TableForm, TablePrint
from pingyi.generator.understood.table_form import WordForm


def drawn_table(cells: tuple[FormCell, ...], widths: tuple[float, ...], heights: tuple[float, ...]) -> TableForm:
    """Every border drawn, no print."""
    xs, ys = (tuple(sum(sizes[:k]) for k in range(len(sizes) + 1)) for sizes in (widths, heights))
    printed = TablePrint(
        pdf=b"",
        page=1,
        xs_mm=xs,
        ys_mm=ys,
        across=((True,) * len(widths),) * len(ys),
        down=((True,) * len(xs),) * len(heights),
        others_mm=(),
    )
    return TableForm(
        name="t",
        digest="",
        heading="",
        column_widths_mm=widths,
        row_heights_mm=heights,
        printed=printed,
        cells=cells,
    )


def as_listed(form: WordForm) -> TableForm:
    """A table as the Word file lists it, without its print."""
    printed = TablePrint(pdf=b"", page=1, xs_mm=(), ys_mm=(), across=(), down=(), others_mm=())
    return TableForm(
        name=form.name,
        digest=form.digest,
        heading=form.heading,
        column_widths_mm=form.table.widths_mm,
        row_heights_mm=(0.0,) * form.table.rows,
        printed=printed,
        cells=form.table.cells,
        strange=form.strange,
        remarks=form.remarks,
        new_page=form.new_page,
    )
