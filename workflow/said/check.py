"""The format check in words."""

from collections.abc import Iterable, Iterator

from pingyi.checker.finding import Clause, Finding, FormatReport, Grade
from pingyi.workflow.paper.check import CheckedFile

MOST_PLACES = 3  # of one fault; the number tells of the others
PLACE, MEND = "  ", "      "  # before a fault, and before what belongs to one


def check_lines(checked: Iterable[CheckedFile]) -> Iterator[tuple[str, str]]:
    """How far a line is set in, and the line: what each file is, every fault and its mend, a sum."""
    faces: dict[str, str] = {}
    for one in checked:
        if one.report is None:
            yield "", f"没有检查：{one.refused}"
            continue
        yield "", f"{one.file}（{one.report.pages} 页），按{_kind(one.report)}检查"
        yield from _faults(one.report)
        faces |= one.report.faces
        yield "", _sum(one.report)
        if one.pictures:
            yield "", f"标出的页面：{one.pictures[0].parent}（{len(one.pictures)} 张）"
    if faces:
        yield "", _stand_ins(faces)


def _kind(report: FormatReport) -> str:
    own = "、".join(str(page) for page in report.form_pages) if len(report.form_pages) < report.pages else ""
    return f"“{report.kind.value}”" + (f"（第 {own} 页是自定版面的表格，只查纸张和字体）" if own else "")


def _faults(report: FormatReport) -> Iterator[tuple[str, str]]:
    by_clause: dict[Clause, list[Finding]] = {}
    for finding in report.findings:
        by_clause.setdefault(finding.clause, []).append(finding)
    for clause, findings in by_clause.items():
        yield PLACE, f"{clause.grade.value}　{clause.asks}（{clause.number}）"
        for finding in findings[:MOST_PLACES]:
            yield MEND, f"第 {finding.page} 页 {finding.element}：{finding.measured}"
        if len(findings) > MOST_PLACES:
            yield MEND, f"… 共 {len(findings)} 处"
        yield MEND, f"怎样改：{clause.mend}"


def _sum(report: FormatReport) -> str:
    hints = sum(finding.clause.grade is Grade.HINT for finding in report.findings)
    faults = len(report.findings) - hints
    verdict = f"有 {faults} 处不合 GB/T 9704-2012" if faults else "合格"
    return f"{verdict}；提示 {hints} 处；查了 {report.clauses} 条"


def _stand_ins(faces: dict[str, str]) -> str:
    pairs = "、".join(f"{name}代{face}" for name, face in sorted(faces.items()))
    return f"注意：印出的是替代字体（{pairs}），以 Word 原稿所用字体为准"
