"""What a Word file says of itself: title, office, day, its language, and that it is none of an older Word's."""

from datetime import date, datetime, time

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from pingyi.generator.word.word_xml import append, element

COMPATIBILITY, WORD = "compatibilityMode", "http://schemas.microsoft.com/office/word"
MODE = 15  # Word 2013 and later; below it Word says 兼容模式
CHINESE = "zh-CN"
AFTER_COMPAT = (
    "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping",
    "w:doNotIncludeSubdocsInStats", "w:doNotAutoCompressPictures", "w:forceUpgrade", "w:captions",
    "w:readModeInkLockDown", "w:smartTagType", "sl:schemaLibrary", "w:shapeDefaults", "w:doNotEmbedSmartTags",
    "w:decimalSymbol", "w:listSeparator",
)  # fmt: skip
LEFTOVERS = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
HALF_TYPED = {"w:zoom": ("w:percent", "100")}  # what the standard asks for and the empty document lacks


def identify(document: Document, *, title: str, author: str = "", day: date | None = None) -> None:
    """
    Say whose it is; of `day` it was made, which is that of the document; without one it says none.

    The same content is the same file, whenever it is written: so no clock is asked.
    """
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.last_modified_by, properties.language, properties.revision = author, CHINESE, 1
    for name in ("dcterms:created", "dcterms:modified"):
        for old in properties._element.findall(qn(name)):  # noqa: SLF001 - python-docx cannot take them away
            properties._element.remove(old)  # noqa: SLF001
    if day is not None:
        properties.created = properties.modified = datetime.combine(day, time(8))
    _speak_chinese(document)
    _of_our_time(document)


def _speak_chinese(document: Document) -> None:
    """Mark the text as Chinese: it decides line breaking and which glyphs stand in for missing ones."""
    styles = document.styles.element
    for name in styles.iter(qn("w:lang")):
        name.set(qn("w:eastAsia"), CHINESE)
    normal = document.styles["Normal"].element.get_or_add_rPr()
    if normal.find(qn("w:lang")) is None:
        append(normal, "w:lang", val="en-US", eastAsia=CHINESE)
    for theme in document.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:eastAsia"), CHINESE)


def _of_our_time(document: Document) -> None:
    """No compatibility mode, nothing left of an older Word: a second set of styles, another document's picture."""
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = element("w:compat")
        settings.insert_element_before(compat, *AFTER_COMPAT)
    modes = [one for one in compat if one.get(qn("w:name")) == COMPATIBILITY]
    for old in modes:
        old.set(qn("w:val"), str(MODE))
    if not modes:
        mode = element("w:compatSetting", uri=WORD, val=MODE)
        mode.set(qn("w:name"), COMPATIBILITY)
        compat.append(mode)
    for name, (attribute, value) in HALF_TYPED.items():
        for found in settings.iter(qn(name)):
            found.set(qn(attribute), found.get(qn(attribute), value))
    for links in (document.part.package.rels, document.part.rels):
        for key in [key for key, link in links.items() if link.reltype in LEFTOVERS]:
            del links[key]
