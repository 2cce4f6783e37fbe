"""Where an opinion stands: every place of its sheet that is written on, or a page of its own."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.readings.reading import OPINION_PLACE_TEXT
from pingyi.store.base.crops import opinion_paths
from pingyi.store.people.opinions import InkedBox

WRITTEN_PAGE = "背面或另附纸"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionPicture:
    """One place that is written on: the crop's name (empty: the whole page), and in Chinese where it is."""

    item: str
    where: str


def places_of(crops: Path, box: InkedBox) -> tuple[OpinionPicture, ...]:
    """Where an opinion stands, without looking at its pictures."""
    if box.page is not None:
        source = box.page.source
        at = f"（{source.file} 第 {source.page} 页）" if source.file else ""
        return (OpinionPicture(item="", where=f"{WRITTEN_PAGE}{at}"),)
    found = opinion_paths(crops, box.sheet)
    return tuple(OpinionPicture(item=item, where=OPINION_PLACE_TEXT[item]) for item in found)


def where_written(crops: Path, box: InkedBox) -> str:
    """Chinese: the same in one line."""
    return "；".join(picture.where for picture in places_of(crops, box))
