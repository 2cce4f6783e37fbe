"""The tables of other places' plans: ballots, rosters, groups, drawn in one of the ways they are drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.document import Document
from docx.table import Table
from other_points import ruled

if TYPE_CHECKING:
    from other_plans import Drawn

BallotRows = list[list[tuple[str, str, str]]]  # by row and block: a series' label, a serial, a unit


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
    table = ruled(document, len(rows) + top + opinion, width * blocks)
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
    table = ruled(document, half + 1, 4)
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
    table = ruled(document, len(place.groups) + 1, len(columns))
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


def add_own_form(document: Document, drawn: "Drawn", label: str) -> None:
    """What a unit fills in of itself."""
    title = f"{drawn.year}年度{drawn.place.district}工作自评表"
    document.add_paragraph(label)
    document.add_paragraph(title)
    table = ruled(document, 3, 2)
    table.cell(0, 0).text = "单位名称"
    table.cell(1, 0).text, table.cell(1, 1).text = "工作自述", "（不超过2000字）"
    table.cell(2, 0).text = "签名"
    drawn.truth |= {
        ("analysis", "attachment"): label, ("analysis", "title"): title, ("analysis", "max_characters"): 2000,
    }  # fmt: skip
