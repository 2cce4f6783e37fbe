"""Type for a table cell of fixed size: the largest that fits, and where to break the line."""

from pingyi.generator.word.word import text_width_mm

MM_PER_PT = 25.4 / 72
BEST_PT = 10.5  # 五号, what forms are set in
SMALL_PT = 8.0  # below this a second line reads better than a smaller one
TWO_LINES_PT = 9.0
LEAST_PT = 4.0
STEP_PT = 0.5
LINE_TIMES = 1.15  # base line to base line
MOST_LINES = 4
OPENING, CLOSING = "（(《", "）)》"
SIDE_MM = 0.4  # the cell's margin and half its rule, each side
ABOVE_MM = 0.4  # half the rule, and what renderers differ by


def one_line(words: str, width_mm: float, height_mm: float) -> float:
    """The largest size, in points, in which the words fit one line of the cell."""
    return next(size for size in _sizes(BEST_PT) if size <= LEAST_PT or _fits([words], size, width_mm, height_mm))


def balanced(words: str, width_mm: float, height_mm: float) -> tuple[str, float]:
    """
    The words, broken into lines of about equal length where one line would be too small, and their size.

    Legible first: a name goes into a second or third line before it falls under 8 points.
    """
    size = one_line(words, width_mm, height_mm)
    if size >= SMALL_PT or len(words) < 2:
        return words, size
    best = words, size
    for count in range(2, MOST_LINES + 1):
        for lines in _splits(words, count):
            lined = next(s for s in _sizes(TWO_LINES_PT) if s <= LEAST_PT or _fits(lines, s, width_mm, height_mm))
            if lined > best[1]:
                best = "\n".join(lines), lined
    return best


def legible_height(words: str, width_mm: float) -> float | None:
    """The least height, in mm, in which `balanced` keeps the words at 8 points; None where no height does."""
    for count in range(1, MOST_LINES + 1):
        for lines in _splits(words, count):
            height = len(lines) * line_pt(SMALL_PT) * MM_PER_PT + 2 * ABOVE_MM
            if _fits(lines, SMALL_PT, width_mm, height + 1e-6):
                return height + 1e-6
    return None


def largest(words: str, width_mm: float, height_mm: float, *, wrap: bool = False) -> float:
    """The largest size for words broken as they are; with `wrap`, a line may go on in the next."""
    for size in _sizes(BEST_PT):
        lines = words.split("\n")
        if wrap:
            per_line = max(int((width_mm - 2 * SIDE_MM) / (size * MM_PER_PT)), 1)
            lines = [line[at : at + per_line] for line in lines for at in range(0, len(line), per_line)]
        if _fits(lines, size, width_mm, height_mm):
            return size
    return LEAST_PT


def stacked(words: str) -> str:
    """A column's heading on its feet: 满/意, 不/满/意; from four characters on in pairs, 基本/满意."""
    step = 1 if len(words) < 4 else 2
    return "\n".join(words[at : at + step] for at in range(0, len(words), step))


def line_pt(size_pt: float) -> float:
    """Base line to base line."""
    return round(size_pt * LINE_TIMES, 1)


def _sizes(largest_pt: float) -> list[float]:
    return [largest_pt - STEP_PT * n for n in range(int((largest_pt - LEAST_PT) / STEP_PT) + 1)]


def _splits(words: str, count: int) -> list[list[str]]:
    """Ways to break the words into so many lines, the best first: before a bracket, or evenly."""
    bracket = words.find("（")
    ways = [_even(words, count)]
    if count > 1 and bracket > 0:
        before = _even(words[:bracket], count - 1)
        ways.insert(0, [*before, words[bracket:]])
    return ways


def _even(words: str, count: int) -> list[str]:
    """Lines of about equal length; no bracket stands on the wrong side of a break."""
    length, lines, start = -(-len(words) // count), [], 0
    while start < len(words):
        end = min(start + length, len(words))
        while start + 1 < end < len(words) and (words[end - 1] in OPENING or words[end] in CLOSING):
            end -= 1
        lines.append(words[start:end])
        start = end
    return lines


def _fits(lines: list[str], size_pt: float, width_mm: float, height_mm: float) -> bool:
    wide = max(text_width_mm(line, size_pt) for line in lines) <= width_mm - 2 * SIDE_MM
    return wide and len(lines) * line_pt(size_pt) * MM_PER_PT <= height_mm - 2 * ABOVE_MM
