"""Sealed files that are more or less than their members: programs in front, data behind, doubles, bombs, odd JSON."""

import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.trust.forged import NO_DAY, Package, manifest_of, seal, taken_apart
from benchmarks.trust.sealed.walk import Case
from pingyi.domain.trust.chain import canonical
from pingyi.workflow.desk.seal import MANIFEST, SIGNATURE, sign
from pingyi.workflow.evidence.bundle_reading import CORRECTIONS

BOMB_BYTES = 13 << 30
PROGRAM = b"#!/bin/sh\necho taken\nexit\n"
END = b"PK\x05\x06"
Change = Callable[[bytes], bytes]


def frames(path: Path, *, bomb: int = BOMB_BYTES) -> Iterator[Case]:
    """Each of a right archive or bundle; `bomb` is what one unpacks to."""
    package = taken_apart(path)
    part = next(part for part in package.parts() if CORRECTIONS in part)
    text = canonical(manifest_of(package))
    for name, change in CHANGES.items():
        yield Case(name=name, write=_changed(path, change))
    for name, manifest in _manifests(text).items():
        yield Case(name=f"清单是{name}", write=_with_manifest(package, manifest))
    for name, lines in LINES.items():
        yield Case(name=f"{part} 是{name}", write=_with_file(package, part, lines(package.files[part])))
    yield Case(name="同名的文件两次", write=_twice(package))
    yield Case(name="清单之外再添一个文件", write=_added(package))
    yield Case(name="少一个文件", write=_lacking(package, part))
    yield Case(name="文件次序颠倒", write=_backwards(package))
    yield Case(name="压缩过的", write=_packed(package, zipfile.ZIP_DEFLATED))
    yield Case(name="解开有十三 GB 的", write=_bomb(package, bomb))
    yield Case(name="稀疏的 13 GB", write=_sparse(path, bomb))
    for name in (
        "workspace/pingyi.db",
        "workspace/.ssh/id",
        "workspace/campaign.toml/x",
        "tables/evil.jsonl",
        "run.sh",
    ):
        yield Case(name=f"多一个文件 {name}", write=_with_file(package, name, b"{}\n"))
    for name in package.parts():
        yield Case(name=f"没有 {name}", write=_without(package, name))


def _before(data: bytes) -> Change:
    return lambda content: data + content


def _shifted(content: bytes) -> bytes:
    """A program in front, and all places moved along: zip readers find nothing odd."""
    by = len(PROGRAM)
    data = bytearray(content)
    end = data.rindex(END)
    listed, start = struct.unpack("<LL", data[end + 12 : end + 20])
    struct.pack_into("<L", data, end + 16, start + by)
    at = start
    while at < start + listed:
        name, more, comment = struct.unpack("<HHH", data[at + 28 : at + 34])
        (place,) = struct.unpack("<L", data[at + 42 : at + 46])
        struct.pack_into("<L", data, at + 42, place + by)
        at += 46 + name + more + comment
    return PROGRAM + bytes(data)


def _commented(content: bytes) -> bytes:
    return content[:-2] + struct.pack("<H", len(PROGRAM)) + PROGRAM


def _between(content: bytes) -> bytes:
    """Something between the members and the list of them."""
    end = content.rindex(END)
    (start,) = struct.unpack("<L", content[end + 16 : end + 20])
    moved = content[end : end + 16] + struct.pack("<L", start + len(PROGRAM)) + content[end + 20 :]
    return content[:start] + PROGRAM + content[start:end] + moved


def _huge_list(content: bytes) -> bytes:
    end = content.rindex(END)
    return content[: end + 12] + b"\xff\xff\xff\x7f" + content[end + 16 :]


CHANGES: dict[str, Change] = {
    "前面有程序": _before(PROGRAM),
    "前面有程序，位置都改过": _shifted,
    "后面有数据": lambda content: content + PROGRAM,
    "后面再接一份": lambda content: content + content,
    "带注释": _commented,
    "文件和清单之间有数据": _between,
    "清单长度写成 2 GB": _huge_list,
    "空文件": lambda _: b"",
    "只有结尾": lambda _: END + bytes(18),
    "截去一半": lambda content: content[: len(content) // 2],
    "全是零": lambda content: bytes(len(content)),
    "另一种文件": lambda _: b"%PDF-1.4\n",
    "第一个文件名改掉一字": lambda content: content.replace(b"manifest.json", b"manifest.jsoN", 1),
    "标作加密": lambda content: content[:6] + b"\x01\x08" + content[8:],
}
LINES: dict[str, Change] = {
    "空的": lambda _: b"",
    "没有换行的": lambda data: data.rstrip(b"\n"),
    "一行空白": lambda data: b"\n" + data,
    "二进制": lambda _: bytes(range(256)) + b"\n",
    "深十万层": lambda _: b"[" * 100_000 + b"]" * 100_000 + b"\n",
    "很长的一行": lambda _: b'"' + b"x" * (9 << 20) + b'"\n',
    "很多空表": lambda _: b"[" + b"[]," * (2 << 20) + b"[]]\n",
    "NaN": lambda _: b'{"number":NaN}\n',
    "无穷": lambda _: b'{"number":1e999}\n',
    "一万位的数": lambda _: b'{"number":' + b"9" * 10_000 + b"}\n",
    "同一键两次": lambda _: b'{"number":1,"number":2}\n',
    "半个字": lambda _: b'{"number":"\\ud800"}\n',
    "一个数": lambda _: b"7\n",
    "一张表": lambda _: b"[1,2]\n",
    "行倒着": lambda data: b"".join(line + b"\n" for line in data.rstrip(b"\n").split(b"\n")[::-1]),
    "每行两次": lambda data: b"".join(line + b"\n" + line + b"\n" for line in data.rstrip(b"\n").split(b"\n")),
}


def _manifests(text: str) -> dict[str, bytes]:
    return {
        "空的": b"",
        "一张表": b"[]",
        "一个字": b'"x"',
        "null": b"null",
        "二进制": bytes(range(256)),
        "深十万层": b"[" * 100_000 + b"]" * 100_000,
        "写法不同的": text.replace(":", ": ").encode(),
        "键有两次的": text.replace("{", '{"key":"' + "0" * 64 + '",', 1).encode(),
        "有 NaN 的": text.replace("{", '{"NaN":NaN,', 1).encode(),
        "很多空表": b'{"files":[' + b"[]," * (12 << 20) + b"[]]}",
        "UTF-16 的": text.encode("utf-16"),
    }


def _changed(path: Path, change: Change) -> Callable[[Path], None]:
    return lambda out: out.write_bytes(change(path.read_bytes())) and None


def _with_manifest(package: Package, manifest: bytes) -> Callable[[Path], None]:
    return lambda out: seal(package, out, manifest)


def _with_file(package: Package, name: str, data: bytes) -> Callable[[Path], None]:
    return lambda out: seal(Package(about=package.about, files={**package.files, name: data}), out)


def _without(package: Package, name: str) -> Callable[[Path], None]:
    files = {one: data for one, data in package.files.items() if one != name}
    return lambda out: seal(Package(about=package.about, files=files), out)


def _written(package: Package, out: Path, *more: tuple[str, bytes], packing: int = zipfile.ZIP_STORED) -> None:
    """Members in their right order, then more; the manifest is a right one."""
    text = canonical(manifest_of(package)).encode()
    members = [(MANIFEST, text), (SIGNATURE, sign(text).encode()), *sorted(package.files.items()), *more]
    _zipped(out, members, packing)


def _zipped(out: Path, members: list[tuple[str, bytes]], packing: int) -> None:
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.compress_type = packing
            archive.writestr(entry, data)


def _twice(package: Package) -> Callable[[Path], None]:
    name = max(package.files)
    return lambda out: _written(package, out, (name, package.files[name]))


def _added(package: Package) -> Callable[[Path], None]:
    return lambda out: _written(package, out, ("zzz", b"x"))


def _lacking(package: Package, part: str) -> Callable[[Path], None]:
    def write(out: Path) -> None:
        text = canonical(manifest_of(package)).encode()
        files = [(name, data) for name, data in sorted(package.files.items()) if name != part]
        _zipped(out, [(MANIFEST, text), (SIGNATURE, sign(text).encode()), *files], zipfile.ZIP_STORED)

    return write


def _backwards(package: Package) -> Callable[[Path], None]:
    def write(out: Path) -> None:
        text = canonical(manifest_of(package)).encode()
        files = sorted(package.files.items(), reverse=True)
        _zipped(out, [(MANIFEST, text), (SIGNATURE, sign(text).encode()), *files], zipfile.ZIP_STORED)

    return write


def _packed(package: Package, packing: int) -> Callable[[Path], None]:
    return lambda out: _written(package, out, packing=packing)


def _bomb(package: Package, size: int) -> Callable[[Path], None]:
    """A member of zeros packed a thousandfold; its manifest tells its true size."""
    name = package.parts()[0]

    def write(out: Path) -> None:
        manifest = manifest_of(package)
        manifest["files"][name]["bytes"] = size
        text = canonical(manifest).encode()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for member, data in ((MANIFEST, text), (SIGNATURE, sign(text).encode())):
                archive.writestr(zipfile.ZipInfo(member, NO_DAY), data)
            for member, data in sorted(package.files.items()):
                if member != name:
                    archive.writestr(zipfile.ZipInfo(member, NO_DAY), data)
                    continue
                with archive.open(member, "w", force_zip64=True) as part:
                    for _ in range(size >> 20):
                        part.write(bytes(1 << 20))

    return write


def _sparse(path: Path, size: int) -> Callable[[Path], None]:
    """A right file with a hole behind it, and its end once more behind that."""

    def write(out: Path) -> None:
        content = path.read_bytes()
        with out.open("wb") as stream:
            stream.write(content)
            stream.seek(size)
            stream.write(content[content.rindex(END) :])

    return write
