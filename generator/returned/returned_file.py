"""Opens a Word file from outside: told from what is none, and refused where it carries what nobody should open."""

import zipfile
import zlib
from pathlib import Path

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from pingyi.generator.shown.opened import main_part, opened, unwrap
from pingyi.ground.errors import FileError
from pingyi.ground.packages import unpacked_size

MOST_BYTES = 200_000_000  # unpacked: a form is far smaller, a bomb is far larger
MOST_TEXT_BYTES = 50_000_000  # of its text alone: 200 pages are some 3 MB
MOST_COLUMNS = 63  # of a table: Word makes no more
REVISIONS = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
STRICT, HEAD_BYTES = b"http://purl.oclc.org/ooxml/", 4096  # namespaces stand at the beginning
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # .doc, .wps, and what Word makes of a file with a password
ENCRYPTED, MACROS = ("EncryptedPackage".encode("utf-16-le"), "_VBA_PROJECT".encode("utf-16-le"))
DAMAGED = (
    zipfile.BadZipFile,
    PackageNotFoundError,
    SyntaxError,  # of XML: lxml's is one
    LookupError,
    ValueError,
    AttributeError,  # python-docx, of a package whose parts are not what they should be
    TypeError,
    AssertionError,
    zlib.error,
    OSError,  # a place before the file's beginning
    RuntimeError,  # a zip entry with a password
    NotImplementedError,  # a zip entry packed by an unknown method
    EOFError,
)


class UnusableFormError(FileError):
    """A form that is not taken; `names` are what stands in it under 单位名称."""

    def __init__(self, message: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.names = names


def foreign_kind(path: Path) -> str:
    """
    Under which ending LibreOffice must turn the file into a .docx first, by what is in it; empty where it need not.

    Raises FileError on a file with a password or with macros, one too large, and one that cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"{path.name} 大得不正常，没有打开；请核对来源，让单位重新报送")
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path.name} 读不出来（{error.strerror}）；请核对路径和权限") from error
    if data.startswith(b"PK"):
        return _kind_of_package(path)
    if not data.startswith(COMPOUND):
        return "" if path.suffix.lower() == ".docx" else ".doc"  # an RTF may be called .doc
    if ENCRYPTED in data:
        raise FileError(f"{path.name} 加了打开密码；请单位去掉密码后再报")
    if MACROS in data:
        raise FileError(f"{path.name} 带有宏，没有打开；请单位另存为不含宏的 .docx 再报")
    return ".doc"


def _kind_of_package(path: Path) -> str:
    """Of a zip: an OpenDocument, a .docx in the strict writing of ISO 29500, or one of Word's own."""
    try:
        with zipfile.ZipFile(path) as package:
            if "mimetype" in package.namelist():
                return ".odt"
            with package.open(main_part(package)) as text:
                return ".docx" if STRICT in text.read(HEAD_BYTES) else ""
    except DAMAGED:
        return ""  # opening it says what is wrong


def open_word(path: Path, name: str) -> Document:
    """Open a .docx, called `name` in messages. Raises FileError saying what is wrong with it and what to do."""
    try:
        with zipfile.ZipFile(path) as package:
            _refuse(package, name)
        document = opened(path)
        unwrap(document)
        if not columns_possible(document):
            raise FileError(f"{name} 的表格列数不正常；请单位用下发的表样重新填报")
    except DAMAGED as error:
        raise FileError(f"{name} 不是 Word 文件（.docx），或已损坏；请单位用 Word 或 WPS 另存为 .docx 再报") from error
    return document


def unfinished(path: Path, document: Document) -> str:
    """Why a file that opens is not taken as it is (Chinese, after its name); empty where it is."""
    with zipfile.ZipFile(path) as package:
        if any(part.startswith("word/embeddings/") for part in package.namelist()):
            return "嵌入了其他文件（OLE 对象）；请删去嵌入的对象，证明材料另附文件"
    if next(document.element.body.iter(*REVISIONS), None) is not None:
        return "留有修订痕迹；请在 Word“审阅”里接受或拒绝全部修订后再报"
    return ""


def columns_possible(document: Document) -> bool:
    """Whether no cell spans more columns than a table can have. Raises ValueError where no number stands."""
    spans = document.element.body.iter(qn("w:gridSpan"), qn("w:gridBefore"), qn("w:gridAfter"))
    return all(0 <= int(span.get(qn("w:val"), "0")) <= MOST_COLUMNS for span in spans)


def _refuse(package: zipfile.ZipFile, name: str) -> None:
    sizes = {item.filename: item.file_size for item in package.infolist()}
    largest = max((size for part, size in sizes.items() if part.endswith(".xml")), default=0)
    if unpacked_size(package, MOST_BYTES) > MOST_BYTES or largest > MOST_TEXT_BYTES:
        raise FileError(f"{name} 解开后大得不正常，没有打开；请核对来源，让单位重新报送")
    if any(part.lower().endswith("vbaproject.bin") for part in sizes):
        raise FileError(f"{name} 带有宏，没有打开；请单位另存为不含宏的 .docx 再报")
