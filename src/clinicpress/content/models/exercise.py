"""The exercise file."""

from __future__ import annotations

from typing import Annotated, Literal

from clinicpress.content.models.base import (
    Day,
    Duration,
    Equipment,
    LongText,
    Model,
    Named,
    Position,
    ReadAs,
    Reference,
    Region,
    RepsField,
    ShortText,
    Side,
    Title,
    Url,
    misfit,
)
from clinicpress.content.models.declaring import Field, model_validator
from clinicpress.content.models.figure import Figure
from clinicpress.messages import say


class Review(Model):
    """Who checked the words and when; ``by`` is ``pending`` until a clinician has."""

    by: Named = Field(
        description="Name and credentials of the clinician who reviewed the text, or pending.",
        examples=["pending"],
    )
    on: Day | None = Field(None, description="The date it was done.", examples=["2026-11-01"])
    due: Day | None = Field(None, description="The date the next one is due.", examples=["2028-11-01"])

    @property
    def pending(self) -> bool:
        """True as long as no clinician has reviewed the text."""
        return self.by == "pending"

    @model_validator(mode="after")
    def _dates_in_order(self) -> Review:
        if not self.pending and self.on is None:
            raise misfit(say("model.finished-review-needs-date"), "by")
        if self.on and self.due and self.due <= self.on:
            raise misfit(say("model.next-review-due-before-review"), "due")
        return self


class Dosage(Model):
    """How much of an exercise: repetitions, hold and rest in seconds, sets, how often a day and a week."""

    reps: RepsField = Field(description="How many in a row (on each side, if it has sides).", examples=["10"])
    hold: Duration | None = Field(None, description="How long to hold each one.", examples=["30 s"])
    sets: Annotated[int, Field(ge=1, le=10)] = Field(
        1, description="How many times to repeat the row, with rests between."
    )
    rest: Duration | None = Field(
        None, description="How long to rest between repetitions, or between sets.", examples=["30 s"]
    )
    per_day: Annotated[int, Field(ge=1, le=12)] = Field(1, description="How many times a day.")
    per_week: Annotated[int, Field(ge=1, le=7)] = Field(7, description="On how many days a week.")


class DosageChange(Model):
    """The parts of a dosage that one document or one patient changes."""

    reps: RepsField | None = Field(None, description="How many in a row.", examples=["10"])
    hold: Duration | None = Field(None, description="How long to hold each one.", examples=["30 s"])
    sets: Annotated[int, Field(ge=1, le=10)] | None = Field(
        None, description="How many times to repeat the row."
    )
    rest: Duration | None = Field(
        None, description="How long to rest between repetitions, or between sets.", examples=["30 s"]
    )
    per_day: Annotated[int, Field(ge=1, le=12)] | None = Field(None, description="How many times a day.")
    per_week: Annotated[int, Field(ge=1, le=7)] | None = Field(None, description="On how many days a week.")

    def over(self, dosage: Dosage) -> Dosage:
        """The dosage with this change laid over it."""
        return dosage.model_copy(update={name: value for name, value in self if value is not None})


class Exercise(Model):
    """One movement: its words, its dosage and its figure."""

    title: Annotated[Title, ReadAs("title")] = Field(
        description="Its full name.", examples=["Knee-to-chest stretch"]
    )
    why: Annotated[ShortText, ReadAs("why")] = Field(
        description="One sentence: what it does for the patient.", examples=["Loosens your lower back."]
    )
    position: Position = Field(description="The position of the body at the start.", examples=["lying-back"])
    side: Side = Field(
        description="each: one side, then the other. sore: the sore side alone. left or right: that side. "
        "both: the two sides at once.",
        examples=["each"],
    )
    equipment: tuple[Equipment, ...] = Field((), description="What the patient needs.", examples=[["pillow"]])
    steps: Annotated[tuple[ShortText, ...], Field(min_length=2, max_length=6), ReadAs("step")] = Field(
        description="What to do: one action in each step, beginning with a verb.",
        examples=[["Lie on your back.", "Bend both knees."]],
    )
    short_title: Annotated[Annotated[Title, Field(max_length=28)] | None, ReadAs("short-title")] = Field(
        None, description="A name for small cards.", examples=["Knee to chest"]
    )
    short_steps: Annotated[
        Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=4)] | None, ReadAs("short-step")
    ] = Field(None, description="The steps in fewer words, for small cards.")
    tips: Annotated[tuple[ShortText, ...], Field(max_length=4), ReadAs("tip")] = Field(
        (), description="Advice beside the steps."
    )
    dosage: Dosage = Field(
        description="How much: reps, hold, sets, rest, per_day, per_week.", examples=[{"reps": 10, "sets": 1}]
    )
    easier: Annotated[ShortText | None, ReadAs("easier")] = Field(None, description="How to make it easier.")
    harder: Annotated[ShortText | None, ReadAs("harder")] = Field(None, description="How to make it harder.")
    feel: Annotated[ShortText | None, ReadAs("feel")] = Field(
        None, description="Where the patient feels it; printed after the words Feel a gentle stretch in.",
        examples=["the front of your thigh"],
    )  # fmt: skip
    feels: Literal["stretch", "work"] = Field(
        "stretch",
        description="What the patient should feel: a stretch, or muscles at work.",
        examples=["work"],
    )
    stop_if: Annotated[tuple[ShortText, ...], Field(max_length=6), ReadAs("stop")] = Field(
        (), description="When to stop doing it."
    )
    not_if: Annotated[tuple[ShortText, ...], Field(max_length=6), ReadAs("skip")] = Field(
        (), description="Who must not do it."
    )
    safety: Annotated[tuple[ShortText, ...], Field(max_length=4), ReadAs("safety")] = Field(
        (),
        description="Safety sentences about the equipment; they are never left out.",
        examples=[["Lock the door.", "Check the band for tears."]],
    )
    works: Annotated[tuple[Region, ...], Field(min_length=1)] = Field(
        description="The parts of the body it works.", examples=[["low back", "buttock"]]
    )
    figure: Figure = Field(description="The picture, drawn from poses.")
    video: Url | None = Field(
        None,
        description="The address of a video; it becomes a QR code.",
        examples=["https://www.example.com/knee"],
    )
    review: Review = Field(description="Who reviewed the text, and when.", examples=[{"by": "pending"}])


class ExerciseUse(Model):
    """An exercise as a sheet or a handout uses it."""

    exercise: Reference = Field(
        description="The exercise's id: its file name without .yaml.", examples=["knee-to-chest"]
    )
    dosage: DosageChange | None = Field(None, description="Changes from the exercise's own dosage.")
    side: Side | None = Field(None, description="The side to do it on, if different from the exercise's own.")
    note: Annotated[LongText | None, ReadAs("note")] = Field(
        None, description="A sentence for this use of it."
    )
