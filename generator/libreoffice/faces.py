"""
The faces official papers name, under every name a system may have them by, and the free ones that stand in.

GB/T 9704-2012 names designs; Windows, WPS, Founder (方正), Office and the desktops 统信UOS and 银河麒麟 (CESI)
carry them under names of their own. A face found under another name is the face; only a free one is told about.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Other names of one design, nearest first, and free faces in its stead, best first."""

    also: tuple[str, ...]
    free: tuple[str, ...]


_FANGSONG = ("FangSong_GB2312", "仿宋", "FangSong", "CESI仿宋-GB2312", "CESI_FS_GB2312")
_FANGSONG_FOUNDER = ("方正仿宋_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "方正仿宋简体", "FZFangSong-Z02S")
_FANGSONG_OFFICE = ("华文仿宋", "STFangsong")
_KAITI = ("KaiTi_GB2312", "楷体", "KaiTi", "CESI楷体-GB2312", "CESI_KT_GB2312")
_KAITI_FOUNDER = ("方正楷体_GB2312", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "FZKai-Z03S", "华文楷体", "STKaiti")
_HEITI = ("SimHei", "CESI黑体-GB2312", "CESI_HT_GB2312", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S")
_SONGTI = ("SimSun", "新宋体", "NSimSun", "CESI宋体-GB2312", "CESI_ST_GB2312")
_SONGTI_FOUNDER = ("方正书宋_GBK", "FZShuSong-Z01", "方正书宋简体", "FZShuSong-Z01S", "华文宋体", "STSong")
_HEADING = (
    "FZXiaoBiaoSong-B05S",
    "FZXBSJW--GB1-0",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05",
    "CESI小标宋-GB2312",
    "CESI_XBS_GB2312",
)

_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FACES: dict[str, Face] = {
    "仿宋_GB2312": Face(also=_FANGSONG + _FANGSONG_FOUNDER + _FANGSONG_OFFICE, free=("FandolFang", _SERIF)),
    "仿宋": Face(also=("仿宋_GB2312", *_FANGSONG, *_FANGSONG_FOUNDER, *_FANGSONG_OFFICE), free=("FandolFang", _SERIF)),
    "楷体_GB2312": Face(also=_KAITI + _KAITI_FOUNDER, free=("FandolKai", _SERIF)),
    "楷体": Face(also=("楷体_GB2312", *_KAITI, *_KAITI_FOUNDER), free=("FandolKai", _SERIF)),
    "黑体": Face(also=(*_HEITI, "华文黑体", "STHeiti"), free=("FandolHei", _SANS)),
    "方正小标宋简体": Face(also=_HEADING, free=("FandolSong", _SERIF)),
    "小标宋": Face(also=("方正小标宋简体", *_HEADING), free=("FandolSong", _SERIF)),
    "宋体": Face(also=_SONGTI + _SONGTI_FOUNDER, free=("FandolSong", _SERIF)),
}


def chosen(face: str, installed: set[str]) -> str:
    """The name `face` is printed under: its own, another of the same design, a free one; empty where there is none."""
    known = FACES.get(face, Face(also=(), free=()))
    return next((name for name in (face, *known.also, *known.free) if name in installed), "")


def is_free(face: str, name: str) -> bool:
    """Whether what stands under `name` is another design than `face`, or nothing at all."""
    return name != face and name not in FACES.get(face, Face(also=(), free=())).also
