"""A newcomer can follow README's run line by line: each ends well, in this order, on the papers in samples/office."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lines(document: str) -> list[str]:
    """The commands of the run by hand, without what is said of them."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [
        line.split(" #")[0].strip() for line in re.findall(r"^\$ (pingyi (?:init 2024|-C 2024).*)", text, re.MULTILINE)
    ]


def test_both_readmes_go_the_same_way() -> None:
    assert lines("README.md") == lines("README.zh-CN.md")
    assert len(lines("README.md")) > 15


@pytest.mark.long
@pytest.mark.office
@pytest.mark.slow
def test_every_line_of_the_run_by_hand_ends_well(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in lines("README.md"):
        done = subprocess.run(  # noqa: S602 - as a person types it, with the shell's *
            line, shell=True, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert {path.name for path in (tmp_path / "2024" / "results").glob("*征求意见稿*")} == {
        "2024年度评议评价结果（征求意见稿）.xlsx",
        "关于2024年度鱼峰区绩效考评评议评价结果的通报（征求意见稿）.docx",
        "关于2024年度鱼峰区绩效考评评议评价结果的通报（征求意见稿）.pdf",
    }
