"""What the words of a card are made of: rows under each other."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.composing.document import Words


@dataclass(frozen=True)
class TextRow:
    """A paragraph of a card, bold if ``strong``; a hatch swatch stands before words that name the stretch.

    A ``dosed`` one begins with the dose, and breaks between sentences where that costs no line.
    """

    words: Words
    swatch: bool = False
    strong: bool = False
    dosed: bool = False


@dataclass(frozen=True)
class StepRow:
    """A numbered step of a card. The dose is none: it says how much of the whole."""

    words: Words
    number: int


Row = TextRow | StepRow
