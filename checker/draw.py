"""Findings drawn on the pictures of their pages."""

from pathlib import Path

from PIL import ImageDraw

from pingyi.checker.finding import FormatReport, Grade
from pingyi.ground.printed.pages import printed_file

DPI = 100
PX_PER_MM = DPI / 25.4
TYPE_AREA_MM = (28.0, 37.0, 184.0, 262.0)
AIR_MM = 1.0
COLORS = {Grade.ERROR: (220, 0, 0), Grade.HINT: (230, 140, 0)}


def draw_findings(pdf: Path, report: FormatReport, folder: Path, name: str) -> tuple[Path, ...]:
    """Each page that has findings as `folder`/<name>-<page>.png: the type area in blue, what is wrong in red."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with printed_file(pdf) as printed:
        for number in sorted({finding.page for finding in report.findings}):
            picture = printed.picture(number, DPI)
            pen = ImageDraw.Draw(picture)
            pen.rectangle([side * PX_PER_MM for side in TYPE_AREA_MM], outline=(0, 90, 220))
            for finding in report.findings:
                if finding.page == number:
                    left, top, right, bottom = finding.box
                    box = (left - AIR_MM, top - AIR_MM, right + AIR_MM, bottom + AIR_MM)
                    pen.rectangle([side * PX_PER_MM for side in box], outline=COLORS[finding.clause.grade], width=2)
                    pen.text((5, box[1] * PX_PER_MM), finding.clause.number, fill=COLORS[finding.clause.grade])
            path = folder / f"{name}-{number}.png"
            picture.save(path)
            written.append(path)
    return tuple(written)
