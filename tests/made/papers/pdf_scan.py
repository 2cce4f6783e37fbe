"""A PDF around one filled ballot, as copiers and as PDF programs write it."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pikepdf
from pen import Sheet
from pikepdf import Array, Dictionary, Name, Stream

PAGE = (595.0, 842.0)
DPI = 200


@dataclass
class Scan:
    """A PDF around one filled ballot, written piece by piece; millimetres from the top left."""

    sheet: Sheet
    pdf: pikepdf.Pdf = field(default_factory=pikepdf.new)
    before: bytes = b""
    after: bytes = b""
    objects: dict[str, Stream] = field(default_factory=dict)
    notes: list[Dictionary] = field(default_factory=list)
    strips: int = 1
    placed: tuple[float, float, float, float] = (0.0, 0.0, *PAGE)

    def picture(self, name: str, pixels: np.ndarray, **more: object) -> Stream:
        stream = Stream(self.pdf, np.ascontiguousarray(pixels).tobytes())
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = pixels.shape[1], pixels.shape[0], 8
        stream.ColorSpace = Name.DeviceGray
        for key, value in more.items():
            stream[f"/{key}"] = value
        self.objects[name] = stream
        return stream

    def box(self, item: str, choice: int) -> tuple[float, float, float, float]:
        """A cell in points, left, bottom, right, top."""
        at = self.sheet.printed.layout.box(self.sheet.rows[item].cells[choice])
        scale = 72 / 25.4
        return at.left * scale, PAGE[1] - at.bottom * scale, at.right * scale, PAGE[1] - at.top * scale

    def tick(self, item: str, choice: int) -> bytes:
        left, bottom, right, top = self.box(item, choice)
        x, y, size = (left + right) / 2, (bottom + top) / 2, (top - bottom) / 3
        return b"q 1.5 w 0 0 .6 RG %f %f m %f %f l %f %f l S Q " % (x - size, y, x, y - size, x + size, y + size)

    def note(self, kind: str, rect: tuple[float, ...], drawn: bytes = b"", **more: object) -> Dictionary:
        found = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(rect), F=4, **more)
        if drawn:
            look = Stream(self.pdf, drawn)
            look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array(rect)
            found.AP = Dictionary(N=look)
        self.notes.append(found)
        return found

    def save(self, path: Path) -> Path:
        page = self.pdf.add_blank_page(page_size=PAGE)
        left, bottom, right, top = self.placed
        drawn = b""
        for number, strip in enumerate(np.array_split(self.sheet.page, self.strips)):
            self.picture(f"S{number}", strip)
        high = (top - bottom) / self.sheet.page.shape[0]
        for number, strip in enumerate(np.array_split(self.sheet.page, self.strips)):
            top -= strip.shape[0] * high
            drawn += b"q %f 0 0 %f %f %f cm /S%d Do Q " % (right - left, strip.shape[0] * high, left, top, number)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(
            XObject=Dictionary({f"/{name}": one for name, one in self.objects.items()}), Font=Dictionary(F=font)
        )
        page.Contents = Stream(self.pdf, self.before + drawn + self.after)
        if self.notes:
            page.Annots = self.pdf.make_indirect(Array([self.pdf.make_indirect(note) for note in self.notes]))
        self.pdf.save(path)
        return path
