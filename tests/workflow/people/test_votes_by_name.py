"""A vote belongs to the name on its paper: whatever happens to the roster afterwards, none goes to another unit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_workspace import invented_workspace

from pingyi.domain.campaign.campaign import Campaign
from pingyi.ground.errors import RosterError
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import named_units
from pingyi.store.readings.printed_forms import keep_contents
from pingyi.workflow.desk.record import record_scores
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.results.audit_population import population
from pingyi.workflow.results.reconcile import give_balance
from pingyi.workflow.results.score import make_result
from pingyi.workflow.results.tally import make_tally
from pingyi.workflow.status import make_status

Roster = list[list[str]]  # by series
NEW = ("区大数据局", "区医疗保障局", "区退役军人事务局")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return invented_workspace(tmp_path_factory.mktemp("names") / "w", sheets=5)


@pytest.fixture(scope="module")
def store(workspace: Workspace) -> Iterator[Store]:
    with watching(workspace) as opened:
        yield opened


def with_roster(campaign: Campaign, roster: Roster, aliases: dict[str, str] | None = None) -> Campaign:
    content: dict[str, Any] = campaign.model_dump()
    for series, units in zip(content["series"], roster, strict=True):
        series["units"] = tuple(units)
    content["series"] = tuple(series for series in content["series"] if series["units"])
    content["aliases"] = aliases or {}
    return Campaign.model_validate(content)


def roster_of(campaign: Campaign) -> Roster:
    return [list(series.units) for series in campaign.series]


def votes(campaign: Campaign, workspace: Workspace, store: Store) -> dict[str, Counter[str]]:
    """By the name of the unit in the roster: votes by choice."""
    tally = make_tally(campaign, workspace.batches(), store, draft=True)
    found: dict[str, Counter[str]] = {unit.name: Counter() for unit in campaign.units}
    for row in tally.rows:
        name = campaign.units[int(row.item) - 1].name
        found[name].update(dict(zip(tally.choices, row.choices, strict=True)) | {"blank": row.blank})
    return found


def votes_on_paper(store: Store) -> dict[str, Counter[str]]:
    """By the name printed in the row."""
    found: dict[str, Counter[str]] = {}
    for _, reading in store.readings():
        for row in reading.rows:
            found.setdefault(row.name, Counter())[row.choice or "blank"] += 1
    return found


def changes(roster: Roster, draw: st.DrawFn) -> tuple[Roster, dict[str, str], bool]:
    """A roster as offices change it; aliases; whether the printed names are still its units, all and only those."""
    new = [list(units) for units in roster]
    aliases: dict[str, str] = {}
    same = True
    for step in draw(st.lists(st.sampled_from(["exchange", "move", "rename", "alias", "abolish", "add"]), max_size=4)):
        places = [(k, j) for k, units in enumerate(new) for j in range(len(units))]
        (k, j), (m, n) = draw(st.sampled_from(places)), draw(st.sampled_from(places))
        fresh = draw(st.sampled_from(NEW))
        known = {name for units in new for name in units}
        if step == "exchange":
            new[k][j], new[m][n] = new[m][n], new[k][j]
        elif step == "move" and len(new[k]) > 1:
            new[m].insert(n, new[k].pop(j))
        elif step in ("rename", "alias") and fresh not in known and new[k][j] not in aliases.values():
            if step == "alias" and new[k][j] not in NEW:
                aliases[new[k][j]] = fresh
            else:
                same = False
            new[k][j] = fresh
        elif step == "abolish" and len(new[k]) > 1 and new[k][j] not in aliases.values():
            new[k].pop(j)
            same = False
        elif step == "add" and fresh not in known:
            new[k].insert(j, fresh)
            same = False
    return new, aliases, same


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_vote_ever_goes_to_a_unit_not_printed_in_its_row(
    workspace: Workspace, store: Store, data: st.DataObject
) -> None:
    base = workspace.campaign
    roster, aliases, same = data.draw(st.composite(lambda draw: changes(roster_of(base), draw))())
    campaign = with_roster(base, roster, aliases)
    paper = votes_on_paper(store)
    printed = {aliases.get(name, name): count for name, count in paper.items()}
    apart = len(printed) == len(paper)  # no two rows of the paper are one unit now
    restored = apart and set(printed) == {unit.name for unit in campaign.units}  # e.g. abolished and added by chance
    if same or restored:
        assert {name: +count for name, count in votes(campaign, workspace, store).items()} == printed
    else:
        with pytest.raises(RosterError):
            make_tally(campaign, workspace.batches(), store, draft=True)


def exchanged(campaign: Campaign) -> Campaign:
    roster = roster_of(campaign)
    roster[2][0], roster[2][1] = roster[2][1], roster[2][0]
    return with_roster(campaign, roster)


def abolished_and_added(campaign: Campaign) -> Campaign:
    roster = roster_of(campaign)
    roster[2].pop(0)
    roster[-1].append(NEW[0])
    return with_roster(campaign, roster)


@pytest.mark.slow
def test_exchanged_units_keep_their_own_points(workspace: Workspace, store: Store) -> None:
    before = make_result(workspace.campaign, workspace.batches(), store, draft=True).scores
    after = make_result(exchanged(workspace.campaign), workspace.batches(), store, draft=True).scores
    points = [{unit.unit: unit.total.value for unit in sheet.units} for sheet in (before, after)]
    assert points[0] == points[1]


def test_paper_still_balances_and_an_audit_still_draws_after_an_exchange(workspace: Workspace, store: Store) -> None:
    campaign = exchanged(workspace.campaign)
    balance = give_balance(replace(workspace, campaign=campaign), store)
    assert not [one for one in balance.imbalances if "程序" in one.remedy]
    before, after = population(workspace.campaign, store), population(campaign, store)
    assert before.digest == after.digest
    first, second = campaign.units[12], campaign.units[13]
    assert before.reported(str(first.serial), 3) == after.reported(str(second.serial), 3)


def test_abolished_and_added_units_stop_with_both_names_the_form_and_what_to_do(
    workspace: Workspace, store: Store
) -> None:
    gone = workspace.campaign.series[2].units[0]
    with pytest.raises(RosterError) as stopped:
        make_tally(abolished_and_added(workspace.campaign), workspace.batches(), store, draft=False)
    told = str(stopped.value)
    assert gone in told
    assert NEW[0] in told
    assert "[[changes]]" in told
    assert "张）" in told


def test_score_status_and_verify_say_the_same(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=2)
    text = workspace.campaign_file.read_text(encoding="utf-8")
    gone = workspace.campaign.series[2].units[0]
    changed = text.replace(f'"{gone}"', f'"{NEW[0]}"', 1)
    assert changed != text
    workspace.campaign_file.write_text(changed, encoding="utf-8")
    workspace = open_workspace(workspace.root)
    with working(workspace, "test") as store:
        with pytest.raises(RosterError) as scoring:
            make_result(workspace.campaign, workspace.batches(), store, draft=True)
        with pytest.raises(RosterError) as balance:
            give_balance(workspace, store)
        status = make_status(workspace.campaign, workspace.batches(), store)
    checked = verify(workspace, VerifyRequest(), lambda *_: None)
    assert str(scoring.value) == str(balance.value) == status.names
    assert status.names in checked.differences


def test_two_printed_units_are_never_counted_as_one(workspace: Workspace, store: Store) -> None:
    roster = roster_of(workspace.campaign)
    first, second = roster[2].pop(0), roster[2][0]
    with pytest.raises(RosterError, match="同一个单位"):
        votes(with_roster(workspace.campaign, roster, {first: second}), workspace, store)


def with_choices(campaign: Campaign, choices: Sequence[str]) -> Campaign:
    content = campaign.model_dump()
    content["ballot"]["choices"] = tuple(choices)
    content["policies"]["vote_weights"] |= {"value": (100, 70, 30, 0)[: len(choices)], "alternatives": ()}
    return Campaign.model_validate(content)


@pytest.mark.parametrize(
    "choices",
    [
        ("满意", "不满意"),
        ("很满意", "基本满意", "不满意"),
        ("满意", "基本满意", "不满意", "不了解"),
        ("不满意", "基本满意", "满意"),
    ],
)
def test_changed_choices_stop_with_the_words(tmp_path: Path, choices: tuple[str, ...]) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=2)
    with working(workspace, "test") as store:
        keep_contents(store, [("f", '{"choices":["满意","基本满意","不满意"],"rows":[]}')])
        with pytest.raises(RosterError, match="选项"):
            make_tally(with_choices(workspace.campaign, choices), workspace.batches(), store, draft=True)


def test_a_choice_votes_were_given_for_stops_even_where_no_form_was_kept(workspace: Workspace, store: Store) -> None:
    with pytest.raises(RosterError, match="有票投给“基本满意”"):
        make_tally(with_choices(workspace.campaign, ("满意", "不满意")), workspace.batches(), store, draft=True)


def test_papers_with_older_marks_are_counted_and_told(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=1)
    with working(workspace, "test") as store:
        _, reading = next(store.readings())
        for number, mark in enumerate(("PY1:A01", "PY1:A01/2", workspace.campaign.ballot_print.key, "PY2:K7Q2MA:A01")):
            other = replace(reading, digest=f"{number}".ljust(64, "e"), mark=mark)
            store.file_pages([Filing(outcome=other, batch="A01", scan="s")])
        assert make_status(workspace.campaign, workspace.batches(), store).old_marks == 2


def test_numbers_an_older_program_kept_of_an_opinion_mean_the_names_on_its_form(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=1)
    with working(workspace, "test") as store:
        _, reading = next(store.readings())
        assert named_units(store, reading.digest, "[2, 99]") == (workspace.campaign.units[1].name, "第 99 号")
        assert named_units(store, reading.digest, '["区财政局"]') == ("区财政局",)


@pytest.mark.slow
def test_an_archive_sealed_after_an_exchange_is_verified_here_and_by_the_stand_alone_checker(tmp_path: Path) -> None:
    workspace = invented_workspace(tmp_path / "w", sheets=2)
    text = workspace.campaign_file.read_text(encoding="utf-8")
    workspace.campaign_file.write_text(text.replace('"雒容镇", "里雍镇"', '"里雍镇", "雒容镇"'), encoding="utf-8")
    workspace = open_workspace(workspace.root)
    assert workspace.campaign.units[0].name == "里雍镇"
    with working(workspace, "test") as store:
        result = make_result(workspace.campaign, workspace.batches(), store, draft=True)
        record_scores(workspace.root, store, result)
        files = make_archive(workspace, store, tmp_path / "a.zip", pictures=False)
    assert pingyi_verify.verify(str(files.results)).startswith("核验通过")
    assert verify(workspace, VerifyRequest(reread=0), lambda *_: None).differences == ()
