"""Signs of five strokes each, as somebody writes them anywhere on a sheet of 200 dpi."""

import cv2
from printed_ballot import Grey

MM = 200 / 25.4
PEN, PENCIL = 30, 165
SIGN = ((0.0, 0.3, 3.2, 0.2), (1.6, 0.0, 1.5, 3.4), (0.2, 1.5, 3.0, 1.4), (1.5, 1.6, 0.3, 3.3), (1.7, 1.6, 3.2, 3.2))


def write(page: Grey, at: tuple[float, float], *, signs: int = 3, dark: int = PEN, down: bool = False) -> None:
    """So many signs, from this place (mm from the top left) on."""
    for number in range(signs):
        x, y = (at[0], at[1] + 4.2 * number) if down else (at[0] + 4.2 * number, at[1])
        for left, top, right, bottom in SIGN:
            ends = [(round((x + a) * MM), round((y + b) * MM)) for a, b in ((left, top), (right, bottom))]
            cv2.line(page, ends[0], ends[1], dark, 3, cv2.LINE_AA)
