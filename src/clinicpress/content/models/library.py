"""A workspace read into models: each with the place in its file where every value stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Generic, TypeVar

from clinicpress.content.models.base import Loc, Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise, Review
from clinicpress.content.models.layout import Layout
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)
# A file that was looked up: its kind, a field of `Library`, and its id there; or ALL, the ids of the kind.
Dependency = tuple[str, str]
ALL = "*"


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


@dataclass(frozen=True, slots=True)
class TypedResult(Generic[M]):
    """A file read into a model, or None and its problems."""

    loaded: Loaded[M] | None
    problems: tuple[Problem, ...] = ()


class NotedFiles(Mapping[str, Loaded[M_co]]):
    """Files of a kind, by id; ``note`` is called with each that is looked up, whether it is there or not."""

    def __init__(
        self, kind: str, files: Mapping[str, Loaded[M_co]], note: Callable[[Dependency], None]
    ) -> None:
        self._kind, self._note = kind, note
        self._files: Mapping[str, Loaded[M_co]] = files._files if isinstance(files, NotedFiles) else files

    def __getitem__(self, id: str) -> Loaded[M_co]:  # noqa: A002
        self._note((self._kind, id))
        return self._files[id]

    def __iter__(self) -> Iterator[str]:
        self._note((self._kind, ALL))
        return iter(self._files)

    def __len__(self) -> int:
        self._note((self._kind, ALL))
        return len(self._files)


# What a plan without a sheet is a version of: all that its page says comes from the plan and its exercises.
NO_SHEET: Loaded[Sheet] = Loaded(
    "plan",
    Sheet.model_construct(
        title="", summary=None, exercises=(), stop_if=(), emergency=(), log="7 days", layout="sheet",
        append=None, review=Review.model_construct(by="pending"), judged=None,
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
    workspace, or else in the starter. ``warnings`` are by the id of a region (`region_id`). ``digest`` is
    one of all files that were read. In a library that is `noting`, ``note`` is called with what is looked up.
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
    digest: str = ""
    note: Callable[[Dependency], None] | None = field(default=None, repr=False, compare=False)

    def noting(self, note: Callable[[Dependency], None]) -> Library:
        """The same library, which calls ``note`` with each file that is looked up; the clinic's always is."""
        return replace(
            self, note=note,
            exercises=NotedFiles("exercises", self.exercises, note),
            handouts=NotedFiles("handouts", self.handouts, note),
            sheets=NotedFiles("sheets", self.sheets, note),
            layouts=NotedFiles("layouts", self.layouts, note),
            brands=NotedFiles("brands", self.brands, note),
            warnings=NotedFiles("warnings", self.warnings, note),
        )  # fmt: skip

    def sheet(self, name: str | None) -> Loaded[Sheet] | None:
        """The sheet of that id, if there is one; without an id, the empty one of a plan without a sheet."""
        return self.sheets.get(name) if name else NO_SHEET

    def appended(self, sheet: str) -> str | None:
        """The PDF, by its name in content, that is put behind each patient's copy of a sheet, if any."""
        own = self.sheets[sheet].model.append if sheet else None
        return own or self.clinic.model.append

    def asset(self, path: str) -> Path:
        """Where a file that content names is."""
        if self.note is not None:
            self.note(("files", path))
        return self.files.get(path, self.root / path)


@dataclass(frozen=True)
class Reading:
    """A workspace as read.

    ``library`` holds what can be printed; it is None if nothing can, because the clinic's own file or its
    brand is wrong. ``problems`` are all of all files, each once, by file and line. ``blocked`` says for each
    document that is there but not in the library which problems keep it out, by kind and id, such as
    ``("handout", "sciatica")``; for exercises and layouts likewise.
    """

    library: Library | None
    problems: tuple[Problem, ...]
    blocked: Mapping[tuple[str, str], tuple[Problem, ...]] = field(default_factory=dict)

    def problems_of(self, kind: str, id: str) -> tuple[Problem, ...]:  # noqa: A002
        """What keeps a ``handout``, ``sheet``, ``exercise`` or ``layout`` from being used."""
        return self.blocked.get((kind, id), ())
