"""The notice's charts, in print-safe greys: how totals lie within each series, what share of forms came back."""

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pingyi.domain.results.score import UnitScore
from pingyi.domain.results.sums import PaperSum
from pingyi.generator.documents.notice_text import percent
from pingyi.generator.libreoffice.faces import chosen
from pingyi.generator.libreoffice.fonts import drawn
from pingyi.generator.word.word import FANGSONG

if TYPE_CHECKING:  # takes a second to import, and few notices have charts
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH_MM = 150.0
ROW_MM, AROUND_MM = 9.0, 22.0  # height of a row of dots or a bar; of axis and margins
DPI = 300
TEXT_PT = 9.0
DARK, LIGHT = "0.15", "0.85"  # apart from each other on any copier
MM_PER_INCH = 25.4
NAME_CHARS = 14  # of a group's name in a line beside its bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture (PNG) for the page, its caption, and what it shows in words."""

    png: bytes
    caption: str
    alt: str


def totals_chart(units: Sequence[UnitScore]) -> Chart:
    """A dot for each unit's total, a stroke for the mean, a row for each ranking class."""
    classes = list(dict.fromkeys(unit.ranked_in for unit in units))
    told = []
    with canvas(len(classes)) as (drawing, axes):
        for row, name in enumerate(classes):
            points = [float(unit.total.rounded()) for unit in units if unit.ranked_in == name]
            mean = sum(points) / len(points)
            axes.plot(points, [row] * len(points), "o", color="white", markeredgecolor=DARK, markersize=5)
            axes.plot([mean, mean], [row - 0.32, row + 0.32], color=DARK, linewidth=1.5)
            told.append(f"{name}最低{min(points):.2f}分、最高{max(points):.2f}分、平均{mean:.2f}分")
        axes.set_yticks(range(len(classes)), classes)
        axes.set_xlabel("总分（分）；圆圈为各单位，竖线为平均分")
        png = as_png(drawing)
    return Chart(png=png, caption="图1　各系列总分分布", alt="各系列总分分布：" + "；".join(told))


def returns_chart(papers: Sequence[PaperSum]) -> Chart:
    """A bar for each group's returned share."""
    shown = [paper for paper in papers if paper.issued]
    shares = [paper.returned * 100 / paper.issued for paper in shown]
    with canvas(len(shown)) as (drawing, axes):
        axes.barh(range(len(shown)), shares, height=0.55, color=LIGHT, edgecolor=DARK, linewidth=0.8)
        for row, paper in enumerate(shown):
            axes.text(shares[row] + 1, row, percent(paper.returned, paper.issued), va="center")
        axes.set_yticks(range(len(shown)), [broken(paper.label) for paper in shown])
        axes.set_xlim(0, max([115, *(share + 15 for share in shares)]))
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("回收率（%）")
        png = as_png(drawing)
    told = "；".join(f"{paper.label}{percent(paper.returned, paper.issued)}" for paper in shown)
    return Chart(png=png, caption="图2　各评议群体评议表回收率", alt=f"各评议群体评议表回收率：{told}")


def broken(name: str) -> str:
    """A long name over several lines."""
    return "\n".join(name[start : start + NAME_CHARS] for start in range(0, len(name), NAME_CHARS))


@contextmanager
def canvas(rows: int) -> "Iterator[tuple[Drawing, Axes]]":
    """An empty drawing with room for so many rows; what is written on it inside the block is in the body's face."""
    from matplotlib import font_manager, rc_context  # noqa: PLC0415 - lazily
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415

    family = "sans-serif"
    if file := _font_file():
        font_manager.fontManager.addfont(file)
        family = font_manager.FontProperties(fname=file).get_name()
    with rc_context({"font.family": [family], "font.size": TEXT_PT, "axes.unicode_minus": False}):
        size = (WIDTH_MM / MM_PER_INCH, (AROUND_MM + ROW_MM * rows) / MM_PER_INCH)
        drawing = Drawing(figsize=size, layout="constrained")
        FigureCanvasAgg(drawing)
        axes = drawing.add_subplot()
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="x", color=LIGHT, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0)
        yield drawing, axes


def as_png(drawing: "Drawing") -> bytes:
    """The picture, the same bytes for the same drawing."""
    written = io.BytesIO()
    drawing.savefig(written, format="png", dpi=DPI, metadata={"Software": None})
    return written.getvalue()


def _font_file() -> str | None:
    """The file of the body's face, or of what stands in for it; None leaves the choice to matplotlib."""
    program = shutil.which("fc-match")
    if program is None:
        return _installed_font()
    face = drawn({FANGSONG}).get(FANGSONG) or FANGSONG
    asked = [program, "--format=%{file}", f"{face}:lang=zh-cn:weight=80"]
    return subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=True).stdout or None


def _installed_font() -> str | None:
    """Without fontconfig (Windows): the first of the known faces matplotlib finds by itself."""
    from matplotlib import font_manager  # noqa: PLC0415

    files = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
    return files.get(chosen(FANGSONG, set(files)))
