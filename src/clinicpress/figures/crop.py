"""Where a picture is cut off, and whether anything of the body is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinicpress.figures.body import Body
from clinicpress.figures.camera import Camera
from clinicpress.model.figure import Figure

CROP_HINT = "write a smaller number for above (it may be negative), name a lower point, or leave crop out"
# So much of the body, in cm of the picture, must be left.
_LEFT = 12.0


def crop_height(figure: Figure, first: Body, camera: Camera) -> float | None:
    """The height in the picture, in cm, at which it is cut off; ``first`` is the body of the first frame."""
    if figure.crop is None:
        return None
    return float(camera.project(first.points[figure.crop.at])[1]) + figure.crop.above


def cropped_away(figure: Figure, posed: Sequence[Body]) -> Iterator[str]:
    """One sentence for each frame in which the crop leaves nothing of the body, or next to nothing."""
    camera = Camera(figure.view.az, figure.view.el)
    floor = crop_height(figure, posed[0], camera)
    if floor is None:
        return
    for number, body in enumerate(posed, 1):
        top = max(float(camera.project(point)[1]) for point in body.points.values())
        if top < floor + _LEFT:
            yield f"crop cuts the whole body away in frame {number}"
