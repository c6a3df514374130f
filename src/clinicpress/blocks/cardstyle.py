"""Which card a layout asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from clinicpress.blocks.card import CardBox, CompactCard, OverCard, RowCard
from clinicpress.blocks.look import Look
from clinicpress.blocks.stepscard import StepsCard
from clinicpress.composing.document import Card
from clinicpress.model.layout import CardStyle, Part

_STYLES: Mapping[CardStyle, type[CardBox]] = {
    "row": RowCard,
    "over": OverCard,
    "compact": CompactCard,
    "steps": StepsCard,
}


def card_box(card: Card, look: Look, shown: frozenset[Part], level: Literal["H2", "H3"] = "H2") -> CardBox:
    """The card of an exercise in the style of its layout."""
    return _STYLES[look.layout.card_style](card, look, shown, level)
