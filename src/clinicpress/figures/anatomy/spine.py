"""The lower spine, cut in the middle and seen from its right side; the person faces right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.anatomy.sketch import HATCH, SKIN, SOFT, Sketch, band, fibres, line, outline
from clinicpress.figures.displaylist import Diagram
from clinicpress.figures.pose.camera import Array

# Tilt in degrees (the front edge down), depth and height of the bodies of T12, L1 to L5 and S1, and the
# disc under each, in cm. The tilts make a lumbar curve of 54 degrees over a sacral slope of 38, as in
# many standing grown-ups; discs are drawn a little thicker than they are, so that a finger finds them.
_LEVELS = (
    (-17.0, 3.2, 2.5, 0.85), (-14.0, 3.3, 2.6, 0.9), (-9.0, 3.4, 2.65, 1.0), (-1.0, 3.5, 2.7, 1.1),
    (8.0, 3.5, 2.7, 1.2), (20.0, 3.45, 2.65, 1.2), (38.0, 3.3, 0.0, 0.0),
)  # fmt: skip
_START = (-0.4, 17.9)
# On each vertebra, from the middle of its body: forward, up. Its spinous process, cut through.
_SPINOUS = (
    (-3.3, 0.75), (-4.3, 0.7), (-5.7, 0.25), (-6.3, -0.25), (-6.35, -1.2), (-5.7, -1.5), (-4.4, -1.05),
    (-3.45, -0.75),
)  # fmt: skip
# On the sacrum, from the middle of its upper end: its body down to the tailbone, and the bone behind its
# canal.
_SACRUM = (
    (-1.65, 0.05), (0.0, 0.0), (1.7, 0.05), (1.45, -1.2), (0.8, -3.2), (0.5, -5.4), (0.8, -7.6),
    (1.7, -9.4), (3.0, -10.9), (2.6, -11.4), (1.0, -10.4), (-0.4, -8.6), (-1.2, -6.2), (-1.5, -3.4),
)  # fmt: skip
_CREST = (
    (-3.2, -0.5),
    (-3.9, -0.9),
    (-3.7, -3.0),
    (-3.0, -5.6),
    (-2.1, -7.4),
    (-1.8, -6.8),
    (-2.4, -4.6),
    (-2.9, -2.4),
)
_SACRAL_LINES = (((-1.3, -2.6), (0.95, -2.4)), ((-1.2, -4.9), (0.55, -4.8)), ((-0.9, -7.0), (0.6, -7.0)))
# The canal behind the bodies, on each vertebra, and on the sacrum where the sac of nerves ends.
_CANAL = (-2.55, 0.0)
_SAC_END = ((-2.4, -0.6), (-2.2, -3.0), (-1.8, -5.0))
_ROOT = ((-2.55, 0.5), (-1.7, -0.9), (-0.75, -2.2))
# The last root's way on to the leg, in front of the sacrum, in the picture.
_TO_LEG = ((-0.7, -4.2), (-0.3, -6.4), (-0.6, -9.2), (-1.6, -13.0))
# Widths of the sac of nerves, of a root and of their halo, in points.
_SAC, _NERVE, _HALO = 3.2, 2.0, 0.9
# The back muscle beside the spine: how far behind the bodies its middle is, and half its width; and its
# end on the sacrum.
_MUSCLE, _HALF = -5.6, 1.75
_MUSCLE_END = ((-4.6, -1.6, 1.2), (-3.6, -5.6, 0.15))
# The skin of the back down to the buttock, and of the belly from below.
_BACK = (
    (-7.6, 26.0), (-8.4, 21.5), (-8.5, 17.9), (-7.8, 13.6), (-6.6, 9.2), (-6.3, 5.6), (-6.9, 2.0),
    (-8.2, -1.4), (-10.0, -4.6), (-11.1, -8.0), (-11.0, -12.0), (-10.0, -17.0),
)  # fmt: skip
_BELLY = (
    (6.4, -17.0), (6.8, -12.0), (7.4, -8.0), (8.2, -4.0), (8.8, 0.0), (8.9, 4.0), (8.4, 8.5), (7.7, 13.0),
    (7.6, 17.9), (8.0, 22.0), (8.4, 26.0),
)  # fmt: skip
_WINDOW = (-13.0, -12.4, 11.0, 18.5)
_SCALE = 3.6


@dataclass(frozen=True)
class _Level:
    """A vertebra: the middle of its body, its axes forward and up, its depth and height."""

    middle: Array
    forward: Array
    up: Array
    depth: float
    height: float

    def at(self, forward: float, up: float) -> tuple[float, float]:
        """A place on it, in the picture."""
        x, y = self.middle + forward * self.forward + up * self.up
        return float(x), float(y)

    def all(self, places: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        """Places on it, in the picture."""
        return [self.at(*place) for place in places]


def spine_discs() -> Diagram:
    """Five vertebrae with their discs, the sacrum, the nerves in their canal, and the muscles of the back.

    The frame: x to the front, y up, in cm, from a place near the middle of L5. Sizes of vertebrae and discs
    and the tilts follow common textbook means; skin, muscle and processes are drawn by eye. The nerve roots
    leave sideways, towards the viewer: they are drawn turned forward, over the bones.
    """
    sketch = Sketch(_WINDOW, _SCALE)
    levels = _levels()
    sketch.area("flesh", outline([*_BACK, *_BELLY]), SKIN, "pale-line")
    _muscle(sketch, levels)
    _bones(sketch, levels)
    _nerves(sketch, levels)
    above, below = levels[3], levels[4]
    disc = np.mean([above.at(0.6, -above.height / 2), below.at(0.6, below.height / 2)], axis=0)
    return sketch.diagram(
        [("back-muscles", levels[1].at(-6.8, 1.9)), ("vertebra", levels[2].at(0.4, 0.0)),
         ("disc", (float(disc[0]), float(disc[1]))), ("nerve", _TO_LEG[1])]
    )  # fmt: skip


def _levels() -> list[_Level]:
    """The vertebrae from the top, each under the one before by half of both heights and the disc."""
    found: list[_Level] = []
    place = np.array(_START)
    for number, (tilt, depth, height, _) in enumerate(_LEVELS):
        forward, up = _axes(tilt)
        if found:
            above, _, over, gap = _LEVELS[number - 1]
            place = place - found[-1].up * over / 2 - _axes((above + tilt) / 2)[1] * gap - up * height / 2
        found.append(_Level(place, forward, up, depth, height))
    return found


def _axes(tilt: float) -> tuple[Array, Array]:
    turn = np.radians(tilt)
    return np.array([np.cos(turn), -np.sin(turn)]), np.array([np.sin(turn), np.cos(turn)])


def _muscle(sketch: Sketch, levels: list[_Level]) -> None:
    """The muscle of the far side, which runs down beside the processes and ends on the sacrum."""
    *upper, last, sacrum = levels
    middle = [(*levels[0].at(_MUSCLE, 4.0), _HALF), *((*level.at(_MUSCLE, 0.0), _HALF) for level in upper)]
    middle += [
        (*last.at(_MUSCLE + 0.3, 0.0), _HALF - 0.1),
        *((*sacrum.at(x, y), half) for x, y, half in _MUSCLE_END),
    ]
    sketch.area("muscle", band(middle), SOFT, "muscle-line")
    sketch.lines("muscle-line", HATCH, fibres(middle, (-0.5, 0.0, 0.5)))


def _bones(sketch: Sketch, levels: list[_Level]) -> None:
    """Discs, bodies and processes, and the sacrum."""
    for above, below in pairwise(levels):
        sketch.area("cushion", _disc(above, below))
    for level in levels[:-1]:
        sketch.area("bone", outline(level.all(_SPINOUS)))
        sketch.area("bone", _body(level))
    sacrum = levels[-1]
    sketch.area("bone", outline(sacrum.all(_CREST)))
    sketch.area("bone", outline(sacrum.all(_SACRUM)))
    sketch.lines("bone-line", HATCH, shapely.multilinestrings([sacrum.all(one) for one in _SACRAL_LINES]))


def _body(level: _Level) -> BaseGeometry:
    """A box with a waist and rounded corners."""
    x, y = level.depth / 2, level.height / 2
    corners = level.all(((-x, y), (x, y), (x - 0.25, 0.0), (x, -y), (-x, -y), (-x + 0.2, 0.0)))
    return shapely.Polygon(corners).buffer(-0.22).buffer(0.22)


def _disc(above: _Level, below: _Level) -> BaseGeometry:
    """What fills the room between two bodies, a little bulged in front and behind."""
    upper, lower = above.height / 2 - 0.3, below.height / 2 - 0.3
    x = (above.depth + below.depth) / 4 - 0.1
    corners = [above.at(-x, -upper), above.at(x, -upper), below.at(x, lower), below.at(-x, lower)]
    return shapely.Polygon(corners).buffer(0.15)


def _nerves(sketch: Sketch, levels: list[_Level]) -> None:
    """The sac of nerves in the canal and a root under each lumbar vertebra, all on a halo."""
    sac = [
        levels[0].at(_CANAL[0], 4.0),
        *(level.at(*_CANAL) for level in levels[:-1]),
        *levels[-1].all(_SAC_END),
    ]
    roots = [line(level.all(_ROOT)) for level in levels[1:-2]]
    roots.append(line([*levels[-2].all(_ROOT), *_TO_LEG]))
    for role, more in (("nerve-halo", 2 * _HALO), ("nerve", 0.0)):
        for root in roots:
            sketch.lines(role, _NERVE + more, root)
        sketch.lines(role, _SAC + more, line(sac))
