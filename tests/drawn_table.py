"""A table that a test draws itself, without a Word file behind it."""

from domain.form import FormCell, TableForm, TablePrint


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
