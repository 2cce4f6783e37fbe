"""Rows among a block's that are no printed questions: lines for names, things to fill in, and what cannot be told."""

import re
from collections.abc import Sequence

from pingyi.domain.forms.labels import NUMBER, Labels
from pingyi.domain.forms.places import Heads, Places
from pingyi.domain.forms.table import FormCell
from pingyi.domain.forms.words import FREE, WRITE_IN, is_label_word

SHOWN_LETTERS = 14  # of what stands in a row that is not read
FEWEST = 2  # empty cells side by side to tick in, and rows that have them
CHINESE = re.compile("^[（(]?[一二三四五六七八九十]+[)）.．、]?$")  # a number as headings have it
SIGNS = re.compile("^总?(监票|计票|唱票|填表|填写|投票|测评|评议|经办)人员?(签名|签字)?$")
ABOUT = re.compile("(姓名|名称|单位|部门|科室|职务|岗位|电话|日期|时间)$")  # beside cells for who fills the form in


def are_asked(texts: Sequence[str]) -> bool:
    """Whether these words ask for something to be written beside them."""
    return all(text.endswith(("：", ":")) or is_label_word(text) for text in texts)


def is_written(own: Sequence[FormCell], columns: Labels, writing: bool) -> bool:  # noqa: FBT001 - what the row above was
    """Whether a row's name is written by hand: it says so, or lies blank under one that does."""
    if any(WRITE_IN.search(cell.text) for cell in own):
        return not any(cell.col == columns.name and not WRITE_IN.search(cell.text) for cell in own)
    return writing and not any(cell.col == columns.name for cell in own)


def is_numbered_only(places: Places, row: int, own: Sequence[FormCell], columns: Labels) -> bool:
    """Whether a row has a number, and an empty cell where others have their names."""
    return bool(own) and all(NUMBER.match(cell.text) for cell in own) and _lacks_name(places, row, columns)


def unwritten(row: int, *, write_ins: bool) -> str:
    """Chinese: why a line for another name is not read: nobody reads names, or it has no cell for one."""
    left = "却没有留一个空格写姓名（请在“另选他人”旁边留一格）" if write_ins else "姓名要人来写，请人看票"
    return f"第{row + 1}行是另选他人，{left}"


def unnamed(places: Places, row: int, own: Sequence[FormCell], columns: Labels) -> tuple[bool, str] | None:
    """Why a row has no name of its own, and whether it may be left aside; None where it has one."""
    if not own:
        return True, f"第{row + 1}行没有印序号和名称，是空行"
    named = [cell for cell in own if cell.col not in columns.groups]
    shared = [cell for cell in own if cell.col in columns.groups]
    if not named and any(cell.row_span > 1 for cell in shared):
        return False, f"第{row + 1}行与别的行同属“{shared[-1].text[:SHOWN_LETTERS]}”，没有自己的序号和名称"
    if _lacks_name(places, row, columns):
        return _beside_no_name(places, row, own, columns)
    return _unlike_others(row, own, columns)


def _lacks_name(places: Places, row: int, columns: Labels) -> bool:
    cell = places.at(row, columns.name)
    return columns.named and cell is not None and not cell.text


def _beside_no_name(places: Places, row: int, own: Sequence[FormCell], columns: Labels) -> tuple[bool, str]:
    """The same of a row whose name's cell is empty."""
    said = f"第{row + 1}行“{''.join(cell.text for cell in own)[:SHOWN_LETTERS]}”"
    if is_numbered_only(places, row, own, columns):
        return True, f"{said}没有印名称，是空行"
    if all(FREE.search(cell.text) or are_asked([cell.text]) for cell in own):
        return True, f"{said}是填写的项目"
    return False, f"{said}的名称栏是空的，不知道是题目、是写名字的行，还是填写的项目"


def _unlike_others(row: int, own: Sequence[FormCell], columns: Labels) -> tuple[bool, str] | None:
    """The same of a row numbered as a heading among the others' figures, or named as what is filled in."""
    serial = next((cell.text for cell in own if cell.col == columns.serial), "")
    name = next((cell.text for cell in own if cell.col == columns.name), "")
    said = f"第{row + 1}行“{''.join(cell.text for cell in own)[:SHOWN_LETTERS]}”"
    if columns.figures and CHINESE.match(serial):
        return False, f"{said}的编号与别的行不同，像是小标题（是小标题请把整行合并，是题目请统一编号）"
    if not serial and (SIGNS.match(name) or (FREE.search(name) and is_label_word(name))):
        return False, f"{said}像是填写的项目（不打勾的请在文字后加“：”并把右边的格合并）"
    return None


def looks_ticked(places: Places, row: int) -> bool:
    """Whether a row has words, none that ask for something to be written, and then cells to tick in."""
    cells = places.across(row, 0, places.columns)
    printed = [k for k, cell in enumerate(cells) if cell.text]
    if not printed:
        return False
    last, after = cells[printed[-1]].text, cells[printed[-1] + 1 :]
    asked = FREE.search(last) or SIGNS.match(last) or ABOUT.search(last) or are_asked([last])
    return not asked and len(after) >= FEWEST and all(cell.row_span == 1 for cell in after)


def above_heads(places: Places, heads: Heads) -> str:
    """Chinese: rows that look ticked over the first heading, where nothing says what is ticked; empty without any."""
    first = min(head.row for block in heads.blocks for head in block.heads)
    rows = [row for row in range(first) if looks_ticked(places, row)]
    return f"第{rows[0] + 1}行到第{rows[-1] + 1}行在选项表头之上，也像是要打勾" if len(rows) >= FEWEST else ""
