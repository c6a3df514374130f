"""What handouts, their blocks, sheets and plans say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from clinicpress.content.models.base import (
    AssetPath,
    Day,
    Form,
    Id,
    Language,
    LongText,
    Model,
    ProperName,
    ReadAs,
    Reference,
    Region,
    ShortText,
    Side,
    SoreSide,
    TextRole,
    Title,
    misfit,
)
from clinicpress.content.models.exercise import DosageChange, ExerciseUse, Review
from clinicpress.content.models.judged import Judged
from clinicpress.content.models.names import Shorthand
from clinicpress.content.models.people import Of

DIAGRAMS = ("sciatic-nerve", "spine-discs", "shoulder-cuff", "knee-joint", "hip-joint", "foot-fascia")
# A plan from before that year or a patient born before that one is a slip of the pen.
FIRST_PLAN, FIRST_BIRTH = 2000, 1900


def _sign(callout: Callout) -> TextRole:
    return "item" if callout.kind == "tip" else callout.kind


class Callout(Model):
    """A box that must not be missed: when to call the clinic, an emergency, or a tip."""

    kind: Literal["call", "emergency", "tip"] = Field(
        description="call: when to call the clinic. emergency: when to call an ambulance. tip: good to know.",
        examples=["call"],
    )
    title: Annotated[Title | None, ReadAs("callout-title")] = Field(
        None, description="Its heading, if different from the default."
    )
    items: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=7), ReadAs(_sign)] = Field(
        description="One sentence each.", examples=[["Your pain gets worse."]]
    )


class Table(Model):
    """A table with a header row; every row is as long as the header."""

    header: Annotated[tuple[ShortText, ...], Field(min_length=2, max_length=5), ReadAs("cell")] = Field(
        description="The column headings.", examples=[["Week", "Walk"]]
    )
    rows: Annotated[tuple[tuple[ShortText, ...], ...], Field(min_length=1, max_length=40), ReadAs("cell")] = (
        Field(description="The rows, each a list of cells.", examples=[[["1", "10 minutes"]]])
    )

    @model_validator(mode="after")
    def _rectangular(self) -> Table:
        width = len(self.header)
        for index, row in enumerate(self.rows):
            if len(row) != width:
                cells = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
                raise misfit(f"row {index + 1} has {cells}; write {width}, as in the header", "rows", index)
        return self


class Picture(Model):
    """A picture file of the workspace with its written alt text."""

    file: AssetPath = Field(
        description="A PNG or JPEG file in assets/.", examples=["assets/pictures/spine.png"]
    )
    alt: Annotated[ShortText, ReadAs("alt")] = Field(
        description="One sentence for people who cannot see it.",
        examples=["The spine, seen from the left."],
    )
    caption: Annotated[ShortText | None, ReadAs("caption")] = Field(
        None, description="A line printed below it."
    )


class HeadingBlock(Model):
    """A section heading."""

    heading: Annotated[Title, ReadAs("heading")] = Field(
        description="The heading of a section.", examples=["What is sciatica?"]
    )


class TextBlock(Model):
    """Paragraphs of running text, parted by empty lines."""

    text: LongText = Field(
        description="Paragraphs with an empty line between them; **bold** and [links](https://...) work.",
        examples=["Most back pain gets better in a few weeks."],
    )


class ListBlock(Model):
    """A bulleted list."""

    list: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12)] = Field(
        description="A list with bullets.", examples=[["Keep moving.", "Use heat."]]
    )


class StepsBlock(Model):
    """A numbered list of things to do in order."""

    steps: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12), ReadAs("step")] = Field(
        description="A list with numbers: things to do in order.", examples=[["Sit down.", "Breathe out."]]
    )


class CalloutBlock(Model):
    """A call-out box."""

    callout: Callout = Field(
        description="A box that must not be missed.",
        examples=[{"kind": "call", "items": ["Your pain gets worse."]}],
    )


class TableBlock(Model):
    """A table."""

    table: Table = Field(
        description="A table.", examples=[{"header": ["Week", "Walk"], "rows": [["1", "10 minutes"]]}]
    )


class GlossaryBlock(Model):
    """Words that the reader may not know, each with what it means."""

    glossary: Annotated[
        dict[Annotated[Title, ReadAs("term")], Annotated[ShortText, ReadAs("meaning")]],
        Field(min_length=1, max_length=12),
    ] = Field(
        description="Terms that have to stay, each with its meaning in plain words.",
        examples=[{"Sciatic nerve": "the large nerve that runs down your leg."}],
    )


class DiagramBlock(Model):
    """A drawing that code makes, by its name."""

    diagram: Reference = Field(
        description="A diagram drawn by code.",
        examples=["sciatic-nerve"],
        json_schema_extra={"anyOf": [{"enum": list(DIAGRAMS)}, {"description": "one of another package"}]},
    )


class PictureBlock(Model):
    """A picture file."""

    picture: Picture = Field(
        description="A picture file.",
        examples=[{"file": "assets/pictures/spine.png", "alt": "The spine from the left."}],
    )


class ExerciseBlock(ExerciseUse):
    """An exercise of the library, as a card."""


class PageBreakBlock(Model):
    """Goes on on a new page; its key is ``page-break`` and has no value."""

    page_break: None = Field(alias="page-break", description="Has no value.")


Block = (
    HeadingBlock | TextBlock | ListBlock | StepsBlock | CalloutBlock | TableBlock | GlossaryBlock
    | DiagramBlock | PictureBlock | ExerciseBlock | PageBreakBlock
)  # fmt: skip
BLOCK_TYPES: dict[str, type[Model]] = {
    "heading": HeadingBlock,
    "text": TextBlock,
    "list": ListBlock,
    "steps": StepsBlock,
    "callout": CalloutBlock,
    "table": TableBlock,
    "glossary": GlossaryBlock,
    "diagram": DiagramBlock,
    "picture": PictureBlock,
    "exercise": ExerciseBlock,
    "page-break": PageBreakBlock,
}


class Handout(Model):
    """A document about a condition, one page or more."""

    title: Annotated[Title, ReadAs("title")] = Field(description="The topic.", examples=["Sciatica"])
    subtitle: Annotated[Title | None, ReadAs("subtitle")] = Field(None, description="A line below the title.")
    summary: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5), ReadAs("summary")] = Field(
        description="The box at the top: the key points.", examples=[["Most people get better in weeks."]]
    )
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)] = Field(
        description="The text, block by block; each block has one key that names its type.",
        examples=[[{"heading": "What is sciatica?"}]],
    )
    layout: Id = Field("handout", description="The layout's id.")
    review: Review = Field(description="Who reviewed the text, and when.", examples=[{"by": "pending"}])
    judged: Judged | None = Field(None, description="A person's judgements for the scores; not printed.")


def _use(value: object) -> object:
    """A bare exercise name in a list means that exercise as it is."""
    return {"exercise": value} if isinstance(value, str) else value


SheetExercise = Annotated[ExerciseUse, Shorthand(_use, {"type": "string"})]


class Sheet(Model):
    """A one-page list of exercises with dosages."""

    title: Annotated[Title, ReadAs("title")] = Field(
        description="Its title.", examples=["Sciatica: your home exercises"]
    )
    summary: Annotated[ShortText | None, ReadAs("summary")] = Field(
        None, description="One sentence below the title."
    )
    exercises: Annotated[tuple[SheetExercise, ...], Field(min_length=1)] = Field(
        description="The exercises in order, by id; a mapping changes one for this sheet.",
        examples=[["knee-to-chest"]],
    )
    stop_if: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5), ReadAs("stop")] = Field(
        description="When to stop and call the clinic.", examples=[["Your pain moves further down your leg."]]
    )
    emergency: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5), ReadAs("emergency")] = (
        Field(
            description="When to call an ambulance.",
            examples=[["You cannot control your bladder or bowels."]],
        )
    )
    log: Literal["7 days", "14 days", "28 days", "none"] = Field(
        "7 days", description="The strip of tick boxes for finished sessions."
    )
    layout: Id = Field("sheet", description="The layout's id.")
    pages: Annotated[int, Field(ge=1, le=2)] = Field(
        1, description="2 prints on both sides of one leaf, if one page has no room for everything."
    )
    append: AssetPath | None = Field(
        None,
        description="A PDF added after each patient's sheet, instead of the clinic's.",
        examples=["assets/forms/consent.pdf"],
    )
    review: Review = Field(description="Who reviewed the text, and when.", examples=[{"by": "pending"}])
    judged: Judged | None = Field(None, description="A person's judgements for the scores; not printed.")


class Warnings(Model):
    """What warns of one region of the body, for a plan whose exercises no sheet speaks for."""

    stop_if: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5), ReadAs("stop")] = Field(
        description="When to stop and call the clinic.", examples=[["A hot, red, swollen knee, or fever"]]
    )
    emergency: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5), ReadAs("emergency")] = (
        Field(
            description="When to call an ambulance, the worst first.",
            examples=[["You fall and cannot stand on the leg"]],
        )
    )
    review: Review = Field(description="Who reviewed the text, and when.", examples=[{"by": "pending"}])


_TIME = Form(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", "a time of day", "hours from 0 to 23 and minutes", "09:30")
# ``9:30`` becomes ``09:30``.
Clock = Annotated[str, _TIME, AfterValidator(lambda time: time.zfill(5))]


class Patient(Model):
    """Who a plan is for; ``id`` is the second identifier."""

    name: Annotated[ProperName, Of("name")] = Field(description="The patient's name.")
    id: Annotated[ProperName, Field(max_length=40), Of("id")] = Field(
        description="The patient's record number.", examples=["A-1042"]
    )
    birth_date: Day | None = Field(None, description="The patient's birth date.", examples=["1980-05-02"])


class PlanChange(Model):
    """What a plan changes of one exercise of its sheet."""

    side: Side | None = Field(None, description="The side to do it on.")
    dosage: DosageChange | None = Field(None, description="Changes from the dosage on the sheet.")
    note: Annotated[LongText | None, ReadAs("note")] = Field(None, description="A sentence for this patient.")


class PlanExercises(Model):
    """Changes by exercise, and the exercises that the plan drops and adds."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, PlanChange]

    drop: tuple[Reference, ...] = Field((), description="Exercises of the sheet to leave out.")
    add: tuple[Reference, ...] = Field(
        (), description="More exercises, after those of the sheet; without a sheet, all exercises."
    )
    order: tuple[Reference, ...] = Field(
        (), description="These exercises first, in this order; the others follow."
    )

    @model_validator(mode="after")
    def _each_once(self) -> PlanExercises:
        """Messages do not repeat the exercise: they may be about a patient."""
        seen: dict[str, str] = {}
        for key, names in (("drop", self.drop), ("add", self.add)):
            for index, name in enumerate(names):
                if seen.setdefault(name, key) != key:
                    raise misfit("this exercise is both dropped and added; keep one of the two", key, index)
                if name in names[:index]:
                    raise misfit("this exercise is named twice here; keep one of the two", key, index)
        for index, name in enumerate(self.order):
            if name in self.order[:index]:
                raise misfit("this exercise is named twice here; keep one of the two", "order", index)
            if name in self.drop:
                raise misfit(
                    "this exercise is both dropped and in the order; keep one of the two", "order", index
                )
        return self


class Plan(Model):
    """One patient's version of a sheet, or a page of exercises of the patient's own."""

    patient: Patient = Field(description="The patient.", examples=[{"name": "Jordan Rivera", "id": "A-1042"}])
    sore_side: SoreSide | None = Field(None, description="The side that hurts.")
    clinician: ProperName | None = Field(None, description="Who made the plan.", examples=["Sam Lee, PT"])
    date: Day = Field(description="The date of the plan.", examples=["2026-11-22"])
    time: Clock | None = Field(
        None, description="The time of the appointment, from 00:00 to 23:59.", examples=["09:30"]
    )
    sheet: Id | None = Field(
        None,
        description="The sheet's id; without one, the plan adds its exercises itself.",
        examples=["sciatica"],
    )
    title: Annotated[Title | None, ReadAs("title")] = Field(
        None, description="A title for this page.", examples=["Your knee this week"]
    )
    regions: tuple[Region, ...] = Field(
        (),
        description="Parts of the body whose warnings the page also prints, besides those of its exercises.",
    )
    exercises: PlanExercises = Field(
        default_factory=PlanExercises,
        description="Changes by exercise, the exercises to drop and add, and their order.",
    )
    note: Annotated[LongText | None, ReadAs("note")] = Field(
        None, description="A sentence for this patient, at the end."
    )
    pages: Annotated[int, Field(ge=1, le=2)] | None = Field(
        None, description="2 prints on both sides of one leaf; the default is that of the sheet."
    )
    lang: Language = Field("en", description="The language of the sheet.")

    @model_validator(mode="after")
    def _days_that_can_be(self) -> Plan:
        born = self.patient.birth_date
        if self.date.year < FIRST_PLAN:
            raise misfit(f"the plan's date is before {FIRST_PLAN}; correct the year", "date")
        if born is not None and born.year < FIRST_BIRTH:
            raise misfit(
                f"this birth date is before {FIRST_BIRTH}; correct the year", "patient", "birth_date"
            )
        if born is not None and born > self.date:
            raise misfit(
                "this birth date is after the plan's date; correct one of them",
                "patient",
                "birth_date",
            )
        return self
