"""A 附件3 as a unit sends it back: without a fault, or spoilt in one place."""

import zipfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from docx.document import Document
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.analysis_form import Piece, Problem, ReportLine, ReturnedAnalysis, problems
from pingyi.generator.forms.analysis import write_clean
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.workflow.paper.analysis import AnalysisReport, take_forms
from pingyi.workflow.paper.analysis_look import looked_at_forms

UNIT = "区财政局"
REPORT = (
    "一、主要工作",
    "全年完成各项任务。",
    "（一）财政收入。完成一般公共预算收入，比上年增长。",
    "1. 抓好征管",
    "（1）摸清税源",
    "二、存在不足",
)
AWARD = ("先进集体", "市人民政府", "区财政局", "2024.05.01")
Change = Callable[[Document], None]


def good(
    unit: str = UNIT, report: tuple[str, ...] = REPORT, awards: tuple[tuple[str, ...], ...] = (AWARD,)
) -> ReturnedAnalysis:
    """A form without a fault, but for its format, which writing it clean sets right."""

    def piece(text: str) -> tuple[Piece, ...]:
        return (Piece(text=text, face="", size_pt=0),)

    return ReturnedAnalysis(
        file="",
        unit=piece(unit),
        report=tuple(ReportLine(pieces=piece(line), exact_pt=None, before_pt=0, after_pt=0) for line in report),
        awards=tuple(tuple(piece(cell) for cell in award) for award in awards),
    )


def filled(campaign: Campaign, path: Path, change: Change | None = None, form: ReturnedAnalysis | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_written(_Same(campaign), form or good()))
    if change:
        document = docx.Document(str(path))
        change(document)
        document.save(str(path))
    return path


class _Same:
    """A campaign, known by being the very one: its hash costs more than a form."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def __hash__(self) -> int:
        return id(self.campaign)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.campaign is self.campaign


@lru_cache(maxsize=64)
def _written(same: _Same, returned: ReturnedAnalysis) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.docx"
        write_clean(same.campaign, returned, returned.unit_name, path)
        return path.read_bytes()


def faults(path: Path, evidence: int = 1) -> list[Problem]:
    return list(problems(read_returned(path), 1300, 2024, evidence))


def cells(document: Document, row: int) -> list[_Cell]:
    return list({id(c._tc): c for c in document.tables[0].rows[row].cells}.values())


def line(document: Document, number: int) -> Paragraph:
    return cells(document, 1)[-1].paragraphs[number]


def spoil(path: Path, name: str, content: bytes, old: bytes = b"", new: bytes = b"") -> None:
    """Add a part to a Word file, or change its text."""
    with zipfile.ZipFile(path) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1) if old else parts["word/document.xml"]
    if name:
        parts[name] = content
    with zipfile.ZipFile(path, "w") as package:
        for each, data in parts.items():
            package.writestr(each, data)


def import_analysis(root: Path, campaign: Campaign, paths: Iterable[Path]) -> AnalysisReport:
    """Looked at and taken in, as when somebody says yes."""
    with looked_at_forms(root, campaign, paths, lambda *_: None) as look:
        return take_forms(root, campaign, look)
