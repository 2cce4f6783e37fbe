"""An office's own ballot, changed in Word: the marks it bears are taken off, so that each batch's can be put on."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.campaign import Campaign
from pingyi.generator.forms.ballot_layout import page_of
from pingyi.generator.word import word
from pingyi.generator.word.word import Page
from pingyi.ground.errors import FormError

MARK_WORDS = re.compile(r"(\s*批次\s*[A-Z]+\d*)?(\s*第\s*\d+\s*页，共\s*\d+\s*页)?\s*")
EMU_PER_MM = 36000
SAME_MM = 1.0  # two sizes of paper differ by more


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What a ballot must have for its marks: so many first lines that begin so, on such paper."""

    words: str
    pages: int
    paper: Page


def heads_of(campaign: Campaign) -> Heads:
    """Those of the campaign's ballot."""
    return Heads(words=f"{campaign.ballot.attachment}：", pages=campaign.ballot.pages, paper=page_of(campaign))


def bare_ballot(wanted: Heads, own: Path, out: Path) -> Path:
    """
    Write the office's ballot at `out` without the mark of a batch or a page, as `write_ballot` does without codes.

    Raises FormError when it is on other paper, or a page's first line, on which its mark hangs, is another.
    """
    document = docx.Document(io.BytesIO(own.read_bytes()))
    _check_paper(document, wanted.paper, own.name)
    for head in _heads(document, wanted, own.name):
        first, *others = head.runs
        first.text = wanted.words  # and without a picture that hung on it
        for run in others:
            head._p.remove(run._r)  # noqa: SLF001 - python-docx takes no run out
    return word.save(document, out)


def _heads(document: Document, wanted: Heads, name: str) -> list[Paragraph]:
    heads = [line for line in document.paragraphs if line.text.startswith(wanted.words) and line.runs]
    if len(heads) != wanted.pages:
        raise FormError(
            f"{name} 里以“{wanted.words}”开头的行有 {len(heads)} 处，应为 {wanted.pages} 处（每页第一行，"
            "批次码印在它右边）；请在 Word 里改回"
        )
    for head in heads:
        if not MARK_WORDS.fullmatch(more := head.text.removeprefix(wanted.words)):
            raise FormError(
                f"{name} 的“{wanted.words}”后面多了“{more.strip()}”，那里要印批次码；请在 Word 里把它移到下面一行"
            )
    return heads


def _check_paper(document: Document, wanted: Page, name: str) -> None:
    for section in document.sections:
        width, height = ((size or 0) / EMU_PER_MM for size in (section.page_width, section.page_height))
        if abs(width - wanted.width) > SAME_MM or abs(height - wanted.height) > SAME_MM:
            raise FormError(
                f"{name} 的纸张是 {width:.0f} × {height:.0f} 毫米，方案里的评议表印在 "
                f"{wanted.width:.0f} × {wanted.height:.0f} 毫米的纸上；请在 Word 的“页面设置”里改回"
            )
