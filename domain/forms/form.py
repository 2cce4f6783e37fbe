"""A ruled Word table as a ballot: what is to be ticked in it is found and said, or refused; never guessed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pingyi.domain.forms.heads import find_heads
from pingyi.domain.forms.places import Heads, Places
from pingyi.domain.forms.rows import Rows, find_rows, named_apart, unsure
from pingyi.domain.forms.strays import FEWEST, looks_ticked
from pingyi.domain.forms.table import (
    A3_LONG_MM,
    A4_LONG_MM,
    A4_MM,
    BallotForm,
    FormCell,
    TableForm,
    TablePrint,
    TickRow,
    paper_long_mm,
)
from pingyi.domain.forms.words import is_grade
from pingyi.ground.errors import FormError, UncertainFormError

__all__ = [
    "A3_LONG_MM",
    "A4_LONG_MM",
    "A4_MM",
    "BallotForm",
    "FormCell",
    "TableForm",
    "TablePrint",
    "TickRow",
    "ballot_pages",
    "paper_long_mm",
]

OPINION_WORDS = ("意见", "建议")
SHOWN_LETTERS = 16  # of a table that is not read
TO_SPLIT = "请在 Word 里把它们分在不同的页上，或分成两个文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ticked:
    """A table with its heads and rows."""

    table: TableForm
    heads: Heads
    rows: Rows


def question_tables(
    tables: Sequence[TableForm], choices: Sequence[str] | None = None, names: Sequence[str] = ()
) -> tuple[BallotForm, ...]:
    """
    Every table of a file that is ticked, numbered by the page it stands on; lines for names not printed are rows too.

    Several tables may share a page, each with its own choices.
    Raises FormError when there is none, and when two rows are labelled alike.
    """
    found = {k: heads for k, table in enumerate(tables) if (heads := find_heads(table, choices)) is not None}
    if not found:
        raise _nothing(tables, choices)
    _check_continued(tables, found)
    numbers = sorted({tables[k].printed.page for k in found})
    forms = _forms(tables, [_ticked(tables[k], heads, names, write_ins=True) for k, heads in found.items()])
    places = ((form, 1 + numbers.index(form.table.printed.page)) for form in forms)
    return tuple(replace(form, page=page, pages=len(numbers)) for form, page in places)


def ballot_pages(
    tables: Sequence[TableForm], choices: Sequence[str] | None = None, names: Sequence[str] = ()
) -> tuple[BallotForm, ...]:
    """
    The pages of one ballot: every one of a file's tables that is ticked.

    Raises FormError when none can be, when two may stand on one page with other choices, and when two rows are
    labelled alike; what is not read is told in each page's `aside`.
    """
    found = {k: heads for k, table in enumerate(tables) if (heads := find_heads(table, choices)) is not None}
    if not found:
        raise _nothing(tables, choices)
    _check_continued(tables, found)
    _check_apart(tables, found)
    forms = _forms(tables, [_ticked(tables[k], heads, names) for k, heads in found.items()])
    return tuple(replace(form, page=number, pages=len(forms)) for number, form in enumerate(forms, start=1))


def _forms(tables: Sequence[TableForm], ticked: Sequence[_Ticked]) -> tuple[BallotForm, ...]:
    """The ticked ones of a file's tables, their rows told apart, with what of the file is not read."""
    items = named_apart(tables[0].name, [page.rows for page in ticked])
    others = [_left_aside(table) for table in tables if all(table is not page.table for page in ticked)]
    aside = tuple(dict.fromkeys((*others, *tables[0].remarks, *(r for page in ticked for r in page.table.remarks))))
    return tuple(
        replace(_form(page, rows), aside=(*page.heads.aside, *page.rows.aside, *aside))
        for page, rows in zip(ticked, items, strict=True)
    )


def _ticked(table: TableForm, heads: Heads, names: Sequence[str], *, write_ins: bool = False) -> _Ticked:
    if table.strange:
        raise FormError(unsure(table.name, table.strange))
    rows = find_rows(table, heads, names, write_ins=write_ins)
    if not rows.rows:
        also = f"（{'；'.join(rows.aside)}）" if rows.aside else ""
        raise FormError(f"表格“{table.name}”在选项表头之下没有可打勾的行{also}；请核对表样")
    return _Ticked(table=table, heads=heads, rows=rows)


def _form(page: _Ticked, rows: tuple[TickRow, ...]) -> BallotForm:
    labels = page.rows.labels
    return BallotForm(
        table=page.table,
        choices=page.heads.choices,
        rows=rows,
        opinion=_opinion(page.table, rows),
        serials=tuple(dict.fromkeys(one.serial_word for one in labels if one.serial is not None)),
        names=tuple(dict.fromkeys(one.name_word for one in labels if one.name_word and one.name != one.serial)),
    )


def _check_continued(tables: Sequence[TableForm], found: Collection[int]) -> None:
    """See that no table goes on where another left off, without a heading of its own. Raises FormError."""
    for k, table in enumerate(tables):
        places = Places(table)
        if k not in found and places.rows >= FEWEST and all(looks_ticked(places, row) for row in range(FEWEST)):
            words = "".join(cell.text for cell in table.cells)[:SHOWN_LETTERS]
            raise FormError(
                f"“{table.name}”里表格“{words}”没有表头，像是另一张要打勾的表的续表；请在 Word 里和它并成一张表"
                "（表头设为“在各页顶端以标题行形式重复出现”），或给它加上同样的表头"
            )


def _check_apart(tables: Sequence[TableForm], found: dict[int, Heads]) -> None:
    """See that tables with other choices do not stand on one page. Raises FormError."""
    known = list(found)
    for one, other in pairwise(known):
        apart = any(tables[k].new_page for k in range(one + 1, other + 1))
        if found[one].choices != found[other].choices and not apart:
            lists = "；".join("、".join(found[k].choices) for k in (one, other))
            raise FormError(
                f"“{tables[0].name}”里有两张要打勾的表，选项不同（{lists}），又没有分页：一页上的两张表读不了；{TO_SPLIT}"
            )


def _nothing(tables: Sequence[TableForm], choices: Sequence[str] | None) -> FormError:
    table = max(tables, key=lambda table: len(table.row_heights_mm) * len(table.column_widths_mm))
    words = "、".join(cell.text for cell in table.cells if cell.row == 0)
    if choices:
        return FormError(
            f"表格“{table.name}”中没有一行表头依次写着“{'、'.join(choices)}”（首行是：{words}）；"
            "请核对表样或用 --choices 写明选项"
        )
    return UncertainFormError(f"表格“{table.name}”的表头里找不到选项栏（表头：{words}）；请用 --choices 写明选项")


def _left_aside(table: TableForm) -> str:
    """A table nobody ticks, by its first words."""
    texts = [cell.text for cell in table.cells if cell.text]
    ticked = "像是也要打勾，但选项不同，" if len({text for text in texts if is_grade(text)}) > 1 else ""
    return f"表格“{''.join(texts)[:SHOWN_LETTERS]}”{ticked}不读"


def _opinion(table: TableForm, rows: Sequence[TickRow]) -> FormCell | None:
    """The empty cell right of words that ask for an opinion; no tick cell."""
    places = Places(table)
    ticked = {cell for row in rows for cell in row.cells}
    for cell in table.cells:
        if any(word in cell.text for word in OPINION_WORDS):
            right = places.at(cell.row, cell.col + cell.col_span)
            if right is not None and right.row == cell.row and not right.text and right not in ticked:
                return right
    return None
