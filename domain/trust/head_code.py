"""A hash of the evidence chain as people copy it by hand: 24 letters and digits in fours, and one that checks them."""

import re
from collections.abc import Iterable
from datetime import date

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none that looks like another
CHECKS = f"{LETTERS}*~$=U"  # 37: every mistaken letter and every two exchanged are told
BITS, LENGTH = 120, 24
_LOOK_ALIKE = str.maketrans("OIL", "011")


def head_code(hash_: str) -> str:
    """The first 120 bits of a hash (hex), as written on paper."""
    number = int(hash_[: BITS // 4], 16)
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return "-".join(re.findall("....", letters)) + "-" + CHECKS[number % 37]


def code_words(of: str, day: date, number: int, hash_: str) -> str:
    """Chinese: what a QR code beside it says, of what, when and which entry of the chain."""
    return f"{of} {day:%Y-%m-%d} 证据链第{number}条 {head_code(hash_)}"


def hash_of(written: str, known: Iterable[str]) -> str:
    """
    The one of the `known` hashes that somebody means by what they copied: 64 hex digits, or a code; as it is, if none.

    Raises ValueError for a code with a mistaken letter.
    """
    bare = re.sub(r"[\s\-－—]", "", written).upper()
    if len(bare) != LENGTH + 1:
        return bare.lower()
    bare = bare.translate(_LOOK_ALIKE)
    if set(bare[:LENGTH]) - set(LETTERS):
        raise ValueError(f"no such letter in {written}")
    number = 0
    for letter in bare[:LENGTH]:
        number = number * 32 + LETTERS.index(letter)
    if bare[-1] != CHECKS[number % 37]:
        raise ValueError(f"a letter is mistaken in {written}")
    start = f"{number:0{BITS // 4}x}"
    return next((one for one in known if one.startswith(start)), start)
