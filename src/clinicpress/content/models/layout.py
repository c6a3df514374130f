"""The layout file. A layout extends another one; ``base`` gives every key a value."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from clinicpress.content.models.base import Id, Length, Model, misfit

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
_MM_OF_POINT = 25.4 / 72
# In points; a size or a gap above is a slip of the pen.
LARGEST_SIZE, LARGEST_TEXT, LARGEST_GAP = 72.0, 36.0, 72.0


def _content_fits_the_paper(layout: Layout) -> None:
    widest, paper = _NARROWEST[layout.imposition]
    most = widest - 2 * (SAFE_MARGIN + LINE_MARGIN)
    if layout.content_width > most:
        wide = f"the content is {layout.content_width:.0f} pt wide"
        message = f"{wide}, wider than the printable part of {paper}"
        raise misfit(f"{message}; write {int(most)}pt or less", "content_width")
    if layout.content_width < _LEAST_CONTENT:
        message = f"the content is only {layout.content_width:.0f} pt wide, too narrow for words and pictures"
        raise misfit(f"{message}; write {_LEAST_CONTENT:.0f}pt or more", "content_width")


def _margins_leave_a_page(layout: Layout) -> None:
    for edge in ("top", "bottom"):
        margin, most = getattr(layout.margins, edge), _LOWEST[layout.imposition] / 6
        if margin < SAFE_MARGIN:
            message = f"the {edge} margin is below 18 pt, where printers cut off; write 18pt or more"
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
        floor = getattr(figures, lying) * _MM_OF_POINT
        message = f"a lying figure needs {floor:.0f} mm and has only {room * _MM_OF_POINT:.0f} mm"
        raise misfit(
            f"{message}; write {int(room * _MM_OF_POINT)}mm or less, or give the figures more room",
            "figures",
            lying,
        )
    upright, most = "compact_upright_floor" if compact else "upright_floor", _LOWEST[layout.imposition] / 3
    if getattr(figures, upright) > most:
        message = "a standing figure would take more than a third of the page"
        raise misfit(f"{message}; write {most * _MM_OF_POINT:.0f}mm or less", "figures", upright)
    for kind in ("lying_floor", "upright_floor"):
        if getattr(figures, f"compact_{kind}") > getattr(figures, kind):
            message = f"compact_{kind} is larger than {kind}; write the same or less"
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

Part = Literal[
    "therapist-field", "sore-side-field", "tall-log", "summary-lines", "web", "equipment", "tips", "easier",
    "harder", "video", "full-title", "full-steps", "full-dose", "why", "chips", "feel", "captions-below",
    "warning-lines", "same-slot", "own-warnings", "how-to-tick", "full-figures",
]  # fmt: skip
# Steps, dose and pictures, what warns, notes, and the safety block are no parts: they never go. Layouts of an
# older clinicpress name some of them.
_ALWAYS = dict.fromkeys(("stop-if", "skip-if", "not-if", "safety"), "warnings are always printed") | {
    "exercises": "exercises are always printed"
}
LayoutKind = Literal["handout", "sheet", "any"]
Arrangement = Literal["page", "flow", "diary"]
CardStyle = Literal["row", "over", "steps", "compact"]
Imposition = Literal["none", "two-up", "booklet", "trifold"]
# Colours by their names in a brand: those that words may have, those of lines, and those of grounds.
TextColour = Literal["ink", "brand", "alert", "soft"]
LineColour = Literal["ink", "brand", "alert", "soft", "rule"]
GroundColour = Literal["tint", "paper"]
# What is no instruction may be smaller, but not so that an old reader gives up.
_LEAST_SIZES = {
    "title": 16.0, "subtitle": 12.0, "heading": 12.0, "exercise_title": 12.0, "clinic": 11.0,
    "facts": LEAST_TEXT, "caption": 10.5, "chip_number": 12.0, "label": 10.5, "callout_title": 12.0,
    "diagram_label": 10.5, "day": 9.0, "footer": 9.0,
}  # fmt: skip
# Under these, in millimetres, hands and the bend of a joint cannot be read from a print.
_LEAST_FIGURES = {
    "lying_floor": 45.0, "upright_floor": 35.0, "compact_lying_floor": 37.0, "compact_upright_floor": 26.0
}  # fmt: skip
_MM = 72 / 25.4
LEAST_CARD_GAP = 8.0
# What a layout says that has no room for large text.
NO_LARGE = "none"


class Margins(Model):
    """Distance of the header from the top edge and of the footer's baseline from the bottom edge."""

    top: Length = Field(description="From the top edge to the header.")
    bottom: Length = Field(description="From the bottom edge to the footer's baseline.")


class TypeSizes(Model):
    """Type sizes by role; running text has its own range in `TextSize`."""

    title: Length = Field(description="The title of the page.")
    subtitle: Length = Field(description="The line below it.")
    heading: Length = Field(description="Headings of sections.")
    exercise_title: Length = Field(description="Names of exercises.")
    clinic: Length = Field(description="The clinic's name in the header.")
    facts: Length = Field(description="The line of facts at the top of a sheet.")
    caption: Length = Field(description="Captions below figures.")
    chip_number: Length = Field(description="The large number in a dosage chip.")
    label: Length = Field(description="Small labels.")
    callout_title: Length = Field(description="Titles of callouts.")
    diagram_label: Length = Field(description="Words in diagrams.")
    day: Length = Field(description="Days of the log.")
    footer: Length = Field(description="The footer.")

    @model_validator(mode="after")
    def _legible(self) -> TypeSizes:
        for name, least in _LEAST_SIZES.items():
            if getattr(self, name) < least:
                raise misfit(f"{name} is too small to read on paper; write {least:g}pt or more", name)
        return self


class TextSize(Model):
    """Running text: the fit starts at ``largest``, gives up parts at ``preferred``, ends at ``floor``."""

    largest: Length = Field(description="The size that fitting tries first.")
    preferred: Length = Field(
        description="Below this size, parts of the page are dropped before the text gets smaller."
    )
    floor: Length = Field(description="Never smaller than this.")

    @model_validator(mode="after")
    def _in_order(self) -> TextSize:
        if self.floor < LEAST_TEXT:
            raise misfit(f"text under {LEAST_TEXT:g} pt is too small to read; write 12pt or more", "floor")
        for low, high in (("floor", "preferred"), ("preferred", "largest")):
            least, most = getattr(self, low), getattr(self, high)
            if least > most:
                message = f"{low}, {least:g} pt, is above {high}, {most:g} pt"
                raise misfit(f"{message}; floor is the smallest, then preferred, then largest", low)
        return self


class Spacing(Model):
    """Gaps between things, in points; ``line_spread`` is the most that spare room adds between two lines."""

    section: Length = Field(description="Before a heading.")
    block: Length = Field(description="Between two blocks.")
    card: Length = Field(description="Between two exercises.")
    card_padding: Length = Field(description="Inside a card.")
    gutter: Length = Field(description="Between the pictures and the words of an exercise.")
    column: Length = Field(22.0, description="Between two columns of text.")
    line_spread: Length = Field(description="The most space that spare room adds between two lines.")


class FigureRoom(Model):
    """Room for figures: the slot's width, the floors, and the largest scale in points per centimetre of body.

    A lying figure is not narrower than ``lying_floor``, a standing one not shorter than ``upright_floor``;
    the compact floors hold once the part ``full-figures`` has been given up.
    """

    slot: Length = Field(description="The width for figures.")
    lying_floor: Length = Field(description="The least width of a lying figure.")
    upright_floor: Length = Field(description="The least height of an upright figure.")
    compact_lying_floor: Length = Field(description="The same in a compact card.")
    compact_upright_floor: Length = Field(description="The same in a compact card.")
    largest_scale: Annotated[float, Field(gt=0.2, le=4)] = Field(
        description="The largest scale, in points per centimetre of the body."
    )

    @model_validator(mode="after")
    def _readable(self) -> FigureRoom:
        for name, least in _LEAST_FIGURES.items():
            if getattr(self, name) < least * _MM - 0.01:
                raise misfit(f"figures would be too small to read; write {least:g}mm or more", name)
        return self


class ColourRoles(Model):
    """Which colour of the brand each thing has, by its name there. Running text is ink, safety is alert."""

    title: TextColour = Field("ink", description="The title of the page.")
    heading: TextColour = Field("brand", description="Headings of sections.")
    exercise_title: TextColour = Field(
        "brand", description="Names of exercises, and the discs of their numbers."
    )
    card: LineColour = Field("rule", description="The border of an exercise.")
    summary: GroundColour = Field("tint", description="The background of the box at the top.")


def _listed(part: object) -> object:
    if isinstance(part, str) and part.strip() in _ALWAYS:
        raise ValueError(f"{_ALWAYS[part.strip()]}; delete {part.strip()} here")
    return part


_Listed = Annotated[Part, BeforeValidator(_listed)]


class Layout(Model):
    """A layout template, complete: its file over the files that it extends."""

    extends: Id | None = Field(None, description="The layout that this one extends.", examples=["base"])
    kind: LayoutKind = Field(description="The kind of document; any means both.", examples=["sheet"])
    arrange: Arrangement = Field(
        "flow",
        description="page: a sheet on one page. flow: as many pages as it takes. diary: a page of days.",
    )
    imposition: Imposition = Field(
        "none",
        description="How pages are placed on paper: two-up (half pages to cut), booklet (half pages to fold) "
        "or trifold (six panels).",
    )
    most_pages: Annotated[int, Field(ge=1, le=64)] | None = Field(
        None, description="More pages than this are an error."
    )
    private: bool = Field(
        False,
        description="true for a page that others can see: only the first name, and a title "
        "without the condition.",
    )
    head: Literal["full", "brief"] = Field(
        "full",
        description="full: patient strip, title, what to know, and log. brief: only title, name and facts.",
    )
    large: Id | None = Field(
        None,
        description="The layout that --text large uses instead; none if there is no room for large text. "
        "Without it, the text of this layout grows.",
        examples=["large-print"],
    )
    colours: ColourRoles = Field(
        default_factory=ColourRoles.model_construct,
        description="Colours of the brand, by name.",
        examples=[{"exercise_title": "ink"}],
    )
    content_width: Length = Field(description="The width of text and pictures.")
    margins: Margins = Field(description="Margins of the page.")
    sizes: TypeSizes = Field(description="Type sizes by role.")
    text: TextSize = Field(description="The size of running text.")
    leading: Annotated[float, Field(ge=1.15, le=1.6)] = Field(
        description="Line height as a multiple of the size."
    )
    spacing: Spacing = Field(description="Gaps.")
    figures: FigureRoom = Field(description="Room for figures.")
    card: CardStyle | None = Field(
        None,
        description="How an exercise looks. row: pictures left of the words. over: pictures above them. "
        "steps: each picture beside its steps. compact: finish picture, short title and dose.",
    )
    columns: Annotated[int, Field(ge=1, le=2)] = Field(1, description="Columns of exercises.")
    text_columns: Annotated[int, Field(ge=1, le=2)] = Field(1, description="Columns of all text.")
    diagram_width: Length = Field(description="The width of diagrams.")
    most_exercises: Annotated[int, Field(ge=1, le=12)] = Field(
        description="More exercises than this are an error."
    )
    show: tuple[_Listed, ...] = Field(description="The optional parts of the page.")
    sacrifice: tuple[_Listed, ...] = Field((), description="The parts to drop when space is short, in order.")
    hide: tuple[_Listed, ...] = Field((), description="Parts of show that this layout leaves out.")

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that are shown while there is room."""
        return _without(self.show, self.hide)

    def takes(self, kind: Literal["handout", "sheet"]) -> bool:
        """Whether it is for documents of that kind."""
        return self.kind in (kind, "any")

    @property
    def large_layout(self) -> str | None:
        """The id of the layout that stands in for this one in large text, if another one does."""
        return None if self.large == NO_LARGE else self.large

    @property
    def card_style(self) -> CardStyle:
        """How an exercise looks: as the layout says, else a row, or in two columns pictures over words."""
        return self.card or ("row" if self.columns * self.text_columns == 1 else "over")

    @property
    def column_width(self) -> float:
        """Width in points of a column of everything."""
        return (self.content_width - self.spacing.column * (self.text_columns - 1)) / self.text_columns

    @property
    def card_width(self) -> float:
        """Width in points of a card: a column's, shared out over the columns of exercises."""
        return (self.column_width - self.card_gap * (self.columns - 1)) / self.columns

    @property
    def card_gap(self) -> float:
        """Room in points between two cards side by side: seen as a gap, not as a double line."""
        return max(self.spacing.card, LEAST_CARD_GAP)

    @model_validator(mode="after")
    def _possible(self) -> Layout:
        for rule in RULES:
            rule(self)
        return self


@lru_cache(maxsize=64)
def _without(show: tuple[Part, ...], hide: tuple[Part, ...]) -> tuple[Part, ...]:
    """A page asks for its parts on every rung, a layout of others in a copy: told apart by what they say."""
    return tuple(part for part in show if part not in hide)
