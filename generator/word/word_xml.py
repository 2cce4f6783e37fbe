"""The parts of a Word file python-docx has no words for: elements made by hand, in the order Word wants them."""

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_PT = 20
EIGHTHS_PER_PT = 8  # Word counts the width of rules in eighths of a point


def element(name: str, **attributes: object) -> BaseOxmlElement:
    """A `w:` element with `w:` attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def append(parent: BaseOxmlElement, name: str, **attributes: object) -> None:
    """Put a new element at the end of `parent`."""
    parent.append(element(name, **attributes))


def indent(line: Paragraph, characters: dict[str, float], size_pt: float) -> None:
    """
    Indent `firstLine`, `left` or `right` by characters of `size_pt`.

    In hundredths of a character, as Word does for Chinese, with the twips beside for other readers.
    """
    asked = {name: count for name, count in characters.items() if count}
    if not asked:
        return
    made = line._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    for name, count in asked.items():
        made.set(qn(f"w:{name}Chars"), str(round(count * 100)))
        made.set(qn(f"w:{name}"), str(round(count * size_pt * TWIPS_PER_PT)))


def type_on(line: Paragraph, sample: Run) -> None:
    """Let what is typed into an empty paragraph look as `sample`, an empty run of it, does; the run goes."""
    properties = line._p.get_or_add_pPr()  # noqa: SLF001
    for old in properties.findall(qn("w:rPr")):
        properties.remove(old)
    properties.append(sample._r.get_or_add_rPr())  # noqa: SLF001
    line._p.remove(sample._r)  # noqa: SLF001


def draw_lines(table: Table, rule_pt: float, margin_mm: float) -> None:
    """Rule all lines of a table, and keep its text `margin_mm` clear of those at the sides."""
    properties = table._tbl.tblPr  # noqa: SLF001
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        append(borders, f"w:{edge}", val="single", sz=round(rule_pt * EIGHTHS_PER_PT), space=0, color="000000")
    margins = OxmlElement("w:tblCellMar")
    for edge, width in (("top", 0.0), ("left", margin_mm), ("bottom", 0.0), ("right", margin_mm)):
        append(margins, f"w:{edge}", w=round(width * TWIPS_PER_MM), type="dxa")
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
        layout.addnext(margins)


def no_rule(cell: _Cell, edge: str) -> None:
    """Leave one edge of a cell unruled; its neighbour must leave its own out too."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        later = ("w:shd", "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
        properties.insert_element_before(borders, *later)
    append(borders, f"w:{edge}", val="nil")


def keep_with_next(row: _Row) -> None:
    """
    Keep a table's row on the page of the next.

    Word asks every cell's paragraphs, LibreOffice the row's very first, be it in a cell merged into the one above.
    """
    for cell in row._tr.tc_lst:  # noqa: SLF001 - python-docx hides the continuation of a merged cell
        for line in cell.p_lst:
            line.get_or_add_pPr().get_or_add_keepNext()
