"""The page speaks of its own pages: no command, no option and no file of the office comes to its reader."""

import ast
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from program_text import ROOT, program, source
from web_office import Clerk

from pingyi.cli import commands
from pingyi.web.server.menu import MENU
from pingyi.web.server.page_words import BEGUN_THERE, FILES, NO_PAGE, WHERE, on_page, without_root

TERMINAL = re.compile(r"pingyi\b(?!/)|campaign\.toml|batches\.csv|(?<!-)--[a-z]{2,}")
ALONE = ("commands", "cli.py", "pingyi_verify.py", "page_words.py", "training", "scripts", "checker", "samples")
PATHS = tuple(entry.path for _, entries in MENU for entry in entries if entry.key != "help")
MORE = ("/review/rows", "/hotline", "/plan", "/papers?batch=A01", "/results/unit/1", "/documents/none", "/strange")


def test_every_command_has_its_page_or_a_word_why_not() -> None:
    told = {*WHERE, *BEGUN_THERE, *NO_PAGE}
    assert set(commands.commands) == told
    assert set(WHERE.values()) <= {entry.name for _, entries in MENU for entry in entries}


def refusals() -> list[str]:
    """Every text of the program with a command in Chinese words, as far as it is written in one piece."""
    found: list[str] = []
    for path in program():
        if path.relative_to(ROOT).parts[0] in ALONE or path.name in ALONE:
            continue
        nodes = source(path)[1]
        inner = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        texts = [node for node in nodes if isinstance(node, ast.JoinedStr)]
        texts += [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in inner]
        for node in texts:
            whole = written(node)
            whole = re.sub(r"\{\w+\}", "scan", whole)
            if "pingyi " in whole and re.search(r"[一-鿿]", whole) and "\n\n" not in whole:
                found.append(whole)
    return found


def written(node: ast.AST) -> str:
    """The text with NAME for what is put in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "NAME" for part in node.values)


def test_whatever_the_program_says_names_pages_on_the_page() -> None:
    said = {words: on_page(words) for words in refusals()}
    assert said
    assert not [(words, shown) for words, shown in said.items() if TERMINAL.search(shown)]


def test_the_sentence_that_goes_on_stays() -> None:
    assert on_page("请先运行 pingyi review --export 复核表.xlsx 导出，两人填好") == "请先“复核”页导出，两人填好"
    assert on_page("请核对 campaign.toml 的名单") == f"请核对{FILES['campaign.toml']}的名单"
    assert on_page("评议 pingyi") == "评议 pingyi"
    assert on_page("请先重新打开（pingyi reopen）") == "请先重新打开（“文件”页）"


def test_the_folder_of_the_workspace_is_left_out_and_nothing_else() -> None:
    root = Path("/家/评议/2024")
    assert without_root(f"归档：{root}/归档/2024年度评议归档.zip", root) == "归档：归档/2024年度评议归档.zip"
    assert without_root(f"{root} 不是工作目录", root) == "工作目录 不是工作目录"
    for said in ("2024/5/1 派单。", "第 1 页。2024 年", "/家/评议/2023/甲.pdf"):
        for root in (Path("2024"), Path(), Path("/"), Path("/家/评议/2024")):
            assert without_root(said, root) == said


@pytest.mark.outside
def test_what_people_wrote_stays_as_they_wrote_it(client: TestClient) -> None:
    """Opinions, reasons, names of files: a page that changed them would change a signed record."""
    wrote = "pingyi review 太难，batches.csv 打不开"
    clerk, chief = Clerk(client, "张三"), Clerk(client, "王五")
    typed = clerk.call("/opinions", sheet=f"{0:064x}", text=wrote, units="")
    assert typed.status_code == 200, typed.text
    assert wrote in clerk.see("/opinions").text
    text = chief.see("/policies").text.replace("&#34;", '"')
    assert "campaign.toml" not in re.sub(r"<textarea.*?</textarea>", "", text, flags=re.DOTALL)


@pytest.mark.outside
@pytest.mark.parametrize("name", ["王五", "李四", "张三"])
def test_no_page_speaks_of_the_terminal(client: TestClient, name: str) -> None:
    clerk = Clerk(client, name)
    for path in (*PATHS, *MORE):
        text = re.sub(
            r"<textarea.*?</textarea>|<script.*?</script>|<meta.*?>|<title>.*?</title>",
            "",
            clerk.see(path).text,
            flags=re.DOTALL,
        )
        bare = re.sub(r"<[^>]*>", "", text)
        assert not TERMINAL.search(bare), (path, TERMINAL.search(bare), bare[:200])


def test_a_setting_is_called_as_the_page_calls_it() -> None:
    assert (
        on_page("选举的每行只选一项；请去掉“每行可以选几项”（several）") == "选举的每行只选一项；请去掉“每行可以选几项”"
    )
    assert on_page("请核对应到会（eligible）和实到会（attending）人数") == "请核对应到会和实到会人数"
