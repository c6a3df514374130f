"""What handouts, their blocks, sheets and plans say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from clinicpress.model.base import (
    AssetPath,
    Day,
    Id,
    Language,
    LongText,
    Model,
    ShortText,
    Side,
    Title,
    in_one_line,
    misfit,
)  # fmt: skip
from clinicpress.model.exercise import DosageChange, ExerciseUse, Review
from clinicpress.model.names import Shorthand

DIAGRAMS = ("sciatic-nerve",)


class Callout(Model):
    """A box that must not be missed: when to call the clinic, an emergency, or a tip."""

    kind: Literal["call", "emergency", "tip"] = Field(
        description="call: when to call the clinic. emergency: when to call an ambulance. tip: good to know.",
        examples=["call"],
    )
    title: Title | None = Field(None, description="Its heading, if not the usual one.")
    items: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=7)] = Field(
        description="One sentence each.", examples=[["Your pain gets worse."]]
    )


class Table(Model):
    """A table with a header row; every row is as long as the header."""

    header: Annotated[tuple[ShortText, ...], Field(min_length=2, max_length=5)] = Field(
        description="The heads of the columns.", examples=[["Week", "Walk"]]
    )
    rows: Annotated[tuple[tuple[ShortText, ...], ...], Field(min_length=1, max_length=40)] = Field(
        description="The rows, each a list of cells.", examples=[[["1", "10 minutes"]]]
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
    alt: ShortText = Field(
        description="One sentence for somebody who cannot see it.",
        examples=["The spine, seen from the left."],
    )
    caption: ShortText | None = Field(None, description="A line printed below it.")


class HeadingBlock(Model):
    """A section heading."""

    heading: Title = Field(description="The heading of a section.", examples=["What is sciatica?"])


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

    steps: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12)] = Field(
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


class DiagramBlock(Model):
    """A drawing that code makes, by its name."""

    diagram: str = Field(
        description="A drawing that code makes.",
        examples=["sciatic-nerve"],
        json_schema_extra={"enum": list(DIAGRAMS)},
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
    HeadingBlock | TextBlock | ListBlock | StepsBlock | CalloutBlock | TableBlock | DiagramBlock
    | PictureBlock | ExerciseBlock | PageBreakBlock
)  # fmt: skip
BLOCK_TYPES: dict[str, type[Model]] = {
    "heading": HeadingBlock,
    "text": TextBlock,
    "list": ListBlock,
    "steps": StepsBlock,
    "callout": CalloutBlock,
    "table": TableBlock,
    "diagram": DiagramBlock,
    "picture": PictureBlock,
    "exercise": ExerciseBlock,
    "page-break": PageBreakBlock,
}


class Handout(Model):
    """A document about a condition, one page or more."""

    title: Title = Field(description="What it is about.", examples=["Sciatica"])
    subtitle: Title | None = Field(None, description="A line below the title.")
    summary: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5)] = Field(
        description="The box at the top: what matters most.", examples=[["Most people get better in weeks."]]
    )
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)] = Field(
        description="What follows, block by block; each has one key that names its type.",
        examples=[[{"heading": "What is sciatica?"}]],
    )
    layout: Id = Field("handout", description="The layout's id.")
    review: Review = Field(description="Who checked the words, and when.", examples=[{"by": "pending"}])


def _use(value: object) -> object:
    """A bare exercise name in a list means that exercise as it is."""
    return {"exercise": value} if isinstance(value, str) else value


SheetExercise = Annotated[ExerciseUse, Shorthand(_use, {"type": "string"})]


class Sheet(Model):
    """A one-page list of exercises with dosages."""

    title: Title = Field(description="Its title.", examples=["Sciatica: your home exercises"])
    summary: ShortText | None = Field(None, description="One sentence below the title.")
    exercises: Annotated[tuple[SheetExercise, ...], Field(min_length=1)] = Field(
        description="The exercises in order, by id; a mapping changes one for this sheet.",
        examples=[["knee-to-chest"]],
    )
    stop_if: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5)] = Field(
        description="When to stop and call the clinic.", examples=[["Your pain moves further down your leg."]]
    )
    emergency: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=5)] = Field(
        description="When to call an ambulance.", examples=[["You cannot control your bladder or bowels."]]
    )
    log: Literal["7 days", "14 days", "28 days", "none"] = Field(
        "7 days", description="The strip to tick when a session is done."
    )
    layout: Id = Field("sheet", description="The layout's id.")
    review: Review = Field(description="Who checked the words, and when.", examples=[{"by": "pending"}])


class Patient(Model):
    """Who a plan is for; ``id`` is the second identifier."""

    name: Title = Field(description="The patient's name.")
    id: Annotated[str, BeforeValidator(in_one_line), Field(min_length=1, max_length=40)] = Field(
        description="The number of the patient's record.", examples=["A-1042"]
    )
    birth_date: Day | None = Field(None, description="The patient's birth date.", examples=["1980-05-02"])


class PlanChange(Model):
    """What a plan changes of one exercise of its sheet."""

    side: Side | None = Field(None, description="The side to do it on.")
    dosage: DosageChange | None = Field(None, description="What is other than on the sheet.")
    note: LongText | None = Field(None, description="A sentence for this patient.")


class PlanExercises(Model):
    """Changes by exercise, and the exercises that the plan drops and adds."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, PlanChange]

    drop: tuple[str, ...] = Field((), description="Exercises of the sheet to leave out.")
    add: tuple[str, ...] = Field((), description="Further exercises, after those of the sheet.")


class Plan(Model):
    """One patient's version of a sheet."""

    patient: Patient = Field(
        description="Who it is for.", examples=[{"name": "Jordan Rivera", "id": "A-1042"}]
    )
    sore_side: Literal["left", "right", "both"] | None = Field(None, description="The side that hurts.")
    clinician: Title | None = Field(None, description="Who made the plan.", examples=["Sam Lee, PT"])
    date: Day = Field(description="The day of the plan.", examples=["2026-11-22"])
    sheet: Id = Field(description="The sheet's id.", examples=["sciatica"])
    exercises: PlanExercises = Field(
        default_factory=PlanExercises, description="Changes by exercise, and what the plan drops and adds."
    )
    note: LongText | None = Field(None, description="A sentence for this patient, at the end.")
    lang: Language = Field("en", description="The language of the sheet.")
