"""The plan document: notice, scheme and its four attachments, as Word file."""

from datetime import date
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt
from docx.table import Table, _Cell

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import PointItem, PointTable
from pingyi.generator.documents.notice_text import chinese_day
from pingyi.generator.documents.plain_plan import annex_titles, plain_lines
from pingyi.generator.documents.plan_template import made_of
from pingyi.generator.forms import analysis, ballot
from pingyi.generator.forms.ballot_layout import page_of
from pingyi.generator.word import narrow, official, word
from pingyi.generator.word.identity import identify
from pingyi.generator.word.merged import merged
from pingyi.generator.word.record_place import placed
from pingyi.generator.word.sections import empty_footer
from pingyi.generator.word.template import fill
from pingyi.generator.word.word import CENTER, HEITI, JUSTIFY, Lines, Page, Type
from pingyi.ground.errors import CampaignError, FileError

MARK = "［分值表］"  # stands where the table of points comes
NAME_SAMPLE = "仿宋_GB2312加粗三号"  # how the name is to be set, said in that very type
DISTRICT_WORDS = (  # an office's own template may have these written out instead
    "bodies", "offices", "departments", "organiser", "congress", "conference", "collector",
    "level", "city_level", "region_level",
)  # fmt: skip
TITLE_BREAKS = ("评议评价", "绩效考评", "绩效分析", "公众评议", "政务服务", "办理工作", "工作方案")
WEEKDAYS = "一二三四五六日"
HEADINGS = ("对象", "事项", "主体", "内容", "方式", "分值")
WIDTHS = (18, 20, 36, 42, 26, 14)  # 机关部门 and 公众评议 each on one line
CELL_PT, CELL_LINE_PT = 10.5, 15.0
HEAD_MM, LINE_MM = 9.0, 14.0  # at least; the table stays on one page


def write_plan(campaign: Campaign, path: Path, template: Path | None = None, *, pages_before_record: int = 0) -> Path:
    """
    Write the plan; `template` is the office's own, default the one that comes along.

    `pages_before_record` begins so many pages before the record block, whose place is an even one.
    A scheme without [plan] or without hotline, and without a template of its own, has the text of `plain_plan`.
    Raises FileError on a bad template, FormError when the roster cannot be ticked on one page.
    """
    plain = template is None and is_plain(campaign)
    document = _made_plain(campaign) if plain else _filled(campaign, template)
    narrow.red_head_document(document, campaign.about)
    _break_titles(document)
    official.record_to_new_page(document, pages_before_record)
    identify(document, title=title(campaign), author=campaign.about.issuer, day=campaign.about.plan_date)
    _points(document, campaign)
    annexes = [_analysis, _ballot]
    if plain and annex_titles(campaign)[0] == campaign.ballot.title:
        annexes.reverse()
    for add in annexes:
        add(document, campaign)
    return word.save(document, path)


def is_plain(campaign: Campaign) -> bool:
    """Whether the plan that comes along, which speaks of a district with a hotline, does not fit the scheme."""
    return campaign.plan is None or campaign.hotline is None


def _filled(campaign: Campaign, template: Path | None) -> Document:
    with as_file(files("pingyi.templates").joinpath("plan.docx")) as standard:
        return fill(template or standard, fields(campaign), optional=DISTRICT_WORDS)


def _made_plain(campaign: Campaign) -> Document:
    with TemporaryDirectory(prefix="pingyi-") as scratch:
        template = word.save(made_of(plain_lines(campaign)), Path(scratch) / "plan.docx")
        return fill(template, {**_notice(campaign), "points_table": MARK})


def _analysis(document: Document, campaign: Campaign) -> None:
    _section(document, analysis.PAGE)
    analysis.add_analysis(document, campaign, NAME_SAMPLE)


def _ballot(document: Document, campaign: Campaign) -> None:
    _section(document, page_of(campaign), numbered=False)
    ballot.add_ballot(document, campaign)


def print_plan(campaign: Campaign, path: Path, template: Path | None = None) -> Path:
    """
    Write the plan to `path` and beside it as PDF, which is returned; the record block alone on an even page's foot.

    Raises what write_plan and placed raise.
    """
    return placed(lambda pages: write_plan(campaign, path, template, pages_before_record=pages))


def _break_titles(document: Document) -> None:
    """A title too long for a line is divided where its sense allows (7.3.1)."""
    for line in document.paragraphs:
        large = bool(line.runs) and line.runs[0].font.size == Pt(word.ER_HAO)
        text = line.text
        if not large or "\n" in text or word.text_width_mm(text, word.ER_HAO) <= official.TYPE_WIDTH_MM:
            continue
        places = [place for words in TITLE_BREAKS if (place := text.find(words)) > 0]
        if places:
            at = min(places, key=lambda place: abs(place - len(text) / 2))
            line.runs[0].text = f"{text[:at]}\n{text[at:]}"
            for extra in line.runs[1:]:
                extra.text = ""


def title(campaign: Campaign) -> str:
    """The plan's title: 关于印发…的通知."""
    about = campaign.about
    return f"关于印发《{about.year}年度{about.district}绩效考评评议评价工作方案》的通知"


def fields(campaign: Campaign) -> dict[str, object]:
    """What the template may name. Raises CampaignError when the campaign says nothing of the plan."""
    about, plan = campaign.about, campaign.plan
    if plan is None:
        raise CampaignError(
            "campaign.toml 里没有 [plan] 一节，不能生成工作方案；请参照新建工作目录里的 campaign.toml 补上"
        )
    return {
        **_notice(campaign),
        "issuer_short": about.issuer_short,
        "year": about.year,
        "last_year": about.year - 1,
        "district": about.district,
        "unit_count": len(campaign.units),
        "email": about.email,
        "analysis_day": f"{chinese_day(about.analysis_due)}（星期{_weekday(about.analysis_due)}）",
        "city": plan.city,
        "region": plan.region,
        "city_plan": plan.city_plan,
        "district_plan": plan.district_plan,
        "revision": plan.hotline_revision,
        "printing_due": plan.printing_due,
        "phone_period": plan.phone_period,
        "ballots_from": plan.ballots_from,
        "points_table": MARK,
        **_hotline(campaign),
        **{name: getattr(plan, name) for name in DISTRICT_WORDS},
    }


def _notice(campaign: Campaign) -> dict[str, object]:
    """What stands in every plan's notice."""
    about, plan_day = campaign.about, chinese_day(campaign.about.plan_date)
    return {
        "letterhead": list(about.letterhead),
        "number": f"{about.document_prefix}〔{about.plan_date.year}〕{about.plan_number}号",
        "title": title(campaign).replace("评议评价", "\n评议评价"),  # two lines, broken where the sense allows (7.3.1)
        "addressees": about.addressees,
        "issuer": about.issuer,
        "plan_day": plan_day,
        "record": official.record_text(about.issuer, plan_day),
    }


def _hotline(campaign: Campaign) -> dict[str, str]:
    """The numbers of 附件2. Raises CampaignError where there is no hotline: the text has a chapter of it."""
    rules = campaign.hotline
    if rules is None:
        raise CampaignError("方案没有 12345 热线，而工作方案的样式以热线为一章；请用本办自己的方案文件")
    return {
        "rates": _plain(rules.rates),
        "follow_up": _plain(rules.follow_up),
        "on_time": _plain(rules.on_time_weight * 100),
        "satisfaction": _plain(rules.satisfaction_weight * 100),
        "solution": _plain(rules.solution_weight * 100),
        "penalty": _plain(rules.spot_check_penalty),
    }


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def _plain(number: Decimal) -> str:
    """7 rather than 7.0."""
    return f"{number.normalize():f}"


def _section(document: Document, page: Page, *, numbered: bool = True) -> None:
    """A new page of its own size; a form to be handed out alone bears no page number."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    word.lay_out(document, page)
    if not numbered:
        empty_footer(section)


def _points(document: Document, campaign: Campaign) -> None:
    """Put 附件1's table where the template has its mark."""
    place = next((line for line in document.paragraphs if line.text.strip() == MARK), None)
    if place is None:
        raise FileError("方案模板里 {{ points_table }} 要单独成一段；请在 Word 中把它放在自己的段落里")
    lines = [(table, item) for table in campaign.points for item in table.items]
    made = word.ruled_table(
        document, official.widths(WIDTHS), [-HEAD_MM, *[-LINE_MM] * len(lines)], rule_pt=0.5, margin_mm=1.0
    )
    for cell, words in zip(made.rows[0].cells, HEADINGS, strict=True):
        _write(cell, words, Type(face=HEITI, size_pt=CELL_PT))
    for row in made.rows[1:]:
        word.keep_whole(row)
    _fill_in(made, lines)
    word.repeat_header(made.rows[0])
    place._p.addprevious(made._tbl)  # noqa: SLF001 - python-docx adds tables at the end only
    place._p.getparent().remove(place._p)  # noqa: SLF001


def _fill_in(made: Table, lines: list[tuple[PointTable, PointItem]]) -> None:
    """Fill the cells; what goes on over several lines is one cell: object, matter, and what the lines share."""
    cells = [row.cells for row in made.rows]  # taken once: every look at them walks the whole table
    for column, same in enumerate((_same_object, _same_matter, _never, _same_content, _same_method, _shared_points)):
        first = 0
        for n in range(1, len(lines) + 1):
            if n < len(lines) and same(lines[n - 1], lines[n]):
                continue
            cell = merged([row[column : column + 1] for row in cells[first + 1 : n + 1]])
            _write(cell, _words(*lines[first])[column], Type(size_pt=CELL_PT))
            first = n


def _words(table: PointTable, item: PointItem) -> tuple[str, ...]:
    points = "" if item.points is None else _plain(item.points)
    return table.object, item.matter, item.by, item.content, "\n".join(item.method), points


Line = tuple[PointTable, PointItem]


def _never(_: Line, __: Line) -> bool:
    return False


def _same_object(a: Line, b: Line) -> bool:
    return a[0] is b[0]


def _same_matter(a: Line, b: Line) -> bool:
    return a[0] is b[0] and a[1].matter == b[1].matter


def _same_content(a: Line, b: Line) -> bool:
    return _same_matter(a, b) and a[1].content == b[1].content


def _same_method(a: Line, b: Line) -> bool:
    return _same_content(a, b) and a[1].method == b[1].method


def _shared_points(a: Line, b: Line) -> bool:
    return a[0] is b[0] and b[1].points is None


def _write(cell: _Cell, words: str, letters: Type) -> None:
    align = JUSTIFY if len(words) > 12 else CENTER  # short words look better in the middle
    word.write_in(cell, words, letters, Lines(exact_pt=CELL_LINE_PT, align=align))
