"""Who works here: accounts with passwords, and the keys by which what people say is theirs."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.domain.trust.people import ROLE_TEXT, Account
from pingyi.domain.trust.statement import VOUCHERS, Act, Word, person_key
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.people import accounts as kept
from pingyi.store.people.events import write_log
from pingyi.workflow.people.keys import Asking, Signer, new_key, opened_key, say, signed_words

LEAST_PASSWORD = 8  # NIST SP 800-63B
LONGEST_PASSWORD, LONGEST_NAME = 200, 40  # hashing megabytes would be a way to stop the server

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)  # OWASP's least: 19 MiB
_NOBODY = _hasher.hash(secrets.token_hex(16))  # an unknown name takes as long as a wrong password


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account to be made, or one whose key and password are to be made anew; `vouchers` know the person."""

    account: Account
    password: str
    vouchers: Sequence[Signer]


def any_account(store: Store) -> bool:
    """Whether there is one: an office without works on drafts alone."""
    return bool(kept.accounts(store))


def all_accounts(store: Store) -> tuple[Account, ...]:
    """Everybody who has an account, those out of use too."""
    return kept.accounts(store)


def add_account(store: Store, new: NewAccount, by: str) -> None:
    """A new account with a key, known by those there are (two of them, when there are so many). Raises FileError."""
    name = new.account.name
    if not person_key(name) or len(name) > LONGEST_NAME or not name.isprintable():
        raise FileError(f"姓名要写 1 到 {LONGEST_NAME} 个字；请改正后再存")
    _check_password(new.password)
    alike = [known.name for known in kept.accounts(store) if person_key(known.name) == person_key(name)]
    if alike:
        raise FileError(f"已有名为“{alike[0]}”的账号；同名的人请在姓名后加科室以示区别")
    _check_vouched(store, name, new.vouchers)
    key, sealed = new_key(new.password)
    with store.transaction():
        kept.add_account(store, kept.KeptAccount(account=new.account, secrets=_secrets(new.password, key, sealed)))
        _make_known(store, Signer(account=new.account, key=key), new.vouchers)
        write_log(store, by, "新建账号", f"{name}（{ROLE_TEXT[new.account.role]}）{_witnessed(new.vouchers)}")


def renew_key(store: Store, new: NewAccount, by: str) -> None:
    """
    Another password, and with it another key: the old one is lost with the old password.

    Raises FileError, also when fewer than two others know the person (none, for an account that never had a key).
    """
    name = new.account.name
    _check_password(new.password)
    if kept.account_of(store, name) is None:
        raise FileError(f"没有名为“{name}”的账号；请刷新页面再试")
    _check_vouched(store, name, new.vouchers)
    key, sealed = new_key(new.password)
    with store.transaction():
        kept.set_key(store, name, _secrets(new.password, key, sealed))
        _make_known(store, Signer(account=new.account, key=key), new.vouchers)
        write_log(store, by, "重设密码和钥匙", f"{name}{_witnessed(new.vouchers)}")


def change_account(store: Store, account: Account, by: str) -> None:
    """New role or activity. Raises FileError when nobody could run the office after it."""
    if kept.account_of(store, account.name) is None:
        raise FileError(f"没有名为“{account.name}”的账号；请刷新页面再试")
    others = [other for other in kept.accounts(store) if other.name != account.name]
    if not any(other.active and other.role == "admin" for other in (*others, account)):
        raise FileError("至少要留一个可用的管理账号；请先新建另一个管理账号")
    with store.transaction():
        kept.change_account(store, account)
        detail = f"{account.name}（{ROLE_TEXT[account.role]}{'' if account.active else '，停用'}）"
        write_log(store, by, "修改账号", detail)


def change_password(store: Store, name: str, old: str, new: str) -> None:
    """One's own password; the key stays and is sealed anew. Raises FileError, also when the old one is wrong."""
    found = kept.account_of(store, name)
    if found is None or not _fits(found.secrets.password, old):
        raise FileError("原密码不对，没有改；请再输一次")
    _check_password(new)
    key = opened_key(found.secrets.sealed_key, old)
    sealed = new_key(new, key)[1] if key else ""
    with store.transaction():
        kept.set_key(store, name, _secrets(new, key, sealed))
        write_log(store, name, "改自己的密码")


def known_person(store: Store, name: str, password: str) -> tuple[Account, Signer | None] | None:
    """Whose name and password these are, and their key, if they have one; None, and a line in the log, if nobody's."""
    found = kept.account_of(store, name)
    right = len(password) <= LONGEST_PASSWORD and _fits(found.secrets.password if found else _NOBODY, password)
    if not found or not right or not found.account.active:
        write_log(store, name[:LONGEST_NAME], "密码不对")
        return None
    key = opened_key(found.secrets.sealed_key, password)
    return found.account, Signer(account=found.account, key=key) if key else None


def signer_of(store: Store, name: str, password: str) -> Signer:
    """Somebody who can sign. Raises NotReadyError when name or password are wrong, or the account has no key."""
    found = known_person(store, name, password)
    if found is None:
        raise NotReadyError(f"{name} 的密码不对，或没有这个账号；什么也没有记入，请本人再输一次")
    if found[1] is None:
        raise NotReadyError(f"{name} 的账号是较早版本建的，还没有签名钥匙；请先重设密码（pingyi account renew {name}）")
    return found[1]


def asking(store: Store, ask: Callable[[str], str]) -> Asking:
    """
    Who can sign for the names of a table, each asked for their password (`ask` a name, give what was typed).

    In an office in which nobody has a key nobody is asked, and nothing is signed.
    """

    def signers(names: Collection[str]) -> Mapping[str, Signer]:
        people = signed_words(store).people
        if not people:
            return {}
        strangers = [name for name in names if person_key(name) not in people]
        if strangers:
            raise NotReadyError(
                f"{'、'.join(strangers)} 没有账号，签不了名，什么也没有记入；"
                f"请填有账号的人的姓名（{'、'.join(sorted(one.name for one in people.values()))}），或先建账号"
            )
        own = {name: people[person_key(name)].name for name in names}
        found = {who: signer_of(store, who, ask(who)) for who in dict.fromkeys(own.values())}
        return {name: found[who] for name, who in own.items()}

    return signers


def _secrets(password: str, key: Ed25519PrivateKey | None, sealed: str) -> kept.KeySecrets:
    public = key.public_key().public_bytes_raw().hex() if key else ""
    return kept.KeySecrets(password=_hasher.hash(password), public_key=public, sealed_key=sealed)


def _make_known(store: Store, newcomer: Signer, vouchers: Sequence[Signer]) -> None:
    word = Word(subject=("person", newcomer.name), answer=(newcomer.public,))
    for voucher in vouchers:
        say(store, voucher, Act.VOUCH, [word])
    say(store, newcomer, Act.PERSON, [word])


def _check_vouched(store: Store, name: str, vouchers: Sequence[Signer]) -> None:
    people = signed_words(store).people
    others = people.keys() - {person_key(name)}
    needed = VOUCHERS if person_key(name) in people else min(VOUCHERS, len(others))
    if len({person_key(voucher.name) for voucher in vouchers} & others) < needed:
        who = "、".join(sorted(people[other].name for other in others)) or "没有别人"
        raise FileError(f"{name} 的账号没有建：请另外 {needed} 个有账号的人（现有：{who}）当面见证，各输自己的密码")


def _witnessed(vouchers: Collection[Signer]) -> str:
    return f"，见证：{'、'.join(voucher.name for voucher in vouchers)}" if vouchers else ""


def _check_password(password: str) -> None:
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise FileError(f"密码应为 {LEAST_PASSWORD} 至 {LONGEST_PASSWORD} 位；可以用一句好记的话")


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
