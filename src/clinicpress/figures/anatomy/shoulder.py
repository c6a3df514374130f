"""The left shoulder from the front."""

from __future__ import annotations

from clinicpress.figures.anatomy.sketch import HATCH, SKIN, SOFT, Sketch, band, fibres, outline
from clinicpress.figures.displaylist import Diagram

# All in cm from the middle of the ball: x outwards, to the viewer's right, y up.
_SKIN = (
    (-12.0, 11.5), (-8.6, 9.6), (-5.6, 7.6), (-2.0, 6.3), (1.4, 5.6), (3.8, 4.0), (5.0, 1.4), (5.3, -2.0),
    (5.0, -6.0), (4.5, -10.0), (4.2, -18.0), (-2.2, -18.0), (-2.3, -11.0), (-2.6, -8.2), (-3.0, -7.6),
    (-3.5, -8.4), (-4.0, -12.0), (-4.4, -18.0), (-14.0, -18.0), (-16.0, 0.0), (-14.0, 11.5),
)  # fmt: skip
_BLADE = (
    (-3.0, 1.9), (-2.85, 0.6), (-2.85, -0.8), (-3.1, -1.9), (-3.8, -3.2), (-5.0, -6.2), (-6.4, -9.6),
    (-7.2, -10.2), (-7.9, -9.2), (-8.5, -5.0), (-8.8, -0.5), (-8.5, 2.4), (-7.7, 3.3), (-6.4, 2.6),
    (-4.8, 2.0), (-3.8, 2.2),
)  # fmt: skip
# The beak of the blade (coracoid), which stands out to the front, and the roof (acromion).
_BEAK = (
    (-4.6, 1.6), (-4.0, 2.5), (-3.0, 2.5), (-2.0, 1.7), (-1.7, 0.8), (-2.2, 0.5), (-2.8, 1.1), (-3.7, 1.2),
)  # fmt: skip
_ROOF = (
    (-1.4, 4.0), (-0.4, 4.5), (1.0, 4.5), (2.3, 4.0), (2.7, 3.5), (2.2, 3.25), (0.8, 3.5), (-0.6, 3.4),
    (-1.5, 3.4),
)  # fmt: skip
# The collarbone as a band.
_CLAVICLE = (
    (-14.0, 3.6, 0.6), (-10.0, 4.1, 0.55), (-6.5, 4.9, 0.5), (-3.4, 4.9, 0.55), (-1.2, 4.35, 0.6),
    (-0.4, 4.2, 0.55),
)  # fmt: skip
_HUMERUS = (
    (-1.5, 1.9), (0.0, 2.4), (1.2, 2.2), (2.2, 1.5), (2.75, 0.4), (2.6, -1.0), (2.3, -3.0), (2.0, -6.0),
    (1.9, -10.0), (1.9, -18.0), (-0.5, -18.0), (-0.5, -10.0), (-0.5, -6.0), (-0.7, -3.6), (-1.3, -2.1),
    (-2.2, -1.0), (-2.4, 0.4),
)  # fmt: skip
# The cartilage of the ball and of the socket, as bands: each place with half a width.
_CAP = (
    (-0.1, 2.2, 0.15), (-1.2, 1.85, 0.22), (-2.0, 0.9, 0.24), (-2.15, -0.2, 0.24), (-1.75, -1.3, 0.15),
)  # fmt: skip
_SOCKET = ((-2.85, 1.8, 0.1), (-2.62, 0.8, 0.2), (-2.58, -0.4, 0.2), (-2.85, -1.8, 0.1))
# The upper muscle of the cuff, its tendon over the ball to the arm bone, and the bursa between it and the
# roof.
_MUSCLE = ((-8.3, 2.9, 0.25), (-7.2, 3.2, 0.75), (-5.2, 3.3, 0.9), (-3.2, 3.1, 0.65), (-1.8, 2.85, 0.4))
_TENDON = (
    (-2.6, 2.95, 0.5), (-1.2, 2.85, 0.36), (0.4, 2.72, 0.34), (1.8, 2.15, 0.36), (2.55, 1.25, 0.4),
    (2.75, 0.5, 0.3),
)  # fmt: skip
_BURSA = (
    (-0.9, 3.25, 0.1), (0.6, 3.2, 0.22), (2.1, 2.75, 0.26), (3.15, 1.6, 0.3), (3.45, 0.2, 0.36),
    (3.35, -1.2, 0.38), (3.15, -2.2, 0.3), (2.95, -2.9, 0.06),
)  # fmt: skip
_WINDOW = (-9.2, -9.3, 7.0, 9.0)
_SCALE = 6.0


def shoulder_cuff() -> Diagram:
    """Collarbone, shoulder blade with its roof, the ball of the arm bone in its socket, cuff tendon, bursa.

    The ball is 48 mm wide; the room under the roof, tendon and bursa are drawn higher than they are (about
    1 cm), so that each can be seen. Of the cuff only the upper muscle (supraspinatus) is shown. Drawn by
    eye.
    """
    sketch = Sketch(_WINDOW, _SCALE)
    sketch.area("flesh", outline(_SKIN), SKIN, "pale-line")
    sketch.area("bone", outline(_BLADE))
    sketch.area("muscle", band(_MUSCLE), SOFT, "muscle-line")
    sketch.lines("muscle-line", HATCH, fibres(_MUSCLE, (-0.4, 0.3)))
    sketch.area("bone", outline(_HUMERUS))
    for cartilage in (_CAP, _SOCKET):
        sketch.area("cartilage", band(cartilage), HATCH)
    sketch.area("tendon", band(_TENDON), SOFT, "tendon-line")
    sketch.lines("tendon-line", HATCH, fibres(_TENDON, (-0.3, 0.3)))
    sketch.area("bursa", band(_BURSA), SOFT)
    sketch.area("bone", outline(_BEAK))
    sketch.area("bone", band(_CLAVICLE))
    sketch.area("bone", outline(_ROOF))
    return sketch.diagram(
        [("roof", (1.0, 4.05)), ("cuff-tendon", (1.85, 2.0)), ("ball", (0.3, -0.05)), ("bursa", (3.3, -2.1)),
         ("shoulder-blade", (-6.4, -5.4))]
    )  # fmt: skip
