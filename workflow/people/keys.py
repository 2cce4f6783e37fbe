"""A person's own key (Ed25519): made with an account, sealed under its password, open only while they are there."""

import base64
import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from pingyi.domain.trust.people import Account
from pingyi.domain.trust.signed_words import SignedWords, read_statements
from pingyi.domain.trust.statement import PREFIX, Act, Word, statement_text
from pingyi.store.base.store import Store
from pingyi.store.people.statements import add_statements, statements, workspace_id
from pingyi.workflow.desk.seal import signed_by

MEMORY_KIB, PASSES = 19456, 2  # OWASP's least for argon2id
NONCE_BYTES, SALT_BYTES = 12, 16
MOST_WORDS = 5_000  # of one statement: whoever checks it bounds what they read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A person who is there: what they say can be signed."""

    account: Account
    key: Ed25519PrivateKey

    @property
    def name(self) -> str:
        """Whose words these are."""
        return self.account.name

    @property
    def public(self) -> str:
        """The public half, hex."""
        return self.key.public_key().public_bytes_raw().hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """A person's open key on its way to a process of this program's own, in memory alone."""

    account: Account
    secret: bytes = field(repr=False)


def lend(signer: Signer) -> Lent:
    """What a process of our own needs to sign for somebody who is there."""
    return Lent(account=signer.account, secret=signer.key.private_bytes_raw())


def borrowed(lent: Lent) -> Signer:
    """The signer again, in that process."""
    return Signer(account=lent.account, key=Ed25519PrivateKey.from_private_bytes(lent.secret))


Asking = Callable[[Collection[str]], Mapping[str, Signer]]
"""Signers for these names, by name as given; none in an office without keys. Raises NotReadyError for a stranger."""


def nobody(_: Collection[str]) -> Mapping[str, Signer]:
    """Nobody signs: an office without accounts."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two people who answer for something together (确认人, 监督人), and how they are asked to sign."""

    by: str
    witness: str
    ask: Asking


def both(by: Signer, witness: Signer) -> Pair:
    """Two people who are there."""
    return Pair(by=by.name, witness=witness.name, ask=lambda _: {by.name: by, witness.name: witness})


def new_key(password: str, key: Ed25519PrivateKey | None = None) -> tuple[Ed25519PrivateKey, str]:
    """A key (the one given, or a new one), and what is kept of it: sealed under the password."""
    key = key or Ed25519PrivateKey.generate()
    salt = os.urandom(SALT_BYTES)
    return key, json.dumps({"salt": _text(salt), **_seal(key, _stretched(password, salt))})


def opened_key(sealed: str, password: str) -> Ed25519PrivateKey | None:
    """The key in what is kept of it; None under another password, or when nothing is kept."""
    if not sealed:
        return None
    kept = json.loads(sealed)
    return _open(kept, _stretched(password, base64.b64decode(kept["salt"])))


def lent_key(key: Ed25519PrivateKey, secret: bytes) -> str:
    """The key sealed for one session, under what the browser alone holds (32 bytes)."""
    return json.dumps(_seal(key, secret))


def borrowed_key(sealed: str, secret: bytes) -> Ed25519PrivateKey | None:
    """The key of a session; None when it has none."""
    return _open(json.loads(sealed), secret) if sealed else None


def say(store: Store, signer: Signer, act: Act, words: Sequence[Word]) -> None:
    """Sign and keep what somebody says, as part of a transaction under way or by itself: of many words some at once."""
    home, at = workspace_id(store), datetime.now().astimezone().isoformat(timespec="seconds")
    texts = [
        statement_text(
            signer.name, act, words[start : start + MOST_WORDS], {"workspace": home, "at": at, "once": token_hex(8)}
        )
        for start in range(0, len(words), MOST_WORDS)
    ]
    with store.transaction():
        add_statements(store, [(signer.name, text, signer.key.sign((PREFIX + text).encode()).hex()) for text in texts])


def signed_words(store: Store, until: int | None = None) -> SignedWords:
    """Everything people have signed here (up to statement `until`), checked."""
    found = [one for one in statements(store) if until is None or one.number <= until]
    return read_statements(found, workspace_id(store), holds)


def holds(text: str, signature: str, key: str) -> bool:
    """Whether a text has this signature (hex) by this key (hex)."""
    return signed_by(text.encode(), signature, key)


def _seal(key: Ed25519PrivateKey, secret: bytes) -> dict[str, str]:
    nonce = os.urandom(NONCE_BYTES)
    return {"nonce": _text(nonce), "box": _text(ChaCha20Poly1305(secret).encrypt(nonce, key.private_bytes_raw(), None))}


def _open(kept: Mapping[str, str], secret: bytes) -> Ed25519PrivateKey | None:
    nonce, box = base64.b64decode(kept["nonce"]), base64.b64decode(kept["box"])
    try:
        return Ed25519PrivateKey.from_private_bytes(ChaCha20Poly1305(secret).decrypt(nonce, box, None))
    except InvalidTag:
        return None


def _stretched(password: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        password.encode(),
        salt,
        time_cost=PASSES,
        memory_cost=MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
