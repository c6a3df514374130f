"""Drawings made by ReportLab, such as logos read by svglib, as operators of a content stream.

Loads all of ReportLab's graphics; writing a document does not.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, NoReturn

from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import CMYKColor, toColor
from reportlab.pdfgen.canvas import Canvas

from clinicpress.pdf.operators import rgb_operator
from clinicpress.problems import OutputError, Problem
from clinicpress.typesetting.items import VectorItem


def vector(drawing: Drawing, scale: float = 1.0) -> VectorItem:
    """The drawing as operators, with its origin at the bottom left, this many times its own size.

    See-through colours are mixed with white, which archival PDF and laser printers need.

    Raises:
        OutputError: if the drawing holds text or a picture: text would need a typeface of its own, and a
            picture inside a drawing has no place to be checked. Likewise if its operators name anything else
            that stands outside of them, such as a gradient.
    """
    canvas = _FormCanvas()
    canvas.scale(scale, scale)
    draw(drawing, canvas, 0, 0, showBoundary=0)
    code = canvas.code()
    if b"/" in code:
        raise OutputError(Problem("the drawing holds more than shapes", "use a drawing of shapes alone"))
    return VectorItem(float(drawing.width) * scale, float(drawing.height) * scale, code)


class _FormCanvas(Canvas):
    """Collects the operators of shapes; knows no faces, pictures, transparency or overprint."""

    def __init__(self) -> None:
        # The canvas has this list already; naming it here tells type checkers.
        self._code: list[str]
        # saveState keeps these, so that restoreState brings them back.
        self.STATE_ATTRIBUTES = [*Canvas.STATE_ATTRIBUTES, "_fill_alpha", "_stroke_alpha"]
        super().__init__(BytesIO(), invariant=1)
        self._fill_alpha = self._stroke_alpha = 1.0

    def code(self) -> bytes:
        """The operators so far."""
        return "\n".join(self._code).encode("ascii")

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Set the fill colour, mixed with white by its opacity."""
        self._fillColorObj = toColor(aColor)
        self.setFillAlpha(_opacity(self._fillColorObj, alpha))

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:  # noqa: N802, N803
        """Set the line colour, mixed with white by its opacity."""
        self._strokeColorObj = toColor(aColor)
        self.setStrokeAlpha(_opacity(self._strokeColorObj, alpha))

    def setFillAlpha(self, a: float) -> None:  # noqa: N802
        """Set the opacity of areas."""
        self._fill_alpha = a
        self._code.append(_mixed(self._fillColorObj, a, stroke=False))

    def setStrokeAlpha(self, a: float) -> None:  # noqa: N802
        """Set the opacity of lines."""
        self._stroke_alpha = a
        self._code.append(_mixed(self._strokeColorObj, a, stroke=True))

    def setFont(self, *args: Any, **options: Any) -> None:  # noqa: N802
        """Set no face: the renderer asks for one before every drawing, with text or without."""

    def setFillOverprint(self, a: Any) -> None:  # noqa: N802
        """Leave overprint as it is: the file is not for a printing press."""

    def setStrokeOverprint(self, a: Any) -> None:  # noqa: N802
        """Leave overprint as it is."""

    def setOverprintMask(self, a: Any) -> None:  # noqa: N802
        """Leave overprint as it is."""

    def drawString(self, *_args: Any, **_options: Any) -> NoReturn:  # noqa: N802
        """Refuse text.

        Raises:
            OutputError: always.
        """
        raise OutputError(
            Problem("the drawing holds text", "turn its text into outlines in the drawing program")
        )

    def drawInlineImage(self, *_args: Any, **_options: Any) -> NoReturn:  # noqa: N802
        """Refuse pictures.

        Raises:
            OutputError: always.
        """
        raise OutputError(Problem("the drawing holds a picture", "use a drawing of shapes alone, or a PNG"))


def _opacity(colour: Any, alpha: float | None) -> float:
    return float(getattr(colour, "alpha", 1.0) if alpha is None else alpha)


def _mixed(colour: Any, alpha: float, *, stroke: bool) -> str:
    # Before any colour is set, the canvas holds black as a plain tuple.
    parts = colour.rgb() if isinstance(colour, CMYKColor) or hasattr(colour, "rgb") else colour
    red, green, blue = (1 - alpha * (1 - part) for part in parts)
    return rgb_operator(red, green, blue, stroke=stroke)
