"""Makes a plan again, as it would be made today, and compares a finished file with it.

A file whose bytes are those that were written was proved then: only what has changed since is told. Of any
other file each page has to say the same and look the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from functools import cached_property
from operator import sub
from typing import Literal

import pypdfium2

from clinicpress.build.bodies import Bodies
from clinicpress.build.jobs import Outcome, Request
from clinicpress.build.press import Press
from clinicpress.composing.furniture import VERSION_DIGITS
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library
from clinicpress.content.models.people import plan_key
from clinicpress.content.planfiles import former_plan
from clinicpress.content.tables.orders import Entry
from clinicpress.messages import linked, say
from clinicpress.patients.folder import PatientFolder
from clinicpress.patients.making import PlanPress, behind
from clinicpress.patients.planning import Planned, Planner, PlanRequest, Since, Task
from clinicpress.problems import ClinicpressError
from clinicpress.proof.appearance import different_pages
from clinicpress.proof.identity import PageIdentity, PageProver
from clinicpress.records import dataclass
from clinicpress.store.cache import workspace_cache
from clinicpress.store.digests import digest_of
from clinicpress.units import PAPERS, Paper

# Whether the bytes of a file are those that were written, others, or whether nobody knows.
Kept = Literal["whole", "changed", "unknown"]
_DIGEST = "digest"
_SINCE: tuple[Since, ...] = ("last", "none")


@dataclass(frozen=True)
class Again:
    """A plan that was made again: what each of its pages must say, and how to write its file.

    ``version`` finds in a text what a page says of the version of its words.
    """

    identities: tuple[PageIdentity, ...]
    write: Callable[[], bytes] = field(repr=False)
    version: re.Pattern[str]

    @cached_property
    def data(self) -> bytes:
        """The bytes of its file, with no password."""
        return self.write()

    def faults(self, prover: PageProver, first: int = 0) -> tuple[str, ...]:
        """What pages of a finished file, from the index ``first`` on, say other than these.

        The version is that of all files that a page is made of: a comment changes it, and no word.
        """
        return tuple(
            say("patients.page-has-fault", number=first + at + 1, words=words)
            for at, page in enumerate(self.identities[: prover.pages - first])
            for words in prover.faults(first + at, self._versioned(page, prover.text(first + at)))
        )

    def _versioned(self, page: PageIdentity, text: str) -> PageIdentity:
        found = self.version.search(text)
        return replace(page, words=self.version.sub(found[0], page.words)) if found else page


class PlanMaker:
    """Makes plans again; ``patients`` is the folder that knows what was printed, None where nothing was.

    ``encrypt`` is the column with the passwords of files, and ``key`` names patients' files.
    """

    def __init__(
        self, library: Library, patients: PatientFolder | None, key: bytes, encrypt: str | None
    ) -> None:
        self._library, self._patients, self._key, self._encrypt = library, patients, key, encrypt
        self._cache = workspace_cache(library.root)
        self._planners: dict[tuple[Request, Since], Planner] = {}
        self.press = Press(library, self._cache)
        self._plans = PlanPress(Bodies(self.press, self._cache, files=True), None)

    def tasks(self, entry: Entry, asked: Request) -> tuple[Task, ...]:
        """How an entry would be made today, if it was ``asked`` for so; with and without marks.

        Raises:
            ClinicpressError: if it cannot be made.
        """
        found = []
        for since in _SINCE:
            planned = self._planner(asked, since).planned(entry)
            if isinstance(planned, Outcome):
                raise ClinicpressError(planned.problems)
            assert isinstance(planned, Planned)
            found.append(replace(planned.task, write=False))
        return tuple(found)

    def again(self, task: Task) -> Again:
        """The pages of a task.

        Raises:
            ClinicpressError: if they cannot be made.
        """
        made = self._plans.make(task)
        pages = made.pages
        if pages is None:
            raise ClinicpressError(made.outcome.problems)
        told = self.press.context(task.job).locale.text("version", digest=_DIGEST)
        version = re.compile(re.escape(told).replace(_DIGEST, f"[0-9a-f]{{{VERSION_DIGITS}}}"))
        identities = (*made.identities, *behind(self.press, task))
        return Again(identities, lambda: pages.file().data, version)

    def changed_since(self, entry: Entry) -> str:
        """What of an entry is other than in the plan that was printed last, in plain words; or nothing."""
        if self._patients is None:
            return ""
        plan = entry.plan().model
        last = self._patients.index.previous(plan.patient.id, plan_key(plan), "9999-12-31")
        former = former_plan(last.encode("ascii")) if last else None
        changes = [*_changes(former.model, plan)] if former is not None else []
        return linked("list.and", changes) if changes else ""

    def _planner(self, asked: Request, since: Since) -> Planner:
        if (asked, since) not in self._planners:
            request = PlanRequest(asked, encrypt=self._encrypt, since=since)
            self._planners[asked, since] = Planner(
                self._library, request, self._key, self._patients, self._cache
            )
        return self._planners[asked, since]


def _changes(before: Plan, now: Plan) -> Iterator[str]:
    """What differs between two plans, without what they say."""
    if before.patient != now.patient:
        yield say("patients.what-changed-patient")
    for key, words in (
        ("date", say("patients.what-changed-date")),
        ("clinician", say("patients.what-changed-therapist")),
        ("sore_side", say("patients.what-changed-sore-side")),
    ):
        if getattr(before, key) != getattr(now, key):
            yield words
    one, other = before.exercises.__pydantic_extra__ or {}, now.exercises.__pydantic_extra__ or {}
    pairs = [(one.get(name), other.get(name)) for name in sorted({*one, *other})]
    for key, words in (
        ("dosage", say("patients.what-changed-dose")),
        ("side", say("patients.what-changed-side")),
    ):
        if any(getattr(a, key, None) != getattr(b, key, None) for a, b in pairs):
            yield words
    notes = before.note != now.note
    if notes or any(getattr(a, "note", None) != getattr(b, "note", None) for a, b in pairs):
        yield say("patients.what-changed-note")
    rest = {"patient", "date", "time", "clinician", "sore_side", "note", "exercises"}
    plain = {"drop": before.exercises.drop, "add": before.exercises.add, **before.model_dump(exclude=rest)}
    if plain != {"drop": now.exercises.drop, "add": now.exercises.add, **now.model_dump(exclude=rest)}:
        yield say("patients.what-changed-exercises")


def looks(data: bytes, password: str, again: Again, first: int = 0) -> Iterator[str]:
    """Which pages of a file, from the index ``first`` on, look other than those that were made again.

    Raises:
        pypdfium2.PdfiumError: if a page cannot be drawn.
    """
    with (
        pypdfium2.PdfDocument(data, password=password or None) as document,
        pypdfium2.PdfDocument(again.data) as other,
    ):
        count = min(len(other), len(document) - first)
        for index in different_pages(document, other, ((first + at, at) for at in range(count))):
            yield say("patients.page-does-not-look-made", number=index + 1)


def paper_of(data: bytes) -> Paper | None:
    """The paper of the first page of a file; None if it is none that plans are printed on."""
    with pypdfium2.PdfDocument(data) as document:
        size = document.get_page_size(0)
    near = (name for name, paper in PAPERS.items() if max(map(abs, map(sub, size, paper[:2]))) < 1)
    return next(near, None)


def kept(data: bytes, output: str | None) -> Kept:
    """Whether the bytes of a file are those whose digest was kept when they were written."""
    if output is None:
        return "unknown"
    return "whole" if digest_of(data) == output else "changed"
