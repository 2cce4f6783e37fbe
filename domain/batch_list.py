"""batches.csv, the office's distribution plan, to batches."""

import csv
import io
import re

from pingyi.domain.campaign import Batch, Campaign
from pingyi.ground.csv_text import meant
from pingyi.ground.errors import CampaignError

COLUMNS = ("批次", "群体", "发放单位", "份数")


def parse_batches(text: str, name: str, campaign: Campaign) -> tuple[Batch, ...]:
    """
    Rows 批次,群体,发放单位,份数; the batch code starts with its group's letter.

    Raises CampaignError listing every problem with its line.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise CampaignError(f"{name} 第 1 行缺少列：{'、'.join(missing)}；表头应为 {','.join(COLUMNS)}")
    batches: list[Batch] = []
    problems: list[str] = []
    for row in reader:
        if not any((value or "").strip() for value in row.values() if isinstance(value, str)):
            continue
        problem, batch = _batch(row, campaign, {b.code for b in batches})
        if batch:
            batches.append(batch)
        else:
            problems.append(f"第 {reader.line_num} 行：{problem}")
    if problems:
        raise CampaignError(f"{name} 有 {len(problems)} 处要改：\n" + "\n".join(f"  {line}" for line in problems))
    return tuple(batches)


def _batch(row: dict[str, str], campaign: Campaign, used: set[str]) -> tuple[str, Batch | None]:
    code, key, distributor, copies = (meant((row[column] or "").strip()) for column in COLUMNS)
    if not re.fullmatch(r"[A-Z]\d{2,3}", code) or not code.startswith(key):
        return f"批次号“{code}”应为群体字母加两三位数字，如 {key or 'A'}01", None
    if code in used:
        return f"批次号“{code}”用了两次；请换一个号", None
    if campaign.group(key) is None:
        keys = "、".join(f"{group.key}（{group.name}）" for group in campaign.groups)
        return f"没有代号为“{key}”的评议群体；可用：{keys}", None
    if campaign.unit(distributor) is None and distributor not in campaign.distributors:
        return f"发放单位“{distributor}”不在名单中；请改成名单里的名称，或加进 distributors", None
    if not copies.isdigit() or int(copies) < 1:
        return f"份数“{copies}”应为正整数", None
    unit = campaign.unit(distributor)
    return "", Batch(code=code, group=key, distributor=unit.name if unit else distributor, copies=int(copies))
