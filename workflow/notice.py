"""`pingyi notice`: the result notice as Word and PDF, with its workbook."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.ballot import Tally
from domain.campaign import Campaign
from domain.score import ScoreSheet
from domain.sensitivity import annex_lines
from generator.notice import print_notice
from generator.notice_text import Occasion, close_up, title
from generator.result_workbook import Annexes, write_workbook

OWN_TEMPLATE = Path("templates") / "notice.docx"  # in the workspace: the office's own


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFiles:
    """Where the results were written."""

    docx: Path
    pdf: Path
    workbook: Path


def make_notice(  # noqa: PLR0913 - the day is for tests alone
    folder: Path,
    campaign: Campaign,
    results: tuple[Tally, ScoreSheet],
    *,
    final: bool,
    day: date | None = None,
    annexes: Annexes | None = None,
) -> NoticeFiles:
    """Write the notice under `folder`/results; a draft says so in its name and on its first page.

    Raises NotReadyError and OpenDoubtsError when a final notice may not be issued, MissingToolError, FileError.
    """
    tally, sheet = results
    occasion = Occasion(
        campaign=campaign, tally=tally, sheet=sheet, final=final, day=day or date.today(),  # noqa: DTZ011
        sensitivity=tuple(map(close_up, annex_lines(annexes.effects))) if annexes and not final else (),
    )  # fmt: skip
    target = folder / "results"
    name = title(campaign) if final else f"{title(campaign)}（征求意见稿）"
    own = folder / OWN_TEMPLATE
    document = target / f"{name}.docx"
    printed = print_notice(occasion, document, own if own.exists() else None)
    book = write_workbook(occasion, target / f"{campaign.about.year}年度评议评价结果.xlsx", annexes)
    return NoticeFiles(docx=document, pdf=printed, workbook=book)
