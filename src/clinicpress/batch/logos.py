"""Logos: read once, and kept as the operators that draw them.

svglib and ReportLab's graphics take longer to load than a page takes to be made, so an SVG is turned into
operators the first time it is seen.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from clinicpress.batch.digests import engine_digest
from clinicpress.blocks.look import Ink
from clinicpress.files import kept
from clinicpress.model.library import Library
from clinicpress.problems import ContentError, OutputError, Problem
from clinicpress.typesetting.items import Vector
from clinicpress.typesetting.logo import Logo

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing, Group


def load_logo(file: Path, ink: Ink, cache: Path) -> Logo:
    """Read a logo, SVG or PNG, and keep it in ``cache``. In mono its colours become black or white.

    Raises:
        ContentError: if it cannot be read as what its name says.
    """
    try:
        data = file.read_bytes()
        return _svg(data, ink, cache) if file.suffix.lower() == ".svg" else _png(data, ink)
    except OutputError as error:
        raise ContentError(
            Problem(f"the logo {file.name}: {p.message}", p.hint) for p in error.problems
        ) from error
    except (OSError, ValueError, AttributeError) as error:
        message = f"the logo {file.name} cannot be read: {error}"
        raise ContentError(Problem(message, "use an SVG or PNG file")) from error


def brand_logo(library: Library, ink: Ink, cache: Path) -> Logo | None:
    """The logo of the clinic's brand; None if it has none.

    Raises:
        ContentError: if it cannot be read as what its name says.
    """
    brand = library.brands[library.clinic.model.brand].model
    return load_logo(library.asset(brand.logo), ink, cache / "logos") if brand.logo else None


def _svg(data: bytes, ink: Ink, cache: Path) -> Logo:
    key = f"{engine_digest()} {ink} ".encode() + data
    drawing = kept(cache, key, _read, _written, lambda: _compiled(data, ink))
    return Logo(drawing.width, drawing.height, drawing)


def _written(drawing: Vector) -> bytes:
    operators = drawing.operators.decode("ascii")
    return json.dumps([drawing.width, drawing.height, operators]).encode("ascii")


def _read(data: bytes) -> Vector:
    width, height, operators = json.loads(data)
    return Vector(float(width), float(height), operators.encode("ascii"))


def _compiled(data: bytes, ink: Ink) -> Vector:
    # loaded late: see the top of this file
    from svglib.svglib import svg2rlg  # noqa: PLC0415

    from clinicpress.pdf.drawings import vector  # noqa: PLC0415

    drawing = svg2rlg(io.BytesIO(data))
    if drawing is None or not drawing.width or not drawing.height:
        raise ValueError("it is not an SVG drawing")
    if ink == "mono":
        _blacken(drawing)
    return vector(drawing)


def _blacken(node: Drawing | Group) -> None:
    for child in getattr(node, "contents", ()):
        for attribute in ("fillColor", "strokeColor"):
            colour = getattr(child, attribute, None)
            if colour is not None:
                level = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue
                setattr(
                    child, attribute, colour.clone(red=round(level), green=round(level), blue=round(level))
                )
        _blacken(child)


def _png(data: bytes, ink: Ink) -> Logo:
    # as above
    from PIL import Image  # noqa: PLC0415

    from clinicpress.typesetting.raster import flat  # noqa: PLC0415

    with Image.open(io.BytesIO(data)) as image:
        size = image.size
        if ink == "mono":
            stream = io.BytesIO()
            grey = flat(image).convert("L")
            grey.point(lambda level: 255 if level > 127 else 0).save(stream, "PNG")
            data = stream.getvalue()
    return Logo(float(size[0]), float(size[1]), data)
