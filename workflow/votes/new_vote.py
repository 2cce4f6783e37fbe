"""`pingyi vote new`: a Word form becomes a vote: understood aloud, checked against its kind, printed for each place."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.forms.declared import DECLARED_SIGN, Declared, is_told
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.forms.question import check_candidates, questions_of
from pingyi.domain.forms.words import WRITE_IN
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.votes.vote import Base, Place, Quorum, Vote, VoteKind, favour_of, fitting_vote
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import page_count
from pingyi.generator.understood.kept_prints import keep_print
from pingyi.generator.understood.table_form import body_text
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.ground.foreign import file_name
from pingyi.ground.whole import put
from pingyi.scanner.shown.form_picture import form_picture
from pingyi.workflow.desk.record import record_files
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import VOTE, working
from pingyi.workflow.files.word_files import bounded
from pingyi.workflow.init import check_new
from pingyi.workflow.plan_in.toml_text import value_text
from pingyi.workflow.votes.vote_desk import asked_tables, form_print

MOST_TABLES = 100
LINE = re.compile(f"({WRITE_IN.pattern})[^，。；、：:_＿]{{0,8}}[：:_＿]")  # 另选他人姓名：____
UNDERSTOOD = "表样认读-{}.png"
LETTER = "V"  # batch codes of a vote: V01, V02 …
HEAD = """\
# 一次投票的全部设置；改动以后再次计票即按新的写法算。表样和批次印好以后不要再改 form、digest、places。
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVote:
    """What the office says of a vote; 0 and empty where it says nothing."""

    form: Path
    name: str
    kind: VoteKind
    copies: tuple[tuple[str, int], ...]  # place and number
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    several: bool = False
    marks: Declared = Declared.TICK
    favour: str = ""
    seats: int = 0
    exact: bool = False
    base: Base = Base.ELIGIBLE
    quorum: Quorum = Quorum.FOUR_FIFTHS
    eligible: int = 0
    attending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedVote:
    """The vote, its tables, and what was written."""

    desk: VoteDesk
    tables: tuple[BallotForm, ...]
    pictures: tuple[Path, ...]  # how each table was understood
    runs: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A form's tables, and a PNG of each with every cell that is read."""

    tables: tuple[BallotForm, ...]
    pictures: tuple[bytes, ...]


def understand(
    form: Path, choices: Sequence[str], names: Sequence[str], *, marks: Declared = Declared.TICK, several: bool = False
) -> Understood:
    """What a Word file asks, before anything is made. Raises FormError."""
    tables = asked_tables(form, choices, names, marks=marks, several=several)
    return Understood(tables=tables, pictures=tuple(map(form_picture, tables)))


def start_vote(folder: Path, wish: NewVote) -> StartedVote:
    """
    Make `folder` the workspace of a vote and print its runs.

    Raises FileError when the folder is in use, FormError when the form cannot be read or does not suit the kind of
    vote, NotReadyError when the kind asks for a number that was not given, CampaignError on what does not hang
    together.
    """
    check_new(folder)
    _check_told(wish)
    understood = understand(wish.form, wish.choices, wish.names, marks=wish.marks, several=wish.several)
    tables = understood.tables
    vote = _vote(wish, tables)
    desk = VoteDesk(root=folder, vote=vote)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(wish.form, desk.form)
    printed = keep_print(desk.form, tables[0].table.printed.pdf)  # what was understood is what papers are made from
    pictures = tuple(
        put(folder / UNDERSTOOD.format(number), png) for number, png in enumerate(understood.pictures, start=1)
    )
    runs = _print(desk, printed, tables)
    put(folder / VOTE, _text(vote).encode())  # last: it is what makes the folder a vote's
    with working(desk, "vote new") as store:
        record_files(desk.root, store, EventKind.PRINT_RUN, (desk.form, printed, *runs), {})
    return StartedVote(desk=desk, tables=tables, pictures=pictures, runs=runs)


def _check_told(wish: NewVote) -> None:
    """Raises FormError when the form does not tell its voters that such marks choose."""
    if wish.marks is not Declared.TICK and not is_told(wish.marks, bounded(wish.form.name, body_text, wish.form)):
        raise FormError(
            f"填法选的是“{wish.marks}”，表样“{wish.form.name}”上却没有这样说；"
            f"请在表样的说明里写明{DECLARED_SIGN[wish.marks]}，或把填法改成“{Declared.TICK}”"
        )


def _vote(wish: NewVote, tables: Sequence[BallotForm]) -> Vote:
    favour, seats = _elected_by(wish, tables) if wish.kind.elects else ("", 0)
    places = tuple(
        Place(code=f"{LETTER}{number:02d}", name=name, copies=copies)
        for number, (name, copies) in enumerate(wish.copies, start=1)
    )
    return fitting_vote(
        name=wish.name,
        kind=wish.kind,
        form=file_name(wish.form.stem),
        digest=tables[0].table.digest,
        choices=wish.choices,
        names=wish.names,
        several=wish.several,
        marks=wish.marks,
        favour=favour,
        seats=seats,
        exact=wish.exact,
        base=wish.base,
        quorum=wish.quorum,
        eligible=wish.eligible,
        attending=wish.attending,
        places=places,
    )


def _elected_by(wish: NewVote, tables: Sequence[BallotForm]) -> tuple[str, int]:
    """The choice that gives a vote, and the seats. Raises FormError, NotReadyError."""
    if tables[0].pages > 1:
        raise FormError(
            f"选票“{wish.form.name}”的候选人分在 {tables[0].pages} 页上：纸上没有标记能把几页归到一张票，"
            "数不出一张票选了几个人；请把候选人排在同一页"
        )
    rows = questions_of(tables)
    check_candidates(rows)
    if not any(row.written for row in rows) and LINE.search(bounded(wish.form.name, body_text, wish.form)):
        raise FormError(
            f"选票“{wish.form.name}”上写另选他人的地方不在打勾的行里，写在那里的姓名计不了票；"
            "请在表格里加几行“另选他人”，旁边各留一个空格写姓名，后面是同样的选项格"
        )
    choices = {table.choices for table in tables}
    favour = wish.favour or favour_of(tables[0].choices)
    if len(choices) > 1 or favour not in tables[0].choices:
        lists = "；".join("、".join(words) for words in choices)
        raise FormError(f"选票上认不出哪一栏表示赞成（选项：{lists}）；请用 --favour 写明那一栏的表头文字")
    candidates = sum(not row.written for row in rows)
    seats = wish.seats or (candidates if wish.kind is VoteKind.EQUAL else 0)
    if not seats:
        raise NotReadyError(f"差额选举（候选人 {candidates} 名）要写应选名额；请用 --seats 写明")
    fits = seats == candidates if wish.kind is VoteKind.EQUAL else seats < candidates
    if not fits:
        raise NotReadyError(
            f"{wish.kind}的应选名额 {seats} 与候选人 {candidates} 名不符；请核对 --seats、--kind 和表样"
        )
    return favour, seats


def _print(desk: VoteDesk, pdf: Path, tables: Sequence[BallotForm]) -> tuple[Path, ...]:
    """A run for each place. Raises FormError when a page of the form asks nothing."""
    printed = form_print(desk.vote, tables)
    if page_count(pdf) != printed.pages:
        raise FormError(
            f"表样“{desk.vote.form}”印出 {page_count(pdf)} 页，其中只有 {printed.pages} 页有要打勾的表；"
            "请去掉空白页和只有文字的页（说明可以另印），再试"
        )
    return tuple(
        write_print_run(
            pdf,
            Batch(code=place.code, group=place.code[:1], distributor=place.name, copies=place.copies),
            desk.printing / file_name(f"{place.code} {place.name}", ".pdf"),
            printed,
        )
        for place in desk.vote.places
    )


def understood_pictures(desk: VoteDesk) -> tuple[Path, ...]:
    """How each table was understood, as it was drawn when the vote was made."""
    numbered = ((number, desk.root / UNDERSTOOD.format(number)) for number in range(1, MOST_TABLES))
    return tuple(file for _, file in numbered if file.is_file())


def set_numbers(desk: VoteDesk, eligible: int, attending: int) -> None:
    """Put down how many there are and came, 0 where nobody knows yet. Raises CampaignError when they do not fit."""
    said = fitting_vote(**{**desk.vote.model_dump(), "eligible": eligible, "attending": attending})
    put(desk.root / VOTE, _text(said).encode())


def _text(vote: Vote) -> str:
    """vote.toml."""
    said = vote.model_dump(mode="json", exclude={"places"})
    lines = [f"{key} = {value_text(value)}\n" for key, value in said.items()]
    for place in vote.places:
        lines.append("\n[[places]]\n")
        lines += [f"{key} = {value_text(value)}\n" for key, value in place.model_dump().items()]
    return HEAD + "".join(lines)
