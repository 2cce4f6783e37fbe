"""What in a typed opinion must not go out unseen: personal data, words that tell who wrote it, insults."""

import re
from collections.abc import Iterator

from pingyi.domain.words.plain_words import plain_words

_BAR = r"[\s\-—–－·.]?"
MOBILE = re.compile(rf"(?<!\d)1{_BAR}[3-9]{_BAR}\d(?:{_BAR}\d){{8}}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[\-—–－ ]?)\d{7,8}(?!\d)|(?<=电话)[:：是为]?\d{7,8}(?!\d)")
IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])\d{6}\s?(?:19|20)\d{2}\s?\d{4}\s?\d{3}[\dXx](?![0-9A-Za-z])|(?<!\d)\d{15}(?!\d)"
)
CARD = re.compile(r"(?<!\d)(?:\d{4}[ \-]?){3,4}\d{1,4}(?!\d)")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·.]?[A-Z0-9]{5,6}(?![A-Z0-9])"
)
PERSONAL = (  # in this order: what one has explained is none of the next
    ("身份证号码", IDENTITY),
    ("电话号码", MOBILE),
    ("电话号码", LANDLINE),
    ("银行卡号", CARD),
    ("车牌号", PLATE),
)
MYSELF = re.compile(
    r"本人(?:是|叫|系|姓|在|为|名)|我(?:是|叫|姓|名叫|家住|住在|家在|在[\u4e00-\u9fff]{1,12}(?:上班|工作|任职))|"
    r"作为[\u4e00-\u9fff]{0,10}(?:员|长|师|干部|主任|书记|局长|职工)|签名|署名|此致|(?:意见人|评议人|反映人|联系人)[:：]"
)
INSULTS = (
    "混蛋", "王八蛋", "狗官", "狗屁", "狗东西", "放屁", "他妈的", "妈的", "傻逼", "傻B", "傻X", "白痴", "弱智", "脑残",
    "废物", "饭桶", "蠢货", "蠢猪", "垃圾单位", "不要脸", "无耻", "流氓", "土匪", "强盗", "畜生", "人渣", "败类",
    "滚蛋", "去死", "吃屎", "贱人", "杂种",
)  # fmt: skip


def personal_data(text: str) -> tuple[str, ...]:
    """Chinese: kinds of numbers in the text that tell of a person; such a text is not kept as it is."""
    found = []
    for kind, pattern in PERSONAL:
        text, count = pattern.subn("|", text)
        found += [kind] * bool(count)
    return tuple(dict.fromkeys(found))


def flags(text: str) -> tuple[str, ...]:
    """Chinese: what whoever releases the text must look at; empty where nothing is."""
    return tuple(_flags(text))


def _flags(text: str) -> Iterator[str]:
    if kinds := personal_data(text):
        yield f"有{'、'.join(kinds)}，须改为“（略）”才能存"
    plain = plain_words(text)
    if found := MYSELF.search(plain):
        yield f"“{found[0]}”像是写明了自己是谁，请隐去能认出评议人的字"
    rude = [word for word in INSULTS if plain_words(word) in plain]
    if rude:
        yield f"有辱骂的话（{'、'.join(rude)}），请按办公室的规定处理"


def refusal(text: str) -> str:
    """Chinese: why a text cannot be kept as it is, and what to do; empty where it can."""
    kinds = personal_data(text)
    return f"文字里有{'、'.join(kinds)}，不能转给单位；请把号码改成“（略）”再存" if kinds else ""
