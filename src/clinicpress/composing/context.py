"""What composing needs besides the content: language, paper, ink, and where figures come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from clinicpress.composing.locale import Locale
from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.model.base import Paper
from clinicpress.model.documents import Plan
from clinicpress.model.figure import Figure
from clinicpress.model.library import Loaded

OneSide = Literal["left", "right"]


@dataclass(frozen=True)
class Context:
    """How a document is composed.

    ``figure`` gives the compiled figure, mirrored if its second argument is true; ``diagram`` the compiled
    diagram of that name. ``side`` is the side that pictures of two-sided exercises show; without it the
    plan's sore side, else the side they were drawn for. ``plan`` makes a sheet one patient's.
    """

    locale: Locale
    paper: Paper
    ink: Literal["colour", "mono"]
    figure: Callable[[Figure, bool], DisplayList]
    diagram: Callable[[str], Diagram]
    side: OneSide | None = None
    plan: Loaded[Plan] | None = None

    @property
    def picture_side(self) -> OneSide | None:
        """The side that pictures of two-sided exercises are to show, if anybody said."""
        if self.side is not None or self.plan is None:
            return self.side
        sore = self.plan.model.sore_side
        return sore if sore in ("left", "right") else None
