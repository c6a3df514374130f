"""Figures, drawings, codes and pictures as external objects, each made once however often it is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from clinicpress.pdf.figures import figure_form
from clinicpress.pdf.objects import Stream, compressed, form_entries
from clinicpress.pdf.qr import qr_form
from clinicpress.typesetting.items import FigureArt, QrArt, RasterArt, VectorArt


@dataclass(frozen=True, slots=True)
class Form:
    """An external object and its name in the resources of pages: the same in every document."""

    name: str
    stream: Stream = field(compare=False, repr=False)


class Forms:
    """The external objects that the documents of one run draw."""

    def __init__(self) -> None:
        self._forms: dict[Hashable, tuple[object, Form]] = {}

    def figure(self, art: FigureArt) -> Form:
        """The form of a figure, at the scale and in the colours asked for."""
        # frames are large: they are told apart by which they are, and kept so that none takes another's place
        key = (id(art.frame), art.scale, id(art.palette))
        made = self._forms.get(key)
        if made is None:
            colours = tuple(sorted(art.palette.items()))
            made = self._keep(key, (art.frame, art.palette), figure_form(art.frame, art.scale, colours))
        return made[1]

    def drawing(self, art: VectorArt) -> Form:
        """The form of a drawing, at its own size."""
        drawing = art.drawing
        entries = form_entries((0.0, 0.0, drawing.width, drawing.height))
        return self._once(drawing, lambda: compressed(drawing.operators, entries))

    def code(self, art: QrArt) -> Form:
        """The form of a QR code, one unit wide and tall."""
        return self._once(("qr", art.value), lambda: qr_form(art.value))

    def picture(self, art: RasterArt) -> Form:
        """The image of a picture, one unit wide and tall."""
        # Pillow takes 12 ms to load
        from clinicpress.pdf.pictures import picture_object  # noqa: PLC0415

        key = (art.data, art.width, art.height, art.dpi, art.grey)
        return self._once(key, lambda: picture_object(art))

    def _once(self, key: Hashable, make: Callable[[], Stream]) -> Form:
        made = self._forms.get(key) or self._keep(key, None, make())
        return made[1]

    def _keep(self, key: Hashable, owner: object, stream: Stream) -> tuple[object, Form]:
        digest = hashlib.md5(repr(sorted(stream.entries.items())).encode(), usedforsecurity=False)
        digest.update(stream.data)
        made = self._forms[key] = (owner, Form(f"X{digest.hexdigest()[:12]}", stream))
        return made
