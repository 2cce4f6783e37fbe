"""batches.csv, the office's distribution plan, to batches."""

import csv
import io
import re
import unicodedata

from pingyi.domain.campaign import Batch, Campaign
from pingyi.domain.plain_words import plain_words
from pingyi.ground.csv_text import meant
from pingyi.ground.errors import CampaignError

COLUMNS = ("批次", "群体", "发放单位", "份数")
DELIMITERS = (",", "\t", ";", "|")


def parse_batches(text: str, name: str, campaign: Campaign) -> tuple[Batch, ...]:
    """
    Rows 批次,群体,发放单位,份数; the batch code starts with its group's letter.

    Raises CampaignError listing every problem with its line.
    """
    body = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(body), delimiter=max(DELIMITERS, key=body.partition("\n")[0].count))
    headings = [plain_words(cell).strip("*") for cell in next(reader, [])]
    missing = [column for column in COLUMNS if column not in headings]
    if missing:
        raise CampaignError(f"{name} 第 1 行缺少列：{'、'.join(missing)}；表头应为 {','.join(COLUMNS)}")
    batches: list[Batch] = []
    problems: list[str] = []
    for line in reader:
        if not any(cell.strip() for cell in line):
            continue
        problem, batch = _beyond(line, headings), None
        if not problem:
            row = dict.fromkeys(headings, "") | dict(zip(headings, line, strict=False))
            problem, batch = _batch(row, campaign, {b.code for b in batches})
        if batch:
            batches.append(batch)
        else:
            problems.append(f"第 {reader.line_num} 行：{problem}")
    if problems:
        raise CampaignError(f"{name} 有 {len(problems)} 处要改：\n" + "\n".join(f"  {line}" for line in problems))
    return tuple(batches)


def _beyond(line: list[str], headings: list[str]) -> str:
    """What stands in the row where no heading does (Chinese)."""
    beyond = [cell for place, cell in enumerate(line) if cell.strip() and not "".join(headings[place : place + 1])]
    return f"多出一格“{beyond[0]}”，没有列名：多半是多了一个逗号，各格都错了位；请核对改正" if beyond else ""


def _batch(row: dict[str, str], campaign: Campaign, used: set[str]) -> tuple[str, Batch | None]:
    code, key, distributor, copies = (meant(row[column].strip()) for column in COLUMNS)
    code, key, copies = (unicodedata.normalize("NFKC", cell) for cell in (code, key, copies))
    if campaign.group(key) is None:
        keys = "、".join(f"{group.key}（{group.name}）" for group in campaign.groups)
        return f"没有代号为“{key}”的评议群体；群体一列写代号，可用：{keys}", None
    if not re.fullmatch(r"[A-Z]\d{2,3}", code) or not code.startswith(key):
        return f"批次号“{code}”应为群体字母加两三位数字，如 {key}01", None
    if code in used:
        return f"批次号“{code}”用了两次；请换一个号", None
    if campaign.unit(distributor) is None and distributor not in campaign.distributors:
        return f"发放单位“{distributor}”不在名单中；请改成名单里的名称，或加进 distributors", None
    if not copies.isdigit() or int(copies) < 1:
        return f"份数“{copies}”应为正整数", None
    unit = campaign.unit(distributor)
    return "", Batch(code=code, group=key, distributor=unit.name if unit else distributor, copies=int(copies))
