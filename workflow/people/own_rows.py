"""A row of a workbook we wrote and people filled in: its key and what stands beside it must tell of the same thing."""

from collections.abc import Iterator, Mapping

from pingyi.workflow.files.headings import bare
from pingyi.workflow.files.tables import TableRow


def contradictions(row: TableRow, where: str, known: Mapping[str, str]) -> Iterator[str]:
    """
    Chinese: cells of the row that are not what was written there for its key (`known`, by column).

    A column that was left out or emptied contradicts nothing.
    """
    differing = [
        f"{column}是“{row.cells[column]}”，“键”说的是“{value}”"
        for column, value in known.items()
        if bare(row.cells.get(column, "")) and bare(row.cells[column]) != bare(value)
    ]
    if differing:
        yield f"{where}第 {row.number} 行：{'；'.join(differing)}；行或“键”错了位，请重新导出，照原表填写"
