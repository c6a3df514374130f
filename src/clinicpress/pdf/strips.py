"""The strip of one patient, which stands in a slot of a page that many patients' pages share."""

from __future__ import annotations

from collections.abc import Sequence

from clinicpress.pdf.objects import QUICK, Stream, compressed
from clinicpress.pdf.operators import colour_operator, number, numbers
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
    code = [f"q\n1 0 0 1 {numbers(place.left, place.top)} cm"]
    fonts, state, stroked = dict[str, None](), "", ""
    for mark, group in enumerate(fields, place.mcid or 0):
        words, *lines = group.items
        assert isinstance(words, Group)
        code.append("/Artifact BMC" if place.mcid is None else f"/P <</MCID {mark}>> BDC")
        for item in words.items:
            assert isinstance(item, TextLine)
            goes_on = item.broken or item is not words.items[-1]
            at = f"{numbers(group.x + item.x, -group.y - item.y)} Td\n"
            code.append("BT")
            for span in joined(item) if goes_on else item.spans:
                for run in runs(span.font, span.text):
                    fonts[run.resource] = None
                    colour = colour_operator(span.colour, stroke=False)
                    looks = f"/{run.resource} {number(span.size)} Tf\n{colour}\n"
                    code.append(f"{'' if looks == state else looks}{at}{run.codes} Tj")
                    state, at = looks, ""
            code.append("ET")
        code.append("EMC")
        for line in lines:
            assert isinstance(line, Polyline)
            left, above, right, below = line.points
            looks = f"{colour_operator(line.stroke, stroke=True)}\n{number(line.line_width)} w\n"
            start = numbers(group.x + left, -group.y - above)
            end = numbers(group.x + right, -group.y - below)
            code.append(f"/Artifact BMC\n{'' if looks == stroked else looks}{start} m\n{end} l\nS\nEMC")
            stroked = looks
    code.append("Q\n")
    packed = compressed("\n".join(code).encode("latin-1"), level=QUICK)
    return DrawnStrip(packed, tuple(fonts))
