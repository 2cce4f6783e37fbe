"""File names in another encoding than this machine's, as text that can be shown, written and kept."""


def readable_name(name: str) -> str:
    """A name as it was meant: on Windows, names were often packed in GBK."""
    raw = name.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return readable_text(name)


def readable_text(text: str) -> str:
    r"""Text that may hold such a name, its bytes as \xNN."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
