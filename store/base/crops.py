"""Pictures of doubtful rows and opinions as files: crops/<sheet>/<item>.png."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from pingyi.ground.foreign import inside
from pingyi.ground.whole import new_file

NO_MOMENT = 315_619_200.0  # 1980-01-02 in every zone: when a crop was made would tell when its sheet was fed


def save_crops(folder: Path, sheet: str, crops: Mapping[str, bytes]) -> None:
    """Write each PNG whole or not at all; writing the same sheet again changes nothing."""
    if not crops:
        return
    inside(folder, sheet).mkdir(parents=True, exist_ok=True)
    for item, png in crops.items():
        with new_file(crop_path(folder, sheet, item)) as part:
            part.write_bytes(png)
            os.utime(part, (NO_MOMENT, NO_MOMENT))
    os.utime(folder / sheet, (NO_MOMENT, NO_MOMENT))


def crop_path(folder: Path, sheet: str, item: str) -> Path:
    """Where the crop of one row lies; any character may stand in an item."""
    return inside(folder, sheet) / f"{quote(item, safe='')}.png"
