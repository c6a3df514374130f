"""The rows of a table of patients: each checked by itself, with every problem at the cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from clinicpress.content.fitting import plan_findings
from clinicpress.content.models.base import Loc
from clinicpress.content.models.declaring import judged
from clinicpress.content.models.documents import Plan, PlanExercises
from clinicpress.content.models.library import Library
from clinicpress.content.planvalues import tree
from clinicpress.content.tables.cells import CellFault
from clinicpress.content.tables.columns import REQUIRED, TableColumns, remember
from clinicpress.content.tables.csvfile import CsvTable, Row, uneven
from clinicpress.content.yaml.pinpoint import Fault as SchemaFault
from clinicpress.content.yaml.pinpoint import distinct, find
from clinicpress.content.yaml.wording import Voice, name, problem
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass
from clinicpress.units import MAX_REPS

_VOICE = Voice(Plan, private=True)


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as read: the plan if it is right by itself, and all that is wrong with it.

    ``values`` are what its tidied ``cells`` say, with the index of the cell of each; there are none if there
    is no telling them.
    """

    problems: Sequence[Problem]
    cells: Sequence[str] = field(default=(), repr=False)
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    places: Mapping[Loc, int] = field(default_factory=dict)
    plan: Plan | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of ``table``, to be printed from ``library`` in one of ``languages``."""

    table: CsvTable
    columns: TableColumns
    library: Library
    languages: Sequence[str]

    # What changes of exercises came to, by their cells; and what of plans was found to fit the library.
    _exercises: dict[tuple[str, ...], PlanExercises] = field(default_factory=dict, repr=False)
    _fitting: dict[tuple[str | None, ...], bool] = field(default_factory=dict, repr=False)

    def check(self, index: int) -> CheckedRow:
        """A row, with all that is wrong with it."""
        row = self.table.rows[index]
        if self._lacks_cells(index):
            return CheckedRow([uneven(self.table, row.line, row.given)])
        cells, faults = self.columns.tidied(row.cells)
        for at in self._needed():
            if not cells[at]:
                faults.setdefault(at, (say("table.cell-empty"), say("table.fill-it-in")))
        if self._lacks_sheet(cells):
            hint = say("table.fill-for-page-without-sheet-give")
            faults.setdefault(self.table.header.index("sheet"), (say("table.cell-empty"), hint))
        problems = [self._problem(row, at, fault) for at, fault in faults.items()]
        values, places = self.columns.read(cells)
        plan = self._plan(row, cells, values, places)
        found = self._misfits(cells, plan, places) if isinstance(plan, Plan) else plan
        problems += (self._problem(row, at, fault) for at, fault in found if at not in faults)
        right = plan if isinstance(plan, Plan) and not problems else None
        return CheckedRow(problems, cells, values, places, right)

    def _needed(self) -> Iterator[int]:
        """The cells that no default stands for."""
        given = dict(self.columns.defaults)
        for key in REQUIRED:
            if key not in given:
                yield self.table.header.index(key)

    def _lacks_sheet(self, cells: Sequence[str]) -> bool:
        """True if a cell for the sheet was forgotten: a page of its own exercises has a title instead.

        In the list of patients' files nothing was forgotten.
        """
        header = self.table.header
        if self.columns.listed:
            return False
        if "sheet" not in header or "sheet" in dict(self.columns.defaults):
            return False
        return not cells[header.index("sheet")] and not ("title" in header and cells[header.index("title")])

    def _lacks_cells(self, index: int) -> bool:
        """True if a row is shorter than the header and not sure to lack only empty cells at its end.

        Spreadsheets leave those out of many rows in a run. A single short row may have lost a delimiter,
        and a number of one dosage must not move to another one.
        """
        row, width = self.table.rows[index], len(self.table.header)
        if row.given >= width:
            return False
        needed = [
            *self._needed(),
            *([self.table.header.index("sheet")] if self._lacks_sheet(row.cells) else ()),
        ]
        if row.given <= max(needed, default=0):
            return True
        near = self.table.rows[max(0, index - 1) : index + 2]
        if any(other.given == row.given for other in near if other is not row):
            return False
        dosed = (column.index for column in self.columns.columns if column.loc[0] == "exercises")
        return any(row.cells[at] for at in dosed)

    def _plan(
        self, row: Row, cells: Sequence[str], values: Mapping[str, Any], places: Mapping[Loc, int]
    ) -> Plan | list[tuple[int | None, CellFault]]:
        """The plan that tidied cells say; or what is wrong with it, each with its cell if it stands in one.

        What cells say of exercises is judged once: rows have much of it in common.
        """
        said = tuple(cells[at] for at in self.columns.of_exercises)
        known = self._exercises.get(said) if "exercises" in values else None
        given = values if known is None else {**values, "exercises": known}
        plan = judged(Plan, given)
        if isinstance(plan, list):
            source = Source(self.table.path, row.line)
            cells_of = {loc: Source(source.path, source.line, at + 1) for loc, at in places.items()}
            root = tree(values, cells_of, source)
            # what is missing is an empty cell
            faults = [f for f in distinct(find(root, each) for each in plan) if f.absent is None]
            located = ((_cell(fault.loc, places), fault) for fault in faults)
            return [(at, self._said(fault, at)) for at, fault in located]
        if known is None:
            remember(self._exercises, said, plan.exercises)
        return plan

    def _misfits(
        self, cells: Sequence[str], plan: Plan, places: Mapping[Loc, int]
    ) -> list[tuple[int | None, CellFault]]:
        """What keeps a plan from being made of this library."""
        if self._lacks_sheet(cells):
            return []  # what the plan changes is for its sheet
        key = (plan.lang, plan.sheet, *(cells[at] for at in self.columns.of_exercises))
        if key in self._fitting:
            return []
        found = [
            (_cell(loc, places), (message, hint))
            for loc, message, hint in plan_findings(plan, self.library, self.languages)
        ]
        if not found:
            remember(self._fitting, key, True)
        return found

    def _said(self, fault: SchemaFault, at: int | None) -> CellFault:
        """A fault as for a plan file, with the name of the column in place of the key."""
        key = str(fault.loc[-1]) if fault.loc else ""
        if key == "reps":  # the usual words repeat its numbers
            hint = say("table.write-number-of-repetitions", most=MAX_REPS)
            return say("table.not-number-repetitions"), hint
        said = problem(fault, _VOICE)
        called = f"'{key if at is None else self.table.header[at]}'"
        return said.message.replace(name(fault.loc), called, 1), said.hint.replace(f"{key}: ", "")

    def _problem(self, row: Row, at: int | None, fault: CellFault) -> Problem:
        """The problem of a cell, with the name of its column; of the row, if it is about no cell."""
        message, hint = fault
        if at is not None and f"'{self.table.header[at]}'" not in message:
            message = say("table.in-column", message=message, column=self.table.header[at])
        return Problem(message, hint, Source(self.table.path, row.line, 1 if at is None else at + 1))


def _cell(loc: Loc, places: Mapping[Loc, int]) -> int | None:
    """The cell of the value at ``loc``, or of the nearest thing around it."""
    while loc and loc not in places:
        loc = loc[:-1]
    return places.get(loc)
