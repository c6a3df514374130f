"""The index of patients' files: which file is whose, what it was made from, and the plans as last printed.

The only module that speaks SQL. Where the files themselves are is for `clinicpress.patients.folder` to know.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from clinicpress.content.models.people import Person, same_text
from clinicpress.messages import say
from clinicpress.problems import OutputError, Problem
from clinicpress.proof.origin import not_ours
from clinicpress.records import dataclass
from clinicpress.store.files import damaged_database, database, database_problem

State = Literal["writing", "done"]
VERSION = 3
_TABLES = (
    """CREATE TABLE files (
        file TEXT PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, birth_date TEXT NOT NULL,
        sheet TEXT NOT NULL, language TEXT NOT NULL, date TEXT NOT NULL, inputs TEXT NOT NULL,
        output TEXT NOT NULL, pages INTEGER NOT NULL, report TEXT NOT NULL, state TEXT NOT NULL,
        plan TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE plans (
        id TEXT NOT NULL, sheet TEXT NOT NULL, date TEXT NOT NULL, plan TEXT NOT NULL,
        previous_date TEXT, previous TEXT, PRIMARY KEY (id, sheet)
    ) WITHOUT ROWID""",
    "CREATE TABLE packets (path TEXT PRIMARY KEY, date TEXT NOT NULL) WITHOUT ROWID",
)
# Since version 2. An id has one row; it has more where version 1 had printed it for several people.
_PEOPLE = """CREATE TABLE people (
        id TEXT NOT NULL, name TEXT NOT NULL, birth_date TEXT NOT NULL, date TEXT NOT NULL,
        PRIMARY KEY (id, name, birth_date)
    ) WITHOUT ROWID"""
# Since version 3: the digest of the list for staff, while it tells of all rows; and rows by their state.
_LISTED = "CREATE TABLE listed (digest TEXT NOT NULL)"
_UNLISTED = "DELETE FROM listed"
_STATES = "CREATE INDEX states ON files (state)"
_FIELDS = (
    "file", "id", "name", "birth_date", "sheet", "language", "date", "inputs", "output", "pages", "report",
    "state", "plan",
)  # fmt: skip
_ALL_FILES = f"SELECT {', '.join(_FIELDS)} FROM files ORDER BY file"
_ONE_FILE = f"SELECT {', '.join(_FIELDS)} FROM files WHERE file = ?"
_FILE = re.compile(r"[a-z0-9]+(\.[A-Za-z0-9-]+)*\.pdf")
_ALL_PLANS = "SELECT * FROM plans ORDER BY date"
_PUT = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
class IndexRow:
    """One file of a patient; dates as YYYY-MM-DD, the birth date may be empty.

    ``inputs`` and ``output`` are hex digests of what it is made from and of its bytes. While it is written,
    nothing is known of its bytes. ``plan`` is the plan as JSON; empty where version 1 kept none.
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
    plan: str = field(default="", repr=False)

    @property
    def person(self) -> Person:
        """Whose file it is."""
        return Person(self.id, self.name, self.birth_date)


class Index:
    """An open index; every change is one transaction, on the disk when the call returns.

    All methods raise OutputError if the database is damaged, held by another program, or the disk is full.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        self._path = path
        self._connection = connection
        # the files whose rows were changed since it was opened
        self.changed: set[str] = set()

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

    def rows(self) -> Iterator[IndexRow]:
        """Every finished file, by name."""
        with self._told():
            found = self._connection.execute(_ALL_FILES).fetchall()
        for values in found:
            row = self._row(dict(values))
            if row.state == "done":
                yield row

    def row(self, file: str) -> IndexRow | None:
        """The row of a file; None if there is none."""
        with self._told():
            found = self._connection.execute(_ONE_FILE, (file,)).fetchone()
        return self._row(dict(found)) if found is not None else None

    def finished(self, file: str) -> IndexRow | None:
        """The row of a file that is finished; None of any other."""
        row = self.row(file)
        return row if row is not None and row.state == "done" else None

    def files(self, state: State) -> list[str]:
        """The names of the files in a state, in order; what a killed run left is ``writing``."""
        return self._names("SELECT file FROM files WHERE state = ? ORDER BY file", state)

    def dated_before(self, date: str) -> list[str]:
        """The names of the files of plans of a date before ``date``, in order, in whatever state."""
        return self._names("SELECT file FROM files WHERE date < ? ORDER BY file", date)

    def _names(self, question: str, asked: str) -> list[str]:
        with self._told():
            names = [name for (name,) in self._connection.execute(question, (asked,))]
        self._texts(*names)
        # a name with a folder in it would lead out of the patients' folder
        if not all(map(_FILE.fullmatch, names)):
            raise OutputError(damaged_database(self._path))
        return names

    def listed(self) -> str | None:
        """The digest of the list for staff if it tells of all rows as they are; else None."""
        with self._told():
            found = self._connection.execute("SELECT digest FROM listed").fetchone()
        self._texts(*(found or ()))
        return found[0] if found else None

    def put_listed(self, digest: str) -> None:
        """Keep the digest of a list that tells of all rows, until one of them is changed."""
        with self._transaction() as connection:
            connection.execute(_UNLISTED)
            connection.execute("INSERT INTO listed VALUES (?)", (digest,))

    def _row(self, values: dict[str, Any]) -> IndexRow:
        """A row as it was kept; a damaged database may hold anything."""
        pages, texts = values.pop("pages"), dict(values)
        try:
            sound = all(isinstance(text, str) for text in texts.values()) and isinstance(pages, int)
            report = json.loads(texts.pop("report")) if sound else None
        except (ValueError, RecursionError):
            report = None
        # a name with a folder in it would lead out of the patients' folder
        if not isinstance(report, dict) or not _FILE.fullmatch(texts["file"]):
            raise OutputError(damaged_database(self._path))
        if texts["state"] not in get_args(State):
            raise OutputError(damaged_database(self._path))
        return IndexRow(**texts, pages=pages, report=report)

    def _texts(self, *found: object) -> None:
        """Refuse anything but texts and nothing."""
        if not all(each is None or isinstance(each, str) for each in found):
            raise OutputError(damaged_database(self._path))

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows, in place of those of the same files."""
        with self._transaction():
            for row in rows:
                self._put(row)

    def put_done(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows of files that are there, their plans as last printed, and for whom their ids stand."""
        with self._transaction() as connection:
            for row in rows:
                self._put(row)
                connection.execute(_PUT_PLAN, (row.person.key, row.sheet, row.date, row.plan))
                self._put_person(row.person, row.date)

    def people(self, key: str) -> tuple[Person, ...]:
        """For whom the id with this key was printed; by an older version it may be several people."""
        return tuple(person for person, _ in self._known(key))

    def put_people(self, people: Iterable[tuple[Person, str]]) -> None:
        """Keep for whom ids were printed, in a plan of that date; what is known already is not written."""
        with self.reading():
            new = [(person, date) for person, date in people if self._is_news(person, date)]
        if new:
            with self._transaction():
                for person, date in new:
                    self._put_person(person, date)

    def drop(self, files: Iterable[str]) -> None:
        """Forget files."""
        with self._transaction() as connection:
            connection.execute(_UNLISTED)
            for file in files:
                self.changed.add(file)
                connection.execute("DELETE FROM files WHERE file = ?", (file,))

    def previous(self, patient_id: str, sheet: str, date: str) -> str | None:
        """The plan, as JSON, that was printed last for an earlier date than ``date``; None if there is none.

        A plan that is older than the one printed last is compared with nothing.
        """
        asked = {"id": same_text(patient_id), "sheet": sheet, "on": date}
        with self._told():
            found = self._connection.execute(_PREVIOUS, asked).fetchone()
        self._texts(*(found or ()))
        return found[0] if found else None

    def drop_plans(self, before: str) -> bool:
        """Forget the plans of dates before ``before``, and people who have no later one; were there any?"""
        with self._transaction() as connection:
            connection.execute("DELETE FROM people WHERE date < ?", (before,))
            dropped = connection.execute("DELETE FROM plans WHERE date < ?", (before,)).rowcount
            earlier = "UPDATE plans SET previous = NULL, previous_date = NULL WHERE previous_date < ?"
            return dropped + connection.execute(earlier, (before,)).rowcount > 0

    def packets(self) -> dict[str, str]:
        """The latest date of a plan in each packet, by its path."""
        with self._told():
            found = dict(self._connection.execute("SELECT path, date FROM packets ORDER BY path"))
        self._texts(*found, *found.values())
        return found

    def put_packet(self, path: str, date: str) -> None:
        """Keep the latest date of a plan in a packet."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO packets VALUES (?, ?)", (path, date))

    def drop_packets(self, paths: Iterable[str]) -> None:
        """Forget packets."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM packets WHERE path = ?", ((path,) for path in paths))

    def unknown(self, files: Iterable[str]) -> set[str]:
        """The files of ``files`` that have no row."""
        with self._told():
            # as one text: a row each takes four times as long
            (known,) = self._connection.execute("SELECT group_concat(file, '\n') FROM files").fetchone()
        unknown = {*files}
        unknown.difference_update((known or "").split("\n"))
        return unknown

    def vacuum(self) -> None:
        """Write the database anew, so that nothing of what was forgotten is left in it."""
        with self._told():
            self._connection.execute("VACUUM")

    def _put(self, row: IndexRow) -> None:
        self.changed.add(row.file)
        self._connection.execute(_PUT, _values(row))
        self._connection.execute(_UNLISTED)

    def _known(self, key: str) -> list[tuple[Person, str]]:
        asked = "SELECT name, birth_date, date FROM people WHERE id = ? ORDER BY name, birth_date"
        with self._told():
            found = self._connection.execute(asked, (key,)).fetchall()
        self._texts(*(value for row in found for value in row))
        return [(Person(key, name, born), date) for name, born, date in found]

    def _put_person(self, person: Person, date: str) -> None:
        """Keep for whom an id was printed in place of all that was known of it."""
        person, last = self._merged(person, date)
        self._connection.execute("DELETE FROM people WHERE id = ?", (person.id,))
        values = (person.id, person.name, person.birth_date, last)
        self._connection.execute("INSERT INTO people VALUES (?, ?, ?, ?)", values)

    def _is_news(self, person: Person, date: str) -> bool:
        """Whether it is more than another way to write what is known."""
        match self._known(person.key):
            case [(known, last)]:
                learnt = bool(person.birth_date) and not known.birth_date
                return date > last or learnt or not known.agrees(person)
            case _:
                return True

    def _merged(self, person: Person, date: str) -> tuple[Person, str]:
        """The patient with what was known before, and the last date; a birth date not said again stays."""
        known = self._known(person.key)
        born = person.birth_date or next((each.birth_date for each, _ in known if each.birth_date), "")
        return Person(person.key, person.name, born), max([date, *(on for _, on in known)])

    def _make_tables(self) -> None:
        with self._told():
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            hint = say("patients.use-clinicpress-made")
            raise OutputError(
                Problem(say("patients.made-newer-clinicpress", path=self._path.as_posix()), hint)
            )
        if version < VERSION:
            with self._transaction() as connection:
                if version == 0 and connection.execute("SELECT name FROM sqlite_master").fetchone():
                    raise OutputError(not_ours(self._path))
                for table in _TABLES if version == 0 else ():
                    connection.execute(table)
                if version < 2:
                    connection.execute(_PEOPLE)
                connection.execute(_LISTED)
                connection.execute(_STATES)
                if version == 1:
                    try:
                        self._upgrade()
                    except (TypeError, AttributeError) as error:  # values of other types than were kept
                        raise OutputError(damaged_database(self._path)) from error
                connection.execute(f"PRAGMA user_version = {VERSION}")

    def _upgrade(self) -> None:
        """From version 1, which kept no plan with a file, nor for whom an id had been printed."""
        connection = self._connection
        connection.execute("ALTER TABLE files ADD COLUMN plan TEXT NOT NULL DEFAULT ''")
        plans = {(same_text(row["id"]), row["sheet"]): row for row in connection.execute(_ALL_PLANS)}
        connection.execute("DELETE FROM plans")
        for (key, _), row in plans.items():
            connection.execute("INSERT INTO plans VALUES (?, ?, ?, ?, ?, ?)", (key, *tuple(row)[1:]))
        people: dict[Person, str] = {}
        for row in connection.execute(
            "SELECT * FROM files WHERE state = 'done' ORDER BY date, file"
        ).fetchall():
            person = Person(same_text(row["id"]), row["name"], row["birth_date"])
            found = next((each for each in people if each.id == person.id and each.agrees(person)), person)
            day = max(row["date"], people.pop(found, ""))
            people[replace(person, birth_date=person.birth_date or found.birth_date)] = day
            plan = plans.get((person.id, row["sheet"]))
            if plan is not None and _is_plan_of(plan["plan"], row):
                connection.execute("UPDATE files SET plan = ? WHERE file = ?", (plan["plan"], row["file"]))
        values = [(person.id, person.name, person.birth_date, day) for person, day in people.items()]
        connection.executemany("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?)", values)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Many questions in a row cost less here: the database is locked once for all of them."""
        with self._told():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with self._told():
                # a damaged database may have ended it already
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")

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


def _is_plan_of(plan: str, row: sqlite3.Row) -> bool:
    """Whether a plan, as JSON, is the one that a file of version 1 was made from."""
    try:
        said = json.loads(plan)
        return (said["patient"]["name"], said["date"], said["lang"]) == (
            row["name"],
            row["date"],
            row["language"],
        )
    except (ValueError, LookupError, TypeError):
        return False


def _values(row: IndexRow) -> tuple[str | int, ...]:
    return (
        row.file, row.id, row.name, row.birth_date, row.sheet, row.language, row.date, row.inputs,
        row.output, row.pages, json.dumps(row.report, sort_keys=True), row.state, row.plan,
    )  # fmt: skip
