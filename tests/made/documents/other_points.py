"""The points of other places' plans: a table of one shape or another, or said in words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from docx.document import Document
from docx.table import Table
from other_places import Line, chinese

if TYPE_CHECKING:
    from other_plans import Drawn

HEADS = {
    "object": ("评价对象", "考评对象", "对象", "单位类别"),
    "matter": ("评价事项", "评议项目", "事项", "考核项目"),
    "by": ("评价主体", "评议主体", "主体", "参评人员"),
    "method": ("评价方式", "方式", "评议办法", "评议形式"),
    "points": ("分值", "满分", "分值（分）"),
}


def add_points(document: Document, drawn: "Drawn", points: dict[str, list[tuple[Line, int]]]) -> None:
    """Lines by object: a table of one shape or another, or said in words where all have the same."""
    style = drawn.random.choice(("table", "table", "columns", "words"))
    one = len(points) == 1
    if style == "columns" and one:
        style = "table"
    if style == "words" and (not one or drawn.fault == "points"):
        style = "table"
    wrong = drawn.fault == "points"
    if style == "words":
        _said_points(document, drawn, points)
    elif style == "columns" and not wrong:
        _points_by_column(document, drawn, points)
    else:
        _points_by_row(document, drawn, points, wrong=wrong)
    if wrong:
        drawn.drop("points")


def _truth(
    drawn: "Drawn", number: int, object_: str, lines: Sequence[tuple[Line, int]], columns: Sequence[str]
) -> None:
    truth, place = drawn.truth, drawn.place
    truth["points", number, "object"] = object_
    mine = [one for one in place.series if one[2] == object_ or object_ == "各单位"]
    kinds = [one[1] if "、" in one[2] else one[2] for one in mine]
    truth["points", number, "kinds"] = tuple(dict.fromkeys(kinds)) if object_ != "各单位" else ("单位",)
    if object_ == "各单位":
        for each in range(len(place.series)):
            truth["series", each, "kind"] = "单位"
    for k, (line, amount) in enumerate(lines):
        at = ("points", number, "items", k)
        truth |= {
            (*at, "matter"): line.matter if "matter" in columns else line.by, (*at, "points"): Decimal(amount),
            (*at, "by"): line.by if "by" in columns else "", (*at, "content"): "",
            (*at, "method"): (line.method,) if "method" in columns else (),
        }  # fmt: skip
        if line.component:
            truth[(*at, "component")] = line.component
    methods = {
        ("votes" if "票" in line.method else "scores" if "打分" in line.method else "")
        for line, _ in lines
        if line.component in {"bodies", "teams"}
    }
    if "method" in columns and methods in ({"votes"}, {"scores"}):
        truth["policies", "leader_form", "value"] = methods.pop()


def _points_by_row(
    document: Document, drawn: "Drawn", points: dict[str, list[tuple[Line, int]]], *, wrong: bool
) -> None:
    random = drawn.random
    columns = ["object", "matter", "by", *(["method"] if drawn.odds(0.7) else []), "points"]
    if len(points) == 1 and drawn.odds(0.3):
        columns.remove("object")
    if drawn.odds(0.4):
        rest = columns[1:]
        random.shuffle(rest)
        columns[1:] = rest
    summed = drawn.odds(0.5) or wrong
    rows = [(object_, line, amount) for object_, lines in points.items() for line, amount in lines]
    sums = summed * len(points)
    table = ruled(document, 1 + len(rows) + sums, len(columns))
    for col, name in enumerate(columns):
        table.cell(0, col).text = random.choice(HEADS[name])
    row = 1
    for number, (object_, lines) in enumerate(points.items()):
        first = row
        for line, amount in lines:
            cells = {
                "matter": line.matter,
                "by": line.by,
                "method": line.method,
                "points": _amount(drawn, amount),
            }
            for cell, name in zip(table.rows[row].cells, columns, strict=True):
                if name != "object":
                    cell.text = cells[name]
            row += 1
        if summed:
            other = next(col for col, name in enumerate(columns) if name in {"matter", "by"})
            table.cell(row, other).text = "合计"
            table.cell(row, columns.index("points")).text = str(sum(a for _, a in lines) + 5 * wrong)
            row += 1
        if "object" in columns:
            col = columns.index("object")
            table.cell(first, col).merge(table.cell(row - 1, col)).text = object_
        _truth(drawn, number, object_ if "object" in columns else "各单位", lines, columns)


def _amount(drawn: "Drawn", amount: int) -> str:
    return f"{chinese(amount)}分" if drawn.odds(0.15) else f"{amount}{'分' * drawn.odds(0.3)}"


def _points_by_column(document: Document, drawn: "Drawn", points: dict[str, list[tuple[Line, int]]]) -> None:
    """分值 over a column for each object: heads in two rows."""
    lines = list(dict.fromkeys(line for rows in points.values() for line, _ in rows))
    table = ruled(document, 2 + len(lines), 2 + len(points))
    table.cell(0, 0).merge(table.cell(1, 0)).text = "评议项目"
    table.cell(0, 1).merge(table.cell(1, 1)).text = "评议主体"
    table.cell(0, 2).merge(table.cell(0, 1 + len(points))).text = "分值"
    for col, (object_, rows) in enumerate(points.items(), start=2):
        table.cell(1, col).text = object_
        amounts = dict(rows)
        for row, line in enumerate(lines, start=2):
            table.cell(row, 0).text, table.cell(row, 1).text = line.matter, line.by
            table.cell(row, col).text = str(amounts[line]) if line in amounts else "—"
    for number, (object_, rows) in enumerate(points.items()):
        _truth(drawn, number, object_, rows, ("matter", "by"))


def _said_points(document: Document, drawn: "Drawn", points: dict[str, list[tuple[Line, int]]]) -> None:
    (lines,) = points.values()
    full = "一百" if drawn.odds(0.5) else "100"
    parts = "，".join(f"{line.matter}占{amount}%" for line, amount in lines)
    document.add_paragraph(f"满分{full}分，其中{parts}。")
    _truth(drawn, 0, "各单位", lines, ("matter",))


def ruled(document: Document, rows: int, columns: int) -> Table:
    table = document.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    return table
