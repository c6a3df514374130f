"""Headings, running text and page breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from clinicpress.content.blocktypes.block import BlockModel, BlockWords, D, Heading, PageBreak, Paragraph
from clinicpress.content.models.base import LongText, ReadAs, Title
from clinicpress.content.models.declaring import Field


class HeadingBlock(BlockModel):
    """A section heading."""

    heading: Annotated[Title, ReadAs("heading")] = Field(
        description="The heading of a section.", examples=["What is sciatica?"]
    )

    def compose(self, say: BlockWords[D]) -> Iterator[Heading]:
        """A heading."""
        yield Heading(say.plain(self.heading, "heading"))


class TextBlock(BlockModel):
    """Paragraphs of running text, parted by empty lines."""

    text: LongText = Field(
        description="Paragraphs with an empty line between them; **bold** and [links](https://...) work.",
        examples=["Most back pain gets better in a few weeks."],
    )

    def compose(self, say: BlockWords[D]) -> Iterator[Paragraph]:
        """As many paragraphs as the text has."""
        yield from map(Paragraph, say.paragraphs(self.text, "text"))


class PageBreakBlock(BlockModel):
    """Goes on on a new page; its key is ``page-break`` and has no value."""

    page_break: None = Field(alias="page-break", description="Has no value.")

    def compose(self, say: BlockWords[D]) -> Iterator[PageBreak]:
        """A page break."""
        yield PageBreak(say.at())
