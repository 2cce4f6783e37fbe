"""Pictures of every step on a page, for finding out why it was read, or refused, as it was."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, paper_long_mm
from pingyi.domain.readings.reading import Verdict
from pingyi.scanner.files.pages import load_picture
from pingyi.scanner.found.locate import lay
from pingyi.scanner.found.located import Located
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.grid.topology import Fit
from pingyi.scanner.lines.lines import Levelled, Track, find_lines
from pingyi.scanner.page.darkness import darkness
from pingyi.scanner.page.page_type import PagePicture
from pingyi.scanner.reader import Seen, see
from pingyi.scanner.shown.explain import draw_ink, mark_figures, row_figures
from pingyi.scanner.verdict.judge import Judged

Picture = npt.NDArray[np.uint8]

VERDICT_COLOURS = {  # blue, green, red
    Verdict.VALID: (60, 160, 60),
    Verdict.BLANK: (160, 160, 160),
    Verdict.MULTIPLE: (0, 140, 255),
    Verdict.DOUBTFUL: (0, 0, 220),
}
ACROSS, DOWN, SLANTED, GRID, REASON = (200, 80, 0), (0, 140, 0), (0, 140, 255), (200, 0, 200), (0, 0, 220)
LINE_POINTS = 40  # a line may bend
LETTER = 0.7  # size of words on a picture; only ASCII can be drawn, so reasons stand in their own words


def debug_pictures(path: Path, page: int, forms: tuple[BallotForm, ...], folder: Path) -> None:
    """Write `folder`/<file>-<page>-<step>.png, as far as the page got; the last one names what stopped it.

    Raises UnreadableFileError when the page cannot be loaded.
    """
    picture = load_picture(path, page, reduced=True, long_mm=paper_long_mm(forms))
    for number, (name, drawn) in enumerate(_steps(picture, forms), start=1):
        _, data = cv2.imencode(".png", drawn)
        (folder / f"{path.stem}-{page}-{number:02d}-{name}.png").write_bytes(bytes(data))


def _steps(picture: PagePicture, forms: tuple[BallotForm, ...]) -> Iterator[tuple[str, Picture]]:
    grey = picture.grey
    yield "page", grey
    dark = darkness(grey)
    yield "darkness", 255 - dark
    lines = find_lines(dark, paper_long_mm(forms))
    seen = see(grey, forms, picture.markup)
    attempts = lay(lines, forms)
    reason = f"refused: {seen.reason}" if isinstance(seen, Refusal) else ""
    yield "lines", _with_reason(_lines(lines), "" if attempts else reason)
    if attempts:
        fit = attempts[0].fit if isinstance(seen, Refusal) else seen.found.fit
        words = (
            f"agreement {fit.agreement:.1%} present {fit.present:.1%} absent {fit.absent:.1%} turn {fit.skeleton.turn}"
        )
        yield "grid", _with_reason(_grid(lines, fit), f"{reason} {words}".strip())
    if isinstance(seen, Seen):
        table = seen.found.table
        yield "table", table.grey
        yield "ink", 255 - seen.ink.dark
        yield "verdicts", _verdicts(draw_ink(table, seen.ink), seen.found, seen.rows)


def _lines(lines: Levelled) -> Picture:
    """Lines found, over the levelled page: across blue, down green, slanted orange; thick where ink was seen."""
    drawn = _colour(255 - lines.dark)
    for track in lines.horizontal:
        _draw(drawn, track, across=True, colour=ACROSS)
    for track in lines.vertical:
        _draw(drawn, track, across=False, colour=DOWN)
    for family, track in lines.slanted:
        _draw(drawn, track, across=family == "horizontal", colour=SLANTED)
    return drawn


def _draw(drawn: Picture, track: Track, *, across: bool, colour: tuple[int, int, int]) -> None:
    for (start, end), thickness in (((track.start, track.end), 1), *((span, 2) for span in track.spans)):
        along = np.linspace(start, end, LINE_POINTS)
        points = np.stack([along, track.at(along)] if across else [track.at(along), along], axis=1)
        cv2.polylines(drawn, [np.rint(points).astype(np.int32)], isClosed=False, color=colour, thickness=thickness)


def _grid(lines: Levelled, fit: Fit) -> Picture:
    """The form's edges as they were laid, over the levelled page."""
    drawn = _colour(255 - lines.dark)
    points = np.rint(fit.grid).astype(int)
    for i, j in np.argwhere(fit.skeleton.across):
        cv2.line(drawn, points[i, j].tolist(), points[i, j + 1].tolist(), GRID, 1)
    for i, j in np.argwhere(fit.skeleton.down):
        cv2.line(drawn, points[i, j].tolist(), points[i + 1, j].tolist(), GRID, 1)
    return drawn


def _verdicts(drawn: Picture, found: Located, rows: tuple[Judged, ...]) -> Picture:
    """A frame around the chosen cell, or the whole row where none was; what was held against it, as value/limit."""
    for judged in rows:
        reading, cells = judged.reading, judged.seen.row.row.cells
        for choice, cell in zip(found.form.choices, cells, strict=True):
            if reading.verdict is not Verdict.VALID or choice == reading.choice:
                box = found.table.box(cell).grown(-2, drawn.shape)
                corners = (box.left, box.top), (box.right, box.bottom)
                cv2.rectangle(drawn, *corners, VERDICT_COLOURS[reading.verdict], 2)
        if reading.reasons:
            box = found.table.box(cells[0])
            place = (box.left + 4, box.bottom - 6)
            cv2.putText(drawn, _against(judged), place, cv2.FONT_HERSHEY_SIMPLEX, LETTER / 2, REASON, 1)
    return drawn


def _against(row: Judged) -> str:
    """The figures beyond their limits that are reasons of the row."""
    of_marks = [figure for seen in row.seen.main for figure in mark_figures(seen)]
    beyond = [one for one in (*row_figures(row), *of_marks) if not one.passes and one.doubt in row.reading.reasons]
    return " ".join(f"{one.doubt} {one.value:.2f}/{one.limit:.2f}" for one in beyond)


def _with_reason(drawn: Picture, words: str) -> Picture:
    cv2.putText(drawn, words, (12, 28), cv2.FONT_HERSHEY_SIMPLEX, LETTER, REASON, 2)
    return drawn


def _colour(grey: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
