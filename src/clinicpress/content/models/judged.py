"""Judgements of a person on a document, item by item of PEMAT-P and of the CDC index.

It is kept with the document and not printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from clinicpress.content.models.base import Day, Key, Model, ShortText, misfit
from clinicpress.content.models.declaring import Field, model_validator
from clinicpress.messages import later, linked, say

Numbers = tuple[int, ...]
LISTS = ("yes", "no", "not_applicable")


class Judgement(Model):
    """The items that somebody says yes or no to, by number, and those that do not apply to the document."""

    tool: ClassVar[str]
    items: ClassVar[tuple[int, ...]]
    # the only ones that the tool lets one leave out
    may_not_apply: ClassVar[tuple[int, ...]]

    by: Annotated[ShortText, Key()] = Field(
        description="Name and credentials of the person who judged.", examples=["Sam Lee, PT"]
    )
    on: Day = Field(description="The date it was done.", examples=["2026-11-01"])
    yes: Numbers = Field((), description="The items that are met, by number.", examples=[[2, 10, 16]])
    no: Numbers = Field((), description="The items that are not met.", examples=[[15]])
    not_applicable: Numbers = Field((), description="The items that do not apply.", examples=[[19]])

    @model_validator(mode="after")
    def _by_somebody(self) -> Judgement:
        if self.by == "pending":
            raise misfit(say("model.judgement-needs-person"), "by")
        return self

    @model_validator(mode="after")
    def _items_that_are_there(self) -> Judgement:
        first: dict[int, str] = {}
        for number, key, index in self._answers():
            if number not in self.items:
                raise misfit(
                    say("model.has-no-item", tool=say(self.tool), number=number, ranges=_ranges(self.items)),
                    key,
                    index,
                )
            if key == "not_applicable" and number not in self.may_not_apply:
                raise misfit(say("model.item-applies-always", number=number, tool=say(self.tool)), key, index)
            if number in first:
                twice = say("model.item-twice", number=number)
                if first[number] != key:
                    twice = say("model.item-in-two-lists", number=number, first=first[number], key=key)
                raise misfit(twice, key, index)
            first[number] = key
        return self

    def _answers(self) -> Iterator[tuple[int, str, int]]:
        for key in LISTS:
            for index, number in enumerate(getattr(self, key)):
                yield number, key, index

    def answer(self, number: int) -> str | None:
        """The list that an item stands in: yes, no or not_applicable; None if it is in none."""
        return next((key for key in LISTS if number in getattr(self, key)), None)


def _ranges(numbers: tuple[int, ...]) -> str:
    """Numbers in order as ``1 to 12 or 15 to 26``."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return linked(
        "list.or",
        (say("model.range", low=part[0], high=part[-1]) if len(part) > 1 else str(part[0]) for part in parts),
    )


class PematJudgement(Judgement):
    """What somebody has judged by PEMAT-P, AHRQ's tool for printed material."""

    tool = later("model.pemat")
    items = (*range(1, 13), *range(15, 27))
    may_not_apply = (6, 8, 9, 11, 16, 17, 18, 19, 24, 25)


class CdcJudgement(Judgement):
    """What somebody has judged by the CDC Clear Communication Index."""

    tool = later("model.cdc-index")
    items = tuple(range(1, 21))
    may_not_apply = tuple(range(12, 21))


class Judged(Model):
    """What a person has judged of a document; it is not printed."""

    pemat: PematJudgement | None = Field(
        None, description="By PEMAT-P: clinicpress check --pemat lists its items."
    )
    cdc: CdcJudgement | None = Field(
        None, description="By the CDC Clear Communication Index: clinicpress check --cdc lists its items."
    )
