"""The files of a workspace as subjects of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from clinicpress.checking.rule import Kind
from clinicpress.checking.subject import Subject
from clinicpress.checking.textfile import TextFile
from clinicpress.model.library import Library, Loaded
from clinicpress.reading.disk import read_bytes
from clinicpress.reading.yaml_text import MAX_BYTES, decode


def subjects_of(library: Library) -> tuple[Subject, ...]:
    """Every file of the workspace itself; those of the starter that stand behind it are not its own."""
    return tuple(subject for kind, each in _loaded(library) for subject in _subject(library, kind, each))


def _loaded(library: Library) -> Iterator[tuple[Kind, Loaded[Any]]]:
    yield "clinic", library.clinic
    kinds: Iterable[tuple[Kind, Iterable[Loaded[Any]]]] = (
        ("brand", library.brands.values()),
        ("layout", library.layouts.values()),
        ("exercise", library.exercises.values()),
        ("handout", library.handouts.values()),
        ("sheet", library.sheets.values()),
    )
    for kind, found in kinds:
        yield from ((kind, each) for each in found)


def _subject(library: Library, kind: Kind, loaded: Loaded[Any]) -> Iterator[Subject]:
    path = library.root / loaded.path
    if not path.is_relative_to(library.root) or not path.is_file():
        return
    data = read_bytes(path, library.root, MAX_BYTES)
    # one that was changed since it was read has other places: its turn comes with the next run
    if isinstance(data, bytes):
        yield Subject(kind, loaded.id, loaded, text_file(loaded.path, data))


def text_file(path: str, data: bytes) -> TextFile:
    """The text of a file that was read before, with LF at the ends of lines."""
    text = decode(data, path).replace("\r\n", "\n").replace("\r", "\n")
    return TextFile(path, text)
