"""The brand's logo as something that can be drawn."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.graphics.shapes import Drawing, Group
from reportlab.lib.colors import Color
from svglib.svglib import svg2rlg

from clinicpress.blocks.look import Ink
from clinicpress.problems import ContentError, Problem


@dataclass(frozen=True)
class Logo:
    """A logo's natural size in points and its drawing (SVG) or its bytes (PNG)."""

    size: tuple[float, float]
    drawing: Any = None
    data: bytes = b""


@lru_cache(maxsize=16)
def load_logo(file: Path, ink: Ink) -> Logo:
    """Read a logo. In mono its colours become black or white.

    Raises:
        ContentError: if it cannot be read as what its name says.
    """
    try:
        return _svg(file, ink) if file.suffix.lower() == ".svg" else _png(file, ink)
    except (OSError, ValueError, AttributeError) as error:
        raise ContentError(
            Problem(f"the logo {file.name} cannot be read: {error}", "use an SVG or PNG file")
        ) from error


def _svg(file: Path, ink: Ink) -> Logo:
    drawing = svg2rlg(str(file))
    if drawing is None:
        raise ValueError("it is not an SVG drawing")
    if ink == "mono":
        _blacken(drawing)
    return Logo((float(drawing.width), float(drawing.height)), drawing=drawing)


def _blacken(node: Drawing | Group) -> None:
    for child in getattr(node, "contents", ()):
        for attribute in ("fillColor", "strokeColor"):
            colour = getattr(child, attribute, None)
            if isinstance(colour, Color):
                level = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue
                setattr(child, attribute, Color(1, 1, 1) if level > 0.5 else Color(0, 0, 0))
        _blacken(child)


def _png(file: Path, ink: Ink) -> Logo:
    data = file.read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        size = image.size
        if ink == "mono":
            flat = Image.new("RGBA", size, "white")
            flat.alpha_composite(image.convert("RGBA"))
            stream = io.BytesIO()
            flat.convert("L").point(lambda level: 255 if level > 127 else 0).save(stream, "PNG")
            data = stream.getvalue()
    return Logo((float(size[0]), float(size[1])), data=data)
