"""Word forms nobody has drawn: merges, controls, numbers, blocks and faults by chance, with what a voter sees in them.

`invent(rng, path)` writes one and gives its truth; what reads it must find exactly that, or refuse. `sound` ones have
nothing that must be refused.
"""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

CHOICES = (
    ("满意", "基本满意", "不满意"),
    ("优秀", "称职", "基本称职", "不称职"),
    ("好", "较好", "一般", "差"),
    ("赞成", "反对", "弃权"),
    ("同意", "不同意"),
    ("优秀（90分以上）", "良好", "一般", "较差"),
    ("认同", "拿不准", "不认同"),  # one word nobody knows: asked about, unless it is said
)
SURNAMES, GIVEN = "陆覃罗黄莫谭蓝梁韦农", ("文涛", "秋月", "建国", "丽娟", "永强", "少波", "小燕", "志明", "桂芳", "海")
NUMBERS = (
    ("decimal", "%1"),
    ("decimal", "%1."),
    ("chineseCounting", "%1、"),
    ("decimal", "（%1）"),
    ("upperLetter", "%1"),
)
NUMBERS += (("decimalEnclosedCircle", "%1"), ("lowerRoman", "%1"))
SERIALS = ("typed", "typed", "auto", "none", "some", "shared")
FAULTS = ("", "", "", "short", "wide", "tall", "printed", "nested", "textbox", "twice", "shifted")
WRAPS = ("none", "none", "run", "field", "hidden", "complex")
REVISED = (*WRAPS, "inserted", "struck")
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
W = nsdecls("w")
SPACES = f'{W} {nsdecls("wp", "a", "r")} xmlns:v="urn:schemas-microsoft-com:vml"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One row to be ticked, as a voter sees it: its words from left to right, group word included."""

    words: tuple[str, ...]
    name: str


@dataclass(slots=True, kw_only=True)
class Truth:
    """What is to be found in a form."""

    choices: tuple[str, ...]
    rows: list[Seen] = field(default_factory=list)
    fault: str = ""
    about: str = ""  # how it was made, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one form is made."""

    choices: tuple[str, ...]
    serial: str
    number: tuple[str, str]
    group: bool
    post: str  # a further label column: none, printed, empty
    remarks: bool
    two_headings: bool
    wide: bool  # every choice spans two grid columns
    sections: bool
    tail: str  # none, opinion, spare, sum, signed: the last cuts a choice of two grid columns in two
    fault: str
    wraps: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        """Header words of the label columns."""
        words = ["类别"] if self.group else []
        words += ["序号"] if self.serial != "none" else []
        return [*words, "姓名", *(["职务"] if self.post != "none" else [])]

    @property
    def span(self) -> int:
        """Grid columns of a choice."""
        return 2 if self.wide else 1

    @property
    def columns(self) -> int:
        """Of the grid."""
        return len(self.labels) + len(self.choices) * self.span + self.remarks


def invent(rng: Random, path: Path, *, sound: bool = False) -> Truth:
    """Write a form; `path` ends in .docx."""
    plan = Plan(
        choices=rng.choice(CHOICES[:-1] if sound else CHOICES),
        serial=rng.choice(SERIALS),
        number=rng.choice(NUMBERS),
        group=rng.random() < 0.3,
        post=rng.choice(("none", "none", "printed", "empty")),
        remarks=rng.random() < 0.3,
        two_headings=rng.random() < 0.3,
        wide=rng.random() < 0.25,
        sections=rng.random() < 0.3,
        tail=rng.choice(("none", "opinion", "spare", "sum", "signed")),
        fault="" if sound else rng.choice(FAULTS),
        wraps=WRAPS if sound or rng.random() < 0.8 else REVISED,
    )
    truth = Truth(choices=plan.choices, fault=plan.fault, about=str(plan))
    document = docx.Document()
    document.add_paragraph("民主测评表")
    _define_numbers(document, plan.number)
    rows = [*_heading(plan), *_body(rng, plan, truth), *_tail(plan)]
    width = 9000 // plan.columns
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in range(plan.columns))
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in SIDES)
    about = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    xml = f"<w:tbl {SPACES}>{about}{''.join(rows)}</w:tbl>"
    if rng.random() < 0.2:
        xml = f"<w:sdt {SPACES}><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(xml))
    document.save(str(path))
    return truth


def _cell(text: str = "", *, span: int = 1, merge: str = "", paragraph: str = "", inside: str = "") -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merges = {"": "", "begin": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    run = inside or (f"<w:r><w:t>{escape(text)}</w:t></w:r>" if text else "")
    return f"<w:tc><w:tcPr>{spans}{merges}</w:tcPr><w:p>{paragraph}{run}</w:p></w:tc>"


def _row(cells: list[str], properties: str = "") -> str:
    return f'<w:tr><w:trPr><w:trHeight w:val="500"/>{properties}</w:trPr>{"".join(cells)}</w:tr>'


def _heading(plan: Plan) -> list[str]:
    remarks = ["备注"] if plan.remarks else []
    choices = [_cell(word, span=plan.span) for word in plan.choices]
    if not plan.two_headings:
        return [_row([*map(_cell, plan.labels), *choices, *map(_cell, remarks)])]
    over = _cell("评价等次", span=len(choices) * plan.span)
    begun = [_cell(word, merge="begin") for word in plan.labels]
    return [
        _row([*begun, over, *(_cell(word, merge="begin") for word in remarks)]),
        _row([*(_cell(merge="on") for _ in plan.labels), *choices, *(_cell(merge="on") for _ in remarks)]),
    ]


def _body(rng: Random, plan: Plan, truth: Truth) -> list[str]:
    count = rng.randint(4, 9)
    names = rng.sample([a + b for a in SURNAMES for b in GIVEN], count)
    bad = rng.randrange(count)
    rows: list[str] = []
    left = 0
    group, serial = "", 0
    for k, name in enumerate(names):
        if plan.sections and k in {0, 3} and not left and (plan.serial != "shared" or k % 2 == 0):
            rows.append(_row([_cell(f"第{'一二'[k > 0]}部分", span=plan.columns)]))
        labels: list[str] = []
        words: list[str] = []
        if plan.group:
            first = left == 0
            if first:
                left = 1 if plan.sections else min(rng.randint(1, 3), count - k)
                group = f"第{k + 1}类"
            labels.append(_cell(group if first else "", merge="begin" if first else "on"))
            words.append(group)
            left -= 1
        if plan.serial != "none":
            cell, text, serial = _serial(rng, plan, k, serial)
            labels.append(cell)
            words += [text] if text else []
        labels.append(_cell(inside=_dressed(rng, plan.wraps, name)))
        words.append(name)
        if plan.post != "none":
            post = "副局长" if plan.post == "printed" else ""
            labels.append(_cell(post))
            words += [post] if post else []
        fault = plan.fault if k == bad else ""
        rows.append(_ticked(rng, plan, labels, fault, above=plan.fault == "tall" and k == bad + 1))
        truth.rows.append(Seen(words=tuple(words), name=name))
        if fault == "twice":
            rows.append(_heading(plan)[-1] if not plan.two_headings else "")
    return rows


def _serial(rng: Random, plan: Plan, k: int, last: int) -> tuple[str, str, int]:
    """A serial's cell, what it shows, and the number it has."""
    if plan.serial == "auto":
        numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
        return _cell(paragraph=numbered), _written(plan.number, k + 1), k + 1
    if plan.serial == "some" and rng.random() < 0.4:
        return _cell(), "", last
    if plan.serial == "shared":
        return (
            _cell(str(k // 2 + 1) if k % 2 == 0 else "", merge="on" if k % 2 else "begin"),
            str(k // 2 + 1),
            k // 2 + 1,
        )
    return _cell(inside=_dressed(rng, plan.wraps, str(last + 1))), str(last + 1), last + 1


def _written(number: tuple[str, str], value: int) -> str:
    signs = {
        "decimal": "123456789",
        "chineseCounting": "一二三四五六七八九",
        "upperLetter": "ABCDEFGHI",
        "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨",
    }
    roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    kind, text = number
    return text.replace("%1", roman[value - 1] if kind == "lowerRoman" else signs[kind][value - 1])


def _dressed(rng: Random, wraps: tuple[str, ...], text: str) -> str:
    """The text in a run, wrapped in something that Word shows as nothing."""
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    other = "<w:r>{}<w:t>别的</w:t></w:r>"
    return {
        "none": run,
        "run": f"<w:sdt><w:sdtPr/><w:sdtContent>{run}</w:sdtContent></w:sdt>",
        "inserted": f'<w:ins w:id="1" w:author="a">{run}</w:ins>',
        "field": f'<w:fldSimple w:instr="QUOTE x">{run}</w:fldSimple>',
        "struck": f'{run}<w:del w:id="2" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>',
        "hidden": run + other.format("<w:rPr><w:vanish/></w:rPr>"),
        "complex": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE "别的"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    }[rng.choice(wraps)]


def _ticked(rng: Random, plan: Plan, labels: list[str], fault: str, *, above: bool) -> str:
    merge = "begin" if fault == "tall" else "on" if above else ""
    cells = [_cell(span=plan.span, merge=merge if k == 0 else "") for k in range(len(plan.choices))]
    remarks = [_cell()] if plan.remarks else []
    if fault == "short":
        cells, remarks = cells[:-1], []
    elif fault == "wide":
        cells[:2] = [_cell(span=2 * plan.span)]
    elif fault == "printed":
        cells[-1] = _cell("无此人", span=plan.span)
    elif fault == "nested":
        inner = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc>"
        labels[-1] = labels[-1].replace("</w:tc>", inner)
    elif fault == "textbox":
        shape = "<v:shape><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape>"
        box = f"<w:r><w:pict>{shape}</w:pict></w:r>"
        cells[0] = _cell(span=plan.span, inside=box)
    elif fault == "shifted":
        labels[-1] = labels[-1].replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>')
        cells = cells[:-1] if not plan.wide else [_cell(), *cells[1:]]
    elif rng.random() < 0.15 and not merge:
        cells[0] = f"<w:sdt><w:sdtPr/><w:sdtContent>{cells[0]}</w:sdtContent></w:sdt>"
    row = _row([*labels, *cells, *remarks])
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{row}</w:sdtContent></w:sdt>" if rng.random() < 0.15 else row


def _tail(plan: Plan) -> list[str]:
    labels, rest = len(plan.labels), plan.columns - len(plan.labels)
    empty = [_cell(span=plan.span) for _ in plan.choices] + ([_cell()] if plan.remarks else [])
    return {
        "none": [],
        "opinion": [_row([_cell("意见和建议", span=labels), _cell(span=rest)])],
        "spare": [_row([*(_cell() for _ in range(labels)), *empty])],
        "sum": [_row([_cell("合计", span=labels), *empty])],
        "signed": [_row([_cell("填表人：", span=labels), _cell(), _cell("日期：", span=rest - 1)])],
    }[plan.tail]


def _define_numbers(document: docx.document.Document, number: tuple[str, str]) -> None:
    kind, text = number
    numbering = document.part.numbering_part.element
    written = f'<w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{written}</w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
