"""A new workspace: a copy of the starter, the schemas for editors, and a .gitignore."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from clinicpress.content.disk import MAX_ID, id_fault, nearest_id
from clinicpress.content.jsonschema import MODELS, json_schema
from clinicpress.content.models.base import Region
from clinicpress.content.models.library import region_id
from clinicpress.content.suggest import near
from clinicpress.content.workspace import starter, usable
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem, UsageError
from clinicpress.store.files import make_folder, write_if_changed
from clinicpress.store.regular import is_file, is_link, is_named, is_there, read_regular, read_text

TEMPLATES = Path(__file__).parent.parent / "templates"
FOLDER_OF: Mapping[str, str] = {
    "exercise": "content/exercises",
    "handout": "content/handouts",
    "sheet": "content/sheets",
    "warnings": "content/warnings",
    "layout": "assets/layouts",
    "brand": "assets/brands",
}
NEEDS_EXERCISE = ("handout", "sheet")
_REGIONS = tuple(region_id(region) for region in get_args(Region))
_ARTICLE: Mapping[str, str] = {"exercise": "an"}


def new_file(root: Path, kind: str, name: str) -> Path:
    """Write a file of ``kind`` named ``name`` into the workspace at ``root``; give its path.

    Raises:
        UsageError: if the name cannot be one, or there is such a file.
        ContentError: if the file would need an exercise, and there is none yet.
        OutputError: if it cannot be written.
    """
    if id_fault(name):
        article, better = _ARTICLE.get(kind, "a"), nearest_id(name)
        hint = say("tasks.name-characters", most=MAX_ID)
        if better:
            hint = say("tasks.name-characters-such-as", most=MAX_ID, name=better)
        raise UsageError(Problem(say("tasks.cannot-be-name", name=name, article=article, kind=kind), hint))
    path = root / FOLDER_OF[kind] / f"{name}.yaml"
    if is_there(path):
        message = say("tasks.already-exists", path=path.relative_to(root).as_posix())
        raise UsageError(Problem(message, say("tasks.choose-another-name")))
    if kind == "warnings" and name not in _REGIONS:
        raise UsageError(Problem(say("tasks.no-region", name=name), near(name, _REGIONS)))
    text = read_text(TEMPLATES / f"{kind}.yaml")
    text = text.replace("@ID@", name).replace("@TITLE@", name.replace("-", " ").capitalize())
    if kind in NEEDS_EXERCISE:
        text = text.replace("@EXERCISE@", _some_exercise(root))
    write_if_changed(path, text.encode())
    return path


def _some_exercise(root: Path) -> str:
    names = sorted(
        path.stem for path in (root / "content" / "exercises").glob("*.yaml") if "." not in path.stem
    )
    if not names:
        problem = Problem(
            say("tasks.sheet-lists-exercises"), say("tasks.run-clinicpress-new-exercise-id-first")
        )
        raise ContentError(problem)
    return names[0]


COPIED = ("content", "assets")
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
                say("tasks.already-exists-and-not-empty", folder=folder.as_posix()),
                say("tasks.name-folder-new-or-empty"),
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
    for top in COPIED:
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
