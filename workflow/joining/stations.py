"""stations.csv: whose bundles are taken; a station is known by the public key its bundles are signed with."""

import csv
import io
from collections.abc import Iterator

from pingyi.ground.errors import CampaignError
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, read_text

STATIONS = "stations.csv"
COLUMNS = ("站名", "公钥")


def known_keys(workspace: Workspace) -> dict[str, frozenset[str]]:
    """
    Names of the stations that seal with a public key (hex); this computer's own seals for any, told by none.

    Raises CampaignError naming the line.
    """
    keys: dict[str, frozenset[str]] = {public_key(): frozenset()}
    path = workspace.root / STATIONS
    if not path.is_file():
        return keys
    owners: dict[str, str] = {}
    for line, name, key in _listed(read_text(path)):
        if not name or len(key) != len(public_key()) or set(key) - set("0123456789abcdef"):
            raise CampaignError(
                f"{STATIONS} 第 {line} 行：应为站名和 64 位十六进制的公钥；请照该站 pingyi bundle 显示的抄写"
            )
        if owners.setdefault(name, key) != key:
            raise CampaignError(f"{STATIONS} 第 {line} 行：“{name}”写了两把不同的公钥；请核对，只留一把，或改一个站名")
        if key != public_key():
            keys[key] = keys.get(key, frozenset()) | {name}
    return keys


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
