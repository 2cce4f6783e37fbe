"""Where a table's headings stand, and what stands outside of them."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pingyi.domain.words.cell_fault import CellFault, Fault
from pingyi.domain.words.plain_words import plain_words

HEADER_SEARCH_ROWS = 10  # titles and notes may stand above the headings
SOME_PLACES = 8  # named in a line
OTHER_QUANTITY = re.compile(r"%|‰|率|占比|比例|比重|去年|上年|往年|同期")  # in a remark behind a heading
REMARK = re.compile(r"^(注|备注|说明)|\D[:：]")  # below a table: 注：…, 填表人：…
Lines = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Headings found, renamed to the known ones; `index` is the last line they take."""

    index: int
    headings: list[str]
    rows: int = 1


class Unseen(Protocol):
    """What of a sheet is hidden."""

    @property
    def unseen(self) -> bool:
        """Whether nobody sees the sheet itself."""

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Numbers of the columns nobody sees, from 0."""


def bare(text: str) -> str:
    """Without white space, full-width letters, digits and brackets made plain."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def known_heading(cell: str, known: Mapping[str, str]) -> str:
    """
    A heading's own name: stars and a remark in brackets do not matter, unless it makes it a share or another year's.

    One nobody knows stays, made bare.
    """
    name = bare(cell).strip("*")
    short, _, remark = name.partition("(")
    short = name if OTHER_QUANTITY.search(remark) else short.strip("*")
    return known.get(name) or known.get(short) or known.get(plain_words(name)) or known.get(plain_words(short)) or name


def headers(lines: Lines, known: Mapping[str, str]) -> Iterator[Header]:
    """The first lines as headings: each by itself, then each with the next below it as one heading of two rows."""
    first = [["" if cell is None else str(cell) for cell in line] for line in lines[: HEADER_SEARCH_ROWS + 1]]
    for index, line in enumerate(first[:HEADER_SEARCH_ROWS]):
        yield Header(index=index, headings=[known_heading(cell, known) for cell in line])
    for index in range(len(first) - 1):
        yield two_rows(first, index, known)


def two_rows(lines: Lines, index: int, known: Mapping[str, str]) -> Header:
    """短信评价 over 满意 is 短信评价_满意 where that is known, else 满意; an upper cell may stand over several."""
    upper, lower = ([bare(str(cell or "")) for cell in line] for line in lines[index : index + 2])
    width = max(len(upper), len(lower))
    upper, lower = (line + [""] * (width - len(line)) for line in (upper, lower))
    found, over = [], ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over
        joined = (f"{over}_{below}", f"{over}{below}")
        if not below or OTHER_QUANTITY.search(over):
            found.append(known_heading(above, known) if not below else joined[0])
        else:
            found.append(next((known[word] for word in joined if word in known), known_heading(below, known)))
    return Header(index=index + 1, headings=found, rows=2)


def as_written(lines: Lines, header: Header) -> list[tuple[str, str]]:
    """Each heading as it stands in the file, of two rows the lower one, with the name it was taken for."""
    rows = [lines[row] for row in range(header.index, header.index - header.rows, -1)]

    def written(place: int) -> str:
        return next((word for row in rows if place < len(row) and (word := bare(str(row[place] or "")))), "")

    return [(written(place), name) for place, name in enumerate(header.headings)]


def heading_faults(lines: Lines, header: Header) -> Iterator[str]:
    """Cells among the headings that show no word: the column would be missing without a word."""
    for row in range(header.index + 1 - header.rows, header.index + 1):
        for column, cell in enumerate(lines[row]):
            if isinstance(cell, CellFault) and cell.fault is not Fault.MERGED:
                yield f"表头 {cell_name(row, column)} {cell.words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strays:
    """Cells with something in them and no heading: `beside` the table (data out of place), or `far` from it."""

    beside: tuple[tuple[int, int], ...]
    far: tuple[tuple[int, int], ...]


def strays(lines: Lines, header: Header) -> Strays:
    """A column without a heading belongs to the table when no empty column parts them."""
    width = len(header.headings)
    named = {place for place, name in enumerate(header.headings) if name}
    unnamed = [place for place in range(width) if place not in named]
    found: dict[int, list[int]] = {}
    for row in range(header.index + 1, len(lines)):
        line = lines[row]
        for place in (*unnamed, *range(width, len(line))) if unnamed or len(line) > width else ():
            if place < len(line) and str(line[place]).strip():
                found.setdefault(place, []).append(row)
    beside = set[int]()
    while reached := {place for place in found.keys() - beside if {place - 1, place + 1} & (named | beside)}:
        beside |= reached
    return Strays(
        beside=tuple(sorted((row, place) for place in beside for row in found[place])),
        far=tuple(sorted((row, place) for place in found.keys() - beside for row in found[place])),
    )


def stray_problems(lines: Lines, found: Strays) -> list[str]:
    """Chinese: what stands beside the headings, one line a row."""
    rows: dict[int, list[int]] = {}
    for row, place in found.beside:
        rows.setdefault(row, []).append(place)
    return [
        f"第 {row + 1} 行 {cell_name(row, places[0])} 有“{lines[row][places[0]]}”，而这一列没有列名："
        "多半是这一行多了一格（如多一个逗号），各数都错了位；请核对改正，确是备注的请写上列名或删去"
        for row, places in sorted(rows.items())
    ]


def stray_notes(found: Strays) -> Iterator[str]:
    """Chinese: what stands far from the table and was not read."""
    if found.far:
        listed = "、".join(cell_name(*place) for place in found.far[:SOME_PLACES])
        more = f" 等 {len(found.far)} 格" if len(found.far) > SOME_PLACES else ""
        yield f"表格以外的 {listed}{more} 没有读入"


def other_quantities(line: Sequence[object], known: Mapping[str, str]) -> Iterator[str]:
    """Chinese: headings that a remark makes something else than the column of that name."""
    for cell in line:
        name = bare(str(cell or "")).strip("*")
        short, _, remark = name.partition("(")
        if short.strip("*") in known and name not in known and OTHER_QUANTITY.search(remark):
            yield f"“{cell}”不是“{known[short.strip('*')]}”的数；请导入原来的数"


def is_remark(cells: Sequence[object], name: object) -> bool:
    """Whether a row holds nothing but remarks: its first word, and whatever else stands in it."""
    told = [word for cell in cells if (word := str(cell).strip())]
    return bool(str(name).strip()) and REMARK.search(str(name).strip()) is not None and all(map(REMARK.search, told))


def repeats(lines: Lines, index: int, header: Header) -> bool:
    """Whether the line is the headings again, as tables printed page by page have them."""
    first = header.index + 1 - header.rows
    return any(
        lines[index][:1] == lines[row][:1] and [*map(_bare_cell, lines[index])] == [*map(_bare_cell, lines[row])]
        for row in range(first, header.index + 1)
    )


def _bare_cell(cell: object) -> str:
    return bare(str(cell or ""))


def asked_cells(header: Header) -> int:
    """How many cells every row has at least: up to the last heading."""
    return max((place + 1 for place, name in enumerate(header.headings) if name), default=0)


def ends_early(line: Sequence[object], asked: int) -> str:
    """Chinese: what is wrong with a row of a .csv that has fewer cells than there are headings; empty where nothing."""
    if len(line) >= asked or not any(str(cell).strip() for cell in line):
        return ""
    return f"只有 {len(line)} 格，而列名有 {asked} 个：多半是少了一个逗号，各数都错了位；请核对改正，空着的格也要留逗号"


def hidden_notes(sheet: Unseen, header: Header, hidden: Sequence[int], read: Collection[str]) -> Iterator[str]:
    """Chinese: what was taken in that nobody sees in Excel; numbers of the rows from 0, names of columns read."""
    if sheet.unseen:
        yield "这张工作表在 Excel 里是隐藏的，也读入了；不该计的请删去后重新导入"
    names = [name for place, name in enumerate(header.headings) if place in sheet.hidden_columns and name in read]
    if names:
        yield f"“{'”、“'.join(names)}”列在 Excel 里是隐藏的，也读入了；请核对是不是要计的那一列"
    if hidden:
        listed = "、".join(str(row + 1) for row in hidden[:SOME_PLACES])
        more = f" 等 {len(hidden)} 行" if len(hidden) > SOME_PLACES else " 行"
        yield f"第 {listed}{more}在 Excel 里是隐藏或筛选掉的，也读入了；不该计的请删去后重新导入"


def cell_name(row: int, column: int) -> str:
    """As Excel calls the cell at these numbers from 0: 2, 27 → AB3."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
