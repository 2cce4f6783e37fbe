"""`pingyi form`, and the file beside a form that a person confirms."""

from pathlib import Path

import cv2
import docx
import numpy as np
import pytest

from pingyi.cli import commands
from pingyi.commands.show.console import run
from pingyi.domain.forms.declared import Declared
from pingyi.ground.errors import ExitCode, FormError
from pingyi.workflow.scans.forms_read import load_forms

pytestmark = pytest.mark.office
KNOWN = ("姓名", "优秀", "称职")
UNKNOWN = ("姓名", "支持度", "关注度")
Capture = pytest.CaptureFixture[str]


def write(path: Path, head: tuple[str, ...]) -> Path:
    document = docx.Document()
    table = document.add_table(4, len(head))
    table.style = "Table Grid"
    for cell, word in zip(table.rows[0].cells, head, strict=True):
        cell.text = word
    for row, name in zip(table.rows[1:], ("陆文涛", "覃秋月", "罗建国"), strict=True):
        row.cells[0].text = name
    document.save(str(path))
    return path


def test_the_command_says_and_draws_what_was_understood(tmp_path: Path, capsys: Capture) -> None:
    form, picture = write(tmp_path / "表.docx", KNOWN), tmp_path / "图.png"
    assert run(commands, ["form", str(form), "-o", str(picture)]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "3 行，选项 2 个：优秀、称职" in said
    assert "陆文涛｜覃秋月｜罗建国" in said
    assert "名称栏“姓名”" in said
    drawn = cv2.imdecode(np.fromfile(picture, np.uint8), cv2.IMREAD_COLOR)
    coloured = np.ptp(drawn.astype(int), axis=2) > 10
    assert 0.2 < coloured.mean() < 0.7  # two of three columns, the heading not
    assert not (tmp_path / "表.toml").exists()


def test_an_uncertain_form_is_read_only_once_a_person_confirmed_it(tmp_path: Path, capsys: Capture) -> None:
    form, asked = write(tmp_path / "表.docx", UNKNOWN), tmp_path / "表.toml"
    with pytest.raises(FormError, match="支持度、关注度"):
        load_forms([form], ())
    assert run(commands, ["form", str(form)]) == ExitCode.BAD_FILE
    assert "confirmed" in capsys.readouterr().err
    with pytest.raises(FormError, match="还没有人确认"):
        load_forms([form], ())
    assert run(commands, ["form", str(form)]) == ExitCode.NOT_READY
    assert "选项 2 个：支持度、关注度" in capsys.readouterr().out
    asked.write_text(asked.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true"), "utf-8")
    assert run(commands, ["form", str(form)]) == ExitCode.OK
    (page,) = load_forms([form], ())
    assert page.choices == UNKNOWN[1:]

    write(form, ("姓名", "支持度", "知名度"))
    with pytest.raises(FormError, match="在确认以后改过"):
        load_forms([form], ())
    assert load_forms([form], ("支持度", "知名度"))[0].choices == ("支持度", "知名度")  # the command's word goes first
    assert run(commands, ["form", str(form)]) == ExitCode.BAD_FILE
    assert "confirmed = false" in asked.read_text(encoding="utf-8")
    asked.write_text("choices = 3", "utf-8")
    with pytest.raises(FormError, match="读不懂"):
        load_forms([form], ())


def test_reading_says_what_it_understood_before_the_first_page(tmp_path: Path, capsys: Capture) -> None:
    form = write(tmp_path / "表.docx", KNOWN)
    scan = tmp_path / "scan.png"
    cv2.imencode(".png", np.full((1700, 1200), 255, np.uint8))[1].tofile(scan)
    run(commands, ["read", str(scan), "--form", str(form), "-o", str(tmp_path / "r.csv"), "--jobs", "1"])
    said = capsys.readouterr()
    assert "表样“表.docx”：3 行，选项 优秀、称职，名称栏“姓名”" in said.err
    assert "表样“" not in said.out
    assert "表样“" not in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")


def test_what_chooses_on_a_form_is_declared_confirmed_and_said(tmp_path: Path, capsys: Capture) -> None:
    form, asked = write(tmp_path / "表.docx", KNOWN), tmp_path / "表.toml"
    assert load_forms([form], ())[0].marks is Declared.TICK
    assert run(commands, ["form", str(form), "--marks", "打勾或打叉"]) == ExitCode.NOT_READY
    assert "打“√”或打“×”" in capsys.readouterr().out
    with pytest.raises(FormError, match="还没有人确认"):
        load_forms([form], ())
    asked.write_text(asked.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true"), "utf-8")
    (page,) = load_forms([form], ())
    assert (page.marks, page.choices) == (Declared.TICK_OR_CROSS, KNOWN[1:])
    assert load_forms([form], KNOWN[1:])[0].marks is Declared.TICK  # the command's word goes first
    asked.write_text(asked.read_text(encoding="utf-8").replace('打勾或打叉"\n# 核', '打钩"\n# 核'), "utf-8")
    with pytest.raises(FormError, match="打勾、打勾或打叉、涂圆点"):
        load_forms([form], ())
