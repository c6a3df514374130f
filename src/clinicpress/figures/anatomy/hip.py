"""The left hip joint from the front."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.anatomy.sketch import HATCH, SKIN, Sketch, outline
from clinicpress.figures.displaylist import Diagram

# All in cm from the middle of the ball: x outwards, to the viewer's right, y up. The middle of the body
# is at -9.
_SKIN = (
    (-14.0, 20.0), (4.4, 20.0), (4.6, 16.0), (5.6, 12.5), (7.0, 8.5), (8.4, 4.0), (9.3, -0.5),
    (9.6, -4.5), (9.4, -9.0), (8.8, -14.0), (7.6, -22.0), (-5.6, -22.0), (-6.8, -16.0), (-7.8, -11.5),
    (-8.9, -9.3), (-14.0, -9.0),
)  # fmt: skip
_PELVIS = (
    (-4.6, 8.2), (-3.4, 10.2), (-1.0, 11.3), (1.8, 11.4), (4.2, 10.2), (5.0, 8.4), (4.5, 6.8), (3.6, 5.6),
    (3.4, 4.4), (2.9, 3.4), (2.3, 2.8), (0.0, 0.0), (-1.2, -2.6), (-1.7, -3.8), (-1.9, -5.6),
    (-2.5, -7.4), (-3.9, -7.9), (-4.8, -6.9), (-6.4, -5.3), (-8.2, -4.6), (-8.6, -3.0), (-8.4, -1.1),
    (-7.2, -0.6), (-5.4, 0.6), (-4.5, 2.0), (-4.7, 3.8), (-5.4, 5.6), (-5.3, 7.0),
)  # fmt: skip
_HOLE = ((-3.4, -2.9), (-4.3, -2.2), (-5.8, -2.3), (-6.9, -3.1), (-6.0, -4.5), (-4.4, -6.0), (-3.5, -4.9))
_SACRUM = (
    (-13.0, 10.2), (-7.4, 10.2), (-4.9, 9.2), (-4.7, 7.0), (-5.6, 4.8), (-7.0, 2.6), (-8.4, 0.8),
    (-9.4, 0.2), (-13.0, 0.2),
)  # fmt: skip
_FORAMINA = ((-7.0, 7.6), (-7.3, 5.4), (-7.7, 3.5))
_FEMUR = (
    (0.0, 1.6), (1.4, 0.9), (2.8, -0.2), (4.1, 0.0), (5.2, 0.9), (6.4, 0.4), (7.0, -1.4), (6.7, -3.6),
    (6.0, -6.4), (5.7, -10.0), (5.6, -22.0), (2.7, -22.0), (2.8, -10.0), (2.8, -7.8), (2.2, -6.6),
    (1.9, -5.6), (2.2, -4.8), (1.9, -3.7), (0.9, -2.5), (-0.4, -1.4),
)  # fmt: skip
# Radii of the bony ball, of the cap on it and of the bony socket; the cartilage fills what is between.
_BALL, _GAP, _CUP = 2.3, 2.8, 3.3
_WINDOW = (-9.4, -13.4, 11.0, 12.4)
_SCALE = 4.2


def hip_joint() -> Diagram:
    """Half of the pelvis with the socket, and the thigh bone with its ball, neck and shaft.

    The ball is 48 mm wide with its cap, the neck leaves the shaft at about 127 degrees, the middle of the
    joint is 9 cm from the middle of the body: common means of grown-ups. The pelvis is drawn by eye. The
    joint is shown as if cut, so that the cup is seen round the ball; both caps are about twice as thick as
    they are.
    """
    sketch = Sketch(_WINDOW, _SCALE)
    sketch.area("flesh", outline(_SKIN), SKIN, "pale-line")
    sketch.area("bone", outline(_SACRUM))
    for place in _FORAMINA:
        sketch.lines("bone-line", HATCH, shapely.Point(place).buffer(0.35).boundary)
    cup = shapely.Point(0, 0).buffer(_CUP)
    pelvis = outline(_PELVIS).difference(cup).difference(outline(_HOLE))
    sketch.area("bone", pelvis)
    lining = cup.difference(shapely.Point(0, 0).buffer(_GAP)).intersection(_fan(48.0, 232.0))
    sketch.area("cartilage", lining, HATCH)
    cap = shapely.Point(0, 0).buffer(_GAP - 0.06).intersection(_fan(12.0, 274.0))
    sketch.area("cartilage", cap, HATCH)
    ball = shapely.Point(0, 0).buffer(_BALL)
    sketch.area("bone", outline(_FEMUR).union(ball))
    sketch.lines("bone-line", HATCH, ball.boundary.intersection(_fan(-85.0, 10.0)))
    return sketch.diagram(
        [("hip-bone", (0.6, 8.2)), ("socket", (0.9, 4.25)), ("smooth-cap", (2.2, 1.3)), ("ball", (0.0, -1.6)),
         ("thigh-bone", (4.2, -9.0))]
    )  # fmt: skip


def _fan(start: float, end: float) -> BaseGeometry:
    """The sector round the middle from one angle in degrees to another."""
    at = np.radians(np.linspace(start, end, 40))
    return shapely.Polygon([(0.0, 0.0), *zip(9 * np.cos(at), 9 * np.sin(at), strict=True)])
