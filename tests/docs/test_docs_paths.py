"""Whatever a document or a docstring names in this repository is there."""

import re
from pathlib import Path, PurePosixPath

import pytest
from project_files import project_files

ROOT = Path(__file__).parents[2]
WRITTEN = (".md", ".py", ".sh", ".html", ".js", "Makefile")
PATH = re.compile(r"(?<![\w/.*:-])((?:[A-Za-z_]+/)+[\w.*-]*|[a-z_0-9]+\.py)(?![\w])")
MODULE = re.compile(r"python -m ((?:benchmarks|training|scripts)[\w.]*)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TEST = re.compile(r"`(test_\w+)`")
FOREIGN = {  # names that only look like ours
    "generator/libreoffice/fonts.py": {"pingyi/fonts"},  # a folder of the user's
    "tests/scanner/page/test_compiled.py": {"loop.py"},  # a sample of one
    "tests/workflow/scans/test_workflow_reading.py": {"hand_out.py"},  # a sample of what Python forbids
}
HISTORY = "CHANGELOG.md"  # may name what was


TRACKED = project_files()
FOLDERS = {str(parent) for name in TRACKED for parent in PurePosixPath(name).parents}
TOP = {name.split("/")[0] for name in TRACKED if "/" in name}
NAMES = {PurePosixPath(name).name for name in TRACKED}
TEXTS = [name for name in TRACKED if name.endswith(WRITTEN) and "/vendor/" not in name]


def _there(word: str) -> bool:
    if "/" not in word:
        return word in NAMES
    if word.split("/", maxsplit=1)[0] not in TOP:
        return True  # a folder of the workspace's
    return word in TRACKED or word.rstrip("/") in FOLDERS or any(ROOT.glob(word))


def test_every_file_a_text_names_is_in_the_tree() -> None:
    missing = [
        f"{name}: {word}"
        for name in TEXTS
        if name != "tests/docs/test_docs_paths.py"
        for word in (found[1].rstrip(".") for found in PATH.finditer((ROOT / name).read_text(encoding="utf-8")))
        if not _there(word) and word not in FOREIGN.get(name, set())
    ]
    assert not missing


def test_every_module_a_text_tells_to_run_can_be_run() -> None:
    missing = []
    for name in TEXTS:
        by_path = re.findall(r"python (?:benchmarks|training)/\S+", (ROOT / name).read_text(encoding="utf-8"))
        missing += [f"{name}: {call}" for call in by_path]  # started so, it does not find its neighbours
        for found in MODULE.finditer((ROOT / name).read_text(encoding="utf-8")):
            place = ROOT / found[1].rstrip(".").replace(".", "/")
            if not (place.with_suffix(".py").is_file() or (place / "__main__.py").is_file() or found[1][-1] == "."):
                missing.append(f"{name}: {found[1]}")
    assert not missing


DOCUMENTS = [name for name in TEXTS if name.endswith(".md")]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_of_a_document_leads_somewhere(name: str) -> None:
    document = ROOT / name
    targets = [found[1] for found in LINK.finditer(document.read_text(encoding="utf-8"))]
    assert not [target for target in targets if "://" not in target and not (document.parent / target).exists()]


def test_every_test_a_document_names_is_written() -> None:
    tests = [ROOT / name for name in TRACKED if name.startswith("tests/") and name.endswith(".py")]
    written = {found for path in tests for found in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))}
    named = {(name, word) for name in DOCUMENTS for word in TEST.findall((ROOT / name).read_text(encoding="utf-8"))}
    assert not [f"{name}: {word}" for name, word in named if word not in written]


def test_the_index_of_the_documents_names_each() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    documents = [Path(name).relative_to("docs") for name in DOCUMENTS if name.startswith("docs/")]
    assert not [str(one) for one in documents if str(one) != "README.md" and f"({one})" not in index]
