"""A person's name as people type it: one writing for all the ways the same name is typed."""

import re
import unicodedata

_CHINESE = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN = re.compile(rf"(?<=[{_CHINESE}])[·•・‧∙⋅.](?=[{_CHINESE}])")  # 买买提·艾力, by whichever key it is typed
_BLANKS = re.compile(rf"(?<=[{_CHINESE}·])\s+|\s+(?=[{_CHINESE}·])")
_MORE_THAN_ONE = re.compile("[、，,;；/]")


def typed_name(text: str) -> str:
    """Without blanks between Chinese characters and invisible signs; wide and compatibility characters plain."""
    plain = unicodedata.normalize("NFKC", "".join(sign for sign in text if unicodedata.category(sign) != "Cf"))
    return _BETWEEN.sub("·", _BLANKS.sub("", " ".join(plain.split())))


def are_several(text: str) -> bool:
    """Whether more than one name is typed."""
    return _MORE_THAN_ONE.search(text.strip()) is not None
