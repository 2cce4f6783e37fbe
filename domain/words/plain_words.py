"""Words as they are compared: wide, compatibility and traditional characters made plain."""

import unicodedata
from functools import cache

from opencc import OpenCC


def plain_words(text: str) -> str:
    """Without white space; wide, Kangxi and traditional characters as plain ones."""
    return "".join(simplified(sign) for sign in "".join(unicodedata.normalize("NFKC", text).split()))


@cache
def simplified(sign: str) -> str:
    """Character by character: what stands beside it must not change what it is."""
    return sign if sign.isascii() else str(_converter().convert(sign))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
