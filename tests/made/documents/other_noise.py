"""What else stands in such plans: tables and sentences that look like what is looked for and are not."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from docx.document import Document
from docx.table import Table

if TYPE_CHECKING:
    from other_plans import Drawn

Noise = Callable[[Document, "Drawn"], None]


def _schedule(document: Document, drawn: "Drawn") -> None:
    _table(
        document,
        ("时间", "工作内容", "责任单位", "备注"),
        (("11月中旬", "印制评议表", drawn.place.short, ""), ("12月底", "汇总统计", drawn.place.short, "")),
    )


def _contacts(document: Document, _: "Drawn") -> None:
    _table(
        document,
        ("序号", "姓名", "职务", "电话"),
        (("1", "张某", "主任", "0000-1234567"), ("2", "李某", "科员", "0000-7654321")),
    )


def _results(document: Document, _: "Drawn") -> None:
    """How results are graded: words of choices, numbers, no ballot."""
    _table(
        document,
        ("等次", "综合得分", "比例"),
        (("优秀", "90分以上", "30%"), ("良好", "80至90分", "不限"), ("一般", "80分以下", "不限")),
    )


def _register(document: Document, _: "Drawn") -> None:
    _table(document, ("发放单位", "份数", "回收份数", "签名"), (("", "", "", ""), ("", "", "", "")))


def _ranked(document: Document, _: "Drawn") -> None:
    document.add_paragraph("评议结果排名前3个单位予以通报表扬，末2个单位由主要负责人作出说明。")


def _helpers(document: Document, _: "Drawn") -> None:
    document.add_paragraph("由纪检监察机构负责监督，由财务部门负责经费保障。")


def _earlier(document: Document, drawn: "Drawn") -> None:
    document.add_paragraph(
        f"{drawn.year - 1}年度的结果见〔{drawn.year - 1}〕12号，评议于{drawn.year}年11月30日前完成。"
    )


def _call(document: Document, _: "Drawn") -> None:
    document.add_paragraph("联系人：张某，联系电话：0000-1234567。")


def _parts(document: Document, _: "Drawn") -> None:
    document.add_paragraph("每个评议对象的满意率达到90分以上的为优秀，各评议对象要正确对待，满意度低于60%的要整改。")


def _visits(document: Document, _: "Drawn") -> None:
    document.add_paragraph("评议期间，抽取10个单位开展回访，每个单位走访3名群众（权重不计入）。")


NOISE: tuple[Noise, ...] = (
    _schedule, _contacts, _results, _register, _ranked, _helpers, _earlier, _call, _parts, _visits,
)  # fmt: skip


def _table(document: Document, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    table = document.add_table(rows=len(rows) + 1, cols=len(heads))
    table.style = "Table Grid"
    for row, words in enumerate((heads, *rows)):
        for col, word in enumerate(words):
            table.cell(row, col).text = word
    return table
