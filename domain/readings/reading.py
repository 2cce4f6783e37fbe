"""What the machine saw on one page. Readings are never edited."""

from dataclasses import dataclass, field
from enum import StrEnum

from pingyi.ground.errors import FileError
from pingyi.ground.names import readable_text

BETWEEN_WORDS = "、"  # where a row may have several ticks, between the words of its choice


def words_of(choice: str) -> tuple[str, ...]:
    """The choices a row with any number of ticks stands for."""
    return tuple(choice.split(BETWEEN_WORDS)) if choice else ()


class Verdict(StrEnum):
    """The machine's word on one row; the strings are a fixed interface (readings.csv)."""

    VALID = "valid"
    BLANK = "blank"
    MULTIPLE = "multiple"
    DOUBTFUL = "doubtful"


VERDICT_TEXT: dict[Verdict, str] = {
    Verdict.VALID: "有效",
    Verdict.BLANK: "不选",
    Verdict.MULTIPLE: "多选",
    Verdict.DOUBTFUL: "待人工判定",
}
UNCHOSEN = (Verdict.BLANK, Verdict.MULTIPLE)  # what a row may say that says no choice


class Doubt(StrEnum):
    """Why a row waits for a person."""

    CROSS = "cross"
    CIRCLE = "circle"
    CORRECTION = "correction"
    STRUCK_OUT = "struck_out"
    BORDER = "border"
    FAINT = "faint"
    SPECK = "speck"
    SPRAWLING = "sprawling"
    LINE_THROUGH_ROWS = "line_through_rows"
    UNLIKE_SHEET = "unlike_sheet"
    DAMAGED_CELL = "damaged_cell"
    SEVERAL_MARKS = "several_marks"
    STRAY_INK = "stray_ink"
    PRINT_IN_CELL = "print_in_cell"
    JUDGES_DIFFER = "judges_differ"
    ROW_UNPROVEN = "row_unproven"
    BAR = "bar"
    EDITED = "edited"
    WRITTEN_NAME = "written_name"
    UNDECLARED = "undeclared"
    BETWEEN_ROWS = "between_rows"


DOUBT_TEXT: dict[Doubt, str] = {
    Doubt.CROSS: "打叉",
    Doubt.CIRCLE: "画圈",
    Doubt.CORRECTION: "有改动",
    Doubt.STRUCK_OUT: "有涂抹",
    Doubt.BORDER: "压在格线上",
    Doubt.FAINT: "墨迹太淡",
    Doubt.SPECK: "只有小点",
    Doubt.SPRAWLING: "笔画越格",
    Doubt.LINE_THROUGH_ROWS: "一笔贯穿多行",
    Doubt.UNLIKE_SHEET: "与本张其他标记不同",
    Doubt.DAMAGED_CELL: "格子残损",
    Doubt.SEVERAL_MARKS: "疑似多选",
    Doubt.STRAY_INK: "有不明墨迹",
    Doubt.PRINT_IN_CELL: "格内印字与笔迹难分",
    Doubt.JUDGES_DIFFER: "两种判读不一致",
    Doubt.ROW_UNPROVEN: "认不准是哪一行",
    Doubt.BAR: "粗黑条或墨团",
    Doubt.EDITED: "扫描后又改过",
    Doubt.WRITTEN_NAME: "另选他人，要录入姓名",
    Doubt.UNDECLARED: "不是本表规定的标记",
    Doubt.BETWEEN_ROWS: "落在两行之间",
}


class Unread(StrEnum):
    """Why a whole page was refused."""

    WRONG_FORM = "wrong_form"
    ROWS_UNPROVEN = "rows_unproven"
    NO_TABLE = "no_table"
    BLANK_PAGE = "blank_page"
    BLANK_BACK = "blank_back"
    CROPPED = "cropped"
    FOLDED_OVER = "folded_over"
    TWO_SHEETS = "two_sheets"
    ILLEGIBLE = "illegible"
    DAMAGED_FILE = "damaged_file"
    PROTECTED_FILE = "protected_file"
    MISSING_FILE = "missing_file"
    BATCH_MISMATCH = "batch_mismatch"
    UNKNOWN_BATCH = "unknown_batch"
    SAME_PAPER = "same_paper"
    STATIONS_DIFFER = "stations_differ"
    OTHER_CAMPAIGN = "other_campaign"
    EDITED = "edited"
    NOT_A_SCAN = "not_a_scan"
    REPORT_PAGE = "report_page"
    WRITTEN_PAGE = "written_page"


SKIPPED = (Unread.BLANK_BACK, Unread.REPORT_PAGE, Unread.WRITTEN_PAGE)
"""Recognised as what they are: no row is to be read there. What is on a written page is an opinion."""

UNREAD_TEXT: dict[Unread, str] = {
    Unread.WRONG_FORM: "不是本表",
    Unread.ROWS_UNPROVEN: "各行对不上表样",
    Unread.NO_TABLE: "页面上找不到表格",
    Unread.BLANK_PAGE: "几乎空白",
    Unread.BLANK_BACK: "空白背面，已跳过",
    Unread.CROPPED: "表格没有扫全",
    Unread.FOLDED_OVER: "纸张折叠或残缺",
    Unread.TWO_SHEETS: "两张叠在一起",
    Unread.ILLEGIBLE: "表格线辨认不清",
    Unread.DAMAGED_FILE: "文件损坏",
    Unread.PROTECTED_FILE: "文件有密码",
    Unread.MISSING_FILE: "找不到文件",
    Unread.BATCH_MISMATCH: "批次不符",
    Unread.UNKNOWN_BATCH: "认不出批次",
    Unread.SAME_PAPER: "疑似同一张票",
    Unread.STATIONS_DIFFER: "各站记录不一",
    Unread.OTHER_CAMPAIGN: "不是这一次的票",
    Unread.EDITED: "扫描后又改过",
    Unread.NOT_A_SCAN: "不是认得的扫描件",
    Unread.REPORT_PAGE: "绩效分析表的自述页，没有评分栏",
    Unread.WRITTEN_PAGE: "手写页（背面或另附纸）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a page came from; `page` is 1-based in its file."""

    file: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWord:
    """What is said of a row: a verdict, and with VALID, and with no other, a choice. Raises ValueError."""

    verdict: Verdict
    choice: str = ""

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.VALID) != bool(self.choice):
            raise ValueError(f"{self.verdict} with choice {self.choice!r}")

    @property
    def word(self) -> str:
        """The choice of a valid row, else the verdict."""
        return self.choice or self.verdict.value

    @property
    def text(self) -> str:
        """The same for people, Chinese."""
        return self.choice or VERDICT_TEXT[self.verdict]

    @staticmethod
    def of(word: str) -> "RowWord":
        """From a choice, `blank` or `multiple`."""
        return RowWord(verdict=Verdict(word)) if word in UNCHOSEN else RowWord(verdict=Verdict.VALID, choice=word)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedWord(RowWord):
    """Of a row nobody doubts: VALID with a choice, BLANK or MULTIPLE. Raises ValueError."""

    def __post_init__(self) -> None:
        RowWord.__post_init__(self)
        if self.verdict is Verdict.DOUBTFUL:
            raise ValueError("a doubt, with or without a choice, decides nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading(RowWord):
    """One row as read."""

    item: str
    name: str
    confidence: float  # 0..1
    reasons: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """One sheet as read; the key is `digest`, the SHA-256 of its grey picture."""

    source: Source
    digest: str
    form_digest: str
    batch_code: str  # as printed on the sheet; empty when none was found
    turn: int  # degrees clockwise the page had to be turned: 0, 90, 180, 270
    rows: tuple[RowReading, ...]
    has_opinion: bool
    form_page: int  # 1-based, of a ballot of `form_pages`
    form_pages: int
    mark: str = ""  # text of the code printed on it (domain/campaign/marks.py); empty when none was found
    placement: bytes = field(default=b"", repr=False, compare=False)  # where each row's ink lies; empty: not measured
    layout: bytes = field(default=b"", repr=False, compare=False)  # where its table lies, to draw it; may be empty
    crops: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    # PNG per doubtful item, and under OPINION_CROP the opinion box when inked


OPINION_AROUND = "opinion around"  # the box and what lies about it, where writing leaves the box
OPINION_CROP = "opinion"


class OpinionPlace(StrEnum):
    """Where else on a sheet people write; the strings are what the pictures of it are kept under."""

    ABOVE = "opinion above"
    BELOW = "opinion below"
    LEFT = "opinion left"
    RIGHT = "opinion right"
    TABLE = "opinion in the table"


OPINION_PLACE_TEXT: dict[str, str] = {
    OPINION_CROP: "意见栏",
    OPINION_AROUND: "意见栏，字写出了栏外",
    OpinionPlace.ABOVE: "表的上方",
    OpinionPlace.BELOW: "表的下方",
    OpinionPlace.LEFT: "左边空白",
    OpinionPlace.RIGHT: "右边空白",
    OpinionPlace.TABLE: "表内印字之间",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowVote(RowWord):
    """What counting asks of a row as read; one object for all rows that say the same."""

    item: str
    name: str
    reasons: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetVotes:
    """What counting asks of a sheet as read."""

    source: Source
    digest: str
    form_digest: str
    form_page: int
    form_pages: int
    rows: tuple[RowVote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page no row was read from; it is listed (or, skipped, counted), never dropped."""

    source: Source
    digest: str  # empty when the picture could not be decoded
    reason: Unread
    detail: str = ""  # Chinese: what was seen, and what to do
    twin: str = ""  # SAME_PAPER: digest of the sheet it looks like

    @property
    def skipped(self) -> bool:
        """No row is to be read there, but it is counted."""
        return self.reason in SKIPPED

    @property
    def written(self) -> bool:
        """Somebody wrote on it: what it says is an opinion."""
        return self.reason is Unread.WRITTEN_PAGE

    def message(self) -> str:
        """One Chinese line naming file, page, reason and what to do."""
        detail = f"：{self.detail}" if self.detail else ""
        return f"{self.source.file} 第 {self.source.page} 页未读出（{UNREAD_TEXT[self.reason]}）{detail}"


PageOutcome = SheetReading | UnreadPage


class UnreadableFileError(FileError):
    """A scan that cannot be opened at all; `reason` goes into the readings as for a page."""

    def __init__(self, message: str, reason: Unread) -> None:
        super().__init__(message, reason)  # both, or it could not go from one process to another
        self.message, self.reason = message, reason

    def __str__(self) -> str:
        return readable_text(self.message)
