"""Every file of a workspace read, rules across files applied: what can be printed, and all problems."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain
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
from clinicpress.content.disk import MAX_BYTES, NamedFile, read_bytes, shown, yaml_files
from clinicpress.content.layouts import read_layouts
from clinicpress.content.models.base import Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise, ExerciseUse
from clinicpress.content.models.library import Library, Loaded, Reading, TypedResult
from clinicpress.content.models.texts import assets_of
from clinicpress.content.snapshot import Keeper
from clinicpress.content.workspace import CLINIC
from clinicpress.content.yaml.typed import load
from clinicpress.problems import Problem, Source, in_order
from clinicpress.records import dataclass
from clinicpress.store.digests import digest_of

M = TypeVar("M", bound=Model)


def read_files(root: Path, starter: Path, keeper: Keeper) -> Reading:
    """Read the workspace at ``root``; its own layouts and brands come before those of the ``starter``.

    Both are paths without links. Never raises for what files say.
    """
    roots = tuple(dict.fromkeys((root, starter)))
    files = _WorkspaceFiles(roots, keeper)
    clinic = files.file(NamedFile("clinic", root / CLINIC, CLINIC), root, Clinic)
    scope = _scope(files, clinic.loaded)
    clinic = _ruled(clinic, clinic_problems, scope)
    handouts = files.own("content/handouts", Handout)
    sheets = files.own("content/sheets", Sheet)
    warnings = {
        name: _ruled(found, warnings_problems, scope)
        for name, found in files.all("content/warnings", Warnings).items()
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
    problems = in_order(chain(files.stray, of_all, *faults.values(), *of_brands))
    if clinic.loaded is None or of_all:
        keys = [("handout", name) for name in handouts] + [("sheet", name) for name in sheets]
        return Reading(None, problems, faults | {key: (*of_all, *faults.get(key, ())) for key in keys})
    exercises, layouts, brands = _good(scope.exercises), _good(scope.layouts), _good(scope.brands)
    assets = _assets(
        good_handouts.values(), brands.values(), _forms(clinic.loaded, good_sheets.values()), roots
    )
    kinds = (exercises, good_handouts, good_sheets, layouts, brands, _good(warnings))
    every = [clinic.loaded, *(loaded for kind in kinds for loaded in kind.values())]
    digest = digest_of(json.dumps([(each.path, each.digest) for each in every]).encode())
    library = Library(root, clinic.loaded, *kinds[:5], assets, kinds[5], digest=digest)
    return Reading(library, problems, faults)


def _scope(files: _WorkspaceFiles, clinic: Loaded[Clinic] | None) -> CrossScope:
    """All that documents may name; brands that the workspace has or uses with their rules applied."""
    layouts, nameless = read_layouts(files.roots, files.keeper)
    files.stray.extend(nameless)
    own = files.own("assets/brands", Brand)
    brands = files.all("assets/brands", Brand, own)
    exercises = files.own("content/exercises", Exercise)
    scope = CrossScope(files.roots, exercises, layouts, brands, frozenset(own), files.keeper.judge)
    # A brand of the starter that is not used is right, and its logo need not be opened to see that.
    used = {*own, *([clinic.model.brand] if clinic else [])}
    ruled = {
        name: _ruled(found, brand_problems, scope) for name, found in scope.brands.items() if name in used
    }
    return replace(scope, brands={**scope.brands, **ruled})


@dataclass(frozen=True, slots=True)
class _WorkspaceFiles:
    """Reads the files of the workspace, the first of ``roots``, and of the starter behind it.

    ``stray`` collects the problems of files without an id.
    """

    roots: Sequence[Path]
    keeper: Keeper
    stray: list[Problem] = field(default_factory=list)

    def own(self, folder: str, model: type[M]) -> dict[str, TypedResult[M]]:
        """The workspace's files of a folder, by id."""
        return self._folder(self.roots[0], folder, model)

    def all(
        self, folder: str, model: type[M], own: dict[str, TypedResult[M]] | None = None
    ) -> dict[str, TypedResult[M]]:
        """The files of a folder, by id; those of the starter stand behind the workspace's ``own``."""
        if own is None:
            own = self.own(folder, model)
        return own if len(self.roots) == 1 else self._folder(self.roots[1], folder, model) | own

    def file(self, named: NamedFile, at: Path, model: type[M]) -> TypedResult[M]:
        """A file below ``at``."""
        path = shown(named.path, self.roots[0])
        data = read_bytes(named.path, at, MAX_BYTES, Source(path))
        if isinstance(data, Problem):
            return TypedResult(None, (data,))
        return self.keeper.result(
            model, path, digest_of(data), lambda: load(data, model, id=named.id, path=path)
        )

    def _folder(self, at: Path, folder: str, model: type[M]) -> dict[str, TypedResult[M]]:
        outcomes: dict[str, TypedResult[M]] = {}
        for found in yaml_files(at / folder, at):
            if isinstance(found, Problem):
                self.stray.append(found)
            else:
                outcomes[found.id] = self.file(found, at, model)
        return outcomes


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


def _assets(
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
