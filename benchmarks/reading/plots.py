"""
Draws the figures of the other benchmarks for docs/.

    python -m benchmarks.reading.speed --json speed.json
    python -m benchmarks.reading.accuracy DIR… --json accuracy.json
    python -m benchmarks.reading.reliability --json reliability.json
    python -m benchmarks.scale.cluster --fake --growth 100,300,1000,3000,10000,30000,100000 --json growth.json
    python -m benchmarks.reading.plots docs/pictures --speed speed.json --accuracy accuracy.json
    python -m benchmarks.reading.plots docs/pictures --reliability reliability.json --growth growth.json
"""

import argparse
import json
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

from benchmarks.bounds import upper_bound

FLOOR = 1e-6  # where a share of none is drawn
AIMS = {"150": None, "200": 5.0, "300": 2.5}  # times the decode, whole reading


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
    axes.legend(ncols=5, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, 1.35), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out / "speed.png", dpi=130)


def accuracy(sets: dict[str, dict[str, tuple[int, int]]], out: Path) -> None:
    """Every share of every set with its 95 % bound, on one logarithmic axis."""
    figure, axes = plt.subplots(figsize=(8, 3.2), layout="constrained")
    measures = list(next(iter(sets.values())))
    colours = mpl.colormaps["tab10"].colors
    for number, counts in enumerate(sets.values()):
        for k, measure in enumerate(measures):
            count, total = counts[measure]
            height = number + 0.18 * (k - (len(measures) - 1) / 2)
            share, bound = count / max(total, 1), upper_bound(count, total)
            axes.plot([max(share, FLOOR), bound], [height, height], color=colours[k], linewidth=1)
            axes.plot(max(share, FLOOR), height, "o", color=colours[k], label=measure if number == 0 else None)
            axes.text(bound * 1.15, height, f"{count} of {total:,}", va="center", fontsize=6)
    axes.set_xscale("log")
    axes.set_xlim(FLOOR, 2)
    axes.set_yticks(range(len(sets)), list(sets))
    axes.invert_yaxis()
    axes.set_xlabel("share of rows or pages (none: at the left edge); the line ends at the one-sided 95 % bound")
    axes.legend(ncols=4, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, 1.15), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out / "accuracy.png", dpi=130)


def reliability(groups: dict[str, list[list[float]]], out: Path) -> None:
    """Share of right guesses against the second judge's odds for them."""
    figure, axes = plt.subplots(figsize=(4, 4), layout="constrained")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    for name, bins in groups.items():
        odds, right = [b[1] for b in bins], [b[2] for b in bins]
        axes.plot(odds, right, "o-", markersize=4, label=name)
    axes.set_xlabel("odds of the guess")
    axes.set_ylabel("share that was right")
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out / "reliability.png", dpi=130)


def growth(sizes: dict[str, dict[str, list[float]]], out: Path) -> None:
    """Cost a page through a cluster at each number of pages, and the driver's memory while they pass."""
    figure, (costs, memory) = plt.subplots(1, 2, figsize=(8, 2.8), layout="constrained")
    pages = [int(size) for size in sizes]
    costs.plot(pages, [each["cost"][0] for each in sizes.values()], "o-")
    costs.set_xscale("log")
    costs.set_ylim(0, 1.15 * max(each["cost"][0] for each in sizes.values()))
    costs.set_xlabel("pages")
    costs.set_ylabel("CPU ms a page")
    for size, each in sizes.items():
        looks = each["memory"]
        done = [(k + 1) / len(looks) for k in range(len(looks))]
        memory.plot(done, looks, "o" if len(looks) == 1 else "-", markersize=3, label=f"{int(size):,} pages")
    memory.set_ylim(0, 1.15 * max(look for each in sizes.values() for look in each["memory"]))
    memory.set_xlabel("share of the pages done")
    memory.set_ylabel("memory of the driver, MiB")
    memory.legend(fontsize=7, frameon=False, loc="lower right")
    for axes in (costs, memory):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out / "growth.png", dpi=130)


def main() -> None:
    """Draw what there is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("out", type=Path)
    for draw in (speed, accuracy, reliability, growth):
        parser.add_argument(f"--{draw.__name__}", type=Path, nargs="+", default=[])
    wish = parser.parse_args()
    for draw in (speed, accuracy, reliability, growth):
        figures = [json.loads(path.read_text(encoding="utf-8")) for path in getattr(wish, draw.__name__)]
        if figures:
            draw({name: values for each in figures for name, values in each.items()}, wish.out)


if __name__ == "__main__":
    main()
