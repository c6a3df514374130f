"""The opening of the first page: title and key points, or the head of a sheet."""

from __future__ import annotations

from clinicpress.blocks.flowable import foot, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import list_group, list_style, text_group
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
        parts = [head, summary_bar(document, look, (width, width))]
    else:
        points = [key_points(document, look, width)] if document.summary else []
        parts = [heading_block(document, look, width), *points]
    placed = stack(parts, gap=OPENING_GAP)
    return Group(0.0, 0.0, width, foot(placed) + (2.0 if len(parts) > 1 else 0.0), placed)


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
    return Group(0.0, 0.0, width, foot(groups), tuple(groups))


def key_points(document: Document, look: PageLook, width: float) -> Group:
    """The key points with ticks, beside a band of the brand's colour."""
    parts, inner = list[Group | float](), width - 2 * INDENT
    if document.summary_title is not None:
        style = look.black(look.layout.sizes.callout_title, look.colour("heading"))
        head = text_group(document.summary_title, style, inner, role="H2", kind="summary-title")
        parts += head, 2.0
    parts.append(list_group(document.summary, list_style(look, "tick", gap=2.0), inner, key="summary"))
    placed = stack(parts, INDENT, 8.0)
    height = foot(placed) + 10.0
    outlined = look.mono or look.layout.colours.summary == "paper"
    outline, tint = look.colours.rule if outlined else "", look.colour("summary")
    ground = Rect(
        0.0, 0.0, width, height, fill=tint, stroke=outline, line_width=0.5, radius=0.0 if outline else 5.0
    )
    band = Rect(0.0, 0.0, 5.0, height, fill=look.colours.brand)
    return Group(0.0, 0.0, width, height, (ground, band, *placed), kind="summary")
