"""stations.csv: whose bundles are taken; a station is known by the public key its bundles are signed with."""

import csv
import io

from pingyi.ground.errors import CampaignError
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace, read_text

STATIONS = "stations.csv"
COLUMNS = ("站名", "公钥")


def known_keys(workspace: Workspace) -> dict[str, str]:
    """Station by public key (hex), this computer's own included. Raises CampaignError naming the line."""
    keys = {public_key(): "本机"}
    path = workspace.root / STATIONS
    if not path.is_file():
        return keys
    reader = csv.DictReader(io.StringIO(read_text(path)))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise CampaignError(f"{STATIONS} 第 1 行缺少列：{'、'.join(missing)}；表头应为 {','.join(COLUMNS)}")
    for row in reader:
        name, key = ((row[column] or "").strip() for column in COLUMNS)
        if not name or len(key) != len(public_key()) or set(key.lower()) - set("0123456789abcdef"):
            raise CampaignError(
                f"{STATIONS} 第 {reader.line_num} 行：应为站名和 64 位十六进制的公钥；请照该站 pingyi bundle 显示的抄写"
            )
        keys[key.lower()] = name
    return keys
