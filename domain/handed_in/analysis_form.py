"""附件3 as a unit has filled it in, and the rules it must keep."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pingyi.domain.words.full_width import full_width

FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
REPORT_PT, AWARD_PT, NAME_PT = 14.0, 12.0, 16.0  # 四号, 小四, 三号
LINE_PT = 24.0
LEVELS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[一二三四五六七八九十]+、"), HEITI),
    (re.compile(r"（[一二三四五六七八九十]+）"), KAITI),
    (re.compile(r"\d+[.．、]"), FANGSONG),
    (re.compile(r"（\d+）"), FANGSONG),
)
TO_THE_STOP = re.compile(r"[^。；！？]*[。；！？]?")  # a heading that runs on into text ends at its first stop
SAMPLES = re.compile(
    r"…+|.*(黑体四号|楷体_GB2312四号|仿宋_GB2312(小四|四号|加粗三号)).*|（段落行距24磅.*|（字数限制在.*"
)
A_DAY = re.compile(r"(\d{4})[-./．。、年](\d{1,2})[-./．。、月](\d{1,2})[日号]?", re.ASCII)
FIGURES = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
TENS = re.compile(r"(\d?)十(\d?)", re.ASCII)
AWARD_NAMES = ("获奖名称", "颁发机关", "受表彰单位", "获奖时间")
SHOWN = 12  # characters of a paragraph that tell which it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text set alike; the face is empty where the file names none."""

    text: str
    face: str
    size_pt: float
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One paragraph of the self-report."""

    pieces: tuple[Piece, ...]
    exact_pt: float | None  # distance of lines; None when it is not exact
    before_pt: float
    after_pt: float
    numbered: bool = False  # by Word itself: the number is no text in the file
    counted: bool = False  # and it stands here before the words, as Word shows it

    @property
    def text(self) -> str:
        """Its words, as they are shown; white space kept."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedAnalysis:
    """A form as it came back."""

    file: str
    unit: tuple[Piece, ...]
    report: tuple[ReportLine, ...]
    awards: tuple[tuple[tuple[Piece, ...], ...], ...]  # rows of four cells; empty rows left out
    strange: tuple["Problem", ...] = ()  # what the form has no place for: pictures, text boxes, notes, text outside
    years: tuple[int, ...] = ()  # in its title, and in what leaders are asked
    left_out: int = 0  # characters that are shown and were not taken; what they are stands in `strange`

    @property
    def unit_name(self) -> str:
        """The unit's name as written, so far as it shows; it may be no unit's."""
        return visible(text_of(self.unit)).strip()

    @property
    def characters(self) -> int:
        """Of report and awards as the clean copy has them, without white space."""
        cells = (cell for award in self.awards for cell in tidy_award([text_of(cell) for cell in award]))
        words = (*(line.text for line in self.report), *cells)
        return sum(len("".join(text.split())) for text in words)

    @property
    def untouched(self) -> bool:
        """Whether nobody has written anything into it: report and awards hold the form's own guidance at most."""
        lines = (text for line in self.report if (text := line.text.strip()))
        return all(map(SAMPLES.fullmatch, lines)) and all(map(_is_sample, self.awards))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to mend: where, what is wrong, how it should be; what the clean copy mends has a kind."""

    place: str
    wrong: str
    mend: str
    kind: str = ""  # Chinese; empty for what the unit alone can mend


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What the office notes of a form that came: accepted, or sent back for what `refused` says."""

    serial: int
    day: date
    file: str  # as it came
    problems: tuple[Problem, ...]
    proofs: tuple[str, ...]  # names of the files of proof
    refused: str = ""  # Chinese; empty when it was accepted

    @property
    def to_mend(self) -> tuple[Problem, ...]:
        """What the unit alone can mend."""
        return tuple(problem for problem in self.problems if not problem.kind)

    @property
    def tidied(self) -> str:
        """In one line what the clean copy has mended; empty where there was nothing."""
        kinds = Counter(problem.kind for problem in self.problems if problem.kind)
        return "、".join(f"{kind}{count}处" for kind, count in kinds.most_common())


def _is_sample(award: tuple[tuple[Piece, ...], ...]) -> bool:
    """Whether it is the row that shows how to fill one in."""
    return any(SAMPLES.fullmatch(text_of(cell)) for cell in award)


def text_of(pieces: tuple[Piece, ...]) -> str:
    """Words without the white space around them."""
    return "".join(piece.text for piece in pieces).strip()


def heading_parts(text: str) -> tuple[str, int]:
    """Face of a paragraph's beginning, and how many characters it holds for; the rest is 仿宋."""
    for pattern, face in LEVELS:
        if pattern.match(text):
            found = TO_THE_STOP.match(text)
            return face, len(text) if found is None else found.end()
    return FANGSONG, len(text)


def problems(returned: ReturnedAnalysis, most: int, year: int, evidence: int) -> Iterator[Problem]:
    """
    Every rule of 附件3 that is broken, what weighs most first: content, proof, length, days, format.

    `evidence` counts the files of proof that came along.
    """
    yield from returned.strange
    length = sum(len("".join(line.text.split())) for line in returned.report)
    if length == 0:
        yield Problem(place="实绩自述", wrong="没有填写", mend="填写单位年度工作实绩")
    yield from _guides(returned.report)
    claimed = sum(not _is_sample(award) for award in returned.awards)
    if evidence < claimed:
        wrong = f"填了{claimed}项，只收到{evidence}个证明文件"
        yield Problem(place="表彰奖励情况", wrong=wrong, mend="每项奖励附一个证明文件（PDF或图片），与本表放在一起")
    if length > most:
        yield Problem(place="实绩自述", wrong=f"共{length}字（不计空格）", mend=f"压缩到{most}字以内")
    for number, award in enumerate(returned.awards, start=1):
        yield from _award_problems(number, award, year)
    for number, line in enumerate(returned.report, start=1):
        yield from _line_problems(number, line)
    yield from _set("单位名称", returned.unit, FANGSONG, NAME_PT)
    if returned.unit and not all(piece.bold for piece in returned.unit if piece.text.strip()):
        yield Problem(place="单位名称", wrong="没有加粗", mend="设为加粗", kind="加粗")


def _guides(report: Sequence[ReportLine]) -> Iterator[Problem]:
    """The form's own guidance that was left in, all of it at once."""
    found = [
        (number, text) for number, line in enumerate(report, start=1) if SAMPLES.fullmatch(text := line.text.strip())
    ]
    if found:
        where = "、".join(str(number) for number, _ in found)
        first = found[0][1]
        place = f"实绩自述第{where}段“{first[:SHOWN]}{'…' if len(first) > SHOWN else ''}”"
        yield Problem(place=place, wrong="是表样里的提示文字", mend="删去" + ("这些段" if found[1:] else "这一段"))


def _line_problems(number: int, line: ReportLine) -> Iterator[Problem]:
    text = full_width(line.text.strip())
    if not text:
        return
    place = f"实绩自述第{number}段“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"
    if line.numbered:
        mend = "删去自动编号，把“一、”“（一）”等直接打出来"
        yield Problem(place=place, wrong="用了自动编号，编号不是文字", mend=mend, kind="自动编号" * line.counted)
    if SAMPLES.fullmatch(text):
        return  # told together
    yield from _marks(place, line.text.strip())
    face, until = heading_parts(text)
    shift = len(line.text) - len(line.text.lstrip())
    first, rest = _cut(line.pieces, until + shift)
    yield from _set(place, first, face, REPORT_PT)
    yield from _set(f"{place}标题之后的正文", rest, FANGSONG, REPORT_PT)
    if line.exact_pt != LINE_PT:
        now = "不是固定值" if line.exact_pt is None else f"是{line.exact_pt:g}磅"
        yield Problem(place=place, wrong=f"行距{now}", mend="行距设为固定值24磅", kind="行距")
    if line.before_pt or line.after_pt:
        wrong = f"段前{line.before_pt:g}磅、段后{line.after_pt:g}磅"
        yield Problem(place=place, wrong=wrong, mend="段前、段后间距设为0", kind="段距")


def _marks(place: str, text: str) -> Iterator[Problem]:
    if full_width(text) != text:
        yield Problem(place=place, wrong="有半角标点", mend="改为全角标点", kind="半角标点")


def _cut(pieces: tuple[Piece, ...], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces up to a character, and those from it on."""
    first: list[Piece] = []
    rest: list[Piece] = []
    for piece in pieces:
        parts = (piece.text[: max(at, 0)], piece.text[max(at, 0) :])
        for target, text in zip((first, rest), parts, strict=True):
            if text:
                target.append(Piece(text=text, face=piece.face, size_pt=piece.size_pt, bold=piece.bold))
        at -= len(piece.text)
    return tuple(first), tuple(rest)


def _set(place: str, pieces: tuple[Piece, ...], face: str, size_pt: float) -> Iterator[Problem]:
    """Face (of 汉字) and size, each told once."""
    written = [piece for piece in pieces if piece.text.strip()]
    faces = {piece.face for piece in written if re.search(r"[\u4e00-\u9fff]", piece.text)} - {face}
    sizes = {piece.size_pt for piece in written} - {size_pt}
    if faces:
        now = "、".join(sorted(one or "默认字体" for one in faces))
        yield Problem(place=place, wrong=f"字体是{now}", mend=f"改为{face}", kind="字体")
    if sizes:
        now = "、".join(f"{size:g}磅" for size in sorted(sizes))
        mend = f"改为{SIZE_NAMES[size_pt]}（{size_pt:g}磅）"
        yield Problem(place=place, wrong=f"字号是{now}", mend=mend, kind="字号")


SIZE_NAMES = {REPORT_PT: "四号", AWARD_PT: "小四", NAME_PT: "三号"}


def _award_problems(number: int, award: tuple[tuple[Piece, ...], ...], year: int) -> Iterator[Problem]:
    place = f"表彰奖励第{number}行"
    if _is_sample(award):
        yield Problem(place=place, wrong="是表样里的示例行", mend="改填本单位的奖励；没有奖励的清空这一行")
        return
    for name, cell in zip(AWARD_NAMES, award, strict=True):
        if not text_of(cell):
            yield Problem(place=place, wrong=f"没有填{name}", mend=f"补上{name}")
        if name != AWARD_NAMES[-1]:
            yield from _marks(f"{place}{name}", text_of(cell))
        yield from _set(f"{place}{name}", cell, FANGSONG, AWARD_PT)
    written = text_of(award[-1])
    day = tidy_day(written)
    wrong = f"获奖时间写作“{written}”"
    if day and day != written:
        yield Problem(place=place, wrong=wrong, mend=f"写成{day}", kind="日期写法")
    if written and not day:
        yield Problem(place=place, wrong=wrong, mend=f"写成{year}.01.01的样子，年月日齐全，并核对有没有这一天")
    elif day and int(day[:4]) != year:
        yield Problem(place=place, wrong=f"获奖时间是{day}", mend=f"只填{year}年度的表彰奖励")


def tidy_award(award: Sequence[str]) -> tuple[str, ...]:
    """An award's cells as the form asks for them."""
    return (*map(full_width, award[:-1]), tidy_day(award[-1]) or award[-1])


def visible(text: str) -> str:
    """Without marks that show nothing: of direction, of width nought."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


def tidy_day(written: str) -> str:
    """A whole date, however it is written, as the form asks for it (2024.01.01); empty for any other and for no day."""
    bare = visible("".join(written.split())).translate(FIGURES)
    bare = TENS.sub(lambda found: str(10 * int(found[1] or 1) + int(found[2] or 0)), bare)
    found = A_DAY.fullmatch(bare)
    try:
        return f"{date(*map(int, found.groups())):%Y.%m.%d}" if found else ""
    except ValueError:
        return ""
