"""Other offices' schemes, to the formal notice: points are right, papers speak of nothing that is not theirs."""

import random
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from other_schemes import NOT_THEIRS, SCHEMES

from benchmarks.trust.invented_sheets import invented_sheet
from benchmarks.trust.people import enrol
from benchmarks.trust.tampering import still
from pingyi.domain.campaign.campaign import Batch, Campaign, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import brought_in, questions
from pingyi.domain.forms.abstaining import SAYS_NOTHING
from pingyi.domain.readings.reading import Source
from pingyi.domain.readings.returns import Returns
from pingyi.domain.results.score import Outside
from pingyi.domain.trust.people import Role
from pingyi.generator.forms.ballot import write_ballot
from pingyi.ground.errors import NotReadyError
from pingyi.samples.tables import write_tables
from pingyi.store.base.records import Filing, ImportedFile
from pingyi.store.outside.imports import outside
from pingyi.store.outside.returns import add_returns
from pingyi.workflow.desk.workspace import Workspace, watching, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.keys import both
from pingyi.workflow.results.feedback import give_feedback
from pingyi.workflow.results.issuing import agree
from pingyi.workflow.results.notice import NoticeWish, give_notice
from pingyi.workflow.results.policies import confirm, confirmed
from pingyi.workflow.results.score import make_result
from pingyi.workflow.tables.imports import import_table

pytestmark = [pytest.mark.slow, pytest.mark.office]
SHEETS = 7  # of each batch
TINY = Fraction(1, 10**9)


def votes_of(campaign: Campaign, batch: str, page: int) -> list[str]:
    dice = random.Random(f"{batch}{page}")  # noqa: S311 - invented votes
    return dice.choices(campaign.ballot.choices, range(len(campaign.ballot.choices), 0, -1), k=len(campaign.units))


def sheet(campaign: Campaign, batch: str, page: int) -> Filing:
    said = dict(zip(campaign.units, votes_of(campaign, batch, page), strict=True))
    source = Source(file=f"{batch}.pdf", page=page)
    return Filing(outcome=invented_sheet(campaign.units, source, said.__getitem__), batch=batch, scan="")


def done(file: Path, root: Path) -> Workspace:
    """The whole year of an office, to its formal notice and letters."""
    workspace, _ = start_workspace(root, file)
    campaign, plan = workspace.campaign, workspace.batches()
    with working(workspace, "test") as store:
        store.file_pages([sheet(campaign, batch.code, page) for batch in plan for page in range(1, SHEETS + 1)])
        people = enrol(store, {"张三": Role.ADMIN, "李四": Role.REVIEW})
        pair = both(people["张三"], people["李四"])
        for kind, path in write_tables(campaign, root.parent, 3).items():
            if kind in brought_in(campaign):
                import_table(campaign, store, kind, path)
        for name, _ in questions(campaign):
            confirm(campaign, store, name, pair)
        counted = [
            Returns(batch=one.code, issued=one.copies, returned=SHEETS, spoiled=0, outstanding=one.copies - SHEETS)
            for one in plan
        ]
        add_returns(store, ImportedFile(name="登记表.xlsx", sha256="0" * 64), counted)
        agree(workspace, store, pair)
        give_notice(confirmed(workspace, store), store, NoticeWish(final=True, draft=False), still)
        give_feedback(confirmed(workspace, store), store, still, draft=False)
    return workspace


@pytest.fixture(scope="module", params=SCHEMES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Workspace]:
    return request.param, done(SCHEMES[request.param], tmp_path_factory.mktemp("office") / "w")


def words(path: Path) -> Iterator[str]:
    """Every text of an Office file."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                yield re.sub("<[^>]*>", "", re.sub("</w:p>|</si>", "\n", package.read(name).decode()))


def test_points_are_those_of_the_scheme(office: tuple[str, Workspace]) -> None:
    _, workspace = office
    campaign, plan = workspace.campaign, workspace.batches()
    with watching(workspace) as store:
        result = make_result(confirmed(workspace, store).campaign, plan, store, draft=False)
        brought = outside(store)
    for unit, scored in zip(campaign.units, result.scores.units, strict=True):
        full = {item.component: Fraction(item.points or 0) for item in campaign.points_of(unit.kind).items}
        expected = {Component.VOTES: public(campaign, plan, unit, brought) / 100 * full[Component.VOTES]}
        for component in {Component.BODIES, Component.TEAMS} & set(full):
            by_votes = campaign.policies.leader_form.value == "votes"
            whole = sum(ticked(campaign, plan, unit, component).values(), Counter())
            score = mean(whole, campaign) if by_votes else leaders(campaign, component, unit, brought)
            expected[component] = score / 100 * full[component]
        assert set(scored.components) == set(full), unit
        for component, points in expected.items():
            figure = scored.item(component)
            assert figure is not None
            assert abs(Fraction(figure.value) - points) < TINY, unit


def mean(votes: Mapping[str, int], campaign: Campaign) -> Fraction:
    """Of what each choice is worth, over those that count."""
    worth = {choice.word: Fraction(choice.weight) for choice in campaign.choices if choice.counts}
    return Fraction(sum(worth[word] * votes.get(word, 0) for word in worth), sum(votes.get(word, 0) for word in worth))


def ticked(campaign: Campaign, plan: Sequence[Batch], unit: Unit, component: Component) -> dict[str, Counter[str]]:
    """Votes on paper by group."""
    by_group: dict[str, Counter[str]] = defaultdict(Counter)
    keys = {group.key for group in campaign.groups if group.component is component}
    for batch in (one for one in plan if one.group in keys):
        for page in range(1, SHEETS + 1):
            by_group[batch.group][votes_of(campaign, batch.code, page)[unit.serial - 1]] += 1
    return by_group


def public(campaign: Campaign, plan: Sequence[Batch], unit: Unit, brought: Outside) -> Fraction:
    by_group = ticked(campaign, plan, unit, Component.VOTES)
    words = [choice.word for choice in campaign.choices if choice.counts]
    asked = [Counter(dict(zip(words, one.choices, strict=True))) for one in brought.phone if one.unit == unit.name]
    shares = campaign.policies.group_weighting.value
    if not isinstance(shares, dict):
        return mean(sum([*by_group.values(), *asked], Counter()), campaign)
    weighed = sum(Fraction(shares[key]) * mean(votes, campaign) for key, votes in by_group.items())
    return weighed / sum(Fraction(shares[key]) for key in by_group)


def leaders(campaign: Campaign, component: Component, unit: Unit, brought: Outside) -> Fraction:
    keys = {group.key for group in campaign.groups if group.component is component}
    marks = [one for one in brought.leaders if one.unit == unit.name and one.group in keys]
    return sum((Fraction(one.mean) * one.count for one in marks), Fraction(0)) / sum(one.count for one in marks)


def test_no_paper_speaks_of_what_another_scheme_has(office: tuple[str, Workspace], tmp_path: Path) -> None:
    name, workspace = office
    papers = [path for path in workspace.results.rglob("*.*x") if path.suffix in (".docx", ".xlsx")]
    assert len(papers) == 2 + len(workspace.campaign.units)
    papers.append(write_ballot(workspace.campaign, tmp_path / "票.docx"))
    for paper in papers:
        found = [line for text in words(paper) for line in text.split("\n") if re.search(NOT_THEIRS[name], line)]
        assert found == [], paper.name


def test_what_the_scheme_does_not_have_is_not_taken_in(office: tuple[str, Workspace], tmp_path: Path) -> None:
    _, workspace = office
    campaign = workspace.campaign
    tables = write_tables(campaign, tmp_path, 3)
    with working(workspace, "test") as store:
        for kind in set(tables) - set(brought_in(campaign)):
            with pytest.raises(NotReadyError, match=r"方案的分值表里没有.*不用导入"):
                import_table(campaign, store, kind, tables[kind])


def test_both_checkers_pass_it(office: tuple[str, Workspace], tmp_path: Path) -> None:
    _, workspace = office
    assert verify(workspace, VerifyRequest(), still).differences == ()
    with working(workspace, "test") as store:
        make_archive(workspace, store, tmp_path / "a.zip", pictures=True)
    assert "核验" in pingyi_verify.verify(str(tmp_path / "a.zip"))


def test_what_is_taken_for_an_abstention_is_none_to_the_checker_alone_either(tmp_path: Path) -> None:
    """The file gives 不了解 0 points and no name of an abstention; the stand-alone checker reads the same file."""
    assert pingyi_verify.SAYS_NOTHING == SAYS_NOTHING
    text = SCHEMES["university"].read_text(encoding="utf-8")
    assert 'abstentions = ["不了解"]\n' in text
    text = text.replace('abstentions = ["不了解"]\n', "").replace("[100, 80, 60, 0]", "[100, 80, 60, 0, 0]")
    file = tmp_path / "方案.toml"
    file.write_text(text, encoding="utf-8")
    workspace = done(file, tmp_path / "w")
    assert workspace.campaign.ballot.abstentions == ("不了解",)
    assert verify(workspace, VerifyRequest(), still).differences == ()
    with working(workspace, "test") as store:
        make_archive(workspace, store, tmp_path / "a.zip", pictures=True)
    assert "核验" in pingyi_verify.verify(str(tmp_path / "a.zip"))
