"""The scene of a frame: bodies and props as shapes, cropped, with shadows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Crop, Figure, Look
from clinicpress.figures.drawing.fixtures import furniture, ground_before, mat
from clinicpress.figures.drawing.flesh import limbs, torso
from clinicpress.figures.drawing.gear import held, path_length, soft
from clinicpress.figures.drawing.head import head
from clinicpress.figures.drawing.outline import Seen, seen
from clinicpress.figures.drawing.paintorder import Over, paint_order
from clinicpress.figures.drawing.shapes import Shape, see, see_block
from clinicpress.figures.drawing.solids import Cuboid
from clinicpress.figures.pose.anthropometry import build_of
from clinicpress.figures.pose.body import SIDES, Body, Vector
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.vectors import angle
from clinicpress.messages import later, say

_HEIGHT = 17.0
_SEGMENTS = (
    ("heel", "toe"),
    ("ankle", "ball"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("wrist", "fingers"),
    ("elbow", "wrist"),
)
_STEPS = 7
_ANGLES = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES), 0 * _ANGLES], axis=1)


def shadow(body: Body, camera: Camera) -> BaseGeometry:
    """The area of the floor, in the picture, that lies in the shadow of what is low."""
    starts, ends, radii = (np.array(each) for each in zip(*_bones(body), strict=True))
    places = (starts[:, None] + np.linspace(0.0, 1.0, _STEPS)[:, None] * (ends - starts)[:, None]).reshape(
        -1, 3
    )
    low = places[:, 2] < _HEIGHT
    feet = places[low] * (1.0, 1.0, 0.0)
    rings = feet[:, None] + np.repeat(radii, _STEPS)[low, None, None] * _CIRCLE
    return shapely.union_all(shapely.polygons(camera.project(rings))).buffer(1.5).buffer(-1.0)


def _bones(body: Body) -> list[tuple[Vector, Vector, float]]:
    points = body.points
    bones = [(points[f"{side}_{a}"], points[f"{side}_{b}"], 5.0) for side in SIDES for a, b in _SEGMENTS]
    return [*bones, (points["pelvis"], points["chest"], 9.0), (points["chest"], points["head"], 5.0)]


# A limb is tinted as the far one when its joint lies this far behind the middle of the body, in cm.
_FAR_HIP, _FAR_SHOULDER = 3.5, 11.0
_LEG_PARTS = ("thigh", "shank", "foot")
_ARM_PARTS = ("uarm", "farm", "hand")
# The shirt hangs over the thighs up to this angle between thigh and trunk.
_HEM_ANGLE = 62.0
_SEATS = ("chair", "stool", "table")


@dataclass(frozen=True, eq=False)
class Scene:
    """What is seen of one frame: the ground below everything, the body with its props, and the shadows."""

    ground: Seen
    shadow: BaseGeometry
    shadow_on_mat: BaseGeometry
    seen: Seen


def scene(body: Body, start: Body, camera: Camera, look: Look | None) -> Scene:
    """A frame's scene; ``start`` is the first frame's body, by which a band knows how far it is stretched."""
    ground = seen(_ground(body, camera))
    shapes = [*body_shapes(body, camera, look), *prop_shapes(body, start, camera)]
    order = paint_order(shapes, camera, painting_rules(body, camera, shapes))
    dark = shadow(body, camera)
    mats = shapely.union_all([area for role, area in ground.fills if role == "mat"])
    return Scene(ground, dark.difference(ground.whole), dark.intersection(mats), seen(order))


def _ground(body: Body, camera: Camera) -> list[Shape]:
    """Mats, and the floor before a wall as far as the body reaches."""
    blocks: list[Cuboid | None] = []
    for prop in body.props.values():
        if prop.kind == "mat":
            blocks.append(mat(prop))
        away = [float(np.linalg.norm((point - prop.at)[:2])) for point in body.points.values()]
        blocks.append(ground_before(prop, max(away) + 12.0))
    shapes = [see_block(block, camera) for block in blocks if block is not None]
    return [shape for shape in shapes if shape is not None]


def body_shapes(body: Body, camera: Camera, look: Look | None) -> list[Shape]:
    """All parts of the body, far limbs in their darker tint."""
    style = (look.hairstyle if look else None) or "short"
    far = _far_parts(body, camera)
    build = build_of(look.build if look else None)
    parts = (*torso(body, build), *limbs(body, camera, build))
    return [*see(parts, camera, far), head(body, camera, style)]


def _far_parts(body: Body, camera: Camera) -> frozenset[str]:
    """Names of the limbs' parts that are clearly behind the trunk, to be tinted."""
    far: list[str] = []
    for side in SIDES:
        for joint, middle, least, parts in (
            ("hip", "pelvis", _FAR_HIP, _LEG_PARTS), ("shoulder", "chest", _FAR_SHOULDER, _ARM_PARTS)
        ):  # fmt: skip
            behind = camera.depth(body.points[middle]) - camera.depth(body.points[f"{side}_{joint}"])
            if behind > least:
                far += [f"{side}_{part}" for part in parts]
    return frozenset(far)


def prop_shapes(body: Body, start: Body, camera: Camera) -> list[Shape]:
    """All props but mats; bands are as thin as they are longer than in ``start``."""
    shapes: list[Shape] = []
    for prop in body.props.values():
        blocks = [see_block(block, camera) for block in furniture(prop)]
        shapes += [shape for shape in blocks if shape]
        first = start.props.get(prop.name, prop)
        now = path_length(prop.path)
        slack = path_length(first.path) / now if now > 0 else 1.0
        shapes += see([*soft(prop), *held(prop, body, slack)], camera)
    return shapes


def painting_rules(body: Body, camera: Camera, shapes: list[Shape]) -> list[Over]:
    """What depth alone does not know: (over, under)."""
    rules: list[Over] = [("torso", "pelvis"), *((f"{side}_foot", f"{side}_shank") for side in SIDES)]
    chest_seen = camera.faces(body.bones["chest"][:, 0]) > 0.45
    rules.append(("neck", "torso") if chest_seen else ("torso", "neck"))
    pelvis = body.bones["pelvis"][:, 2]
    straight = [side for side in SIDES if angle(pelvis, body.bones[f"{side}_thigh"][:, 2]) < _HEM_ANGLE]
    rules += [("torso", f"{side}_thigh") for side in straight]
    rules += _touch_rules(body, camera)
    flesh = [shape.name for shape in shapes if shape.body]
    for prop in body.props.values():
        if prop.kind == "pillow":
            rules += [(name, prop.name) for name in flesh]
        if prop.kind in _SEATS and body.base == "sit":
            seat = f"{prop.name}/{'top' if prop.kind == 'table' else 'seat'}"
            rules += [(name, seat) for name in ("pelvis", "torso", "l_thigh", "r_thigh")]
        if prop.kind in ("band", "strap", "towel") and prop.path:
            rules += [
                (f"{side}_hand", shape.name)
                for side in SIDES
                for shape in shapes
                if shape.name.startswith(f"{prop.name}/")
            ]
    return rules


def _touch_rules(body: Body, camera: Camera) -> list[Over]:
    """A hand lies over the bone it touches if the touched skin faces the viewer, else under it."""
    rules: list[Over] = []
    for touch in body.touches:
        for bone in _neighbours(touch.bone):
            shown = camera.faces(touch.normal) > -0.15
            rules.append((touch.hand, bone) if shown else (bone, touch.hand))
    return rules


def _neighbours(bone: str) -> tuple[str, ...]:
    """The bone and the one beyond its knee or elbow, which a hand near the joint covers as well."""
    mate = {"thigh": "shank", "shank": "thigh", "uarm": "farm", "farm": "uarm"}.get(bone[2:])
    return (bone, f"{bone[:2]}{mate}") if mate else (bone,)


CROP_HINT = later("figure.write-smaller-number-for-above")
WINDOW_HINT = later("figure.move-window-above-and-ahead-make")
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
            hint = say(WINDOW_HINT) if window else say(CROP_HINT)
            yield say("figure.crop-cuts-whole-body-away-frame", number=number), hint
