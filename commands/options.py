"""Options that several commands take."""

import os
import re
import shlex
import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path)
SCAN = click.Path()  # may be a URL, which a Path would spoil
TAKEN = re.compile(r"[\s()\[\]{}&;|<>*?$`\"'!#~^%]")  # a shell takes them for its own


def typed(path: Path) -> str:
    """A path as it is typed in a command: between quotes where a shell would take it apart."""
    text = str(path)
    if not TAKEN.search(text):
        return text
    return f'"{text}"' if sys.platform == "win32" else shlex.quote(text)


def _words(_context: click.Context, _option: click.Parameter, text: str) -> tuple[str, ...]:
    """Words parted by commas, Chinese or not, or by 、; white space as the forms have it: none."""
    parted = text.replace("，", ",").replace("、", ",").split(",")
    return tuple(word for word in ("".join(one.split()) for one in parted) if word)


def _workbook(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """A file that Excel opens: under another ending it would not."""
    if path is not None and path.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"导出的是 Excel 工作簿；请写成 {path.stem}.xlsx")
    return path


choices_option = click.option(
    "--choices", default="", callback=_words, metavar="甲,乙,丙", help="选项栏的表头文字；默认取表样自己的"
)
names_option = click.option(
    "--names", default="", callback=_words, metavar="姓名", help="名称栏的表头文字；默认由程序自己认"
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="同时用几个进程（默认：处理器核数）"
)
cluster_option = click.option(
    "--cluster", default="", metavar="tcp://HOST:8786", help="交给这个 dask 调度机的读票机去读，不用本机的进程"
)
out_option = click.option(
    "--export", "out", type=FILE, callback=_workbook, metavar="FILE.xlsx", help="导出表格，交两人填写"
)
filled_option = click.option("--import", "filled", type=FILE, metavar="FILE.xlsx", help="导入填好的表格")
draft_option = click.option("--draft", is_flag=True, help="试算：待判定的行和缺少的数据先不计，并写明")
by_option = click.option("--by", required=True, metavar="姓名", help="确认人")
witness_option = click.option("--witness", required=True, metavar="姓名", help="监督人，不能与确认人是同一人")
