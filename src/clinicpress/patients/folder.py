"""The folder of patients' files: its lock, what is begun and done in it, and the list for staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from clinicpress.messages import say
from clinicpress.patients.filelist import is_patient_list, patient_list, updated_list
from clinicpress.patients.index import Index, IndexRow
from clinicpress.problems import OutputError, Problem
from clinicpress.proof.origin import is_pdf, may_be_replaced, not_ours
from clinicpress.records import dataclass
from clinicpress.store.digests import digest_of, digest_of_file
from clinicpress.store.files import locked, private_folder, remove, sweep, write_if_changed
from clinicpress.store.regular import is_file, is_link, is_there, names_in, read_regular

INDEX, LIST, LOCK = "index.sqlite", "index.csv", ".lock"
PACKETS = "packets"
# Seconds that a run waits for another one.
WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: digest of its bytes, its pages, what the fit did, its plan as JSON."""

    file: str
    output: str
    pages: int
    report: Mapping[str, Any]
    plan: str


class PatientFolder:
    """The patients' files of an output folder, for the one run that holds its lock.

    ``index`` says whose each file is; files are begun, finished and forgotten here. Every change raises
    OutputError if the index cannot be written.
    """

    def __init__(self, folder: Path, index: Index) -> None:
        self.folder = folder
        self.index = index
        self._begun: dict[str, IndexRow] = {}
        self._former: dict[str, IndexRow | None] = {}
        self._listed = index.listed()
        self._names = names_in(folder)

    @classmethod
    @contextmanager
    def open(
        cls,
        folder: Path,
        *,
        wait: float = WAIT,
        waiting: Callable[[], None] = lambda: None,
        readonly: bool = False,
    ) -> Iterator[PatientFolder]:
        """The folder ``folder``, made if it is new, and locked for as long as the context lasts.

        ``waiting`` is called once if another run holds it; after ``wait`` seconds that is an error. What a
        killed run left half-done is cleared away, unless ``readonly``; then nothing but the lock is written.
        At the end the list for staff is brought up to date; if it is already, nothing is written.

        Raises:
            OutputError: if it is no real folder, is held by another run, or its index cannot be used.
        """
        private_folder(folder)
        if not is_there(folder / INDEX) and is_there(folder / LIST) and not is_patient_list(folder / LIST):
            raise OutputError(not_ours(folder / LIST))
        with locked(folder / LOCK, wait, waiting), Index.open(folder / INDEX) as index:
            patients = cls(folder, index)
            if readonly:
                yield patients
                return
            patients._clear()
            try:
                yield patients
            except BaseException:
                # what was finished before is told, but not in place of what went wrong
                with suppress(OutputError):
                    patients._write_list()
                raise
            patients._write_list()

    def path(self, file: str) -> Path:
        """Where a file is; it is written with `clinicpress.store.files.write_private`."""
        return self.folder / file

    def current(self, file: str, inputs: str) -> IndexRow | None:
        """The row of a finished file that was made from ``inputs`` and still has the bytes it had then."""
        row = self.index.finished(file)
        return row if row is not None and row.inputs == inputs and self.as_written(file) else None

    def as_written(self, file: str) -> bool:
        """Whether a finished file has the bytes that were written; what a link leads to is not that file."""
        row, path = self.index.finished(file), self.path(file)
        try:
            return row is not None and not is_link(path) and digest_of_file(path) == row.output
        except OSError:
            return False

    def begin(self, rows: Sequence[IndexRow]) -> None:
        """Keep rows of files that are about to be written, in one transaction; call it before writing any."""
        begun = [replace(row, output="", state="writing") for row in rows]
        with self.index.reading():
            former = {row.file: self.index.finished(row.file) for row in begun}
        self.index.put(begun)
        self._former = former | self._former
        self._begun |= {row.file: row for row in begun}

    def finish(self, written: Sequence[Written]) -> None:
        """Keep files that were begun and written as done, in one transaction.

        Their plans become those that later ones are compared with. The files are not flushed to the disk one
        by one, which takes as long as making them: what a power cut takes away is seen by its digest, and
        made again.

        Raises:
            OutputError: if a file is not there; then none of them is done.
        """
        gone = [found.file for found in written if not is_file(self.path(found.file))]
        if gone:
            hint = say("patients.another-program-has-removed")
            raise OutputError(
                Problem(say("patients.does-not-exist", path=self.path(file).as_posix()), hint)
                for file in gone
            )
        done = [self._done(found) for found in written]
        self.index.put_done(done)
        for row in done:
            del self._begun[row.file]
            self._former.pop(row.file, None)

    def withdraw(self, files: Sequence[str]) -> None:
        """Take back files that were begun and are not done: each is again as it was, if it is still there."""
        former = [row for file in files if (row := self._former.pop(file, None)) is not None]
        restored = [row for row in former if is_file(self.path(row.file))]
        self.index.put(restored)
        gone = (file for file in files if not is_file(self.path(file)))
        self._drop(file for file in gone if self.index.finished(file) is None)

    def forget(self, files: Iterable[str]) -> tuple[Problem, ...]:
        """Delete files and their rows; a problem for each that could not be deleted, and keeps its row."""
        gone, problems = _removed((file, self.path(file)) for file in files)
        self._drop(gone)
        return problems

    def strays(self) -> tuple[Path, ...]:
        """PDFs in the folder, and packets beside it, of which the index does not know."""
        # a folder of many files is looked through once: what this run has written has a row
        unknown = sorted(name for name in self.index.unknown(self._names) if name.endswith(".pdf"))
        files = (path for path in map(self.path, unknown) if is_there(path))
        packets = set(self.packets())
        return (
            *files,
            *sorted(path for path in (self.folder.parent / PACKETS).glob("*.pdf") if path not in packets),
        )

    def record_packet(self, path: Path, date: str) -> None:
        """Keep the latest date of a plan in the packet ``path``; call it before the packet is written."""
        name = self._packet_name(path)
        if self.index.packets().get(name) != date:
            self.index.put_packet(name, date)

    def packets(self) -> dict[Path, str]:
        """The latest date of a plan in each packet."""
        return {self.folder.parent / name: date for name, date in self.index.packets().items()}

    def forget_packets(self, paths: Iterable[Path]) -> tuple[Problem, ...]:
        """Delete packets and then what is kept of them; a problem for each that could not be deleted.

        What another program has put in the place of one is a problem too, and stays.
        """
        all_of_them = tuple(paths)
        strange = [path for path in all_of_them if is_pdf(path) and not may_be_replaced(path, "packet")]
        ours = (path for path in all_of_them if path not in strange)
        gone, problems = _removed((self._packet_name(path), path) for path in ours)
        self.index.drop_packets(gone)
        return (*problems, *map(_no_packet, strange))

    def _done(self, found: Written) -> IndexRow:
        return replace(
            self._begun[found.file],
            output=found.output,
            pages=found.pages,
            report=found.report,
            state="done",
            plan=found.plan,
        )

    def _drop(self, files: Iterable[str]) -> None:
        gone = list(files)
        if gone:
            self.index.drop(gone)
        for file in gone:
            self._begun.pop(file, None)

    def _clear(self) -> None:
        """Clear away what a killed run left: temporary files, and rows whose file was never written."""
        sweep(self.folder, self._names)
        packets = self.folder.parent / PACKETS
        sweep(packets, names_in(packets))
        self._drop(file for file in self.index.files("writing") if not is_file(self.path(file)))

    def _packet_name(self, path: Path) -> str:
        """A packet's path, from the output folder if it is in it: a workspace that is moved keeps them."""
        out = self.folder.parent.absolute()
        whole = path.absolute()
        return whole.relative_to(out).as_posix() if whole.is_relative_to(out) else whole.as_posix()

    def _write_list(self) -> None:
        if is_link(self.path(LIST)):
            # what it leads to is somebody else's
            remove(self.path(LIST))
        data = self._list_as_written()
        if data is not None and not self.index.changed:
            return
        data = None if data is None else self._updated_list(data)
        data = patient_list(self.index.rows()) if data is None else data
        write_if_changed(self.path(LIST), data, private=True)
        self.index.put_listed(digest_of(data))

    def _list_as_written(self) -> bytes | None:
        """The list for staff, if it tells of all rows as they were when this run began."""
        try:
            data = read_regular(self.path(LIST)) if self._listed is not None else b""
        except OSError:
            return None
        return data if digest_of(data) == self._listed else None

    def _updated_list(self, data: bytes) -> bytes | None:
        """The list brought up to date in what this run has changed; None if it has to be made anew."""
        files = self.index.changed
        with self.index.reading():
            rows = (row for file in sorted(files) if (row := self.index.finished(file)) is not None)
            return updated_list(data, files, rows)


def _no_packet(path: Path) -> Problem:
    hint = say("patients.look-and-delete-yourself-if-shows")
    return Problem(say("patients.no-longer-clinicpress-packet", path=path.as_posix()), hint)


def _removed(files: Iterable[tuple[str, Path]]) -> tuple[list[str], tuple[Problem, ...]]:
    """Delete files; the names of those that are gone, and a problem for each that is not."""
    gone: list[str] = []
    problems: list[Problem] = []
    for name, path in files:
        try:
            remove(path)
            gone.append(name)
        except OutputError as error:
            problems.extend(error.problems)
    return gone, tuple(problems)
