"""The two builds of people: one skeleton and one set of poses, two outlines.

Bones, contacts and truth checks are the same for both, so that a pose drawn for one is true for the other.
The factors are drawn by eye, after the differences in shape between women and men of the same stature:
a woman's shoulders, waist, arms and neck are narrower, her hips wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from clinicpress.figures.anthropometry import Profile

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
