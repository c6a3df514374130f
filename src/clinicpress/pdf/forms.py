"""Figures, drawings and pictures of one document: each is stored once, however often it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from clinicpress.pdf.figures import figure_form
from clinicpress.pdf.objects import ObjectFile, Ref, Stream, compressed, form_entries
from clinicpress.pdf.pictures import picture_object
from clinicpress.typesetting.items import FigureArt, RasterArt, VectorArt


@dataclass(frozen=True, slots=True)
class Form:
    """An external object: its name in the resources of pages, and its place in the file."""

    name: str
    ref: Ref


class Forms:
    """The external objects of one document."""

    def __init__(self, file: ObjectFile) -> None:
        self._file = file
        self._forms: dict[Hashable, Form] = {}

    def figure(self, art: FigureArt) -> Form:
        """The form of a figure, at the scale and in the colours asked for."""
        colours = tuple(sorted(art.palette.items()))
        return self._once((art.frame, art.scale, colours), lambda: figure_form(art.frame, art.scale, colours))

    def drawing(self, art: VectorArt) -> Form:
        """The form of a drawing, at its own size."""
        drawing = art.drawing
        entries = form_entries((0.0, 0.0, drawing.width, drawing.height))
        return self._once(drawing, lambda: compressed(drawing.operators, entries))

    def picture(self, art: RasterArt) -> Form:
        """The image of a picture, one unit wide and tall."""
        return self._once(art.data, lambda: picture_object(art.data))

    def _once(self, key: Hashable, make: Callable[[], Stream]) -> Form:
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = Form(f"X{len(self._forms) + 1}", self._file.add(make()))
        return form
