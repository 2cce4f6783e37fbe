"""What a check comes to: the clauses, what was measured, and what it should have been."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a document is: it decides which clauses apply."""

    RED_HEAD = "红头文件"
    LETTER = "无红头的信函"
    FORM = "表格"
    TABLES = "表册"


class Grade(Enum):
    """Whether a finding is a fault or only worth a look."""

    ERROR = "错误"
    HINT = "提示"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One rule: its place in the standard, what it asks, how far off is still right and why, how to mend it in Word."""

    key: str
    number: str
    asks: str
    tolerance_mm: float  # 0 where nothing is measured in mm
    reason: str
    mend: str
    grade: Grade = Grade.ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where a document departs from a clause. `box` is left, top, right, bottom in mm on the page."""

    clause: Clause
    page: int
    element: str
    measured: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatReport:
    """One document's findings, in the order of its pages."""

    kind: Kind
    pages: int
    form_pages: tuple[int, ...]  # forms with a layout of their own inside the document
    clauses: int  # how many were looked at
    findings: tuple[Finding, ...]
    faces: dict[str, str]  # of the faces printed: the official one each stands in for

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that fail a document, in the order of its pages: all but hints."""
        return tuple(finding for finding in self.findings if finding.clause.grade is Grade.ERROR)
