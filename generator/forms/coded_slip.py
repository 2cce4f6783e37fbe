"""One page that says what something has come to, with the code and QR by which a change of it is seen later."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.trust.head_code import head_code
from pingyi.generator.word import word
from pingyi.generator.word.qr_code import add_code
from pingyi.generator.word.word import CENTER, FANGSONG, HEITI, SONGTI, XIAOBIAOSONG, Lines, Page, Type

PAGE = Page(top=30.0, bottom=25.0, left=28.0, right=26.0)
TITLE = Type(face=XIAOBIAOSONG, size_pt=word.ER_HAO)
BODY = Type(face=FANGSONG, size_pt=word.SAN_HAO)
CODE = Type(face=HEITI, size_pt=word.SAN_HAO)
CELL = Type(face=SONGTI, size_pt=word.SI_HAO)
COLUMNS_MM = (70.0, 86.0)
ROW_MM = 11.0
CODE_MM = 31.0
BODY_LINES = Lines(exact_pt=30, first_indent_chars=2)
SIGNATURES = "经办人：　　　　　　　　监督人：　　　　　　　　"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSlip:
    """What it is called and tells by name, the hash (hex) its code is made of, what that is good for; Chinese."""

    name: str
    title: str
    told: Sequence[tuple[str, str]]
    label: str  # of the code
    hash: str
    scanned: str  # what the QR code says
    holds: str
    check: str  # how it is held against the records later


def write_coded_slip(campaign: Campaign, slip: CodedSlip, path: Path) -> Path:
    """Write it to `path`. Raises what word.save raises."""
    document = word.new_document(PAGE, title=slip.name, author=campaign.about.issuer)
    word.paragraph(document, slip.title, TITLE, Lines(exact_pt=40, align=CENTER, after_pt=12))
    rows = [("评议", f"{campaign.about.district}{campaign.about.year}年度"), *slip.told]
    table = word.ruled_table(document, COLUMNS_MM, [ROW_MM] * len(rows), rule_pt=0.5)
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            word.write_in(cell, text, CELL, Lines(exact_pt=20, align=CENTER))
    word.paragraph(
        document, f"{slip.label}　{head_code(slip.hash)}", CODE, Lines(exact_pt=40, align=CENTER, before_pt=16)
    )
    add_code(word.paragraph(document, "", CODE, Lines(align=CENTER)), slip.scanned, CODE_MM)
    word.paragraph(document, slip.holds, BODY, BODY_LINES)
    word.paragraph(document, slip.check, CELL, Lines(exact_pt=28, align=CENTER))
    word.paragraph(document, SIGNATURES, BODY, Lines(exact_pt=48, before_pt=18, align=CENTER))
    return word.save(document, path)
