"""The official face behind a printed font's name; free faces that stand in for one count as it."""

from enum import Enum


class Face(Enum):
    """The faces official documents are set in (5.2.2)."""

    FANGSONG = "仿宋"
    KAITI = "楷体"
    HEITI = "黑体"
    SONGTI = "宋体"
    XIAOBIAOSONG = "小标宋"
    OTHER = "其他字体"


# Parts of PDF font names, small letters, the first that fits counts; the second word: whose stand-in it is, when free.
_NAMES: tuple[tuple[str, Face, bool], ...] = (
    ("fandolfang", Face.FANGSONG, True),
    ("fandolkai", Face.KAITI, True),
    ("fandolhei", Face.HEITI, True),
    ("fandolsong-bold", Face.XIAOBIAOSONG, True),
    ("fandolsong", Face.SONGTI, True),
    ("notosanscjk", Face.HEITI, True),
    ("notoserifcjk", Face.SONGTI, True),
    ("xiaobiaosong", Face.XIAOBIAOSONG, False),
    ("fzxbs", Face.XIAOBIAOSONG, False),
    ("小标宋", Face.XIAOBIAOSONG, False),
    ("fangsong", Face.FANGSONG, False),
    ("仿宋", Face.FANGSONG, False),
    ("kaiti", Face.KAITI, False),
    ("楷体", Face.KAITI, False),
    ("simhei", Face.HEITI, False),
    ("黑体", Face.HEITI, False),
    ("simsun", Face.SONGTI, False),
    ("nsimsun", Face.SONGTI, False),
    ("宋体", Face.SONGTI, False),
)


def face_of(font: str) -> tuple[Face, bool]:
    """The official face a PDF font is or stands in for, and whether it only stands in."""
    name = bare_name(font).lower()
    return next(((face, free) for part, face, free in _NAMES if part in name), (Face.OTHER, False))


def bare_name(font: str) -> str:
    """Without the subset's six letters; Word writes Chinese names as GBK bytes."""
    name = font.split("+", 1)[-1]
    try:
        return name.encode("latin-1").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name
