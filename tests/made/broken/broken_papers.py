"""The right document with one clause broken at a time, by editing the Word file."""

import broken_end
import broken_front
import broken_ink
import broken_page
import broken_text
from breaking import Change, face, indent, size, words

from pingyi.generator.word.word import HEITI, KAITI, SAN_HAO, Type

BREAKS = broken_page.BREAKS | broken_text.BREAKS | broken_front.BREAKS | broken_end.BREAKS | broken_ink.BREAKS

# The same clauses broken in other ways: what they are called, the clause, the change.
MORE: dict[str, tuple[str, Change]] = broken_ink.MORE | {
    "a title in another size": ("title_size", size("分值表和", 18.0)),
    "a heading in another face": ("heading_1", face("二、工作要求", Type(face=KAITI, size_pt=SAN_HAO))),
    "a heading of an attachment": ("heading_2", face("（一）领导", Type(face=HEITI, size_pt=SAN_HAO))),
    "a paragraph in 黑体": ("body_face", face("各单位要", Type(face=HEITI, size_pt=SAN_HAO, spacing_pt=-0.25))),
    "a paragraph in 小三": ("body_size", size("1.领导怎样", 15.0)),
    "a date with noughts": ("day_form", words("2024年9月29日", "9月29日", "9月09日")),
    "the list's mark": ("list_end", words("　　　2.", "评议表", "评议表；")),
    "the list in another place": ("list_indent", indent("附件：", left=1600, hanging=1280)),
}
