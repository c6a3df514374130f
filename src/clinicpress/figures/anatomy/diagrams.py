"""Anatomical diagrams: a body in pale clothes, and the part that is explained drawn over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Figure
from clinicpress.figures.anatomy.limbjoints import foot_fascia, hip_joint, knee_joint, shoulder_cuff
from clinicpress.figures.anatomy.sketch import Curve, bounds, smooth
from clinicpress.figures.anatomy.spine import spine_discs
from clinicpress.figures.displaylist import Anchor, Diagram, Fill, FrameShapes, Op
from clinicpress.figures.drawing.flesh import limbs, torso
from clinicpress.figures.drawing.outline import Seen, rings, seen, strokes
from clinicpress.figures.drawing.paintorder import paint_order
from clinicpress.figures.drawing.shapes import see
from clinicpress.figures.drawing.solids import INNER, OUTER, FigurePart
from clinicpress.figures.pose.body import Body, Vector
from clinicpress.figures.pose.camera import Array, Camera
from clinicpress.figures.pose.posing import bodies

_POSE = {
    "view": {"az": "180", "el": "0"},
    "frames": [
        {
            "caption": "Standing",
            "alt": "A person stands, seen from behind.",
            "pose": {
                "base": "stand",
                "legs": {"both": {"hip": "0", "knee": "2", "abd": "5", "foot": "flat", "toe_out": "10"}},
                "arms": {"both": {"shoulder": "170", "elbow": "4"}},
            },
        }
    ],
}
# Heights in cm over the hip joints: the middles of the lumbar vertebrae L5 to L1 and of T12, 3.8 cm apart.
_TOP = 33.0
_VERTEBRAE = (12.0, 15.8, 19.6, 23.4, 27.2, 30.9)
_SACRUM = (
    (-5.0, 8.6), (-4.4, 9.7), (-1.6, 9.2), (1.6, 9.2), (4.4, 9.7), (5.0, 8.6),
    (3.5, 3.4), (1.6, -0.8), (0.7, -4.2), (-0.7, -4.2), (-1.6, -0.8), (-3.5, 3.4),
)  # fmt: skip
_FORAMINA = ((2.4, 7.2), (2.2, 5.0), (1.9, 3.0))
# Where the roots L4, L5, S1, S2, S3 leave the spine, beside the middle, and where they meet.
_ROOTS = ((2.9, 13.9), (2.9, 10.2), *_FORAMINA)
_PLEXUS = (6.0, 3.6)
# Half width of the nerve's parts in points.
_ROOT, _BRANCH, _TRUNK, _HALO = 1.7, 2.6, 4.2, 1.1


def names() -> tuple[str, ...]:
    """The diagrams that there are."""
    return tuple(_DIAGRAMS)


def diagram(name: str) -> Diagram:
    """A compiled diagram.

    Raises:
        KeyError: if there is none of that name.
    """
    return _DIAGRAMS[name]()


def _sciatic_nerve() -> Diagram:
    """The sciatic nerve of the right leg, seen from behind.

    Five roots (L4 to S3) join before the sacrum; the trunk leaves the pelvis under the buttock,
    runs between sitting bone and outer hip and down the middle of the thigh, and divides above the hollow of
    the knee: the tibial nerve goes down the middle of the calf to the inner ankle, the common peroneal nerve
    round the head of the outer shin bone and down the outer side.
    """
    body = bodies(Figure.model_validate(_POSE))[0]
    camera = Camera(180.0, 0.0)
    hip, knee, ankle = (camera.project(body.points[f"r_{joint}"]) for joint in ("hip", "knee", "ankle"))
    level = float(hip[1])
    place = _along(level, hip, knee, ankle)
    ops = [*_body_ops(body, camera, level + _TOP), *_spine_ops(level)]
    roots = [smooth([(x, level + z), ((x + _PLEXUS[0]) / 2 + 0.6, level + (z + _PLEXUS[1]) / 2 + 0.8),
                      (_PLEXUS[0], level + _PLEXUS[1])]) for x, z in _ROOTS]  # fmt: skip
    upper, lower, tibial, peroneal = (smooth(curve) for curve in place)
    ops += _nerve_ops(
        [*((root, _ROOT) for root in roots), (tibial, _BRANCH), (peroneal, _BRANCH),
         (np.concatenate([upper, lower[1:]]), _TRUNK)]
    )  # fmt: skip
    anchors = (
        ("lower-back", (3.4, level + 12.6)), ("buttock", lower[8]), ("thigh", lower[len(lower) * 3 // 4]),
        ("calf", tibial[len(tibial) // 2 - 2]), ("foot", peroneal[-1]),
    )  # fmt: skip
    frame = FrameShapes("", "", tuple(ops), bounds(ops))
    return Diagram(frame, tuple(Anchor(name, *(round(float(v), 2) for v in at)) for name, at in anchors))


def _along(level: float, hip: Vector, knee: Vector, ankle: Vector) -> tuple[Curve, Curve, Curve, Curve]:
    """The nerve's ways in the picture: in the pelvis, in the thigh, and its two branches."""
    exit_ = (9.2, level - 0.6)
    upper = ((_PLEXUS[0], level + _PLEXUS[1]), (7.6, level + 1.8), exit_)
    fork = (float(knee[0]) + 0.2, float(knee[1]) + 9.0)
    lower = (
        exit_, (float(hip[0]) + 1.8, level - 4.5), (float(hip[0]) + 1.5, level - 12.0),
        (float(hip[0] * 0.55 + knee[0] * 0.45) + 0.6, float(hip[1] * 0.55 + knee[1] * 0.45)), fork,
    )  # fmt: skip
    knee_x, knee_y, ankle_x, ankle_y = float(knee[0]), float(knee[1]), float(ankle[0]), float(ankle[1])
    calf_y = (knee_y + ankle_y) / 2
    tibial = (
        fork, (knee_x - 0.1, knee_y), (knee_x, knee_y - 10), (knee_x * 0.5 + ankle_x * 0.5 - 0.6, calf_y - 2),
        (ankle_x - 1.8, ankle_y + 5), (ankle_x - 2.2, ankle_y - 0.5), (ankle_x - 1.2, ankle_y - 4.0),
    )  # fmt: skip
    peroneal = (
        fork, (knee_x + 2.6, knee_y + 3), (knee_x + 4.0, knee_y - 4), (knee_x + 4.3, knee_y - 10),
        (knee_x * 0.5 + ankle_x * 0.5 + 3.3, calf_y - 2), (ankle_x + 2.4, ankle_y + 5),
        (ankle_x + 2.9, ankle_y - 2.5),
    )  # fmt: skip
    return upper, lower, tibial, peroneal


def _body_ops(body: Body, camera: Camera, top: float) -> list[Op]:
    """The body in pale clothes, cut off above without a line, so that it reads as going on."""
    legs = [part for part in limbs(body, camera) if part.name[2:] in ("thigh", "shank", "foot")]
    trunk = [part for part in torso(body) if part.name != "neck"]
    shapes = see([_pale(part) for part in (*trunk, *legs)], camera)
    rules = [("torso", "pelvis"), *((f"{side}_foot", f"{side}_shank") for side in "lr")]
    rules += [("torso", f"{side}_thigh") for side in "lr"]
    view: Seen = seen(paint_order(shapes, camera, rules))
    below = shapely.box(-1e3, -1e3, 1e3, top)
    ops: list[Op] = [Fill(role, rings(area.intersection(below))) for role, area in view.fills]
    for line in view.lines:
        width = 0.9 if line.width == OUTER else INNER
        ops += strokes("pale-line", width, line.mark.intersection(below))
    return ops


def _pale(part: FigurePart) -> FigurePart:
    layers = tuple(replace(layer, role=f"pale-{layer.role}") for layer in part.layers)
    return replace(part, layers=layers)


def _spine_ops(level: float) -> list[Op]:
    """Vertebrae with their side processes, and the sacrum with its holes."""
    ops: list[Op] = []
    for height in _VERTEBRAE:
        z = level + height
        wings = shapely.LineString([(-4.2, z - 0.2), (4.2, z - 0.2)]).buffer(0.55)
        body = shapely.box(-2.2, z - 1.2, 2.2, z + 1.2).buffer(0.3)
        ops += _bone(wings.union(body))
    ops += _bone(shapely.Polygon([(x, level + z) for x, z in _SACRUM]).buffer(-0.4).buffer(0.7))
    for x, z in _FORAMINA:
        for way in (-1, 1):
            ops += strokes("bone-line", INNER, shapely.Point(way * x, level + z).buffer(0.4).boundary)
    return ops


def _bone(area: BaseGeometry) -> list[Op]:
    return [Fill("bone", rings(area)), *strokes("bone-line", INNER, area.boundary)]


def _nerve_ops(lines: Sequence[tuple[Array, float]]) -> list[Op]:
    """Lines with their widths in points, all on a halo."""
    found: list[Op] = []
    for role, more in (("nerve-halo", 2 * _HALO), ("nerve", 0.0)):
        for points, width in lines:
            found += strokes(role, width + more, shapely.LineString(points))
    return found


_DIAGRAMS: dict[str, Callable[[], Diagram]] = {
    "sciatic-nerve": _sciatic_nerve,
    "spine-discs": spine_discs,
    "shoulder-cuff": shoulder_cuff,
    "knee-joint": knee_joint,
    "hip-joint": hip_joint,
    "foot-fascia": foot_fascia,
}
