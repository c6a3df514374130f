"""The files that tables of patients come from: what reads a file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from clinicpress.content.tables.csvfile import CsvTable, read_table
from clinicpress.problems import Problem

Reader = Callable[[Path, Path], CsvTable | tuple[Problem, ...]]
# A new source of patients is a reader in a file of its own, and a row here.
READERS: Mapping[str, Reader] = {
    ".csv": read_table,
}


def read_source(path: Path, root: Path) -> CsvTable | tuple[Problem, ...]:
    """Read the table at ``path``, in the workspace at ``root`` or outside of it; as CSV if nothing else can.

    The problems come back alone if there is no telling rows. Never raises for what the file says.
    """
    return READERS.get(path.suffix.lower(), read_table)(path, root)
