"""Furniture, mats, walls and boxes of a picture, as parts to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clinicpress.content.models.figure import Chair, Wall
from clinicpress.figures.drawing.solids import Cuboid, Face
from clinicpress.figures.pose.body import PlacedProp, Vector
from clinicpress.figures.pose.surfaces import DOOR_POST
from clinicpress.figures.pose.vectors import rot_z

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
class FixtureColours:
    """Colour roles of a box: its top, its front and back, its other sides."""

    top: str
    front: str
    side: str


def box(
    name: str, stand: Stand, x: Range, y: Range, z: Range, colours: FixtureColours, radius: float = 0.0
) -> Cuboid:
    """A box between two heights and over a rectangle, all in the prop's own directions."""
    return Cuboid(name, box_faces(stand, x, y, z, colours), radius)


def box_faces(stand: Stand, x: Range, y: Range, z: Range, colours: FixtureColours) -> tuple[Face, ...]:
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


_WOOD = FixtureColours("wood-top", "wood", "wood-side")
_MAT = FixtureColours("mat", "mat-side", "mat-side")
_WORKTOP = FixtureColours("worktop", "worktop", "worktop")
_WALL = FixtureColours("wall-side", "wall", "wall-side")
_LEG = 3.6
_MAT_THICK = 2.4


def furniture(prop: PlacedProp) -> tuple[Cuboid, ...]:
    """The blocks of a prop that stands on the floor; none for what is soft, held or flat on the floor."""
    build = {
        "chair": _chair, "stool": _stool, "table": _table, "step": _step, "counter": _counter,
        "wall": _wall, "door": _door, "doorway": _doorway,
    }.get(prop.kind)  # fmt: skip
    return build(prop) if build else ()


def mat(prop: PlacedProp) -> Cuboid:
    """A mat, its top level with the floor that the body lies on."""
    (length, width) = prop.size
    stand = _stand(prop)
    x, y = (-length / 2, length / 2), (-width / 2, width / 2)
    return box(prop.name, stand, x, y, (-_MAT_THICK, 0.0), _MAT, radius=0.6)


def _stand(prop: PlacedProp) -> Stand:
    return Stand(np.array([prop.at[0], prop.at[1], 0.0]), prop.turn)


def _half(prop: PlacedProp) -> tuple[float, float]:
    return prop.size[0] / 2, prop.size[1] / 2


def _legs(prop: PlacedProp, height: float, inset: float = 0.0) -> list[Cuboid]:
    """Four square legs under a top of the prop's size."""
    stand, (half_x, half_y) = _stand(prop), _half(prop)
    legs = []
    for front in (-1, 1):
        for left in (-1, 1):
            x = sorted((front * (half_x - inset), front * (half_x - inset - _LEG)))
            y = sorted((left * (half_y - inset), left * (half_y - inset - _LEG)))
            name = f"{prop.name}/leg{front}{left}"
            legs.append(box(name, stand, (x[0], x[1]), (y[0], y[1]), (0.0, height), _WOOD))
    return legs


def _chair(prop: PlacedProp) -> tuple[Cuboid, ...]:
    """A kitchen chair: seat, four legs, two posts and two rails."""
    spec = prop.spec
    rise = spec.back if isinstance(spec, Chair) else 44.0
    stand, top = _stand(prop), prop.top
    half_x, half_y = _half(prop)
    blocks = _legs(prop, top - 4.0)
    blocks.append(
        box(f"{prop.name}/seat", stand, (-half_x, half_x), (-half_y, half_y), (top - 4.0, top), _WOOD)
    )
    back = (-half_x, -half_x + 2.8)
    for left in (-1, 1):
        y = sorted((left * half_y, left * (half_y - _LEG)))
        blocks.append(box(f"{prop.name}/post{left}", stand, back, (y[0], y[1]), (top, top + rise), _WOOD))
    inner = (-half_y + _LEG, half_y - _LEG)
    thin = (-half_x + 0.4, -half_x + 2.4)
    for index, (low, high) in enumerate(((0.70, 0.97), (0.36, 0.52))):
        z = (top + rise * low, top + rise * high)
        blocks.append(box(f"{prop.name}/rail{index}", stand, thin, inner, z, _WOOD))
    return tuple(blocks)


def _stool(prop: PlacedProp) -> tuple[Cuboid, ...]:
    half_x, half_y = _half(prop)
    x, y = (-half_x, half_x), (-half_y, half_y)
    seat = box(f"{prop.name}/seat", _stand(prop), x, y, (prop.top - 4.5, prop.top), _WOOD)
    return (*_legs(prop, prop.top - 4.5, inset=1.0), seat)


def _table(prop: PlacedProp) -> tuple[Cuboid, ...]:
    half_x, half_y = _half(prop)
    x, y = (-half_x, half_x), (-half_y, half_y)
    top = box(f"{prop.name}/top", _stand(prop), x, y, (prop.top - 3.5, prop.top), _WOOD)
    return (*_legs(prop, prop.top - 3.5, inset=3.0), top)


def _step(prop: PlacedProp) -> tuple[Cuboid, ...]:
    half_x, half_y = _half(prop)
    return (box(prop.name, _stand(prop), (-half_x, half_x), (-half_y, half_y), (0.0, prop.top), _WOOD),)


def _counter(prop: PlacedProp) -> tuple[Cuboid, ...]:
    """A kitchen cupboard with two doors, a plinth set back for the toes, and a worktop."""
    stand, top = _stand(prop), prop.top
    half_x, half_y = _half(prop)
    front = half_x - 2.0
    plinth = box(
        f"{prop.name}/plinth", stand, (-half_x, front - 6.0), (-half_y + 1, half_y - 1), (0.0, 9.0), _WOOD
    )
    y = (-half_y + 1.0, half_y - 1.0)
    body = box_faces(stand, (-half_x, front), y, (9.0, top - 4.0), _WOOD)
    doors = [
        panel(stand, front, (low, high), (12.0, top - 8.0), "wood-top")
        for low, high in ((y[0] + 2.5, -1.2), (1.2, y[1] - 2.5))
    ]
    knobs = [panel(stand, front, (low, low + 1.8), (top - 24.0, top - 16.0), "metal") for low in (-5.4, 3.6)]
    cupboard = Cuboid(f"{prop.name}/body", (*body, *doors, *knobs))
    worktop = box(f"{prop.name}/top", stand, (-half_x, half_x), (-half_y, half_y), (top - 4.0, top), _WORKTOP)
    return plinth, cupboard, worktop


def _wall(prop: PlacedProp) -> tuple[Cuboid, ...]:
    """A wall's face with a skirting board. It has no edge above, so that it reads as going on."""
    stand, half = _stand(prop), prop.size[1] / 2
    spec = prop.spec
    height = spec.height if isinstance(spec, Wall) else 178.0
    faces = box_faces(stand, (-prop.size[0], 0.0), (-half, half), (0.0, height), _WALL)
    edges = tuple(
        np.stack([stand.place(x, y, 0.0), stand.place(x, y, height)])
        for y in (-half, half)
        for x in (0.0, -prop.size[0])
    )
    skirting = box(f"{prop.name}/skirting", stand, (0.0, 1.2), (-half, half), (0.0, 9.0), _WORKTOP)
    return Cuboid(prop.name, faces, edges=edges, open=True), skirting


def ground_before(prop: PlacedProp, reach: float) -> Cuboid | None:
    """The floor before a wall, as far as ``reach`` cm from it; nothing for other props."""
    if not isinstance(prop.spec, Wall):
        return None
    stand, half = _stand(prop), prop.size[1] / 2
    corners = np.stack(
        [stand.place(x, y, 0.0) for x, y in ((0.0, -half), (reach, -half), (reach, half), (0.0, half))]
    )
    face = Face("floor", corners, np.array([0.0, 0.0, 1.0]))
    edges = tuple(np.stack([stand.place(0.0, y, 0.0), stand.place(reach, y, 0.0)]) for y in (-half, half))
    return Cuboid(f"{prop.name}/floor", (face,), edges=edges, open=True)


def _door(prop: PlacedProp) -> tuple[Cuboid, ...]:
    """A door in its frame, with two panels and a handle."""
    stand, half = _stand(prop), prop.size[1] / 2
    spec = prop.spec
    height = spec.height if isinstance(spec, Wall) else 200.0
    faces = list(box_faces(stand, (-prop.size[0], 0.0), (-half, half), (0.0, height), _WALL))
    leaf = half - 7.0
    faces.append(panel(stand, 0.0, (-leaf, leaf), (0.0, height - 7.0), "wood-top"))
    for low, high in ((0.08, 0.44), (0.54, 0.92)):
        z = (height * low, height * high)
        faces.append(panel(stand, 0.0, (-leaf + 9.0, leaf - 9.0), z, "wood"))
    # who stands before it sees its own left on the right
    knob = (leaf - 6.5, leaf - 2.5)
    if isinstance(spec, Wall) and spec.handle == "left":
        knob = (-knob[1], -knob[0])
    faces.append(panel(stand, 0.0, knob, (96.0, 99.0), "metal"))
    return (Cuboid(prop.name, tuple(faces)),)


def _doorway(prop: PlacedProp) -> tuple[Cuboid, ...]:
    """Two posts and the beam over them; the body passes between."""
    spec = prop.spec
    stand, half = _stand(prop), prop.size[1] / 2
    height = spec.height if isinstance(spec, Wall) else 178.0
    x = (-prop.size[0], 0.0)
    beam = (height - DOOR_POST, height)
    return (
        box(f"{prop.name}/left", stand, x, (half - DOOR_POST, half), (0.0, beam[0]), _WOOD),
        box(f"{prop.name}/right", stand, x, (-half, DOOR_POST - half), (0.0, beam[0]), _WOOD),
        box(f"{prop.name}/beam", stand, x, (-half, half), beam, _WOOD),
    )
