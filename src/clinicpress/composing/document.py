"""A composed document: every word that will be printed, in reading order, with its place in the content.

Nothing here is measured or drawn.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from clinicpress.content.blocktypes.block import DocumentPart
from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.inline import Words
from clinicpress.problems import Source
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Illustration

# Words of clinicpress's own that are printed as they are; any other `str` of a document is not printed.
Printed: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a dosage as a big number: ``Hold`` / ``30`` ``seconds``."""

    label: Printed
    number: Printed
    unit: Printed


@dataclass(frozen=True, slots=True)
class Mark:
    """What is other than in a patient's last plan: the ``word`` beside its sign, and what it ``says``.

    ``spoken`` is read aloud in place of a word that stands alone.
    """

    kind: Literal["new", "changed", "stopped"]
    word: Words
    says: Words | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class CardWarnings:
    """What warns of an exercise: who must not do it, what to mind with the thing used, when to stop."""

    not_if: Words | None
    safety: Words | None
    stop_if: Words | None


@dataclass(frozen=True, slots=True)
class Card:
    """An exercise with all of its words decided.

    ``steps`` are the written steps; ``short_steps`` may take their place if room is short. The last numbered
    line of a card is ``dose``; ``short_dose`` says the same in fewer words; ``once_dose``, if there is one,
    leaves out how often a day, which the page says for all exercises. ``skip`` stands
    beside a box that a therapist ticks when the patient is not to do it. ``not_if``, ``safety``, ``stop_if``
    and ``note`` warn: no layout leaves them out. ``apart`` is what warns besides what exercises of the page
    have in common, where that stands once at its top (`Document.shared`); None if they share nothing.
    ``captions`` are those of the frames of its ``figure``.
    ``video`` is the whole address that the QR code holds; ``video_label`` prints that very address beside it.
    ``mark`` says that the exercise is new or changed since the patient's last plan. ``plain`` is the card
    that many plans share, if this one differs from it in its dose and its note alone.
    """

    exercise: str
    number: int
    title: Words
    short_title: Words
    why: Words
    steps: tuple[Words, ...]
    short_steps: tuple[Words, ...]
    dose: Words
    chips: tuple[Chip, ...]
    equipment: Words | None
    tips: tuple[Words, ...]
    easier: Words | None
    harder: Words | None
    feel: Words | None
    stop_if: Words | None
    not_if: Words | None
    safety: Words | None
    note: Words | None
    figure: DisplayList
    captions: tuple[Words, ...]
    skip: Words | None
    video: str
    video_label: Words | None
    source: Source
    short_dose: Words | None = None
    once_dose: Words | None = None
    mark: Mark | None = None
    apart: CardWarnings | None = None
    plain: Card | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DiagramFigure:
    """A diagram that code draws, with its labels (one for each anchor), alt text and caption."""

    name: str
    diagram: Diagram
    labels: tuple[Words, ...]
    alt: str
    caption: Words
    source: Source


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """A diagram that another package draws, with the words in it, alt text and caption."""

    name: str
    picture: Illustration
    labels: tuple[Words, ...]
    alt: str
    caption: Words | None
    source: Source


@dataclass(frozen=True, slots=True)
class PictureFigure:
    """A picture file's bytes with its size in pixels."""

    data: bytes
    width: int
    height: int
    alt: str
    caption: Words | None
    source: Source


FigureItem = DiagramFigure | DrawnFigure | PictureFigure
BlockItem = DocumentPart | FigureItem | Card


@dataclass(frozen=True, slots=True)
class Safety:
    """The whole safety block: when to stop and call, when to call for an ambulance, and the pain rule."""

    stop_title: Words
    stop_items: tuple[Words, ...]
    emergency_title: Words
    emergency_items: tuple[Words, ...]
    after_hours: Words | None
    sign: Printed


@dataclass(frozen=True, slots=True)
class Log:
    """A tick log: a box for each session of each day; ``rows`` name those, ``how_to`` says what to tick."""

    weeks: int
    how_to: Words
    week_of: Words
    days: tuple[Printed, ...]
    rows: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """What a diary of a sheet says besides the sheet's own words; only a layout that is a diary prints it.

    Its words are plain, for no other layout has a place for them, but for inline markup in ``how_to``;
    ``rule`` is the pain rule of the summary.
    ``sessions`` name the boxes to tick on a day, ``short_sessions`` the same in narrow columns.
    ``scale`` names the pain of 0, 5 and 10, and ``scale_alt`` says the whole scale. ``example`` marks the
    line that is filled in already, ``ticked`` says its ticks, ``example_note`` is its note. ``changes`` name
    the exercises that are new or changed since the patient's last plan.
    """

    title: Printed
    how_to: Printed
    rule: Words
    exercises_title: Printed
    notes_title: Printed
    day: Printed
    date: Printed
    sessions: tuple[Printed, ...]
    short_sessions: tuple[Printed, ...]
    pain: Printed
    notes: Printed
    short_notes: Printed
    example: Printed
    example_note: Printed
    ticked: str
    scale: tuple[Printed, Printed, Printed]
    scale_alt: str
    source: Source
    days: int = 28
    changes: tuple[Mark, ...] = ()


FieldPart = Literal["", "therapist-field", "sore-side-field"]


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the patient strip: its label and its value, empty to be written in by pen.

    A value that is a choice to be circled is not ``ruled``: its line would be in the pen's way. ``part`` is
    the part of the page by whose name a layout may give up an empty field; one without never goes.
    """

    label: Words
    value: Words | None
    ruled: bool = True
    part: FieldPart = ""


@dataclass(frozen=True, slots=True)
class StripRoom:
    """Room for the patient strip of somebody who is not known: all that the rest of a page depends on.

    ``whole`` is False for the strip of name, id and date alone. ``parts`` are those of its fields, in order;
    ``heights`` in points are by the parts that are left out.
    """

    whole: bool
    parts: tuple[FieldPart, ...]
    heights: tuple[tuple[frozenset[str], float], ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around the content on every page: header, footer, QR code.

    ``qr`` is exactly the text of ``web``. In ``page_of``, ``{n}`` and ``{m}`` are to be filled in.
    ``version`` is the footer without the document's id, which names a condition. ``draft`` is the mark of
    pages that must not be given away.
    """

    clinic: Words
    initials: Words
    call_label: Words
    phone: Words
    hours: Words | None
    footer: Words
    web: Words | None
    qr: str
    qr_label: Words | None
    page_of: Printed
    address: tuple[Words, ...] = ()
    version: Words | None = None
    draft: Words | None = None


@dataclass(frozen=True, slots=True)
class Neutral:
    """What a page says that hangs where others see it: no condition, and the first name alone."""

    title: Words
    patient: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A handout or a sheet, composed.

    ``brief`` says where the steps are, on a page that leaves them out; ``rule`` is a sheet's rule on pain.

    A patient's plan makes the rest: ``identity`` is the name, the id and the date that stand on every page,
    ``planned`` the place where the plan names its sheet, ``note`` the therapist's own words, and ``stopped``
    names the exercises of the last plan that are to be done no more. ``shared`` are the warnings that several
    exercises have in common, with the numbers of those. ``pages`` is 2 for a leaf printed on both sides.
    ``rooms`` stand in place of ``patient`` and ``identity`` where nobody is to be known.
    """

    kind: Literal["handout", "sheet"]
    id: str
    title: Words
    subtitle: Words | None
    language: str
    summary_title: Words | None
    summary: tuple[Words, ...]
    facts: Words | None
    blocks: tuple[BlockItem, ...]
    safety: Safety | None
    log: Log | None
    patient: tuple[Field, ...]
    furniture: Furniture
    source: Source
    notes_title: Words | None = None
    neutral: Neutral | None = None
    brief: Words | None = None
    rule: Words | None = None
    diary: Diary | None = None
    identity: tuple[Field, ...] = ()
    planned: Source | None = None
    note: Words | None = None
    stopped: Mark | None = None
    shared: tuple[Words, ...] = ()
    pages: int = 1
    rooms: tuple[StripRoom, StripRoom] | None = None
