"""Pictures of opinions for the workbook and for the reader that drafts them."""

from collections.abc import Mapping
from pathlib import Path

from pingyi.domain.readings.reading import OPINION_AROUND, OPINION_CROP
from pingyi.ground.errors import ArchiveError, FileError
from pingyi.scanner.files.page_picture import one_below_another, page_png
from pingyi.store.base.crops import crop_path, opinion_paths
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import InkedBox
from pingyi.workflow.desk.workspace import SCANS, kept_scan


def picture_of(store: Store, box: InkedBox) -> bytes | None:
    """
    PNG of all an opinion's places, one below another; None of a page whose scan is not kept here, as a station's.

    Raises FileError where a crop is gone.
    """
    if box.page is not None:
        try:
            return page_png(kept_scan(store.path.parent / SCANS, box.page.scan), box.page.source.page, 0)
        except (FileError, ArchiveError):  # the line names file and page: people look at the paper
            return None
    found = _present(opinion_paths(store.crops, box.sheet), store, box)
    pictures = [path.read_bytes() for path in found.values()]
    return pictures[0] if len(pictures) == 1 else one_below_another(pictures)


def box_picture(store: Store, box: InkedBox) -> bytes | None:
    """PNG of what a draft is made of: the box alone, or the page; None where the writing stands amid print."""
    if box.page is not None:
        return picture_of(store, box)
    found = _present(opinion_paths(store.crops, box.sheet), store, box)
    if not found.keys() & {OPINION_CROP, OPINION_AROUND}:
        return None
    return _read(crop_path(store.crops, box.sheet, OPINION_CROP))


def _present(found: Mapping[str, Path], store: Store, box: InkedBox) -> Mapping[str, Path]:
    if not found:
        raise _gone(crop_path(store.crops, box.sheet, OPINION_CROP))
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _gone(path) from error


def _gone(path: Path) -> FileError:
    return FileError(f"书面意见的图像 {path} 不见了；请从备份恢复 crops 文件夹")
