"""The official texts the forms must equal, and the Word files' own text to compare with them."""

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn

from pingyi.domain.campaign.campaign import Campaign

LONG = "柳州市鱼峰区人民政府征地拆迁和房屋征收补偿综合服务管理中心办公室"
GOLDEN = Path(__file__).parents[2] / "golden"


def golden(name: str) -> dict[str, list[str]]:
    """Sections of a golden file by their headings."""
    sections: dict[str, list[str]] = {}
    for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current.append(line)
    return sections


def opened(path: Path) -> Document:
    """The Word file."""
    return docx.Document(str(path))


def around_table(document: Document) -> tuple[list[str], list[str]]:
    """Paragraphs above and below the one table."""
    texts = ["".join(node.text or "" for node in child.iter(qn("w:t"))) for child in document.element.body]
    at = next(i for i, child in enumerate(document.element.body) if child.tag == qn("w:tbl"))
    return [text for text in texts[:at] if text], [text for text in texts[at + 1 :] if text]


def row_cells(document: Document) -> Iterator[list[str]]:
    """Cells of the one table as the scheme's text shows them: merged ones once, those below a vertical merge empty."""
    for row in document.tables[0].rows:
        cells = []
        for cell in row._tr.tc_lst:
            inherited = cell.vMerge == "continue"
            text = "".join(node.text or "" for node in cell.iter(qn("w:t")))
            cells.append("" if inherited else "".join(text.split()))
        yield cells


def with_units(campaign: Campaign, series: list[list[str]], *, blocks: int = 3) -> Campaign:
    """The campaign with another roster."""
    data = campaign.model_dump()
    shape = data["series"][-1]
    data["series"] = [
        {**shape, "name": f"第{number}系列", "units": tuple(units)} for number, units in enumerate(series, start=1)
    ]
    data["ballot"]["blocks"] = blocks
    data["aliases"] = {}
    return Campaign.model_validate(data)


def roster(units: int, *, long: bool = False, series: int = 7) -> list[list[str]]:
    names = [f"{LONG[: 16 + n % 15]}{n}" if long else f"第{n}号局" for n in range(1, units + 1)]
    each = -(-units // series)
    return [names[start : start + each] for start in range(0, units, each)]
