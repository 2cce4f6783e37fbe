"""What a page says of its campaign, and a page begun beside a command that works."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_office import Clerk, office_in

from benchmarks.page.served import REPOSITORY
from pingyi.ground.errors import ExitCode
from pingyi.store.base.lock import workspace_lock
from pingyi.web.server.office import Office


@pytest.mark.outside
def test_the_page_beside_a_command_is_told_who_works(tmp_path: Path, prepared_office: Path) -> None:
    with office_in(tmp_path, prepared_office) as office:
        root = office.root
    command = [sys.executable, str(REPOSITORY / "cli.py"), "-C", str(root), "serve", "--port", "1"]
    with workspace_lock(root, "scan 一批.pdf"):
        refused = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, timeout=120, check=False)
    assert refused.returncode == ExitCode.BUSY
    assert "scan 一批.pdf" in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("path", ["/", "/forms", "/imports", "/results", "/people", "/log"])
def test_every_page_says_whose_evaluation_of_which_year_it_is(client: TestClient, office: Office, path: str) -> None:
    seen = Clerk(client, "王五").see(path).text
    about = office.campaign.about
    head = re.search(r'<a class="mark".*?</a>', seen, re.DOTALL)
    assert head is not None
    assert f"{about.district} {about.year}年度" in head[0]
    assert re.search(f"<title>.*{about.district} {about.year}年度评议</title>", seen)
    assert "<noscript>" in seen
