"""What stations' people decided stands here on two people's own signatures, so that a formal notice can rest on it."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from printed_ballot import Printed
from stations import decision, sheet, started, still

from benchmarks.trust.people import PASSWORD, enrol
from pingyi.commands.show.console import run
from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.double_review import RowPlace
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.domain.trust.chain import sha256
from pingyi.domain.trust.people import Role
from pingyi.domain.trust.statement import Act, row_word
from pingyi.ground.errors import ExitCode, NotReadyError
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.verify import VerifyRequest, verify
from pingyi.workflow.joining.bundle import make_bundle
from pingyi.workflow.joining.merge import TakenIn, take_in
from pingyi.workflow.joining.pool import keep_bundles, pooled
from pingyi.workflow.joining.taking_over import hands_for
from pingyi.workflow.people.double_review import send_back
from pingyi.workflow.people.keys import MOST_WORDS, Pair, both, nobody, say, signed_words
from pingyi.workflow.people.reassigned import Given, moved_papers, reassign
from pingyi.workflow.people.signed import backing

PEOPLE = {"张三": Role.ADMIN, "李四": Role.REVIEW, "王五": Role.ENTRY}
ONE, TWO, _ = PEOPLE


@pytest.fixture
def sheets(printed: Printed) -> list[SheetReading]:
    return [sheet(printed, seed) for seed in (1, 2)]


@pytest.fixture
def office(tmp_path: Path, printed: Printed) -> Workspace:
    return started(tmp_path / "合并", printed)


def handed_in(office: Workspace, printed: Printed, sheets: list[SheetReading], *decisions: Correction) -> None:
    """A station's bundle, kept at the office."""
    station = started(office.root.parent / "站", printed)
    out = office.root.parent / "b.zip"
    with working(station, "test") as store:
        store.file_pages([Filing(outcome=one, batch="A01", scan="0" * 64) for one in sheets])
        store.add_decisions(decisions)
        make_bundle(station, store, out, "甲站")
    assert keep_bundles(office, [out], still).new == 1


def taken(office: Workspace, store: Store, pair: Pair | None) -> TakenIn:
    joined = pooled(office, still).joined
    return take_in(office, store, joined, still, hands_for(store, joined, pair))


def named(one: Correction, *pair: str) -> Correction:
    return replace(one, decided_by=pair[0], confirmed_by=pair[1])


def test_two_people_of_the_office_answer_for_what_a_station_decided(
    office: Workspace, printed: Printed, sheets: list[SheetReading]
) -> None:
    handed_in(office, printed, sheets, decision(sheets[0], "满意"), decision(sheets[1], "不满意", 0))
    with working(office, "test") as store:
        people = enrol(store, PEOPLE)
        pair = both(people[ONE], people[TWO])
        with pytest.raises(NotReadyError, match="2 行要由本办两个有账号的人签名收下，什么也没有入库"):
            take_in(office, store, pooled(office, still).joined, still)
        assert not list(store.readings())
        done = taken(office, store, pair)
        assert (done.sheets, done.rulings, done.signed) == (2, 2, 2)
        assert {one.decided_by for one in store.latest_corrections().values()} == {"甲"}
        assert (backing(store).signed, backing(store).unsigned) == (2, ())
        assert taken(office, store, None).signed == 0, "nothing more to sign"
        make_archive(office, store, office.root.parent / "a.zip", pictures=True)
    assert verify(office, VerifyRequest(reread=0), still).differences == ()
    assert "判定和确认 2 项由两人签名" in pingyi_verify.verify(str(office.root.parent / "a.zip"))


@pytest.mark.parametrize("keys", [True, False])
def test_a_sheet_a_station_took_out_is_out_here_too(
    office: Workspace, printed: Printed, sheets: list[SheetReading], *, keys: bool
) -> None:
    station = started(office.root.parent / "站", printed)
    with working(station, "test") as store:
        store.file_pages([Filing(outcome=one, batch="A01", scan="0" * 64) for one in sheets])
        given = Given(codes=(sheets[0].digest,), batch="", reason="夹带的（虚构）")
        reassign(station, store, given, Pair(by="甲", witness="乙", ask=nobody))
        make_bundle(station, store, office.root.parent / "b.zip", "甲站")
    assert keep_bundles(office, [office.root.parent / "b.zip"], still).new == 1
    with working(office, "test") as store:
        people = enrol(store, PEOPLE) if keys else {}
        if keys:
            with pytest.raises(NotReadyError, match="改归、移出的 1 张票要由本办两个有账号的人签名"):
                take_in(office, store, pooled(office, still).joined, still)
        pair = both(people[ONE], people[TWO]) if keys else None
        assert taken(office, store, pair).sheets == 2
        assert {batch: one.sheets for batch, one in store.progress().items()} == {"A01": 1}
        assert [one.digest for one in moved_papers(store)] == [sheets[0].digest]
        assert backing(store).signed == keys
        taken(office, store, None)
        assert len(moved_papers(store)) == 1, "taken over once"
    assert verify(office, VerifyRequest(reread=0), still).differences == ()


def test_one_person_takes_nothing_over(office: Workspace, printed: Printed, sheets: list[SheetReading]) -> None:
    handed_in(office, printed, sheets, decision(sheets[0], "满意"))
    with working(office, "test") as store:
        people = enrol(store, PEOPLE)
        for other in ("张 三", "張三", ""):
            alone = Pair(by=ONE, witness=other, ask=lambda names: dict.fromkeys(names, people[ONE]))
            with pytest.raises(NotReadyError, match="两个人"):
                taken(office, store, alone)
        absent = Pair(by=ONE, witness=TWO, ask=lambda _: {ONE: people[ONE]})
        with pytest.raises(NotReadyError, match="李四 没有签名"):
            taken(office, store, absent)
        assert not store.latest_corrections()


@pytest.mark.parametrize("names", [(ONE, "乙"), ("甲", "李 四"), (TWO, ONE), ("王五", "乙")])
def test_a_stations_namesake_of_somebody_here_has_signed_nothing(
    office: Workspace, printed: Printed, sheets: list[SheetReading], names: tuple[str, str]
) -> None:
    """The decision is then under the names of the two who took it over."""
    handed_in(office, printed, sheets, named(decision(sheets[0], "满意"), *names))
    with working(office, "test") as store:
        people = enrol(store, PEOPLE)
        assert taken(office, store, both(people[ONE], people[TWO])).rulings == 1
        (one,) = store.latest_corrections().values()
        assert {one.decided_by, one.confirmed_by} == {ONE, TWO}
        assert (backing(store).signed, backing(store).unsigned) == (1, ())
        make_archive(office, store, office.root.parent / "a.zip", pictures=True)
    assert verify(office, VerifyRequest(reread=0), still).differences == ()
    assert "判定和确认 1 项由两人签名" in pingyi_verify.verify(str(office.root.parent / "a.zip"))


def test_what_was_taken_in_before_anybody_had_a_key_can_be_signed_for(
    office: Workspace, printed: Printed, sheets: list[SheetReading]
) -> None:
    handed_in(office, printed, sheets, decision(sheets[0], "满意"), named(decision(sheets[1], "满意"), ONE, "乙"))
    with working(office, "test") as store:
        assert taken(office, store, None).rulings == 2
        people = enrol(store, PEOPLE)
        assert len(backing(store).unsigned) == 2
        assert taken(office, store, both(people[ONE], people[TWO])).signed == 2
        assert (backing(store).signed, backing(store).unsigned) == (2, ())
        assert {one.word for one in store.latest_corrections().values()} == {"满意"}


def test_what_was_decided_or_sent_back_here_is_not_signed_for(
    office: Workspace, printed: Printed, sheets: list[SheetReading]
) -> None:
    handed_in(office, printed, sheets, decision(sheets[0], "满意"), decision(sheets[1], "满意"))
    with working(office, "test") as store:
        people = enrol(store, PEOPLE)
        pair = both(people[ONE], people[TWO])
        taken(office, store, pair)
        place = RowPlace(sheet=sheets[0].digest, item=sheets[0].rows[4].item)
        send_back(store, people["王五"], [place])
        other = named(decision(sheets[1], "不满意"), TWO, ONE)
        for person in (people[ONE], people[TWO]):
            say(store, person, Act.ROWS, [row_word(other.sheet, other.item, Verdict.VALID.value, "不满意")])
        store.add_decisions([other])
        before = store.latest_corrections()
        assert (taken(office, store, pair).signed, store.latest_corrections()) == (0, before)
        assert store.referred() == {(place.sheet, place.item)}


def test_what_somebody_says_of_very_many_rows_is_read_again(office: Workspace) -> None:
    words = [row_word(sha256(str(number)), "7", "valid", "满意") for number in range(3 * MOST_WORDS + 1)]
    with working(office, "test") as store:
        people = enrol(store, PEOPLE)
        for person in (people[ONE], people[TWO]):
            say(store, person, Act.ROWS, words)
        said = signed_words(store)
        assert said.faults == []
        assert all(said.agreed(Act.ROWS, word, (ONE, TWO)) for word in words)
        make_archive(office, store, office.root.parent / "a.zip", pictures=True)
    assert verify(office, VerifyRequest(reread=0), still).differences == ()
    assert pingyi_verify.verify(str(office.root.parent / "a.zip"))


def signed_station(office: Workspace, printed: Printed, sheets: list[SheetReading], *, unsigned: bool) -> Path:
    """The bundle of a station whose two people have keys; `unsigned`: one more row decided by one of them alone."""
    station = started(office.root.parent / "站", printed)
    with working(station, "test") as store:
        store.file_pages([Filing(outcome=one, batch="A01", scan="0" * 64) for one in sheets])
        people = enrol(store, {"赵六": Role.ADMIN, "钱七": Role.REVIEW})
        made = [named(decision(one, "满意"), *people) for one in sheets]
        for number, one in enumerate(made):
            for person in list(people.values())[: 1 if unsigned and number else 2]:
                say(store, person, Act.ROWS, [row_word(one.sheet, one.item, one.verdict.value, one.choice)])
        store.add_decisions(made)
        return make_bundle(station, store, office.root.parent / "b.zip", "甲站").path


def test_a_stations_people_signed_what_they_decided(
    office: Workspace, printed: Printed, sheets: list[SheetReading]
) -> None:
    assert keep_bundles(office, [signed_station(office, printed, sheets, unsigned=False)], still).new == 1
    with working(office, "test") as store:
        people = enrol(store, PEOPLE)
        assert taken(office, store, both(people[ONE], people[TWO])).signed == 2
        assert backing(store).unsigned == ()
    assert verify(office, VerifyRequest(reread=0), still).differences == ()


def test_a_bundle_with_a_decision_one_person_made_alone_is_refused(
    office: Workspace, printed: Printed, sheets: list[SheetReading]
) -> None:
    (why,) = keep_bundles(office, [signed_station(office, printed, sheets, unsigned=True)], still).refused
    assert "的判定没有赵六、钱七两人的签名" in str(why)


def test_at_the_terminal(
    office: Workspace,
    printed: Printed,
    sheets: list[SheetReading],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pingyi.cli import commands  # noqa: PLC0415

    handed_in(office, printed, sheets, decision(sheets[0], "满意"))
    with working(office, "test") as store:
        enrol(store, PEOPLE)
    merge = ["-C", str(office.root), "merge", "--take-in"]
    assert run(commands, merge) == ExitCode.NOT_READY
    assert "--by 姓名 --witness 姓名" in capsys.readouterr().err
    for typed, code in ((f"{PASSWORD}\n不对的一句话\n", ExitCode.NOT_READY), (f"{PASSWORD}\n" * 2, ExitCode.OK)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert run(commands, [*merge, "--by", ONE, "--witness", TWO]) == code
    assert "各站的人工判定 1 行已由两人签名收下" in capsys.readouterr().out
    assert run(commands, [*merge[:-1], "--by", ONE]) == ExitCode.USAGE
