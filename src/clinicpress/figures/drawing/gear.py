"""Soft and held props: pillow, ball and roll, band, strap and towel, stick, dumbbell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from clinicpress.content.models.figure import Band, Dumbbell, Round, Stick
from clinicpress.figures.drawing.solids import (
    FINE,
    PROP,
    Ball,
    Chain,
    FigurePart,
    Layer,
    chain,
    ellipsoid,
    sphere,
)
from clinicpress.figures.pose.anthropometry import ANKLE_HEIGHT
from clinicpress.figures.pose.body import SIDES, Body, PlacedProp, Vector
from clinicpress.figures.pose.vectors import length, rot_z, unit

_THINNEST = 0.55


def soft(prop: PlacedProp) -> tuple[FigurePart, ...]:
    """A pillow, ball or roll; nothing for other props."""
    if prop.kind == "pillow":
        cushion = Layer(prop.name, "pillow", (_cushion(prop),), smooth=0.0, line=0.7)
        return (FigurePart(prop.name, (cushion,), body=False),)
    if isinstance(prop.spec, Round):
        return (FigurePart(prop.name, _round(prop), body=False),)
    return ()


def held(prop: PlacedProp, body: Body, slack: float) -> tuple[FigurePart, ...]:
    """A band, strap, towel, stick or dumbbell; ``slack`` is its length at the start over its length now."""
    if isinstance(prop.spec, Dumbbell):
        sides = {"left": "l", "right": "r", "both": "lr"}[prop.spec.hand]
        return tuple(part for side in sides for part in _dumbbell(prop, body, side))
    if isinstance(prop.spec, Stick):
        ends = chain(*(sphere(place, 1.4) for place in prop.path))
        return (
            FigurePart(prop.name, (Layer(prop.name, "wood", (ends,), smooth=0.0, line=0.7),), body=False),
        )
    if isinstance(prop.spec, Band):
        return (_loop(prop, body),) if prop.spec.around else _ribbon(prop, body, slack)
    return ()


def path_length(path: tuple[Vector, ...]) -> float:
    """Length of a path in cm."""
    return sum(length(b - a) for a, b in pairwise(path))


def _cushion(prop: PlacedProp) -> Chain:
    """Four soft corners swept together round the edge, and once through the middle, which would stay open."""
    half = prop.top / 2
    length_, width = prop.size[0] / 2 - 6.0, prop.size[1] / 2 - 8.0
    turned = rot_z(prop.turn)
    middle = np.array([prop.at[0], prop.at[1], half])
    corners = [(-length_, -width), (length_, -width), (length_, width), (-length_, width), (-length_, -width)]
    corners += [(0.0, -width), (0.0, width)]
    return chain(
        *(ellipsoid(middle + turned @ np.array([x, y, 0.0]), turned, (6.5, 8.0, half)) for x, y in corners)
    )


def _round(prop: PlacedProp) -> tuple[Layer, ...]:
    """A ball, or a roll that lies across the body, with a ring on its near end."""
    radius = prop.size[0] / 2
    if prop.kind == "ball":
        return (Layer(prop.name, "ball", (chain(sphere(prop.at, radius)),), smooth=0.0, line=PROP),)
    turned = rot_z(prop.turn)

    def disc(across: float, size: float) -> Ball:
        return ellipsoid(prop.at + turned[:, 1] * across, turned, (size, 0.6, size))

    half = prop.spec.length / 2 if isinstance(prop.spec, Round) else 20.0
    layers = [Layer(prop.name, "roll", (chain(disc(-half, radius), disc(half, radius)),), smooth=0.0)]
    for way in (-1, 1):
        end = chain(disc(way * half, radius))
        layers.append(
            Layer(f"{prop.name}/end{way}", "roll", (end,), smooth=0.0, line=FINE, facing=turned[:, 1] * way)
        )
    return tuple(layers)


def _ribbon(prop: PlacedProp, body: Body, slack: float) -> tuple[FigurePart, ...]:
    """A band, strap or towel through its path; a band grows thinner as it is stretched.

    Where it meets a foot on the way it goes round the sole, and it runs on a little through each fist.
    """
    thick = prop.size[0] / 2
    if prop.kind == "band":
        thick *= max(_THINNEST, min(1.0, slack))
    runs: list[list[Vector]] = [[prop.path[0]]]
    for place in prop.path[1:-1]:
        side = _foot_at(body, place)
        if side is None:
            runs[-1].append(place)
        else:
            first, last = _round_sole(body, side, runs[-1][-1], prop.path[-1])
            runs[-1] += first
            runs += [[first[-1], last[0]], list(last)]
    runs[-1].append(prop.path[-1])
    runs[0].insert(0, runs[0][0] - unit(runs[0][1] - runs[0][0]) * 3.0)
    runs[-1].append(runs[-1][-1] + unit(runs[-1][-1] - runs[-1][-2]) * 3.0)
    return tuple(_tube(f"{prop.name}/{number}", prop.kind, run, thick) for number, run in enumerate(runs))


def _tube(name: str, role: str, run: Sequence[Vector], thick: float) -> FigurePart:
    tube = chain(*(sphere(place, thick) for place in run))
    return FigurePart(name, (Layer(name, role, (tube,), smooth=0.0, line=0.5),), bias=0.6, body=False)


def _foot_at(body: Body, place: Vector) -> str | None:
    """The side whose sole a band goes round at ``place``, if it does."""
    for side in SIDES:
        if any(length(place - body.points[f"{side}_{point}"]) < 4.0 for point in ("mid", "ball")):
            return side
    return None


def _round_sole(body: Body, side: str, before: Vector, after: Vector) -> tuple[list[Vector], list[Vector]]:
    """The two ways round a shoe: down the side nearer to ``before``, and up the other one to ``after``."""
    foot, ankle = body.bones[f"{side}_foot"], body.points[f"{side}_ankle"]
    left, right = (
        [
            ankle + foot @ np.array([8.0, out * 5.0, -2.6]),
            ankle + foot @ np.array([8.0, out * 4.4, -ANKLE_HEIGHT - 0.4]),
        ]
        for out in (1.0, -1.0)
    )
    straight = length(before - left[0]) + length(after - right[0])
    crossed = length(before - right[0]) + length(after - left[0])
    first, last = (left, right) if straight <= crossed else (right, left)
    return first, last[::-1]


_LOOP_BONES = {
    "thighs": ("thigh", 6.6),
    "shins": ("shank", 6.4),
    "ankles": ("shank", 4.2),
    "wrists": ("farm", 3.4),
}


def _loop(prop: PlacedProp, body: Body) -> FigurePart:
    """A band that runs round both limbs."""
    around = prop.spec.around if isinstance(prop.spec, Band) else None
    bone, radius = _LOOP_BONES[around or "thighs"]
    half = (radius, radius, prop.size[0] / 2)
    rings = [
        ellipsoid(place, body.bones[f"{side}_{bone}"], half)
        for side, place in zip(("l", "r"), prop.path, strict=True)
    ]
    return FigurePart(
        prop.name,
        (Layer(prop.name, prop.kind, (chain(*rings),), smooth=0.0, line=0.6),),
        bias=2.0,
        body=False,
    )


def _dumbbell(prop: PlacedProp, body: Body, side: str) -> tuple[FigurePart, ...]:
    """Two round heads on a bar through the fist; the ring on a head's end shows which way it looks."""
    hand, palm = body.bones[f"{side}_hand"], body.points[f"{side}_palm"]
    middle: Vector = palm - hand[:, 2] * 2.0 + hand[:, 0] * 2.2
    along = hand[:, 1]

    def disc(place: float, radius: float) -> Ball:
        return ellipsoid(middle + along * place, hand, (radius, 0.5, radius))

    name = f"{prop.name}/{side}"
    bar = chain(sphere(middle - along * 9.0, 1.4), sphere(middle + along * 9.0, 1.4))
    parts = [FigurePart(name, (Layer(name, "metal", (bar,), smooth=0.0, line=PROP),), body=False)]
    for way in (-1, 1):
        head = chain(disc(5.5 * way, 5.0), disc(10.5 * way, 5.0))
        ring = chain(disc(10.9 * way, 3.0))
        layers = (
            Layer(f"{name}{way}", "metal", (head,), smooth=0.0, line=PROP),
            Layer(f"{name}{way}/ring", "metal", (ring,), smooth=0.0, line=FINE, facing=along * way),
        )
        parts.append(FigurePart(f"{name}{way}", layers, body=False))
    return tuple(parts)
