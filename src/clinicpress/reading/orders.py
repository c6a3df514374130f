"""Many plans at once: a table of patients, or a folder of plan files.

A row or file that is wrong stops no other; no message repeats what one says. Of two with one id neither is
printed: which of them is right cannot be known.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from clinicpress.model.base import in_one_line
from clinicpress.model.documents import Plan
from clinicpress.model.library import Library, Loaded
from clinicpress.problems import Problem, Source
from clinicpress.reading.columns import Columns, header_problems, packed, read_columns
from clinicpress.reading.disk import shown
from clinicpress.reading.fitting import plan_findings
from clinicpress.reading.plans import PlanFile, is_folder, plan_bytes, plan_paths
from clinicpress.reading.rows import Rows
from clinicpress.reading.table import Table, read_table

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row or a plan file may leave out; what is None it must say itself."""

    date: datetime.date | None
    language: str
    sheet: str | None = None
    clinician: str | None = None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The keys of a plan that have a default, and that as a file would say it."""
        date = None if self.date is None else self.date.isoformat()
        keys = {"date": date, "lang": self.language, "sheet": self.sheet, "clinician": self.clinician}
        return tuple((key, text) for key, text in keys.items() if text is not None)


class _Origin(Protocol):
    """Where an entry comes from, which knows how to read its data."""

    def plan(self, data: bytes, source: Source) -> Loaded[Plan]: ...
    def canonical(self, data: bytes) -> bytes: ...
    def cell(self, data: bytes, column: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One plan to print, in little memory: its model is made when it is asked for.

    ``source`` is the row or the file; ``number`` counts from 1 over all of them, bad ones too.
    """

    number: int
    source: Source
    origin: _Origin = field(repr=False)
    data: bytes = field(repr=False)

    def plan(self) -> Loaded[Plan]:
        """The plan, made anew, with the place of the cell of each value."""
        return self.origin.plan(self.data, self.source)

    def has(self, column: str) -> bool:
        """Whether there is such a column; plan files have none."""
        return isinstance(self.origin, Columns) and column.strip().casefold() in self.origin.header

    def extra(self, column: str) -> str:
        """The cell of a further column; empty if it is, or if there is no such column."""
        return self.origin.cell(self.data, column)

    def canonical(self) -> bytes:
        """Stable bytes of everything that decides this plan, for digests; further columns do not."""
        return self.origin.canonical(self.data)


@dataclass(frozen=True, slots=True)
class Orders:
    """The plans that can be printed, in order, and what is wrong with the others of ``count`` rows."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    count: int

    @property
    def faulty(self) -> int:
        """How many rows or files are not to be printed."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row or file as read: its entry if it is right by itself; the id that it names, and where."""

    entry: Entry | None
    source: Source
    id: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    at: Source | None = None


def read_orders(
    path: Path,
    root: Path,
    library: Library,
    defaults: Defaults,
    extra: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
) -> Orders:
    """The plans of a CSV file, of a folder of plan files, or of one plan file.

    ``extra`` names further columns that a table may have, ``languages`` those that clinicpress speaks. A
    header that is wrong lets no row through. Never raises for what files say.
    """
    if is_folder(path) or path.suffix.lower() in _YAML:
        return _from_files(path, _Files(root, library, defaults, languages))
    table = read_table(path, root)
    return (
        _from_table(table, library, defaults, extra, languages)
        if isinstance(table, Table)
        else Orders((), table, 0)
    )


def _from_files(path: Path, files: _Files) -> Orders:
    paths = plan_paths(path, files.root) if is_folder(path) else (path,)
    if isinstance(paths, Problem):
        return Orders((), (paths,), 0)
    if not paths:
        source = Source(shown(path.absolute(), files.root))
        hint = "put plans into it, such as one.yaml, or name a CSV file"
        return Orders((), (Problem("there is no plan in this folder", hint, source),), 0)
    problems: list[Problem] = []
    candidates = [files.candidate(number, each, problems) for number, each in enumerate(paths, 1)]
    return _orders(candidates, problems, len(candidates))


def _from_table(
    table: Table, library: Library, defaults: Defaults, extra: Sequence[str], languages: Sequence[str]
) -> Orders:
    source = Source(table.path, table.line)
    columns, faults = read_columns(table.header, library.exercises, extra)
    wrong = tuple(header_problems(table.header, faults, [key for key, _ in defaults.pairs()], source))
    if wrong:
        return Orders((), wrong, table.count)
    if not table.count:
        hint = "write a row for each patient below the header"
        return Orders((), (Problem("the table has no rows", hint, source),), 0)
    month_first = library.clinic.model.country == "US"
    meaning = Columns(table.path, table.header, columns, defaults.pairs(), month_first)
    rows = Rows(table, meaning, library, languages)
    problems = list(table.problems)
    candidates = [_of_row(rows, index, problems) for index in range(len(table.rows))]
    return _orders(candidates, problems, table.count)


def _of_row(rows: Rows, index: int, problems: list[Problem]) -> _Candidate:
    """The plan of a row; what is wrong with it goes to ``problems``."""
    row, header = rows.table.rows[index], rows.table.header
    source = Source(rows.table.path, row.line)
    cells, found = rows.check(index)
    problems += found
    if cells is None:
        return _Candidate(None, source)
    entry = None if found else Entry(row.number, source, rows.columns, packed(cells))
    name, id_at = cells[header.index("name")], header.index("id")
    at = Source(source.path, source.line, id_at + 1)
    return _Candidate(entry, source, _alike(cells[id_at]), _alike(name), at)


def _orders(candidates: Sequence[_Candidate], problems: Sequence[Problem], count: int) -> Orders:
    refused, twice = _twice(candidates)
    entries = tuple(
        each.entry for index, each in enumerate(candidates) if each.entry is not None and index not in refused
    )
    ordered = sorted([*problems, *twice], key=lambda each: (each.source or Source(""), each.message))
    return Orders(entries, tuple(ordered), count)


def _twice(candidates: Sequence[_Candidate]) -> tuple[set[int], list[Problem]]:
    """Which candidates share an id with another one, and the problem of each but the first."""
    first: dict[str, int] = {}
    refused: set[int] = set()
    problems: list[Problem] = []
    for index, each in enumerate(candidates):
        earlier = first.setdefault(each.id, index) if each.id else index
        if earlier == index:
            continue
        refused |= {earlier, index}
        other = candidates[earlier]
        there = other.source.path != each.source.path
        where = f"in {other.source.path}" if there else f"on line {other.source.line}"
        message = f"this id stands here a second time; the first is {where}"
        if other.name and each.name and other.name != each.name:
            message = f"this id stands here with another name than {where}"
        hint = "neither of the two is printed: correct one id, or delete one of the two"
        problems.append(Problem(message, hint, each.at))
    return refused, problems


def _alike(text: str) -> str:
    """Ids and names that differ only in capitals, spaces around and line breaks are the same."""
    return str(in_one_line(text)).strip().casefold()


@dataclass(frozen=True, slots=True)
class _Files:
    """Reads plan files."""

    root: Path
    library: Library
    defaults: Defaults
    languages: Sequence[str]

    def candidate(self, number: int, path: Path, problems: list[Problem]) -> _Candidate:
        """The plan at ``path``; what is wrong with it goes to ``problems``."""
        file = PlanFile(path.stem, shown(path.absolute(), self.root), self.defaults.pairs())
        source = Source(file.path)
        data = plan_bytes(path, self.root)
        if isinstance(data, Problem):
            problems.append(data)
            return _Candidate(None, source)
        outcome = file.outcome(data)
        problems += outcome.problems
        plan = outcome.loaded
        if plan is None:
            return _Candidate(None, source)
        findings = list(plan_findings(plan.model, self.library, self.languages))
        problems += [Problem(message, hint, plan.at(*loc)) for loc, message, hint in findings]
        entry = None if findings else Entry(number, source, file, data)
        patient = plan.model.patient
        return _Candidate(entry, source, _alike(patient.id), _alike(patient.name), plan.at("patient", "id"))
