"""Call-out boxes: when to call the clinic, an emergency, a tip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from clinicpress.content.blocktypes.block import BlockModel, BlockWords, CalloutBox, CalloutKind, D
from clinicpress.content.models.base import Model, ReadAs, ShortText, TextRole, Title
from clinicpress.content.models.declaring import Field


def _sign(callout: Callout) -> TextRole:
    return "item" if callout.kind == "tip" else callout.kind


class Callout(Model):
    """A box that must not be missed: when to call the clinic, an emergency, or a tip."""

    kind: CalloutKind = Field(
        description="call: when to call the clinic. emergency: when to call an ambulance. tip: good to know.",
        examples=["call"],
    )
    title: Annotated[Title | None, ReadAs("callout-title")] = Field(
        None, description="Its heading, if different from the default."
    )
    items: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=7), ReadAs(_sign)] = Field(
        description="One sentence each.", examples=[["Your pain gets worse."]]
    )


class CalloutBlock(BlockModel):
    """A call-out box."""

    callout: Callout = Field(
        description="A box that must not be missed.",
        examples=[{"kind": "call", "items": ["Your pain gets worse."]}],
    )

    def compose(self, say: BlockWords[D]) -> Iterator[CalloutBox]:
        """A box under the author's title, or under the usual one."""
        callout = self.callout
        yield CalloutBox(
            kind=callout.kind,
            title=say.plain(callout.title or _usual_title(callout.kind, say), "callout", "title"),
            items=say.lines(callout.items, "callout", "items"),
            closing=say.after_hours() if callout.kind == "call" else None,
            source=say.at(),
            usual=callout.title is None,
        )


def _usual_title(kind: CalloutKind, say: BlockWords[D]) -> str:
    match kind:
        case "call":
            return say.text("call-title", phone=say.phone)
        case "emergency":
            return say.emergency_title()
        case "tip":
            return say.text("tip-title")
