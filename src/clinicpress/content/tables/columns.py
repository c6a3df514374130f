"""What the columns of a table of patients mean, and the plan that a row of them says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, TypeVar

from clinicpress.content.models.base import Loc
from clinicpress.content.planvalues import append, put
from clinicpress.content.suggest import near
from clinicpress.content.tables.cells import (
    HEADER,
    PAGE_COUNT,
    WHOLE,
    WHOLENESS,
    CellFault,
    CellKind,
    tidy,
    unshielded,
)
from clinicpress.content.tables.days import Order
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass

# The columns of a plan itself: where in the plan, and how to read the cell.
COLUMNS: Mapping[str, tuple[Loc, CellKind]] = {
    "name": (("patient", "name"), "text"),
    "id": (("patient", "id"), "id"),
    "birth_date": (("patient", "birth_date"), "day"),
    "sheet": (("sheet",), "word"),
    "lang": (("lang",), "value"),
    "side": (("sore_side",), "word"),
    "clinician": (("clinician",), "text"),
    "date": (("date",), "day"),
    "time": (("time",), "time"),
    "note": (("note",), "text"),
    "pages": (("pages",), "value"),
    "add": (("exercises", "add"), "names"),
    "drop": (("exercises", "drop"), "names"),
    "order": (("exercises", "order"), "names"),
    "title": (("title",), "text"),
}
# After an exercise's id and a dot; ``use`` is ``add`` or ``drop``.
KEYS: Mapping[str, tuple[Loc, CellKind]] = {
    "reps": (("dosage", "reps"), "value"),
    "hold": (("dosage", "hold"), "value"),
    "sets": (("dosage", "sets"), "value"),
    "rest": (("dosage", "rest"), "value"),
    "per_day": (("dosage", "per_day"), "value"),
    "per_week": (("dosage", "per_week"), "value"),
    "side": (("side",), "word"),
    "note": (("note",), "text"),
    "use": ((), "word"),
}
_COLUMN_AT = {loc: name for name, (loc, _) in COLUMNS.items()}
_KEY_AT = {loc: key for key, (loc, _) in KEYS.items() if loc}
USES = ("add", "drop")
# What a row must say if nothing is given for all of them; without a sheet, it adds its exercises itself.
REQUIRED = ("name", "id", "date")
# So many different cells of a column, and groups of cells of a table, are remembered with what was found.
_REMEMBERED = 512
_LIST = re.compile(r"[\s,;]+")
_PLAIN = re.compile(r"[a-z0-9 _.-]{1,80}")
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that says something of a plan; ``exercise`` is that of an ``EXERCISE.use``, else empty."""

    index: int
    loc: Loc
    kind: CellKind
    exercise: str = ""


@dataclass(frozen=True)
class TableColumns:
    """The columns of a table, and what its rows leave out: by key of a plan, ``defaults``.

    ``orders`` says by the index of a column of days in which order it has day and month. ``listed`` says that
    it is the list of patients' files, whose cells are shielded as `clinicpress.content.tables.cells` does.
    """

    path: str
    columns: tuple[Column, ...]
    defaults: tuple[tuple[str, str], ...]
    orders: Mapping[int, Order | None]
    listed: bool = False
    passwords: int | None = None
    # Cells by column, each with what it was tidied to.
    _tidied: dict[tuple[int, str], str | CellFault] = field(default_factory=dict, repr=False)

    @cached_property
    def of_exercises(self) -> tuple[int, ...]:
        """The cells that change exercises."""
        return tuple(each.index for each in self.columns if each.loc[:1] == ("exercises",))

    def tidied(self, cells: Sequence[str]) -> tuple[list[str], dict[int, CellFault]]:
        """The cells as a plan would say them, and by index what is wrong with some, which are empty then."""
        clean = list(cells)
        faults: dict[int, CellFault] = {}
        for column in self.columns:
            cell = clean[column.index]
            if not cell:
                continue
            found = self._tidied.get((column.index, cell)) or self._tidied_anew(cell, column)
            if isinstance(found, str):
                clean[column.index] = found
            else:
                clean[column.index] = ""
                faults[column.index] = found
        return clean, faults

    def _tidied_anew(self, cell: str, column: Column) -> str | CellFault:
        found = self._tidy(unshielded(cell) if self.listed else cell, column)
        if isinstance(found, str) and column.exercise and found not in USES:
            found = (say("table.neither-add-nor-drop"), say("table.write-add-or-drop"))
        # hardly two rows have these in common
        own = column.loc[:1] == ("patient",)
        return found if own else remember(self._tidied, (column.index, cell), found)

    def _tidy(self, cell: str, column: Column) -> str | CellFault:
        if column.kind == "whole":
            return "" if cell == WHOLE else (say("table.part-of-plan"), say("table.print-from-source"))
        # what clinicpress has written is as it should be; days and times a spreadsheet may have changed
        if self.listed and column.kind not in ("day", "time"):
            return cell
        return tidy(cell, column.kind, self.orders.get(column.index))

    def read(self, cells: Sequence[str]) -> tuple[dict[str, Any], dict[Loc, int]]:
        """What tidied cells say, as a plan file would say it, and the cell that each value stands in."""
        values: dict[str, Any] = dict(self.defaults)
        places: dict[Loc, int] = {}
        for column in self.columns:
            cell = cells[column.index]
            if not cell:
                continue
            if column.kind == "names":
                for name in filter(None, _LIST.split(cell)):
                    append(values, places, column.loc, name, column.index)
            elif column.exercise:
                append(values, places, ("exercises", cell), column.exercise, column.index)
            else:
                put(values, places, column.loc, cell, column.index)
        return values, places


def remember(known: dict[K, V], key: K, value: V) -> V:
    """The value, which ``known`` gives from now on; it is emptied when it has grown large."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = value
    return value


def is_list(header: Sequence[str]) -> bool:
    """Whether a table is the list of patients' files, output/patients/index.csv, by its header."""
    return {*HEADER, WHOLENESS} <= {*header}


def column_of(loc: Loc) -> str | None:
    """The column that says what stands at a place in a plan; None if none does."""
    if len(loc) > 2 and loc[0] == "exercises":
        key = _KEY_AT.get(loc[2:])
        return f"{loc[1]}.{key}" if key else None
    return _COLUMN_AT.get(loc)


def read_columns(
    header: Sequence[str], exercises: Iterable[str], passwords: str
) -> tuple[tuple[Column, ...], list[tuple[int, CellFault]]]:
    """The columns of a header, and by index what is wrong with some; that of ``passwords`` is left alone."""
    known = frozenset(exercises)
    others = {passwords} if passwords else set[str]()
    columns: list[Column] = []
    faults: list[tuple[int, CellFault]] = []
    own = {"file", PAGE_COUNT} if is_list(header) else set[str]()
    for index, name in enumerate(header):
        exercise, _, key = name.rpartition(".")
        if name in COLUMNS:
            columns.append(Column(index, *COLUMNS[name]))
        elif own and name == WHOLENESS:
            columns.append(Column(index, (), "whole"))
        elif not name or name in others or name in own:
            continue
        elif exercise in known and key in KEYS:
            loc, kind = KEYS[key]
            used = exercise if key == "use" else ""
            columns.append(Column(index, ("exercises", exercise, *loc), kind, used))
        else:
            faults.append((index, _unknown(name, known, others)))
    return tuple(columns), faults


def _unknown(name: str, exercises: frozenset[str], others: Iterable[str]) -> CellFault:
    """What is wrong with a column that means nothing; a name that looks like no name is not repeated."""
    import difflib  # noqa: PLC0415

    called = say("table.the-column", name=name) if _PLAIN.fullmatch(name) else say("table.this-column")
    exercise, dot, key = name.rpartition(".")
    if not dot:
        words = (*COLUMNS, *others)
        close = difflib.get_close_matches(name.replace(" ", "_")[:80], words, n=1, cutoff=0.7)
        hint = (
            say("near.did-you-mean", names=close[0])
            if close
            else say("table.all-columns", words=", ".join(words))
        )
        return say("table.unknown-column", called=called), hint
    if exercise not in exercises:
        return say("table.column-of-no-exercise", called=called), near(exercise, exercises)
    return say("table.column-of-no-key", called=called), near(key, KEYS)


def header_problems(
    header: Sequence[str], faults: Sequence[tuple[int, CellFault]], given: Iterable[str], source: Source
) -> Iterator[Problem]:
    """What is wrong with a header; ``given`` are the keys that defaults say in place of columns."""
    if "name" not in header and "id" not in header:
        # It may be the row of a patient, so none of its cells is repeated.
        hint = say("table.add-first-row-column-names", names=", ".join([*COLUMNS][:4]))
        yield Problem(say("table.first-row-not-header"), hint, source)
        return
    for index, (message, hint) in faults:
        yield Problem(message, hint, Source(source.path, source.line, index + 1))
    guessed = " ".join(hint for _, (_, hint) in faults)
    for name in REQUIRED:
        if name not in header and name not in given and say("near.did-you-mean", names=name) not in guessed:
            yield Problem(say("table.column-is-missing", name=name), say("table.add-header-and-fill"), source)
    adds = any(name == "add" or name.endswith(".use") for name in header)
    meant = say("near.did-you-mean", names="sheet") in guessed
    if not adds and "sheet" not in header and "sheet" not in given and not meant:
        yield Problem(say("table.column-sheet-is-missing"), say("table.add-header-and-fill"), source)
