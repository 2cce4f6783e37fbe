"""stations.csv: whose bundles are taken; a station is known by the public key its bundles are signed with."""

import csv
import io
from collections.abc import Iterator

from pingyi.ground.errors import CampaignError
from pingyi.ground.whole import put
from pingyi.store.base.store import Store
from pingyi.store.people.events import write_log
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, read_text

STATIONS = "stations.csv"
COLUMNS = ("站名", "公钥")


def known_keys(workspace: Workspace) -> dict[str, frozenset[str]]:
    """
    Names of the stations that seal with a public key (hex); this computer's own seals for any, told by none.

    Raises CampaignError naming the line.
    """
    path = workspace.root / STATIONS
    return _keys(read_text(path)) if path.is_file() else {public_key(): frozenset()}


def _keys(text: str) -> dict[str, frozenset[str]]:
    keys: dict[str, frozenset[str]] = {public_key(): frozenset()}
    owners: dict[str, str] = {}
    for line, name, key in _listed(text):
        if not name or len(key) != len(public_key()) or set(key) - set("0123456789abcdef"):
            raise CampaignError(
                f"{STATIONS} 第 {line} 行：应为站名和 64 位十六进制的公钥；请照该站 pingyi bundle 显示的抄写"
            )
        if owners.setdefault(name, key) != key:
            raise CampaignError(f"{STATIONS} 第 {line} 行：“{name}”写了两把不同的公钥；请核对，只留一把，或改一个站名")
        if key != public_key():
            keys[key] = keys.get(key, frozenset()) | {name}
    return keys


def stations(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Name and public key of each station listed. Raises CampaignError naming the line."""
    path = workspace.root / STATIONS
    return tuple((name, key) for _, name, key in _listed(read_text(path))) if path.is_file() else ()


def list_station(workspace: Workspace, store: Store, name: str, key: str, by: str) -> None:
    """Somebody lists a station, by the public key it was told by. Raises CampaignError on what is no name or key."""
    listed = (*stations(workspace), (name.strip(), "".join(key.split()).lower()))
    text = _text(listed)
    _keys(text)
    put(workspace.root / STATIONS, text.encode("utf-8-sig"))
    write_log(store, by, "登记分站", f"{listed[-1][0]}：{listed[-1][1]}")


def strike_station(workspace: Workspace, store: Store, name: str, by: str) -> None:
    """Somebody strikes a station out: its bundles are taken no more. Raises CampaignError where there is none."""
    listed = stations(workspace)
    left = tuple(one for one in listed if one[0] != name)
    if left == listed:
        raise CampaignError(f"{STATIONS} 里没有“{name}”；请刷新页面再看")
    put(workspace.root / STATIONS, _text(left).encode("utf-8-sig"))
    write_log(store, by, "去掉分站", name)


def _text(listed: tuple[tuple[str, str], ...]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([COLUMNS, *listed])
    return written.getvalue()


def _listed(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, name and key of each station."""
    reader = csv.DictReader(io.StringIO(text))
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise CampaignError(f"{STATIONS} 第 1 行缺少列：{'、'.join(missing)}；表头应为 {','.join(COLUMNS)}")
        for row in reader:
            name, key = ((row[column] or "").strip() for column in COLUMNS)
            yield reader.line_num, name, key.lower()
    except csv.Error as error:
        raise CampaignError(f"{STATIONS} 第 {reader.line_num} 行读不下去（{error}）；请用记事本核对") from error
