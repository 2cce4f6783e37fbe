"""The questions a vote's form asks, as it was printed."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.domain.campaign.marks import FormPrint
from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import BallotForm, question_tables
from pingyi.domain.forms.question import questions_of
from pingyi.domain.votes.vote import Vote
from pingyi.generator.understood.kept_prints import form_state
from pingyi.ground.errors import FormError
from pingyi.ground.file_state import FileState, file_state
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import VOTE
from pingyi.workflow.files.blank_proven import prove_blank
from pingyi.workflow.files.word_files import table_forms


def tables_of(desk: VoteDesk) -> tuple[BallotForm, ...]:
    """
    The form's tables, each having read its own blank print as blank.

    Raises FormError, also when the file is not the one that was printed.
    """
    if not desk.form.is_file():
        raise FormError(f"找不到表样 {desk.form}；请放回印制时的那一份")
    if hashlib.sha256(desk.form.read_bytes()).hexdigest() != desk.vote.digest:
        raise FormError(f"表样 {desk.vote.form} 在印制以后改过，不能用它读票；请放回印制时的那一份")
    vote = desk.vote
    tables = asked_tables(desk.form, vote.choices, vote.names, marks=vote.marks, several=vote.several)
    if not any(table.alone for table in tables):
        return tables
    key = form_print(vote, tables).key
    return tuple(replace(table, key=key) for table in tables)


def tables_state(desk: VoteDesk) -> tuple[FileState, ...]:
    """Of the files that `tables_of` reads: what it gave holds as long as it is equal."""
    return (file_state(desk.root / VOTE), *form_state(desk.form))


def asked_tables(
    path: Path, choices: Sequence[str], names: Sequence[str], *, marks: Declared = Declared.TICK, several: bool = False
) -> tuple[BallotForm, ...]:
    """The tables of a Word file that are ticked, proven by the `marks` that choose. Raises FormError."""
    found = question_tables(table_forms(path), choices or None, names)
    tables = tuple(replace(table, marks=marks, several=several) for table in found)
    prove_blank(path, tables)
    return tables


def form_print(vote: Vote, tables: Sequence[BallotForm]) -> FormPrint:
    """What marks on the vote's sheets stand for: the same on every copy of it, and on no other's."""
    return FormPrint(
        title=vote.name,
        year=0,
        district=vote.digest,  # the form itself
        rows=tuple((row.item, row.name) for row in questions_of(tables)),
        choices=tuple(dict.fromkeys(word for table in tables for word in table.choices)),
        pages=tables[0].pages,
    )
