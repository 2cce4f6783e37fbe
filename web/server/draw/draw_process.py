"""What is asked of the process that draws; only there is the scanner loaded, when the first of these runs."""

from pathlib import Path

from pingyi.web.server.draw.drawing import SheetSource


def get_ready() -> bool:
    """Load the scanner ahead of the first picture; True once it is there."""
    from pingyi.web.server.draw import picture_maker  # noqa: PLC0415 - the server's own process does without the scanner

    return bool(picture_maker)


def make_row(source: SheetSource, item: str, kind: str) -> bool:
    """The picture of a row, as `row` or as `cells`."""
    from pingyi.web.server.draw import picture_maker  # noqa: PLC0415

    return picture_maker.make_row(source, item, kind)


def make_sheet(source: SheetSource) -> bool:
    """The pictures of a sheet."""
    from pingyi.web.server.draw import picture_maker  # noqa: PLC0415

    return picture_maker.make_sheet(source)


def make_preview(path: Path, page: int, width: int, target: Path, turn: int = 0) -> bool:
    """The preview of a page, so many pixels wide."""
    from pingyi.web.server.draw import picture_maker  # noqa: PLC0415

    return picture_maker.make_preview(path, page, width, target, turn)
