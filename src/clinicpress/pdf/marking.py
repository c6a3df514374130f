"""Marked content: every operator that paints belongs to a structure element or to the page's decoration."""

from __future__ import annotations

from clinicpress.pdf.content import Content
from clinicpress.pdf.structure import Element, Mark


class MarkedContent(Content):
    """The content of the page with that index, as a row of marked sequences that are never nested."""

    def __init__(self, page: int) -> None:
        super().__init__()
        self._page = page
        self._open = False
        self._owner: Element | None = None
        self.owners: list[Element] = []

    def own(self, owner: Element | None) -> None:
        """Give what is written next to ``owner``, or to the decoration if it is None."""
        if self._open and owner is self._owner:
            return
        self.end()
        self._open, self._owner = True, owner
        if owner is None:
            self.write("/Artifact BMC")
            return
        mark = Mark(self._page, len(self.owners))
        owner.kids.append(mark)
        self.owners.append(owner)
        self.write(f"/{owner.role} <</MCID {mark.mcid}>> BDC")

    def end(self) -> None:
        """End the sequence that is open, if one is."""
        if self._open:
            self.write("EMC")
        self._open = False
