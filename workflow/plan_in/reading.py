"""A plan document read whole: every setting of a campaign file told beside its source, or asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.campaign.points import Component
from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, source, value_of
from pingyi.workflow.plan_in.notice.analysis_read import analysis_table, read_analysis
from pingyi.workflow.plan_in.notice.head import Head, find_head, read_head, read_year
from pingyi.workflow.plan_in.notice.own_plan import read_own_plan
from pingyi.workflow.plan_in.notice.place_names import read_district, read_short_name
from pingyi.workflow.plan_in.points.components import component_of
from pingyi.workflow.plan_in.points.groups_told import tell_groups
from pingyi.workflow.plan_in.points.hotline_read import read_hotline
from pingyi.workflow.plan_in.points.points_read import ReadPoints, against_full, against_words, points_tables
from pingyi.workflow.plan_in.points.points_told import tell_points
from pingyi.workflow.plan_in.points.points_words import points_in_words, said_fulls
from pingyi.workflow.plan_in.points.weights import read_choices, read_leader_rules
from pingyi.workflow.plan_in.units.ballot import TickedTable, above_table, annex_blocks, read_ballot, ticked_tables
from pingyi.workflow.plan_in.units.roster import Roster, said_totals
from pingyi.workflow.plan_in.units.roster_told import choose_roster, tell_roster
from pingyi.workflow.plan_in.units.rosters_read import ballot_roster, table_rosters, text_roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """What a plan document told and what it leaves to be asked."""

    name: str
    digest: str
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]  # Chinese: what of the file was not read
    forms: tuple[tuple[str, tuple[int, int]], ...] = ()  # its forms' annexes: name, first and last of its blocks

    @property
    def told(self) -> tuple[Told, ...]:
        """Settings with a value and its sources."""
        return tuple(one for one in self.findings if isinstance(one, Told))

    @property
    def people(self) -> dict[str, int]:
        """How many evaluators the document says a group has, by the group's name."""
        names = {
            one.place[1]: str(one.value) for one in self.told if one.place[0] == "groups" and one.place[2] == "name"
        }
        counted = [(one.place[1], one.value) for one in self.told if one.place[0] == "batches"]
        return {names[number]: value for number, value in counted if isinstance(value, int)}

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Settings without a value, each with its question."""
        return tuple(one for one in self.findings if isinstance(one, Asked))


def read_plan(paper: PlanPaper) -> PlanReading:
    """Read the document; nothing in it is chosen where it can be understood in two ways."""
    ballots, refused = ticked_tables(paper)
    taken = [one.table for one in ballots]
    ballots, others = _without_repeats(ballots)
    points, in_words = (
        points_tables([t for t in paper.tables if all(t is not one for one in taken)]),
        points_in_words(paper),
    )
    points = against_full(against_words(points, in_words), list(said_fulls(paper))) if points else in_words
    taken += points.tables if points else ()
    own_form = analysis_table(paper, taken)
    head = find_head(paper)
    titles = list(_titles(paper, head, [*(one.table for one in ballots[:1]), *([own_form] if own_form else [])]))
    found = [*read_head(paper, head), read_year(paper, head, titles[1:])]
    issuer = value_of(found, "about", "issuer")
    found += [read_district(paper, issuer, titles), read_short_name(paper, issuer)]
    rosters = [ballot_roster(ballots), *table_rosters(paper, [*taken, *([own_form] if own_form else [])])]
    found += _roster(paper, [*rosters, text_roster(paper)], points, refused)
    units = _units(found)
    found += tell_groups(paper, points, units)
    found += tell_points(points, units)
    found += [*_one_ballot(paper, ballots, others), *read_ballot(paper, ballots)]
    found += _scoring(paper, ballots, points, units)
    found += read_analysis(paper, own_form)
    found += read_own_plan(paper)
    remarks = (*paper.remarks, *refused)
    tables = [*([("评议表", ballots[0].table, ballots[-1].table)] if ballots else [])]
    tables += [("自评表", own_form, own_form)] if own_form else []
    forms = tuple((name, annex_blocks(paper, first, last)) for name, first, last in tables)
    return PlanReading(name=paper.name, digest=paper.digest, findings=tuple(found), remarks=remarks, forms=forms)


def _without_repeats(ballots: Sequence[TickedTable]) -> tuple[list[TickedTable], list[TickedTable]]:
    """The pages of the ballot, and forms with the same rows (for leaders, say), which are no further pages."""
    found: list[TickedTable] = []
    others: list[TickedTable] = []
    for one in ballots:
        roster = ballot_roster([one])
        known = (ballot_roster([each]) for each in found)
        repeats = roster is not None and any(set(roster.names) == set(other.names) for other in known if other)
        (others if repeats else found).append(one)
    return found, others


def _one_ballot(paper: PlanPaper, ballots: Sequence[TickedTable], others: Sequence[TickedTable]) -> Iterator[Asked]:
    """Two forms of the same units that are not alike: which of them voters tick is asked."""
    for one in others:
        titles = [above_table(paper, each.table).title_text for each in (ballots[0], one)]
        if titles[0] != titles[1] or one.choices != ballots[0].choices:
            where = tuple(source(each.table.place, "、".join(each.choices)) for each in (ballots[0], one))
            why = f"有两张名单相同的表（“{titles[0]}”“{titles[1]}”），下面按第一张读，请核对发给群众的是哪一张"
            yield Asked(place=("ballot",), why=why, example="核对标题和选项", sources=where)


def _titles(paper: PlanPaper, head: Head, tables: Sequence[object]) -> Iterator[tuple[str, Source]]:
    """Of the notice, the ballot and the units' own form."""
    text = head.title_text(paper)
    first = paper.lines[head.title[0]].place if paper.lines else ""
    yield text.partition("《")[2] or text, source(first, text)
    for table in paper.tables:
        if any(table is one for one in tables) and (title := above_table(paper, table).title_text):
            yield title, source(table.place, title)


def _roster(
    paper: PlanPaper, rosters: Sequence[Roster | None], points: ReadPoints | None, refused: Sequence[str]
) -> Iterator[Finding]:
    chosen = choose_roster([one for one in rosters if one is not None], list(said_totals(paper)), refused)
    yield from tell_roster(paper, chosen, [one.object for one in points.objects] if points else [])


def _units(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Names of those evaluated, as far as they are told."""
    lists = [
        one.value for one in findings if isinstance(one, Told) and one.place[0] == "series" and one.place[-1] == "units"
    ]
    return tuple(str(name) for names in lists if isinstance(names, tuple) for name in names)


def _scoring(
    paper: PlanPaper, ballots: Sequence[TickedTable], points: ReadPoints | None, units: Sequence[str]
) -> Iterator[Finding]:
    """Choices' worth, leaders' rules and the hotline's figures."""
    if ballots:
        yield from read_choices(paper, ballots[0].choices)
    else:
        why = "没有找到打勾的评议表（附件里要有表头写着“满意、不满意”一类选项的表格）"
        for name, example in (
            ("attachment", 'attachment = "附件1"'), ("title", 'title = "{year}年度{district}评议表"'),
            ("greeting", 'greeting = "尊敬的评议人："'), ("request", 'request = "请评议。"'),
            ("choices", 'choices = ["满意", "不满意"]'), ("opinion", 'opinion = "有何意见、建议？"'),
            ("notes", "notes = []"),
        ):  # fmt: skip
            yield Asked(place=("ballot", name), why=why, example=example)
        yield Asked(place=("policies", "vote_weights", "value"), why=why, example="value = [100, 0]")
    if points is None:
        return
    items = [item for one in points.objects for item in one.items]
    by_component = [(component_of(item.matter, item.by, units), item) for item in items]
    leaders = [item for kind, item in by_component if kind in {Component.BODIES, Component.TEAMS} and item.method]
    yield from read_leader_rules(paper, [("、".join(item.method), item.source) for item in leaders])
    hotline = [item for kind, item in by_component if kind is Component.HOTLINE]
    if hotline:
        alone = {item.points for item in hotline if item.points is not None}
        full = alone.pop() if len(alone) == 1 else None
        yield from read_hotline(paper, full)
