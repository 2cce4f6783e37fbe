"""Before anything is printed: every name can be, on this machine."""

from pingyi.domain.campaign.campaign import Campaign
from pingyi.generator.libreoffice.fonts import faceless
from pingyi.ground.errors import FormError


def check_printable(campaign: Campaign) -> None:
    """Raises FormError naming each name with a character that no face on this machine has."""
    about = campaign.about
    names = [about.district, about.issuer, *(group.name for group in campaign.groups), *campaign.ballot.choices]
    names += [unit.name for unit in campaign.units]
    if not (lacking := faceless("".join(names))):
        return
    told = (
        f"“{name}”里的“{sign}”（U+{ord(sign):04X}）"
        for name in names
        for sign in dict.fromkeys(name)
        if sign in lacking
    )
    raise FormError(
        f"{'、'.join(told)}：这台电脑没有能印这个字的字体，会印成方框；请安装带这个字的字体（放进 ~/.fonts 文件夹即可）"
        "再生成，或在 campaign.toml 里改用通用的字"
    )
