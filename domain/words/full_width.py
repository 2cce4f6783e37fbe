"""Marks typed half-width among Chinese characters, as they should stand there (GB/T 15834): 1:1, no word is touched."""

import re

HAN = r"\u3400-\u9fff"
BESIDE = rf"[{HAN}“”‘’（）《》【】、。，；：％]"  # by which a mark is known to stand in Chinese
MARKS = dict(zip(",;:?!", "，；：？！", strict=True))
MARK = re.compile(rf"(?<={BESIDE})[,;:?!]|[,;:?!](?={BESIDE})")
STOP = re.compile(
    rf"(?<=[{HAN}”’）》])\.(?=$|[{HAN}“”‘’（《])", re.MULTILINE
)  # not of 12.5, nor of 1. before a heading
LEVEL = re.compile(r"^(\s*[一二三四五六七八九十]{1,3})[.．](?!\d)", re.MULTILINE)
BRACKETS = re.compile(r"[(（]([^()（）\n]*)[)）]")
QUOTES = re.compile(r'"([^"\n]*)"')
CHINESE = re.compile(rf"[{HAN}]")


def full_width(text: str) -> str:
    """The same text, as long, its marks full-width where they stand among Chinese characters."""
    before = ""
    while text != before:  # a mark made full-width tells the one beside it
        before, text = text, _once(text)
    return text


def _once(text: str) -> str:
    text = LEVEL.sub(r"\1、", text)
    text = BRACKETS.sub(lambda found: f"（{found[1]}）" if _in_chinese(found) else found[0], text)
    text = QUOTES.sub(lambda found: f"“{found[1]}”" if _in_chinese(found) else found[0], text)
    return STOP.sub("。", MARK.sub(lambda found: MARKS[found[0]], text))


def _in_chinese(found: re.Match[str]) -> bool:
    """Whether Chinese stands within the pair or beside it; a number at a line's beginning tells a level."""
    around = found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1]
    return CHINESE.search(found[1] + around) is not None
