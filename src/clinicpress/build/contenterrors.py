"""Errors of the check that keep a document from being printed.

What was found is kept in the cache until a file of the workspace is other, or clinicpress itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from clinicpress.build.inputs import document_of, exercises_of
from clinicpress.build.jobs import Job
from clinicpress.content.models.library import Library, Loaded, region_id
from clinicpress.messages import catalogue_bytes
from clinicpress.problems import Problem, Source
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.digests import digest_of, engine_digest

# No rule that finds errors asks what day it is.
_NO_DAY = date.min
Found = Mapping[str, tuple[Problem, ...]]


def _errors_in(data: bytes) -> tuple[Problem, ...]:
    return tuple(
        Problem(str(message), str(hint), Source(str(path), int(line), int(column)))
        for path, line, column, message, hint in json.loads(data)
    )


def _as_rows(errors: tuple[Problem, ...]) -> bytes:
    sources = ((problem, problem.source or Source("")) for problem in errors)
    rows = [[at.path, at.line, at.column, problem.message, problem.hint] for problem, at in sources]
    return json.dumps(rows).encode()


ERRORS = CacheKind("errors", _errors_in, _as_rows)


class ContentErrors:
    """The errors of a library's files, looked for when they are first asked for."""

    def __init__(self, library: Library, cache: Cache) -> None:
        self._library, self._cache = library, cache
        self._found: Found | None = None

    def of_document(self, job: Job) -> tuple[Problem, ...]:
        """The errors of a document, of its exercises, its layout, the brand and the clinic."""
        found = self._all()
        if not found:
            return ()
        library = self._library
        files: list[Loaded[Any]] = [
            document_of(library, job), library.clinic, library.brands[library.clinic.model.brand],
            library.layouts[job.layout], *(library.exercises[name] for name in exercises_of(library, job)),
        ]  # fmt: skip
        return self._in(found, files)

    def of_exercises(self, names: Iterable[str]) -> tuple[Problem, ...]:
        """The errors of exercises that a plan adds, and of the warnings of their regions."""
        found, library = self._all(), self._library
        if not found:
            return ()
        added = [library.exercises[name] for name in names if name in library.exercises]
        regions = dict.fromkeys(region_id(region) for each in added for region in each.model.works)
        warnings = [library.warnings[region] for region in regions if region in library.warnings]
        return self._in(found, [*added, *warnings])

    def _in(self, found: Found, files: Iterable[Loaded[Any]]) -> tuple[Problem, ...]:
        return tuple(problem for file in files for problem in found.get(file.path, ()))

    def _all(self) -> Found:
        if self._found is None:
            key, look = self._key(), lru_cache(maxsize=1)(self._looked_for)
            errors = self._cache.get(ERRORS, key, look)
            if errors:
                # they are texts: kept until the wording is another one
                errors = self._cache.get(ERRORS, f"{key} {digest_of(catalogue_bytes())}", look)
            self._found = _by_path(errors)
        return self._found

    def _key(self) -> str:
        """A digest of all that the errors follow from."""
        return f"{engine_digest()} {self._library.digest}"

    def _looked_for(self) -> tuple[Problem, ...]:
        # rules and their lists of words are loaded only when something has changed
        from clinicpress.checking.catalog import RULES  # noqa: PLC0415
        from clinicpress.checking.scoping import scope_of  # noqa: PLC0415
        from clinicpress.checking.sifting import look_at  # noqa: PLC0415
        from clinicpress.checking.subject import Severity  # noqa: PLC0415

        scope = scope_of(self._library, _NO_DAY)
        rules = [rule for rule in RULES if rule.worst is Severity.ERROR]
        standing = look_at(scope.subjects, scope, rules).standing
        return tuple(
            Problem(f"{found.found} [{found.rule}]", found.instead, found.place)
            for found in standing
            if found.severity is Severity.ERROR
        )


def _by_path(rows: Iterable[Problem]) -> Found:
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in rows:
        assert problem.source is not None
        found[problem.source.path] = (*found.get(problem.source.path, ()), problem)
    return found
