"""What the first page begins with: title and key points of a handout, or the head of a sheet."""

from __future__ import annotations

from clinicpress.blocks.flowable import moved, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import list_group, list_height, list_style, text_group
from clinicpress.composing.document import Document
from clinicpress.layout.heads import baseline, page_title, summary_bar, title
from clinicpress.typesetting.breaking import break_lines, right_edge
from clinicpress.typesetting.items import Group, Rect

SUBTITLE_GAP = 16.0
INDENT = 18.0
OPENING_GAP = 6.0


def opening(document: Document, look: PageLook, width: float) -> Group:
    """Title and key points of a handout; title, facts and rules of a sheet."""
    if document.kind == "sheet":
        head = title(page_title(document, look), look, width, look.layout.sizes.title)
        parts = stack((head, summary_bar(document, look, width)), gap=OPENING_GAP)
    elif document.summary:
        parts = stack(
            (heading_block(document, look, width), key_points(document, look, width)), gap=OPENING_GAP
        )
    else:
        parts = (heading_block(document, look, width),)
    height = parts[-1].y + parts[-1].height + (2.0 if len(parts) > 1 else 0.0)
    return Group(0.0, 0.0, width, height, parts)


def heading_block(document: Document, look: PageLook, width: float) -> Group:
    """The title, and the subtitle beside it where it fits, else under it."""
    head = title(document.title, look, width, look.layout.sizes.title)
    groups = [head]
    if document.subtitle is not None:
        style = look.text(size=look.layout.sizes.subtitle, colour=look.colours.soft)
        used = right_edge(head.items) + SUBTITLE_GAP
        lines = break_lines(document.subtitle.runs, style, 10_000.0)
        beside = used + lines[0].width <= width
        y = baseline(head) - style.baseline if beside else head.height
        x = used if beside else 0.0
        groups.append(text_group(document.subtitle, style, width - x, x, y, kind="subtitle"))
    height = max(group.y + group.height for group in groups)
    return Group(0.0, 0.0, width, height, tuple(groups))


def key_points(document: Document, look: PageLook, width: float) -> Group:
    """The key points with ticks, beside a band of the brand's colour."""
    parts, y, inner = list[Group](), 8.0, width - 2 * INDENT
    if document.summary_title is not None:
        style = look.black(look.layout.sizes.callout_title, look.colour("heading"))
        head = text_group(document.summary_title, style, inner, INDENT, y, role="H2", kind="summary-title")
        parts.append(head)
        y += head.height + 2.0
    ticks = list_style(look, "tick", gap=2.0)
    parts.append(moved(list_group(document.summary, ticks, inner, key="summary"), INDENT, y))
    height = y + list_height(document.summary, ticks, inner) + 10.0
    outlined = look.mono or look.layout.colours.summary == "paper"
    outline, tint = look.colours.rule if outlined else "", look.colour("summary")
    ground = Rect(
        0.0, 0.0, width, height, fill=tint, stroke=outline, line_width=0.5, radius=0.0 if outline else 5.0
    )
    band = Rect(0.0, 0.0, 5.0, height, fill=look.colours.brand)
    return Group(0.0, 0.0, width, height, (ground, band, *parts), kind="summary")
