"""Titles of everything in a workspace: fast, without schemas and unchecked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from clinicpress.content.disk import MAX_BYTES, read_bytes, yaml_files
from clinicpress.content.workspace import starter
from clinicpress.content.yaml.text import first_text
from clinicpress.problems import Problem

KINDS = ("exercises", "handouts", "sheets", "warnings", "layouts", "brands")
_FOLDERS = {
    "exercises": "content/exercises",
    "handouts": "content/handouts",
    "sheets": "content/sheets",
    "warnings": "content/warnings",
    "layouts": "assets/layouts",
    "brands": "assets/brands",
}
# A layout has no title; what it is for says most about it. Warnings are called by their region.
_KEYS = {"layouts": "kind", "brands": "name", "warnings": ""}


class Titled(NamedTuple):
    """A content file; ``title`` is None where the file cannot be read or has none."""

    id: str
    title: str | None
    path: Path


def titles(root: Path, kind: str) -> Iterator[Titled]:
    """All of one of the `KINDS` in the workspace at ``root``, by id.

    Layouts, brands and warnings of the starter follow where the workspace has none of the same id. What a
    layout is for or the name of a brand stands for a title.
    """
    roots = [root, starter()] if kind in _KEYS else [root]
    found: dict[str, Titled] = {}
    for at in roots:
        for named in yaml_files(at / _FOLDERS[kind], at):
            if not isinstance(named, Problem) and named.id not in found:
                data = read_bytes(named.path, at, MAX_BYTES)
                key = _KEYS.get(kind, "title")
                text = None if isinstance(data, Problem) or not key else first_text(data, key)
                found[named.id] = Titled(named.id, text, named.path)
    yield from (found[id] for id in sorted(found))  # noqa: A001
