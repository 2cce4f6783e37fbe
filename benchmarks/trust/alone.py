"""One person, with every file, the terminal and the source, but only their own password: what they may try."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.trust.chain import EventKind, canonical, entry_hash
from pingyi.domain.trust.people import Account, Role
from pingyi.domain.trust.statement import SENT_BACK, Act, Word, policy_word, row_word
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import append_event, head
from pingyi.store.people.confirmations import Confirmation, add_confirmation
from pingyi.store.people.statements import add_statements, statements
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.people.keys import Signer, new_key, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An open workspace, and who can sign in it."""

    workspace: Workspace
    store: Store
    people: dict[str, Signer]

    @property
    def me(self) -> str:
        """The one person who is at it."""
        return next(iter(self.people))

    @property
    def her(self) -> str:
        """The other one, who is not there."""
        return list(self.people)[1]

    @property
    def row(self) -> tuple[str, str]:
        """Sheet and item of a row the machine was sure of."""
        _, reading = next(self.store.readings())
        return reading.digest, reading.rows[0].item

    def correction(self, choice: str, *pair: str) -> Correction:
        """The row decided so, by these two."""
        sheet, item = self.row
        at = datetime.now().astimezone()
        names = {"decided_by": pair[0], "confirmed_by": pair[1]}
        return Correction(sheet=sheet, item=item, verdict=Verdict.VALID, choice=choice, decided_at=at, **names)

    def word(self, choice: str) -> Word:
        """What a person says who would have the row so."""
        return row_word(*self.row, "valid", choice)


def put_in(held: Held, kind: EventKind, content: dict[str, object]) -> None:
    """An entry as the program would not write it, for nothing in it holds the pen."""
    last, payload = head(held.store), canonical(content)
    number = last.number + 1
    made = entry_hash(number, kind.value, payload, last.hash)
    held.store.database.execute(
        "INSERT INTO events (number, kind, payload, previous, hash) VALUES (?, ?, ?, ?, ?)",
        [number, kind.value, payload, last.hash, made],
    )
    held.store.database.conn.commit()


def _unsigned_correction(held: Held) -> None:
    held.store.add_decisions([held.correction("不满意", held.me, held.her)])


def _my_word_under_two_writings(held: Held) -> None:
    say(held.store, held.people[held.me], Act.ROWS, [held.word("不满意")])
    held.store.add_decisions([held.correction("不满意", held.me, f"{held.me[0]} {held.me[1:]}")])


def _her_word_by_my_key(held: Held) -> None:
    her = Signer(account=Account(name=held.her, role=Role.REVIEW), key=held.people[held.me].key)
    for one in (held.people[held.me], her):
        say(held.store, one, Act.ROWS, [held.word("不满意")])
    held.store.add_decisions([held.correction("不满意", held.me, held.her)])


def _an_old_word_of_hers(held: Held) -> None:
    """She once agreed to 满意; the row was sent back since, and she has said nothing yet."""
    sheet, item = held.row
    say(held.store, held.people[held.me], Act.ROWS, [Word(subject=(sheet, item), answer=SENT_BACK)])
    say(held.store, held.people[held.me], Act.ROWS, [held.word("满意")])
    held.store.add_decisions([held.correction("满意", held.me, held.her)])


def _an_old_statement_again(held: Held) -> None:
    """The same, her statement put in once more with another number of blanks: what is signed is one writing only."""
    sheet, item = held.row
    hers = next(one for one in statements(held.store) if one.by == held.her and '"rows"' in one.text)
    say(held.store, held.people[held.me], Act.ROWS, [Word(subject=(sheet, item), answer=SENT_BACK)])
    add_statements(held.store, [(held.her, hers.text.replace(":", ": ", 1), hers.signature)])
    say(held.store, held.people[held.me], Act.ROWS, [held.word("满意")])
    held.store.add_decisions([held.correction("满意", held.me, held.her)])


def _an_invented_person(held: Held) -> None:
    key, _ = new_key("x")
    invented = Signer(account=Account(name="赵六", role=Role.REVIEW), key=key)
    mine = Word(subject=("person", "赵六"), answer=(invented.public,))
    say(held.store, held.people[held.me], Act.VOUCH, [mine])
    say(held.store, invented, Act.PERSON, [mine])
    for one in (held.people[held.me], invented):
        say(held.store, one, Act.ROWS, [held.word("不满意")])
    held.store.add_decisions([held.correction("不满意", held.me, "赵六")])


def _her_key_made_anew(held: Held) -> None:
    key, _ = new_key("x")
    her = Signer(account=Account(name=held.her, role=Role.REVIEW), key=key)
    word = Word(subject=("person", held.her), answer=(her.public,))
    say(held.store, held.people[held.me], Act.VOUCH, [word])
    say(held.store, her, Act.PERSON, [word])
    for one in (held.people[held.me], her):
        say(held.store, one, Act.ROWS, [held.word("不满意")])
    held.store.add_decisions([held.correction("不满意", held.me, held.her)])


def _an_unsigned_confirmation(held: Held) -> None:
    add_confirmation(
        held.store, Confirmation(policy="trimming", value="1", stands=True, confirmed_by=held.me, witness=held.her)
    )


def _a_confirmation_she_did_not_sign(held: Held) -> None:
    say(held.store, held.people[held.me], Act.POLICY, [policy_word("trimming", "1", stands=True)])
    _an_unsigned_confirmation(held)


def _paper(held: Held) -> dict[str, object]:
    """A file such as a notice is, and what an entry says of one."""
    file = held.workspace.results / "关于2024年度鱼峰区绩效考评评议评价结果的通报.docx"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"invented")
    files = {f"results/{file.name}": sha256_of(file)}
    return {"final": True, "files": files, "head": head(held.store).hash, "key": public_key()}


def _a_notice_nobody_else_issued(held: Held) -> None:
    say(held.store, held.people[held.me], Act.NOTICE, [Word(subject=("notice",), answer=("0" * 64,))])
    append_event(held.store, EventKind.DOCUMENT, {**_paper(held), "closes": True, "signed": [held.me, held.her]})


def _a_notice_as_older_programs_wrote_it(held: Held) -> None:
    append_event(held.store, EventKind.DOCUMENT, _paper(held))


ALONE: Mapping[str, Callable[[Held], None]] = {
    "添一条没有签名的判定": _unsigned_correction,
    "一个人用两种写法签名": _my_word_under_two_writings,
    "用自己的钥匙签别人的名": _her_word_by_my_key,
    "退回后沿用别人以前的签名": _an_old_word_of_hers,
    "把别人以前的陈述再放进来": _an_old_statement_again,
    "自己见证一个不存在的人": _an_invented_person,
    "自己见证，给别人换一把钥匙": _her_key_made_anew,
    "添一条没有签名的政策确认": _an_unsigned_confirmation,
    "政策确认只有一个人签名": _a_confirmation_she_did_not_sign,
    "一个人签发正式通报": _a_notice_nobody_else_issued,
    "照旧版本的样子记一份正式通报": _a_notice_as_older_programs_wrote_it,
}
