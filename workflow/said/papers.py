"""Papers given to another batch or taken out, in words."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pingyi.domain.readings.paper import paper_code, place_text
from pingyi.workflow.said.imports import moment_text

if TYPE_CHECKING:
    from pingyi.store.people.reassigned import PaperPlace

SOME = 20  # lines of a long list
TO_MOVE = (
    "归错批次：pingyi papers move 代号 --to 批次",
    "不该计入：pingyi papers out 代号；移回：pingyi papers back 代号",
    "整份扫描件不写代号，写 --file 文件名；都要 --by 姓名 --witness 姓名 --reason 原因",
)


def moved_text(paper: "PaperPlace") -> str:
    """Who gave a paper its place, when and why."""
    said = paper.said
    return f"{said.reason}（{said.decided_by}、{said.confirmed_by} {moment_text(paper.said_at)}）" if said else ""


def reassigned_lines(moves: Iterable[tuple["PaperPlace", "PaperPlace"]]) -> Iterable[str]:
    """What became of papers: each before and after."""
    listed = list(moves)
    for before, after in listed[:SOME]:
        where = f"{after.source.file} 第 {after.source.page} 页，票 {paper_code(after.digest)}"
        yield f"{where}：{place_text(before.batch)} → {place_text(after.batch)}"
    if len(listed) > SOME:
        yield f"  ……共 {len(listed)} 张"
    if any(not after.batch for _, after in listed):
        yield "  扫描件、读数和以前的判定都留着，不再计票，也不再待判定；两人可以再移回"
    yield "  请再运行 pingyi reconcile 核对票数"
