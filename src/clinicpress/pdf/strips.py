"""The strip of one patient, which stands in a slot of a page that many patients' pages share."""

from __future__ import annotations

from collections.abc import Sequence

from clinicpress.pdf.objects import QUICK, Stream, compressed
from clinicpress.pdf.operators import Content, draw_polyline, number, numbers
from clinicpress.pdf.subsets import runs
from clinicpress.pdf.textlines import joined
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Group, Polyline, Slot, TextLine


@dataclass(frozen=True, slots=True)
class StripPlace:
    """A slot on the page of that index, its corner (from below) and its first mark; None in decoration."""

    slot: Slot
    page: int
    left: float
    top: float
    mcid: int | None


@dataclass(frozen=True, slots=True)
class DrawnStrip:
    """What stands in a slot of one patient's page: its operators, and the names of its fonts."""

    content: Stream
    fonts: tuple[str, ...]


def draw_strip(fields: Sequence[Group], place: StripPlace) -> DrawnStrip:
    """Draw the fields of a strip at its place; each is a paragraph, and maybe a line under it.

    A page has an element ready for each field, and for nothing else.

    Raises:
        OutputError: if a face has no glyph for a character.
    """
    assert len(fields) == place.slot.fields
    content, fonts = Content(fresh=False), dict[str, None]()
    content.write(f"q\n1 0 0 1 {numbers(place.left, place.top)} cm")
    for mark, group in enumerate(fields, place.mcid or 0):
        words, *lines = group.items
        assert isinstance(words, Group)
        content.write("/Artifact BMC" if place.mcid is None else f"/P <</MCID {mark}>> BDC")
        for item in words.items:
            assert isinstance(item, TextLine)
            goes_on = item.broken or item is not words.items[-1]
            _write_line(content, item, group, fonts, goes_on=goes_on)
        content.write("EMC")
        for line in lines:
            assert isinstance(line, Polyline)
            content.write("/Artifact BMC")
            draw_polyline(content, line, group.x, -group.y)
            content.write("EMC")
    content.write("Q\n")
    return DrawnStrip(compressed(content.to_bytes(), level=QUICK), tuple(fonts))


def _write_line(
    content: Content, line: TextLine, group: Group, fonts: dict[str, None], *, goes_on: bool
) -> None:
    """Write a line of a field; no link stands in one."""
    place = f"{numbers(group.x + line.x, -group.y - line.y)} Td"
    content.write("BT")
    for span in joined(line) if goes_on else line.spans:
        assert not span.link
        for run in runs(span.font, span.text):
            fonts[run.resource] = None
            content.set("font", f"/{run.resource} {number(span.size)} Tf")
            content.set_fill(span.colour)
            if place:
                content.write(place)
                place = ""
            content.write(f"{run.codes} Tj")
    content.write("ET")
