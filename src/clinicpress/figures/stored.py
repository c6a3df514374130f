"""Display lists as compact JSON. Whether a file of them is whole, `clinicpress.files.keeping` sees."""

from __future__ import annotations

import json
from typing import Any

from clinicpress.figures.displaylist import Anchor, Arrow, Diagram, DisplayList, Fill, Frame, Op, Stroke


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


def _frame_data(frame: Frame) -> dict[str, Any]:
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


def _frame(data: dict[str, Any]) -> Frame:
    left, low, right, high = data["bounds"]
    return Frame(
        data["caption"], data["alt"], tuple(_op(one) for one in data["ops"]), (left, low, right, high)
    )


def _op(data: list[Any]) -> Op:
    if data[0] == "fill":
        return Fill(data[1], tuple(tuple(ring) for ring in data[2]))
    if data[0] == "stroke":
        return Stroke(data[1], data[3], tuple(tuple(line) for line in data[2]), data[4])
    if data[0] == "arrow":
        return Arrow(tuple(data[1]), data[2])
    raise ValueError(f"there is no operation {data[0]!r}")
