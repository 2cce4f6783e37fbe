"""What is imported is declared, what is declared is told with its licence, and the wheel says what it is."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from program_text import ROOT, program, source

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BESIDE = [ROOT / name for name in ("tests", "benchmarks", "scripts")]
OURS = {"pingyi", "benchmarks", "training", "scripts", *(path.stem for path in (ROOT / "tests").rglob("*.py"))}
OURS |= {path.stem for path in (ROOT / "workflow" / "evidence").glob("*.py")}  # the checker is loaded by its path


def _name(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def _declared(*lists: list[str]) -> set[str]:
    return {_name(one) for requirements in lists for one in requirements}


MAIN = _declared(PROJECT["project"]["dependencies"])
EXTRAS = _declared(*PROJECT["project"]["optional-dependencies"].values())
DEVELOPMENT = _declared(PROJECT["dependency-groups"]["dev"])


OWNERS = packages_distributions()  # half a second


def _imported(files: list[Path]) -> dict[str, str]:
    """Distributions, each with a file that imports it."""
    found: dict[str, str] = {}
    for path in files:
        for node in source(path)[1]:
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for top in {module.split(".")[0] for module in modules} - OURS - sys.stdlib_module_names - {""}:
                for owner in OWNERS.get(top, [top])[:1]:
                    found[_name(owner)] = f"{path.relative_to(ROOT)}: {top}"
    return found


@pytest.mark.slow
def test_every_import_of_the_program_is_declared() -> None:
    imported = _imported(program())
    assert not [place for name, place in imported.items() if name not in MAIN | EXTRAS]


@pytest.mark.slow
def test_every_import_of_tests_and_measurements_is_declared() -> None:
    imported = _imported([path for folder in BESIDE for path in folder.rglob("*.py")])
    assert not [place for name, place in imported.items() if name not in MAIN | EXTRAS | DEVELOPMENT]


def test_every_declared_package_is_told() -> None:
    text = (
        (ROOT / "docs" / "dependencies.md")
        .read_text(encoding="utf-8")
        .lower()
        .translate({ord("_"): "-", ord("."): "-"})
    )
    assert not [name for name in sorted(MAIN | EXTRAS | DEVELOPMENT) if not re.search(rf"\b{re.escape(name)}\b", text)]


@pytest.mark.parametrize("field", ["classifiers", "keywords", "license-files"])
def test_the_wheel_says_what_it_is(field: str) -> None:
    assert PROJECT["project"][field]
