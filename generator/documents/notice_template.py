"""Makes templates/notice.docx, the notice's first part as an office may edit it in Word.

Run `python -m pingyi.generator.documents.notice_template` after changing it; the fields are those of NoticeText.
"""

from dataclasses import replace
from pathlib import Path

from docx.document import Document

from pingyi.generator.word import edges, official, word
from pingyi.generator.word.official import BODY, BODY_LINES, LINE_PT
from pingyi.generator.word.word import CENTER, FANGSONG, HEITI, RED, RIGHT, XIAOBIAOSONG, Lines, Type

TARGET = Path("templates") / "notice.docx"
NOTE_PT, NOTE_LINE_PT = 8.0, 11.0  # small enough to leave the title and the addressees on the first page
FRAME_PT = 0.75


def write_template(path: Path) -> Path:
    """Write the template: red head, number, draft box, title, body, signature."""
    document = word.new_document(official.PAGE, title="通报模板")
    official.number_pages(document)
    _head(document)
    _draft_box(document)
    title = Lines(exact_pt=34, align=CENTER)
    word.paragraph(document, "{{ title }}", official.TITLE, title)
    word.paragraph(document, "", BODY, Lines(exact_pt=LINE_PT))
    word.paragraph(document, "{{ addressees }}：", BODY, Lines(exact_pt=LINE_PT))
    for tag, text in (
        ("{%p for part in parts %}", None), ("{%p if part.heading %}", None), (None, "{{ part.heading }}"),
        ("{%p endif %}", None), ("{%p for line in part.lines %}", None), (None, "{{ line }}"),
        ("{%p endfor %}", None), ("{%p endfor %}", None),
    ):  # fmt: skip
        face = HEITI if text and "heading" in text else FANGSONG
        spacing = BODY.spacing_pt if face == FANGSONG else 0.0
        letters = Type(face=face, size_pt=word.SAN_HAO, spacing_pt=spacing)
        lines = BODY_LINES if face == FANGSONG else replace(BODY_LINES, keep_with_next=True)  # never last on a page
        word.paragraph(document, tag or text or "", letters, lines)
    _signature(document)
    return word.save(document, path)


def _head(document: Document) -> None:
    word.paragraph(document, "{{ draft_mark }}", Type(face=HEITI, size_pt=word.SAN_HAO), Lines(exact_pt=LINE_PT))
    red_head(document, above_pt=official.mark_above_pt() - LINE_PT)


def red_head(document: Document, above_pt: float) -> None:
    """The issuer's mark, the document's number and the red rule under it (7.2), `above_pt` further down."""
    mark = Type(face=XIAOBIAOSONG, size_pt=official.MARK_PT, color=RED)
    word.paragraph(document, "", BODY, Lines(exact_pt=above_pt))
    word.paragraph(document, "{%p for line in letterhead %}", BODY, Lines(exact_pt=LINE_PT))
    word.paragraph(document, "{{ line }}", mark, Lines(exact_pt=official.MARK_LINE_PT, align=CENTER))
    word.paragraph(document, "{%p endfor %}", BODY, Lines(exact_pt=LINE_PT))
    number = word.paragraph(document, "{{ number }}", BODY, Lines(exact_pt=LINE_PT, align=CENTER, before_pt=18))
    edges.rule(number, official.RED_RULE_PT, color="FF0000", space_pt=8)


def _draft_box(document: Document) -> None:
    """What nobody has confirmed yet, in a frame; gone from a final notice."""
    small, bold = Type(size_pt=NOTE_PT), Type(face=HEITI, size_pt=NOTE_PT)
    inside = Lines(exact_pt=NOTE_LINE_PT, left_indent_chars=0.5, right_indent_chars=0.5)
    word.paragraph(document, "{%p if draft_notes %}", small, inside)
    word.paragraph(document, "", small, Lines(exact_pt=8))
    edges.frame(word.paragraph(document, "{{ draft_heading }}", bold, inside), FRAME_PT)
    word.paragraph(document, "{%p for note in draft_notes %}", small, inside)
    edges.frame(word.paragraph(document, "{{ note }}", small, inside), FRAME_PT)
    word.paragraph(document, "{%p endfor %}", small, inside)
    word.paragraph(document, "", BODY, Lines(exact_pt=10))
    word.paragraph(document, "{%p else %}", BODY, Lines(exact_pt=LINE_PT))
    for _ in range(2):  # 7.3.1: two lines are left free under the red rule
        word.paragraph(document, "", BODY, Lines(exact_pt=LINE_PT))
    word.paragraph(document, "{%p endif %}", small, inside)


def _signature(document: Document) -> None:
    lines = Lines(exact_pt=LINE_PT, left_indent_chars=2, keep_with_next=True)
    word.paragraph(document, "", BODY, lines)
    word.paragraph(document, "{%p for line in attachments %}", BODY, lines)
    word.paragraph(document, "{{ line }}", BODY, replace(official.LIST, keep_with_next=True))
    word.paragraph(document, "{%p endfor %}", BODY, lines)
    word.paragraph(document, "", BODY, lines)
    right = Lines(exact_pt=LINE_PT, align=RIGHT, right_indent_chars=2, keep_with_next=True)
    word.paragraph(document, "{{ issuer }}", BODY, right)
    word.paragraph(document, "{{ day }}", BODY, Lines(exact_pt=LINE_PT, align=RIGHT, right_indent_chars=4))


if __name__ == "__main__":
    write_template(TARGET)
