"""The menu: the pages in the order of the work, in its groups, and how much waits on each for whoever looks."""

from dataclasses import dataclass

from pingyi.domain.trust.people import Right
from pingyi.web.server.overview import PAGES, Overview
from pingyi.workflow.own_step import Mine
from pingyi.workflow.steps import StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page of the menu; `right`: what one must be allowed to, None: every account sees it."""

    key: str
    path: str
    name: str
    right: Right | None = None


def _entries(*entries: tuple[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(key=path.strip("/") or "progress", path=path, name=name) for path, name in entries)


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", _entries(("/", "进度"))),
    ("印发和收回", _entries(("/forms", "印表"), ("/scans", "扫描"))),
    (
        "认读",
        (
            *_entries(("/review", "复核")),
            Entry(key="contact", path="/contact", name="抽查", right=Right.CHECK),
            *_entries(("/opinions", "意见"), ("/scores", "领导评分")),
        ),
    ),
    ("数据", _entries(("/imports", "数据导入"), ("/balance", "票数核对"))),
    ("成绩", _entries(("/policies", "方案与政策"), ("/results", "结果"), ("/documents", "文件"))),
    ("存查", _entries(("/audit", "计票后抽查"), ("/evidence", "核验与封存"), ("/log", "日志"))),
    ("", _entries(("/people", "账号"), ("/help", "帮助"))),
)
KEYS = tuple(entry.key for _, entries in MENU for entry in entries)


def waiting_for(mine: Mine, overview: Overview) -> dict[str, int]:
    """How much waits, by the menu's key; of what two people have to say only what wants this person's word."""
    counts = dict.fromkeys(KEYS, 0)
    for step in overview.steps:
        if step.kind is not StepKind.UNITS:
            counts[PAGES[step.kind].split("#")[0].strip("/")] += mine.waiting.get(step.kind, step.waiting)
    return counts
