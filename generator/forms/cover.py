"""附件4's cover sheets: one page for each batch, on top of its ballots, for who hands them out and collects them."""

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.word import word
from pingyi.generator.word.word import CENTER, FANGSONG, HEITI, LEFT, SONGTI, XIAOBIAOSONG, Lines, Page, Type

PAGE = Page(top=15.0, bottom=12.0, left=22.0, right=22.0)
WIDTH_MM = PAGE.width - PAGE.left - PAGE.right
LABEL_MM = 34.0
ROW_MM = 9.5
SIGNED_ROW_MM = 11.0
HEAD, CELL = Type(face=HEITI, size_pt=12.0), Type(face=SONGTI, size_pt=12.0)
CODE = Type(face=HEITI, size_pt=30.0)
STEP, STEP_LINES = Type(face=FANGSONG, size_pt=12.0), Lines(exact_pt=18, left_indent_chars=1)
BLANK_DAY = "　　　　年　　月　　日"
COUNTED = ("应发", "实发", "回收", "其中作废", "未收回")
SIGNING = ("发放人（签字）", "回收人（签字）", "监督人（签字）")


def write_covers(campaign: Campaign, batches: Sequence[Batch], path: Path) -> Path:
    """Write a page for each batch, in their order."""
    title = f"{campaign.ballot.title}发放封面"
    document = word.new_document(PAGE, title=title, author=campaign.about.issuer)
    for number, batch in enumerate(batches):
        _page(document, campaign, batch, first=number == 0)
    return word.save(document, path)


def printing(campaign: Campaign) -> str:
    """How the printer is to print a batch."""
    text = campaign.ballot
    across = "横向" if text.paper == "A3" else "纵向"
    if text.pages == 1:
        return f"{text.paper} {across}，单面，每份 1 页"
    if text.pages == 2:
        return f"{text.paper} {across}，每份 2 页：一张纸双面，或两张单面"
    return f"{text.paper} {across}，每份 {text.pages} 页，单面"


def _page(document: Document, campaign: Campaign, batch: Batch, *, first: bool) -> None:
    lines = Lines(exact_pt=34, align=CENTER, page_break_before=not first)
    size = next(
        size for size in (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
        if size <= 10.0 or word.text_width_mm(campaign.ballot.title, size) <= WIDTH_MM
    )  # fmt: skip
    word.paragraph(document, campaign.ballot.title, Type(face=XIAOBIAOSONG, size_pt=size), lines)
    word.paragraph(document, "发 放 封 面", Type(face=HEITI, size_pt=16.0), Lines(exact_pt=28, align=CENTER))
    word.paragraph(document, batch.code, CODE, Lines(exact_pt=38, align=CENTER, after_pt=3))
    _facts(document, campaign, batch)
    handout = campaign.handout
    for title, steps in (("怎样发放", handout.hand_out), ("怎样回收", handout.collect)):
        _steps(document, title, steps)
    _counts(document, batch)
    _steps(document, "交回前核对（在□内打√）", tuple(f"□ {step}" for step in handout.check), numbered=False)


def _facts(document: Document, campaign: Campaign, batch: Batch) -> None:
    group = campaign.group(batch.group)
    facts = {
        "评议群体": group.name if group else batch.group,
        "发放单位": batch.distributor,
        "份　　数": f"{batch.copies} 份",
        "印　　制": printing(campaign),
        "交回时间": campaign.handout.due or BLANK_DAY,
        "交　　回": campaign.about.issuer,
    }
    table = word.ruled_table(document, (LABEL_MM, WIDTH_MM - LABEL_MM), [-ROW_MM] * len(facts), margin_mm=2.0)
    for row, (label, words) in zip(table.rows, facts.items(), strict=True):
        cells = row.cells
        word.write_in(cells[0], label, HEAD, Lines(exact_pt=18, align=CENTER))
        word.write_in(cells[1], words, CELL, Lines(exact_pt=18, align=LEFT))


def _steps(document: Document, title: str, steps: Sequence[str], *, numbered: bool = True) -> None:
    word.paragraph(document, title, HEAD, Lines(exact_pt=22, before_pt=4))
    for number, step in enumerate(steps, start=1):
        word.paragraph(document, f"{number}. {step}" if numbered else step, STEP, STEP_LINES)


def _counts(document: Document, batch: Batch) -> None:
    """Counts in figures, and who stands for them."""
    word.paragraph(document, "清点与签字", HEAD, Lines(exact_pt=22, before_pt=4))
    width = WIDTH_MM / len(COUNTED)
    counts = word.ruled_table(document, (width,) * len(COUNTED), (8.0, SIGNED_ROW_MM), margin_mm=1.0)
    heads, blanks = counts.rows[0].cells, counts.rows[1].cells
    for cell, words in zip(heads, COUNTED, strict=True):
        word.write_in(cell, f"{words}（份）", HEAD, Lines(exact_pt=16, align=CENTER))
    for cell, words in zip(blanks, (str(batch.copies), *[""] * (len(COUNTED) - 1)), strict=True):
        word.write_in(cell, words, CELL, Lines(exact_pt=16, align=CENTER))
    word.paragraph(document, "", CELL, Lines(exact_pt=6))
    signed = word.ruled_table(document, (LABEL_MM, 62.0, 22.0, WIDTH_MM - LABEL_MM - 84.0), [SIGNED_ROW_MM] * 3)
    for row, words in zip(signed.rows, SIGNING, strict=True):
        for cell, part in zip(row.cells, (words, "", "日　期", ""), strict=True):
            word.write_in(cell, part, HEAD, Lines(exact_pt=16, align=CENTER))
