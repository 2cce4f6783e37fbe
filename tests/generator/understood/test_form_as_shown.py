"""What a Word form is taken for is what Word shows of it; what is left aside is named."""

from pathlib import Path

import pytest
from raw_tables import HEAD, PLAIN, ROWS, SPACES, cell, found, listed, read, row, rows, table

from pingyi.generator.shown.word_numbers import number_text
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.errors import FormError


@pytest.mark.parametrize(
    "lines",
    [
        # merged the old way, cell by cell
        row("序号", "姓名", cell("评价", '<w:hMerge w:val="restart"/>'), *(cell("-", "<w:hMerge/>"),) * 2)
        + rows(HEAD, *ROWS),
        # a last row that begins further right
        rows(HEAD, *ROWS) + row("-", about='<w:gridBefore w:val="4"/>'),
        # a hidden row, and one that was struck
        rows(HEAD, *ROWS)
        + row(*["4", "丁", "-", "-", "-"], about="<w:hidden/>")
        + row(*["5", "戊", "-", "-", "-"], about='<w:del w:id="1" w:author="a"/>'),
        # the heading once more, further down
        rows(HEAD, *ROWS[:2], HEAD, ROWS[2]),
        # marks to tick over
        rows(HEAD, "1 甲 1 2 3", "2 乙 3 2 1", "3 丙 1 2 3"),
        rows(HEAD, *(line.replace("-", "□") for line in ROWS)),
        rows(HEAD, *(line.replace("- - -", "满意 基本满意 不满意") for line in ROWS)),
        # a line to sign, sums, a blank line
        rows(HEAD, *ROWS, "合计 - - - -", "- - - - -", "签名： - 日期： - -"),
        rows(HEAD, *ROWS, "意见和建议 - - - -", "填表日期 - - - -", "监票人： - - - -"),
        rows(HEAD, *ROWS, "4 - - - -", "5 - - - -"),
        # a serial nobody calls one
        rows(HEAD.replace("序号", "代码"), *ROWS),
    ],
)
def test_rows_are_those_that_word_shows(tmp_path: Path, lines: str) -> None:
    assert found(read(tmp_path, table(lines))) == PLAIN


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>"
    shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>甲</w:t></w:r>"
    words = f"<w:p>{shown}{hidden}</w:p>"
    pages = read(tmp_path, table(rows(HEAD) + row("1", cell(words), "-", "-", "-") + rows(*ROWS[1:])))
    assert found(pages) == PLAIN


def test_signs_that_print_nothing_are_not_read(tmp_path: Path) -> None:
    form = table(rows(HEAD, *(line.replace("-", "\u200b").replace("乙", "\ufeff乙\u200d") for line in ROWS)))
    assert found(read(tmp_path, form)) == PLAIN


def test_tables_elsewhere_are_named_and_one_to_tick_is_refused(tmp_path: Path) -> None:
    info = table(rows("姓名 - 性别 -", "单位 - 职务 -"), 4)
    (page,) = read(tmp_path, info, f"<w:p {SPACES}/>", table(rows(HEAD, *ROWS)))
    assert any("姓名性别" in what for what in page.aside)
    framed = table(row(cell(f"<w:p/>{table(rows(HEAD, *ROWS))}<w:p/>")), 1)
    with pytest.raises(FormError, match="另一张表的格子里有一张像是要打勾的表"):
        read(tmp_path, framed)
    with pytest.raises(FormError, match="altChunk"):
        read(tmp_path, table(rows(HEAD, *ROWS)), f'<w:altChunk {SPACES} r:id="rId1"/>')


@pytest.mark.office
def test_a_heading_not_repeated_over_pages_is_named(tmp_path: Path) -> None:
    names = ("top", "left", "bottom", "right", "insideH", "insideV")
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in names)
    ruled = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
    form = table(rows(HEAD, *(f"{number} 甲{number} - - -" for number in range(1, 71))))
    listed(tmp_path, form.replace("<w:tblPr/>", ruled))
    with pytest.raises(FormError, match=r"有 71 行.*表头没有在每页重复；请"):
        read_table_forms(tmp_path / "form.docx")


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (12, "decimal", "12"), (3, "decimalZero", "03"), (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (35, "chineseCountingThousand", "三十五"), (100, "chineseCounting", None), (27, "upperLetter", "AA"),
        (14, "lowerRoman", "xiv"), (20, "decimalEnclosedCircle", "⑳"), (21, "decimalEnclosedCircle", None),
        (3, "ideographTraditional", "丙"), (2, "chineseLegalSimplified", "贰"), (5, "none", ""), (1, "hebrew1", None),
    ],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them_or_not_at_all(number: int, kind: str, shown: str | None) -> None:
    assert number_text(number, kind) == shown
