"""Where props stand, which surfaces they offer, and where what is held runs.

Standing props never move between frames; held ones follow the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clinicpress.content.models.figure import Box, Chair, Mat, Pillow, Prop, Wall, prop_name
from clinicpress.figures.pose.body import Vector
from clinicpress.figures.pose.vectors import rot_z, vec

TURNS = {"front": 0.0, "left": 90.0, "back": 180.0, "right": -90.0}
_HEIGHTS = {"step": 20.0, "stool": 44.0, "table": 74.0, "counter": 92.0}
_SIZES = {"step": (30.0, 44.0), "stool": (36.0, 36.0), "table": (70.0, 110.0), "counter": (45.0, 70.0)}
_WALL_DEPTH = 6.0
_WALL_HOLD = 130.0
DOOR_POST = 9.0
"""Width of each post of a doorway in cm."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A prop that stands: ``at`` is the middle of its top, or of a wall the foot of its face.

    ``turn`` is in degrees about z from a prop that faces +x, ``size`` its depth and width, ``normal`` the
    direction that its top or face looks to, ``hold`` the place where a hand takes it.
    """

    name: str
    spec: Prop
    at: Vector
    turn: float
    size: tuple[float, float]
    normal: Vector
    hold: Vector

    @property
    def upright(self) -> bool:
        """True of a wall: what touches it is beside it, not on it."""
        return isinstance(self.spec, Wall)

    def local(self, points: Vector) -> Vector:
        """A point (3,) or points (n, 3) as [to the front, to the left, up] of the prop, from ``at``."""
        places: Vector = (points - self.at) @ rot_z(self.turn)
        return places

    def height_at(self, point: Vector) -> float:
        """How far ``point`` is over the surface, in cm; of a wall, before it."""
        return float(self.normal @ (point - self.at))

    def onto(self, point: Vector, over: float) -> Vector:
        """``point`` moved along the normal until it is ``over`` cm above the surface."""
        moved: Vector = point + self.normal * (over - self.height_at(point))
        return moved


def floor() -> Surface:
    """The floor, or the mat on it."""
    up = vec(0, 0, 1)
    return Surface("floor", Mat(kind="mat"), vec(0, 0, 0), 0.0, (1000.0, 1000.0), up, vec(0, 0, 0))


def surfaces(props: tuple[Prop, ...]) -> Mapping[str, Surface]:
    """All props that stand by name, and ``floor`` itself; not what is held or lies under the body."""
    found = {"floor": floor()}
    for prop in props:
        surface = _surface(prop)
        if surface is not None:
            found[surface.name] = surface
    return found


def _surface(prop: Prop) -> Surface | None:
    up = vec(0, 0, 1)
    name = prop_name(prop)
    if isinstance(prop, Mat):
        at = vec(*prop.at, 0)
        return Surface(name, prop, at, 0.0, prop.size, up, at)
    if isinstance(prop, Pillow) and prop.at is not None:
        at = vec(*prop.at, prop.height)
        return Surface(name, prop, at, 0.0, prop.size, up, at)
    if isinstance(prop, Chair):
        at, turn = vec(*prop.at, prop.height), TURNS[prop.facing]
        rail = at + rot_z(turn) @ vec(-prop.size[0] / 2, 0, prop.back)
        return Surface(name, prop, at, turn, prop.size, up, rail)
    if isinstance(prop, Box):
        return _box(prop)
    if isinstance(prop, Wall):
        at, turn = vec(*prop.at, 0), TURNS[prop.facing or ("back" if prop.at[0] > 0 else "front")]
        normal = rot_z(turn) @ vec(1, 0, 0)
        width = prop.width + (2 * DOOR_POST if prop.kind == "doorway" else 0.0)
        return Surface(name, prop, at, turn, (_WALL_DEPTH, width), normal, at + vec(0, 0, _WALL_HOLD))
    return None


def _box(prop: Box) -> Surface:
    depth, width = prop.size or _SIZES[prop.kind]
    height = _HEIGHTS[prop.kind] if prop.height is None else prop.height
    turn = TURNS[prop.facing]
    at = vec(*prop.at, height)
    edge = at
    if prop.kind == "counter":
        at = at + rot_z(turn) @ vec(-depth / 2, 0, 0)
    return Surface(prop_name(prop), prop, at, turn, (depth, width), vec(0, 0, 1), edge)
