"""Small signs that a word stands beside: the stop octagon, the telephone, the hatch that shows a stretch."""

from __future__ import annotations

import math

from clinicpress.blocks.look import Look
from clinicpress.typesetting.fonts import cap_height
from clinicpress.typesetting.items import Circle, Item, Polyline, Rect, TextLine
from clinicpress.typesetting.text import label


def octagon(x: float, y: float, size: float, word: str, look: Look) -> tuple[Item, ...]:
    """A stop sign of ``size`` points with its word in it; shape and word say it without colour."""
    radius, middle_x, middle_y = size / 2, x + size / 2, y + size / 2

    def ring(r: float) -> tuple[float, ...]:
        corners = (math.pi / 8 + k * math.pi / 4 for k in range(8))
        return tuple(v for a in corners for v in (middle_x + r * math.cos(a), middle_y + r * math.sin(a)))

    letters = size * 0.26
    return (
        Polyline(ring(radius * 1.06), fill=look.colours.alert, closed=True),
        Polyline(ring(radius * 0.94), stroke=look.colours.paper, line_width=size * 0.025, closed=True),
        label(
            word, look.fonts.black, letters, look.colours.paper, middle_x,
            middle_y + letters * cap_height(look.fonts.black) / 2, "centre",
        ),
    )  # fmt: skip


def telephone(x: float, y: float, size: float, look: Look) -> tuple[Item, ...]:
    """A handset in a disc."""
    middle_x, middle_y, k = x + size / 2, y + size / 2, size / 26

    def turned(points: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
        c = math.cos(math.radians(-45))
        s = math.sin(math.radians(-45))
        return tuple(
            v
            for px, py in points
            for v in (middle_x + (px * c - py * s) * k, middle_y + (px * s + py * c) * k)
        )

    handle = turned(((-6.5, -5.2), (6.5, -5.2), (6.5, -1.6), (-6.5, -1.6)))
    ear = turned(((-8.4, -5.2), (-3.6, -5.2), (-3.6, 1.8), (-8.4, 1.8)))
    mouth = turned(((3.6, -5.2), (8.4, -5.2), (8.4, 1.8), (3.6, 1.8)))
    return (
        Circle(middle_x, middle_y, size / 2, fill=look.colours.brand),
        *(Polyline(points, fill=look.colours.on_brand, closed=True) for points in (handle, ear, mouth)),
    )


def hatch(x: float, y: float, width: float, height: float, look: Look) -> tuple[Item, ...]:
    """The hatch that marks a stretched muscle in the figures, as a swatch."""
    colour = look.palette.get("highlight-line", look.colours.ink)
    lines = []
    step = 3.4
    start = x - height
    while start < x + width:
        x0, y0, x1, y1 = start, y + height, start + height, y
        if x0 < x:
            x0, y0 = x, y + height - (x - start)
        if x1 > x + width:
            x1, y1 = x + width, y + (start + height - x - width)
        if x1 > x0:
            lines.append(Polyline((x0, y0, x1, y1), stroke=colour, line_width=0.8))
        start += step
    paper = look.palette.get("highlight", look.colours.paper)
    return (
        Rect(x, y, width, height, fill=paper),
        *lines,
        Rect(x, y, width, height, stroke=colour, line_width=0.7),
    )


def badge(x: float, y: float, size: float, number: int, look: Look) -> tuple[Circle, TextLine]:
    """A numeral in a disc of ``size`` points."""
    letters = size * 0.66
    middle = y + size / 2
    numeral = label(
        str(number), look.fonts.bold, letters, look.colours.on_brand, x + size / 2,
        middle + letters * cap_height(look.fonts.bold) / 2, "centre",
    )  # fmt: skip
    return (Circle(x + size / 2, middle, size / 2, fill=look.colour("exercise_title")), numeral)


def star(x: float, y: float, size: float, colour: str) -> Polyline:
    """A filled star with five points: something new."""
    middle_x, middle_y, radius = x + size / 2, y + size * 0.54, size * 0.56
    turns = ((math.pi * (k / 5 - 0.5), radius if k % 2 == 0 else radius * 0.42) for k in range(10))
    points = tuple(
        v for turn, r in turns for v in (middle_x + r * math.cos(turn), middle_y + r * math.sin(turn))
    )
    return Polyline(points, fill=colour, closed=True)


def triangle(x: float, y: float, size: float, colour: str) -> Polyline:
    """A filled triangle: something is other than it was."""
    points = (x, y + size * 0.95, x + size / 2, y + size * 0.05, x + size, y + size * 0.95)
    return Polyline(points, fill=colour, closed=True)


def cross(x: float, y: float, size: float, colour: str) -> Polyline:
    """A filled cross that lies on its side: something is over."""
    arm, reach, middle_x, middle_y = size * 0.12, size * 0.48, x + size / 2, y + size / 2
    outline = (
        (arm, -arm), (reach, -arm), (reach, arm), (arm, arm), (arm, reach), (-arm, reach), (-arm, arm),
        (-reach, arm), (-reach, -arm), (-arm, -arm), (-arm, -reach), (arm, -reach),
    )  # fmt: skip
    slant = math.sqrt(0.5)
    points = tuple(
        v
        for px, py in outline
        for v in (middle_x + (px - py) * slant * 1.25, middle_y + (px + py) * slant * 1.25)
    )
    return Polyline(points, fill=colour, closed=True)
