"""Deletion of patients' files that are no longer needed, and of all that the index knows of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from clinicpress.patients.filelist import patients_folder
from clinicpress.patients.folder import INDEX, PACKETS, WAIT, PatientFolder
from clinicpress.problems import Problem
from clinicpress.records import dataclass
from clinicpress.store.regular import is_file, is_there


@dataclass(frozen=True, slots=True)
class Purged:
    """What was deleted, or would be: ``plans`` and ``packets``; how many plans are ``kept``.

    ``strays`` are PDFs that the index does not know; nobody can say how old they are, so they are left alone.
    """

    plans: tuple[Path, ...] = ()
    packets: tuple[Path, ...] = ()
    kept: int = 0
    strays: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def purge(
    out: Path,
    before: date,
    *,
    dry_run: bool = False,
    wait: float = WAIT,
    waiting: Callable[[], None] = lambda: None,
) -> Purged:
    """Delete what is of plans dated before ``before`` in the output folder ``out``; an empty one is fine.

    A packet goes when the latest plan in it is that old. A file that cannot be deleted keeps its row, and is
    a problem. With ``dry_run``, only say what would be deleted.

    Raises:
        OutputError: if another run holds the folder, or its index cannot be used.
    """
    folder, day = patients_folder(out), before.isoformat()
    if not is_file(folder / INDEX):
        return Purged(strays=(*sorted(folder.glob("*.pdf")), *sorted((out / PACKETS).glob("*.pdf"))))
    with PatientFolder.open(folder, wait=wait, waiting=waiting, readonly=dry_run) as patients:
        files = patients.index.dated_before(day)
        packets = [path for path, latest in patients.packets().items() if latest < day]
        problems: tuple[Problem, ...] = ()
        if not dry_run:
            # files first: a purge that is killed leaves rows without files, and the next one ends it
            problems = (*patients.forget(files), *patients.forget_packets(packets))
            if patients.index.drop_plans(day) or files or packets:
                patients.index.vacuum()
        plans = [patients.path(file) for file in files]
        kept = len({*patients.index.files("done")}.difference(files if dry_run else ()))
        return Purged(
            plans=tuple(path for path in plans if dry_run or not is_there(path)),
            packets=tuple(path for path in packets if dry_run or not is_there(path)),
            kept=kept,
            strays=patients.strays(),
            problems=problems,
        )
