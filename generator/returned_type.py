"""How text in somebody else's Word file is set: by its run, by a style, or by the file's defaults."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import BaseStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from domain.analysis_form import Piece, ReportLine

NAMES = {"FangSong_GB2312": "仿宋_GB2312", "KaiTi_GB2312": "楷体_GB2312", "SimHei": "黑体", "SimSun": "宋体"}
HALF_POINTS = 2
TWIPS = 20
DEFAULT_PT = 10.0  # Word's own, where a file says nothing at all


def pieces(line: Paragraph) -> tuple[Piece, ...]:
    """The paragraph's runs as they look."""
    return tuple(
        Piece(text=run.text, face=_face(run, line), size_pt=_size(run, line), bold=_bold(run, line))
        for run in line.runs
        if run.text
    )


def report_line(line: Paragraph) -> ReportLine:
    """The paragraph with its distances."""
    exact = _spacing(line, "line") if _rule(line) == "exact" else None
    return ReportLine(
        pieces=pieces(line),
        exact_pt=exact,
        before_pt=_distance(line, "before"),
        after_pt=_distance(line, "after"),
    )


def _sources(run: Run, line: Paragraph) -> Iterator[BaseOxmlElement]:
    """Run properties that speak for the run, the nearest first."""
    for element in (run._r, *_styles(run.style), *_styles(line.style)):  # noqa: SLF001
        found = element.find(qn("w:rPr"))
        if found is not None:
            yield found
    defaults = line.part.document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")  # type: ignore[attr-defined]
    if defaults is not None:
        yield defaults


def _styles(style: BaseStyle | None) -> Iterator[BaseOxmlElement]:
    while style is not None:
        yield style.element
        style = getattr(style, "base_style", None)


def _face(run: Run, line: Paragraph) -> str:
    for properties in _sources(run, line):
        fonts = properties.find(qn("w:rFonts"))
        face = None if fonts is None else fonts.get(qn("w:eastAsia"))
        if face:
            return NAMES.get(str(face), str(face))
    return ""


def _size(run: Run, line: Paragraph) -> float:
    for properties in _sources(run, line):
        size = properties.find(qn("w:sz"))
        if size is not None:
            return int(size.get(qn("w:val"), 0)) / HALF_POINTS
    return DEFAULT_PT


def _bold(run: Run, line: Paragraph) -> bool:
    for properties in _sources(run, line):
        bold = properties.find(qn("w:b"))
        if bold is not None:
            return bold.get(qn("w:val"), "1") not in {"0", "false", "off"}
    return False


def _spacings(line: Paragraph) -> Iterator[BaseOxmlElement]:
    for element in (line._p, *_styles(line.style)):  # noqa: SLF001
        found = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if found is not None:
            yield found


def _rule(line: Paragraph) -> str:
    for spacing in _spacings(line):
        if spacing.get(qn("w:line")):
            return str(spacing.get(qn("w:lineRule"), "auto"))
    return "auto"


def _spacing(line: Paragraph, name: str) -> float:
    found = next((spacing.get(qn(f"w:{name}")) for spacing in _spacings(line) if spacing.get(qn(f"w:{name}"))), "0")
    return float(found) / TWIPS


def _distance(line: Paragraph, side: str) -> float:
    """Space before or after; in lines it counts before in points."""
    for spacing in _spacings(line):
        lines = spacing.get(qn(f"w:{side}Lines"))
        if lines and lines != "0":
            return float(lines) / 100 * 12.0
        if spacing.get(qn(f"w:{side}")) is not None:
            return float(spacing.get(qn(f"w:{side}"))) / TWIPS
    return 0.0
