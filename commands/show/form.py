"""How a form was understood, in words: one line before reading, or all of it for who asks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pingyi.domain.declared import declared_lines
from pingyi.domain.form import BallotForm

if TYPE_CHECKING:
    from pingyi.workflow.scans.forms_read import FormAsked

FEW = 3  # things left aside that stand in one line; `pingyi form` tells all
ITEMS_A_LINE = 4


def understood_lines(forms: Sequence[BallotForm]) -> Iterator[str]:
    """One line for each file."""
    by_file: dict[tuple[str, str], list[BallotForm]] = {}
    for form in forms:
        by_file.setdefault((form.table.name, form.table.digest), []).append(form)
    for (name, _), pages in by_file.items():
        several = f"{len(pages)} 页，" if len(pages) > 1 else ""
        rows = sum(len(page.rows) for page in pages)
        aside = list(dict.fromkeys(what for page in pages for what in page.aside))
        left = f"；不读：{'；'.join(aside[:FEW])}" if aside else ""
        more = f" 等 {len(aside)} 处（pingyi form 可看全部）" if len(aside) > FEW else ""
        choices = "／".join(dict.fromkeys("、".join(page.choices) for page in pages))
        yield f"表样“{name}”：{several}{rows} 行，选项 {choices}，{_labels(pages)}{left}{more}"
        yield from declared_lines(pages[0].marks)


def form_lines(asked: "FormAsked") -> Iterator[str]:
    """How a form is understood, page by page: rows, choices, and what is not read."""
    name = asked.pages[0].table.name
    rows = sum(len(page.rows) for page in asked.pages)
    yield f"表样“{name}”：{len(asked.pages)} 页，共 {rows} 行"
    for page in asked.pages:
        yield f"第 {page.page} 页：{len(page.rows)} 行，选项 {len(page.choices)} 个：{'、'.join(page.choices)}"
        named = [row.item if row.name in {"", row.item} else f"{row.item} {row.name}" for row in page.rows]
        for first in range(0, len(named), ITEMS_A_LINE):
            yield f"  {'｜'.join(named[first : first + ITEMS_A_LINE])}"
        if page.opinion:
            yield f"  意见栏：第 {page.opinion.row + 1} 行，留作图片请人录入"
    yield f"各行按{_labels(asked.pages)}认"
    aside = list(dict.fromkeys(what for page in asked.pages for what in page.aside))
    yield "不读的：" if aside else "没有不读的行和表格"
    yield from (f"  {what}" for what in aside)
    yield from declared_lines(asked.pages[0].marks)
    yield f"pingyi read 会：在这 {rows} 行里各读一个选项；印字与这里不符的页、拿不准的行不猜，列出请人看"
    if not asked.said.confirmed:
        yield f"还没有确认：以上是按 {asked.beside.name} 的写法理解的；核对无误后把 confirmed 改成 true，read 才用"


def _labels(pages: Sequence[BallotForm]) -> str:
    serials = list(dict.fromkeys(word for page in pages for word in page.serials if word))
    names = list(dict.fromkeys(word for page in pages for word in page.names))
    parts = [f"序号栏“{'、'.join(serials)}”"] if serials else []
    parts += [f"名称栏“{'、'.join(names)}”"] if names else []
    return "、".join(parts) or "左侧第一栏"
