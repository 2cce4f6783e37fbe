"""Where in a campaign file a setting stands: messages name the line a clerk has to look at."""

import re

QUOTED = re.compile(r'"[^"]*"')
ITEM = re.compile(r'"[^"]*"|#.*|[^\s,\[\]#]+')
Place = tuple[int | str, ...]  # keys and positions (from 0), from the whole file down


def line_of(text: str, place: Place) -> int:
    """The line (1-based) of the deepest part of `place` that the file really has."""
    lines = text.splitlines()
    start, table = 0, ""
    for part in place:
        if isinstance(part, int):
            found = _nth_header(lines, start, table, part)
            found = found if found is not None else _nth_item(lines, start, part)
        else:
            table = f"{table}.{part}" if table else part
            found = _key_line(lines, start, table, part)
        start = start if found is None else found
    return start + 1


def line_with(text: str, word: str) -> int:
    """The first line (1-based) in which a word stands outside a comment; 1 when none."""
    return next((n for n, line in enumerate(text.splitlines(), start=1) if word in line.split(" #")[0]), 1)


def _nth_header(lines: list[str], start: int, table: str, index: int) -> int | None:
    headers = [n for n in range(start, len(lines)) if lines[n].split("#")[0].strip() == f"[[{table}]]"]
    return headers[index] if index < len(headers) else None


def _nth_item(lines: list[str], start: int, index: int) -> int | None:
    """The line of the n-th item of an array written one or more to a line."""
    count = 0
    for number in range(start, len(lines)):
        body = lines[number].partition("=")[2] if number == start else lines[number]
        count += sum(not item.startswith("#") for item in ITEM.findall(body))
        if count > index:
            return number
        if "]" in QUOTED.sub("", body):
            break
    return None


def _key_line(lines: list[str], start: int, table: str, key: str) -> int | None:
    header = re.compile(rf"\s*\[+\s*{re.escape(table)}\s*[\].]")
    for number in range(start, len(lines)):
        if header.match(lines[number]):
            return number
    written = rf'\s*(?:{re.escape(key)}|"{re.escape(key)}")\s*='
    for number in range(start, len(lines)):
        if number > start and lines[number].startswith("["):
            return None
        if re.match(written, lines[number]):
            return number
    return None
