"""The handbook speaks of the program there is: its labels, messages, codes, doubts and pictures."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import pdfplumber
import pytest
from program_text import ROOT, program, rooms

from pingyi.domain.readings.reading import DOUBT_TEXT, UNREAD_TEXT
from pingyi.domain.trust.people import ROLE_TEXT
from pingyi.ground.errors import ExitCode
from pingyi.workflow.handbook import chapter_page, chapters, handbook_picture, make_handbook
from pingyi.workflow.steps import StepKind

HOME = ROOT / "templates" / "handbook"
TEXTS = dict(chapters())
WHOLE = "\n".join(TEXTS.values())
TROUBLE = TEXTS["14-trouble"]
STEPS = [step.value for step in StepKind if step is not StepKind.UNITS]
ON_WALLS = ("15-copier", "16-scrutineer", "17-wall")


@cache
def _program_says() -> str:
    """Pages as shown, without tags, every text in the code, and what the kit's scripts say."""
    pages = [path.read_text(encoding="utf-8") for room in rooms() for path in room.rglob("*.html")]
    shown = unescape(re.sub(r"<[^>]+>", "\n", "\n".join(pages)))
    code = "\n".join(path.read_text(encoding="utf-8") for path in program())
    kit = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts/kit/debian").iterdir())
    return shown + "\n".join(pages) + code + kit


@pytest.mark.slow
@pytest.mark.parametrize("label", sorted(set(re.findall(r"【([^】]+)】", WHOLE))))
def test_a_label_stands_on_the_page(label: str) -> None:
    assert label in _program_says()


@pytest.mark.slow
@pytest.mark.parametrize("message", sorted(set(re.findall(r"「([^」]+)」", WHOLE)) - {""}))
def test_a_message_is_one_of_the_programs(message: str) -> None:
    assert message in _program_says()


@pytest.mark.parametrize("code", ExitCode, ids=lambda code: code.name)
def test_every_exit_code_has_a_way_out(code: ExitCode) -> None:
    assert re.search(rf"^\| {int(code)} \| [^|]+ \| [^|]+ \|$", TROUBLE, re.MULTILINE)


@pytest.mark.parametrize("words", UNREAD_TEXT.values())
def test_every_reason_why_a_page_is_not_read_has_a_way_out(words: str) -> None:
    assert re.search(rf"^\| {re.escape(words)} \| [^|]+ \| [^|]+ \|$", TROUBLE, re.MULTILINE)


@pytest.mark.parametrize("words", DOUBT_TEXT.values())
def test_every_doubt_is_told(words: str) -> None:
    assert words in TROUBLE


@pytest.mark.parametrize("words", [*ROLE_TEXT.values(), *STEPS])
def test_every_role_and_step_has_its_place(words: str) -> None:
    assert words in WHOLE


def test_every_picture_is_there_and_used() -> None:
    named = set(re.findall(r"!\[[^\]]*\]\(([^)]+)\)", WHOLE))
    assert named == {path.name for path in HOME.glob("*.png")}
    assert all(handbook_picture(name) for name in named)
    assert handbook_picture("../plan.txt") is None


def test_what_looks_like_html_is_shown_as_text() -> None:
    assert "<script>" not in chapter_page("# 一\n\n<script>alert(1)</script>\n\n[x](javascript:alert)")


@pytest.mark.office
def test_what_hangs_on_walls_is_one_page_each(tmp_path: Path) -> None:
    _, pdf = make_handbook(tmp_path)
    with pdfplumber.open(pdf) as made:
        pages = [(page.extract_text() or "").strip() for page in made.pages]
    titles = [text.splitlines()[0].removeprefix("# ") for text in TEXTS.values()]
    begins = [next(n for n, text in enumerate(pages) if n > 0 and text.startswith(title)) for title in titles]
    assert begins == sorted(begins)
    ends = dict(zip(TEXTS, [*begins[1:], len(pages)], strict=True))
    assert all(ends[name] - begin == 1 for name, begin in zip(TEXTS, begins, strict=True) if name in ON_WALLS)
    assert 25 <= len(pages) <= 40


@pytest.mark.office
def test_the_contents_name_the_page_where_each_chapter_begins(tmp_path: Path) -> None:
    _, pdf = make_handbook(tmp_path)
    with pdfplumber.open(pdf) as made:
        pages = [(page.extract_text() or "").strip() for page in made.pages]
    titles = [text.splitlines()[0].removeprefix("# ") for text in TEXTS.values()]
    told = dict(re.findall(r"^\d+\s*(\S.*?)\.{3,}\s*(\d+)$", pages[0], re.MULTILINE))
    assert list(told) == titles
    assert {title: pages[int(number) - 1].splitlines()[0] for title, number in told.items()} == dict(
        zip(titles, titles, strict=True)
    )
