"""The layout file. A layout extends another one; ``base`` gives every key a value."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Literal

from clinicpress.content.models.base import Id, Length, Model, misfit
from clinicpress.content.models.declaring import BeforeValidator, Field, model_validator
from clinicpress.messages import later, say

# Instructions are never set smaller than this (RNIB and UK council access guidance name 12 pt as the least).
LEAST_TEXT = 12.0
# No printer is asked to put ink closer to the edge than this (6.35 mm).
SAFE_MARGIN = 18.0
# A border is drawn around what it frames: half of the thickest line stands outside.
LINE_MARGIN = 1.25
# Width of the narrowest page of each kind, in points: A4; half of Letter; a third of Letter.
_NARROWEST: dict[Imposition, tuple[float, str]] = {
    "none": (595.27, later("model.paper-a4")),
    "two-up": (396.0, later("model.half-of-letter")),
    "booklet": (396.0, later("model.half-of-letter")),
    "trifold": (264.0, later("model.third-of-letter")),
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
    widest, narrowest = _NARROWEST[layout.imposition]
    most = widest - 2 * (SAFE_MARGIN + LINE_MARGIN)
    if layout.content_width > most:
        message = say(
            "model.content-wider-than-paper",
            width=layout.content_width, paper=say(narrowest), most=int(most),
        )  # fmt: skip
        raise misfit(message, "content_width")
    if layout.content_width < _LEAST_CONTENT:
        message = say("model.content-only-pt-wide-too-narrow", width=layout.content_width)
        raise misfit(say("model.write-at-least-pt", message=message, least=_LEAST_CONTENT), "content_width")


def _margins_leave_a_page(layout: Layout) -> None:
    for edge in ("top", "bottom"):
        margin, most = getattr(layout.margins, edge), _LOWEST[layout.imposition] / 6
        if margin < SAFE_MARGIN:
            message = say("model.margin-below-18-pt-where-printers", edge=edge)
            raise misfit(message, "margins", edge)
        if margin > most:
            message = say("model.margin-takes-more-than-sixth-page", edge=edge, most=most)
            raise misfit(message, "margins", edge)


def _columns_hold_words(layout: Layout) -> None:
    if layout.card_width < _LEAST_COLUMN:
        message = say("model.column-only-pt-wide-too-narrow", width=layout.card_width)
        raise misfit(say("model.write-fewer-columns-or-smaller-gaps", message=message), "columns")
    if layout.diagram_width < _LEAST_DIAGRAM:
        message = say("model.diagrams-pt-too-small-read", width=layout.diagram_width)
        raise misfit(say("model.write-at-least-pt", message=message, least=_LEAST_DIAGRAM), "diagram_width")
    if layout.diagram_width > layout.content_width:
        message = say("model.diagrams-wider-than-content", most=layout.content_width)
        raise misfit(message, "diagram_width")


def _words_have_room(layout: Layout) -> None:
    """Beside the pictures of a row there is room for words."""
    if layout.card_style not in ("row", "compact"):
        return
    slot = layout.figures.slot
    if layout.columns == 1 and slot > layout.content_width * 0.6:
        most = layout.content_width * 0.6
        message = say("model.figures-take-more-than-60-width")
        raise misfit(say("model.write-at-most-round-pt", message=message, most=most), "figures", "slot")
    inner = layout.card_width - 2 * layout.spacing.card_padding - layout.spacing.gutter
    if inner - slot < _LEAST_WORDS:
        message = say("model.pt-figures-leave-words-card", slot=slot, room=max(0.0, inner - slot))
        raise misfit(say("model.write-card-over-fewer-columns", message=message), "figures", "slot")


def _figures_have_room(layout: Layout) -> None:
    """A floor that no figure can reach would refuse every page."""
    figures, compact = layout.figures, layout.card_style == "compact"
    inner = layout.card_width - 2 * layout.spacing.card_padding
    room = figures.slot if layout.card_style in ("row", "compact") else inner
    lying = "compact_lying_floor" if compact else "lying_floor"
    if getattr(figures, lying) > room:
        floor = getattr(figures, lying) * _MM_OF_POINT
        message = say("model.lying-figure-needs-mm", floor=floor, room=room * _MM_OF_POINT)
        raise misfit(
            say("model.write-at-most-mm-or-give-room", message=message, most=int(room * _MM_OF_POINT)),
            "figures",
            lying,
        )
    upright, most = "compact_upright_floor" if compact else "upright_floor", _LOWEST[layout.imposition] / 3
    if getattr(figures, upright) > most:
        message = say("model.standing-figure-would-take")
        raise misfit(
            say("model.write-at-most-mm", message=message, most=most * _MM_OF_POINT), "figures", upright
        )
    for kind in ("lying_floor", "upright_floor"):
        if getattr(figures, f"compact_{kind}") > getattr(figures, kind):
            message = say("model.compact-larger", kind=kind)
            raise misfit(message, "figures", f"compact_{kind}")


def _sizes_are_of_this_world(layout: Layout) -> None:
    for name, size in dict(layout.sizes).items():
        if size > LARGEST_SIZE:
            raise misfit(say("model.too-large-for-page", name=name, most=LARGEST_SIZE), "sizes", name)
    if layout.text.largest > LARGEST_TEXT:
        message = say("model.text-over-pt-leaves-no-room", most=LARGEST_TEXT)
        raise misfit(message, "text", "largest")
    for name, gap in dict(layout.spacing).items():
        if not 0.0 <= gap <= LARGEST_GAP:
            raise misfit(say("model.not-usable-gap", name=name, most=LARGEST_GAP), "spacing", name)


def _arrangement_fits(layout: Layout) -> None:
    if layout.arrange != "flow" and layout.kind != "sheet":
        raise misfit(say("model.arrange-only-for-sheets", arrange=layout.arrange), "arrange")
    if layout.arrange != "flow" and layout.text_columns > 1:
        raise misfit(
            (say("model.text-columns-needs-arrange")),
            "text_columns",
        )
    if layout.text_columns > 1 and layout.columns > 1:
        raise misfit(say("model.text-columns-2-allows-only-column"), "columns")
    if layout.imposition == "trifold" and layout.kind != "handout":
        raise misfit(say("model.trifold-can-only-be-handout"), "imposition")


def _parts_stand_once(layout: Layout) -> None:
    for key in ("show", "sacrifice", "hide"):
        parts = getattr(layout, key)
        for number, part in enumerate(parts):
            if part in parts[:number]:
                raise misfit(say("model.list-twice", part=part), key, number)


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
_ALWAYS = dict.fromkeys(
    ("stop-if", "skip-if", "not-if", "safety"), later("model.warnings-always-printed")
) | {"exercises": later("model.exercises-always-printed")}
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
                raise misfit(say("model.too-small-read-paper", name=name, least=least), name)
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
            raise misfit(say("model.text-under-pt-too-small-read", least=LEAST_TEXT), "floor")
        for low, high in (("floor", "preferred"), ("preferred", "largest")):
            least, most = getattr(self, low), getattr(self, high)
            if least > most:
                message = say("model.size-above-size", low=low, least=least, high=high, most=most)
                raise misfit(say("model.sizes-out-of-order", message=message), low)
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
                raise misfit(say("model.figures-would-be-too-small-read", least=least), name)
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
        raise ValueError(
            say("model.delete-part-always-printed", reason=say(_ALWAYS[part.strip()]), part=part.strip())
        )
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
