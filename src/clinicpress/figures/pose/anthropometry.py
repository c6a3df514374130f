"""The two builds of people: one skeleton and one set of poses, two outlines.

Bones, contacts and truth checks are the same for both, so that a pose drawn for one is true for the other.
The factors are drawn by eye, after the differences in shape between women and men of the same stature:
a woman's shoulders, waist, arms and neck are narrower, her hips wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

STATURE = 170.0
THIGH = 0.245 * STATURE
SHANK = 0.246 * STATURE
ANKLE_HEIGHT = 0.039 * STATURE
UPPER_ARM = 0.186 * STATURE
FOREARM = 0.146 * STATURE
HALF_HIPS = 0.052 * STATURE
HALF_SHOULDERS = 0.100 * STATURE
NECK = 0.052 * STATURE - 0.3
# From the wrist to the middle of the palm and to the finger tips.
PALM = 7.0
FINGERS = 16.0
BONES = MappingProxyType({
    "thigh": ("hip", "knee", THIGH),
    "shank": ("knee", "ankle", SHANK),
    "uarm": ("shoulder", "elbow", UPPER_ARM),
    "farm": ("elbow", "wrist", FOREARM),
})  # fmt: skip

# The foot in its own frame, from the ankle: behind, in front and below, in cm.
HEEL_BACK = 5.5
BALL_FRONT = 11.5
TOE_LENGTH = 7.0
# Heights of joints over the surface that carries them.
SEATED_HIP = 8.4
KNEELING_KNEE = 5.5
FLAT_WRIST = 2.6
LYING_ELBOW = 3.7

# (how far down the bone, half thickness, how far its middle lies in front of the bone)
Profile = tuple[tuple[float, float, float], ...]
PROFILES: MappingProxyType[str, Profile] = MappingProxyType({
    "thigh": ((0, 8.6, 0), (0.25, 8.1, 0.3), (0.6, 6.9, 0.4), (1, 5.5, 0.3)),
    "shank": (
        (0, 5.5, 0.3), (0.14, 5.3, -0.3), (0.3, 5.7, -1.2), (0.6, 4.5, -0.7), (0.86, 3.5, 0), (1, 3.7, 0),
    ),
    "uarm": ((0, 4.9, 0), (0.45, 4.7, 0.2), (1, 3.7, 0)),
    "farm": ((0, 3.7, 0), (0.25, 4.0, 0.1), (1, 2.7, 0)),
})  # fmt: skip

# (height over the hip line along the spine, half depth, half width, how far its middle lies to the front)
SLICES = (
    (-5, 6.5, 10, -0.5), (0, 10.2, 15.2, -0.8), (6, 10.4, 15.0, -1.0), (12, 9.3, 13.4, -0.2),
    (19, 8.7, 12.3, 0.4), (27, 9.6, 13.6, 0.4), (35, 10.6, 15.6, 0.4), (40, 10.3, 15.6, -0.1),
    (44, 8.6, 13.5, -0.7), (48, 6.2, 9.0, -1.2), (50.5, 5.6, 6.6, -1.0),
)  # fmt: skip
SLICE_HALF_HEIGHT = 2.5
# Slices 0 to 3 are the pelvis, slices from 6 on the shoulders.
PELVIS_SLICES = 4
SHOULDER_SLICES = 6
# Heights over the hip line of the five hinges of the spine, and each one's share of the whole bend.
SPINE_HINGES = ((8, 0.26), (15, 0.26), (22, 0.20), (31, 0.16), (39, 0.12))
SHOULDER_LINE = 43.0
NECK_ROOT = 49.0
# The neck leans forward and the head levels itself again.
NECK_LEAN = 16.0
HEAD_LEAN = -14.0
# The skull: middle and half axes in the frame of the head, from the top of the neck.
SKULL_CENTRE = (0.2, 0.0, 13.2)
SKULL_HALF = (9.6, 7.5, 9.0)
# Lying on a side, the lower shoulder is carried forward and inward by this much, or it would sink in.
LOWER_SHOULDER = (6.0, 6.4)

# The shoe's underside as ellipsoids: middle from the ankle (of the toe pad from the ball), half axes.
HEEL_PAD = ((-2.4, 0.0, 0.55 - ANKLE_HEIGHT), (3.9, 3.5, 0.55))
HEEL_CAP = ((-2.2, 0.0, -3.6), (3.6, 3.4, 2.9))
BALL_PAD = ((BALL_FRONT, 0.0, 0.55 - ANKLE_HEIGHT), (0.8, 4.7, 0.55))
TOE_PAD = ((4.4, 0.0, 0.55), (3.7, 4.1, 0.55))

GRIPS = MappingProxyType({"open": 0.0, "relaxed": 18.0, "hold": 65.0, "fist": 85.0})

# Degrees, from the anatomical position; the names are those that `joints.joint_angles` uses.
RANGES = MappingProxyType(
    {
        "hip": (-35.0, 150.0),
        "hip abduction": (-35.0, 65.0),
        "hip rotation": (-55.0, 75.0),
        "thigh to trunk": (0.0, 145.0),
        "knee": (-2.0, 160.0),
        "ankle": (-60.0, 35.0),
        "ankle sideways": (-40.0, 40.0),
        "foot turned out": (-35.0, 55.0),
        "arm behind the trunk": (-90.0, 60.0),
        "arm across the chest": (-90.0, 60.0),
        "arm rotation": (-110.0, 110.0),
        "elbow": (-2.0, 152.0),
        "wrist": (-92.0, 88.0),
        "wrist sideways": (-50.0, 50.0),
        "forearm turned in": (-20.0, 190.0),
        "spine": (-65.0, 90.0),
        "spine sideways": (-40.0, 40.0),
        "spine rotation": (-50.0, 50.0),
        "neck": (-65.0, 65.0),
        "neck sideways": (-50.0, 50.0),
        "neck rotation": (-88.0, 88.0),
    }
)

BuildName = Literal["man", "woman"]


@dataclass(frozen=True, slots=True)
class Build:
    """How much thicker or thinner than the skeleton's own flesh a person is.

    ``widths`` and ``depths`` have a factor for each slice of the trunk, from below; ``limbs`` one for each
    profile; ``shoulder`` and ``neck`` are for the flesh there. ``bust`` is the half axes (depth, width,
    height) of each breast, in cm, or nothing.
    """

    widths: tuple[float, ...]
    depths: tuple[float, ...]
    limbs: MappingProxyType[str, float]
    shoulder: float
    neck: float
    bust: tuple[float, float, float] | None = None

    def profile(self, name: str, profile: Profile) -> Profile:
        """The profile of a limb with this build's thickness."""
        factor = self.limbs[name]
        return tuple((t, radius * factor, ahead) for t, radius, ahead in profile)


_SLICES = 11
MAN = Build(
    widths=(1.0,) * _SLICES,
    depths=(1.0,) * _SLICES,
    limbs=MappingProxyType({"thigh": 1.0, "shank": 1.0, "uarm": 1.0, "farm": 1.0}),
    shoulder=1.0,
    neck=1.0,
)
WOMAN = Build(
    widths=(1.04, 1.06, 1.04, 0.96, 0.88, 0.86, 0.88, 0.89, 0.89, 0.90, 0.90),
    depths=(1.0, 1.02, 1.0, 0.96, 0.92, 0.92, 0.92, 0.92, 0.92, 0.92, 0.92),
    limbs=MappingProxyType({"thigh": 1.0, "shank": 0.94, "uarm": 0.86, "farm": 0.86}),
    shoulder=0.88,
    neck=0.86,
    bust=(4.4, 5.2, 5.4),
)


def build_of(name: BuildName | None) -> Build:
    """A build by its name; a man's, if there is none."""
    return WOMAN if name == "woman" else MAN
