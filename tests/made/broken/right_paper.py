"""A right official document, with everything the clauses speak of."""

from pathlib import Path

from docx.document import Document
from docx.text.paragraph import Paragraph

from pingyi.generator.word import official
from pingyi.generator.word.template import fill

SENTENCE = (
    "各单位要按照本方案的要求认真组织实施，逐项对照检查工作完成情况，并于规定期限以前将有关材料报送至办公室汇总。"
)
FIELDS = {
    "draft_mark": "",
    "letterhead": ["某区督查和绩效考评办公室文件"],
    "number": "某绩办发〔2024〕4号",
    "draft_heading": "",
    "draft_notes": [],
    "title": "关于印发年度绩效考评工作方案\n并做好评议评价工作的通知",
    "addressees": "各镇人民政府，各街道办事处，区直各部门",
    "parts": [
        {"heading": "", "lines": [SENTENCE]},
        {"heading": "一、工作安排", "lines": [SENTENCE * 6]},
        {"heading": "二、工作要求", "lines": [SENTENCE * 3, SENTENCE * 4]},
    ],
    "attachments": ["附件：1.年度评议评价分值表和各系列参评单位名单以及评议办法", "　　　2.评议表"],
    "issuer": "某区督查和绩效考评办公室",
    "day": "2024年9月29日",
}
ISSUER = "某区督查和绩效考评办公室"


def right_paper(*, record: bool = True) -> Document:
    """An invented notice with everything the clauses speak of."""
    document = fill(Path("templates") / "notice.docx", FIELDS)
    official.keep_text_with_signature(document, str(FIELDS["attachments"][0]))  # type: ignore[index]
    official.attachment(document, "附件1", "分值表和评议办法")
    official.heading(document, "一、基本办法", 1)
    official.heading(document, "（一）领导评价", 2)
    official.body(document, "1.领导怎样评价。")
    official.body(document, SENTENCE)
    official.body(document, SENTENCE * 3)
    if record:
        official.record_block(document, ISSUER, "2024年9月29日", copies="区委办公室，区人大常委会办公室。")
    return document


def line(document: Document, beginning: str) -> Paragraph:
    """The paragraph that begins so."""
    whole = [p for p in document.paragraphs if p.text == beginning]
    return next(iter([*whole, *(p for p in document.paragraphs if p.text.startswith(beginning))]))
