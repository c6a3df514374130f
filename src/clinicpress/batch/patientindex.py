"""The index of patients' files: which file is whose, what it was made from, and the plans as last printed.

The only module that speaks SQL. Where the files themselves are is for `clinicpress.batch.patients` to know.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from clinicpress.files import database, database_problem
from clinicpress.problems import OutputError, Problem

State = Literal["writing", "done"]
VERSION = 1
_TABLES = (
    """CREATE TABLE files (
        file TEXT PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, birth_date TEXT NOT NULL,
        sheet TEXT NOT NULL, language TEXT NOT NULL, date TEXT NOT NULL, inputs TEXT NOT NULL,
        output TEXT NOT NULL, pages INTEGER NOT NULL, report TEXT NOT NULL, state TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE plans (
        id TEXT NOT NULL, sheet TEXT NOT NULL, date TEXT NOT NULL, plan TEXT NOT NULL,
        previous_date TEXT, previous TEXT, PRIMARY KEY (id, sheet)
    ) WITHOUT ROWID""",
    "CREATE TABLE packets (path TEXT PRIMARY KEY, date TEXT NOT NULL) WITHOUT ROWID",
)
_PUT = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# One of a later date moves the stored one back; one of the same date replaces it; an older one is not kept.
_PUT_PLAN = """
    INSERT INTO plans (id, sheet, date, plan) VALUES (?, ?, ?, ?)
    ON CONFLICT (id, sheet) DO UPDATE SET
        previous_date = CASE WHEN excluded.date > date THEN date ELSE previous_date END,
        previous = CASE WHEN excluded.date > date THEN plan ELSE previous END,
        date = excluded.date, plan = excluded.plan
    WHERE excluded.date >= date"""
_PREVIOUS = """
    SELECT CASE WHEN date < :on THEN plan WHEN date = :on THEN previous END
    FROM plans WHERE id = :id AND sheet = :sheet"""


@dataclass(frozen=True, slots=True)
class Row:
    """One file of a patient; dates as YYYY-MM-DD, the birth date may be empty.

    ``inputs`` and ``output`` are hex digests of what it is made from and of its bytes. While it is written,
    nothing is known of its bytes.
    """

    file: str
    # not in its repr: no patient is ever told in a message
    id: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: str = field(repr=False)
    sheet: str
    language: str
    date: str
    inputs: str
    output: str = ""
    pages: int = 0
    report: Mapping[str, Any] = field(default_factory=dict, repr=False)
    state: State = "writing"


class Index:
    """An open index; every change is one transaction, on the disk when the call returns.

    All methods raise OutputError if the database is damaged, held by another program, or the disk is full.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self._path = path
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Index]:
        """The index at ``path``, made if it is new.

        Raises:
            OutputError: if it cannot be opened, or a newer clinicpress has made it.
        """
        with database(path) as connection:
            index = cls(path, connection)
            index._make_tables()
            yield index

    def rows(self) -> Iterator[Row]:
        """Every file, by name."""
        with self._told():
            found = self._connection.execute("SELECT * FROM files ORDER BY file").fetchall()
        for row in map(dict, found):
            yield Row(**{**row, "report": json.loads(row["report"])})

    def put(self, rows: Iterable[Row]) -> None:
        """Keep rows, in place of those of the same files."""
        with self._transaction() as connection:
            connection.executemany(_PUT, map(_values, rows))

    def put_with_plans(self, rows: Iterable[tuple[Row, str]]) -> None:
        """Keep rows, each with its plan as JSON, as last printed."""
        with self._transaction() as connection:
            for row, plan in rows:
                connection.execute(_PUT, _values(row))
                connection.execute(_PUT_PLAN, (row.id.casefold(), row.sheet, row.date, plan))

    def drop(self, files: Iterable[str]) -> None:
        """Forget files."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM files WHERE file = ?", ((file,) for file in files))

    def previous(self, patient_id: str, sheet: str, date: str) -> str | None:
        """The plan, as JSON, that was printed last for an earlier date than ``date``; None if there is none.

        A plan that is older than the one printed last is compared with nothing.
        """
        asked = {"id": patient_id.casefold(), "sheet": sheet, "on": date}
        with self._told():
            found = self._connection.execute(_PREVIOUS, asked).fetchone()
        return found[0] if found else None

    def drop_plans(self, before: str) -> bool:
        """Forget the plans of dates before ``before``; say whether there were any."""
        with self._transaction() as connection:
            dropped = connection.execute("DELETE FROM plans WHERE date < ?", (before,)).rowcount
            earlier = "UPDATE plans SET previous = NULL, previous_date = NULL WHERE previous_date < ?"
            return dropped + connection.execute(earlier, (before,)).rowcount > 0

    def packets(self) -> dict[str, str]:
        """The latest date of a plan in each packet, by its path."""
        with self._told():
            return dict(self._connection.execute("SELECT path, date FROM packets ORDER BY path"))

    def put_packet(self, path: str, date: str) -> None:
        """Keep the latest date of a plan in a packet."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO packets VALUES (?, ?)", (path, date))

    def drop_packets(self, paths: Iterable[str]) -> None:
        """Forget packets."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM packets WHERE path = ?", ((path,) for path in paths))

    def vacuum(self) -> None:
        """Write the database anew, so that nothing of what was forgotten is left in it."""
        with self._told():
            self._connection.execute("VACUUM")

    def _make_tables(self) -> None:
        with self._told():
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            hint = "use the clinicpress that made it, or update this one"
            raise OutputError(Problem(f"{self._path.as_posix()} was made by a newer clinicpress", hint))
        if version == 0:
            with self._transaction() as connection:
                for table in _TABLES:
                    connection.execute(table)
                connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is done in the context, or nothing."""
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # a full disk may have ended it already
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(database_problem(self._path, error)) from error


def _values(row: Row) -> tuple[str | int, ...]:
    return (
        row.file, row.id, row.name, row.birth_date, row.sheet, row.language, row.date, row.inputs,
        row.output, row.pages, json.dumps(row.report, sort_keys=True), row.state,
    )  # fmt: skip
