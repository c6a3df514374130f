"""A paragraph as one group: the way that every block sets its words."""

from __future__ import annotations

from typing import Literal

from clinicpress.composing.document import Words
from clinicpress.typesetting.items import Group, Role
from clinicpress.typesetting.text import TextStyle, break_lines, set_lines


def text_group(
    words: Words,
    style: TextStyle,
    width: float,
    x: float = 0.0,
    y: float = 0.0,
    *,
    role: Role = "P",
    kind: str = "text",
    align: Literal["left", "right", "centre"] = "left",
    bookmark: str = "",
    sentences: bool = False,
) -> Group:
    """``words`` broken to ``width`` points with their top left corner at ``x``, ``y``."""
    lines = break_lines(words.runs, style, width, sentences=sentences)
    return Group(
        x,
        y,
        width,
        len(lines) * style.leading,
        set_lines(lines, style, 0.0, 0.0, width, align),
        role=role,
        bookmark=bookmark,
        kind=kind,
        source=str(words.source),
        text_size=style.size,
    )


def text_height(words: Words, style: TextStyle, width: float) -> float:
    """Height of that group."""
    return len(break_lines(words.runs, style, width)) * style.leading
