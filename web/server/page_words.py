"""What is told by all faces, in the page's words: commands and files become the pages on which the same is done."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

WHERE: Mapping[str, str] = {  # command to the menu's name
    "status": "进度",
    "forms": "印表",
    "form": "印表",
    "scan": "扫描",
    "bundle": "扫描",
    "merge": "扫描",
    "review": "复核",
    "opinions": "意见",
    "scores": "领导评分",
    "import": "数据导入",
    "imports": "数据导入",
    "tables": "数据导入",
    "hotline": "数据导入",
    "reconcile": "票数核对",
    "papers": "票数核对",
    "policy": "方案与政策",
    "sensitivity": "结果",
    "tally": "结果",
    "score": "结果",
    "anomalies": "结果",
    "explain": "结果",
    "notice": "文件",
    "feedback": "文件",
    "reopen": "文件",
    "audit": "计票后抽查",
    "archive": "核验与封存",
    "verify": "核验与封存",
    "backup": "核验与封存",
    "check": "核验与封存",
    "account": "账号",
    "handbook": "帮助",
}
VOTE_WHERE: Mapping[str, str] = {  # what comes after `vote` to the menu's name there
    "scan": "扫描",
    "review": "复核",
    "count": "计票结果",
    "verify": "计票结果",
    "archive": "计票结果",
    "opinions": "意见",
    "new": "起始页",
    "redraw": "起始页",
}
START = "起始页"
BEGUN_THERE = ("init", "restore", "demo", "start", "serve", "vote")  # before or beside a campaign's own pages
NO_PAGE: Mapping[str, str] = {  # command to who does it without the page; why, docs/workbench.md says
    "region": "区域汇总：由技术人员在命令行办理",
    "read": "只读一份扫描件：由技术人员在命令行办理",
    "doctor": "安装检查：由技术人员在命令行办理",
}
VOTE = "vote"  # whose second word tells the page
SIGNS = ("pingyi", ".toml", ".csv", "--")  # of words that may have to be others
FILES = {
    "campaign.toml": "方案",
    "batches.csv": "发放计划",
    "stations.csv": "分站名册",
    "vote.toml": "这次投票的设置",
}
PLACEHOLDERS = (
    "工单表|扫描件|收到的文件|归档文件|文件|包文件…|批次|代号|姓名|确认人|监督人|签发人"
    "|编号|新种子|种子|校验值|公钥|新目录|工作目录|群体|序号"
)
SENTENCES = (  # where an option stands alone: what the same is on the page
    (re.compile(r"导出，填好后 --import 导入，或加 --draft 先试算"), "判完，或先写试算稿"),
    (re.compile(r"，或加 --draft 试算"), "，或先写试算稿"),
    (re.compile(r"用 --batch 再扫"), "在“扫描”页选批次再扫"),
    (re.compile(r"，或用 --form 指明表样"), ""),
    (re.compile(r"加 --all 全部列出，或"), ""),
    (re.compile(r"用 --choices 写明"), "在表样的设置里写明"),
    (re.compile(r"（--reason 原因）"), ""),
    (re.compile(r"请加上 --reason 原因"), "请填上原因"),
    (re.compile(r"，或用 pingyi -C DIR 指明"), "，或从起始页打开"),
    (re.compile(r"在 vote\.toml 里写 \w+ = 人数"), "在“进度和印票”页填写"),
    (re.compile(r"，或用 pingyi vote redraw 改画"), "，或按“改画”"),
    (re.compile(r"用 --favour 写明那一栏的表头文字"), "在“表示赞成的一栏”写明那一栏的表头文字"),
    (re.compile(r"用 --seats 写明"), "在“应选名额”写明"),
    (re.compile(r"核对 --seats、--kind 和表样"), "核对应选名额、种类和表样"),
)
_ENDS = r"(?![^\s，。；、（）：“”])"
_FILE_NAME = r"[A-Za-z][A-Za-z0-9_./-]*|[^\s，。；、（）：“”]+\.[a-z]+"
_ARGUMENT = rf"(?: (?:--?[a-z-]+|{_FILE_NAME}|{PLACEHOLDERS}){_ENDS})*"  # and not the sentence that goes on
_COMMAND = re.compile(rf" ?(?:运行 )?pingyi ([a-z]+){_ARGUMENT} ?")
_SETTING = re.compile(r"（(?:several|exact|marks|seats|favour|eligible|attending)）")  # beside what the page calls it
_FILE = re.compile(r" ?(?:" + "|".join(map(re.escape, FILES)) + r") ?")


def on_page(words: str) -> str:
    """
    What the program tells, for whoever sits at the page; what names no command and no file of the office stays.

    Never for what people wrote: their words stand in a signed record.
    """
    words = _SETTING.sub("", words)
    if not any(sign in words for sign in SIGNS):
        return words
    for said, instead in SENTENCES:
        words = said.sub(instead, words)
    words = _FILE.sub(lambda found: FILES[found[0].strip()], words)
    return _COMMAND.sub(_page, words)


def without_root(words: str, root: Path) -> str:
    """
    What lies in the workspace without where that (absolute) lies on this machine: the page may be open on another.

    A relative root is told as it stands: "2024" is a folder, and a year.
    """
    if not root.is_absolute() or root == root.parent:
        return words
    return words.replace(f"{root}{os.sep}", "").replace(str(root), "工作目录")


def _page(found: re.Match[str]) -> str:
    command = found[1]
    if command == VOTE:
        then = next((word for word in found[0].split() if word in VOTE_WHERE), "new")
        return f"“{VOTE_WHERE[then]}”页"
    if command in WHERE:
        return f"“{WHERE[command]}”页"
    if command in BEGUN_THERE:
        return f"“{START}”"
    return f"（{NO_PAGE[command]}）" if command in NO_PAGE else found[0]
