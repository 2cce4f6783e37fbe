"""A right file spoilt by chance: bytes changed, cut out, doubled, or the file cut off."""

import random

LIST_OF_PARTS = 3000  # bytes at the end of a zip, where a change goes furthest


def spoilt(content: bytes, chance: random.Random, *, at_end: float = 0.0) -> bytes:
    """The file spoilt in one to 300 places; this share of them (`at_end`) among its last bytes."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 3, 30, 300))):
        first = max(0, len(data) - LIST_OF_PARTS) if chance.random() < at_end else 0
        at = chance.randrange(first, len(data))
        match chance.randrange(5):
            case 0 | 1:
                data[at] = chance.randrange(256)
            case 2:
                del data[at : at + chance.randrange(1, 200)]
            case 3:
                data[at:at] = data[at : at + chance.randrange(1, 2000)]
            case _:
                data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00"))
        data = data or bytearray(b"\x00")
    if chance.random() < 0.2:
        del data[chance.randrange(len(data)) :]
    return bytes(data)
