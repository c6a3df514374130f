"""Boxes in space, from which standing props are built."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clinicpress.figures.body import Vector
from clinicpress.figures.parts import Block, Face
from clinicpress.figures.vectors import rot_z

Range = tuple[float, float]
# Outward normal of each side of a box, and its corners as (x, y, z) picked by 0 low or 1 high.
_SIDES: tuple[tuple[str, tuple[int, int, int], tuple[tuple[int, int, int], ...]], ...] = (
    ("bottom", (0, 0, -1), ((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0))),
    ("back", (-1, 0, 0), ((0, 0, 0), (0, 1, 0), (0, 1, 1), (0, 0, 1))),
    ("right", (0, -1, 0), ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1))),
    ("left", (0, 1, 0), ((0, 1, 0), (1, 1, 0), (1, 1, 1), (0, 1, 1))),
    ("front", (1, 0, 0), ((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1))),
    ("top", (0, 0, 1), ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1))),
)


@dataclass(frozen=True)
class Stand:
    """Where a prop stands: its foot on the floor and its turn in degrees about z."""

    foot: Vector
    turn: float

    def place(self, x: float, y: float, z: float) -> Vector:
        """From [front, left, up] of the prop to the world."""
        world: Vector = self.foot + rot_z(self.turn) @ np.array([x, y, z])
        return world

    def direction(self, x: float, y: float, z: float) -> Vector:
        """The same for a direction."""
        turned: Vector = rot_z(self.turn) @ np.array([x, y, z])
        return turned


@dataclass(frozen=True)
class Colours:
    """Colour roles of a box: its top, its front and back, its other sides."""

    top: str
    front: str
    side: str


def box(
    name: str, stand: Stand, x: Range, y: Range, z: Range, colours: Colours, radius: float = 0.0
) -> Block:
    """A box between two heights and over a rectangle, all in the prop's own directions."""
    return Block(name, box_faces(stand, x, y, z, colours), radius)


def box_faces(stand: Stand, x: Range, y: Range, z: Range, colours: Colours) -> tuple[Face, ...]:
    """The six faces of a box."""
    roles = {"top": colours.top, "front": colours.front, "back": colours.front}
    return tuple(
        Face(
            roles.get(side, colours.side),
            np.stack([stand.place(x[i], y[j], z[k]) for i, j, k in corners]),
            stand.direction(*normal),
        )
        for side, normal, corners in _SIDES
    )


def panel(stand: Stand, x: float, y: Range, z: Range, role: str) -> Face:
    """A rectangle that looks to the front of the prop, such as a cupboard's door."""
    corners = np.stack(
        [
            stand.place(x, y[0], z[0]),
            stand.place(x, y[1], z[0]),
            stand.place(x, y[1], z[1]),
            stand.place(x, y[0], z[1]),
        ]
    )
    return Face(role, corners, stand.direction(1, 0, 0))
