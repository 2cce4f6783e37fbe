"""Trees of figures as live formulas of a workbook: inputs and settings can be changed, everything above follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pingyi.domain.results.figure import Figure
from pingyi.domain.results.formula import Number, in_cells
from pingyi.domain.results.score import UnitScore
from pingyi.domain.words.numbers import plain

SETTINGS, TREES = "参数", "计算过程"
VALUE_COLUMN = 2
DEEPEST = 7  # outline levels Excel has
WIDTHS = (24, 26, 12, 42, 42, 16)  # of the columns, in digits: across A4 they can still be read
LINE_PT = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Formats of a row's cells; `given` is for what a clerk may change."""

    plain: Format
    exact: Format
    parts: Format  # of a number that is not whole
    given: Format


class LiveFigures:
    """Where every figure and setting of a score sheet stands; rows are numbered as Excel does, from 1."""

    def __init__(self, units: Iterable[UnitScore], first_row: int = 2) -> None:
        self.rows: list[tuple[str, int, Figure]] = []
        self.settings: dict[tuple[str, Fraction], Number] = {}
        self._cells: dict[int, str] = {}
        for unit in units:
            for depth, figure in unit.total.walk():
                address = f"'{TREES}'!$C${first_row + len(self.rows)}"
                self._cells.setdefault(id(figure), address)
                self.rows.append((unit.unit, depth, figure))
                for number in figure.expression.numbers() if figure.expression else ():
                    if number.setting:
                        self.settings.setdefault((number.setting, number.value), number)
        self._setting_rows = {key: row for row, key in enumerate(self.settings, start=first_row)}
        self._first = first_row

    def cell(self, figure: Figure) -> str:
        """The address of a figure's value."""
        return self._cells[id(figure)]

    def formula(self, row: int, figure: Figure) -> str:
        """What stands in the figure's row (counted from 0); empty for an input."""
        own = f"'{TREES}'!$C${self._first + row}"
        if self.cell(figure) != own:
            return f"={self.cell(figure)}"  # shown before: one input, one cell
        return f"={in_cells(figure.expression, self._address)}" if figure.expression else ""

    def write_trees(self, sheet: Worksheet, looks: Looks) -> None:
        """单位名称, 项目, 数值, 算法, 代入数字, 来源: one row a figure, folded under the one it is part of."""
        for index, (unit, depth, figure) in enumerate(self.rows):
            row = self._first - 1 + index
            label = "　" * depth + figure.label
            texts = {0: unit, 1: label, 3: figure.formula, 4: figure.with_numbers(), 5: "、".join(figure.sources)}
            for column, text in texts.items():
                sheet.write_string(row, column, text, looks.plain)
            formula = self.formula(index, figure)
            if formula:
                look = looks.exact if figure.value == int(figure.value) else looks.parts
                sheet.write_formula(row, VALUE_COLUMN, formula, look, float(figure.value))
            else:
                sheet.write_number(row, VALUE_COLUMN, float(figure.value), looks.given)
            lines = max(ceil(_cells(text) / WIDTHS[column]) for column, text in texts.items())
            folded = {"level": min(depth, DEEPEST), "hidden": depth > 1, "collapsed": depth == 1}
            sheet.set_row(row, LINE_PT * max(lines, 1), None, folded)

    def setting_rows(self) -> Iterator[tuple[str, float]]:
        """Name and value of every setting, in the order of the rows."""
        for number in self.settings.values():
            yield number.setting, float(number.value)

    def _address(self, term: Figure | Number) -> str:
        if isinstance(term, Figure):
            return self.cell(term)
        if term.setting:
            return f"'{SETTINGS}'!$B${self._setting_rows[term.setting, term.value]}"
        return plain(term.value) if term.value.denominator == 1 else f"({_ratio(term.value)})"


def _cells(text: str) -> int:
    """Digits wide; a Chinese character takes two and a little."""
    return ceil(sum(1 if character.isascii() else 2.2 for character in text))


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
