"""A body while it is being posed: points and bones that are placed step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from clinicpress.figures.pose.body import Body, Matrix, Slice, Touch, Vector, sign
from clinicpress.figures.pose.settle import Settled
from clinicpress.figures.pose.surfaces import Surface
from clinicpress.figures.pose.vectors import rot_z, vec
from clinicpress.messages import later, say

_COLUMNS = {
    "stand": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "sit": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "kneel": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "supine": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    "prone": ((0, 0, -1), (0, -1, 0), (-1, 0, 0)),
    "quad": ((0, 0, -1), (0, 1, 0), (1, 0, 0)),
    # The two sides mirror each other in y: lying on the right side the front looks to -y, on the left to +y.
    "side-right": ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
    "side-left": ((0, 1, 0), (0, 0, -1), (-1, 0, 0)),
}
_REACH_HINT = later("figure.bring-place-nearer-bend-body-further")


@dataclass(slots=True)
class Skeleton:
    """What is placed so far, and what could not be done.

    ``start`` is the body of the first frame, and ``first`` its pose, None while that is posed itself.
    ``faults`` are complete messages without the number of the frame, each with what to do about it.
    """

    pose: Settled
    surfaces: Mapping[str, Surface]
    start: Body | None
    points: dict[str, Vector] = field(default_factory=dict)
    bones: dict[str, Matrix] = field(default_factory=dict)
    slices: tuple[Slice, ...] = ()
    grips: dict[str, float] = field(default_factory=dict)
    touches: list[Touch] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    first: Settled | None = None

    def fault(self, message: str, hint: str = "") -> None:
        """Note what cannot be done; the hint is that of a place out of reach unless given."""
        self.faults.append((message, hint or say(_REACH_HINT)))

    def shift(self, by: Vector) -> None:
        """Move everything that is placed."""
        self.points = {name: point + by for name, point in self.points.items()}
        self.slices = tuple(Slice(part.centre + by, part.frame, part.half) for part in self.slices)

    @property
    def base_frame(self) -> Matrix:
        """Columns front, left and headward of the posture, before the pelvis is tipped."""
        columns = np.column_stack([np.array(column, float) for column in _COLUMNS[self.pose.base]])
        turned: Matrix = rot_z(self.pose.pelvis.yaw or 0) @ columns
        return turned

    def direction(self, words: str, side: str = "", frame: Matrix | None = None) -> Vector:
        """The sum of direction words; ``out`` and ``in`` by the side, all but up and down in ``frame``.

        ``frame`` is the posture's own unless given. The result has no particular length.
        """
        columns = self.base_frame if frame is None else frame
        front, left, head = columns[:, 0], columns[:, 1], columns[:, 2]
        out = left * sign(side) if side else left
        meaning = {
            "front": front, "back": -front, "left": left, "right": -left, "out": out, "in": -out,
            "head": head, "feet": -head, "up": vec(0, 0, 1), "down": vec(0, 0, -1),
        }  # fmt: skip
        total = vec(0, 0, 0)
        for word in words.split("-"):
            total = total + meaning[word]
        return total


def side_name(side: str) -> str:
    """``left`` or ``right``."""
    return "left" if side == "l" else "right"
