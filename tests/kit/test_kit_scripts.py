"""Scripts that run on other people's PCs, held as far as they can be here: they parse, and name what is there."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest
from program_text import ROOT

from pingyi.cli import commands
from scripts.kit.debian import forget_packer

KIT = ROOT / "scripts" / "kit"
SHELL = [KIT / "debian" / name for name in ("pingyi", "postinst", "prerm", "postrm", "in-terminal")]
BASH = [KIT / name for name in ("companion.sh", "bare_root.sh")]
RESERVED = "\"'\\><~|&;$*?#()`"  # Desktop Entry Specification, the Exec key
WINDOWS = sorted((KIT / "windows").iterdir())


@pytest.mark.parametrize("path", [*SHELL, *BASH], ids=lambda path: path.name)
@pytest.mark.outside
def test_a_script_parses_in_the_shell_it_names(path: Path) -> None:
    shell = "bash" if path in BASH else "dash"
    said = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("path", [path for path in WINDOWS if path.suffix == ".bat"], ids=lambda path: path.name)
def test_what_cmd_reads_is_ascii(path: Path) -> None:
    """It reads in the system's code page: anything else comes out as another letter, or ends the line."""
    assert path.read_bytes().isascii()


@pytest.mark.parametrize("path", [path for path in WINDOWS if path.suffix == ".ps1"], ids=lambda path: path.name)
def test_powershell_has_its_brackets_and_quotes_closed(path: Path) -> None:
    code = re.sub(r"'[^'\n]*'|\"[^\"\n]*\"|#[^\n]*", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"['\"]", code)
    opened: list[str] = []
    for sign in re.findall(r"[(){}\[\]]", code):
        if sign in "({[":
            opened.append(sign)
        else:
            assert opened, sign
            assert opened.pop() + sign in {"()", "{}", "[]"}
    assert not opened


@pytest.mark.parametrize("path", sorted((KIT / "debian").glob("*.desktop")), ids=lambda path: path.name)
def test_an_entry_of_the_menu_starts_a_command_there_is(path: Path) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(path.read_text(encoding="utf-8"))
    words = entry["Desktop Entry"]["Exec"].split()
    assert words[0] == "/opt/pingyi/libexec/in-terminal"
    assert words[1] in commands.commands
    assert not set("".join(words)) & set(RESERVED), "outside of quotes the menu's standard forbids these"


def test_the_start_menu_of_windows_starts_a_command_there_is() -> None:
    script = (KIT / "windows" / "install.ps1").read_text(encoding="utf-8")
    called = re.findall(r"(?:Arguments = '|program )([a-z]+)", script)
    assert called
    assert not set(called) - set(commands.commands)


@pytest.mark.parametrize("path", BASH, ids=lambda path: path.name)
def test_what_may_be_mounted_is_never_removed(path: Path) -> None:
    """A root left with the machine's own /dev in it is left there; run as root, anything else ends the machine."""
    removed = [line for line in path.read_text(encoding="utf-8").splitlines() if "trap" in line and "rm -r" in line]
    assert removed
    assert all(line.count("rm -r") == line.count("rm -rf --one-file-system") for line in removed)


def test_no_digest_of_a_program_bound_to_the_packers_folder_is_packed(tmp_path: Path) -> None:
    record = tmp_path / "idna-3.dist-info" / "RECORD"
    record.parent.mkdir()
    kept = "idna/__init__.py,sha256=ab,12\nidna-3.dist-info/RECORD,,\n"
    record.write_text(f"bin/idna,sha256=cd,300\n{kept}", encoding="utf-8")
    forget_packer(tmp_path)
    assert record.read_text(encoding="utf-8") == kept
