"""Parts of a body that would have to be in the same place as the floor, a prop, or another part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache as remember

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
Axes = Mapping[str, PointCloud]
"""Places along the bones of all limbs by name, such as ``l_thigh``."""
Thickness = NDArray[np.float64]

# What clashes, and the bone that goes through something, if it is one.
Clash = tuple[str, str]
# Flesh gives way: this much may be lost to what presses on it, in cm or as a share of the thickness.
_SOFT = 2.2
_PRESSED = 0.5
_STEPS = np.linspace(0, 1, 9)
_LIMBS = ("thigh", "shank", "foot", "uarm", "farm", "hand")
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
    axes = {f"{side}_{name}": axis(body, side, name) for side in SIDES for name in _LIMBS}
    yield from _under_floor(body, axes)
    for name in sorted(surfaces):
        if name != "floor":
            yield from _in_prop(body, axes, surfaces[name], held)
    yield from _in_trunk(body, axes)
    yield from _in_limbs(axes)


def axis(body: Body, side: str, name: str) -> PointCloud:
    """Places (n, 3) along the bone of a limb, such as the ``thigh`` of side ``l``."""
    near, far = _PLAIN[name][:2] if name in _PLAIN else size.BONES[name][:2]
    start, end = body.points[f"{side}_{near}"], body.points[f"{side}_{far}"]
    return start * (1 - _STEPS[:, None]) + end * _STEPS[:, None]


@remember
def half_thickness(name: str) -> Thickness:
    """The half thickness (n,) in cm at the places along the bone of a limb."""
    if name in _PLAIN:
        return np.full(len(_STEPS), _PLAIN[name][2])
    return np.array([thickness(name, t)[0] for t in _STEPS])


def _under_floor(body: Body, axes: Axes) -> Iterator[Clash]:
    for side in SIDES:
        for name in ("thigh", "shank", "uarm", "farm", "hand"):
            depth = -float(np.min(axes[f"{side}_{name}"][:, 2] - half_thickness(name)))
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


def _in_prop(body: Body, axes: Axes, surface: Surface, held: frozenset[tuple[str, str]]) -> Iterator[Clash]:
    """Bones whose middle line runs through the prop."""
    for bone, points in axes.items():
        if (bone, surface.name) not in held and _any_inside(surface, points):
            yield say("figure.part-goes-through-prop", part=spoken(bone), surface=surface.name), bone
    if _any_inside(surface, np.stack([_skull(body), body.points["chest"], body.points["pelvis"]])):
        yield say("figure.trunk-or-head-goes-through", surface=surface.name), ""


def _any_inside(surface: Surface, points: PointCloud) -> bool:
    """Whether any of the points (n, 3) is inside a prop."""
    x, y, z = surface.local(points).T
    depth, width = surface.size
    if isinstance(surface.spec, Wall):
        inside = (-depth < x) & (x < -0.5)
        if surface.spec.kind == "doorway":
            inside &= np.abs(y) >= surface.spec.width / 2
    else:
        thick = _SEAT_THICK if surface.spec.kind in ("chair", "stool", "table") else surface.at[2]
        inside = (np.abs(x) < depth / 2) & (-thick < z) & (z < -0.5)
        if isinstance(surface.spec, Chair):
            inside |= (z > 0) & (z < surface.spec.back) & (np.abs(x + depth / 2) < 2)
    return bool(np.any(inside & (np.abs(y) <= width / 2)))


def _in_trunk(body: Body, axes: Axes) -> Iterator[Clash]:
    """Forearms, hands, shins and feet inside the trunk, and hands inside the skull."""
    centres, frames = (
        np.stack([part.centre for part in body.slices]),
        np.stack([part.frame for part in body.slices]),
    )
    halves = np.stack([part.half for part in body.slices]) * (0.75, 0.75, 1.4)
    for side in SIDES:
        for name in ("farm", "hand", "shank", "foot"):
            local = (axes[f"{side}_{name}"] - centres[:, None]) @ frames / halves[:, None]
            if np.min(np.sum(local**2, axis=2)) < 1:
                yield say("figure.part-goes-through-trunk", part=spoken(f"{side}_{name}")), f"{side}_{name}"
        local = (axes[f"{side}_hand"] - _skull(body)) @ body.bones["head"] / np.array(size.SKULL_HALF)
        if np.min(np.sum(local**2, axis=1)) < 0.6:
            yield say("figure.part-goes-through-head", part=spoken(f"{side}_hand")), f"{side}_hand"


def _in_limbs(axes: Axes) -> Iterator[Clash]:
    """Pairs of limbs whose middle lines come nearer than flesh allows; a hand may hold what it touches."""
    for first, second in _PAIRS:
        thick, wide = half_thickness(first[2:]), half_thickness(second[2:])
        gaps = np.linalg.norm(axes[first][:, None] - axes[second], axis=2) - _PRESSED * (
            thick[:, None] + wide
        )
        if np.min(gaps) < 0:
            yield say("figure.part-goes-through-part", part=spoken(first), part2=spoken(second)), first
