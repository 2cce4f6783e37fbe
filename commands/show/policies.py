"""Policies, their effects and oddities as a clerk sees them in the terminal, at 80 columns."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table

from pingyi.domain.campaign.policy_words import answer_notes
from pingyi.domain.results.anomaly import FALSE_ALARMS, Anomaly
from pingyi.domain.results.sensitivity import PolicyEffect
from pingyi.workflow.results.policies import PolicyStanding, Standing, void_lines

NOT_COMPARED = (
    "没有比较的：上一年的结果（工作目录里没有）；电话访谈与问卷（问的人不同）。",
    "热线汇总表与逐单重算的差额：pingyi hotline。",
)
STANDING_TEXT = {Standing.CONFIRMED: "已确认", Standing.OPEN: "待确认", Standing.VOID: "已失效"}
SOME_MOVES = 4
SOME_EVIDENCE = 4


def policy_tables(found: tuple[PolicyStanding, ...]) -> Iterable[RenderableType]:
    """Every policy with its value and who confirmed it."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("代号", no_wrap=True)
    table.add_column("事项和现用办法", overflow="fold")
    table.add_column("状态", no_wrap=True)
    for one in found:
        people = f"{one.policy.confirmed_by}、{one.policy.witness}" if one.policy.confirmed else ""
        if one.record and one.standing is Standing.CONFIRMED:
            given = one.record.given
            people = f"{given.confirmed_by}、{given.witness}\n{one.record.at:%Y-%m-%d}"
        back = (f"（{one.taken_back}）",) if one.taken_back else ()
        what = "\n".join((one.policy.title, f"→{one.answer}", *answer_notes(one.name), *back))
        table.add_row(one.name, what, "\n".join(filter(None, (STANDING_TEXT[one.standing], people))))
    yield table
    yield from void_lines(found)
    waiting = sum(one.standing is not Standing.CONFIRMED for one in found)
    if waiting:
        yield f"待确认 {waiting} 项：pingyi policy confirm 代号 --by 确认人 --witness 监督人"
        yield "影响哪些名次：pingyi sensitivity"


def effect_tables(effects: Iterable[PolicyEffect]) -> Iterable[RenderableType]:
    """Each question, and what each other answer to it would do."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_lines=False)
    table.add_column("事项（现用办法）／改为", ratio=1, overflow="fold")
    table.add_column("影响", ratio=1, overflow="fold")
    for effect in effects:
        state = "" if effect.confirmed else "，待确认"
        table.add_row(f"[bold]{effect.title}[/bold]", f"现用：{effect.answer}{state}", style="on default")
        for other in effect.alternatives:
            moves = () if other.regrouped else other.moves()
            lines = [other.summary(), *moves[:SOME_MOVES]]
            if len(moves) > SOME_MOVES:
                lines.append(f"等 {len(moves)} 个")
            table.add_row(f"  → {other.answer}", "\n".join(lines))
    yield table


def anomaly_lines(anomalies: Iterable[Anomaly]) -> Iterable[str]:
    """One finding after the other with its evidence."""
    found = tuple(anomalies)
    for number, anomaly in enumerate(found, start=1):
        chance = "" if anomaly.chance is None else f"（偶然出现的概率 {anomaly.chance:.1e}）"
        yield f"{number}. {anomaly.oddity.value}：{anomaly.place}"
        yield f"   {anomaly.finding}{chance}"
        if anomaly.evidence:
            more = f" 等 {len(anomaly.evidence)} 处" if len(anomaly.evidence) > SOME_EVIDENCE else ""
            yield f"   见 {'；'.join(anomaly.evidence[:SOME_EVIDENCE])}{more}"
    yield f"共 {len(found)} 处异常" if found else "没有发现异常"
    yield from NOT_COMPARED
    yield f"只列出，不更正；按概率判断的每类误报机会不超过 {FALSE_ALARMS:.0%}。请逐项核对原件。"
