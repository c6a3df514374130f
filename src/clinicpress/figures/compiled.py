"""Compiled figures kept on disk: numpy and shapely are loaded only for a figure never drawn before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache as remember
from pathlib import Path
from typing import Any

from clinicpress.content.models.base import Model
from clinicpress.content.models.figure import Figure, Frame
from clinicpress.figures.displaylist import (
    Anchor,
    ArrowShape,
    Diagram,
    DisplayList,
    Fill,
    FrameShapes,
    Op,
    Stroke,
)
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.regular import read_regular

# Of a frame, what is not drawn.
_WORDS = ("caption", "alt")


def write_figure(figure: DisplayList) -> bytes:
    """A figure as bytes, the same for equal figures."""
    return _written({"lying": figure.lying, "frames": [_frame_data(frame) for frame in figure.frames]})


def read_figure(data: bytes) -> DisplayList:
    """What `write_figure` wrote.

    Raises:
        ValueError, TypeError, LookupError: if it is something else.
    """
    found = json.loads(data)
    return DisplayList(tuple(_frame(one) for one in found["frames"]), bool(found["lying"]))


def write_diagram(diagram: Diagram) -> bytes:
    """A diagram as bytes, the same for equal diagrams."""
    anchors = [[anchor.name, anchor.x, anchor.y] for anchor in diagram.anchors]
    return _written({"frame": _frame_data(diagram.frame), "anchors": anchors})


def read_diagram(data: bytes) -> Diagram:
    """What `write_diagram` wrote.

    Raises:
        ValueError, TypeError, LookupError: if it is something else.
    """
    found = json.loads(data)
    anchors = tuple(Anchor(str(name), float(x), float(y)) for name, x, y in found["anchors"])
    return Diagram(_frame(found["frame"]), anchors)


def _written(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _frame_data(frame: FrameShapes) -> dict[str, Any]:
    return {
        "caption": frame.caption, "alt": frame.alt, "bounds": frame.bounds,
        "ops": [_op_data(op) for op in frame.ops],
    }  # fmt: skip


def _op_data(op: Op) -> list[Any]:
    if isinstance(op, Fill):
        return ["fill", op.role, op.rings]
    if isinstance(op, Stroke):
        return ["stroke", op.role, op.lines, op.width, op.closed]
    return ["arrow", op.path, op.double]


def _frame(data: dict[str, Any]) -> FrameShapes:
    left, low, right, high = data["bounds"]
    return FrameShapes(
        data["caption"], data["alt"], tuple(_op(one) for one in data["ops"]), (left, low, right, high)
    )


def _op(data: list[Any]) -> Op:
    if data[0] == "fill":
        return Fill(data[1], tuple(tuple(ring) for ring in data[2]))
    if data[0] == "stroke":
        return Stroke(data[1], data[3], tuple(tuple(line) for line in data[2]), data[4])
    if data[0] == "arrow":
        return ArrowShape(tuple(data[1]), data[2])
    raise ValueError(f"there is no operation {data[0]!r}")


FIGURES = CacheKind("figures", read_figure, write_figure, packed=True)
DIAGRAMS = CacheKind("diagrams", read_diagram, write_diagram, packed=True)


def figure(figure: Figure, *, mirror: bool, cache: Cache) -> DisplayList:
    """The display list of a figure, from the ``cache`` if it is there, else compiled and kept there.

    Captions and alt texts are no part of the key: a figure is drawn once for all languages.

    Raises:
        ContentError: if the figure cannot be drawn.
    """
    key = f"{engine_version()} mirror={mirror} {picture_of(figure)}"
    shown = cache.get(FIGURES, key, lambda: _compile_figure(figure, mirror))
    words = zip(shown.frames, figure.frames, strict=True)
    return replace(
        shown, frames=tuple(replace(one, caption=said.caption, alt=said.alt) for one, said in words)
    )


def diagram(name: str, *, cache: Cache) -> Diagram:
    """A compiled diagram by name, kept in the ``cache`` like a figure.

    Raises:
        KeyError: if there is no such diagram.
    """
    return cache.get(DIAGRAMS, f"{engine_version()} {name}", lambda: _compile_diagram(name))


def picture_of(figure: Figure) -> str:
    """All of a figure that is drawn, as text (JSON); captions and alt texts are not."""
    return json.dumps(_drawn(figure), sort_keys=True, separators=(",", ":"))


def _drawn(value: object) -> Any:
    """A value of a figure as plain data; of a model, also which of its fields are written.

    Why: where an arrow has no ``gap``, the free room decides, not the default. A serializer would take 10 ms.
    """
    if isinstance(value, Model):
        words = _WORDS if isinstance(value, Frame) else ()
        fields = {name: _drawn(each) for name, each in value if name not in words}
        return {**fields, "": sorted(value.model_fields_set)}
    return [_drawn(each) for each in value] if isinstance(value, tuple) else value


def _compile_figure(figure: Figure, mirror: bool) -> DisplayList:
    # Here and below the engine is imported late: numpy and shapely take longer to load than all the rest.
    from clinicpress.figures.drawing.compiling import compile_figure  # noqa: PLC0415

    return compile_figure(figure, mirror)


def _compile_diagram(name: str) -> Diagram:
    from clinicpress.figures.anatomy.diagrams import diagram as draw  # noqa: PLC0415

    return draw(name)


@remember
def engine_version() -> str:
    """A digest (hex) of the engine's own source: another engine draws other pictures."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        name, source = path.relative_to(folder).as_posix(), read_regular(path).replace(b"\r\n", b"\n")
        digest.update(name.encode() + b"\0" + source + b"\0")
    return digest.hexdigest()
