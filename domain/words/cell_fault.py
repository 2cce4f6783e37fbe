"""A cell of a table that holds no value one may count with, though a reader would take it for empty or for a number."""

import re
from dataclasses import dataclass
from enum import StrEnum

ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
     "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#EXTERNAL!"}
)  # fmt: skip
CALC_ERROR = re.compile(r"Err:\d{3}")  # LibreOffice's own
CUT_OFF = re.compile(r"#{2,}")  # what Excel shows, and saves as csv, of a number wider than its column


class Fault(StrEnum):
    """What is wrong; the value says in Chinese what to do."""

    ERROR = "请在 Excel 里改正公式，或填上应有的内容；本来没有的就清空，不要用 0 代替"
    NOT_COMPUTED = "公式没有算出的值，请在 Excel 里打开保存一次，再导入"
    CUT_OFF = "列太窄，内容没有存进文件；请在原表里把这一列拉宽，再另存一次"
    EPOCH = "这个工作簿的日期从1904年起算，单写数字认不准是哪一天；请把这一列设为日期格式"
    MERGED = "是合并单元格的一部分，单独没有内容；请取消合并，逐格填写，再导入"
    PERCENT = "是百分比，不是份数或百分制的分；请改成原来的数，单元格格式设为“常规”"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """The fault, and what a spreadsheet shows in the cell (empty of a formula never computed, of a merged cell)."""

    fault: Fault
    shown: str

    def __str__(self) -> str:
        """As shown: by it headings are sought."""
        return self.shown

    @property
    def words(self) -> str:
        """Chinese: what Excel shows, and what to do."""
        match self.fault:
            case Fault.ERROR:
                return f"是错误值 {self.shown}；{self.fault}"
            case Fault.NOT_COMPUTED | Fault.MERGED:
                return self.fault.value
            case Fault.EPOCH:
                return f"是数字 {self.shown}；{self.fault}"
            case Fault.CUT_OFF:
                return f"只有“{self.shown}”；{self.fault}"
            case Fault.PERCENT:
                return f"显示为 {self.shown}；{self.fault}"


def fault_in(text: str) -> CellFault | None:
    """The fault a cell's text tells of, in a csv or pasted as text."""
    word = text.strip()
    if word.upper() in ERRORS or CALC_ERROR.fullmatch(word):
        return CellFault(fault=Fault.ERROR, shown=word)
    return CellFault(fault=Fault.CUT_OFF, shown=word) if CUT_OFF.fullmatch(word) else None
