"""What of a picture is shown when it is cut off, and whether anything of the body is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.body import Body
from clinicpress.figures.camera import Camera
from clinicpress.model.figure import Crop, Figure

CROP_HINT = "write a smaller number for above (it may be negative), name a lower point, or leave crop out"
WINDOW_HINT = "move the window with above and ahead, make it larger, or leave crop out"
# So much of the body, in cm of the picture, must be left.
_LEFT = 12.0
_WIDE = 1e4
# The corners of a close-up are round, in cm.
_CORNER = 4.0


def kept(figure: Figure, first: Body, camera: Camera) -> BaseGeometry | None:
    """The part of the picture that is shown, in its cm; None if all is. ``first`` is frame 1's body."""
    crop = figure.crop
    if crop is None:
        return None
    point = camera.project(first.points[crop.at])
    if crop.window is None:
        return shapely.box(-_WIDE, float(point[1]) + crop.above, _WIDE, _WIDE)
    return _window(crop, float(point[0]), float(point[1]))


def is_close_up(figure: Figure) -> bool:
    """True if the picture is a window with a frame round it."""
    return figure.crop is not None and figure.crop.window is not None


def _window(crop: Crop, x: float, y: float) -> BaseGeometry:
    width, height = crop.window or (0.0, 0.0)
    x, y = x + crop.ahead, y + crop.above
    box = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return box.buffer(-_CORNER).buffer(_CORNER, quad_segs=6)


def cropped_away(figure: Figure, posed: Sequence[Body]) -> Iterator[tuple[str, str]]:
    """A sentence and a hint for each frame in which the crop leaves next to nothing of the body."""
    camera = Camera(figure.view.az, figure.view.el)
    shown = kept(figure, posed[0], camera)
    if shown is None:
        return
    window = is_close_up(figure)
    for number, body in enumerate(posed, 1):
        places = np.array([camera.project(point) for point in body.points.values()])
        inside = shapely.contains_xy(shown, places[:, 0], places[:, 1])
        lowest = shown.bounds[1]
        if not inside.any() or (not window and float(places[:, 1].max()) < lowest + _LEFT):
            hint = WINDOW_HINT if window else CROP_HINT
            yield f"crop cuts the whole body away in frame {number}", hint
