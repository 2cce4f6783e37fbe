"""The campaigns opened on this PC, in a small file of the user's own: the start page lists them."""

import json
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from pingyi.ground.errors import PingyiError
from pingyi.ground.foreign import file_name
from pingyi.ground.whole import put
from pingyi.workflow.desk.vote_folder import VoteDesk, is_vote, open_any
from pingyi.workflow.desk.workspace import CAMPAIGN, VOTE

DEMO = "pingyi-demo.txt"  # in the folder of a demo: it may be made anew
MOST = 50  # remembered: ten years of five districts


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A folder of a campaign or of a vote; `wrong` says (Chinese) why it cannot be opened, empty when it can."""

    folder: Path
    year: int = 0
    district: str = ""
    units: int = 0
    vote: str = ""  # its name, where the folder is a vote's
    kind: str = ""  # of vote
    demo: bool = False
    wrong: str = ""


def own_folder() -> Path:
    """Where the program keeps what is this user's and no campaign's (XDG_DATA_HOME, LOCALAPPDATA)."""
    return user_data_path("pingyi", appauthor=False)


def new_folder(name: str, home: Path) -> Path:
    """A folder of this name in `home` that is not there yet."""
    plain = file_name(name, "")
    names = (plain, *(f"{plain}（{number}）" for number in range(2, 1000)))
    return next(folder for folder in map(home.joinpath, names) if not folder.exists())


def remember(folder: Path) -> None:
    """Put a folder in front of those opened before."""
    here = folder.resolve()
    kept = [here, *(other for other in _folders() if other != here)][:MOST]
    _write(kept)


def forget(folder: Path) -> None:
    """Leave a folder out of the list; nothing in it is touched."""
    _write([other for other in _folders() if other != folder])


def known_campaigns(home: Path) -> tuple[Known, ...]:
    """The last opened first, then others that lie in `home`."""
    found = sorted(file.parent.resolve() for name in (CAMPAIGN, VOTE) for file in home.glob(f"*/{name}"))
    return tuple(map(_looked_at, dict.fromkeys([*_folders(), *found])))


def _looked_at(folder: Path) -> Known:
    if not (folder / CAMPAIGN).is_file() and not is_vote(folder):
        return Known(folder=folder, wrong="这个文件夹不在了，或已移走；移走的请从新的位置打开")
    try:
        desk = open_any(folder)
    except (PingyiError, OSError) as error:
        return Known(folder=folder, wrong=str(error))
    if isinstance(desk, VoteDesk):
        return Known(folder=folder, vote=desk.vote.name, kind=desk.vote.kind)
    about = desk.campaign.about
    return Known(
        folder=folder,
        year=about.year,
        district=about.district,
        units=len(desk.campaign.units),
        demo=(folder / DEMO).exists(),
    )


def _list() -> Path:
    return own_folder() / "campaigns.json"


def _folders() -> list[Path]:
    """None when there is no list, or it is none: it only spares looking for folders."""
    try:
        read = json.loads(_list().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(one) for one in read if isinstance(one, str)] if isinstance(read, list) else []


def _write(folders: list[Path]) -> None:
    put(_list(), json.dumps([str(folder) for folder in folders], ensure_ascii=False, indent=1).encode())
