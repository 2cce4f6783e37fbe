"""A campaign file that is no TOML: what is wrong with it, in the words of whoever wrote it, and its line."""

import re
from collections.abc import Callable

WIDE = dict(zip("，、。；：＝“”‘’＂＇【】［］（）｛｝＃", ",,.;:=\"\"''\"'[][](){}#", strict=True))
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})日?")
SHOWN = 40


def syntax_problem(text: str, error: str) -> str:
    """Chinese: line, what stands there, what to do. `error` is the parser's word, which names a place."""
    found = re.search(r"line (\d+)", error)
    lines = text.splitlines() or [""]
    number = min(int(found[1]) if found else len(lines), len(lines))
    for look in _LOOKS:
        if told := look(lines, number, error):
            at, words = told
            return f"第 {at} 行：{words}\n  这一行写的是：{lines[at - 1].strip()[:SHOWN]}"
    return (
        f"第 {number} 行：不是“名称 = 内容”的写法；文字两边加英文引号，列表两边加方括号\n"
        f"  这一行写的是：{lines[number - 1].strip()[:SHOWN]}"
    )


Told = tuple[int, str] | None
Look = Callable[[list[str], int, str], Told]


def _twice(lines: list[str], number: int, error: str) -> Told:
    """A key or a section a second time: both lines."""
    line = _bare(lines[number - 1]).strip()
    if line.startswith("[") and ("Cannot declare" in error or "Cannot overwrite" in error):
        first = next((n for n, one in enumerate(lines, 1) if _bare(one).strip() == line), number)
        return number, f"{line} 这一节写了两次（第 {first} 行和第 {number} 行）；请合并成一节"
    if "Cannot overwrite" not in error and "Duplicate" not in error:
        return None
    key = line.split("=")[0].strip()
    first = next((n for n in range(number - 1, 0, -1) if _key(lines[n - 1]) == key), number)
    return number, f"{key} 写了两次（第 {first} 行和第 {number} 行）；请删去一处"


def _wide_sign(lines: list[str], number: int, _error: str) -> Told:
    """A Chinese mark where the file wants its narrow one: in the line, or in the list that begins above it."""
    for at in range(number, _list_start(lines, number) - 1, -1):
        outside = _bare(lines[at - 1])
        sign = next((sign for sign in outside if sign in WIDE), "")
        if sign:
            return at, f"这里是中文标点“{sign}”；请改成英文的 {WIDE[sign]}"
        if wide := re.search("[０-９．－]+", outside):
            return at, f"数字“{wide[0]}”是全角的；请改成半角"
    return None


def _day(lines: list[str], number: int, _error: str) -> Told:
    value = _value(lines[number - 1])
    found = DAY.fullmatch(value)
    if not found:
        return None
    year, month, day = found[1], int(found[2]), int(found[3])
    written = f"{year}-{month:02d}-{day:02d}"
    if value == written:
        return number, f"没有“{value}”这一天；请核对日期"
    return number, f"日期“{value}”的写法不对；请写成 {written}"


def _quotes(lines: list[str], number: int, error: str) -> Told:
    if "line" not in error:  # it goes on to the end
        number = next((at for at, one in enumerate(lines, 1) if _odd(one)), number)
    line = lines[number - 1]
    if "\\" in line and ("Unescaped" in error or "escape" in error or "hex value" in error):
        return number, "文字里的反斜杠“\\”要写成两个；多半不用写它"
    if _odd(line) or "Unterminated" in error or "Illegal character" in error:
        at = next((at for at in range(number, 0, -1) if _odd(lines[at - 1])), number)
        return at, "英文引号没有成对；请在文字两边各加一个"
    return None


def _bracket(lines: list[str], number: int, error: str) -> Told:
    line = _bare(lines[number - 1]).strip()
    if line.startswith("[") and "=" not in line and "," not in line and line.count("[") != line.count("]"):
        return number, f"小节名的方括号没有成对；请写成 [{line.strip('[] ')}]"
    start = _list_start(lines, number)
    for at in range(start, number):
        here, following = _bare(lines[at - 1], "x").rstrip(), _bare(lines[at], "x").strip()
        if here.endswith("x") and following.startswith("x"):
            return at, "这一行末尾少了英文逗号"
    if "Unclosed array" in error or "Unclosed inline table" in error:
        return start, "从这一行开始的列表，少了逗号，或末尾少了方括号；请逐项核对"
    if start < number and line.startswith("["):
        return start, "从这一行开始的列表，末尾少了方括号 ]"
    if start < number and line:
        return number, f"“{line.rstrip(',')}”是文字，两边要加英文引号"
    return None


def _name(lines: list[str], number: int, _error: str) -> Told:
    name, equals, _ = _bare(lines[number - 1], "x").partition("=")
    if equals and not re.fullmatch(r"[\w.\- ]+", name.strip(), re.ASCII):
        return number, f"等号左边的“{name.strip()}”不能作名称；含汉字的名称两边加英文引号"
    return None


def _value_written(lines: list[str], number: int, _error: str) -> Told:
    line = _bare(lines[number - 1])
    if "=" not in line:
        return None
    key, value = line.split("=")[0].strip(), _value(lines[number - 1])
    if not value:
        return number, f"{key} 的等号后面没有写内容；请补上，没有的整行删去"
    if value.lower() in {"true", "false", "yes", "no", "是", "否"}:
        return number, f"{key} 要写 true（是）或 false（否），全部小写"
    if re.match(r"[-+]?\d", value):
        return number, f"“{value}”不是数字；请只写数字，不带单位和其他字，文字则两边加英文引号"
    if value.startswith('"'):
        return number, f"{key} 的引号后面还有别的内容；写几项的，两边加方括号"
    return number, f"“{value}”是文字，两边要加英文引号"


_LOOKS: tuple[Look, ...] = (_twice, _wide_sign, _day, _quotes, _bracket, _name, _value_written)


def _bare(line: str, text: str = "") -> str:
    """The line with `text` for whatever stands in quotes, and without its comment."""
    return TEXT.sub(text, line).split("#")[0]


def _key(line: str) -> str:
    return line.split("=", maxsplit=1)[0].strip() if "=" in _bare(line) else ""


def _value(line: str) -> str:
    return line.partition("=")[2].split("#")[0].strip() if "=" in line else ""


def _list_start(lines: list[str], number: int) -> int:
    """The line in which the list begins that is open at this line; the line itself when none is."""
    for at in range(number, 0, -1):
        line = _bare(lines[at - 1])
        if "=" in line:
            return at if "[" in line.partition("=")[2] else number
        if at != number and ("]" in line or line.strip().startswith("[")):
            return number
    return number


def _odd(line: str) -> bool:
    """Whether a quote is left alone in it."""
    return bool(set(_bare(line)) & {'"', "'"})
