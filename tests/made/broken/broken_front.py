"""What breaks the front: red mark, number, rule, title, addressee."""

from breaking import Change, drop_before, face, indent, size, words
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from right_paper import line

from pingyi.generator.word import word
from pingyi.generator.word.word import HEITI, Type


def title_break(document: Document) -> None:
    """The second line begins with 的."""
    for node in line(document, "关于印发")._p.iter(qn("w:t")):
        node.text = (node.text or "").replace("并做好评议", "的评议")


def rule_gap(document: Document) -> None:
    for edge in line(document, "某绩办发")._p.iter(qn("w:bottom")):
        edge.set(qn("w:space"), "1")


BREAKS: dict[str, Change] = {
    "mark_red": lambda d: setattr(line(d, "某区督查").runs[0].font.color, "rgb", RGBColor(0, 0, 0)),
    "mark_face": face("某区督查", Type(face=HEITI, size_pt=30, color=word.RED)),
    "mark_top": lambda d: setattr(
        Paragraph(line(d, "某区督查")._p.getprevious(), d).paragraph_format, "line_spacing", Pt(50)
    ),
    "number_form": words("某绩办发", "〔2024〕", "[2024]"),
    "number_centre": lambda d: setattr(line(d, "某绩办发"), "alignment", WD_ALIGN_PARAGRAPH.LEFT),
    "rule_gap": rule_gap,
    "rule_width": indent("某绩办发", left=400, right=400),
    "title_face": face("关于印发", Type(face=HEITI, size_pt=22)),
    "title_size": size("关于印发", 20),
    "title_centre": indent("关于印发", left=300),
    "title_break": title_break,
    "title_place": drop_before("关于印发", 2),
    "addressee": words("各镇人民", "：", ":"),
    "addressee_gap": drop_before("各镇人民"),
}
