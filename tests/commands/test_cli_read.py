"""`pingyi read` from the outside: the fixed table, exit codes, and every kind of bad input."""

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from invented_year import CAMPAIGN_FILE
from pen import Sheet
from PIL import Image
from printed_ballot import Grey, Printed
from rich.cells import cell_len

from pingyi import cli
from pingyi.commands.show.console import INTERRUPTED
from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import ExitCode
from pingyi.samples.filler.layout import render
from pingyi.workflow.scans import reading

HEADER = ["source", "page", "item", "name", "verdict", "choice", "confidence", "reason"]


def pingyi(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeff")  # without it Excel shows Chinese as rubbish
    found = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    assert found[0] == HEADER
    return [dict(zip(HEADER, row, strict=True)) for row in found[1:]]


def save_pdf(path: Path, *pages: Grey) -> Path:
    pictures = [Image.fromarray(page) for page in pages]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=200)
    return path


@pytest.fixture(scope="module")
def filled(printed: Printed) -> Sheet:
    """Row 1 不满意, row 2 blank, row 3 two ticks, row 4 a cross, the others 满意."""
    sheet = Sheet(printed).tick_others("1", "2", "3", "4").tick("1", 2).tick("3", 0).tick("3", 1)
    return sheet.draw("4", 0, ((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5)))


@pytest.fixture(scope="module")
def scans(filled: Sheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of everything a clerk may put in, good and bad."""
    folder = tmp_path_factory.mktemp("scans")
    blank = np.full_like(filled.page, 255)
    save_pdf(folder / "1两页.pdf", filled.page, blank)
    Image.fromarray(filled.page).save(folder / "2单页.png", dpi=(200, 200))
    whole = cv2.imencode(".jpg", filled.page)[1].tobytes()
    (folder / "3截断.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "4空.pdf").touch()
    with pikepdf.new() as empty:
        empty.save(folder / "5没有页.pdf")
    with pikepdf.open(folder / "1两页.pdf") as document:
        document.save(folder / "6密码.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    (folder / "7其实是文本.pdf").write_text("不是 PDF", encoding="utf-8")
    other = np.full_like(filled.page, 255)
    for x in range(200, 1500, 130):
        other[300:1900, x : x + 3] = 0
    for y in range(300, 1901, 160):
        other[y : y + 3, 200:1500] = 0
    save_pdf(folder / "8别的表.pdf", other)
    return folder


def test_the_table_is_the_fixed_one(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    scan, out = save_pdf(tmp_path / "批.pdf", filled.page), tmp_path / "out.csv"
    assert pingyi("read", scan, "--form", printed.docx, "-o", out, "--jobs", 1) == ExitCode.OK
    found = {row["item"]: row for row in rows(out)}
    assert list(found) == [row.item for row in printed.form.rows]
    assert {row["source"] for row in found.values()} == {"批.pdf"}
    assert {row["page"] for row in found.values()} == {"1"}
    assert (found["1"]["verdict"], found["1"]["choice"], found["1"]["name"]) == ("valid", "不满意", "雒容镇")
    assert (found["2"]["verdict"], found["2"]["choice"]) == ("blank", "")
    assert found["3"]["verdict"] in ("multiple", "doubtful")
    assert found["4"]["verdict"] == "doubtful"
    assert found["4"]["reason"]
    assert (found["5"]["verdict"], found["5"]["choice"]) == ("valid", "满意")


def test_each_bad_file_has_its_row_and_its_words_and_the_good_ones_are_read(
    scans: Path, printed: Printed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    code = pingyi("read", scans, scans / "没有.pdf", "--form", printed.docx, "-o", out, "--jobs", 2)
    assert code == ExitCode.PAGES_UNREAD
    found = rows(out)
    unread = {row["source"]: row["reason"] for row in found if row["verdict"] == "unread"}
    assert all(re.match(r"[a-z_]+（[^（）a-z]+）", reason) for reason in unread.values())
    assert {source: reason.split("（")[0] for source, reason in unread.items()} == {
        "3截断.jpg": "damaged_file",
        "4空.pdf": "damaged_file",
        "5没有页.pdf": "damaged_file",
        "6密码.pdf": "protected_file",
        "7其实是文本.pdf": "damaged_file",
        "8别的表.pdf": "wrong_form",
        "没有.pdf": "missing_file",
    }
    assert {row["source"] for row in found if row["verdict"] == "valid"} == {"1两页.pdf", "2单页.png"}
    assert all(row["item"] == "" for row in found if row["verdict"] == "unread")
    said = capsys.readouterr()
    assert "读出 2 页，未读出 7 页" in said.out
    assert "空白背面 1 页，已跳过" in said.out
    for source in unread:
        assert source in said.err
    assert not list(tmp_path.glob("*.part"))


def test_two_forms_mixed_in_one_file_are_told_apart(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    """The other ballot has the same grid: its first two units have changed places."""
    text = CAMPAIGN_FILE.read_text(encoding="utf-8")
    other = parse_campaign(text.replace('"雒容镇", "里雍镇"', '"里雍镇", "雒容镇"'), "另一份.toml")
    docx = write_ballot(other, tmp_path / "另一份.docx")
    page = np.array(render(to_pdf([docx], tmp_path)[0], 0, 200))
    scan = save_pdf(tmp_path / "混.pdf", page, filled.page, page)
    forms = ("--form", printed.docx, "--form", docx)
    assert pingyi("read", scan, *forms, "-o", tmp_path / "o.csv", "--jobs", 1) == ExitCode.OK
    names = {row["page"]: row["name"] for row in rows(tmp_path / "o.csv") if row["item"] == "1"}
    assert names == {"1": "里雍镇", "2": "雒容镇", "3": "里雍镇"}


def test_the_number_of_processes_does_not_change_the_table(
    scans: Path, printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WORTH_A_START", 2)  # or one process would read so few pages
    for jobs in (1, 3):
        pingyi("read", scans, "--form", printed.docx, "-o", tmp_path / f"{jobs}.csv", "--jobs", jobs)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "3.csv").read_bytes()


def test_debug_draws_every_step_as_far_as_the_page_got(filled: Sheet, printed: Printed, tmp_path: Path) -> None:
    scan = save_pdf(tmp_path / "批.pdf", filled.page, filled.page[:1500])
    pingyi("read", scan, "--form", printed.docx, "-o", tmp_path / "o.csv", "--jobs", 1, "--debug", tmp_path / "看")
    steps = ["01-page", "02-darkness", "03-lines", "04-grid", "05-table", "06-ink", "07-verdicts"]
    drawn = sorted(file.stem for file in (tmp_path / "看").glob("*.png"))
    assert drawn[: len(steps)] == [f"批-1-{step}" for step in steps]
    assert drawn[len(steps) :] == [f"批-2-{step}" for step in steps[:4]]


def test_explain_shows_what_one_row_was_judged_by(
    filled: Sheet, printed: Printed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = save_pdf(tmp_path / "批.pdf", np.full_like(filled.page, 255), filled.page)
    arguments = ("read", scan, "--form", printed.docx, "--debug", tmp_path / "看", "--explain")
    assert pingyi(*arguments, "2:1") == ExitCode.OK
    said = capsys.readouterr().out
    assert "有效（不满意）" in said
    assert "最低点离竖线" in said
    assert all(cell_len(line) <= 80 for line in said.splitlines() if "图（" not in line)
    assert (tmp_path / "看" / "批-2-1.png").is_file()
    assert pingyi(*arguments, "2:4") == ExitCode.OK
    assert "待人工判定" in capsys.readouterr().out
    assert pingyi(*arguments, "1:1") == ExitCode.OK
    assert "空白背面" in capsys.readouterr().out
    assert pingyi(*arguments, "2:99") == ExitCode.NOT_READY
    assert pingyi(*arguments, "3:1") == ExitCode.NOT_READY
    assert pingyi(*arguments, "x") == ExitCode.USAGE


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("read", "x.pdf"), ExitCode.USAGE, "--form"),
        (("read", "x.pdf", "--form", "没有.docx"), ExitCode.BAD_FILE, "找不到表样"),
        (("reed",), ExitCode.USAGE, "--help"),
    ],
)
def test_a_wrong_command_is_answered_in_chinese(
    arguments: tuple[str, ...], code: ExitCode, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pingyi(*arguments) == code
    assert words in capsys.readouterr().err


def test_choices_that_the_form_lacks_are_named(
    printed: Printed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = pingyi("read", "x.pdf", "--form", printed.docx, "--choices", "好,坏", "-o", tmp_path / "o.csv")
    assert code == ExitCode.BAD_FILE
    assert "好、坏" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_said_before_reading(
    printed: Printed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pingyi("read", "x.pdf", "--form", printed.docx, "-o", tmp_path) == ExitCode.BAD_FILE
    assert "是文件夹" in capsys.readouterr().err


def test_a_full_disk_is_said_and_the_old_table_stays(
    filled: Sheet, printed: Printed, tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan, out = save_pdf(tmp_path / "批.pdf", *[filled.page] * 3), small_disk / "out.csv"
    out.write_text("旧", encoding="utf-8")
    with (small_disk / "满").open("wb") as stream:
        stream.write(b"x" * (shutil.disk_usage(small_disk).free - 8192))
    assert pingyi("read", scan, "--form", printed.docx, "-o", out, "--jobs", 1) == ExitCode.NO_SPACE
    assert "磁盘" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "旧"
    assert not list(small_disk.glob("*.part"))


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_an_interrupted_run_leaves_the_old_table_and_no_half_one(
    filled: Sheet, printed: Printed, tmp_path: Path
) -> None:
    scan, out = save_pdf(tmp_path / "批.pdf", *[filled.page] * 60), tmp_path / "out.csv"
    out.write_text("旧", encoding="utf-8")
    arguments = [sys.executable, "-m", "pingyi.cli", "read", str(scan), "--form", str(printed.docx), "-o", str(out)]
    with subprocess.Popen([*arguments, "--jobs", "2"], stderr=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        while not list(tmp_path.glob("*.part")):
            time.sleep(0.05)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == INTERRUPTED
    assert "已中断" in said.decode()
    assert "Traceback" not in said.decode()
    assert out.read_text(encoding="utf-8") == "旧"
    assert not list(tmp_path.glob("*.part"))
