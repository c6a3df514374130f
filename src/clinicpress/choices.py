"""How pages are to look, as users choose it: plain data for commands, jobs and layouts alike."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal

from clinicpress.records import dataclass
from clinicpress.units import Paper

Ink = Literal["colour", "mono"]
TextVariant = Literal["standard", "large"]
Binding = Literal["none", "left"]
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The choices of a user. None: as the clinic or the document says. ``pages`` are those of a sheet."""

    language: str = DEFAULT_LANGUAGE
    layout: str | None = None
    paper: Paper | None = None
    text: TextVariant = "standard"
    ink: Ink = "colour"
    binding: Binding = "none"
    pages: int | None = None

    def values(self) -> dict[str, Any]:
        """The choices alone, by name, of whatever has more fields than these."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(each.name for each in fields(Choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Choices):
    """Choices that are made: there is a layout, and a paper."""

    layout: str
    paper: Paper
