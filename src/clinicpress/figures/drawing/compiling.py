"""From a figure's poses to its display list. Loads numpy and shapely: ask `figures.compiled` first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Figure, Highlight
from clinicpress.figures.displaylist import ArrowShape, BBox, DisplayList, Fill, FrameShapes, Op
from clinicpress.figures.drawing.arrows import Obstacles, Stage, arrow_path
from clinicpress.figures.drawing.highlight import Hatched, hatched
from clinicpress.figures.drawing.outline import Line, Seen, flat, rings, strokes
from clinicpress.figures.drawing.scene import Scene, cropped_away, is_close_up, kept, scene
from clinicpress.figures.drawing.solids import OUTER, PROP
from clinicpress.figures.frames import in_frame
from clinicpress.figures.palette import role_for
from clinicpress.figures.paths import arrow_extent
from clinicpress.figures.pose.body import SIDES, Body
from clinicpress.figures.pose.camera import Camera
from clinicpress.figures.pose.mirror import mirrored
from clinicpress.figures.pose.posing import bodies
from clinicpress.figures.pose.settle import settle
from clinicpress.figures.pose.surfaces import surfaces
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem

# Half the widest line at the smallest usual scale, in cm.
_LINE_MARGIN = 0.95
_LYING_RATIO = 1.6
_HATCH_WIDTH, _PATCH_WIDTH = 0.65, 0.55
_LEAST_HIGHLIGHT = 5.0
_WIDE = 1e4


@dataclass(frozen=True, eq=False)
class _Layer:
    """Areas by colour role, and the lines over them."""

    fills: tuple[tuple[str, BaseGeometry], ...]
    lines: tuple[Line, ...]

    def cut(self, shown: BaseGeometry, closing: Sequence[Line] = ()) -> _Layer:
        """What is within ``shown`` in the picture, with the lines that close it."""
        return _layer(
            [(role, area.intersection(shown)) for role, area in self.fills],
            [*(replace(line, mark=line.mark.intersection(shown)) for line in self.lines), *closing],
        )


def _layer(fills: Iterable[tuple[str, BaseGeometry]], lines: Iterable[Line]) -> _Layer:
    """A layer without what is empty."""
    return _Layer(
        tuple((role, area) for role, area in fills if not area.is_empty),
        tuple(line for line in lines if not line.mark.is_empty),
    )


@dataclass(frozen=True, eq=False)
class _Picture:
    """One frame before its points are thinned out, in painting order: areas and lines of the ground, those of
    the scene, highlights and arrows.
    """

    ground: _Layer
    scene: _Layer
    highlights: tuple[Hatched, ...]
    arrows: tuple[ArrowShape, ...]


def compile_figure(figure: Figure, mirror: bool = False) -> DisplayList:
    """All frames of a figure as a display list; ``mirror`` shows its other side.

    Raises:
        ContentError: if a pose is out of reach, an arrow follows what stays still, a highlight is hidden, or
            nothing is left by the crop.
    """
    # GEOS divides by zero within areas that are mere lines, and numpy would warn of it
    with np.errstate(divide="ignore", invalid="ignore"):
        return _compiled(mirrored(figure) if mirror else figure)


def _compiled(figure: Figure) -> DisplayList:
    posed = bodies(figure)
    camera = Camera(figure.view.az, figure.view.el)
    shown = kept(figure, posed[0], camera)
    _refuse_empty(figure, posed)
    pictures = [_picture(figure, posed, number, camera, shown) for number in range(len(posed))]
    boxes = _aligned([_bounds(picture) for picture in pictures])
    frames = tuple(
        FrameShapes(frame.caption, frame.alt, _ops(picture, figure), box)
        for frame, picture, box in zip(figure.frames, pictures, boxes[0], strict=True)
    )
    return DisplayList(frames, boxes[1])


def _refuse_empty(figure: Figure, posed: Sequence[Body]) -> None:
    """Raise ContentError if a frame would be empty."""
    problems = [Problem(text, hint) for text, hint in cropped_away(figure, posed)]
    if problems:
        raise ContentError(problems)


def _picture(
    figure: Figure, posed: Sequence[Body], number: int, camera: Camera, shown: BaseGeometry | None
) -> _Picture:
    view = scene(posed[number], posed[0], camera, figure.look)
    frame = figure.frames[number]
    highlights = _highlights(frame.highlight, posed[number], number, camera, view, shown)
    ground, drawn = _layers(view, shown, is_close_up(figure))
    arrows: tuple[ArrowShape, ...] = ()
    if frame.arrows:
        obstacles = _obstacles(view.seen, highlights, posed[number], camera)
        stage = Stage(posed, number, settle(figure)[number], surfaces(figure.props), camera, obstacles)
        arrows = tuple(ArrowShape(flat(arrow_path(arrow, stage)), arrow.double) for arrow in frame.arrows)
    return _Picture(ground, drawn, highlights, arrows)


def _highlights(
    wanted: Sequence[Highlight],
    body: Body,
    number: int,
    camera: Camera,
    view: Scene,
    shown: BaseGeometry | None,
) -> tuple[Hatched, ...]:
    """The hatched muscles of a frame, as far as they are within ``shown``."""
    found = []
    for highlight in wanted:
        one = hatched(highlight, body, camera, view.seen.areas)
        if shown is not None:
            one = Hatched(one.patch.intersection(shown), one.lines.intersection(shown))
        if one.patch.area < _LEAST_HIGHLIGHT:
            muscle = f"{highlight.side or ''} {highlight.muscle}".strip()
            message = say("figure.highlight-hidden-view", muscle=muscle)
            hint = say("figure.turn-view")
            raise ContentError(in_frame(number + 1, message, hint))
        found.append(one)
    return tuple(found)


def _layers(view: Scene, shown: BaseGeometry | None, close_up: bool) -> tuple[_Layer, _Layer]:
    """The ground with its shadows, and the scene; both cut off round ``shown`` in the picture.

    A close-up has a frame, with the ground in it; what is cut off below is closed by a line, without ground.
    """
    shadows = (("shadow", view.shadow), ("shadow-mat", view.shadow_on_mat))
    lines = tuple(replace(line, mark=line.mark.difference(view.seen.whole)) for line in view.ground.lines)
    ground = _layer((*view.ground.fills, *shadows), lines)
    drawn = _layer(view.seen.fills, view.seen.lines)
    if shown is None:
        return ground, drawn
    if close_up:
        return ground.cut(shown), drawn.cut(shown, [Line("prop-line", PROP, shown.boundary)])
    floor = shown.bounds[1]
    edge = shapely.LineString([(-_WIDE, floor), (_WIDE, floor)])
    props = view.seen.whole.difference(view.seen.body)
    closing = (
        Line("prop-line", PROP, props.intersection(edge)),
        Line("line", OUTER, view.seen.body.intersection(edge)),
    )  # fmt: skip
    return _layer((), ()), drawn.cut(shown, closing)


def _obstacles(view: Seen, highlights: Sequence[Hatched], body: Body, camera: Camera) -> Obstacles:
    """What arrows keep clear of: face, hands and highlights most, then joints and body, then props."""
    face = [view.areas[name] for name in ("head", "hair") if name in view.areas]
    hands = [area for name, area in view.areas.items() if name[2:] in ("hand", "thumb")]
    joints = [body.points[f"{side}_{joint}"] for side in SIDES for joint in ("knee", "elbow", "ankle")]
    areas = (
        (30.0, shapely.union_all(face).buffer(3.0)),
        (20.0, shapely.union_all(hands).buffer(2.0)),
        (20.0, shapely.union_all([one.patch for one in highlights]).buffer(1.0)),
        (12.0, shapely.MultiPoint(camera.project(np.stack(joints))).buffer(6.0).intersection(view.body)),
        (8.0, view.body.buffer(1.5)),
        (3.0, view.whole),
    )
    for _, area in areas:
        shapely.prepare(area)
    return Obstacles(areas, view.whole.bounds)


def _bounds(picture: _Picture) -> BBox:
    layers = (picture.ground, picture.scene)
    boxes = [area.bounds for layer in layers for _, area in layer.fills]
    boxes += [line.mark.bounds for layer in layers for line in layer.lines]
    low = np.min([box[:2] for box in boxes], axis=0) - _LINE_MARGIN
    high = np.max([box[2:] for box in boxes], axis=0) + _LINE_MARGIN
    for arrow in picture.arrows:
        left, bottom, right, top = arrow_extent(arrow)
        low, high = np.minimum(low, (left, bottom)), np.maximum(high, (right, top))
    low, high = np.floor(low * 10) / 10, np.ceil(high * 10) / 10
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _aligned(boxes: Sequence[BBox]) -> tuple[tuple[BBox, ...], bool]:
    """Bounds on a common floor if the frames stand abreast, on common sides if they lie; and if they lie."""
    lying = all(box[2] - box[0] > _LYING_RATIO * (box[3] - box[1]) for box in boxes)
    left, low = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[2] for box in boxes)
    if lying:
        return tuple((left, box[1], right, box[3]) for box in boxes), True
    return tuple((box[0], low, box[2], box[3]) for box in boxes), False


def _ops(picture: _Picture, figure: Figure) -> tuple[Op, ...]:
    ops: list[Op] = []
    silhouettes = [line for line in picture.scene.lines if line.width == OUTER]
    for layer in (picture.ground, picture.scene):
        ops += [Fill(role_for(role, figure.look), rings(area)) for role, area in layer.fills]
        for line in layer.lines:
            if line.width != OUTER:
                ops += strokes(line.role, line.width, line.mark)
    for one in picture.highlights:
        ops.append(Fill("highlight", rings(one.patch)))
        ops += strokes("highlight-line", _HATCH_WIDTH, one.lines)
        ops += strokes("highlight-line", _PATCH_WIDTH, one.patch.boundary)
    ops += [stroke for line in silhouettes for stroke in strokes(line.role, line.width, line.mark)]
    ops += picture.arrows
    return tuple(op for op in ops if not isinstance(op, Fill) or op.rings)
