"""改正通知单: what a unit has to mend in its 附件3, as a Word file."""

from collections.abc import Sequence
from pathlib import Path

from domain.analysis_form import Problem
from domain.campaign import Campaign
from generator import official, word
from generator.notice_text import chinese_day
from generator.official import Grid
from generator.word import CENTER, Lines


def write_slip(campaign: Campaign, unit_name: str, problems: Sequence[Problem], path: Path) -> Path:
    """Every fault with its place and its mend, in the order of the form."""
    document = word.new_document(official.PAGE, title=f"改正通知单（{unit_name}）", author=campaign.about.issuer)
    official.number_pages(document)
    title = Lines(exact_pt=36, align=CENTER, after_pt=10)
    word.paragraph(document, "绩效分析表改正通知单", official.TITLE, title)
    word.paragraph(document, f"{unit_name}：", official.BODY, Lines(exact_pt=official.LINE_PT))
    official.body(
        document,
        f"你单位报送的《{campaign.analysis.title}》有{len(problems)}处需要改正，请逐条修改后，"
        f"于{chinese_day(campaign.about.analysis_due)}前重新报送至{campaign.about.email}。",
    )
    rows = tuple((str(n), p.place, p.wrong, p.mend) for n, p in enumerate(problems, start=1))
    grid = Grid(
        headings=("序号", "位置", "问题", "怎样改"),
        widths_mm=official.widths((10, 56, 42, 48)),
        rows=rows,
        left=frozenset({1, 2, 3}),
    )
    official.table(document, grid)
    return word.save(document, path)
