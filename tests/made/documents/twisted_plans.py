"""A small sound plan, and parts of it to be twisted: what looks like a setting and is none, or is told in two ways."""

from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.shared import Mm

Rows = Sequence[Sequence[str]]
HEAD = ("石山县绩效办文件", "石绩发〔2025〕3号", "关于开展2025年度石山县民主评议工作的通知", "各单位：")
BODY = (
    "为做好石山县2025年度民主评议工作，现通知如下。",
    "评议工作由县绩效办组织实施。",
    "“满意”计100分，“基本满意”计70分，“不满意”计0分。",
    "各单位于2025年12月20日前将自评报告报送县绩效办，邮箱：a@example.org。",
)
SIGNED = ("石山县绩效办", "2025年10月8日")
POINTS = (
    ("对象", "事项", "主体", "分值"), ("乡镇", "群众评议", "群众代表", "60"), ("乡镇", "县领导评价", "县领导", "40"),
    ("县直单位", "群众评议", "群众代表", "70"), ("县直单位", "县领导评价", "县领导", "30"),
)  # fmt: skip
UNITS = (("乡镇类（2个乡镇）", ("东乡", "西镇")), ("县直类（2个单位）", ("县财政局", "县民政局")))
CHOICES = ("满意", "基本满意", "不满意")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Its parts in their order."""

    head: Sequence[str] = HEAD
    body: Sequence[str] = BODY
    signed: Sequence[str] = SIGNED
    points: Sequence[Rows] = (POINTS,)
    tables: Sequence[Rows] = ()  # before the ballot
    above_ballot: Sequence[str] = ("附件1", "2025年度石山县民主评议表", "各位代表：", "请评议。")
    units: Sequence[tuple[str, Sequence[str]]] = UNITS
    serials: bool = True
    first_serial: int = 1
    landscape: bool = False
    choices: Sequence[str] = CHOICES
    other_ballot: Sequence[str] = ()  # what stands above a second ballot, and its choices behind it

    def document(self) -> Document:
        """As a Word file."""
        document = docx.Document()
        section = document.sections[0]
        sides = (Mm(297), Mm(210)) if self.landscape else (Mm(210), Mm(297))
        section.page_width, section.page_height = sides
        for line in (*self.head, *self.body):
            document.add_paragraph(line)
        for rows in self.points:
            _table(document, rows)
            document.add_paragraph("以上为分值。")
        for line in self.signed:
            document.add_paragraph(line)
        for rows in self.tables:
            document.add_paragraph("附表")
            _table(document, rows)
        if self.other_ballot:
            title, *choices = self.other_ballot
            self._ballot(document, ("附件2", title, "各位领导：", "请评议。"), choices)
        self._ballot(document, self.above_ballot, self.choices)
        return document

    def _ballot(self, document: Document, above: Sequence[str], choices: Sequence[str]) -> None:
        for line in above:
            document.add_paragraph(line)
        width = self.serials + 1 + len(choices)
        table = document.add_table(rows=1, cols=width)
        table.style = "Table Grid"
        for col, word in enumerate((*["序号"] * self.serials, "单位名称", *choices)):
            table.cell(0, col).text = word
        serial = self.first_serial - 1
        for label, units in self.units:
            row = table.add_row()
            row.cells[0].merge(row.cells[-1]).text = label
            for unit in units:
                serial += 1
                cells = table.add_row().cells
                for col, word in enumerate((*[str(serial)] * self.serials, unit)):
                    cells[col].text = word


def _table(document: Document, rows: Rows) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for row, words in enumerate(rows):
        for col, word in enumerate(words):
            table.cell(row, col).text = word
