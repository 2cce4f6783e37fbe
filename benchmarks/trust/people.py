"""Invented people with keys of their own, each vouched for by those before."""

from collections.abc import Mapping

from pingyi.domain.trust.people import Account, Role
from pingyi.store.base.store import Store
from pingyi.workflow.people.accounts import NewAccount, add_account, signer_of
from pingyi.workflow.people.keys import Signer

PASSWORD = "一句好记的话2024"  # noqa: S105 - of invented people


def enrol(store: Store, people: Mapping[str, Role], password: str = PASSWORD) -> dict[str, Signer]:
    """Accounts for all of them, in their order; who can sign, by name."""
    signers: dict[str, Signer] = {}
    for name, role in people.items():
        vouchers = tuple(signers.values())[:2]
        made = NewAccount(account=Account(name=name, role=role), password=password, vouchers=vouchers)
        add_account(store, made, name)
        signers[name] = signer_of(store, name, password)
    return signers
