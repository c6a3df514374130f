"""Marked content: every operator that paints belongs to a structure element or to the page's decoration."""

from __future__ import annotations

from clinicpress.pdf.content import Content
from clinicpress.pdf.structure import Element, Mark, Owner

# Stands for the number of a mark in operators that are to be drawn on many pages; no text holds it.
ANY_MARK = "\0"


class MarkedContent(Content):
    """The content of the page with that index, as a row of marked sequences that are never nested.

    Without a page, it is content to be stamped on many: the numbers of its marks are left open.
    """

    def __init__(self, page: int | None) -> None:
        super().__init__(fresh=page is not None)
        self._page = page
        self._open = False
        self._owner: Element | None = None
        self.owners: list[Owner] = []

    def own(self, owner: Element | None) -> None:
        """Give what is written next to ``owner``, or to the decoration if it is None."""
        if self._open and owner is self._owner:
            return
        self.end()
        self._open, self._owner = True, owner
        if owner is None:
            self.write("/Artifact BMC")
            return
        mark = Mark(self._page or 0, len(self.owners))
        owner.kids.append(mark)
        self.owners.append(owner)
        number = ANY_MARK if self._page is None else mark.mcid
        self.write(f"/{owner.role} <</MCID {number}>> BDC")

    def end(self) -> None:
        """End the sequence that is open, if one is."""
        if self._open:
            self.write("EMC")
        self._open = False
