"""A new workspace: a copy of the starter, the schemas for editors, and a .gitignore."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from clinicpress.files import make_folder, write_if_changed
from clinicpress.problems import Problem, UsageError
from clinicpress.reading.schema import MODELS, json_schema
from clinicpress.reading.workspace import starter

FOLDERS = ("content", "assets")
# Of content/patients/ only what is made up may travel: a real plan never leaves its clinic.
PATIENTS, SHAREABLE = "content/patients/", ("content/patients/README.md", "content/patients/example-")
GITIGNORE = """\
# What clinicpress makes, and what it keeps to be faster.
output/*
!output/.gitkeep
.cache/
# Patients never go into git.
content/patients/*
!content/patients/README.md
!content/patients/example-*
"""


def copy_starter(folder: Path) -> tuple[Path, ...]:
    """Make ``folder`` a workspace; give the files that were written.

    Raises:
        UsageError: if it is a file, or a folder with something in it.
        OutputError: if it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            Problem(f"{folder.as_posix()} is there and not empty", "name a folder that is new or empty")
        )
    make_folder(folder)
    written = []
    for name, data in _contents():
        write_if_changed(folder / name, data)
        written.append(folder / name)
    return tuple(written)


def _contents() -> Iterator[tuple[str, bytes]]:
    source = starter()
    for top in FOLDERS:
        for path in sorted((source / top).rglob("*")):
            name = path.relative_to(source).as_posix()
            if path.is_file() and not path.is_symlink() and _travels(name):
                yield name, path.read_bytes()
    yield "output/.gitkeep", b""
    yield ".gitignore", GITIGNORE.encode()
    yield from schema_files()


def schema_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of each schema that the files of a workspace name for editors."""
    for kind in MODELS:
        yield f"schemas/{kind}.json", (json.dumps(json_schema(kind), indent=2) + "\n").encode()


def _travels(name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    return not hidden and (not name.startswith(PATIENTS) or name.startswith(SHAREABLE))
