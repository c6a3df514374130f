"""The library of a workspace: every file read, every problem found, and what they keep from being printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from clinicpress.content.assets import locate
from clinicpress.content.crossrules import (
    CrossScope,
    brand_problems,
    clinic_problems,
    handout_problems,
    sheet_problems,
    warnings_problems,
)
from clinicpress.content.disk import NamedFile, read_bytes, shown, yaml_files
from clinicpress.content.layouts import read_layouts
from clinicpress.content.models.base import Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise, ExerciseUse
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.texts import assets_of
from clinicpress.content.workspace import CLINIC, starter
from clinicpress.content.yaml.text import MAX_BYTES
from clinicpress.content.yaml.typed import TypedResult, load
from clinicpress.problems import Problem, Source
from clinicpress.store.regular import real

M = TypeVar("M", bound=Model)


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


def read_library(root: Path) -> Reading:
    """Read the workspace at ``root``; its own layouts and brands come before those of the starter.

    Never raises for what files say.
    """
    root = real(root)
    roots = tuple(dict.fromkeys((root, real(starter()))))
    stray: list[Problem] = []
    clinic = _file(NamedFile("clinic", root / CLINIC, CLINIC), root, CLINIC, Clinic)
    scope = _scope(root, roots, clinic.loaded, stray)
    clinic = _ruled(clinic, clinic_problems, scope)
    handouts = _folder(root, root, "content/handouts", Handout, stray)
    sheets = _folder(root, root, "content/sheets", Sheet, stray)
    warnings = {
        name: _ruled(found, warnings_problems, scope)
        for name, found in _behind(root, roots, "content/warnings", Warnings, stray).items()
    }
    good_handouts, handout_faults = _documents("handout", handouts, handout_problems, scope)
    good_sheets, sheet_faults = _documents("sheet", sheets, sheet_problems, scope)

    of_all = clinic.problems
    if clinic.loaded is not None:
        of_all = scope.brands[clinic.loaded.model.brand].problems
    faults = {("exercise", name): found.problems for name, found in scope.exercises.items() if found.problems}
    faults |= handout_faults | sheet_faults
    faults |= {("layout", name): found.problems for name, found in scope.layouts.items() if found.problems}
    faults |= {("warnings", name): found.problems for name, found in warnings.items() if found.problems}
    of_brands = [found.problems for found in scope.brands.values()]
    problems = in_order(problem for some in (stray, of_all, *faults.values(), *of_brands) for problem in some)
    if clinic.loaded is None or of_all:
        keys = [("handout", name) for name in handouts] + [("sheet", name) for name in sheets]
        return Reading(None, problems, faults | {key: (*of_all, *faults.get(key, ())) for key in keys})
    exercises, layouts, brands = _good(scope.exercises), _good(scope.layouts), _good(scope.brands)
    files = _files(
        good_handouts.values(), brands.values(), _forms(clinic.loaded, good_sheets.values()), roots
    )
    library = Library(
        root, clinic.loaded, exercises, good_handouts, good_sheets, layouts, brands, files, _good(warnings)
    )
    return Reading(library, problems, faults)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file and line, each once."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda found: (found.source or Source(""), found.message))
    )


def _scope(
    root: Path, roots: tuple[Path, ...], clinic: Loaded[Clinic] | None, stray: list[Problem]
) -> CrossScope:
    """All that documents may name; brands that the workspace has or uses with their rules applied."""
    layouts, nameless = read_layouts(roots)
    stray += nameless
    own = _folder(root, root, "assets/brands", Brand, stray)
    brands = _behind(root, roots, "assets/brands", Brand, stray, own)
    exercises = _folder(root, root, "content/exercises", Exercise, stray)
    scope = CrossScope(roots, exercises, layouts, brands, frozenset(own))
    # A brand of the starter that is not used is right, and its logo need not be opened to see that.
    used = {*own, *([clinic.model.brand] if clinic else [])}
    ruled = {
        name: _ruled(found, brand_problems, scope) for name, found in scope.brands.items() if name in used
    }
    return replace(scope, brands={**scope.brands, **ruled})


def _folder(
    at: Path, root: Path, folder: str, model: type[M], stray: list[Problem]
) -> dict[str, TypedResult[M]]:
    """The files of a folder below ``at``, by id; ``stray`` collects the problems of files without an id."""
    outcomes: dict[str, TypedResult[M]] = {}
    for found in yaml_files(at / folder, at):
        if isinstance(found, Problem):
            stray.append(found)
        else:
            outcomes[found.id] = _file(found, at, shown(found.path, root), model)
    return outcomes


def _behind(
    root: Path,
    roots: tuple[Path, ...],
    folder: str,
    model: type[M],
    stray: list[Problem],
    own: dict[str, TypedResult[M]] | None = None,
) -> dict[str, TypedResult[M]]:
    """The files of a folder, by id; those of the starter stand behind the workspace's ``own``."""
    if own is None:
        own = _folder(root, root, folder, model, stray)
    return own if roots[-1] == root else _folder(roots[-1], root, folder, model, stray) | own


def _file(named: NamedFile, at: Path, path: str, model: type[M]) -> TypedResult[M]:
    data = read_bytes(named.path, at, MAX_BYTES, Source(path))
    return (
        TypedResult(None, (data,)) if isinstance(data, Problem) else load(data, model, id=named.id, path=path)
    )


def _ruled(
    outcome: TypedResult[M], rule: Callable[[Loaded[M], CrossScope], Iterable[Problem]], scope: CrossScope
) -> TypedResult[M]:
    """The outcome after a rule across files."""
    problems = tuple(rule(outcome.loaded, scope)) if outcome.loaded else ()
    return TypedResult(None, problems) if problems else outcome


def _documents(
    kind: str,
    outcomes: Mapping[str, TypedResult[M]],
    rule: Callable[[Loaded[M], CrossScope], Iterable[Problem]],
    scope: CrossScope,
) -> tuple[dict[str, Loaded[M]], dict[tuple[str, str], tuple[Problem, ...]]]:
    """The documents that can be printed, and the problems of those that cannot."""
    good: dict[str, Loaded[M]] = {}
    faults: dict[tuple[str, str], tuple[Problem, ...]] = {}
    for name, outcome in outcomes.items():
        problems = outcome.problems
        if outcome.loaded is not None:
            problems = (*rule(outcome.loaded, scope), *_inherited(outcome.loaded.model, scope))
        if problems or outcome.loaded is None:
            faults[kind, name] = in_order(problems)
        else:
            good[name] = outcome.loaded
    return good, faults


def _inherited(document: Model, scope: CrossScope) -> Iterator[Problem]:
    """The problems of the layout and the exercises that a document names."""
    if not isinstance(document, Handout | Sheet):
        return
    parts = document.blocks if isinstance(document, Handout) else document.exercises
    for name in [part.exercise for part in parts if isinstance(part, ExerciseUse)]:
        yield from scope.exercises[name].problems if name in scope.exercises else ()
    yield from scope.layouts[document.layout].problems if document.layout in scope.layouts else ()


def _good(outcomes: Mapping[str, TypedResult[M]]) -> dict[str, Loaded[M]]:
    return {name: outcome.loaded for name, outcome in sorted(outcomes.items()) if outcome.loaded is not None}


def _files(
    handouts: Iterable[Loaded[Handout]],
    brands: Iterable[Loaded[Brand]],
    forms: Iterable[str],
    roots: tuple[Path, ...],
) -> dict[str, Path]:
    """Where each picture, logo and font file is that content and brands name, and each of ``forms``."""
    names = [*forms, *_pictures(handouts)]
    for found in brands:
        faces = found.model.typefaces
        names += [name for name in (found.model.logo, faces.regular, faces.bold, faces.black) if name]
    return {name: locate(name, roots)[0] for name in sorted(set(names)) if not name.startswith("lato:")}


def _forms(clinic: Loaded[Clinic], sheets: Iterable[Loaded[Sheet]]) -> list[str]:
    """The PDFs that are put behind patients' sheets."""
    named = (clinic.model.append, *(sheet.model.append for sheet in sheets))
    return [name for name in named if name is not None]


def _pictures(handouts: Iterable[Loaded[Handout]]) -> list[str]:
    return [name for found in handouts for _, name in assets_of(found.model)]
