"""The files of handouts, sheets, warnings and plans."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal

from clinicpress.content.blocktypes.block import BlockModel
from clinicpress.content.blocktypes.callouts import CalloutBlock
from clinicpress.content.blocktypes.grids import TableBlock
from clinicpress.content.blocktypes.illustrations import DiagramBlock, ExerciseBlock, PictureBlock
from clinicpress.content.blocktypes.lists import GlossaryBlock, ListBlock, StepsBlock
from clinicpress.content.blocktypes.prose import HeadingBlock, PageBreakBlock, TextBlock
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
    Title,
    misfit,
)
from clinicpress.content.models.declaring import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from clinicpress.content.models.exercise import DosageChange, ExerciseUse, Review
from clinicpress.content.models.judged import Judged
from clinicpress.content.models.names import Shorthand
from clinicpress.content.models.people import Of
from clinicpress.messages import later, say

# A plan from before that year or a patient born before that one is a slip of the pen.
FIRST_PLAN, FIRST_BIRTH = 2000, 1900


# Every type of block: what a handout may say, its schema and what is composed of it follow from this.
KINDS: tuple[type[BlockModel], ...] = (
    HeadingBlock,
    TextBlock,
    ListBlock,
    StepsBlock,
    CalloutBlock,
    TableBlock,
    GlossaryBlock,
    DiagramBlock,
    PictureBlock,
    ExerciseBlock,
    PageBreakBlock,
)
BLOCK_TYPES = {kind.key(): kind for kind in KINDS}


def _type_of(block: object) -> str | None:
    """The type of a block, read or as a file says it."""
    if isinstance(block, BlockModel):
        return block.key()
    return next((key for key in block if key in BLOCK_TYPES), None) if isinstance(block, dict) else None


if TYPE_CHECKING:
    Block = BlockModel
else:
    kinds = (Annotated[kind, Tag(key)] for key, kind in BLOCK_TYPES.items())
    Block = Annotated[reduce(or_, kinds), Discriminator(_type_of)]


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


_TIME = Form(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", later("model.a-time"), later("model.write-a-time"), "09:30")
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
                    raise misfit(say("model.exercise-both-dropped-and-added"), key, index)
                if name in names[:index]:
                    raise misfit(say("model.exercise-named-twice"), key, index)
        for index, name in enumerate(self.order):
            if name in self.order[:index]:
                raise misfit(say("model.exercise-named-twice"), "order", index)
            if name in self.drop:
                raise misfit(say("model.exercise-both-dropped-and-order"), "order", index)
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
            raise misfit(say("model.plan-date-too-early", first=FIRST_PLAN), "date")
        if born is not None and born.year < FIRST_BIRTH:
            raise misfit(say("model.birth-date-too-early", first=FIRST_BIRTH), "patient", "birth_date")
        if born is not None and born > self.date:
            raise misfit(
                say("model.birth-date-after-plan-date"),
                "patient",
                "birth_date",
            )
        return self
