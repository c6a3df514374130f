"""What is drawn: diagrams, picture files, and the cards of exercises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from clinicpress.content.blocktypes.block import BlockModel, BlockWords, D, DocumentPart
from clinicpress.content.models.base import AssetPath, Model, ReadAs, Reference, ShortText
from clinicpress.content.models.declaring import Field
from clinicpress.content.models.exercise import ExerciseUse

DIAGRAMS = ("sciatic-nerve", "spine-discs", "shoulder-cuff", "knee-joint", "hip-joint", "foot-fascia")


class DiagramBlock(BlockModel):
    """A drawing that code makes, by its name."""

    diagram: Reference = Field(
        description="A diagram drawn by code.",
        examples=["sciatic-nerve"],
        json_schema_extra={"anyOf": [{"enum": list(DIAGRAMS)}, {"description": "one of another package"}]},
    )

    def compose(self, say: BlockWords[D]) -> Iterator[D]:
        """The diagram with its words."""
        yield say.diagram(self.diagram, "diagram")


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


class PictureBlock(BlockModel):
    """A picture file."""

    picture: Picture = Field(
        description="A picture file.",
        examples=[{"file": "assets/pictures/spine.png", "alt": "The spine from the left."}],
    )

    def compose(self, say: BlockWords[D]) -> Iterator[D]:
        """The picture with its caption, if it has one."""
        picture = self.picture
        caption = say.inline(picture.caption, "picture", "caption") if picture.caption else None
        yield say.picture(picture.file, picture.alt, caption, "picture", "file")


class ExerciseBlock(ExerciseUse, BlockModel):
    """An exercise of the library, as a card."""

    def compose(self, say: BlockWords[D]) -> Iterator[DocumentPart | D]:
        """The exercise's card."""
        yield from say.exercise()
