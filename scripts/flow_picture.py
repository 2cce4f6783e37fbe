"""Draws docs/pictures/flow.png from a demo: `python scripts/flow_picture.py demo`."""

import io
import sys
import zipfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

HEIGHT, GAP, LABEL = 560, 56, 44
NAMES = ("印制", "收回、扫描", "疑难交给两人", "通报")
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def main(demo: Path) -> None:
    """Four pictures and the arrows between them."""
    ballots = demo / "forms" / "ballots"
    scan = sorted((demo / "copier").glob("*.pdf"))[1]
    notice = next((demo / "results").glob("*.pdf"))
    pictures = [
        _page(next(ballots.glob("A01*.pdf"))),
        _page(scan, 3),
        _review(next((demo / "review").glob("*.xlsx"))),
        _page(notice),
    ]
    scaled = [p.resize((round(p.width * HEIGHT / p.height), HEIGHT), Image.Resampling.LANCZOS) for p in pictures]
    width = sum(p.width for p in scaled) + GAP * (len(scaled) - 1) + 20
    canvas = Image.new("RGB", (width, HEIGHT + LABEL + 20), "white")
    draw, font = ImageDraw.Draw(canvas), ImageFont.truetype(FONT, 22)
    x = 10
    for picture, name in zip(scaled, NAMES, strict=True):
        canvas.paste(picture, (x, 10))
        draw.rectangle((x - 1, 9, x + picture.width, HEIGHT + 10), outline="#999999")
        draw.text((x + picture.width / 2, HEIGHT + 14 + LABEL / 2), name, "black", font, anchor="mm")
        x += picture.width
        if picture is not scaled[-1]:
            draw.line((x + 12, HEIGHT / 2, x + GAP - 16, HEIGHT / 2), "#333333", 3)
            tip = (x + GAP - 12, HEIGHT / 2)
            draw.polygon((tip, (tip[0] - 12, tip[1] - 8), (tip[0] - 12, tip[1] + 8)), "#333333")
        x += GAP
    target = Path("docs") / "pictures" / "flow.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    canvas.quantize(64).save(target, optimize=True)


def _page(pdf: Path, number: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[number].render(scale=1.2).to_pil().convert("RGB")


def _review(sheet: Path) -> Image.Image:
    """The first crops of the review sheet, one under the other."""
    with zipfile.ZipFile(sheet) as book:
        names = [name for name in book.namelist() if name.startswith("xl/media/")][:7]
        crops = [Image.open(io.BytesIO(book.read(name))).convert("RGB") for name in names]
    width = max(crop.width for crop in crops)
    stack = Image.new("RGB", (width, sum(crop.height + 12 for crop in crops)), "#dddddd")
    y = 0
    for crop in crops:
        stack.paste(crop, (0, y))
        y += crop.height + 12
    return stack


if __name__ == "__main__":
    main(Path(sys.argv[1]))
