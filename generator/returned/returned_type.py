"""How text in somebody else's Word file is set: by its run, by a style, or by the file's defaults."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pingyi.domain.handed_in.analysis_form import Piece, ReportLine
from pingyi.generator.returned.style_chain import of_paragraph, of_run

NAMES = {  # what Word on an English Windows, WPS and LibreOffice call the same faces
    "FangSong_GB2312": "仿宋_GB2312", "KaiTi_GB2312": "楷体_GB2312", "SimHei": "黑体", "SimSun": "宋体",
    "FangSong": "仿宋", "KaiTi": "楷体", "NSimSun": "新宋体", "Microsoft YaHei": "微软雅黑", "DengXian": "等线",
    "STFangsong": "华文仿宋", "STKaiti": "华文楷体", "STSong": "华文宋体", "STHeiti": "华文黑体",
}  # fmt: skip
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
LEFT_OUT = (qn("w:del"), qn("w:txbxContent"), qn("w:rt"))  # what stands in a box or over a word is told of as such
HALF_POINTS = 2
TWIPS = 20
DEFAULT_PT = 10.0  # Word's own, where a file says nothing at all


def pieces(line: Paragraph) -> tuple[Piece, ...]:
    """The paragraph's runs as they look."""
    return tuple(
        Piece(text=shown_text(run), face=_face(run, line), size_pt=_size(run, line), bold=_bold(run, line))
        for run in runs(line)
        if shown_text(run) and not is_hidden(run, line)
    )


def shown_text(run: Run | BaseOxmlElement) -> str:
    """A run's text; of a drop-down field of old what is chosen, which stands in no text."""
    element = run._r if isinstance(run, Run) else run  # noqa: SLF001
    chosen = (_chosen(options) for options in element.iter(qn("w:ddList")))
    return "".join((*chosen, str(element.text)))


def _chosen(options: BaseOxmlElement) -> str:
    entries = [str(entry.get(qn("w:val"), "")) for entry in options.iter(qn("w:listEntry"))]
    states = [state for tag in ("w:result", "w:default") if (state := options.find(qn(tag))) is not None]
    number = str(states[0].get(qn("w:val"), "0")) if states else "0"
    return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""


def is_hidden(run: Run, line: Paragraph) -> bool:
    """Whether Word does not show it."""
    for properties in _sources(run, line):
        vanish = properties.find(qn("w:vanish"))
        if vanish is not None:
            return vanish.get(qn("w:val"), "1") not in {"0", "false", "off"}
    return False


def runs(line: Paragraph) -> Iterator[Run]:
    """All runs of a paragraph, those within links, content controls and smart tags too."""
    for element in line._p.iter(qn("w:r")):  # noqa: SLF001 - python-docx knows direct children only
        above = takewhile(lambda parent: parent is not line._p, element.iterancestors())  # noqa: SLF001
        if not any(parent.tag in LEFT_OUT for parent in above):
            yield Run(element, line)


def report_line(line: Paragraph, number: str) -> ReportLine:
    """The paragraph with its distances, and the `number` Word shows before it, set as its first words are."""
    exact = _spacing(line, "line") if _rule(line) == "exact" else None
    found = pieces(line)
    counted = bool(number and found)
    return ReportLine(
        pieces=(replace(found[0], text=f"{number}{found[0].text}"), *found[1:]) if counted else found,
        exact_pt=exact,
        before_pt=_distance(line, "before"),
        after_pt=_distance(line, "after"),
        numbered=_numbered(line),
        counted=counted,
    )


def _numbered(line: Paragraph) -> bool:
    """Whether Word counts the paragraph by itself: such a number is no text."""
    for element in (line._p, *of_paragraph(line)):  # noqa: SLF001
        found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if found is not None:
            return str(found.get(qn("w:val"))) != "0"
    return False


def _sources(run: Run, line: Paragraph) -> Iterator[BaseOxmlElement]:
    """Run properties that speak for the run, the nearest first."""
    for element in (run._r, *of_run(run, line), *of_paragraph(line)):  # noqa: SLF001
        found = element.find(qn("w:rPr"))
        if found is not None:
            yield found
    defaults = line.part.document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")  # type: ignore[attr-defined]
    if defaults is not None:
        yield defaults


def _face(run: Run, line: Paragraph) -> str:
    for properties in _sources(run, line):
        fonts = properties.find(qn("w:rFonts"))
        if fonts is None:
            continue
        theme = fonts.get(qn("w:eastAsiaTheme"))
        face = _theme_face(line, str(theme)) if theme else fonts.get(qn("w:eastAsia"))
        if face and not str(face).isdigit():  # LibreOffice makes 0 of a face an .rtf does not name
            return NAMES.get(str(face), str(face))
    return ""


def _theme_face(line: Paragraph, name: str) -> str:
    """The face a theme gives to majorEastAsia or minorEastAsia: its own, or the one for simplified Chinese."""
    part = next((r.target_part for r in line.part.rels.values() if r.reltype == THEME and not r.is_external), None)
    if part is None:
        return ""
    fonts = parse_xml(part.blob).find(f".//{DRAWING}{'major' if name.startswith('major') else 'minor'}Font")
    if fonts is None:
        return ""
    own = fonts.find(f"{DRAWING}ea")
    chinese = next((f for f in fonts.findall(f"{DRAWING}font") if f.get("script") == "Hans"), None)
    return next((face for f in (own, chinese) if f is not None and (face := str(f.get("typeface", "")))), "")


def _size(run: Run, line: Paragraph) -> float:
    for properties in _sources(run, line):
        size = properties.find(qn("w:sz"))
        if size is not None:
            return float(size.get(qn("w:val"), 0)) / HALF_POINTS
    return DEFAULT_PT


def _bold(run: Run, line: Paragraph) -> bool:
    for properties in _sources(run, line):
        bold = properties.find(qn("w:b"))
        if bold is not None:
            return bold.get(qn("w:val"), "1") not in {"0", "false", "off"}
    return False


def _spacings(line: Paragraph) -> Iterator[BaseOxmlElement]:
    for element in (line._p, *of_paragraph(line)):  # noqa: SLF001
        found = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if found is not None:
            yield found
    path = f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
    defaults = line.part.document.styles.element.find(path)  # type: ignore[attr-defined]
    if defaults is not None:
        yield defaults


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
