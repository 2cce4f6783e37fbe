"""What stood on the forms a bundle's sheets were read as, gathered while its sheets are looked at."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pingyi.domain.readings.printed import PrintedForm, PrintedRow

Line = Mapping[str, Any]
Read = tuple[tuple[str, str], ...]  # item and name of each row of a sheet


class FormsSeen:
    """Grows with each sheet; `voted` are the choices read and decided."""

    def __init__(self, kept: Iterable[Line], corrections: Iterable[Line]) -> None:
        self.voted = {line["choice"] for line in corrections if line["choice"]}
        self._kept: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in kept:
            self._kept[line["digest"]].append(json.loads(line["content"]))
        self._sheets: Counter[str] = Counter()
        self._pages: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._read: dict[str, dict[tuple[int, Read], None]] = defaultdict(dict)

    def add(self, sheet: Line, rows: Sequence[Line]) -> None:
        """A sheet and its rows."""
        form, page = sheet["form_digest"], sheet["form_page"]
        self._sheets[form] += 1
        self._pages[form][sheet["form_pages"]].add(page)
        self._read[form][page, tuple((row["item"], row["name"]) for row in rows)] = None
        self.voted |= {row["choice"] for row in rows if row["choice"]}

    def forms(self) -> tuple[PrintedForm, ...]:
        """Every form, by digest."""
        return tuple(self._form(digest) for digest in sorted(self._sheets))

    def _form(self, digest: str) -> PrintedForm:
        kept = self._kept.get(digest, [])
        read = (PrintedRow(page=page, item=i, name=n) for page, rows in self._read[digest] for i, n in rows)
        told = (PrintedRow(page=page, item=i, name=n) for content in kept for page, i, n in content["rows"])
        return PrintedForm(
            digest=digest,
            sheets=self._sheets[digest],
            rows=tuple(dict.fromkeys([*read, *told])),
            whole=bool(kept) or any(len(seen) == pages for pages, seen in self._pages[digest].items()),
            choices=tuple(dict.fromkeys(word for content in kept for word in content["choices"])),
        )
