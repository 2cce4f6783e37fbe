"""The tables of other places' plans: ballots, points, rosters, groups, drawn in one of the ways they are drawn."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from docx.document import Document
from docx.table import Table
from other_places import Line, chinese

if TYPE_CHECKING:
    from other_plans import Drawn

BallotRows = list[list[tuple[str, str, str]]]  # by row and block: a series' label, a serial, a unit
HEADS = {
    "object": ("评价对象", "考评对象", "对象", "单位类别"),
    "matter": ("评价事项", "评议项目", "事项", "考核项目"),
    "by": ("评价主体", "评议主体", "主体", "参评人员"),
    "method": ("评价方式", "方式", "评议办法", "评议形式"),
    "points": ("分值", "满分", "分值（分）"),
}


def add_ballot(document: Document, drawn: "Drawn", label: str) -> None:
    truth, random, place = drawn.truth, drawn.random, drawn.place
    year = drawn.year - 1 if drawn.fault == "year" else drawn.year
    title = f"{year}年度{place.district}{place.ballot}"
    if drawn.odds(0.3):
        document.add_paragraph(f"{label}：{title}")
    else:
        document.add_paragraph(f"{label}{'：' * drawn.odds(0.5)}")
        document.add_paragraph(title)
    document.add_paragraph("尊敬的评议人：")
    document.add_paragraph("请对下列单位的工作进行评议。")
    choices = truth["ballot", "choices"]
    assert isinstance(choices, tuple)
    style = random.choice(("rows", "rows", "column", "across", "bare"))
    if drawn.fault in {"series", "serial"}:
        style = "rows"
    dotted, padded, headed = drawn.odds(0.15), drawn.odds(0.2), drawn.odds(0.2)
    blocks = {"rows": random.randint(1, 3), "column": 1, "across": 2, "bare": 1}[style]
    truth |= {
        ("ballot", "attachment"): label, ("ballot", "title"): title, ("ballot", "greeting"): "尊敬的评议人：",
        ("ballot", "request"): "请对下列单位的工作进行评议。", ("ballot", "blocks"): blocks, ("ballot", "paper"): "A4",
        ("ballot", "pages"): 1, ("ballot", "name_header"): "单位名称", ("ballot", "item_header"): "序号",
    }  # fmt: skip
    if drawn.fault == "year":
        drawn.drop("about", "year")
    rows = _ballot_rows(drawn, style, blocks)
    width = len(choices) + 2 + (style == "column")
    opinion = drawn.odds(0.6)
    rows = _as_typed(rows, dotted=dotted, padded=padded)
    top = 1 + headed
    table = _ruled(document, len(rows) + top + opinion, width * blocks)
    heads = (*(["类别"] * (style == "column")), "序号", "单位名称", *choices)
    head = table.rows[headed].cells
    for block in range(blocks):
        for col, word in enumerate(heads):
            head[block * width + col].text = "\n".join(word) if drawn.odds(0.2) else word
    if headed:
        _heads_in_two_rows(table, blocks, width, len(choices))
    _fill_ballot(table, rows, (width, top), style)
    if opinion:
        table.cell(len(rows) + top, 0).text = "意见和建议"
        table.cell(len(rows) + top, 1).merge(table.cell(len(rows) + top, width * blocks - 1))
        truth["ballot", "opinion"] = "意见和建议"
    if drawn.odds(0.6):
        document.add_paragraph("注：1.每行只选一栏；")
        document.add_paragraph("2.以无记名方式填写。")
        truth["ballot", "notes"] = ("每行只选一栏；", "以无记名方式填写。")
    else:
        truth["ballot", "notes"] = ()
    _series_words(document, drawn, style)


def _as_typed(rows: BallotRows, *, dotted: bool, padded: bool) -> BallotRows:
    """Serials with a point behind them, names of two characters drawn apart."""
    return [
        [
            (
                label,
                f"{serial}." if serial and dotted else serial,
                "　".join(unit) if len(unit) == 2 and padded else unit,
            )
            for label, serial, unit in row
        ]
        for row in rows
    ]


def _ballot_rows(drawn: "Drawn", style: str, blocks: int) -> BallotRows:
    """By row and block: series' label (or its name), serial, unit; a label alone goes across."""
    serial, lines, groups = 0, [], []
    for name, noun, _, units in drawn.place.series:
        count = len(units) + (drawn.fault == "series" and not lines)
        label = f"{name}（{drawn.count(count)}个{noun}）"
        own = []
        for unit in units:
            serial += 1 + (drawn.fault == "serial" and serial == 2)
            own.append((name if style == "column" else "", str(serial), unit))
        groups.append((label, own))
        lines += ([(label, "", "")] if style == "rows" else []) + own
    if style == "across":
        rows = []
        for label, own in groups:
            rows.append([(label, "", "")])
            rows += [[*own[k : k + 2]] for k in range(0, len(own), 2)]
        return rows
    height = -(-len(lines) // blocks)
    cut = [lines[k * height : (k + 1) * height] for k in range(blocks)]
    return [[block[row] if row < len(block) else ("", "", "") for block in cut] for row in range(height)]


def _heads_in_two_rows(table: Table, blocks: int, width: int, choices: int) -> None:
    """评议等次 over the choices; the other heads are two rows high."""
    for block in range(blocks):
        first, start = block * width, (block + 1) * width - choices
        table.cell(0, start).merge(table.cell(0, start + choices - 1)).text = "评议等次"
        for col in range(first, start):
            word = table.cell(1, col).text
            table.cell(0, col).merge(table.cell(1, col)).text = word


def _fill_ballot(
    table: Table, rows: Sequence[Sequence[tuple[str, str, str]]], shape: tuple[int, int], style: str
) -> None:
    """`shape` is a block's width and the first row under the heads."""
    shift, (width, top) = style == "column", shape
    for row, blocks in zip(table.rows[top:], rows, strict=False):
        cells = row.cells  # at once: table.cell looks through the whole table for each
        for block, (label, serial, unit) in enumerate(blocks):
            first = block * width
            if label and not unit:
                last = len(cells) - 1 if style == "across" else first + width - 1
                cells[first].merge(cells[last]).text = label
                continue
            cells[first + shift].text = serial
            cells[first + shift + 1].text = unit
    if shift:
        labels = [blocks[0][0] for blocks in rows]
        for label in dict.fromkeys(labels):
            first, last = labels.index(label), len(labels) - 1 - labels[::-1].index(label)
            table.cell(first + top, 0).merge(table.cell(last + top, 0)).text = label


def _series_words(document: Document, drawn: "Drawn", style: str) -> None:
    """What a ballot without full labels leaves open: the nouns, or the series themselves unless the text has them."""
    truth, series = drawn.truth, drawn.place.series
    if style == "column":
        for number in range(len(series)):
            drawn.drop("series", number, "noun")
    if style == "bare":
        written = drawn.odds(0.7)
        for name, noun, _, units in series if written else ():
            document.add_paragraph(f"{name}（{len(units)}个{noun}）：{'、'.join(units)}。")
        if not written:
            drawn.drop("series")
            truth["series", 0, "units"] = tuple(unit for one in series for unit in one[3])
            drawn.nameless = True
        else:
            drawn.drop("ballot", "notes")  # the list stands where notes would
            truth["ballot", "notes"] = ()
    if drawn.fault in {"units", "series", "serial", "list"}:
        drawn.drop("series")
    if ("series", 0, "kind") not in truth:
        for number in range(len(drawn.place.objects)):
            drawn.drop("points", number, "kinds")


def add_roster(document: Document, drawn: "Drawn", label: str) -> None:
    """The units once more, two side by side, series row by row or not told."""
    document.add_paragraph(label)
    document.add_paragraph("被评议单位名单")
    units = [unit for one in drawn.place.series for unit in one[3]]
    if drawn.fault == "list":
        units = units[:-1]
        drawn.drop("series")
        for number in range(len(drawn.place.objects)):
            drawn.drop("points", number, "kinds")
    half = -(-len(units) // 2)
    table = _ruled(document, half + 1, 4)
    for col, word in enumerate(("序号", "单位名称", "序号", "单位名称")):
        table.cell(0, col).text = word
    for k, unit in enumerate(units):
        row, col = (k % half + 1, 2 * (k // half))
        table.cell(row, col).text, table.cell(row, col + 1).text = str(k + 1), unit


def add_groups(document: Document, drawn: "Drawn", weights: dict[str, int]) -> None:
    """The evaluators in a table, in one order of columns or another."""
    place = drawn.place
    columns = ["评议主体", "人数", "牵头单位", *(["权重"] if weights else [])]
    drawn.random.shuffle(columns)
    table = _ruled(document, len(place.groups) + 1, len(columns))
    for col, word in enumerate(columns):
        table.cell(0, col).text = word
    for row, group in enumerate(place.groups, start=1):
        share = f"{weights[group.name]}%" if group.name in weights else "—"
        people = drawn.random.randint(3, 200)
        drawn.truth["batches", row - 1, "copies"] = people
        cells = {
            "评议主体": group.name,
            "人数": str(people),
            "牵头单位": place.short,
            "权重": share,
        }
        for col, word in enumerate(columns):
            table.cell(row, col).text = cells[word]


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
    table = _ruled(document, 1 + len(rows) + sums, len(columns))
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
    table = _ruled(document, 2 + len(lines), 2 + len(points))
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


def add_own_form(document: Document, drawn: "Drawn", label: str) -> None:
    """What a unit fills in of itself."""
    title = f"{drawn.year}年度{drawn.place.district}工作自评表"
    document.add_paragraph(label)
    document.add_paragraph(title)
    table = _ruled(document, 3, 2)
    table.cell(0, 0).text = "单位名称"
    table.cell(1, 0).text, table.cell(1, 1).text = "工作自述", "（不超过2000字）"
    table.cell(2, 0).text = "签名"
    drawn.truth |= {
        ("analysis", "attachment"): label, ("analysis", "title"): title, ("analysis", "max_characters"): 2000,
    }  # fmt: skip


def _ruled(document: Document, rows: int, columns: int) -> Table:
    table = document.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    return table
