"""Placed boxes as text that a reviewer can read: for tests, and to see why a page looks as it does."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.typesetting.items import Group, PlacedDocument, TextLine

WORDS_SHOWN = 60


def _text(group: Group) -> str:
    lines = (item for item in group.items if isinstance(item, TextLine))
    return " ".join("".join(span.text for span in line.spans) for line in lines)


def _lines(group: Group, x: float, y: float, depth: int) -> Iterator[str]:
    x, y = x + group.x, y + group.y
    if group.kind:
        text = _text(group)
        shown = text if len(text) <= WORDS_SHOWN else f"{text[: WORDS_SHOWN - 3]}..."
        parts = (
            f"{x:.1f} {y:.1f} {group.width:.1f} {group.height:.1f}",
            group.kind,
            f"<{group.role}>" if group.role else "",
            f"{group.text_size:g}pt" if group.text_size else "",
            repr(shown) if text else "",
            group.source,
        )
        yield "  " * depth + " ".join(part for part in parts if part)
        depth += 1
    for item in group.items:
        if isinstance(item, Group):
            yield from _lines(item, x, y, depth)


def boxes(document: PlacedDocument) -> str:
    """A line for each box: x, y, width, height (points from the top left), kind, role, size, words, place."""
    lines = []
    for number, page in enumerate(document.pages, 1):
        lines.append(f"page {number} {page.width:g} x {page.height:g}")
        for group in page.groups:
            lines += _lines(group, 0.0, 0.0, 1)
    return "\n".join(lines) + "\n"
