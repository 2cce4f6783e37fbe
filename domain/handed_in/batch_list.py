"""batches.csv, the office's distribution plan, to batches."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.handed_in.unit_names import near_text
from pingyi.domain.words.plain_words import plain_words
from pingyi.ground.csv_text import meant
from pingyi.ground.errors import CampaignError

COLUMNS = ("批次", "群体", "发放单位", "份数")
DELIMITERS = (",", "\t", ";", "|", "，", "；")
MOST_COPIES = 9999  # of a batch: one unit's people
NEAR = 0.5  # of letters in common, to be taken for a slip


def parse_batches(text: str, name: str, campaign: Campaign) -> tuple[Batch, ...]:
    """
    Rows 批次,群体,发放单位,份数; the batch code starts with its group's letter.

    Raises CampaignError listing every problem with its line.
    """
    body = text.removeprefix("\ufeff")
    if not body.strip():
        raise CampaignError(f"{name} 是空的；请在第 1 行写表头 {','.join(COLUMNS)}，以下每批一行")
    reader = csv.reader(io.StringIO(body), delimiter=max(DELIMITERS, key=body.partition("\n")[0].count))
    headings = [plain_words(cell).strip("*") for cell in next(reader, [])]
    if told := _headings(headings):
        raise CampaignError(f"{name} 第 1 行{told}；表头应为 {','.join(COLUMNS)}")
    batches: list[Batch] = []
    problems: list[str] = []
    for line in reader:
        if not any(cell.strip() for cell in line):
            continue
        problem, batch = _beyond(line, headings) or _short(line, headings), None
        if not problem:
            row = dict.fromkeys(headings, "") | dict(zip(headings, line, strict=False))
            problem, batch = read_batch(row, campaign, {b.code for b in batches})
        if batch:
            batches.append(batch)
        else:
            problems.append(f"第 {reader.line_num} 行：{problem}")
    if problems:
        raise CampaignError(f"{name} 有 {len(problems)} 处要改：\n" + "\n".join(f"  {line}" for line in problems))
    if not batches:
        raise CampaignError(f"{name} 只有表头，没有一批；请每批写一行，如 A01,A,{campaign.units[0].name},20")
    return tuple(batches)


def _headings(headings: list[str]) -> str:
    """What is wrong with the first line (Chinese); empty when nothing is."""
    missing = [column for column in COLUMNS if column not in headings]
    if not missing:
        twice = next((column for column in COLUMNS if headings.count(column) > 1), "")
        return f"有两个“{twice}”列，不知用哪个；请删去一个" if twice else ""
    others = [heading for heading in headings if heading and heading not in COLUMNS]
    near = [(other, column) for column in missing for other in get_close_matches(column, others, 1, NEAR)]
    told = "".join(f"，“{other}”多半就是“{column}”，请改名" for other, column in near)
    return f"缺少列：{'、'.join(missing)}{told}"


def _short(line: list[str], headings: list[str]) -> str:
    """That a row ends before its last needed cell (Chinese)."""
    needed = [headings.index(column) for column in COLUMNS]
    if len(line) > max(needed):
        return ""
    lacking = "、".join(column for column in COLUMNS if headings.index(column) >= len(line))
    return f"只有 {len(line)} 格，缺少 {lacking}；请补上（格与格之间用英文逗号）"


def _beyond(line: list[str], headings: list[str]) -> str:
    """What stands in the row where no heading does (Chinese)."""
    beyond = [cell for place, cell in enumerate(line) if cell.strip() and not "".join(headings[place : place + 1])]
    return f"多出一格“{beyond[0]}”，没有列名：多半是多了一个逗号，各格都错了位；请核对改正" if beyond else ""


def read_batch(row: Mapping[str, str], campaign: Campaign, used: set[str]) -> tuple[str, Batch | None]:
    """What is wrong with a row by its columns (Chinese, else empty), and the batch; `used` are codes above it."""
    code, key, distributor, copies = (meant(row[column].strip()) for column in COLUMNS)
    code, key, copies = (unicodedata.normalize("NFKC", cell) for cell in (code, key, copies))
    unit = campaign.unit_on_paper(distributor)
    offices = {plain_words(office): office for office in campaign.distributors}
    hands_out = unit.name if unit else offices.get(plain_words(distributor), "")
    problems = (
        _group_problem(key, campaign),
        _code_problem(code, key, used),
        "" if hands_out else _distributor_problem(distributor, campaign),
        _copies_problem(copies),
    )
    if problem := next(filter(None, problems), ""):
        return problem, None
    return "", Batch(code=code, group=key, distributor=hands_out, copies=int(copies))


def _group_problem(key: str, campaign: Campaign) -> str:
    if campaign.group(key):
        return ""
    keys = "、".join(f"{group.key}（{group.name}）" for group in campaign.groups)
    return f"没有代号为“{key}”的评议群体；群体一列写代号，可用：{keys}"


def _code_problem(code: str, key: str, used: set[str]) -> str:
    if not re.fullmatch(r"[A-Z][0-9]{2,3}", code):
        return f"批次号“{code}”应为群体字母加两三位数字，如 {key}01"
    if not code.startswith(key):
        return f"批次号“{code}”的字母与群体“{key}”不一致；请改成 {key}{code[1:]}，或改群体"
    return f"批次号“{code}”用了两次；请换一个号" if code in used else ""


def _distributor_problem(distributor: str, campaign: Campaign) -> str:
    if not distributor:
        return "没有写发放单位；请补上"
    near = near_text(distributor, campaign)
    return f"发放单位“{distributor}”不在名单中{near}；请改成名单里的名称，或加进 distributors"


def _copies_problem(copies: str) -> str:
    if not re.fullmatch("0*[1-9][0-9]*", copies):
        return f"份数“{copies}”应为正整数"
    if len(copies.lstrip("0")) > len(str(MOST_COPIES)):
        return f"份数 {copies} 多得不合理（一批不超过 {MOST_COPIES} 份）；请核对，确有那么多的分成几批"
    return ""
