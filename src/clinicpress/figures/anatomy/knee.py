"""The right knee from the front, worn at its inner side."""

from __future__ import annotations

from clinicpress.figures.anatomy.sketch import BONE, HATCH, SKIN, SOFT, Sketch, hatch, outline
from clinicpress.figures.displaylist import Diagram

# All in cm from the middle of the joint line: x to the viewer's right, which is the inner side, y up.
_SKIN_OUTER = (
    (-7.2, 16.0), (-6.9, 11.0), (-6.5, 7.0), (-5.9, 3.4), (-5.6, 0.0), (-5.8, -3.0), (-6.2, -6.0),
    (-6.2, -10.0), (-5.8, -15.0),
)  # fmt: skip
_SKIN_INNER = (
    (5.0, -15.0), (5.7, -10.0), (5.9, -6.5), (5.5, -3.2), (5.5, 0.0), (6.0, 2.6), (6.0, 5.4), (6.1, 8.0),
    (6.6, 11.0), (6.8, 16.0),
)  # fmt: skip
_FEMUR = (
    (-2.9, 16.0), (-2.4, 10.5), (-2.4, 7.6), (-3.1, 5.4), (-4.1, 3.7), (-4.3, 2.2), (-3.9, 0.9),
    (-2.6, 0.4), (-1.3, 0.7), (-0.4, 1.6), (0.3, 1.6), (1.1, 0.55), (2.5, 0.05), (3.9, 0.6), (4.5, 2.0),
    (4.4, 3.5), (3.5, 5.0), (2.1, 6.6), (1.3, 8.4), (0.9, 10.8), (0.4, 16.0),
)  # fmt: skip
_TIBIA = (
    (-3.9, -0.95), (-2.3, -1.05), (-0.9, -0.85), (-0.45, -0.25), (0.0, -0.5), (0.45, -0.2), (0.9, -0.4),
    (2.4, -0.5), (4.0, -0.4), (4.4, -1.0), (3.9, -2.4), (2.7, -4.4), (1.8, -6.8), (1.6, -10.0),
    (1.5, -15.0), (-1.6, -15.0), (-1.6, -10.0), (-1.9, -6.6), (-2.9, -4.2), (-3.8, -2.6), (-4.2, -1.5),
)  # fmt: skip
_FIBULA = (
    (-4.9, -3.1), (-4.4, -2.2), (-3.6, -2.5), (-3.4, -3.8), (-3.6, -6.0), (-3.5, -15.0), (-4.5, -15.0),
    (-4.6, -6.0),
)  # fmt: skip
_PATELLA = (
    (-0.1, 6.4), (1.4, 6.0), (2.0, 4.9), (1.6, 3.4), (0.0, 2.0), (-1.7, 3.4), (-2.2, 4.9), (-1.6, 6.0),
)  # fmt: skip
# How far the smooth cap reaches up on the front of the thigh bone.
_CAP = (
    (-5.0, 1.3), (-4.1, 2.4), (-3.4, 3.8), (-2.2, 4.6), (0.0, 4.4), (2.0, 4.2), (3.2, 3.2), (4.1, 1.9),
    (5.0, 1.0), (5.0, -2.0), (-5.0, -2.0),
)  # fmt: skip
# The cap of the shin bone: thick at the outer side, gone at the inner one.
_PLATEAU = (
    (-4.1, -0.95),
    (-3.6, -0.6),
    (-2.3, -0.65),
    (-1.0, -0.5),
    (-0.8, -1.1),
    (-2.4, -1.5),
    (-4.0, -1.4),
)
_PADS = (
    ((-4.5, 0.7), (-4.6, -0.7), (-2.6, -0.7), (-1.0, -0.5), (-1.4, 0.5), (-2.8, 0.7)),
    ((4.7, 0.5), (4.8, -0.5), (3.6, -0.5), (3.0, 0.0), (3.5, 0.6)),
)
_WORN = (
    ((1.2, 0.6), (1.7, 1.3), (2.5, 1.2), (3.1, 1.6), (3.8, 1.2), (4.1, 0.5), (3.2, -0.2), (1.8, -0.2)),
    ((1.2, -0.2), (1.7, -1.0), (2.5, -0.9), (3.1, -1.2), (3.8, -0.9), (4.0, -0.4), (2.6, -0.2)),
)
_WINDOW = (-8.0, -9.6, 8.0, 10.4)
_SCALE = 5.5


def knee_joint() -> Diagram:
    """Thigh bone, shin bone with the calf bone beside it, kneecap, caps of cartilage, and both menisci.

    Widths of the bones follow common means of grown-ups (condyles and plateau about 8.5 cm); all curves are
    drawn by eye. Both caps and the outer meniscus are thicker than they are. At the inner side the caps are
    worn to the bone and the gap is narrow, as arthritis most often has it.
    """
    sketch = Sketch(_WINDOW, _SCALE)
    femur, tibia = outline(_FEMUR), outline(_TIBIA)
    sketch.area("flesh", outline([*_SKIN_OUTER, *_SKIN_INNER]), SKIN, "pale-line")
    sketch.area("bone", outline(_FIBULA))
    for pad in _PADS:
        sketch.area("cushion", outline(pad), SOFT)
    sketch.area("bone", tibia)
    sketch.area("cartilage", outline(_PLATEAU).intersection(tibia.buffer(0.5)), SOFT)
    sketch.area("bone", femur)
    cap = outline(_CAP).intersection(femur)
    sketch.area("cartilage", cap, SOFT)
    for worn, bone in zip(_WORN, (femur, tibia), strict=True):
        spot = outline(worn).intersection(bone)
        sketch.area("sore", spot, SOFT, "sore-line")
        sketch.lines("sore-line", HATCH, hatch(spot, 0.42, 45.0))
    sketch.lines("bone-line", BONE, femur.boundary)
    sketch.area("bone", outline(_PATELLA))
    return sketch.diagram(
        [("thigh-bone", (-0.7, 8.9)), ("kneecap", (0.6, 4.9)), ("smooth-cap", (-3.2, 2.6)),
         ("worn-spot", (3.1, 0.38)), ("shin-bone", (0.2, -6.2))]
    )  # fmt: skip
