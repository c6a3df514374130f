"""Shoulder, hip, knee and the sole of the foot."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.anatomy.sketch import (
    BONE,
    HATCH,
    SKIN,
    SOFT,
    Curve,
    Sketch,
    band,
    fibres,
    hatch,
    outline,
)
from clinicpress.figures.displaylist import Diagram

# On the foot, in cm: from the back of the heel to the toes, and up from the sole.
_HEEL = (
    (1.4, 4.4), (1.8, 5.6), (3.0, 5.9), (4.4, 5.5), (6.2, 5.0), (8.6, 4.6), (8.8, 3.3), (7.2, 2.7),
    (5.2, 2.4), (4.0, 1.7), (2.6, 1.7), (1.7, 2.4), (1.3, 3.4),
)  # fmt: skip
_TALUS = (
    (4.2, 6.0), (4.6, 7.6), (5.8, 8.8), (7.4, 8.8), (8.6, 7.7), (9.6, 7.1), (10.4, 6.2), (10.2, 5.0),
    (9.2, 4.5), (8.0, 5.0), (6.4, 5.2), (5.2, 5.7),
)  # fmt: skip
# Behind the toes to their tip: navicular, first wedge, first metatarsal, big toe.
_ARCH = (
    ((10.6, 6.3), (11.8, 6.3), (12.2, 5.4), (12.0, 3.9), (11.0, 3.6), (10.4, 4.6)),
    ((12.5, 5.9), (14.6, 5.3), (15.0, 4.4), (14.7, 3.0), (12.9, 3.1), (12.3, 4.0)),
    ((15.3, 4.9), (16.6, 4.3), (18.8, 3.3), (20.4, 2.9), (21.2, 2.1), (20.6, 1.1), (19.4, 1.2), (17.8, 2.0),
     (15.4, 2.7), (15.1, 3.8)),
    ((21.5, 2.6), (22.4, 2.3), (23.8, 2.1), (24.1, 1.5), (23.6, 1.0), (22.2, 1.1), (21.4, 1.2), (21.3, 1.9)),
    ((24.3, 2.0), (25.4, 1.7), (25.9, 1.3), (25.3, 1.0), (24.3, 1.0)),
)  # fmt: skip
# The band, each place with half its width, and the skin from the heel along the sole to the instep.
_FASCIA = (
    (2.8, 1.6, 0.2), (4.4, 1.7, 0.4), (7.0, 2.05, 0.42), (11.0, 2.2, 0.44), (15.0, 1.75, 0.44),
    (18.6, 1.0, 0.4), (21.0, 0.75, 0.32), (22.6, 0.85, 0.14),
)  # fmt: skip
# Where the band starts at the heel.
_SORE = (
    (1.6, 1.6), (2.2, 2.3), (3.6, 2.6), (5.0, 2.4), (5.6, 1.7), (5.0, 1.0), (3.6, 0.7), (2.2, 0.8),
)  # fmt: skip
_SOLE = (
    (0.1, 4.8), (-0.3, 2.6), (0.4, 0.8), (2.2, 0.0), (4.6, 0.1), (7.6, 0.9), (11.0, 1.4), (14.6, 0.9),
    (17.6, 0.1), (20.2, -0.2), (22.0, 0.3), (24.0, 0.1), (26.0, 0.3), (26.6, 1.3), (25.9, 2.3),
    (23.6, 3.0), (20.8, 3.9), (17.0, 5.3), (13.0, 7.3), (10.8, 8.8),
)  # fmt: skip
# On the leg, which stands upright over the ankle: forward from the middle of the ankle joint, and up.
_ANKLE = (6.6, 7.0)
_SHIN = ((2.9, 4.0), (2.5, 7.0), (2.6, 11.0), (3.0, 15.0), (3.2, 22.0))
_CALF = ((-6.8, 22.0), (-6.5, 15.0), (-5.9, 10.5), (-5.6, 6.8), (-5.8, 4.4))
# The Achilles tendon in the picture, from the back of the heel bone up.
_CORD = ((5.5, 0.8, 0.35), (5.3, 2.2, 0.45), (4.8, 4.6, 0.45), (4.55, 8.0, 0.6), (4.5, 11.0, 0.9))
_FOOT_TIBIA = (
    (-1.5, 22.0), (-1.4, 10.0), (-1.5, 5.0), (-2.0, 2.6), (-1.8, 1.4), (-1.1, 0.2), (-0.1, -0.9),
    (0.8, -0.3), (1.6, 1.2), (1.9, 2.6), (1.5, 5.0), (1.4, 10.0), (1.6, 22.0),
)  # fmt: skip
# How far the toes point down, in degrees.
_POINTED = 38.0
_FOOT_WINDOW = (-24.0, -18.0, 12.0, 9.0)
_FOOT_SCALE = 4.4


def foot_fascia() -> Diagram:
    """Heel bone, bones of the arch, the band of the sole and the cord to the heel, with the sore spot.

    The frame: cm from the middle of the ankle joint, the toes to the left, y up. The foot is 27 cm long;
    its bones are those of the inner side (heel, ankle, navicular, first wedge, first metatarsal, big toe),
    in a grown-up's usual proportions, drawn by eye. The band is more than twice as thick as it is. The foot
    hangs down, so that heel, sore spot and sole lie one below the other and their labels keep apart.
    """
    sketch = Sketch(_FOOT_WINDOW, _FOOT_SCALE)
    skin = [*_leg(_CALF), *_turned(_SOLE), *_leg(_SHIN)]
    sketch.area("flesh", outline(skin), SKIN, "pale-line")
    sketch.area("tendon", band(_CORD), SOFT, "tendon-line")
    sketch.lines("tendon-line", HATCH, fibres(_CORD, (0.0,)))
    for bone in (*_ARCH, _TALUS, _HEEL):
        sketch.area("bone", outline(_turned(bone)))
    sketch.area("bone", outline(_leg(_FOOT_TIBIA)))
    fascia = [(*_turned([(x, y)])[0], half) for x, y, half in _FASCIA]
    sketch.area("tendon", band(fascia), SOFT, "tendon-line")
    sketch.lines("tendon-line", HATCH, fibres(fascia, (0.0,)))
    spot = outline(_turned(_SORE))
    sketch.area("sore", spot, BONE, "sore-line")
    sketch.lines("sore-line", HATCH, hatch(spot, 0.55, 45.0))
    heel, sore, sole = _turned([(3.0, 4.9), (3.7, 1.1), (11.5, 2.2)])
    return sketch.diagram(
        [("achilles", (4.65, 6.0)), ("heel-bone", heel), ("sore-spot", sore), ("sole-band", sole)]
    )


def _turned(places: Curve) -> list[tuple[float, float]]:
    """Places on the foot, in the picture: turned about the ankle and with the toes to the left."""
    turn = np.radians(_POINTED)
    cos, sin = float(np.cos(turn)), float(np.sin(turn))
    moved = [(x - _ANKLE[0], y - _ANKLE[1]) for x, y in places]
    return [(-(x * cos + y * sin), y * cos - x * sin) for x, y in moved]


def _leg(places: Curve) -> list[tuple[float, float]]:
    """Places on the leg, in the picture."""
    return [(-x, y) for x, y in places]


# All in cm from the middle of the ball: x outwards, to the viewer's right, y up. The middle of the body
# is at -9.
_HIP_SKIN = (
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
_HIP_FEMUR = (
    (0.0, 1.6), (1.4, 0.9), (2.8, -0.2), (4.1, 0.0), (5.2, 0.9), (6.4, 0.4), (7.0, -1.4), (6.7, -3.6),
    (6.0, -6.4), (5.7, -10.0), (5.6, -22.0), (2.7, -22.0), (2.8, -10.0), (2.8, -7.8), (2.2, -6.6),
    (1.9, -5.6), (2.2, -4.8), (1.9, -3.7), (0.9, -2.5), (-0.4, -1.4),
)  # fmt: skip
# Radii of the bony ball, of the cap on it and of the bony socket; the cartilage fills what is between.
_BALL, _GAP, _CUP = 2.3, 2.8, 3.3
_HIP_WINDOW = (-9.4, -13.4, 11.0, 12.4)
_HIP_SCALE = 4.2


def hip_joint() -> Diagram:
    """Half of the pelvis with the socket, and the thigh bone with its ball, neck and shaft.

    The ball is 48 mm wide with its cap, the neck leaves the shaft at about 127 degrees, the middle of the
    joint is 9 cm from the middle of the body: common means of grown-ups. The pelvis is drawn by eye. The
    joint is shown as if cut, so that the cup is seen round the ball; both caps are about twice as thick as
    they are.
    """
    sketch = Sketch(_HIP_WINDOW, _HIP_SCALE)
    sketch.area("flesh", outline(_HIP_SKIN), SKIN, "pale-line")
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
    sketch.area("bone", outline(_HIP_FEMUR).union(ball))
    sketch.lines("bone-line", HATCH, ball.boundary.intersection(_fan(-85.0, 10.0)))
    return sketch.diagram(
        [("hip-bone", (0.6, 8.2)), ("socket", (0.9, 4.25)), ("smooth-cap", (2.2, 1.3)), ("ball", (0.0, -1.6)),
         ("thigh-bone", (4.2, -9.0))]
    )  # fmt: skip


def _fan(start: float, end: float) -> BaseGeometry:
    """The sector round the middle from one angle in degrees to another."""
    at = np.radians(np.linspace(start, end, 40))
    return shapely.Polygon([(0.0, 0.0), *zip(9 * np.cos(at), 9 * np.sin(at), strict=True)])


# All in cm from the middle of the joint line: x to the viewer's right, which is the inner side, y up.
_SKIN_OUTER = (
    (-7.2, 16.0), (-6.9, 11.0), (-6.5, 7.0), (-5.9, 3.4), (-5.6, 0.0), (-5.8, -3.0), (-6.2, -6.0),
    (-6.2, -10.0), (-5.8, -15.0),
)  # fmt: skip
_SKIN_INNER = (
    (5.0, -15.0), (5.7, -10.0), (5.9, -6.5), (5.5, -3.2), (5.5, 0.0), (6.0, 2.6), (6.0, 5.4), (6.1, 8.0),
    (6.6, 11.0), (6.8, 16.0),
)  # fmt: skip
_KNEE_FEMUR = (
    (-2.9, 16.0), (-2.4, 10.5), (-2.4, 7.6), (-3.1, 5.4), (-4.1, 3.7), (-4.3, 2.2), (-3.9, 0.9),
    (-2.6, 0.4), (-1.3, 0.7), (-0.4, 1.6), (0.3, 1.6), (1.1, 0.55), (2.5, 0.05), (3.9, 0.6), (4.5, 2.0),
    (4.4, 3.5), (3.5, 5.0), (2.1, 6.6), (1.3, 8.4), (0.9, 10.8), (0.4, 16.0),
)  # fmt: skip
_KNEE_TIBIA = (
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
_KNEE_CAP = (
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
_KNEE_WINDOW = (-8.0, -9.6, 8.0, 10.4)
_KNEE_SCALE = 5.5


def knee_joint() -> Diagram:
    """Thigh bone, shin bone with the calf bone beside it, kneecap, caps of cartilage, and both menisci.

    Widths of the bones follow common means of grown-ups (condyles and plateau about 8.5 cm); all curves are
    drawn by eye. Both caps and the outer meniscus are thicker than they are. At the inner side the caps are
    worn to the bone and the gap is narrow, as arthritis most often has it.
    """
    sketch = Sketch(_KNEE_WINDOW, _KNEE_SCALE)
    femur, tibia = outline(_KNEE_FEMUR), outline(_KNEE_TIBIA)
    sketch.area("flesh", outline([*_SKIN_OUTER, *_SKIN_INNER]), SKIN, "pale-line")
    sketch.area("bone", outline(_FIBULA))
    for pad in _PADS:
        sketch.area("cushion", outline(pad), SOFT)
    sketch.area("bone", tibia)
    sketch.area("cartilage", outline(_PLATEAU).intersection(tibia.buffer(0.5)), SOFT)
    sketch.area("bone", femur)
    cap = outline(_KNEE_CAP).intersection(femur)
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


# All in cm from the middle of the ball: x outwards, to the viewer's right, y up.
_SHOULDER_SKIN = (
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
_SHOULDER_CAP = (
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
_SHOULDER_WINDOW = (-9.2, -9.3, 7.0, 9.0)
_SHOULDER_SCALE = 6.0


def shoulder_cuff() -> Diagram:
    """Collarbone, shoulder blade with its roof, the ball of the arm bone in its socket, cuff tendon, bursa.

    The ball is 48 mm wide; the room under the roof, tendon and bursa are drawn higher than they are (about
    1 cm), so that each can be seen. Of the cuff only the upper muscle (supraspinatus) is shown. Drawn by
    eye.
    """
    sketch = Sketch(_SHOULDER_WINDOW, _SHOULDER_SCALE)
    sketch.area("flesh", outline(_SHOULDER_SKIN), SKIN, "pale-line")
    sketch.area("bone", outline(_BLADE))
    sketch.area("muscle", band(_MUSCLE), SOFT, "muscle-line")
    sketch.lines("muscle-line", HATCH, fibres(_MUSCLE, (-0.4, 0.3)))
    sketch.area("bone", outline(_HUMERUS))
    for cartilage in (_SHOULDER_CAP, _SOCKET):
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
