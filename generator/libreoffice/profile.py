"""The settings LibreOffice is started with: what a document links to is not fetched, what it would run is not run."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

COMMON, NET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
NOWHERE, DISCARD = "127.0.0.1", "9"  # a port nobody answers on
SETTINGS = (
    (COMMON, "BlockUntrustedRefererLinks", "true"),  # no pictures or sections from elsewhere
    (COMMON, "DisableActiveContent", "true"),
    (COMMON, "DisableMacrosExecution", "true"),
    (COMMON, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # never follow links
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),  # nor here: it counts them otherwise
    (NET, "ooInetProxyType", "2"),  # whatever still asks for the net asks here
    *((NET, f"ooInet{kind}ProxyName", NOWHERE) for kind in ("HTTP", "HTTPS")),
    *((NET, f"ooInet{kind}ProxyPort", DISCARD) for kind in ("HTTP", "HTTPS")),
    (NET, "ooInetNoProxy", ""),
)


def write_profile(folder: Path) -> None:
    """Put the settings where a profile in `folder` finds them; one that has settings already keeps them."""
    path = folder / "user" / "registrymodifications.xcu"
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(profile_text(), encoding="utf-8")


def profile_text() -> str:
    """The settings as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path={quoteattr(where)}><prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for where, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
