"""Twenty ways in which units spoil 附件3, each with the faults that must be named; reports and awards are invented."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import segno
from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

REPORT = (
    "一、主要工作",
    "全年完成各项任务，收入 12.5 亿元（增长8%），“两项改革”按期完成。",
    "（一）抓好主业。完成一般公共预算收入，比上年增长。",
    "1. 抓好征管",
    "（1）摸清税源",
    "二、存在不足",
    "基层力量不足。",
)
AWARD = ("先进集体", "市人民政府", "本单位", "2024.05.01")
Change = Callable[[Document], None]
Fault = tuple[str, str]  # part of the place, part of what is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoilt:
    """A form as its unit has spoilt it."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    report: tuple[str, ...] = REPORT
    awards: tuple[tuple[str, ...], ...] = (AWARD,)
    proofs: int = 1
    name: Callable[[str], str] = str


def cells(document: Document, row: int) -> list[_Cell]:
    """Each once."""
    return list({id(c._tc): c for c in document.tables[0].rows[row].cells}.values())  # noqa: SLF001


def line(document: Document, number: int) -> Paragraph:
    """A paragraph of the report, from 1."""
    return cells(document, 1)[-1].paragraphs[number - 1]


def face(number: int, name: str, *, heading_only: bool = False) -> Change:
    """Another face for a paragraph."""

    def change(document: Document) -> None:
        for run in line(document, number).runs[: 1 if heading_only else None]:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)  # noqa: SLF001

    return change


def size(number: int, points: float) -> Change:
    """Another size."""

    def change(document: Document) -> None:
        for run in line(document, number).runs:
            run.font.size = Pt(points)

    return change


def distance(number: int, points: float | None) -> Change:
    """Another distance of lines; none for single spacing."""

    def change(document: Document) -> None:
        form = line(document, number).paragraph_format
        if points is None:
            form.line_spacing = 1.0
        else:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)

    return change


def around(number: int, before: float, after: float) -> Change:
    """Space before and after."""

    def change(document: Document) -> None:
        form = line(document, number).paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)

    return change


def by_style(number: int, name: str, points: float) -> Change:
    """Face and size out of a style's style, nothing said at the run."""

    def change(document: Document) -> None:
        base = document.styles.add_style("Office base", 1)
        style = document.styles.add_style("Office text", 1)
        style.base_style, base.font.size = base, Pt(points)
        base.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
        spoilt = line(document, number)
        spoilt.style = style
        for run in spoilt.runs:
            properties = run._r.get_or_add_rPr()  # noqa: SLF001
            for tag in ("w:rFonts", "w:sz"):
                for old in properties.findall(qn(tag)):
                    properties.remove(old)

    return change


def name_set(points: float | None = None, *, bold: bool = True) -> Change:
    """The unit's name in another size or weight."""

    def change(document: Document) -> None:
        for run in cells(document, 0)[-1].paragraphs[0].runs:
            run.font.bold = bold
            run.font.size = Pt(points) if points else run.font.size

    return change


def link(document: Document) -> None:
    """Words within a hyperlink: still words."""
    runs = line(document, 2).runs
    wrapped = OxmlElement("w:hyperlink")
    wrapped.set(qn("w:anchor"), "top")
    runs[0]._r.addprevious(wrapped)  # noqa: SLF001
    wrapped.append(runs[0]._r)  # noqa: SLF001


def picture(document: Document) -> None:
    """A picture in the report, drawn from nothing but itself."""
    drawn = io.BytesIO()
    segno.make_qr("photo").save(drawn, kind="png", scale=4)
    line(document, 7).add_run().add_picture(drawn, width=Mm(20))


def footnote_like(document: Document) -> None:
    """Words under the table."""
    document.add_paragraph("填报人：某某　电话：0000000")


def two_rows(document: Document) -> None:
    """The report cut into two rows of the table."""
    row = document.tables[0].rows[1]._tr  # noqa: SLF001
    copy = parse_xml(serialize_for_reading(row))
    row.addnext(copy)
    for lines, kept in (
        (cells(document, 1)[-1].paragraphs, range(4)),
        (cells(document, 2)[-1].paragraphs, range(4, 7)),
    ):
        for number, paragraph in enumerate(lines):
            if number not in kept:
                paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def spaced_label(document: Document) -> None:
    """单 位 名 称."""
    cells(document, 0)[0].paragraphs[0].runs[0].text = "单 位 名 称"


def award_cell(column: int, text: str) -> Change:
    """Another word in the first award's row."""

    def change(document: Document) -> None:
        cells(document, 3)[1 + column].paragraphs[0].runs[0].text = text

    return change


def award_type(name: str, points: float) -> Change:
    """The first award's name in another type."""

    def change(document: Document) -> None:
        for run in cells(document, 3)[1].paragraphs[0].runs:
            run.font.size = Pt(points)
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)  # noqa: SLF001

    return change


TWO = (AWARD, ("二等奖", "区人民政府", "本单位", "2024.06.01"))
CASES: tuple[Spoilt, ...] = (
    Spoilt(changes=(), faults=()),
    Spoilt(changes=(face(1, "宋体"), size(2, 16)), faults=(("第1段", "字体是宋体"), ("第2段", "字号是16磅"))),
    Spoilt(changes=(face(2, "仿宋"), face(6, "仿宋")), faults=(("第2段", "字体是仿宋"), ("第6段", "字体是仿宋"))),
    Spoilt(changes=(face(2, "FangSong"),), faults=(("第2段", "字体是仿宋"),)),
    Spoilt(
        changes=(face(3, "黑体", heading_only=True), face(4, "楷体_GB2312")),
        faults=(("第3段", "字体是黑体"), ("第4段", "字体是楷体")),
    ),
    Spoilt(changes=(distance(2, 28), distance(4, None)), faults=(("第2段", "行距是28磅"), ("第4段", "不是固定值"))),
    Spoilt(changes=(around(4, 6, 0), around(5, 0, 12)), faults=(("第4段", "段前6磅"), ("第5段", "段后12磅"))),
    Spoilt(changes=(name_set(14, bold=False),), faults=(("单位名称", "没有加粗"), ("单位名称", "字号是14磅"))),
    Spoilt(
        changes=(award_type("宋体", 14),), faults=(("第1行获奖名称", "字体是宋体"), ("第1行获奖名称", "字号是14磅"))
    ),
    Spoilt(
        changes=(award_cell(1, ""), award_cell(3, "2024-5-1")),
        faults=(("第1行", "没有填颁发机关"), ("第1行", "2024-5-1")),
    ),
    Spoilt(changes=(award_cell(3, "2024.02.30"),), faults=(("第1行", "2024.02.30"),)),
    Spoilt(
        changes=(award_cell(3, "2023.05.01"),),
        awards=TWO,
        proofs=1,
        faults=(("第1行", "2023.05.01"), ("表彰", "只收到1个")),
    ),
    Spoilt(changes=(), report=(*REPORT, "字" * 1300), faults=(("实绩自述", "字（不计空格）"),)),
    Spoilt(changes=(), report=("", "  "), faults=(("实绩自述", "没有填写"),)),
    Spoilt(changes=(by_style(2, "楷体_GB2312", 15),), faults=(("第2段", "字体是楷体"), ("第2段", "字号是15磅"))),
    Spoilt(changes=(link, spaced_label), faults=(), name=" ".join),
    Spoilt(changes=(picture,), faults=(("实绩自述", "有图片"),)),
    Spoilt(changes=(footnote_like,), faults=(("表格外", "另有文字"),)),
    Spoilt(changes=(two_rows,), faults=()),
    Spoilt(
        changes=(),
        report=(*REPORT, "（字数限制在1300字以内）"),
        proofs=0,
        faults=(("第8段", "提示文字"), ("表彰", "只收到0个")),
    ),
)
