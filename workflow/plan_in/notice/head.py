"""The notice itself: red head, number, title, addressees, who signs and when, where and by when papers are sent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pingyi.domain.forms.plan_paper import PlanLine, PlanPaper
from pingyi.domain.words.written_number import WIDE
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, agreed, near, source
from pingyi.workflow.plan_in.numerals import COUNT, DAY, days_in, years_in

NUMBER = re.compile(
    r"(?P<prefix>[^\d\s〔\[（(【﹝，。]{2,15})[〔\[（(【﹝](?P<year>20\d\d)[〕\]）)】﹞]第?(?P<number>\d{1,4})号(?:签发人.*)?$"
)
TITLE_END = re.compile(r"的?(通知|通告|意见|函)$")
SIGNED = "，。；：、？（）()"  # none of these stands in an issuer's name
LONGEST_ISSUER = 40
RECORD = re.compile(rf"^(?P<issuer>[^，。：]+?)(?P<day>{DAY.pattern})印发$")
EMAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
SENTENCE = re.compile(r"[^。；;\n]+")
SENT_IN = re.compile("报送|上报|报至|提交|送交|交至|报到|发至|发送|反馈至|报")
OWN_REPORT = re.compile("分析表|自评|述职|自述|实绩|(?<!评议)(?<!测评)(?<!考评)(?<!评价)工作总结")
BY_DAY = re.compile(rf"(?P<day>{DAY.pattern})(?:[（(][^）)]*[）)])?(?:[^，。]{{0,4}})?(?:前|之前|以前|止)")
NO_YEAR = re.compile(rf"(?<!年){COUNT}月{COUNT}日(?:[（(][^）)]*[）)])?(?:前|之前|以前|止)")
MOST_TITLE_LINES = 4
SECRECY = re.compile(r"^(\d+|[绝机秘]密.*|特急|加急|.*签发人.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the parts of the notice stand: positions among the paragraphs, -1 where there is none."""

    number: int
    title: tuple[int, int]  # first, and the one after the last
    signed: int  # the day under the text

    def title_text(self, paper: PlanPaper) -> str:
        """All lines of the title joined, without white space."""
        return "".join(line.plain for line in paper.lines[slice(*self.title)])


def find_head(paper: PlanPaper) -> Head:
    """The parts of the notice by their positions among the paragraphs."""
    lines = paper.lines
    number = next((k for k, line in enumerate(lines[:12]) if NUMBER.match(_figures(line))), -1)
    title = _title(lines, number + 1)
    signed = [
        k for k in range(title[1], len(lines)) if DAY.fullmatch(_figures(lines[k])) and k and _is_name(lines[k - 1])
    ]
    red = "".join(line.plain for line in lines[: max(number, 0)] if not SECRECY.match(line.plain)).removesuffix("文件")
    same = [k for k in signed if lines[k - 1].plain == red]
    sure = same if len(same) == 1 else signed
    return Head(number=number, title=title, signed=sure[0] if len(sure) == 1 else -1)


def read_head(paper: PlanPaper, head: Head) -> Iterator[Finding]:
    """[about] but for the year's and the place's name and the office's short name."""
    yield from _red_head(paper, head)
    yield from _number(paper, head)
    yield _addressees(paper, head)
    yield _issuer(paper, head)
    yield _day(paper, head)
    yield agreed(
        ("about", "email"),
        ((found[0], near(place, words, found)) for place, words in paper.texts for found in EMAIL.finditer(words)),
        "原文没有写收表的电子邮箱",
        'email = "名称@网站"',
    )
    yield _due(paper)


def _figures(line: PlanLine) -> str:
    return line.plain.translate(WIDE)


def _title(lines: Sequence[PlanLine], start: int) -> tuple[int, int]:
    """The first lines that say 关于… up to 通知."""
    for first in range(start, min(len(lines), start + 8)):
        if "关于" not in lines[first].plain or "。" in lines[first].plain:
            continue
        for end in range(first + 1, min(len(lines), first + MOST_TITLE_LINES) + 1):
            if TITLE_END.search(lines[end - 1].plain):
                return first, end
    return start, start


def _is_name(line: PlanLine) -> bool:
    return len(line.plain) <= LONGEST_ISSUER and not any(sign in line.plain for sign in SIGNED)


def _red_head(paper: PlanPaper, head: Head) -> Iterator[Finding]:
    above = [line for line in paper.lines[: max(head.number, 0)] if not SECRECY.match(line.plain)]
    example = 'letterhead = ["某某办公室文件"]'
    if not above or not above[-1].plain.endswith("文件"):
        why = "文号上面没有以“文件”结尾的红头" if head.number >= 0 else "没有找到文号，红头也就认不出"
        yield Asked(place=("about", "letterhead"), why=why, example=example)
        return
    name = "".join(line.plain for line in above).removesuffix("文件")
    if head.signed >= 0 and name != (signed := paper.lines[head.signed - 1]).plain:
        why = f"红头是“{name}”，落款是“{signed.plain}”，不知道红头几行"
        sources = (*(source(line.place, line.text) for line in above[:2]), source(signed.place, signed.text))
        yield Asked(place=("about", "letterhead"), why=why, example=example, sources=sources)
        return
    words = [part for line in above for part in line.text.split("\n")]
    lines = tuple("".join(part.split()) for part in words)
    yield Told(place=("about", "letterhead"), value=lines, sources=tuple(source(x.place, x.text) for x in above))


def _number(paper: PlanPaper, head: Head) -> Iterator[Finding]:
    example = ('document_prefix = "某某发"', "plan_number = 1")
    if head.number < 0:
        why = "标题上面没有找到发文字号（如 某某发〔2024〕4号）"
        yield Asked(place=("about", "document_prefix"), why=why, example=example[0])
        yield Asked(place=("about", "plan_number"), why=why, example=example[1])
        return
    line = paper.lines[head.number]
    found = NUMBER.match(_figures(line))
    signed = {day.year for day in days_in(paper.lines[head.signed].plain)} if head.signed >= 0 else set[int]()
    where = (source(line.place, line.text),)
    if found is None or (signed and int(found["year"]) not in signed):
        why = f"发文字号是 {found['year'] if found else ''} 年的，落款日期不是，不知道哪个对"
        yield Asked(place=("about", "plan_number"), why=why, example=example[1], sources=where)
    else:
        yield Told(place=("about", "plan_number"), value=int(found["number"]), sources=where)
    if found:
        yield Told(place=("about", "document_prefix"), value=found["prefix"], sources=where)


def _addressees(paper: PlanPaper, head: Head) -> Finding:
    example = 'addressees = "各单位"'
    found = paper.lines[head.title[1] :][:1] if head.title[1] > head.title[0] else ()
    for line in found:
        if line.plain.endswith(("：", ":")) and "。" not in line.plain:
            value = line.plain[:-1]
            return Told(place=("about", "addressees"), value=value, sources=(source(line.place, line.text),))
    return Asked(place=("about", "addressees"), why="标题下面一段不是以冒号结尾的主送机关", example=example)


def _issuer(paper: PlanPaper, head: Head) -> Finding:
    """Who signs; whoever else the head and the record name must be the same."""
    return agreed(("about", "issuer"), _issuers(paper, head), "没有找到落款的机关", 'issuer = "某某办公室"')


def _issuers(paper: PlanPaper, head: Head) -> Iterator[tuple[str, Source]]:
    lines = paper.lines
    if head.signed >= 0:
        above = lines[head.signed - 1]
        yield above.plain, source(above.place, above.text)
    red = [line for line in lines[: max(head.number, 0)] if not SECRECY.match(line.plain)]
    if red and red[-1].plain.endswith("文件"):
        name = "".join(line.plain for line in red).removesuffix("文件")
        yield name, source(red[0].place, "".join(line.text for line in red))
    for place, words in paper.texts:
        if found := RECORD.match(words):
            yield found["issuer"], source(place, words)


def _day(paper: PlanPaper, head: Head) -> Finding:
    place, example = ("about", "plan_date"), "plan_date = 2024-09-29"
    if head.signed < 0:
        return Asked(place=place, why="落款的日期（单独一行，上一行是机关）没有找到，或不止一处", example=example)
    line = paper.lines[head.signed]
    found = tuple(days_in(line.plain))
    if len(found) != 1:
        return Asked(place=place, why=f"落款的日期“{line.plain}”不是日历上的一天", example=example)
    return Told(place=place, value=found[0], sources=(source(line.place, line.text),), ground="原文（落款）")


def _due(paper: PlanPaper) -> Finding:
    """By when the units hand in what they say of themselves."""
    place, example = ("about", "analysis_due"), "analysis_due = 2024-12-31"
    found, half = [], []
    for where, words in paper.texts:
        for sentence in SENTENCE.findall(words):
            if not SENT_IN.search(sentence) or not OWN_REPORT.search(sentence):
                continue
            found += [
                (day, near(where, sentence, one)) for one in BY_DAY.finditer(sentence) for day in days_in(one["day"])
            ]
            half += [near(where, sentence, one) for one in NO_YEAR.finditer(sentence)]
    if half and not found:
        return Asked(place=place, why="报送期限没有写是哪一年", example=example, sources=tuple(half[:1]))
    return agreed(place, found, "没有找到各单位报送自评材料的期限", example)


def read_year(paper: PlanPaper, head: Head, titles: Sequence[tuple[str, Source]]) -> Finding:
    """The year evaluated: that of the title, and of every form's title (text and source) that names one."""
    named = [(head.title_text(paper), source(paper.lines[head.title[0]].place, head.title_text(paper)))]
    spoken = [
        (year, where) for text, where in [*named * (head.title[1] > head.title[0]), *titles] for year in years_in(text)
    ]
    found = agreed(("about", "year"), spoken, "标题里没有写是哪一年度的评议", "year = 2024")
    return replace(found, sources=(named[0][1],)) if isinstance(found, Asked) and not found.sources else found
