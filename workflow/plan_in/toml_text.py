"""Values and sections as a campaign file writes them."""

import json
from datetime import date
from decimal import Decimal

WIDE_LINE = 100  # characters of a list in one line


def value_text(value: object) -> str:
    """One value; a long list goes over several lines."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case Decimal():
            return f"{value.normalize():f}"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dict():
            return f"{{ {', '.join(f'{key} = {value_text(part)}' for key, part in value.items())} }}"
        case list() | tuple():
            parts = [value_text(part) for part in value]
            short = f"[{', '.join(parts)}]"
            return short if len(short) <= WIDE_LINE else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    raise TypeError(value)
