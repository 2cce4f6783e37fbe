"""The office's signing key (Ed25519): made once, kept in the user's settings, readable by its owner only."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pingyi.ground.errors import FileError
from pingyi.ground.whole import new_file

KEY_VARIABLE = "PINGYI_KEY"  # another place for the key file: a stick the supervisor keeps
ARCHIVES = "归档"  # sealed files in the workspace, unless told otherwise
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"  # in a sealed file


def key_file() -> Path:
    """Where the key is: outside the workspace, so that a copy of the workspace does not carry it along."""
    named = os.environ.get(KEY_VARIABLE)
    return Path(named) if named else Path.home() / ".config" / "pingyi" / "signing.key"


def signing_key() -> Ed25519PrivateKey:
    """The key, made now when there is none. Raises FileError when the file is not a key."""
    path = key_file()
    if not path.exists():
        _make(path)
    content = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(content))
    except ValueError as error:
        raise FileError(f"签名密钥 {path} 已损坏；请从备份恢复，或移走后另建（归档的公钥会随之改变）") from error


def public_key() -> str:
    """The public half, as hex: it may be printed anywhere."""
    return signing_key().public_key().public_bytes_raw().hex()


def sign(message: bytes) -> str:
    """Signature of the message, as hex."""
    return signing_key().sign(message).hex()


def signed_by(message: bytes, signature: str, key: str) -> bool:
    """Whether the owner of this public key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    with new_file(path, f".{os.getpid()}") as part:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(key)
            stream.flush()
            os.fsync(stream.fileno())
