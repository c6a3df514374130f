"""Writes fictional patients' files in chunks, as a batch does; run as a program so that it can be killed.

``python patient_writer.py FOLDER FIRST LAST``: in each round from FIRST to LAST every file is made anew.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from clinicpress.patients.filelist import private_name
from clinicpress.patients.folder import PatientFolder, Written
from clinicpress.patients.index import IndexRow
from clinicpress.problems import ClinicpressError
from clinicpress.store.digests import digest_of
from clinicpress.store.files import write_private

KEY = bytes(range(32))
PLANS, CHUNK = 24, 6


def sample_row(
    number: int = 1,
    *,
    name: str = "",
    birth_date: str = "1980-05-02",
    date: str = "2026-11-22",
    inputs: str = "first",
) -> IndexRow:
    """The row of a fictional patient's file that is not written yet."""
    patient_id = f"EX-{number:04}"
    file = f"{private_name(KEY, patient_id, 'sciatica', 'en')}.pdf"
    name = name or f"Pat Example {number}"
    return IndexRow(file, patient_id, name, birth_date, "sciatica", "en", date, inputs)


def mode(path: Path) -> int:
    """The mode of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def message(error: ClinicpressError) -> str:
    """The one thing that went wrong; it has a hint."""
    (problem,) = error.problems
    assert problem.hint
    return problem.message


def content(row: IndexRow) -> bytes:
    """What stands in the file of a row: other bytes for other inputs, of a size that takes several writes."""
    return f"%PDF {row.file} {row.inputs} ".encode() * 3_000


def write_rows(patients: PatientFolder, rows: list[IndexRow]) -> int:
    """Write what is not up to date; how many files that were."""
    stale = [row for row in rows if patients.current(row.file, row.inputs) is None]
    for start in range(0, len(stale), CHUNK):
        chunk = stale[start : start + CHUNK]
        patients.begin(chunk)
        for row in chunk:
            write_private(patients.path(row.file), content(row))
        patients.finish([written(row) for row in chunk])
    return len(stale)


def written(row: IndexRow) -> Written:
    """What is told of a row's file when it is written; its plan names its date and inputs."""
    return Written(row.file, digest_of(content(row)), 1, {"size": 12}, f"{row.date} {row.inputs}")


def rounds(first: int, last: int) -> Iterator[list[IndexRow]]:
    """The rows of each round."""
    for number in range(first, last + 1):
        yield [sample_row(plan, inputs=f"round {number}") for plan in range(PLANS)]


def main(folder: Path, first: int, last: int) -> None:
    """Write all rounds, each as a run of its own."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for rows in rounds(first, last):
        with PatientFolder.open(folder) as patients:
            write_rows(patients, rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
