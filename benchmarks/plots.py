"""
Draws the figures of the other benchmarks for docs/.

    python -m benchmarks.speed --json speed.json
    python -m benchmarks.plots speed.json docs/pictures
"""

import argparse
import json
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

AIMS = {"150": None, "200": 3.0, "300": 2.0}  # times the decode, whole reading


def speed(figures: dict[str, dict[str, float]], out: Path) -> None:
    """Steps of a page in multiples of its plain decode, one bar a resolution."""
    figure, axes = plt.subplots(figsize=(8, 3.2), layout="constrained")
    steps = [name for name in next(iter(figures.values())) if name not in {"plain decode", "read"}]
    colours = mpl.colormaps["tab20"].colors
    for row, (dpi, costs) in enumerate(figures.items()):
        left = 0.0
        for k, step in enumerate(steps):
            width = max(0.0, costs[step] / costs["plain decode"])
            axes.barh(row, width, left=left, color=colours[k], label=step if row == 0 else None)
            left += width
        axes.text(left + 0.15, row, f"{costs['read']:.0f} ms", va="center")
        if AIMS.get(dpi):
            axes.plot([AIMS[dpi]] * 2, [row - 0.45, row + 0.45], color="black", linewidth=2)
    axes.set_yticks(range(len(figures)), [f"{dpi} dpi" for dpi in figures])
    axes.set_xlabel("CPU time as a multiple of decoding the JPEG to grey (black: the aim)")
    axes.legend(ncols=4, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, 1.35), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out / "speed.png", dpi=130)


def main() -> None:
    """Draw what there is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("out", type=Path)
    wish = parser.parse_args()
    speed(json.loads(wish.figures.read_text(encoding="utf-8")), wish.out)


if __name__ == "__main__":
    main()
