"""Layouts that are refused are drawn anew with the same questions and choices, and read then."""

from itertools import product
from pathlib import Path

import docx
import numpy as np
import pytest
from kept_paper import print_together

from benchmarks.votes.layouts import LAYOUTS, Layout
from benchmarks.votes.made_forms import MadeForm, MadeTable, printed_form, write_form, write_twins
from pingyi.ground.errors import FileError, FormError
from pingyi.workflow.votes.redraw import redraw
from pingyi.workflow.votes.vote_desk import asked_tables

pytestmark = pytest.mark.office
REFUSED = ("boxes in cells", "people in columns", "choices one above the other")
LAID = [layout for layout in LAYOUTS if layout.name in REFUSED]
SEED, TEXTS = 24, (0, 1, 2)


@pytest.fixture(scope="module", autouse=True)
def _printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    forms = [layout.make(np.random.default_rng([SEED, text])) for layout, text in product(LAID, TEXTS)]
    twins = [twin for number, form in enumerate(forms) for twin in write_twins(form, folder, str(number))]
    print_together(twins, tmp_path_factory.mktemp("printed"))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("layout", LAID, ids=lambda one: one.name)
def test_a_refused_layout_is_drawn_anew_with_the_same_questions(layout: Layout, text: int, tmp_path: Path) -> None:
    form, asked = printed_form(layout.make(np.random.default_rng([SEED, text])), tmp_path, "表")
    with pytest.raises(FormError, match="pingyi vote redraw"):
        asked_tables(form, (), ())
    made = redraw(form, tmp_path / "新表.docx")
    read = [(row.name or row.item, table.choices) for table in made.tables for row in table.rows]
    assert read == [(one.label, one.choices) for one in asked]
    heading = docx.Document(str(form)).paragraphs[0].text
    assert docx.Document(str(made.path)).paragraphs[0].text == heading
    with pytest.raises(FileError, match="请"):
        redraw(form, made.path)


def made(lines: tuple[tuple[str, ...], ...], folder: Path) -> Path:
    table = MadeTable(lines=lines, widths_mm=(12.0, 70.0, 80.0))
    return write_form(MadeForm(title="问卷", tables=(table,)), folder / "问卷.docx")


def test_boxes_of_unlike_lists_become_tables_of_their_own_and_a_line_for_opinions_stays(tmp_path: Path) -> None:
    form = made(
        (
            ("序号", "题目", "您的评价"),
            ("1", "食堂", "□满意 □基本满意 □不满意"),
            ("2", "班车", "□满意，□基本满意，□不满意"),
            ("3", "门卫", "好□  一般□  差□"),
            ("4", "电梯", "好□  一般□  差□"),
            ("您的意见和建议：", "<", "<"),
        ),
        tmp_path,
    )
    found = redraw(form, tmp_path / "新.docx")
    assert [(table.choices, [row.name for row in table.rows]) for table in found.tables] == [
        (("满意", "基本满意", "不满意"), ["食堂", "班车"]),
        (("好", "一般", "差"), ["门卫", "电梯"]),
    ]
    assert "您的意见和建议：" in docx.Document(str(found.path)).tables[-1].rows[-1].cells[0].text


def test_questions_on_lines_of_their_own_with_their_choices_under_them(tmp_path: Path) -> None:
    table = MadeTable(
        lines=(
            ("1.您对食堂", "<"), ("满意", ""), ("不满意", ""), ("2.您对班车", ""), ("满意", ""), ("不满意", ""),
            ("3.您对门卫", "<"), ("好", ""), ("差", ""), ("4.您对电梯", ""), ("好", ""), ("差", ""),
            ("您的建议：", "<"),
        ),
        widths_mm=(100.0, 40.0),
    )  # fmt: skip
    form = write_form(MadeForm(title="问卷", tables=(table,)), tmp_path / "问卷.docx")
    found = redraw(form, tmp_path / "新.docx")
    assert [(table.choices, [row.name for row in table.rows]) for table in found.tables] == [
        (("满意", "不满意"), ["1.您对食堂", "2.您对班车"]),
        (("好", "差"), ["3.您对门卫", "4.您对电梯"]),
    ]
    assert "您的建议：" in docx.Document(str(found.path)).tables[-1].rows[-1].cells[0].text


def test_words_nobody_knows_as_choices_are_told(tmp_path: Path) -> None:
    form = made(
        (("序号", "题目", "您的选择"), *((str(k), name, "□骑车 □公交 □走路") for k, name in enumerate("甲乙丙丁", 1))),
        tmp_path,
    )
    assert redraw(form, tmp_path / "新.docx").choices == ("骑车", "公交", "走路")


@pytest.mark.parametrize(
    "lines",
    [
        (("序号", "题目", "评价"), ("1", "食堂", "□满意 □不满意"), ("2", "班车", "请说明：")),
        (("序号", "题目", "评价"), ("1", "□食堂", "□满意 □不满意"), ("2", "班车", "□满意 □不满意")),
        (("序号", "题目", "评价"), ("1", "", "□满意 □不满意"), ("2", "班车", "□满意 □不满意")),
        (("序号", "题目", "评价"), ("1", "食堂", "□满意 □满意"), ("2", "班车", "满意 不满意")),
    ],
)
def test_what_could_lose_words_is_not_drawn_anew(lines: tuple[tuple[str, ...], ...], tmp_path: Path) -> None:
    with pytest.raises(FormError, match="请"):
        redraw(made(lines, tmp_path), tmp_path / "新.docx")
    assert not (tmp_path / "新.docx").exists()
