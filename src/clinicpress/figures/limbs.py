"""Arms, legs and feet with their clothes and shoes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clinicpress.figures.anthropometry import ANKLE_HEIGHT, BALL_FRONT, PROFILES, Profile
from clinicpress.figures.body import SIDES, Body, Vector
from clinicpress.figures.build import MAN, Build
from clinicpress.figures.camera import Camera
from clinicpress.figures.hands import hand
from clinicpress.figures.parts import FINE, Joint, Layer, Part
from clinicpress.figures.solids import chain, ellipsoid, limb, placer, sphere, tube

_SHORTS_TO = 0.66
_SLEEVE_TO = 0.5


def limbs(body: Body, camera: Camera, build: Build = MAN) -> tuple[Part, ...]:
    """Both legs and both arms, each in parts: thigh, shank, foot; upper arm, forearm, hand."""
    parts: list[Part] = []
    for side in SIDES:
        parts += _leg(body, side, camera, build)
        parts += _arm(body, side, build)
    return tuple(parts)


def cut(profile: Profile, end: float, grow: Sequence[float]) -> Profile:
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


def _leg(body: Body, side: str, camera: Camera, build: Build) -> tuple[Part, Part, Part]:
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
        Part(f"{side}_thigh", (skin, shorts)),
        Part(f"{side}_shank", (shank,)),
        _foot(body, side, ankle, camera),
    )


def _foot(body: Body, side: str, ankle: Vector, camera: Camera) -> Part:
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
        return Part(f"{side}_foot", (shoe, under))
    # From above the upper hides the sole but for its rim.
    under = Layer(f"{side}_sole", "sole", (*upper, sole))
    return Part(f"{side}_foot", (under, Layer(f"{side}_foot", "shoe", upper, joints, line=FINE)))


def _arm(body: Body, side: str, build: Build) -> tuple[Part, ...]:
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
        Part(f"{side}_uarm", (upper, sleeve), bias=0.5),
        Part(f"{side}_farm", (lower,), bias=0.5),
        hand(body, side),
    )
