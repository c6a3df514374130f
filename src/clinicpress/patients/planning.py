"""From plans to tasks: under which name each is kept, how it is made, whether its file is there already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Literal

from clinicpress.build.bodies import Treatment
from clinicpress.build.contenterrors import ContentErrors
from clinicpress.build.jobs import Job, Outcome, Request, output_name
from clinicpress.build.press import plan_inputs
from clinicpress.build.selection import chosen_layout, job_of
from clinicpress.content.keptplans import packed_exercises
from clinicpress.content.models.documents import Plan, Sheet
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.people import person_of, plan_key, same_text
from clinicpress.content.planfiles import former_plan
from clinicpress.content.suggest import near
from clinicpress.content.tables.orders import Entry, Orders
from clinicpress.messages import later, say
from clinicpress.patients.filelist import private_name
from clinicpress.patients.folder import PatientFolder
from clinicpress.patients.index import IndexRow
from clinicpress.problems import Problem, UsageError
from clinicpress.proof.origin import is_pdf, may_be_replaced, not_ours
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.digests import digest_of_file
from clinicpress.store.regular import read_regular
from clinicpress.typesetting.memo import Memo

# Where a plan is compared with what the patient had before.
Since = Literal["last", "none"]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """How plans are to be made.

    ``common`` says what they have in common with other documents; its names and kind do not count. ``packet``
    is one file for the printer; ``files`` asks for a file for each patient. ``encrypt`` names the column that
    holds the password of each file, ``password`` is that of all. ``since`` is what marks compare with: the
    plan that was printed last, or nothing; ``earlier`` are plans to compare with instead. ``same_person`` are
    ids that were printed for another name or birth date, and are the same patient's all the same. ``unlock``
    lets an open file take the place of a locked one.
    """

    common: Request = field(default_factory=Request)
    packet: Path | None = None
    duplex: bool = False
    cover: bool = False
    files: bool = True
    encrypt: str | None = None
    password: str = field(default="", repr=False)
    since: Since = "last"
    earlier: Orders | None = None
    same_person: tuple[str, ...] = field(default=(), repr=False)
    unlock: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One plan to be made: its entry, how, and under which file name.

    ``before`` is the plan to compare with, as JSON, or empty. ``inputs`` is the digest of all that decides
    the file, which is there already if ``write`` is false. ``treatment`` is what alike plans have in common.
    """

    entry: Entry
    job: Job
    file: str
    inputs: str
    treatment: Treatment
    before: bytes = field(default=b"", repr=False)
    password: str = field(default="", repr=False)
    write: bool = True


MOST_TREATMENTS = 1_000
LOCKED = later("patients.patient-file-locked-password")
LOCKED_HINT = later("patients.lock-too-encrypt")
STRANGER = later("patients.id-printed-for-another-name")
STRANGERS_HINT = later("patients.compare-id-name-and-birth-date")


@dataclass(frozen=True, slots=True)
class Planned:
    """A task with its row of the index; ``current`` is the row of a file that need not be made again."""

    task: Task
    row: IndexRow
    current: IndexRow | None = None


class Planner:
    """Turns entries into tasks for one request. ``patients`` is None where nothing was printed yet.

    Raises:
        UsageError: if the request names a layout that there is none of, or that is not for sheets.
    """

    def __init__(
        self,
        library: Library,
        request: PlanRequest,
        key: bytes,
        patients: PatientFolder | None,
        cache: Cache,
    ) -> None:
        self._library, self._request, self._cache = library, request, cache
        self._key, self._patients = key, patients
        self._treatments: Memo[Treatment] = Memo(MOST_TREATMENTS)
        self._bases: dict[tuple[str, str], tuple[Job, str] | Problem] = {}
        self._errors = ContentErrors(library, cache)
        self._earlier = dict(_by_key(request))
        self._same = frozenset(map(same_text, request.same_person))
        # regions that plans add bring theirs
        self._warnings = " ".join(found.digest for found in library.warnings.values())
        _refuse_layout(library, request)

    def planned(self, entry: Entry) -> Planned | Outcome:
        """The task of an entry, or what keeps it from being made."""
        loaded = entry.plan()
        plan = loaded.model
        if self._is_a_strangers(plan):
            return failed_plan(entry, Problem(say(STRANGER), say(STRANGERS_HINT), loaded.at("patient", "id")))
        base = self._base(plan)
        if isinstance(base, Problem):
            return failed_plan(entry, base)
        job, digest = base
        wrong = self._errors.of_exercises(plan.exercises.add) if plan.exercises.add else ()
        if wrong:
            return failed_plan(entry, wrong[0])
        encrypt, password = self._request.encrypt, self._request.password
        if encrypt:
            password = entry.password
        if encrypt or password:
            # the library behind it is loaded only where there is a password
            from clinicpress.pdf.encryption import password_fault  # noqa: PLC0415

            fault = password_fault(password)
            if fault:
                hint = (
                    say("patients.write-another-into-column", encrypt=encrypt)
                    if encrypt
                    else say("patients.choose-another")
                )
                return failed_plan(entry, Problem(fault, hint, entry.source))
        before, former = self._before(plan)
        inputs = self._inputs(digest, entry, plan, before, password)
        name = private_name(self._key, plan.patient.id, plan_key(plan), plan.lang)
        default = self._library.clinic.model.paper
        own = _sheet(self._library, plan).model.layout
        file = output_name(name, self._request.common, own_layout=own, default_paper=default)
        current = None
        if self._request.files and self._patients is not None:
            current = None if self._request.common.force else self._patients.current(file, inputs)
            in_the_way = self._in_the_way(file, password) if current is None else None
            if in_the_way is not None:
                return failed_plan(entry, in_the_way)
        treatment = self._treatment(digest, entry, plan, former)
        task = Task(entry, job, file, inputs, treatment, before, password, current is None)
        return Planned(task, _row(file, plan, inputs), current)

    def _in_the_way(self, file: str, password: str) -> Problem | None:
        """What keeps a file from being written where another one is."""
        assert self._patients is not None
        if not self._may_write(file):
            return not_ours(self._patients.path(file))
        kept_locked = not password and not self._request.unlock and self._is_locked(file)
        return Problem(say(LOCKED), say(LOCKED_HINT)) if kept_locked else None

    def _is_locked(self, file: str) -> bool:
        """Whether there is a plan that was locked with a password, as it was written."""
        assert self._patients is not None
        try:
            data = read_regular(self._patients.path(file))
        except OSError:
            return False
        # pypdf takes 80 ms to load, and seldom is a file in the way
        from clinicpress.proof.finished import is_locked, seal_complaints  # noqa: PLC0415

        return is_locked(data) and not any(seal_complaints(data))

    def _may_write(self, file: str) -> bool:
        """Whether nothing but a plan of ours stands in the place of a file; one that is damaged is ours."""
        assert self._patients is not None
        path, patients = self._patients.path(file), self._patients
        row = patients.index.row(file)
        # one that a killed run was about to write, or that was damaged since
        ours = row is not None and (row.state == "writing" or not is_pdf(path))
        known = ours or patients.as_written(file) or self._is_locked(file)
        return may_be_replaced(path, "plan", known=known)

    def _base(self, plan: Plan) -> tuple[Job, str] | Problem:
        """The job of a sheet in a language, and the digest of all that it is made from but the plan."""
        sheet = _sheet(self._library, plan)
        key = (plan.sheet or "", plan.lang)
        if key not in self._bases:
            common = replace(self._request.common, language=plan.lang)
            layout = chosen_layout(self._library, common, "sheet", sheet.model.layout)
            if layout not in self._library.layouts:
                message = say("patients.layout-could-not-be-read", layout=layout)
                self._bases[key] = Problem(message, say("composing.run-clinicpress-check-see-what-wrong"))
            else:
                # the name of the file says nothing of how it looks inside
                job = job_of(self._library, common, "sheet", plan.sheet or "", layout, Path())
                wrong = self._errors.of_document(job)
                digest = plan_inputs(self._library, job, self._cache) + self._appended(plan.sheet or "")
                self._bases[key] = wrong[0] if wrong else (job, digest)
        return self._bases[key]

    def _appended(self, sheet: str) -> str:
        """A digest of the PDF that is put behind the sheet; empty if there is none."""
        name = self._library.appended(sheet)
        return digest_of_file(self._library.asset(name)) if name is not None else ""

    def _is_a_strangers(self, plan: Plan) -> bool:
        """Whether the id was printed for somebody else, and nobody says that it is the same person."""
        if self._patients is None or same_text(plan.patient.id) in self._same:
            return False
        person = person_of(plan)
        return not all(person.agrees(known) for known in self._patients.index.people(person.key))

    def _before(self, plan: Plan) -> tuple[bytes, Plan | None]:
        """The plan to compare with, as JSON and as it is, or nothing: one of the same patient and sheet."""
        data = b""
        if self._request.earlier is not None:
            data = self._earlier.get(_key(plan), b"")
        elif self._request.since == "last" and self._patients is not None:
            last = self._patients.index.previous(plan.patient.id, plan_key(plan), plan.date.isoformat())
            data = (last or "").encode("utf-8")
        if not data:
            return b"", None
        former = former_plan(data)
        model = former.model if former is not None else None
        return (data, model) if model is None or self._is_of(model, plan) else (b"", None)

    def _is_of(self, former: Plan, plan: Plan) -> bool:
        """Whether a former plan is of the same patient."""
        return same_text(plan.patient.id) in self._same or person_of(former).agrees(person_of(plan))

    def _treatment(self, base: str, entry: Entry, plan: Plan, former: Plan | None) -> Treatment:
        """All of a plan but whose it is; marks say of which day they are."""
        said = (base, _treated(plan, entry.kept.exercises), b"")
        if former is not None:
            day = plan.date.isoformat().encode("ascii")
            said = (*said[:2], _treated(former, packed_exercises(former)) + day)
        found = self._treatments.get(said)
        if found is None:
            state = self._state(base, plan)
            for part in said[1:]:
                state.update(b"%d\0" % len(part) + part)
            found = Treatment(state.hexdigest(), any(map(_is_typed, filter(None, (plan, former)))))
            self._treatments.put(said, found)
        return found

    def _state(self, base: str, plan: Plan) -> hashlib._Hash:
        """A digest of all that a plan's page is made from but the plan."""
        state = hashlib.sha256(base.encode("ascii"))
        exercises = self._library.exercises
        for name in plan.exercises.add:
            state.update(exercises[name].digest.encode("ascii"))
        if plan.exercises.add or plan.regions:
            state.update(self._warnings.encode("ascii"))
        return state

    def _inputs(self, base: str, entry: Entry, plan: Plan, before: bytes, password: str) -> str:
        state = self._state(base, plan)
        for part in (entry.canonical(), before, password.encode()):
            state.update(b"%d\0" % len(part) + part)
        return state.hexdigest()


def _treated(plan: Plan, exercises: bytes) -> bytes:
    """All that a plan says but for whose it is, when, and by whom."""
    few = [plan.sheet, plan.lang, plan.sore_side, plan.title, plan.note, plan.pages, plan.regions]
    return json.dumps(few).encode("ascii") + exercises


def _is_typed(plan: Plan) -> bool:
    """Whether words stand on the pages of a plan that were typed for this patient."""
    changes = (plan.exercises.__pydantic_extra__ or {}).values()
    return bool(plan.title or plan.note or any(change.note for change in changes))


def _by_key(request: PlanRequest) -> Iterator[tuple[tuple[str, str], bytes]]:
    for entry in request.earlier.entries if request.earlier is not None else ():
        yield _key(entry.plan().model), entry.canonical()


def _key(plan: Plan) -> tuple[str, str]:
    return same_text(plan.patient.id), plan_key(plan)


def _sheet(library: Library, plan: Plan) -> Loaded[Sheet]:
    """What a plan that was found right is a version of."""
    found = library.sheet(plan.sheet)
    assert found is not None
    return found


def _row(file: str, plan: Plan, inputs: str) -> IndexRow:
    patient = plan.patient
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    date = plan.date.isoformat()
    return IndexRow(file, patient.id, patient.name, born, plan_key(plan), plan.lang, date, inputs)


def failed_plan(
    entry: Entry, *problems: Problem, lasting: bool = True, earlier: Path | None = None
) -> Outcome:
    """The outcome of a plan that came to nothing; a problem without a place is at its row."""
    placed = tuple(each if each.source else replace(each, source=entry.source) for each in problems)
    return Outcome(
        "sheet", "", "failed", problems=placed, number=entry.number, source=entry.source, lasting=lasting,
        earlier=earlier,
    )  # fmt: skip


def _refuse_layout(library: Library, request: PlanRequest) -> None:
    layout = request.common.layout
    if layout is None:
        return
    if layout not in library.layouts:
        # what was typed may be a patient's name
        raise UsageError(Problem(say("patients.layout-does-not-exist"), near(layout, library.layouts)))
    model = library.layouts[layout].model
    if not model.takes("sheet"):
        message = say("patients.layout-is-for-no-sheet", layout=layout, kind=model.kind)
        raise UsageError(Problem(message, say("build.choose-another-layout")))
    if model.private:
        message = say("patients.layout-is-seen-by-others", layout=layout)
        hint = say("patients.print-without-patient", layout=layout)
        raise UsageError(Problem(message, hint))


def told(planned: Planned, folder: Path | None) -> Outcome:
    """The outcome of a plan that need not be made again."""
    task, row = planned.task, planned.current
    plain = Outcome("sheet", task.job.id, "unchanged", number=task.entry.number, source=task.entry.source)
    if row is None or folder is None:
        return plain
    return replace(plain, path=folder / row.file, pages=row.pages, report=row.report)
