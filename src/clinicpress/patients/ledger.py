"""Keeps the index of patients' files in step with a run: no file is written before it has a row.

Rows are kept for many chunks at once, since each transaction waits for the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from clinicpress.patients.crew import Chunk, MadeChunk
from clinicpress.patients.folder import PatientFolder, Written
from clinicpress.patients.index import Row

# Chunks of one transaction: what of them was made is made again after a run that was killed.
TOGETHER = 8


class Ledger:
    """The rows of one run. Only tasks that write a file have one."""

    def __init__(
        self, patients: PatientFolder, rows: Mapping[str, Row], chunks: Sequence[Chunk], *, files: bool
    ) -> None:
        self._patients, self._rows, self._chunks, self._files = patients, rows, chunks, files
        self._asked = self._begun = 0
        self._open: set[str] = set()
        self._written: list[Written] = []
        self._failed: list[str] = []

    def begin(self, chunk: Chunk) -> None:
        """Keep the rows of the next chunk, and of some after it, before any of their files is written."""
        self._asked += 1
        if not self._files or self._asked <= self._begun:
            return
        ahead = self._chunks[self._begun : self._begun + TOGETHER]
        assert ahead[0] is chunk
        self._begun += len(ahead)
        files = [task.file for each in ahead for task in each if task.write]
        self._open.update(files)
        self._patients.begin([self._rows[file] for file in files])

    def end(self, chunk: Chunk, made: MadeChunk) -> None:
        """Take down what came of a chunk."""
        if not self._files:
            return
        self._written += (plan.written for plan in made.plans if plan.written is not None)
        self._failed += (
            task.file
            for task, plan in zip(chunk, made.plans, strict=True)
            if plan.outcome.status == "failed" and task.write
        )
        if len(self._written) + len(self._failed) >= TOGETHER * len(chunk):
            self._keep()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """At the end keep what was taken down; what was not made after all is as before."""
        try:
            yield
        finally:
            self._keep()
            if self._open:
                self._patients.withdraw(sorted(self._open))

    def _keep(self) -> None:
        if self._written:
            self._patients.finish(self._written)
        if self._failed:
            self._patients.withdraw(self._failed)
        self._open -= {*(written.file for written in self._written), *self._failed}
        self._written, self._failed = [], []
