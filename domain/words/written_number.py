"""A number as people write it in a cell; what may be two numbers, or a number and a mark beside it, is none."""

import re
from decimal import Decimal

WIDE_FIRST, WIDE_LAST, WIDE_SHIFT = 0xFF01, 0xFF5E, 0xFEE0  # full-width letters, digits and signs
WIDE = {code: code - WIDE_SHIFT for code in range(WIDE_FIRST, WIDE_LAST + 1)}
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))  # come along from web pages
PLAIN = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
COUNTED = re.compile(r"(份|票|分|人次|人|件|条|单|次|个)$")


def number_written(text: str) -> Decimal:
    """
    The number from 0, full-width or with thousands parted by commas, 份 or 票 behind it or not.

    Raises ValueError, in Chinese.
    """
    plain = COUNTED.sub("", text.translate(UNSEEN).translate(WIDE).strip()).strip()
    if THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if PLAIN.fullmatch(plain) is None:
        why = "；逗号认不准是小数点还是分隔，小数请用点号写" if "," in plain else ""
        raise ValueError(f"应为数字，现为“{text}”{why}")
    number = Decimal(plain)
    if number < 0:
        raise ValueError(f"不能是 {plain}")
    return number
