"""What cannot be printed, or not be read: rules on the values of a layout together.

Each rule raises the error of the first value that is wrong, and says what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from clinicpress.model.base import misfit

if TYPE_CHECKING:
    from clinicpress.model.layout import Imposition, Layout

# Instructions are never set smaller than this (RNIB and UK council access guidance name 12 pt as the least).
LEAST_TEXT = 12.0
# No printer is asked to put ink closer to the edge than this (6.35 mm).
SAFE_MARGIN = 18.0
# A border is drawn around what it frames: half of the thickest line stands outside.
LINE_MARGIN = 1.25
# Width of the narrowest page of each kind, in points: A4; half of Letter; a third of Letter.
_NARROWEST: dict[Imposition, tuple[float, str]] = {
    "none": (595.27, "A4"),
    "two-up": (396.0, "half of Letter"),
    "booklet": (396.0, "half of Letter"),
    "trifold": (264.0, "a third of Letter"),
}
# Height of the lowest page: Letter upright, or on its side.
_LOWEST = {"none": 792.0, "two-up": 595.28, "booklet": 595.28, "trifold": 595.28}
# Words need at least this much width beside pictures, about 20 characters of 12 pt, and in a column 30.
_LEAST_WORDS, _LEAST_COLUMN = 105.0, 160.0
_LEAST_CONTENT = 180.0
# Two inches: below, the labels of a diagram take more room than what they name.
_LEAST_DIAGRAM = 144.0
_MM = 25.4 / 72
# In points; a size or a gap above is a slip of the pen.
LARGEST_SIZE, LARGEST_TEXT, LARGEST_GAP = 72.0, 36.0, 72.0


def _content_fits_the_paper(layout: Layout) -> None:
    widest, paper = _NARROWEST[layout.imposition]
    most = widest - 2 * (SAFE_MARGIN + LINE_MARGIN)
    if layout.content_width > most:
        wide = f"the content is {layout.content_width:.0f} pt wide"
        message = f"{wide}, wider than {paper} less what no printer reaches"
        raise misfit(f"{message}; write {int(most)}pt or less", "content_width")
    if layout.content_width < _LEAST_CONTENT:
        message = f"the content is only {layout.content_width:.0f} pt wide, too narrow for words and pictures"
        raise misfit(f"{message}; write {_LEAST_CONTENT:.0f}pt or more", "content_width")


def _margins_leave_a_page(layout: Layout) -> None:
    for edge in ("top", "bottom"):
        margin, most = getattr(layout.margins, edge), _LOWEST[layout.imposition] / 6
        if margin < SAFE_MARGIN:
            message = f"the {edge} margin is under 18 pt, which printers cut off; write 18pt or more"
            raise misfit(message, "margins", edge)
        if margin > most:
            message = f"the {edge} margin takes more than a sixth of the page; write {most:.0f}pt or less"
            raise misfit(message, "margins", edge)


def _columns_hold_words(layout: Layout) -> None:
    if layout.card_width < _LEAST_COLUMN:
        message = f"a column is only {layout.card_width:.0f} pt wide, too narrow for an exercise"
        raise misfit(f"{message}; write fewer columns, or smaller gaps", "columns")
    if layout.diagram_width < _LEAST_DIAGRAM:
        message = f"diagrams of {layout.diagram_width:.0f} pt are too small to read"
        raise misfit(f"{message}; write {_LEAST_DIAGRAM:.0f}pt or more", "diagram_width")
    if layout.diagram_width > layout.content_width:
        message = "diagrams are wider than the content; write"
        raise misfit(f"{message} {layout.content_width:.0f}pt or less", "diagram_width")


def _words_have_room(layout: Layout) -> None:
    """Beside the pictures of a row there is room for words."""
    if layout.card_style not in ("row", "compact"):
        return
    slot = layout.figures.slot
    if layout.columns == 1 and slot > layout.content_width * 0.6:
        most = layout.content_width * 0.6
        message = "the figures take more than 60 % of the width, and the words need the rest"
        raise misfit(f"{message}; write {most:.0f}pt or less", "figures", "slot")
    inner = layout.card_width - 2 * layout.spacing.card_padding - layout.spacing.gutter
    if inner - slot < _LEAST_WORDS:
        message = f"{slot:.0f} pt of figures leave the words of a card only {max(0.0, inner - slot):.0f} pt"
        raise misfit(f"{message}; write card: over, fewer columns or a smaller slot", "figures", "slot")


def _figures_have_room(layout: Layout) -> None:
    """A floor that no figure can reach would refuse every page."""
    figures, compact = layout.figures, layout.card_style == "compact"
    inner = layout.card_width - 2 * layout.spacing.card_padding
    room = figures.slot if layout.card_style in ("row", "compact") else inner
    lying = "compact_lying_floor" if compact else "lying_floor"
    if getattr(figures, lying) > room:
        floor = getattr(figures, lying) * _MM
        message = f"a lying figure of {floor:.0f} mm at least has only {room * _MM:.0f} mm of room"
        raise misfit(
            f"{message}; write {int(room * _MM)}mm or less, or give the figures more room", "figures", lying
        )
    upright, most = "compact_upright_floor" if compact else "upright_floor", _LOWEST[layout.imposition] / 3
    if getattr(figures, upright) > most:
        message = "a standing figure would take more than a third of the page"
        raise misfit(f"{message}; write {most * _MM:.0f}mm or less", "figures", upright)
    for kind in ("lying_floor", "upright_floor"):
        if getattr(figures, f"compact_{kind}") > getattr(figures, kind):
            message = f"compact_{kind} is above {kind}; write the same or less"
            raise misfit(message, "figures", f"compact_{kind}")


def _sizes_are_of_this_world(layout: Layout) -> None:
    for name, size in dict(layout.sizes).items():
        if size > LARGEST_SIZE:
            raise misfit(f"{name} is too large for a page; write {LARGEST_SIZE:.0f}pt or less", "sizes", name)
    if layout.text.largest > LARGEST_TEXT:
        message = f"text over {LARGEST_TEXT:.0f} pt leaves no room for an exercise; write less"
        raise misfit(message, "text", "largest")
    for name, gap in dict(layout.spacing).items():
        if not 0.0 <= gap <= LARGEST_GAP:
            raise misfit(f"{name} is not a usable gap; write 0pt to {LARGEST_GAP:.0f}pt", "spacing", name)


def _arrangement_fits(layout: Layout) -> None:
    if layout.arrange != "flow" and layout.kind != "sheet":
        raise misfit(f"arrange: {layout.arrange} is only for sheets; write kind: sheet", "arrange")
    if layout.arrange != "flow" and layout.text_columns > 1:
        raise misfit(
            (
                "text_columns needs arrange: flow; write arrange: flow, or "
                "columns: 2 for two columns of exercises"
            ),
            "text_columns",
        )
    if layout.text_columns > 1 and layout.columns > 1:
        raise misfit("text_columns: 2 allows only one column of exercises; write columns: 1", "columns")
    if layout.imposition == "trifold" and layout.kind != "handout":
        raise misfit("a trifold can only be a handout; write kind: handout", "imposition")


def _parts_stand_once(layout: Layout) -> None:
    for key in ("show", "sacrifice", "hide"):
        parts = getattr(layout, key)
        for number, part in enumerate(parts):
            if part in parts[:number]:
                raise misfit(f"'{part}' is in this list twice; delete one of the two", key, number)


RULES: tuple[Callable[[Layout], None], ...] = (
    _content_fits_the_paper,
    _margins_leave_a_page,
    _sizes_are_of_this_world,
    _arrangement_fits,
    _columns_hold_words,
    _words_have_room,
    _figures_have_room,
    _parts_stand_once,
)
