"""The right foot from the inner side, hanging loosely, with a sore heel."""

from __future__ import annotations

import numpy as np

from clinicpress.figures.anatomy.sketch import (
    BONE,
    HATCH,
    SKIN,
    SOFT,
    Curve,
    Sketch,
    band,
    fibres,
    hatch,
    outline,
)
from clinicpress.figures.displaylist import Diagram

# On the foot, in cm: from the back of the heel to the toes, and up from the sole.
_HEEL = (
    (1.4, 4.4), (1.8, 5.6), (3.0, 5.9), (4.4, 5.5), (6.2, 5.0), (8.6, 4.6), (8.8, 3.3), (7.2, 2.7),
    (5.2, 2.4), (4.0, 1.7), (2.6, 1.7), (1.7, 2.4), (1.3, 3.4),
)  # fmt: skip
_TALUS = (
    (4.2, 6.0), (4.6, 7.6), (5.8, 8.8), (7.4, 8.8), (8.6, 7.7), (9.6, 7.1), (10.4, 6.2), (10.2, 5.0),
    (9.2, 4.5), (8.0, 5.0), (6.4, 5.2), (5.2, 5.7),
)  # fmt: skip
# Behind the toes to their tip: navicular, first wedge, first metatarsal, big toe.
_ARCH = (
    ((10.6, 6.3), (11.8, 6.3), (12.2, 5.4), (12.0, 3.9), (11.0, 3.6), (10.4, 4.6)),
    ((12.5, 5.9), (14.6, 5.3), (15.0, 4.4), (14.7, 3.0), (12.9, 3.1), (12.3, 4.0)),
    ((15.3, 4.9), (16.6, 4.3), (18.8, 3.3), (20.4, 2.9), (21.2, 2.1), (20.6, 1.1), (19.4, 1.2), (17.8, 2.0),
     (15.4, 2.7), (15.1, 3.8)),
    ((21.5, 2.6), (22.4, 2.3), (23.8, 2.1), (24.1, 1.5), (23.6, 1.0), (22.2, 1.1), (21.4, 1.2), (21.3, 1.9)),
    ((24.3, 2.0), (25.4, 1.7), (25.9, 1.3), (25.3, 1.0), (24.3, 1.0)),
)  # fmt: skip
# The band, each place with half its width, and the skin from the heel along the sole to the instep.
_FASCIA = (
    (2.8, 1.6, 0.2), (4.4, 1.7, 0.4), (7.0, 2.05, 0.42), (11.0, 2.2, 0.44), (15.0, 1.75, 0.44),
    (18.6, 1.0, 0.4), (21.0, 0.75, 0.32), (22.6, 0.85, 0.14),
)  # fmt: skip
# Where the band starts at the heel.
_SORE = (
    (1.6, 1.6), (2.2, 2.3), (3.6, 2.6), (5.0, 2.4), (5.6, 1.7), (5.0, 1.0), (3.6, 0.7), (2.2, 0.8),
)  # fmt: skip
_SOLE = (
    (0.1, 4.8), (-0.3, 2.6), (0.4, 0.8), (2.2, 0.0), (4.6, 0.1), (7.6, 0.9), (11.0, 1.4), (14.6, 0.9),
    (17.6, 0.1), (20.2, -0.2), (22.0, 0.3), (24.0, 0.1), (26.0, 0.3), (26.6, 1.3), (25.9, 2.3),
    (23.6, 3.0), (20.8, 3.9), (17.0, 5.3), (13.0, 7.3), (10.8, 8.8),
)  # fmt: skip
# On the leg, which stands upright over the ankle: forward from the middle of the ankle joint, and up.
_ANKLE = (6.6, 7.0)
_SHIN = ((2.9, 4.0), (2.5, 7.0), (2.6, 11.0), (3.0, 15.0), (3.2, 22.0))
_CALF = ((-6.8, 22.0), (-6.5, 15.0), (-5.9, 10.5), (-5.6, 6.8), (-5.8, 4.4))
# The Achilles tendon in the picture, from the back of the heel bone up.
_CORD = ((5.5, 0.8, 0.35), (5.3, 2.2, 0.45), (4.8, 4.6, 0.45), (4.55, 8.0, 0.6), (4.5, 11.0, 0.9))
_TIBIA = (
    (-1.5, 22.0), (-1.4, 10.0), (-1.5, 5.0), (-2.0, 2.6), (-1.8, 1.4), (-1.1, 0.2), (-0.1, -0.9),
    (0.8, -0.3), (1.6, 1.2), (1.9, 2.6), (1.5, 5.0), (1.4, 10.0), (1.6, 22.0),
)  # fmt: skip
# How far the toes point down, in degrees.
_POINTED = 38.0
_WINDOW = (-24.0, -18.0, 12.0, 9.0)
_SCALE = 4.4


def foot_fascia() -> Diagram:
    """Heel bone, bones of the arch, the band of the sole and the cord to the heel, with the sore spot.

    The frame: cm from the middle of the ankle joint, the toes to the left, y up. The foot is 27 cm long;
    its bones are those of the inner side (heel, ankle, navicular, first wedge, first metatarsal, big toe),
    in a grown-up's usual proportions, drawn by eye. The band is more than twice as thick as it is. The foot
    hangs down, so that heel, sore spot and sole lie one below the other and their labels keep apart.
    """
    sketch = Sketch(_WINDOW, _SCALE)
    skin = [*_leg(_CALF), *_turned(_SOLE), *_leg(_SHIN)]
    sketch.area("flesh", outline(skin), SKIN, "pale-line")
    sketch.area("tendon", band(_CORD), SOFT, "tendon-line")
    sketch.lines("tendon-line", HATCH, fibres(_CORD, (0.0,)))
    for bone in (*_ARCH, _TALUS, _HEEL):
        sketch.area("bone", outline(_turned(bone)))
    sketch.area("bone", outline(_leg(_TIBIA)))
    fascia = [(*_turned([(x, y)])[0], half) for x, y, half in _FASCIA]
    sketch.area("tendon", band(fascia), SOFT, "tendon-line")
    sketch.lines("tendon-line", HATCH, fibres(fascia, (0.0,)))
    spot = outline(_turned(_SORE))
    sketch.area("sore", spot, BONE, "sore-line")
    sketch.lines("sore-line", HATCH, hatch(spot, 0.55, 45.0))
    heel, sore, sole = _turned([(3.0, 4.9), (3.7, 1.1), (11.5, 2.2)])
    return sketch.diagram(
        [("achilles", (4.65, 6.0)), ("heel-bone", heel), ("sore-spot", sore), ("sole-band", sole)]
    )


def _turned(places: Curve) -> list[tuple[float, float]]:
    """Places on the foot, in the picture: turned about the ankle and with the toes to the left."""
    turn = np.radians(_POINTED)
    cos, sin = float(np.cos(turn)), float(np.sin(turn))
    moved = [(x - _ANKLE[0], y - _ANKLE[1]) for x, y in places]
    return [(-(x * cos + y * sin), y * cos - x * sin) for x, y in moved]


def _leg(places: Curve) -> list[tuple[float, float]]:
    """Places on the leg, in the picture."""
    return [(-x, y) for x, y in places]
