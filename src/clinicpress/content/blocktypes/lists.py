"""Lists: with bullets, with numbers, and of terms with what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from clinicpress.content.blocktypes.block import BlockModel, BlockWords, D, ItemList
from clinicpress.content.models.base import ReadAs, ShortText, Title
from clinicpress.content.models.declaring import Field
from clinicpress.inline import Run, Words, flat


class ListBlock(BlockModel):
    """A bulleted list."""

    list: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12)] = Field(
        description="A list with bullets.", examples=[["Keep moving.", "Use heat."]]
    )

    def compose(self, say: BlockWords[D]) -> Iterator[ItemList]:
        """A list."""
        yield ItemList(say.lines(self.list, "list"), False, say.at())


class StepsBlock(BlockModel):
    """A numbered list of things to do in order."""

    steps: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=12), ReadAs("step")] = Field(
        description="A list with numbers: things to do in order.", examples=[["Sit down.", "Breathe out."]]
    )

    def compose(self, say: BlockWords[D]) -> Iterator[ItemList]:
        """A numbered list."""
        yield ItemList(say.lines(self.steps, "steps"), True, say.at())


class GlossaryBlock(BlockModel):
    """Words that the reader may not know, each with what it means."""

    glossary: Annotated[
        dict[Annotated[Title, ReadAs("term")], Annotated[ShortText, ReadAs("meaning")]],
        Field(min_length=1, max_length=12),
    ] = Field(
        description="Terms that have to stay, each with its meaning in plain words.",
        examples=[{"Sciatic nerve": "the large nerve that runs down your leg."}],
    )

    def compose(self, say: BlockWords[D]) -> Iterator[ItemList]:
        """A list whose items begin with the bold term."""
        items = []
        for term, meaning in self.glossary.items():
            words = say.inline(meaning, "glossary", term)
            items.append(Words((Run(f"{flat(term)}:", bold=True), Run(" "), *words.runs), words.source))
        yield ItemList(tuple(items), False, say.at())
