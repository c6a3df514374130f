"""Parts of a body that would have to be in the same place as the floor, a prop, or another part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from clinicpress.content.models.figure import Chair, Wall
from clinicpress.content.models.names import spoken
from clinicpress.figures.pose import anthropometry as size
from clinicpress.figures.pose.body import SIDES, Body, Vector
from clinicpress.figures.pose.legs import lowest_of
from clinicpress.figures.pose.surfaces import Surface
from clinicpress.figures.pose.targets import thickness
from clinicpress.figures.pose.vectors import vec
from clinicpress.messages import say

PointCloud = NDArray[np.float64]
"""Places along a bone, shape (n, 3)."""

# What clashes, and the bone that goes through something, if it is one.
Clash = tuple[str, str]
# Flesh gives way: this much may be lost to what presses on it, in cm or as a share of the thickness.
_SOFT = 2.2
_PRESSED = 0.5
_STEPS = 9
_SEAT_THICK = 4.0
# Both ends and the half thickness of what no profile describes.
_PLAIN = {"foot": ("heel", "ball", 3.5), "hand": ("wrist", "palm", 2.0)}
_PAIRS = (
    ("l_thigh", "r_thigh"), ("l_thigh", "r_shank"), ("l_shank", "r_thigh"), ("l_shank", "r_shank"),
    ("l_foot", "r_foot"), ("l_foot", "r_shank"), ("r_foot", "l_shank"),
    *((f"{arm}_{part}", f"{leg}_{limb}") for arm in SIDES for part in ("farm", "hand")
      for leg in SIDES for limb in ("thigh", "shank")),
    ("l_farm", "r_farm"), ("l_farm", "r_hand"), ("l_hand", "r_farm"),
)  # fmt: skip


def clashes(body: Body, surfaces: Mapping[str, Surface], held: frozenset[tuple[str, str]]) -> Iterator[Clash]:
    """One sentence for each part that is under the floor, in a prop, in the trunk or head, or in a limb.

    ``held`` are the pairs of hand, such as ``l_hand``, and prop that it takes hold of: those may meet.
    """
    yield from _under_floor(body)
    for name in sorted(surfaces):
        if name != "floor":
            yield from _in_prop(body, surfaces[name], held)
    yield from _in_trunk(body)
    yield from _in_limbs(body)


def axis(body: Body, bone: str) -> tuple[PointCloud, PointCloud]:
    """Places along a limb's bone and the half thickness at each, shapes (n, 3) and (n,)."""
    side, name = bone.split("_")
    if name in _PLAIN:
        near, far, radius = _PLAIN[name]
        radii = np.full(_STEPS, radius)
    else:
        near, far, _ = size.BONES[name]
        radii = np.array([thickness(name, t)[0] for t in np.linspace(0, 1, _STEPS)])
    steps = np.linspace(0, 1, _STEPS)[:, None]
    start, end = body.points[f"{side}_{near}"], body.points[f"{side}_{far}"]
    return start * (1 - steps) + end * steps, radii


def _under_floor(body: Body) -> Iterator[Clash]:
    for side in SIDES:
        for name in ("thigh", "shank", "uarm", "farm", "hand"):
            points, radii = axis(body, f"{side}_{name}")
            depth = -float(np.min(points[:, 2] - radii))
            if depth > _SOFT:
                yield say("figure.part-under-floor", part=spoken(f"{side}_{name}"), depth=depth), ""
        depth = -float(lowest_of(body.points, body.bones, side)[2])
        if depth > 0.6:
            yield say("figure.part-under-floor", part=spoken(f"{side}_foot"), depth=depth), ""
    depth = size.SKULL_HALF[1] - float(_skull(body)[2])
    if depth > _SOFT:
        yield say("figure.head-cm-under-floor", depth=depth), ""


def _skull(body: Body) -> Vector:
    middle: Vector = body.points["skull"] + body.bones["head"] @ vec(*size.SKULL_CENTRE)
    return middle


def _in_prop(body: Body, surface: Surface, held: frozenset[tuple[str, str]]) -> Iterator[Clash]:
    """Bones whose middle line runs through the prop."""
    for side in SIDES:
        for name in ("thigh", "shank", "foot", "uarm", "farm", "hand"):
            bone = f"{side}_{name}"
            points, _ = axis(body, bone)
            if (bone, surface.name) not in held and any(_inside(surface, point) for point in points):
                yield say("figure.part-goes-through-prop", part=spoken(bone), surface=surface.name), bone
    if any(_inside(surface, point) for point in (_skull(body), body.points["chest"], body.points["pelvis"])):
        yield say("figure.trunk-or-head-goes-through", surface=surface.name), ""


def _inside(surface: Surface, point: Vector) -> bool:
    x, y, z = (float(value) for value in surface.local(point))
    depth, width = surface.size
    if abs(y) > width / 2:
        return False
    if isinstance(surface.spec, Wall):
        passes = surface.spec.kind == "doorway" and abs(y) < surface.spec.width / 2
        return -depth < x < -0.5 and not passes
    if isinstance(surface.spec, Chair) and 0 < z < surface.spec.back and -depth / 2 - 2 < x < -depth / 2 + 2:
        return True
    thick = _SEAT_THICK if surface.spec.kind in ("chair", "stool", "table") else surface.at[2]
    return abs(x) < depth / 2 and -thick < z < -0.5


def _in_trunk(body: Body) -> Iterator[Clash]:
    """Forearms, hands, shins and feet inside the trunk, and hands inside the skull."""
    for side in SIDES:
        for name in ("farm", "hand", "shank", "foot"):
            points, _ = axis(body, f"{side}_{name}")
            deep = any(
                float(np.sum((part.frame.T @ (point - part.centre) / (part.half * (0.75, 0.75, 1.4))) ** 2))
                < 1
                for point in points
                for part in body.slices
            )
            if deep:
                yield say("figure.part-goes-through-trunk", part=spoken(f"{side}_{name}")), f"{side}_{name}"
        points, _ = axis(body, f"{side}_hand")
        local = (points - _skull(body)) @ body.bones["head"] / np.array(size.SKULL_HALF)
        if float(np.min(np.sum(local**2, axis=1))) < 0.6:
            yield say("figure.part-goes-through-head", part=spoken(f"{side}_hand")), f"{side}_hand"


def _in_limbs(body: Body) -> Iterator[Clash]:
    """Pairs of limbs whose middle lines come nearer than flesh allows; a hand may hold what it touches."""
    for first, second in _PAIRS:
        (near, thick), (far, wide) = axis(body, first), axis(body, second)
        gaps = np.linalg.norm(near[:, None] - far[None], axis=2) - _PRESSED * (thick[:, None] + wide[None])
        if float(np.min(gaps)) < 0:
            yield say("figure.part-goes-through-part", part=spoken(first), part2=spoken(second)), first
