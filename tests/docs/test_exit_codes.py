"""docs/exit-codes.md is what the program returns."""

import re
from pathlib import Path

from pingyi.commands.show.console import INTERRUPTED
from pingyi.ground.errors import ExitCode

ROOT = Path(__file__).parents[2]


def test_the_table_of_exit_codes_is_the_programs() -> None:
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\d+) \|\s*`?(\w*)`?\s*\|", text, re.MULTILINE)
    assert told == [*((str(code.value), code.name) for code in sorted(ExitCode)), (str(INTERRUPTED), "")]


def test_other_documents_give_no_code_the_table_lacks() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for code in re.findall(r"[Ee]xit code:? (\d+)", path.read_text(encoding="utf-8")):
            assert int(code) in set(ExitCode) | {INTERRUPTED}, path
