"""The parts that a picture is made of, still in space: solids of flesh and cloth, and flat faces of props."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.figures.body import Vector
from clinicpress.figures.camera import Array
from clinicpress.figures.solids import Chain

# Widths of lines in points, whatever the scale of the picture.
INNER = 0.7
OUTER = 1.05
PROP = 0.65
FINE = 0.45


@dataclass(frozen=True, eq=False)
class Joint:
    """Where a part grows out of ``part``: no line is drawn within ``radius`` cm of ``at``, inside it."""

    part: str
    at: Vector
    radius: float


@dataclass(frozen=True, eq=False)
class Layer:
    """One colour of a part: chains painted in ``role``.

    ``smooth`` rounds its outline, in cm. ``inside`` keeps it within the first layer of its part; ``joints``
    are where its own outline is left open. One with a direction ``facing`` is seen only from that side.
    """

    name: str
    role: str
    chains: tuple[Chain, ...]
    joints: tuple[Joint, ...] = ()
    smooth: float = 1.0
    inside: bool = False
    line: float = INNER
    facing: Vector | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """What is painted in one go: its layers from the lowest to the topmost.

    ``bias`` in cm brings it nearer to the viewer when it is compared with others; ``body`` is false for a
    prop.
    """

    name: str
    layers: tuple[Layer, ...]
    bias: float = 0.0
    body: bool = True


@dataclass(frozen=True, eq=False)
class Face:
    """A flat face: its corners (n, 3) in order, its outward normal (3,), and its colour."""

    role: str
    corners: Array
    normal: Vector


@dataclass(frozen=True, eq=False)
class Block:
    """A prop with flat faces; ``radius`` rounds its corners in the picture, in cm.

    ``edges`` are lines on it, each as points (n, 3); with ``open`` they alone are drawn, no face's outline.
    """

    name: str
    faces: tuple[Face, ...]
    radius: float = 0.0
    edges: tuple[Array, ...] = ()
    open: bool = False
