"""
What Linux lets pass and Windows does not: file names, encodings, paths.

Calls that Windows lacks are found by `mypy --platform win32`, which `make check` runs: typeshed knows which these are.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from program_text import ROOT, program, source
from project_files import project_files

from pingyi.ground.errors import ArchiveError
from pingyi.ground.foreign import DEVICES, FORBIDDEN, file_name, inside

ONE_SYSTEMS = {  # paths of Linux in the program, each behind a question which system this is
    "scanner/files/limits.py": {"/proc/self/statm"},
    "generator/libreoffice/fonts.py": {"/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts/conf.d"},
}
TEXT_CALLS = {"read_text": 0, "write_text": 1, "open": 3, "fdopen": 3}  # where the encoding stands unless it is named


def _refused_by_windows(name: str) -> str:
    """Why; naming files, Microsoft: Naming Files, Paths, and Namespaces."""
    if any(letter in FORBIDDEN or ord(letter) < 32 for letter in name):
        return "a letter"
    if name.rstrip(". ") != name:
        return "its end"
    return "a device" if PureWindowsPath(name).stem.split(".")[0].strip().upper() in DEVICES else ""


@given(st.text(max_size=300), st.sampled_from([".docx", ".pdf", ""]))
@example("CON", ".docx")
@example("nul.通知", ".docx")
@example("LPT1 ", "")
@example("COM¹", ".pdf")
def test_a_file_named_by_a_title_can_be_made_on_windows(title: str, suffix: str) -> None:
    assert not _refused_by_windows(file_name(title, suffix))


@pytest.mark.parametrize("name", ["con", "票/NUL.pdf", "aux.tar.gz", "COM1.", "com² .txt"])
def test_a_strange_name_that_is_a_device_there_is_refused_everywhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="请"):
        inside(tmp_path, name)


def test_every_file_of_the_project_can_be_laid_out_there() -> None:
    names = project_files()
    assert not {name: why for name in names for part in name.split("/") if (why := _refused_by_windows(part))}
    folded = [name.casefold() for name in names]
    assert len(set(folded)) == len(folded)


def _without_encoding(path: Path) -> Iterator[str]:
    for node in source(path)[1]:
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given_ = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        said = f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        if name in {"run", "Popen", "check_output"} and given_.get("text") == "True" and "encoding" not in given_:
            yield said
        if name in TEXT_CALLS and "encoding" not in given_ and len(node.args) <= TEXT_CALLS[name] and _is_text(node):
            yield said


def _is_text(call: ast.Call) -> bool:
    """Whether a file is opened, and as text."""
    if not ast.unparse(call.func).endswith("open"):
        return isinstance(call.func, ast.Attribute)
    owner = ast.unparse(call.func)
    if owner not in {"open", "os.fdopen"} and not re.search(r"(path|part|file|_file)\.open$", owner):
        return False
    at = 0 if owner not in {"open", "os.fdopen"} else 1
    modes = [*(ast.unparse(one) for one in call.args[at : at + 1])]
    modes += [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "mode"]
    return not any("b" in mode for mode in modes)


def test_no_text_is_read_or_written_in_the_systems_own_code_page() -> None:
    """On a Chinese Windows that is cp936: what it wrote, no other system reads."""
    assert not [said for path in program() for said in _without_encoding(path)]


def test_no_path_of_one_system_stands_alone() -> None:
    found: dict[str, set[str]] = {}
    for path in program():
        name = str(path.relative_to(ROOT))
        for node in source(path)[1]:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said = set(re.findall(r"(?<![\w.:/])/(?:proc|usr|etc|tmp|var|dev)/[\w./-]*", node.value))
                found.setdefault(name, set()).update(said)
    assert {name: said for name, said in found.items() if said} == ONE_SYSTEMS
