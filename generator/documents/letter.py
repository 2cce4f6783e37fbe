"""Short letters of the office to units: what to mend in a form, who has not handed in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from docx.document import Document

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import HandedIn
from pingyi.generator.documents.notice_text import chinese_day
from pingyi.generator.word import official, word
from pingyi.generator.word.official import Grid


def write_slip(campaign: Campaign, unit_name: str, entry: HandedIn, path: Path) -> Path:
    """改正通知单: every fault the unit alone can mend, with its place, and in one line what the office has mended."""
    problems, day = entry.to_mend, entry.day
    document = official.begin_letter("绩效分析表改正通知单", unit_name, campaign.about.issuer, day)
    official.body(
        document,
        f"你单位报送的《{campaign.analysis.title}》有{len(problems)}处需要改正（见下表），请逐条修改后，"
        f"{_by(campaign, day)}重新报送。",
    )
    if entry.tidied:
        official.body(document, f"格式已按统一要求代为整理（{entry.tidied}），不必再改。")
    _mailbox(document, campaign)
    official.sign(document, campaign.about.issuer, chinese_day(day))  # before the table: it may fill the page
    rows = tuple((str(n), p.place, p.wrong, p.mend) for n, p in enumerate(problems, start=1))
    grid = Grid(
        headings=("序号", "位置", "问题", "怎样改"),
        widths_mm=official.widths((10, 40, 60, 46)),
        rows=rows,
        left=frozenset({1, 2, 3}),
    )
    official.subtitle(document, "需要改正的内容")
    official.table(document, grid)
    return word.save(document, path)


def write_reminder(campaign: Campaign, missing: Sequence[Unit], path: Path, day: date) -> Path:
    """催报通知: the units that have not sent their form, by name."""
    document = official.begin_letter("关于催报年度绩效分析表的通知", "各有关单位", campaign.about.issuer, day)
    official.body(
        document,
        f"截至{chinese_day(day)}，以下{len(missing)}个单位尚未报送《{campaign.analysis.title}》：",
    )
    official.body(document, "、".join(unit.name for unit in missing) + "。")
    official.body(
        document,
        f"请上述单位按要求填报，{_by(campaign, day)}报送电子版，有表彰奖励的同时提供电子版证明材料。",
    )
    _mailbox(document, campaign)
    official.sign(document, campaign.about.issuer, chinese_day(day))
    return word.save(document, path)


def _mailbox(document: Document, campaign: Campaign) -> None:
    """The address on a line of its own: within a sentence it is not divided, and the line before it is spread wide."""
    lines = replace(official.BODY_LINES, align=word.LEFT)  # a long one takes the next line
    word.paragraph(document, f"报送邮箱：{campaign.about.email}", official.BODY, lines)


def _by(campaign: Campaign, day: date) -> str:
    """Until when; once that day has passed, soon."""
    due = campaign.about.analysis_due
    return f"于{chinese_day(due)}前" if day <= due else "尽快"
