"""What decides how a page is read: our code, our models, libraries, programs outside. Equal prints read alike."""

import hashlib
import platform
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from pingyi.scanner.words.programs import programs

READING_ROOMS = (
    "pingyi.ground",
    "pingyi.domain",
    "pingyi.scanner",
    "pingyi.workflow.files",
    "pingyi.workflow.scans",
    "pingyi.workflow.leaders",
    "pingyi.workflow.cluster",
)
LIBRARIES = ("numba", "numpy", "onnxruntime", "opencv-python-headless", "pillow", "pypdfium2", "rapidocr", "zxing-cpp")
SHOWN = 12  # hex digits of a digest, in messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Of one machine's program; each part as it is shown to people."""

    code: str
    model: str
    libraries: tuple[str, ...]

    def differences(self, other: "Fingerprint") -> str:
        """Chinese: in what `other`, the machine here, is not the same; empty when it is."""
        parts = [("程序", self.code, other.code), ("识别模型", self.model, other.model)]
        pairs = zip(self.libraries, other.libraries, strict=False)
        parts += (("程序库", theirs, ours) for theirs, ours in pairs)
        return "；".join(f"{name}不同（那台 {theirs}，本机 {ours}）" for name, theirs, ours in parts if theirs != ours)


@cache
def fingerprint() -> Fingerprint:
    """Of the program that runs here, and of the programs outside that it asks."""
    own = own_fingerprint()
    return replace(own, libraries=(*own.libraries, *programs()))


@cache
def own_fingerprint() -> Fingerprint:
    """The same, and no program is started to be asked."""
    code = [file for room in READING_ROOMS for file in _inside(files(room), ".py")]
    return Fingerprint(
        code=f"{version('pingyi')}+{_digest(code)}",
        model=_digest(_inside(files("pingyi.scanner").joinpath("weights"), "")),
        libraries=(
            f"python {platform.python_version()}",
            *(f"{library} {version(library)}" for library in LIBRARIES),
        ),
    )


def _inside(folder: Traversable, suffix: str) -> list[Traversable]:
    """Files in a folder and its rooms, by name."""
    ordered = sorted(folder.iterdir(), key=lambda one: one.name)
    found = [_inside(one, suffix) if one.is_dir() else [one] for one in ordered]
    return [one for several in found for one in several if one.name.endswith(suffix)]


def _digest(found: list[Traversable]) -> str:
    digest = hashlib.sha256()
    for one in found:
        content = one.read_bytes()
        digest.update(f"{one.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:SHOWN]
