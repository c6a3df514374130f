"""A new workspace: a copy of the starter, the schemas for editors, and a .gitignore."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from clinicpress.files import make_folder, write_if_changed
from clinicpress.problems import Problem, UsageError
from clinicpress.reading.schema import MODELS, json_schema
from clinicpress.reading.workspace import starter, usable
from clinicpress.regular import is_file, is_link, is_named, read_regular

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
    usable(folder.absolute())
    if is_named(folder) and not _is_empty(folder):
        raise UsageError(
            Problem(
                f"{folder.as_posix()} already exists and is not empty", "name a folder that is new or empty"
            )
        )
    make_folder(folder)
    written = []
    for name, data in _contents():
        write_if_changed(folder / name, data)
        written.append(folder / name)
    return tuple(written)


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:  # it is a file, a link that leads nowhere, or may not be looked into
        return False


def _contents() -> Iterator[tuple[str, bytes]]:
    source = starter()
    for top in FOLDERS:
        for path in sorted((source / top).rglob("*")):
            name = path.relative_to(source).as_posix()
            if is_file(path) and not is_link(path) and _travels(name):
                yield name, read_regular(path)
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
