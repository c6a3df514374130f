"""Frames of figures as pictures that a reviewer can open, and what differs between two of them."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path

import resvg_py
from PIL import Image, ImageChops

from clinicpress.figures.displaylist import FrameShapes, Points
from clinicpress.figures.paths import paint

# Of 255. Another build of GEOS may put a point elsewhere on the same curve, which shades the edge of an area.
_SHADE = 96
_SHADED = 0.0005


def picture(frame: FrameShapes, palette: Mapping[str, str], scale: float) -> Image.Image:
    """A frame on white at ``scale`` pixels per cm."""
    data = resvg_py.svg_to_bytes(svg_string=_svg(frame, palette, scale))
    drawn = Image.open(io.BytesIO(bytes(data))).convert("RGBA")
    white = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(white, drawn).convert("RGB")


def compare(seen: Image.Image, golden: Path, folder: Path) -> None:
    """Compare a picture with the one kept; where they differ, ``folder`` gets a picture of both and of that.

    Renew with UPDATE_GOLDEN=1, and look at the picture before.
    """
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        seen.save(golden, optimize=True)
    kept = Image.open(golden).convert("RGB")
    assert seen.size == kept.size, f"{golden.name} has {kept.size} pixels, now {seen.size}"
    grey = ImageChops.difference(seen, kept).convert("L")
    other = grey.point([0 if value <= _SHADE else 255 for value in range(256)])
    if other.histogram()[255] <= _SHADED * seen.width * seen.height:
        return
    beside = Image.new("RGB", (3 * seen.width, seen.height), "white")
    for index, each in enumerate((kept, seen, ImageChops.invert(other))):
        beside.paste(each.convert("RGB"), (index * seen.width, 0))
    path = folder / f"{golden.stem}-kept-now-difference.png"
    beside.save(path)
    raise AssertionError(f"{golden.name} looks different: see {path}")


def _svg(frame: FrameShapes, palette: Mapping[str, str], scale: float) -> str:
    """A frame as SVG text."""
    width, height = frame.width * scale, frame.height * scale
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(width)} {_number(height)}">']
    for path in paint(frame, scale, palette):
        data = " ".join(_svg_line(line, height, path.closed) for line in path.lines)
        style = f'fill="{path.fill or "none"}" fill-rule="evenodd"'
        if path.stroke:
            style += f' stroke="{path.stroke}" stroke-width="{_number(path.width)}" stroke-linecap="round"'
            style += ' stroke-linejoin="round"'
        lines.append(f'<path {style} d="{data}"/>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _svg_line(points: Points, height: float, closed: bool) -> str:
    pairs = [f"{_number(points[i])},{_number(height - points[i + 1])}" for i in range(0, len(points), 2)]
    return "M" + " L".join(pairs) + ("Z" if closed else "")


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
