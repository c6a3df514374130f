"""Hands, limbs and trunk in flesh and clothes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache as remember

import numpy as np

from clinicpress.figures.drawing.solids import (
    FINE,
    Ball,
    Chain,
    FigurePart,
    Joint,
    Layer,
    chain,
    ellipsoid,
    hermite,
    limb,
    placer,
    sphere,
    tube,
)
from clinicpress.figures.pose.anthropometry import ANKLE_HEIGHT, BALL_FRONT, MAN, PROFILES, Build, Profile
from clinicpress.figures.pose.body import SIDES, Body, Matrix, Slice, Vector, sign
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.vectors import rot_y, rot_z

# The fingers from index to little: place across the palm towards the thumb, relative length, radius (cm).
_FINGERS = ((2.85, 0.95, 1.0), (0.95, 1.05, 1.03), (-0.95, 1.0, 1.0), (-2.75, 0.8, 0.92))
_BONES = (4.0, 3.0, 2.4)
_KNUCKLES = 8.2
# How the bend of a grip is shared among the joints of a finger.
_BENDS = (0.75, 0.95, 0.55)


def hand(body: Body, side: str) -> FigurePart:
    """The hand of a side; its thumb lies over or under the fingers as the camera sees it."""
    wrist, frame = body.points[f"{side}_wrist"], body.bones[f"{side}_hand"]
    grip = body.grips[side]
    joints = (Joint(f"{side}_farm", wrist, 3.4),)
    palm = Layer(
        f"{side}_hand",
        "skin",
        (_palm(wrist, frame), *fingers(wrist, frame, sign(side), grip)),
        joints,
        smooth=0.35,
    )
    thumb = _thumb(wrist, frame, sign(side), grip)
    root = wrist + frame @ np.array([0.6, sign(side) * 2.4, -3.6])
    thumb_layer = Layer(f"{side}_thumb", "skin", (thumb,), (Joint(f"{side}_hand", root, 3.0),), smooth=0.3)
    return FigurePart(f"{side}_hand", (palm, thumb_layer), bias=0.8)


def _palm(wrist: Vector, frame: Matrix) -> Chain:
    at = placer(wrist, frame)
    return chain(
        ellipsoid(at(0, 0, 0.5), frame, (2.3, 2.6, 1.5)),
        ellipsoid(at(0, 0, -3.2), frame, (2.0, 3.6, 2.0)),
        ellipsoid(at(0, 0, -7.6), frame, (1.6, 4.0, 1.7)),
    )


def fingers(wrist: Vector, frame: Matrix, out: int, grip: float) -> tuple[Chain, ...]:
    """The four fingers; ``out`` is +1 where the thumb lies at the frame's left, -1 at its right."""
    chains = []
    for across, length, radius in _FINGERS:
        point = wrist + frame @ np.array([0.0, out * across, -_KNUCKLES])
        turned = frame @ rot_z(out * across * 0.6)
        balls = [sphere(point, radius + 0.25)]
        for bone, share in zip(_BONES, _BENDS, strict=True):
            turned = turned @ rot_y(-grip * share)
            point = point - turned[:, 2] * bone * length
            balls.append(sphere(point, radius * (0.95 if bone > 2.5 else 0.85)))
        chains.append(chain(*balls))
    return tuple(chains)


def _thumb(wrist: Vector, frame: Matrix, out: int, grip: float) -> Chain:
    """The thumb: beside an open hand, across the fingers of a closed one."""
    closed = min(grip / 85.0, 1.0)
    at = placer(wrist, frame * np.array([1.0, out, 1.0]))
    return chain(
        sphere(at(0.6, 2.0, -2.4), 1.7),
        sphere(at(1.0 + 1.8 * closed, 4.4 - 0.6 * closed, -5.4), 1.35),
        sphere(at(1.2 + 3.4 * closed, 5.4 - 3.0 * closed, -8.6 + 0.6 * closed), 1.1),
    )


_SHORTS_TO = 0.66
_SLEEVE_TO = 0.5


def limbs(body: Body, camera: Camera, build: Build = MAN) -> tuple[FigurePart, ...]:
    """Both legs and both arms, each in parts: thigh, shank, foot; upper arm, forearm, hand."""
    parts: list[FigurePart] = []
    for side in SIDES:
        parts += _leg(body, side, camera, build)
        parts += _arm(body, side, build)
    return tuple(parts)


@remember
def cut(profile: Profile, end: float, grow: tuple[float, float]) -> Profile:
    """The part of a profile from its near end to ``end``, thicker by ``grow`` cm at its near and far end."""
    rows = np.array(profile, dtype=np.float64)
    places = [0.0, *(float(t) for t in rows[:, 0] if 0 < t < end), end]
    return tuple(
        (
            t,
            float(np.interp(t, rows[:, 0], rows[:, 1])) + grow[0] + (grow[1] - grow[0]) * t / end,
            float(np.interp(t, rows[:, 0], rows[:, 2])),
        )
        for t in places
    )


def _leg(body: Body, side: str, camera: Camera, build: Build) -> tuple[FigurePart, FigurePart, FigurePart]:
    thigh, calf = (build.profile(name, PROFILES[name]) for name in ("thigh", "shank"))
    hip, knee, ankle = (body.points[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
    thigh_frame, shank_frame = body.bones[f"{side}_thigh"], body.bones[f"{side}_shank"]
    skin = Layer(
        f"{side}_thigh", "skin", (limb(hip, knee, thigh_frame, thigh),),
        (Joint("pelvis", hip, 11.5), Joint(f"{side}_shank", knee, 6.2)),
    )  # fmt: skip
    shorts = Layer(
        f"{side}_shorts", "shorts",
        (tube(hip, knee, thigh_frame, cut(thigh, _SHORTS_TO, (0.8, 1.3))),),
        (Joint("pelvis", hip, 13.0),),
    )  # fmt: skip
    shank = Layer(
        f"{side}_shank", "skin", (limb(knee, ankle, shank_frame, calf),),
        (Joint(f"{side}_thigh", knee, 6.2), Joint(f"{side}_foot", ankle, 4.4)),
    )  # fmt: skip
    return (
        FigurePart(f"{side}_thigh", (skin, shorts)),
        FigurePart(f"{side}_shank", (shank,)),
        _foot(body, side, ankle, camera),
    )


def _foot(body: Body, side: str, ankle: Vector, camera: Camera) -> FigurePart:
    """A shoe, hinged at the ball, with its sole."""
    foot, toe = body.bones[f"{side}_foot"], body.bones[f"{side}_toe"]
    ball = ankle + foot @ np.array([BALL_FRONT, 0.0, -ANKLE_HEIGHT])
    at, tip = placer(ankle, foot), placer(ball, toe)
    heel = ellipsoid(at(-2.0, 0.0, -3.0), foot, (3.5, 3.3, 2.3))
    upper = (
        chain(sphere(at(0.0, 0.0, 0.6), 4.1), heel),
        chain(
            sphere(at(-0.6, 0.0, -0.9), 4.0), ellipsoid(at(5.2, 0.0, -2.6), foot, (3.4, 3.8, 2.8)),
            ellipsoid(tip(0.0, 0.0, 3.0), foot, (2.6, 4.3, 1.9)),
            ellipsoid(tip(4.0, 0.0, 2.6), toe, (3.1, 3.8, 1.5)),
        ),
        chain(heel, ellipsoid(tip(0.0, 0.0, 2.9), foot, (2.6, 4.3, 1.8))),
    )  # fmt: skip
    thick = 0.85
    sole = chain(
        ellipsoid(at(-2.3, 0.0, -ANKLE_HEIGHT + thick), foot, (4.0, 3.6, thick)),
        ellipsoid(at(4.0, 0.0, -ANKLE_HEIGHT + thick), foot, (3.0, 3.5, thick)),
        ellipsoid(tip(0.0, 0.0, thick), foot, (2.8, 4.8, thick)),
        ellipsoid(tip(4.3, 0.0, thick), toe, (3.7, 4.2, thick)),
    )
    joints = (Joint(f"{side}_shank", ankle, 0.0),)
    if camera.faces(-foot[:, 2]) > 0:
        shoe = Layer(f"{side}_foot", "shoe", (*upper, sole), joints)
        under = Layer(f"{side}_sole", "sole", (sole,), smooth=0.4, inside=True, line=FINE)
        return FigurePart(f"{side}_foot", (shoe, under))
    # From above the upper hides the sole but for its rim.
    under = Layer(f"{side}_sole", "sole", (*upper, sole))
    return FigurePart(f"{side}_foot", (under, Layer(f"{side}_foot", "shoe", upper, joints, line=FINE)))


def _arm(body: Body, side: str, build: Build) -> tuple[FigurePart, ...]:
    above, below = (build.profile(name, PROFILES[name]) for name in ("uarm", "farm"))
    shoulder, elbow, wrist = (body.points[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist"))
    upper_frame, lower_frame = body.bones[f"{side}_uarm"], body.bones[f"{side}_farm"]
    upper = Layer(
        f"{side}_uarm", "skin", (limb(shoulder, elbow, upper_frame, above),),
        (Joint("torso", shoulder, 8.5), Joint(f"{side}_farm", elbow, 4.2)),
    )  # fmt: skip
    sleeve = Layer(
        f"{side}_sleeve", "shirt",
        (tube(shoulder, elbow, upper_frame, cut(above, _SLEEVE_TO, (0.15, 1.1))),),
        (Joint("torso", shoulder, 9.0),),
    )  # fmt: skip
    lower = Layer(
        f"{side}_farm", "skin", (limb(elbow, wrist, lower_frame, below),),
        (Joint(f"{side}_uarm", elbow, 4.2), Joint(f"{side}_hand", wrist, 3.4)),
    )  # fmt: skip
    return (
        FigurePart(f"{side}_uarm", (upper, sleeve), bias=0.5),
        FigurePart(f"{side}_farm", (lower,), bias=0.5),
        hand(body, side),
    )


# Slices of the trunk, from below: the hips are the first five, the shirt begins at the third.
_HIP_SLICES = 5
_SHIRT_FROM = 2
_CHEST_SLICE, _BUST_SLICE = 6, 5
_SMOOTH_STEPS = 3


def torso(body: Body, build: Build = MAN) -> tuple[FigurePart, ...]:
    """Hips, shirt and neck."""
    slices = tuple(
        replace(one, half=one.half * (deep, wide, 1.0))
        for one, deep, wide in zip(body.slices, build.depths, build.widths, strict=True)
    )
    return _hips(body, slices), _shirt(body, slices, build), _neck(body, build.neck)


def _balls(slices: Sequence[Slice]) -> list[Ball]:
    return [ellipsoid(one.centre, one.frame, one.half) for one in slices]


def _hips(body: Body, slices: Sequence[Slice]) -> FigurePart:
    joints = (
        Joint("torso", slices[3].centre, 40.0),
        *(Joint(f"{side}_shorts", body.points[f"{side}_hip"], 16.0) for side in SIDES),
    )
    return FigurePart("pelvis", (Layer("pelvis", "shorts", (chain(*_balls(slices[:_HIP_SLICES])),), joints),))


def _shirt(body: Body, slices: Sequence[Slice], build: Build) -> FigurePart:
    chest = body.bones["chest"]
    c7 = body.points["c7"]
    chains = [_spine_chain(slices[_SHIRT_FROM:])]
    breast, stout = slices[_CHEST_SLICE], build.shoulder
    for side in SIDES:
        out = sign(side)
        shoulder = body.points[f"{side}_shoulder"]
        nape = sphere(c7 + chest @ np.array([0.3, out * 2.5, -1.6]), 4.4 * stout)
        chains.append(chain(nape, sphere(shoulder + chest @ np.array([0.0, -out * 0.7, -0.2]), 5.0 * stout)))
        rib = ellipsoid(breast.centre, breast.frame, (8.5 * stout, 13.0 * stout, 4.0))
        chains.append(chain(rib, sphere(shoulder + chest @ np.array([0.0, -out * 1.5, -0.4]), 4.6 * stout)))
        if build.bust is not None:
            chains.append(_breast(slices, out, build.bust))
    joints = tuple(Joint(f"{side}_sleeve", body.points[f"{side}_shoulder"], 8.5) for side in SIDES)
    return FigurePart("torso", (Layer("torso", "shirt", tuple(chains), joints, smooth=2.5),), bias=-1.5)


def _breast(slices: Sequence[Slice], out: int, half: tuple[float, float, float]) -> Chain:
    """A breast under the shirt, swept from the ribs behind it so that the cloth has no fold there."""
    ribs = slices[_BUST_SLICE]
    top = placer(ribs.centre, ribs.frame)
    behind = ellipsoid(top(1.0, out * 4.5, 1.5), ribs.frame, (6.0, 5.5, 6.5))
    return chain(behind, ellipsoid(top(6.3, out * 5.0, 0.6), ribs.frame, half))


def _spine_chain(slices: Sequence[Slice]) -> Chain:
    """The shirt's slices with others splined in between, so that a bent back is a curve without corners."""
    loose = [0.4 if index < 3 else 0.0 for index in range(len(slices))]
    places = np.arange(len(slices), dtype=np.float64)
    at = np.linspace(0.0, places[-1], (len(slices) - 1) * _SMOOTH_STEPS + 1)
    centres = hermite(np.stack([one.centre for one in slices]), places, at)
    axes = np.stack([one.half + np.array([more, more, 0.0]) for one, more in zip(slices, loose, strict=True)])
    half = np.maximum(hermite(axes, places, at), 0.5)
    lower = np.clip(at.astype(int), 0, len(slices) - 2)
    part = (at - lower)[:, None, None]
    frames = np.stack([one.frame for one in slices])
    u, _, vt = np.linalg.svd(frames[lower] * (1 - part) + frames[lower + 1] * part)
    turned = u @ vt
    return Chain(centres, (turned * np.square(half)[:, None, :]) @ np.swapaxes(turned, 1, 2))


def _neck(body: Body, stout: float) -> FigurePart:
    chest, head = body.bones["chest"], body.bones["head"]
    c7, skull = body.points["c7"], body.points["skull"]
    root = c7 + chest[:, 2] * 0.4 + chest[:, 0] * 2.2
    chains = (
        chain(
            ellipsoid(root, chest, (4.4, 5.0 * stout, 2.6)),
            sphere(c7 + chest[:, 0] * 0.9, 4.6 * stout),
            sphere(skull + head @ np.array([0.4, 0.0, 2.5]), 4.5 * stout),
        ),
    )
    joints = (Joint("head", skull + head @ np.array([0.0, 0.0, 3.0]), 9.0),)
    return FigurePart("neck", (Layer("neck", "skin", chains, joints),))
