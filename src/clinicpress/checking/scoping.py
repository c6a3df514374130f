"""The files of a workspace as subjects of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from clinicpress.checking.catalog import RULES
from clinicpress.checking.subject import Scope, Subject, SubjectKind
from clinicpress.checking.textfile import TextFile
from clinicpress.content.disk import MAX_BYTES, read_bytes, shown
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.planfiles import plan_bytes, plan_paths, read_plan
from clinicpress.content.tables.days import Order, order_of
from clinicpress.content.yaml.text import decode
from clinicpress.problems import Problem, Source
from clinicpress.store.regular import is_file, is_folder

PLANS = "content/patients"


def scope_of(library: Library, today: date, *, plans: bool = False) -> Scope:
    """What rules see of a workspace, without its pages; ``plans`` are read only where they are asked for."""
    subjects = (*subjects_of(library), *(plans_of(library) if plans else ()))
    return Scope(library, subjects, today, rules=RULES)


def subjects_of(library: Library) -> tuple[Subject, ...]:
    """Every file of the workspace itself but plans; not those of the starter that stand behind it."""
    return tuple(subject for kind, each in _loaded(library) for subject in _subject(library, kind, each))


def plans_of(library: Library) -> tuple[Subject, ...]:
    """The plans in the folder for patients."""
    return tuple(_plans(library.root, order_of(library.clinic.model.country)))


def _loaded(library: Library) -> Iterator[tuple[SubjectKind, Loaded[Any]]]:
    yield "clinic", library.clinic
    kinds: Iterable[tuple[SubjectKind, Iterable[Loaded[Any]]]] = (
        ("brand", library.brands.values()),
        ("layout", library.layouts.values()),
        ("exercise", library.exercises.values()),
        ("handout", library.handouts.values()),
        ("sheet", library.sheets.values()),
        ("warnings", library.warnings.values()),
    )
    for kind, found in kinds:
        yield from ((kind, each) for each in found)


def _subject(library: Library, kind: SubjectKind, loaded: Loaded[Any]) -> Iterator[Subject]:
    path = library.root / loaded.path
    if not path.is_relative_to(library.root) or not is_file(path):
        return
    data = read_bytes(path, library.root, MAX_BYTES)
    # one that was changed since it was read has other places: its turn comes with the next run
    if isinstance(data, bytes):
        yield Subject(kind, loaded.id, loaded, text_file(loaded.path, data))


def _plans(root: Path, dates: Order) -> Iterator[Subject]:
    """The plans of the folder for patients; one that cannot be read has no model."""
    folder = root / PLANS
    paths = plan_paths(folder, root) if is_folder(folder) else ()
    for path in () if isinstance(paths, Problem) else paths:
        name, data = shown(path, root), plan_bytes(path, root)
        if isinstance(data, Problem):
            yield Subject("plan", path.stem, _unread(path, name, (data,)), TextFile(name, ""))
            continue
        read = read_plan(data, path.stem, name, dates)
        loaded = read.loaded or _unread(path, name, read.problems)
        yield Subject("plan", path.stem, loaded, text_file(name, data))


def _unread(path: Path, name: str, problems: Sequence[Problem]) -> Loaded[Any]:
    """A plan without a model; its place is that of the first fault."""
    place = next((problem.source for problem in problems if problem.source is not None), Source(name))
    model: Any = None
    return Loaded(path.stem, model, name, "", {(): place})


def text_file(path: str, data: bytes) -> TextFile:
    """The text of a file that was read before, with LF at the ends of lines."""
    text = decode(data, path).replace("\r\n", "\n").replace("\r", "\n")
    return TextFile(path, text)
