"""What went out to people for review, and what came back, in words."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pingyi.workflow.people.pairs import Released
    from pingyi.workflow.people.review import ReviewReport


def exported_line(rows: int, pages: int, out: Path) -> str:
    """How much waits, and where it was written."""
    return f"待判定 {rows} 行，未读出 {pages} 页，已导出到 {out}"


def review_lines(report: "ReviewReport", released: "Released", again: str) -> Iterable[str]:
    """What two people's decisions came to; `again` is the command that reads a scan once more."""
    yield f"导入判定 {report.decided} 行、页 {report.pages} 个，与以前相同的 {report.repeated} 个"
    yield f"仍待判定 {report.left} 行"
    if released.filed:
        yield f"判为两张不同的票、现已计票的 {released.filed} 张"
    if released.waiting:
        yield f"判为两张不同的票、还没有计票的 {released.waiting} 张：请把原扫描件再运行一次 {again}"
