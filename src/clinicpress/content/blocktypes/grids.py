"""Tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from clinicpress.content.blocktypes.block import BlockModel, BlockWords, D, TableGrid
from clinicpress.content.models.base import Model, ReadAs, ShortText, misfit
from clinicpress.content.models.declaring import Field, model_validator
from clinicpress.messages import say


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
                raise misfit(
                    say("model.uneven-row", row=index + 1, count=len(row), width=width), "rows", index
                )
        return self


class TableBlock(BlockModel):
    """A table."""

    table: Table = Field(
        description="A table.", examples=[{"header": ["Week", "Walk"], "rows": [["1", "10 minutes"]]}]
    )

    def compose(self, say: BlockWords[D]) -> Iterator[TableGrid]:
        """A table, cell by cell."""
        header = say.lines(self.table.header, "table", "header")
        rows = (say.lines(row, "table", "rows", number) for number, row in enumerate(self.table.rows))
        yield TableGrid(header, tuple(rows), say.at("table"))
