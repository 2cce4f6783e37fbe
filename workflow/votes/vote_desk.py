"""The workspace of one vote: vote.toml, the form as it was printed, and the questions it asks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.form import BallotForm, question_tables
from pingyi.domain.marks import FormPrint
from pingyi.domain.vote import Vote, parse_vote
from pingyi.domain.vote_result import VotedRow
from pingyi.ground.errors import FormError, NotReadyError
from pingyi.workflow.desk.workspace import VOTE, Desk, read_text
from pingyi.workflow.files.blank_proven import prove_blank
from pingyi.workflow.files.word_files import table_forms


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteDesk(Desk):
    """Where everything of one vote lies."""

    vote: Vote

    @property
    def form(self) -> Path:
        """The Word file that was printed, and that scans are read by."""
        return self.root / self.vote.form

    @property
    def printing(self) -> Path:
        """Print runs, one for each place."""
        return self.root / "印制"


def open_vote(folder: Path) -> VoteDesk:
    """The vote in `folder`. Raises NotReadyError when there is none, CampaignError on a wrong vote.toml."""
    path = folder / VOTE
    if not path.is_file():
        where = folder.resolve()
        raise NotReadyError(
            f"{where} 不是一次投票的工作目录（没有 {VOTE}）；"
            "请先 pingyi vote new FORM.docx DIR，或用 pingyi -C DIR 指明"
        )
    return VoteDesk(root=folder, vote=parse_vote(read_text(path), VOTE))


def tables_of(desk: VoteDesk) -> tuple[BallotForm, ...]:
    """
    The form's tables, each having read its own blank print as blank.

    Raises FormError, also when the file is not the one that was printed.
    """
    if not desk.form.is_file():
        raise FormError(f"找不到表样 {desk.form}；请放回印制时的那一份")
    if hashlib.sha256(desk.form.read_bytes()).hexdigest() != desk.vote.digest:
        raise FormError(f"表样 {desk.vote.form} 在印制以后改过，不能用它读票；请放回印制时的那一份")
    return asked_tables(desk.form, desk.vote.choices, desk.vote.names)


def asked_tables(path: Path, choices: Sequence[str], names: Sequence[str]) -> tuple[BallotForm, ...]:
    """The tables of a Word file that are ticked, proven. Raises FormError."""
    tables = question_tables(table_forms(path), choices or None, names)
    prove_blank(path, tables)
    return tables


def rows_of(tables: Sequence[BallotForm]) -> tuple[VotedRow, ...]:
    """The questions, as the form asks them."""
    return tuple(
        VotedRow(
            page=table.page,
            item=row.item,
            name=row.name,
            choices=table.choices,
            written=row.written is not None,
        )
        for table in tables
        for row in table.rows
    )


def form_print(vote: Vote, tables: Sequence[BallotForm]) -> FormPrint:
    """What marks on the vote's sheets stand for: the same on every copy of it, and on no other's."""
    return FormPrint(
        title=vote.name,
        year=0,
        district=vote.digest,  # the form itself
        rows=tuple((row.item, row.name) for row in rows_of(tables)),
        choices=tuple(dict.fromkeys(word for table in tables for word in table.choices)),
        pages=tables[0].pages,
    )
