"""A vote in words: how its form was understood and is counted, what it came to."""

from collections.abc import Iterator, Sequence

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.votes.result import QuestionCount, VoteResult
from pingyi.domain.votes.rules import rules_of, unheld
from pingyi.workflow.votes.new_vote import StartedVote
from pingyi.workflow.votes.redraw import RedrawnForm

MOST_QUESTIONS = 30  # shown; the workbook has all


def started_lines(started: StartedVote) -> Iterator[str]:
    """What was understood, how it will be counted, what was printed."""
    vote = started.desk.vote
    yield f"{vote.kind}“{vote.name}”，表样“{vote.form}”"
    yield from table_lines(started.tables)
    yield f"请核对 {'、'.join(picture.name for picture in started.pictures)}：每个打勾的格子写着它算作哪一题、哪一项"
    if vote.kind.elects:
        exactly = "（不能少选）" if vote.exact else ""
        yield f"应选 {vote.seats} 名{exactly}；“{vote.favour}”表示赞成；半数以{vote.base}计"
    yield "计票办法："
    for number, rule in enumerate(rules_of(vote), start=1):
        yield f"  {number}. {rule.words}（{rule.source}）"
    yield f"印 {vote.issued} 份，每处一个文件："
    yield from (f"  {run}" for run in started.runs)


def table_lines(tables: Sequence[BallotForm]) -> Iterator[str]:
    """What was understood of each table, and what of the form is not read."""
    for number, table in enumerate(tables, start=1):
        lines = sum(row.written is not None for row in table.rows)
        more = f"，另选他人 {lines} 行" if lines else ""
        yield f"表 {number}（第 {table.page} 页）：{len(table.rows) - lines} 题{more}，选项 {'、'.join(table.choices)}"
        yield from (f"  不读：{what}" for what in table.aside)


def redrawn_lines(made: RedrawnForm) -> Iterator[str]:
    """What was drawn anew, and how it is read now."""
    yield f"已改画成 {made.path}，请打开核对，再用它印票"
    yield from table_lines(made.tables)
    if made.choices:
        yield f"这些选项词不认得，开始投票时请加 --choices {','.join(made.choices)}"


def result_lines(result: VoteResult) -> Iterator[str]:
    """Paper, and who is elected or how each question was answered."""
    void = f"，整张无效 {result.void_sheets} 张" if result.vote.kind.elects else ""
    yield f"发出 {result.issued} 份，收回 {result.returned} 份{void}；人工判定 {result.corrected} 行"
    if lacking := unheld(result.vote):
        yield lacking
    if result.overfull:
        yield result.overfull
    if result.waiting:
        yield f"试算：还有 {result.waiting}，没有计入"
    if result.election is None:
        yield from (_question(one) for one in result.questions[:MOST_QUESTIONS])
        return
    yield from (f"选举无效：{fault}" for fault in result.election.faults)
    if not result.election.faults:
        yield f"应选 {result.vote.seats} 名，当选 {len(result.election.elected)} 名"
    for one in result.election.candidates:
        written = "（另选）" if one.written else ""
        yield f"{one.rank:>3} {one.name}{written}：{one.votes} 票，{one.standing}"


def _question(one: QuestionCount) -> str:
    votes = "，".join(f"{word} {number}" for word, number in zip(one.row.choices, one.choices, strict=True))
    return f"{one.row.label}：{votes}；不选 {one.blank}，多选 {one.multiple}"
