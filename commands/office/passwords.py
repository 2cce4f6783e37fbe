"""Passwords of the people who are there: typed without being shown, or a line each where there is no terminal."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pingyi.store.base.store import Store
    from pingyi.workflow.people.keys import Pair


def typed_password(name: str) -> str:
    """What this person types. Raises UsageError when nothing more comes."""
    if sys.stdin.isatty():
        return str(click.prompt(f"{name} 的密码", hide_input=True))
    line = sys.stdin.readline()
    if not line:
        raise click.UsageError(f"要 {name} 本人输入密码；不在终端上运行时，请每人一行从标准输入给出")
    return line.rstrip("\r\n")


def pair_of(store: "Store", by: str, witness: str) -> "Pair":
    """Two people who sign together, each asked for their password."""
    from pingyi.workflow.people.accounts import asking
    from pingyi.workflow.people.keys import Pair

    return Pair(by=by, witness=witness, ask=asking(store, typed_password))
