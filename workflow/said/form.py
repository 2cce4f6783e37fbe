"""How a form was understood, in words."""

from collections.abc import Iterator, Sequence

from pingyi.domain.forms.declared import declared_lines
from pingyi.domain.forms.form import BallotForm

ITEMS_A_LINE = 4


def form_lines(pages: Sequence[BallotForm]) -> Iterator[str]:
    """Page by page: rows, choices, by what rows are known, what is not read."""
    rows = sum(len(page.rows) for page in pages)
    yield f"表样“{pages[0].table.name}”：{len(pages)} 页，共 {rows} 行"
    for page in pages:
        yield f"第 {page.page} 页：{len(page.rows)} 行，选项 {len(page.choices)} 个：{'、'.join(page.choices)}"
        named = [row.item if row.name in {"", row.item} else f"{row.item} {row.name}" for row in page.rows]
        for first in range(0, len(named), ITEMS_A_LINE):
            yield f"  {'｜'.join(named[first : first + ITEMS_A_LINE])}"
        if page.opinion:
            yield f"  意见栏：第 {page.opinion.row + 1} 行，留作图片请人录入"
    yield f"各行按{label_words(pages)}认"
    aside = list(dict.fromkeys(what for page in pages for what in page.aside))
    yield "不读的：" if aside else "没有不读的行和表格"
    yield from (f"  {what}" for what in aside)
    yield from declared_lines(pages[0].marks)


def label_words(pages: Sequence[BallotForm]) -> str:
    """The columns by which rows are known."""
    serials = list(dict.fromkeys(word for page in pages for word in page.serials if word))
    names = list(dict.fromkeys(word for page in pages for word in page.names))
    parts = [f"序号栏“{'、'.join(serials)}”"] if serials else []
    parts += [f"名称栏“{'、'.join(names)}”"] if names else []
    return "、".join(parts) or "左侧第一栏"
