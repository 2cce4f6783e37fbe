"""[analysis]: the annex in which a unit speaks for itself."""

import re
from collections.abc import Iterator, Sequence

from pingyi.domain.forms.places import Places
from pingyi.domain.forms.plan_paper import PlanPaper, PlanTable
from pingyi.workflow.plan_in.findings import Asked, Finding, Told, source
from pingyi.workflow.plan_in.numerals import COUNT, count_of
from pingyi.workflow.plan_in.units.ballot import ATTACHMENT, above_table

OWN_FORM = re.compile("自述|自评|实绩|述职|工作总结")
LIMIT = re.compile(rf"(?:(?P<a>{COUNT})字(?:以内|之内|左右)|(?:不超过|限|控制在|不多于)(?P<b>{COUNT})字)")
SCORE = re.compile("(?:评价|评分|打分|得分|分数).*分[）)]")
AWARDS = re.compile("获奖名称|表彰名称|奖项名称|荣誉名称")


def analysis_table(paper: PlanPaper, taken: Sequence[PlanTable]) -> PlanTable | None:
    """The one table in which a unit writes of its own work; None where there is none, or several."""
    found = [
        table
        for table in paper.tables
        if table not in taken and any(OWN_FORM.search(cell.text) for cell in table.form.cells)
    ]
    return found[0] if len(found) == 1 else None


def read_analysis(paper: PlanPaper, table: PlanTable | None) -> Iterator[Finding]:
    """What it says of itself; questions where the plan has none."""
    asked = {
        "attachment": 'attachment = "附件3"',
        "title": 'title = "{year}年度{district}自评表"',
        "max_characters": "max_characters = 1300",
        "score_prompt": 'score_prompt = "您对该单位{year}年的工作综合评价为：        （分）"',
    }
    if table is None:
        why = "没有找到（或不止一张）各单位自评的表；不用这张表的，照例子写即可"
        yield from (Asked(place=("analysis", name), why=why, example=example) for name, example in asked.items())
        return
    told = {one.place[-1]: one for one in _told(paper, table)}
    for name, example in asked.items():
        why = f"{table.place}（自评的表）里没有写"
        yield told.get(name) or Asked(place=("analysis", name), why=why, example=example)
    if "award_rows" in told:
        yield told["award_rows"]


def _told(paper: PlanPaper, table: PlanTable) -> Iterator[Told]:
    above = above_table(paper, table)
    label = ATTACHMENT.match(above.label.plain) if above.label else None
    if above.label and label:
        over = (source(above.label.place, above.label.text),)
        yield Told(place=("analysis", "attachment"), value=label["label"], sources=over)
    if above.title_text:
        sources = tuple(source(line.place, line.text) for line in above.title)
        yield Told(place=("analysis", "title"), value=above.title_text, sources=sources)
    limits = {}
    for cell in table.form.cells:
        where = source(table.place_of(cell), " ".join(table.lines_of(cell)))
        for found in LIMIT.finditer(cell.text):
            if (count := count_of(found["a"] or found["b"])) is not None:
                limits[count] = where
        if SCORE.search(cell.text):
            yield Told(place=("analysis", "score_prompt"), value="".join(table.lines_of(cell)), sources=(where,))
    if len(limits) == 1:
        ((count, where),) = limits.items()
        yield Told(place=("analysis", "max_characters"), value=count, sources=(where,))
    yield from _awards(table)


def _awards(table: PlanTable) -> Iterator[Told]:
    """Rows under the heads of the awards, up to the next that is laid out otherwise."""
    places = Places(table.form)
    head = next((cell for cell in table.form.cells if AWARDS.search(cell.text)), None)
    if head is None:
        return
    rows = 0
    while (cell := places.at(head.row + 1 + rows, head.col)) and (cell.col, cell.col_span) == (head.col, head.col_span):
        rows += 1
    if rows:
        where = (source(table.place_of(head), head.text),)
        yield Told(place=("analysis", "award_rows"), value=rows, sources=where, ground=f"表头下有 {rows} 行")
