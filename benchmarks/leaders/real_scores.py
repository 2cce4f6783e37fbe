"""
Real handwritten scores in ruled cells: what each reader reads, and what counts without a person.

    python -m benchmarks.leaders.real_scores FOLDER

FOLDER holds crops and truth.json ([{"file", "value"}]); these are never trained on.
"""

import argparse
import json
from decimal import Decimal
from pathlib import Path

import cv2

from pingyi.scanner.scores.score_field import field_ink
from pingyi.scanner.scores.score_judge import judged
from pingyi.scanner.scores.score_reader import read_by_net, read_by_ocr


def main() -> None:
    """Print counts and shares; exit quietly when the folder is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not (folder / "truth.json").is_file():
        print(f"skipped: no {folder / 'truth.json'}")
        return
    rows = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    net = ocr = accepted = wrong = 0
    for row in rows:
        ink = field_ink(cv2.imread(str(folder / row["file"]), cv2.IMREAD_GRAYSCALE), sides=True)
        first, second = read_by_net(ink.dark), read_by_ocr(ink.between)
        score, doubts = judged(ink, first, second)
        truth = str(row["value"])
        net += first.text == truth
        ocr += second.text == truth
        accepted += score is not None
        wrong += score is not None and score != Decimal(truth)
        if score is None or score != Decimal(truth):
            print(f"  {row['file']}: net {first.text} {first.sure:.3f}, ocr {second.text} {second.sure:.3f}, {doubts}")
    count = len(rows)
    print(f"{count} real scores")
    print(f"own net, top-1:  {net} right ({net / count:.1%})")
    print(f"PP-OCR, top-1:   {ocr} right ({ocr / count:.1%})")
    print(f"both agree:      {accepted} read without a person ({accepted / count:.1%}), {wrong} of them wrong")


if __name__ == "__main__":
    main()
