"""Opens a Word file from outside as Word does, where python-docx is stricter than Word."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from pingyi.generator.shown.word_shown import OFF

TYPES = "[Content_Types].xml"
LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OTHER_KINDS = re.compile(  # of one and the same main part: a template's, one that may hold macros
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml"
)
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WRAPPERS = tuple(qn(f"w:{name}") for name in ("sdt", "customXml", "smartTag"))
PROPERTIES = tuple(qn(f"w:{name}") for name in ("sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"))


def opened(path: Path) -> Document:
    """The file, links to parts that are not there left out. Raises what zipfile and python-docx raise."""
    with zipfile.ZipFile(path) as package:
        parts = {part.filename: package.read(part) for part in package.infolist()}
    mended = {name: _mended(name, content, parts) for name, content in parts.items()}
    if mended == parts:
        return docx.Document(str(path))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in mended.items():
            package.writestr(name, content)
    return docx.Document(packed)


def main_part(package: zipfile.ZipFile) -> str:
    """Name of the part that holds the text: Word calls it document2.xml at times. Raises KeyError without one."""
    for link in parse_xml(package.read("_rels/.rels")):
        if link.get("Type", "").endswith("/officeDocument"):
            return str(link.get("Target", "")).lstrip("/")
    raise KeyError("officeDocument")


def unwrap(document: Document) -> None:
    """Put what controls and the like hold in their own places, in memory; a control's prompt is no text."""
    body = document.element.body
    for wrapper in [*body.iter(*WRAPPERS)][::-1]:
        mark = wrapper.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
        prompt = mark is not None and mark.get(qn("w:val"), "") not in OFF
        held = wrapper.find(qn("w:sdtContent")) if wrapper.tag == qn("w:sdt") else wrapper
        children = [] if held is None else [child for child in held if child.tag not in PROPERTIES]
        for text in (text for child in children for text in child.iter(qn("w:t")) if prompt):
            text.text = ""
        for child in children:
            wrapper.addprevious(child)
        wrapper.getparent().remove(wrapper)


def _mended(name: str, content: bytes, parts: Mapping[str, bytes]) -> bytes:
    if name == TYPES:
        return OTHER_KINDS.sub(DOCUMENT, content)
    if not name.endswith(".rels"):
        return content
    links = parse_xml(content)
    lost = [link for link in links.iter(LINK) if _leads_nowhere(name, link, parts)]
    for link in lost:
        links.remove(link)
    return serialize_part_xml(links) if lost else content


def _leads_nowhere(rels: str, link: BaseOxmlElement, parts: Mapping[str, bytes]) -> bool:
    if link.get("TargetMode") == "External":
        return False
    source = posixpath.dirname(posixpath.dirname(rels))
    target = str(link.get("Target", ""))
    return posixpath.normpath(posixpath.join("/", source, target)).lstrip("/") not in parts
