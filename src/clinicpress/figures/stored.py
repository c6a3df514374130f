"""Display lists as text, to be kept in a file: one line of check sum, one line of compact JSON."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from clinicpress.figures.displaylist import Anchor, Arrow, Diagram, DisplayList, Fill, Frame, Op, Stroke


class DamagedError(ValueError):
    """A stored display list that is not whole."""


def write_figure(figure: DisplayList) -> bytes:
    """A figure as bytes, the same for equal figures."""
    return _sealed({"lying": figure.lying, "frames": [_frame_data(frame) for frame in figure.frames]})


def read_figure(data: bytes) -> DisplayList:
    """What `write_figure` wrote.

    Raises:
        DamagedError: if it is not whole.
    """
    try:
        found = _opened(data)
        return DisplayList(tuple(_frame(one) for one in found["frames"]), bool(found["lying"]))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise DamagedError(str(error)) from error


def write_diagram(diagram: Diagram) -> bytes:
    """A diagram as bytes, the same for equal diagrams."""
    anchors = [[anchor.name, anchor.x, anchor.y] for anchor in diagram.anchors]
    return _sealed({"frame": _frame_data(diagram.frame), "anchors": anchors})


def read_diagram(data: bytes) -> Diagram:
    """What `write_diagram` wrote.

    Raises:
        DamagedError: if it is not whole.
    """
    try:
        found = _opened(data)
        anchors = tuple(Anchor(str(name), float(x), float(y)) for name, x, y in found["anchors"])
        return Diagram(_frame(found["frame"]), anchors)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise DamagedError(str(error)) from error


def _sealed(data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text + b"\n"


def _opened(data: bytes) -> dict[str, Any]:
    seal, _, text = data.partition(b"\n")
    if hashlib.sha256(text.removesuffix(b"\n")).hexdigest().encode() != seal:
        raise DamagedError("the check sum is wrong")
    found: dict[str, Any] = json.loads(text)
    return found


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
    raise DamagedError(f"there is no operation {data[0]!r}")
