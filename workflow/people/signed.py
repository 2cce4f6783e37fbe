"""What people decided, held against what they signed: a decision stands on two people's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pingyi.domain.trust.statement import Act, Word, person_key
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people.decided import standing_decisions
from pingyi.store.people.statements import unsigned_until
from pingyi.workflow.people.keys import Pair, Signer, say, signed_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """How far decisions that stand are signed by the two people they name."""

    signed: int
    older: int  # recorded by a program that knew of no signatures
    unsigned: tuple[str, ...]  # Chinese, one for each decision nobody can answer for
    faults: tuple[str, ...]  # statements that do not hold
    people: tuple[str, ...]  # whose keys are known


def backing(store: Store) -> Backing:
    """Every decision that stands, held against the words of the two people it names."""
    said, older = signed_words(store), unsigned_until(store)
    signed, before, unsigned = 0, 0, list[str]()
    for decision in standing_decisions(store):
        if said.backed(decision.act, decision.word, decision.pair):
            signed += 1
        elif decision.number <= older[decision.table]:
            before += 1
        else:
            unsigned.append(f"{decision.where}（{'、'.join(decision.pair)}）")
    return Backing(
        signed=signed,
        older=before,
        unsigned=tuple(unsigned),
        faults=tuple(said.faults),
        people=tuple(one.name for one in said.people.values()),
    )


def own_name(name: str, signers: Mapping[str, Signer]) -> str:
    """The name of the person's account, for a name as it was written; that name where nobody signs."""
    return signers[name].name if name in signers else name


def sign(
    store: Store, act: Act, signers: Mapping[str, Signer], decisions: Sequence[tuple[Word, tuple[str, str]]]
) -> None:
    """
    Inside a transaction: both people sign each of their decisions (word and pair) that they have not signed yet.

    Nothing is signed in an office without keys. Raises NotReadyError in one with keys when somebody is not there.
    """
    said = signed_words(store)
    if not said.people:
        return
    by_account = {signer.name: signer for signer in signers.values()}
    words: dict[str, list[Word]] = {}
    for word, pair in decisions:
        if not said.agreed(act, word, pair):
            for name in pair:
                words.setdefault(name, []).append(word)
    if absent := sorted(words.keys() - by_account.keys()):
        raise NotReadyError(f"{'、'.join(absent)} 没有签名，什么也没有记入；请本人到场输密码")
    for name, mine in sorted(words.items()):
        say(store, by_account[name], act, sorted(mine, key=lambda word: word.subject))


def present(pair: Pair) -> tuple[Mapping[str, Signer], tuple[str, str]]:
    """
    Both people, asked to sign (nobody, in an office without keys), and their names.

    Raises NotReadyError when they are not two people, or one cannot sign.
    """
    if not person_key(pair.by) or not person_key(pair.witness) or person_key(pair.by) == person_key(pair.witness):
        raise NotReadyError("确认人和监督人须是两个人，请都写姓名（--by 确认人 --witness 监督人）")
    signers = pair.ask((pair.by, pair.witness))
    return signers, (own_name(pair.by, signers), own_name(pair.witness, signers))


def both_sign(store: Store, act: Act, word: Word, pair: Pair) -> tuple[str, str]:
    """Both people sign one word; their names. Raises NotReadyError as `present` does."""
    signers, names = present(pair)
    with store.transaction():
        sign(store, act, signers, [(word, names)])
    return names
