"""Text in a .csv that a spreadsheet must show, never compute."""

COMPUTED = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t",
    "\r",
    "\n",
)  # OWASP: CSV injection


def literal(text: str) -> str:
    """The text, behind an apostrophe where Excel or WPS would take it for a formula."""
    return f"'{text}" if text.startswith(COMPUTED) else text


def meant(text: str) -> str:
    """What `literal` was given."""
    return text[1:] if text.startswith("'") and literal(text[1:]) == text else text
