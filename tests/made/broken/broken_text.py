"""What breaks the text: type, size and indent of body and headings."""

from breaking import Change, face, indent, size, words

from pingyi.generator.word import official
from pingyi.generator.word.word import KAITI, SAN_HAO, SONGTI, Type

CALIBRI = Type(face="仿宋_GB2312", latin="DejaVu Sans", size_pt=SAN_HAO, spacing_pt=-0.25)
BREAKS: dict[str, Change] = {
    "body_face": face("各单位要", Type(face=SONGTI, size_pt=SAN_HAO, spacing_pt=-0.25)),
    "body_size": size("1.领导", 14),
    "body_indent": indent("各单位要"),
    "heading_1": face("一、工作", official.BODY),
    "heading_2": face("（一）领导", official.BODY),
    "heading_3": face("1.领导怎样", Type(face=KAITI, size_pt=SAN_HAO, spacing_pt=-0.25)),
    "faces": face("1.领导", CALIBRI),
    "punctuation": words("1.领导", "导怎", "导,怎"),
}
