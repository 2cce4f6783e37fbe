"""Check one printed document: which kind it is, and every clause it departs from."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pingyi.checker import end_rules, front_rules, ink_rules, page_rules
from pingyi.checker.anatomy import Anatomy, dissect
from pingyi.checker.clauses import CLAUSES
from pingyi.checker.faces import bare_name, face_of
from pingyi.checker.finding import Finding, FormatReport, Kind
from pingyi.checker.printed import Sheet, read_sheets

Rules = Callable[[Anatomy], Iterator[Finding]]
EVERY_KIND: tuple[Rules, ...] = (page_rules.paper, page_rules.faces, ink_rules.overlaps)
RUNNING_TEXT: tuple[Rules, ...] = (
    page_rules.margins,
    page_rules.line_pitch,
    page_rules.full_pages,
    page_rules.characters,
    page_rules.punctuation,
    page_rules.page_numbers,
    page_rules.blank_pages,
    ink_rules.empty_boxes,
    front_rules.first_page,
    front_rules.head,
    front_rules.title,
    front_rules.addressee,
    front_rules.body,
    end_rules.listed,
    end_rules.signature,
    end_rules.attachments,
    end_rules.record,
)
HEAD_KEYS = ("mark_", "number_", "rule_", "title_place", "first_page")
LOOSE_KEYS = {"paper", "faces", "overlap"}  # what a form or a book of tables is held to


def check(pdf: Path, kind: Kind | None = None) -> FormatReport:
    """
    Measure the PDF against the clauses for its kind, which is told by what it shows unless given.

    Raises FileError when the PDF cannot be read or holds no text.
    """
    sheets = read_sheets(pdf)
    found = dissect(sheets, kind)
    loose = found.kind in (Kind.FORM, Kind.TABLES)
    rules = EVERY_KIND if loose else (*EVERY_KIND, *RUNNING_TEXT)
    findings = [finding for rule in rules for finding in rule(found)]
    return FormatReport(
        kind=found.kind,
        pages=len(sheets),
        form_pages=found.form_pages,
        clauses=len(_asked(found.kind)),
        findings=tuple(sorted(findings, key=lambda finding: (finding.page, finding.box[1]))),
        faces=_stand_ins(sheets),
    )


def _asked(kind: Kind) -> set[str]:
    """The clauses a kind of document is held to."""
    match kind:
        case Kind.RED_HEAD:
            return set(CLAUSES)
        case Kind.LETTER:
            return {key for key in CLAUSES if not key.startswith(HEAD_KEYS)}
        case Kind.FORM | Kind.TABLES:
            return LOOSE_KEYS


def _stand_ins(sheets: tuple[Sheet, ...]) -> dict[str, str]:
    fonts = {letter.font for sheet in sheets for line in sheet.lines for letter in line.letters}
    told = {bare_name(font): face_of(font) for font in fonts}
    return {name: face.value for name, (face, free) in sorted(told.items()) if free}
