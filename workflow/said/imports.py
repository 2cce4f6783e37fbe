"""What an import would bring, and what it brought: the same lines in the terminal and on the page."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pingyi.domain.words.table_shape import TableShape
from pingyi.ground.names import readable_name

if TYPE_CHECKING:  # what the results come from takes long to import
    from pingyi.domain.handed_in.analysis_form import ReturnedAnalysis
    from pingyi.store.outside.brought import Brought
    from pingyi.workflow.paper.analysis_look import FormsLook
    from pingyi.workflow.people.taken_back import TakeBackReport
    from pingyi.workflow.results.reconcile import LedgerLook
    from pingyi.workflow.tables.imports import ImportReport
    from pingyi.workflow.tables.looked import Look

SOME = 8  # changes, units, headings
KIND_NAMES = {
    "leaders": "领导评分", "leader_votes": "领导票决", "hotline": "热线汇总", "orders": "热线工单", "phone": "电话访谈",
    "returns": "发放回收登记",
}  # fmt: skip
NOT_TAKEN = "以上还没有导入：核对无误后，在终端里运行会问是否导入；脚本里请加 --yes 再运行一次"


def look_lines(look: "Look") -> Iterable[str]:
    """What one table was understood to say, what was assumed, and what would change."""
    found, changes = look.understood, look.changes
    what = "张工单" if found.orders else "行"
    units = len({one.unit for one in (*found.entries, *found.orders)})
    yield f"{found.file.name}：{len(found.orders) or len(found.entries)} {what}，{units} 个单位"
    for shape in found.shapes:
        yield from _shape_lines(shape)
    yield f"  如第一行读作：{look.sample}"
    yield from (f"  注意：{note}" for note in found.notes)
    if look.unlisted:
        yield f"  名单里有 {len(look.unlisted)} 个单位表里没有：{_some(look.unlisted)}"
    if changes.known:
        what = "这些工单以前一字不差地导入过，" if found.orders else ""
        yield f"  与已导入的相比：{what}没有变化"
        return
    yield f"  与已导入的相比：新增 {changes.new}，更改 {len(changes.changed)}，相同 {changes.same}"
    if changes.changed:
        yield f"  更改的：{_some(changes.changed)}"
    if changes.elsewhere:
        yield f"  以前导入而这个文件里没有的 {changes.elsewhere} {what}仍然有效"


def _shape_lines(shape: TableShape) -> Iterable[str]:
    read = (name if written.strip("*") == name else f"{name}（原为“{written}”）" for written, name in shape.read)
    yield f"  {shape.where}，读入的列：{'、'.join(read)}"
    if shape.unread:
        yield f"  没有读的列：{_some(shape.unread)}"


def _some(words: tuple[str, ...]) -> str:
    more = f" 等 {len(words)} 个" if len(words) > SOME else ""
    return f"{'、'.join(words[:SOME])}{more}"


def ledger_look_lines(look: "LedgerLook") -> Iterable[str]:
    """What a filled 发放回收登记表 says, and what would change."""
    issued = sum(one.issued for one in look.entries)
    back = sum(one.returned + one.spoiled for one in look.entries)
    yield f"{look.file.name}：填好 {len(look.entries)} 批，实发合计 {issued}，回收合计 {back}"
    same = len(look.entries) - look.new - len(look.changed)
    yield f"  与已登记的相比：新增 {look.new}，更改 {len(look.changed)}，相同 {same}"
    if look.changed:
        yield f"  更改的：{_some(look.changed)}"


def forms_look_lines(look: "FormsLook") -> Iterable[str]:
    """What returned 附件3 were understood to be, and what becomes of those in hand."""
    yield f"读出 {len(look.forms)} 个单位的绩效分析表"
    for form in look.forms:
        proved = f"，证明材料 {len(form.proofs)} 件" if form.proofs else ""
        mend = f"，要单位改 {form.to_mend} 处" if form.to_mend else "，合格"
        told = (
            f"{readable_name(form.path.name)}，奖项 {len(form.said.awards)} 行，{_characters(form.said)}{proved}{mend}"
        )
        yield f"  {form.unit.serial:>2} {form.unit.name}：{told}；{form.standing}"
    yield from (f"  收不下：{message}" for message in look.refusals)


def _characters(said: "ReturnedAnalysis") -> str:
    """How much of a form is taken, and how much is not."""
    return f"收进 {said.characters} 字" + (f"，另有 {said.left_out} 字没有收进" if said.left_out else "")


def taken_lines(report: "ImportReport") -> Iterable[str]:
    """What one file brought; what was assumed of it was told when it was looked at."""
    changes = report.orders
    if changes is None:
        yield f"已导入 {report.file}：{report.entries} 行，{report.units} 个单位"
    elif changes.known:
        yield f"{report.file}：{report.entries} 张工单早已导入，没有变化"
    else:
        yield f"已导入 {report.file}：{report.entries} 张工单，{report.units} 个单位；以这次为准"
        yield "  诉求人姓名、电话、标题等没有读入；核对：pingyi hotline"


def state_text(one: "Brought") -> str:
    """What of an import counts now, what took its place, or that it was taken back and why."""
    if one.taken_back is not None:
        back = one.taken_back
        return f"已撤回（{back.decided_by}、{back.confirmed_by} {moment_text(one.taken_back_at)}）：{back.reason}"
    by = "、".join(f"第 {number} 次" for number in one.replaced_by)
    if not one.counting:
        return f"已被{by}替换" if by else "与以前导入的相同，没有另存"
    counts = f"计入 {one.counting}" + ("（只记新增和更改的）" if one.kind == "orders" else "")
    return f"{counts}，其余已被{by}替换" if by else counts


def taken_back_lines(report: "TakeBackReport") -> Iterable[str]:
    """What became of the rows of an import that was taken back."""
    one = report.import_
    yield f"已撤回第 {one.number} 次导入（{KIND_NAMES[one.kind]}，{one.source}）：原来计入的 {one.counting} 行不再计入"
    for other, rows in report.earlier:
        yield f"  其中 {rows} 行改以第 {other.number} 次导入（{other.source}）为准"
    if report.gone:
        yield f"  {report.gone} 行没有别的导入可以代替；缺了数的单位计分时会列出，请导入正确的表"


def moment_text(at: str) -> str:
    """A moment for people, to the minute."""
    return at[:16].replace("T", " ")


def template_lines(folder: Path, written: Iterable[Path]) -> Iterable[str]:
    """Where the templates are, and what each is imported as."""
    yield f"已写出导入表模板，在 {folder}："
    yield from (f"  {path.name}" for path in written)
    yield "黄色的格填好后 pingyi import KIND 文件：领导评价 leaders，热线 hotline，电话访谈 phone，发放回收 returns"
