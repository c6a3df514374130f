"""A workspace read into models: each with the place in its file where every value stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from clinicpress.content.models.base import Loc, Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise, Review
from clinicpress.content.models.layout import Layout
from clinicpress.problems import Source

M_co = TypeVar("M_co", bound=Model, covariant=True)


@dataclass(frozen=True)
class Loaded(Generic[M_co]):
    """A model with its id, its file, the places of its values, and a digest (hex) of its text."""

    id: str
    model: M_co
    path: str
    digest: str
    places: Mapping[Loc, Source] = field(repr=False)

    def at(self, *loc: str | int) -> Source:
        """Where the value at ``loc`` stands, such as ``at("steps", 2)``; else the nearest thing around it."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, Source(self.path))


# What a plan without a sheet is a version of: all that its page says comes from the plan and its exercises.
NO_SHEET: Loaded[Sheet] = Loaded(
    "plan",
    Sheet.model_construct(
        title="", summary=None, exercises=(), stop_if=(), emergency=(), log="7 days", layout="sheet",
        append=None, review=Review(by="pending"), judged=None,
    ),
    "content",
    "",
    {},
)  # fmt: skip


def region_id(region: str) -> str:
    """The id of the file of warnings of a region: ``low back`` to ``low-back``."""
    return region.replace(" ", "-")


@dataclass(frozen=True)
class Library:
    """Everything of a workspace that could be read, by id. ``root`` is the workspace's folder.

    ``files`` says where each picture, logo and font file is that content names, by its name there: in the
    workspace, or else in the starter. ``warnings`` are by the id of a region (`region_id`).
    """

    root: Path
    clinic: Loaded[Clinic]
    exercises: Mapping[str, Loaded[Exercise]]
    handouts: Mapping[str, Loaded[Handout]]
    sheets: Mapping[str, Loaded[Sheet]]
    layouts: Mapping[str, Loaded[Layout]]
    brands: Mapping[str, Loaded[Brand]]
    files: Mapping[str, Path] = field(default_factory=dict)
    warnings: Mapping[str, Loaded[Warnings]] = field(default_factory=dict)

    def sheet(self, name: str | None) -> Loaded[Sheet] | None:
        """The sheet of that id, if there is one; without an id, the empty one of a plan without a sheet."""
        return self.sheets.get(name) if name else NO_SHEET

    def appended(self, sheet: str) -> str | None:
        """The PDF, by its name in content, that is put behind each patient's copy of a sheet, if any."""
        own = self.sheets[sheet].model.append if sheet else None
        return own or self.clinic.model.append

    def asset(self, path: str) -> Path:
        """Where a file that content names is."""
        return self.files.get(path, self.root / path)
