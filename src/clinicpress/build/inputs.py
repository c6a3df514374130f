"""Inputs of files, recorded while they are made: one whose inputs have not changed is not made again.

The record of a job names all that was looked up in the library, found or not, and holds a digest of the state
of each. As long as these are the same, making the file again would look up the same and give the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from clinicpress.build.illustrating import illustration_digests
from clinicpress.build.jobs import Job
from clinicpress.content.blocktypes.illustrations import ExerciseBlock
from clinicpress.content.models.documents import Handout, Sheet
from clinicpress.content.models.library import ALL, NO_SHEET, Dependency, Library, Loaded
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.digests import digest_of, digest_of_file, engine_digest

# What was looked up, and the digest of its state and of the job.
InputRecord = tuple[tuple[Dependency, ...], str]


def _record_in(data: bytes) -> InputRecord:
    opened, inputs = json.loads(data)
    return tuple((str(kind), str(name)) for kind, name in opened), str(inputs)


INPUTS = CacheKind("inputs", _record_in)


class DependencyNotes:
    """Takes the notes of a library. Those of a block of code belong to the blocks around it, too."""

    def __init__(self) -> None:
        self._blocks: list[set[Dependency]] = []

    def __call__(self, looked_up: Dependency) -> None:
        """Note what was looked up; outside of all blocks it is not noted."""
        for block in self._blocks:
            block.add(looked_up)

    @contextmanager
    def taken(self) -> Iterator[set[Dependency]]:
        """Collect what is looked up in the context."""
        block: set[Dependency] = set()
        self._blocks.append(block)
        try:
            yield block
        finally:
            self._blocks.pop()


def known_inputs(library: Library, job: Job, cache: Cache, use: str = "document") -> str:
    """Digest of all that the file of ``job`` was made from last; empty if it is not known, or out of date.

    ``use`` tells apart what is made of one job: the ``document``, and patients' copies of it, ``plans``.
    """
    opened, inputs = cache.recall(INPUTS, _asked(job, use)) or ((), "")
    return inputs if inputs and inputs == _digest(library, job, opened) else ""


def record_inputs(
    library: Library, job: Job, cache: Cache, opened: Iterable[Dependency], use: str = "document"
) -> str:
    """Keep what was looked up to make the file of ``job``; the digest of it all."""
    found = (tuple(sorted(opened)), _digest(library, job, opened))
    if cache.recall(INPUTS, _asked(job, use)) != found:
        cache.keep(INPUTS, _asked(job, use), found)
    return found[1]


def _asked(job: Job, use: str) -> str:
    return json.dumps([use, asdict(job) | {"output": None}], sort_keys=True)


def _digest(library: Library, job: Job, opened: Iterable[Dependency]) -> str:
    states = [[kind, name, _state(library, kind, name)] for kind, name in sorted(opened)]
    # what other packages draw is told apart by what comes of it
    drawn = illustration_digests(document_of(library, job).model, job.ink)
    inputs = [engine_digest(), library.clinic.digest, states, _asked(job, ""), drawn]
    return digest_of(json.dumps(inputs, sort_keys=True).encode())


def _state(library: Library, kind: str, name: str) -> str:
    """A digest of what is looked up under a name; empty if there is nothing, or it cannot be read."""
    if kind == "files":
        try:
            return digest_of_file(library.asset(name))
        except OSError:
            return ""  # a typeface of a package, or a file whose absence the build reports
    if name == ALL:
        return json.dumps(sorted(getattr(library, kind)))
    found: Loaded[Sheet] | None = getattr(library, kind).get(name)
    return found.digest if found is not None else ""


def exercises_of(library: Library, job: Job) -> Iterator[str]:
    """The ids of the exercises that the document of ``job`` shows."""
    document = document_of(library, job).model
    if isinstance(document, Sheet):
        yield from (use.exercise for use in document.exercises)
    else:
        yield from (block.exercise for block in document.blocks if isinstance(block, ExerciseBlock))


def document_of(library: Library, job: Job) -> Loaded[Handout] | Loaded[Sheet]:
    """The handout or sheet that ``job`` is about."""
    if job.kind == "handout":
        return library.handouts[job.id]
    return library.sheets[job.id] if job.id else NO_SHEET
