"""Draws docs/pictures/rooms.png from the layers import-linter holds: `python scripts/rooms_picture.py`."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "pictures" / "rooms.png"
FONTS = Path("/usr/share/fonts/opentype/noto")
KEY = "rooms"  # under which the picture keeps what it shows, so that a test can ask whether it still does
WIDTH, MARGIN, GAP, BAND_GAP = 1500, 14, 10, 34
PAD, HEAD, LINE = 12, 34, 27
ARROW = "    →    "
FILL, EDGE, INNER = "#eef3f8", "#7d93a8", "#ffffff"
Layers = tuple[tuple[str, ...], ...]  # from above to below; rooms of one layer are strangers


def layers(room: str = "") -> Layers:
    """The layers of the house, or of one of its rooms; none where a room is flat."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    container = f"pingyi.{room}" if room else "pingyi"
    held = (one["layers"] for one in linter["contracts"] if one.get("containers") == [container])
    return tuple(tuple(name.strip() for name in layer.split("|")) for layer in next(held, ()))


def said() -> str:
    """All layers as text, one room a line."""
    lines = [" > ".join(" | ".join(layer) for layer in layers())]
    for layer in layers():
        lines += [
            f"{room}: {' > '.join(' | '.join(inner) for inner in layers(room))}" for room in layer if layers(room)
        ]
    return "\n".join(lines)


def main() -> None:
    """One band for each layer; in it a box for each room, with the layers inside it."""
    bands = layers()
    heights = [HEAD + PAD + LINE * max(len(_lines(room, band)) for room in band) for band in bands]
    canvas = Image.new("RGB", (WIDTH, 2 * MARGIN + sum(heights) + BAND_GAP * (len(bands) - 1)), "white")
    draw, y = ImageDraw.Draw(canvas), MARGIN
    for band, height in zip(bands, heights, strict=True):
        _band(draw, band, y, height)
        y += height
        if band is not bands[-1]:
            _arrow(draw, y)
            y += BAND_GAP
    kept = PngInfo()
    kept.add_text(KEY, said())
    canvas.quantize(32).save(TARGET, optimize=True, pnginfo=kept)


def _lines(room: str, band: Sequence[str]) -> list[str]:
    """A room's own layers: one under the other, or side by side where the room has the whole width."""
    found = ["   |   ".join(layer) for layer in layers(room)]
    return _filled(found) if len(band) == 1 else found


def _filled(inner: Sequence[str]) -> list[str]:
    """As few lines as hold them; each but the first begins with the arrow that leads to it."""
    font, room = _font("Regular", 17), WIDTH - 2 * MARGIN - 4 * PAD
    lines: list[str] = []
    for text in inner:
        longer = f"{lines[-1]}{ARROW}{text}" if lines else text
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(f"{ARROW}{text}".lstrip() if lines else text)
    return lines


def _band(draw: ImageDraw.ImageDraw, band: Sequence[str], y: int, height: int) -> None:
    """Boxes side by side, each as wide as what it says asks for."""
    wishes = [_wish(draw, room, _lines(room, band)) for room in band]
    spare = WIDTH - 2 * MARGIN - GAP * (len(band) - 1) - sum(wishes)
    x = float(MARGIN)
    for room, wish in zip(band, wishes, strict=True):
        width = wish + spare / len(band)
        draw.rounded_rectangle((x, y, x + width, y + height), 8, FILL, EDGE, 2)
        draw.text((x + width / 2, y + HEAD / 2 + 3), room, "black", _font("Bold", 22), anchor="mm")
        for number, inner in enumerate(_lines(room, band)):
            top = y + HEAD + number * LINE
            draw.rectangle((x + PAD, top + 2, x + width - PAD, top + LINE - 2), INNER)
            draw.text((x + width / 2, top + LINE / 2), inner, "#333333", _font("Regular", 17), anchor="mm")
        x += width + GAP


def _wish(draw: ImageDraw.ImageDraw, room: str, inner: Sequence[str]) -> float:
    widths = (draw.textlength(text, _font("Regular", 17)) for text in inner)
    return max(draw.textlength(room, _font("Bold", 22)), *widths, 0) + 4 * PAD


def _arrow(draw: ImageDraw.ImageDraw, y: int) -> None:
    tip = (WIDTH / 2, y + BAND_GAP - 5)
    draw.line((WIDTH / 2, y + 5, *tip), "#333333", 3)
    draw.polygon((tip, (tip[0] - 8, tip[1] - 11), (tip[0] + 8, tip[1] - 11)), "#333333")


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"NotoSansCJK-{weight}.ttc", size)


if __name__ == "__main__":
    main()
