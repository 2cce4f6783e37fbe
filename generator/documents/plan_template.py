"""Makes templates/plan.docx, the plan's text as an office may edit it in Word, from templates/plan.txt.

Run `python -m pingyi.generator.documents.plan_template` after changing either. A line of the text is a
paragraph of the body, its level told by its number; a line that begins with @ is an element of the official document.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from docx.document import Document

from pingyi.generator.documents.notice_template import red_head
from pingyi.generator.word import official, word
from pingyi.generator.word.official import BODY, BODY_LINES, LINE_PT
from pingyi.generator.word.word import CENTER, HEITI, KAITI, RIGHT, Lines, Type

SOURCE, TARGET = Path("templates") / "plan.txt", Path("templates") / "plan.docx"
FIRST_LEVEL, SECOND_LEVEL = ("一、", "二、", "三、", "四、", "五、"), ("（一）", "（二）", "（三）", "（四）", "（五）")
LONGEST_HEADING = 40  # characters, fields and all: a longer second level is body text with a number
TITLE_LINES = Lines(exact_pt=34.0, align=CENTER)


def write_template(source: Path, path: Path) -> Path:
    """Write the template: red head, notice, scheme, record block, the first two attachments."""
    return word.save(made_of(source.read_text(encoding="utf-8").splitlines()), path)


def made_of(lines: Iterable[str]) -> Document:
    """The same of these lines, not yet written."""
    document = word.new_document(official.PAGE, title="方案模板")
    official.number_pages(document)
    red_head(document, above_pt=official.mark_above_pt())
    _title(document, "{{ title }}", replace(TITLE_LINES, before_pt=2 * LINE_PT), LINE_PT)
    for line in lines:
        name, _, text = line.partition(" ")
        ELEMENTS.get(name, _body)(document, text if name in ELEMENTS else line)
    return document


def _body(document: Document, text: str) -> None:
    if text.startswith(FIRST_LEVEL):
        _heading(document, text, HEITI)
    elif text.startswith(SECOND_LEVEL) and len(text) <= LONGEST_HEADING and not text.endswith("。"):
        _heading(document, text, KAITI)
    elif text.startswith(SECOND_LEVEL):
        _run_in_heading(document, text)
    elif text.endswith("：") and "addressees" in text:
        word.paragraph(document, text, BODY, Lines(exact_pt=LINE_PT))
    else:
        official.body(document, text)


def _heading(document: Document, text: str, face: str) -> None:
    word.paragraph(document, text, Type(face=face, size_pt=word.SAN_HAO), replace(BODY_LINES, keep_with_next=True))


def _run_in_heading(document: Document, text: str) -> None:
    """（一）in 楷体 up to the end of its first sentence, the text behind it as body."""
    until = min([place + 1 for mark in "：。:" if (place := text.find(mark)) >= 0], default=len(text))
    line = word.paragraph(document, text[:until], Type(face=KAITI, size_pt=word.SAN_HAO), BODY_LINES)
    if text[until:]:
        word.run(line, text[until:], BODY)


def _title(document: Document, text: str, first: Lines, after_pt: float = LINE_PT / 2) -> None:
    """A title broken where `text` has a bar; `first` is how its first line stands."""
    lines = text.split("|")
    for number, line in enumerate(lines, start=1):
        place = first if number == 1 else TITLE_LINES
        spacing = replace(place, after_pt=after_pt if number == len(lines) else 0.0)
        word.paragraph(document, line, official.TITLE, spacing)


def _attached_title(document: Document, text: str) -> None:
    _title(document, text, official.attachment_title())


def _scheme(document: Document, text: str) -> None:
    _title(document, text, replace(TITLE_LINES, page_break_before=True))


def _signed(document: Document, text: str) -> None:
    word.paragraph(document, "", BODY, Lines(exact_pt=LINE_PT, keep_with_next=True))
    word.paragraph(document, text, BODY, Lines(exact_pt=LINE_PT, align=RIGHT, right_indent_chars=2))


def _day(document: Document, text: str) -> None:
    word.paragraph(document, text, BODY, Lines(exact_pt=LINE_PT, align=RIGHT, right_indent_chars=4))


def _listed(document: Document, text: str) -> None:
    word.paragraph(document, text, BODY, official.LIST)


def _record(document: Document, _: str) -> None:
    official.record_lines(document, ["{{ record }}"])


def _attachment(document: Document, text: str) -> None:
    mark = Type(face=HEITI, size_pt=word.SAN_HAO)
    word.paragraph(document, text, mark, Lines(exact_pt=LINE_PT, page_break_before=True))


def _table(document: Document, text: str) -> None:
    word.paragraph(document, text, Type(face=KAITI), Lines())


ELEMENTS: dict[str, Callable[[Document, str], None]] = {
    "@scheme": _scheme,
    "@title": _attached_title,
    "@right": _signed,
    "@day": _day,
    "@list": _listed,
    "@record": _record,
    "@attachment": _attachment,
    "@table": _table,
}


if __name__ == "__main__":
    write_template(SOURCE, TARGET)
