"""Many plans at once: a table of patients, or a folder of plan files.

A row or file that is wrong stops no other; no message repeats what one says. A patient may have plans of
several sheets, which stand together. Of plans with one id that are two patients', or of one sheet, none is
printed: which of them is right cannot be known.
"""

from __future__ import annotations

import datetime
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clinicpress.content.disk import digest, shown
from clinicpress.content.fitting import doubts, doubts_of, plan_findings
from clinicpress.content.keptplans import KeptPlan, shared
from clinicpress.content.models.characters import settled
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.people import Person, person_of, plan_key, same_text, sheet_key
from clinicpress.content.planfiles import plan_bytes, plan_paths, read_plan
from clinicpress.content.planvalues import KeptPlaces, PackedPlaces, canonical
from clinicpress.content.tables.columns import TableColumns, header_problems, is_list, read_columns
from clinicpress.content.tables.csvfile import CsvTable
from clinicpress.content.tables.days import DayColumn, Order, decide, order_of, usually
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.regular import is_folder

if TYPE_CHECKING:
    from clinicpress.content.tables.rows import Rows

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row or a plan file may leave out; what is None it must say itself.

    ``dates`` is the order of day and month; None: see `clinicpress.content.tables.days` for a table,
    and as the clinic's country writes it for plan files.
    """

    date: datetime.date | None
    language: str
    sheet: str | None = None
    clinician: str | None = None
    dates: Order | None = None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The keys of a plan that have a default, and that as a file would say it."""
        date = None if self.date is None else self.date.isoformat()
        keys = {"date": date, "lang": self.language, "sheet": self.sheet, "clinician": self.clinician}
        return tuple((key, text) for key, text in keys.items() if text is not None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One plan to print, in little memory: its model was judged when it was read, and is restored from that.

    ``source`` is the row or the file; ``number`` counts from 1 over all of them, bad ones too. ``data`` is
    canonical JSON of the plan, ``places`` are those of its values, where they have one. ``password`` is the
    cell with that of its file.
    """

    number: int
    source: Source
    data: bytes = field(repr=False)
    kept: KeptPlan = field(repr=False)
    places: PackedPlaces = field(default=(), repr=False)
    password: str = field(default="", repr=False)

    def plan(self) -> Loaded[Plan]:
        """The plan, with the place of each value."""
        source = self.source
        name = "plan" if isinstance(self.places, array) or not source.line else f"line-{source.line}"
        places = KeptPlaces(self.data, self.places, source)
        return Loaded(name, self.kept.plan(), source.path, digest(self.data), places)

    def canonical(self) -> bytes:
        """Stable bytes of everything that decides this plan, for digests; its password does not."""
        return self.data


@dataclass(frozen=True, slots=True)
class Orders:
    """The plans that can be printed, and what is wrong with the others of ``count`` rows.

    ``entries`` stand in order, those of one patient together where the first of them is. ``refused`` are rows
    and files that are right by themselves, each with the problem that it has with others. ``warnings`` are of
    what is printed all the same, ``told`` says how columns were read. ``header`` are the columns of a table.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    count: int
    refused: tuple[tuple[Entry, Problem], ...] = ()
    warnings: tuple[Problem, ...] = ()
    told: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

    @property
    def faulty(self) -> int:
        """How many rows or files are not to be printed."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row or file as read: its entry if it is right by itself; whose plan it is, which; where its id is."""

    entry: Entry | None
    source: Source
    person: Person | None = None
    sheet: str = ""
    at: Source | None = None


def read_orders(
    path: Path,
    root: Path,
    library: Library,
    defaults: Defaults,
    passwords: str | None = None,
    languages: Sequence[str] = ("en",),
) -> Orders:
    """The plans of a table, of a folder of plan files, or of one plan file.

    ``passwords`` names the column of a table that holds those of files, ``languages`` are those that pages
    can be made in. A header that is wrong lets no row through. Never raises for what files say.
    """
    if is_folder(path) or path.suffix.lower() in _YAML:
        return _from_files(path, _Files(root, library, defaults, languages))
    # only tables need what reads them
    from clinicpress.content.tables.sources import read_source  # noqa: PLC0415

    table = read_source(path, root)
    return (
        _from_table(table, library, defaults, passwords, languages)
        if isinstance(table, CsvTable)
        else Orders((), table, 0)
    )


def _from_files(path: Path, files: _Files) -> Orders:
    paths = plan_paths(path, files.root) if is_folder(path) else (path,)
    if isinstance(paths, Problem):
        return Orders((), (paths,), 0)
    if not paths:
        source = Source(shown(path.absolute(), files.root))
        hint = say("table.put-plan-files")
        return Orders((), (Problem(say("table.folder-has-no-plan-files"), hint, source),), 0)
    problems, warnings = list[Problem](), list[Problem]()
    candidates = [files.candidate(number, each, problems, warnings) for number, each in enumerate(paths, 1)]
    return replace(
        _orders(candidates, problems, len(candidates)), warnings=tuple(warnings), told=tuple(files.told())
    )


def _from_table(
    table: CsvTable,
    library: Library,
    defaults: Defaults,
    passwords: str | None,
    languages: Sequence[str],
) -> Orders:
    source = Source(table.path, table.line)
    secret = (passwords or "").strip().casefold()
    columns, faults = read_columns(table.header, library.exercises, secret)
    wrong = tuple(header_problems(table.header, faults, [key for key, _ in defaults.pairs()], source))
    if wrong:
        return Orders((), wrong, table.count)
    if not table.count:
        hint = say("table.write-row-for-each-patient-below")
        return Orders((), (Problem(say("table.table-has-no-rows"), hint, source),), 0)
    days = {
        column.index: _days(table, column.index, library, defaults)
        for column in columns
        if column.kind == "day"
    }
    stop = tuple(problem for each in days.values() for problem in each.problems)
    if stop:
        return Orders((), stop, table.count)
    orders = {index: each.order for index, each in days.items()}
    meaning = TableColumns(
        table.path, columns, defaults.pairs(), orders, is_list(table.header),
        table.header.index(secret) if secret in table.header else None,
    )  # fmt: skip
    from clinicpress.content.tables.rows import Rows  # noqa: PLC0415

    rows = Rows(table, meaning, library, languages)
    problems = list(table.problems)
    warnings = [warning for each in days.values() for warning in each.warnings]
    candidates = [_of_row(rows, index, problems, warnings) for index in range(len(table.rows))]
    told = tuple(each.told for each in days.values() if each.told)
    found = _orders(candidates, problems, table.count)
    return replace(found, warnings=tuple(sorted(warnings, key=_placed)), told=told, header=table.header)


def _days(table: CsvTable, index: int, library: Library, defaults: Defaults) -> DayColumn:
    """In which order a column has day and month."""
    cells = ((row.line, settled(row.cells[index].removeprefix("'")).strip()) for row in table.rows)
    place = Source(table.path, table.line, index + 1)
    return decide(cells, table.header[index], defaults.dates, library.clinic.model.country, place)


def _placed(problem: Problem) -> tuple[Source, str]:
    return problem.source or Source(""), problem.message


def _of_row(rows: Rows, index: int, problems: list[Problem], warnings: list[Problem]) -> _Candidate:
    """The plan of a row; what is wrong with it goes to ``problems``, what to look at to ``warnings``."""
    row, header = rows.table.rows[index], rows.table.header
    source = Source(rows.table.path, row.line)
    read = rows.check(index)
    problems += read.problems
    values, places, entry = read.values, read.places, None
    if read.plan is not None:
        password = "" if rows.columns.passwords is None else read.cells[rows.columns.passwords]
        data, kept = canonical(values), KeptPlan.of(read.plan)
        entry = Entry(row.number, source, data, kept, shared(tuple(places.items())), password)
        warnings += (
            Problem(message, hint, Source(source.path, source.line, places[loc] + 1))
            for loc, message, hint in doubts(values)
        )
    patient = values.get("patient", {})
    if not patient.get("id"):
        return _Candidate(entry, source)
    person = Person(patient["id"], patient.get("name", ""), patient.get("birth_date", ""))
    sheet = sheet_key(values.get("sheet"), values.get("title", ""))
    at = Source(source.path, source.line, header.index("id") + 1)
    return _Candidate(entry, source, person, sheet, at)


def _orders(candidates: Sequence[_Candidate], problems: Sequence[Problem], count: int) -> Orders:
    together: dict[str, list[_Candidate]] = {}
    for index, each in enumerate(candidates):
        together.setdefault(each.person.key if each.person else f"\0{index}", []).append(each)
    entries, refused, clashes = list[Entry](), list[tuple[Entry, Problem]](), list[Problem]()
    for group in together.values():
        found = list(_clashes(group))
        clashes += (problem for problem in found if problem is not None)
        for each, problem in zip(group, found, strict=True):
            if each.entry is not None and problem is None:
                entries.append(each.entry)
            elif each.entry is not None and problem is not None:
                refused.append((each.entry, problem))
    ordered = sorted([*problems, *clashes], key=lambda each: (each.source or Source(""), each.message))
    return Orders(tuple(entries), tuple(ordered), count, tuple(refused))


def _clashes(group: Sequence[_Candidate]) -> Iterator[Problem | None]:
    """What each plan of one id has with another one of it: another patient, or the same sheet."""
    distinct, sheets = dict[Person, _Candidate](), dict[str, list[_Candidate]]()
    for each in group:
        if each.person is not None:
            distinct.setdefault(replace(each.person, id="", name=same_text(each.person.name)), each)
        sheets.setdefault(each.sheet, []).append(each)
    names = {person.name for person in distinct}
    strangers = len(names) > 1 or len({person.birth_date for person in distinct} - {""}) > 1
    for each in group:
        if strangers:
            other = next((other for other in distinct.values() if _disagree(each, other)), None)
            other = other or next(other for other in group if other is not each)
            if _elsewhere(each, other):
                message = say("table.other-person-in-file", file=other.source.path)
            else:
                message = say("table.other-person-on-line", line=other.source.line)
            yield _clash(each, message)
        elif len(sheets[each.sheet]) > 1:
            other = next(other for other in sheets[each.sheet] if other is not each)
            if _elsewhere(each, other):
                message = say("table.same-sheet-in-file", file=other.source.path)
            else:
                message = say("table.same-sheet-on-line", line=other.source.line)
            yield _clash(each, message)
        else:
            yield None


def _disagree(one: _Candidate, other: _Candidate) -> bool:
    return one.person is not None and other.person is not None and not one.person.agrees(other.person)


def _elsewhere(each: _Candidate, other: _Candidate) -> bool:
    return other.source.path != each.source.path


def _clash(each: _Candidate, message: str) -> Problem:
    hint = say("table.clashing-plans-are-not-printed")
    return Problem(message, hint, each.at)


@dataclass(frozen=True, slots=True)
class _Files:
    """Reads plan files; ``two_ways`` counts by key the days in them that can be read in two ways."""

    root: Path
    library: Library
    defaults: Defaults
    languages: Sequence[str]
    two_ways: Counter[str] = field(default_factory=Counter)

    def told(self) -> Iterator[str]:
        """How days were read that can be read in two ways."""
        country = self.library.clinic.model.country
        for key, count in sorted(self.two_ways.items()):
            yield usually(key, count, self.defaults.dates, country)

    def candidate(
        self,
        number: int,
        path: Path,
        problems: list[Problem],
        warnings: list[Problem],
    ) -> _Candidate:
        """The plan at ``path``; what is wrong goes to ``problems``, what to look at to ``warnings``."""
        dates = self.defaults.dates or order_of(self.library.clinic.model.country)
        called = shown(path.absolute(), self.root)
        source = Source(called)
        data = plan_bytes(path, self.root)
        if isinstance(data, Problem):
            problems.append(data)
            return _Candidate(None, source)
        read = read_plan(data, path.stem, called, dates, self.defaults.pairs())
        problems += read.problems
        plan = read.loaded
        if plan is None:
            return _Candidate(None, source)
        findings = list(plan_findings(plan.model, self.library, self.languages))
        problems += [Problem(message, hint, plan.at(*loc)) for loc, message, hint in findings]
        warnings += doubts_of(plan)
        self.two_ways.update(read.two_ways)
        entry = None if findings else Entry(number, source, read.data, KeptPlan.of(plan.model), read.places)
        sheet = plan_key(plan.model)
        return _Candidate(entry, source, person_of(plan.model), sheet, plan.at("patient", "id"))
