"""Makes the plans of many patients: their files, and a packet of all of them for the printer."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clinicpress.build.bodies import Bodies
from clinicpress.build.executor import executed, processes_for
from clinicpress.build.jobs import Outcome, Progress, Result, output_name
from clinicpress.build.press import Press
from clinicpress.build.receipts import Receipt, is_current, read_receipt, write_receipt
from clinicpress.composing.locale import load_locale
from clinicpress.content.models.library import Library
from clinicpress.content.models.people import same_text
from clinicpress.content.tables.orders import Orders
from clinicpress.messages import say
from clinicpress.patients.filelist import key_path, patient_key, patients_folder
from clinicpress.patients.folder import LIST, PatientFolder, Written
from clinicpress.patients.index import IndexRow
from clinicpress.patients.making import CHUNK, MadeChunk, PlanChunk, PlanPress, PlanWork
from clinicpress.patients.planning import Planned, Planner, PlanRequest, failed_plan, told
from clinicpress.problems import Problem, UsageError
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.digests import digest_of_file
from clinicpress.store.files import private_stream
from clinicpress.store.regular import is_file, is_folder
from clinicpress.typesetting.items import Metadata

if TYPE_CHECKING:
    from clinicpress.patients.packets import Packet

# A process more costs about as much as these many plans take.
PLANS_PER_PROCESS = 100


def print_plans(
    library: Library,
    orders: Orders,
    request: PlanRequest,
    cache: Cache,
    progress: Progress = lambda *_: None,
    waiting: Callable[[], None] = lambda: None,
) -> Result:
    """Make every plan of ``orders`` that is not up to date, and the packet that ``request`` asks for.

    A plan that fails stops no other. ``waiting`` is called once if another run has to be waited for.

    Raises:
        UsageError: if the request names a layout that there is none of, or that is not for plans, or an id as
            that of the same person that no plan has.
        OutputError: if a file cannot be written, or another run does not end.
    """
    _refuse_unknown(orders, request.same_person)
    out = request.common.out or library.root / "output"
    folder = patients_folder(out)
    total = len(orders.entries) + len(orders.refused)
    if request.dry_run:
        trial = _Trial(library, cache, progress, total)
        return _dry_run(library, orders, request, folder, trial)
    key = patient_key(library.root)
    with PatientFolder.open(folder, waiting=waiting) as patients:
        run = _Run(library, request, cache, key, patients, progress, total)
        result = run.result(orders)
    return replace(result, list_path=folder / LIST)


def _refuse_unknown(orders: Orders, same_person: Sequence[str]) -> None:
    if same_person:
        known = {same_text(entry.plan().model.patient.id) for entry in orders.entries}
        if not known.issuperset(map(same_text, same_person)):
            hint = say("patients.write-id-exactly-plan")
            raise UsageError(Problem(say("patients.no-plan-of-same-person"), hint))


def _refused(orders: Orders) -> Iterator[Outcome]:
    for entry, problem in orders.refused:
        yield failed_plan(entry, problem)


def _dry_run(library: Library, orders: Orders, request: PlanRequest, folder: Path, trial: _Trial) -> Result:
    """What would be made: nothing is made, and not even a folder."""
    known = is_file(key_path(library.root)) and is_folder(folder)
    if not known:
        planner = Planner(library, request, b"", None, trial.cache)
        return Result(orders.problems, _in_order(_would(planner, orders, None, trial)), rows=orders.count)
    with PatientFolder.open(folder, readonly=True) as patients:
        planner = Planner(library, request, patient_key(library.root), patients, trial.cache)
        return Result(orders.problems, _in_order(_would(planner, orders, folder, trial)), rows=orders.count)


def _would(planner: Planner, orders: Orders, folder: Path | None, trial: _Trial) -> Iterator[Outcome]:
    yield from map(trial.tell, _refused(orders))
    for entry in orders.entries:
        planned = planner.planned(entry)
        if isinstance(planned, Outcome):
            yield trial.tell(planned)
            continue
        outcome = told(planned, folder) if planned.current is not None else trial.made(planned, folder)
        yield trial.tell(outcome)


class _Trial:
    """Makes pages that nobody keeps, to find out what would fail."""

    def __init__(self, library: Library, cache: Cache, progress: Progress, total: int) -> None:
        self.cache = cache
        self._plans = PlanPress(Bodies(Press(library, cache), cache, files=True), None, tries=True)
        self._progress, self._total, self._done = progress, total, 0

    def made(self, planned: Planned, folder: Path | None) -> Outcome:
        """What would come of a plan."""
        outcome = self._plans.make(planned.task).outcome
        path = folder / planned.task.file if folder is not None and outcome.status != "failed" else None
        return replace(outcome, path=path)

    def tell(self, outcome: Outcome) -> Outcome:
        """The outcome, told."""
        self._done += 1
        self._progress(outcome, self._done, self._total)
        return outcome


@dataclass
class _Run:
    """One run that holds the lock of the patients' folder."""

    library: Library
    request: PlanRequest
    cache: Cache
    key: bytes
    patients: PatientFolder
    progress: Progress
    total: int
    done: int = 0
    reports: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def work(self) -> PlanWork:
        """How plans are made, here or in other processes."""
        folder = self.patients.folder if self.request.files else None
        packet = self.request.packet is not None
        return PlanWork(self.library, self.cache, folder, packet=packet, duplex=self.request.duplex)

    def result(self, orders: Orders) -> Result:
        """Make what is to be made."""
        planner = Planner(self.library, self.request, self.key, self.patients, self.cache)
        outcomes = [self._tell(outcome) for outcome in _refused(orders)]
        with self.patients.index.reading():
            found = [planner.planned(entry) for entry in orders.entries]
        planned = [each for each in found if isinstance(each, Planned)]
        outcomes += [self._tell(each) for each in found if not isinstance(each, Planned)]
        packet = self._packet_outcome(planned)
        pending = planned
        if packet is not None and not planned:
            packet = _no_packet(packet, say("patients.no-plan-could-be-read"))
        elif packet is None or packet.status == "unchanged":
            fresh = [each for each in planned if each.current is not None or not self.request.files]
            outcomes += [self._tell(told(each, self.patients.folder)) for each in fresh]
            pending = [each for each in planned if each.current is None and self.request.files]
        if packet is not None and packet.status != "unchanged" and pending:
            made, packet = self._with_packet(pending, packet)
            outcomes += made
        else:
            outcomes += map(self._tell, self._made(pending))
        self._keep_people(planned, outcomes)
        strays = self.patients.strays()
        return Result(orders.problems, _in_order(outcomes), strays, packet, orders.count)

    def _keep_people(self, planned: Sequence[Planned], outcomes: Sequence[Outcome]) -> None:
        """Keep for whom ids were printed, also where no row of a file is written: of a packet alone, too."""
        made = {outcome.number for outcome in outcomes if outcome.status != "failed"}
        self.patients.index.put_people(
            (each.row.person, each.row.date) for each in planned if each.task.entry.number in made
        )

    # -- the packet ---------------------------------------------------------------
    def _packet_outcome(self, planned: Sequence[Planned]) -> Outcome | None:
        """The packet as it is: up to date, or to be made."""
        path = self.request.packet
        if path is None:
            return None
        receipt = read_receipt(self.cache, path)
        current = receipt is not None and is_current(receipt, self._packet_inputs(planned), path)
        if receipt is None or not current or self.request.common.force:
            return Outcome("packet", "", "built", path)
        patients = receipt.report["patients"]
        return Outcome("packet", "", "unchanged", path, receipt.pages, patients=patients)

    def _packet_inputs(self, planned: Sequence[Planned]) -> str:
        """A digest of all that the packet is made from; keyed, for it is kept where others may read it."""
        state = hmac.new(self.key, digestmod="sha256")
        state.update(f"{self.request.duplex} {self.request.cover}".encode("ascii"))
        for each in planned:
            state.update(f"{each.task.entry.number} {each.task.inputs}\0".encode("ascii"))
        return state.hexdigest()

    def _with_packet(self, planned: Sequence[Planned], packet: Outcome) -> tuple[list[Outcome], Outcome]:
        """Make plans and a packet of them; one whose pages are not proved there is left out, and fails."""
        path = packet.path
        assert path is not None
        self.patients.record_packet(path, max(each.row.date for each in planned))
        # what only packets need is loaded by them
        from clinicpress.patients.packets import UnprovenError  # noqa: PLC0415

        outcomes: dict[int, Outcome] = {}
        left = list(planned)
        while True:
            try:
                pages, numbers = self._packed(left, path, outcomes)
                break
            except _EmptyError:
                return [*outcomes.values()], _no_packet(packet, say("patients.every-plan-failed"))
            except UnprovenError as error:
                wrong = {number for number, _ in error.faults} - {0}
                if not wrong:
                    problems = tuple(problem for _, problem in error.faults)
                    return [*outcomes.values()], _failed_packet(packet, *problems)
                self._leave_out(
                    [each for each in left if each.task.entry.number in wrong], error.faults, outcomes
                )
                left = [_without_file(each) for each in left if each.task.entry.number not in wrong]
        patients = len({each.row.person.key for each in left if each.task.entry.number in numbers})
        # one that has failed for good, as a name that cannot be printed, is no reason to make it all again
        if all(outcome.lasting for outcome in outcomes.values()):
            output = digest_of_file(path)
            # how it was asked for, as names of files say it: verify makes its pages again
            asked = output_name(
                "", self.request.common, own_layout="", default_paper=self.library.clinic.model.paper
            )
            report = {"patients": patients, "made": asked}
            receipt = Receipt(self._packet_inputs(planned), output, pages, report)
            write_receipt(self.cache, path, receipt)
        return [*outcomes.values()], replace(packet, patients=patients, pages=pages)

    def _packed(
        self, planned: Sequence[Planned], path: Path, outcomes: dict[int, Outcome]
    ) -> tuple[int, set[int]]:
        """Write the packet; how many pages it has, and of which plans. New ``outcomes`` are told and added.

        Raises:
            UnprovenError: if a page of it is not found to be its plan's; then there is no packet.
        """
        from clinicpress.patients.packets import Packet  # noqa: PLC0415

        jobs = self.request.common.jobs
        with private_stream(path, lambda whole: made.prove(whole, jobs)) as write:
            made = Packet(write, self._metadata(), self.work.press, duplex=self.request.duplex)
            for outcome in self._made(planned, made):
                if outcome.number not in outcomes or outcome.status == "failed":
                    outcomes[outcome.number] = self._tell(outcome)
            if not made.pages:
                raise _EmptyError
            if self.request.cover:
                self._add_cover(made, planned)
            made.finish()
        return made.pages, {number for number, _ in made.counts}

    def _leave_out(
        self,
        wrong: Sequence[Planned],
        faults: Iterable[tuple[int, Problem]],
        outcomes: dict[int, Outcome],
    ) -> None:
        """Let plans fail whose pages were not proved: no file of theirs stays."""
        problems: dict[int, list[Problem]] = {}
        for number, problem in faults:
            problems.setdefault(number, []).append(problem)
        gone = self.patients.forget(each.task.file for each in wrong if self.request.files)
        for each in wrong:
            entry = each.task.entry
            told = (*problems[entry.number], *gone)
            failed = failed_plan(entry, *told, lasting=False)
            outcomes[entry.number] = self._tell(failed, again=True)

    def _add_cover(self, packet: Packet, planned: Sequence[Planned]) -> None:
        """A list for staff of whose pages are where."""
        from clinicpress.composing.furniture import CoverRow  # noqa: PLC0415
        from clinicpress.patients.packets import place_cover_before  # noqa: PLC0415

        by_number = {each.task.entry.number: each for each in planned}
        like = planned[0].task.job
        locale = self.work.press.context(like).locale
        rows, page, days = [], 1, set[date]()
        for number, pages in packet.counts:
            entry = by_number[number].task.entry
            plan = entry.plan().model
            sheet = self.library.sheet(plan.sheet)
            title = plan.title or (sheet.model.title if sheet else "") or locale.text("own-title")
            name, patient_id = plan.patient.name, plan.patient.id
            rows.append(CoverRow(number, plan.time or "", name, patient_id, title, page, pages, entry.source))
            days.add(plan.date)
            page += pages
        day = locale.date(days.pop()) if len(days) == 1 else ""
        laid = place_cover_before(self.work.press, rows, like, day=day, duplex=self.request.duplex)
        packet.add_cover(laid.document, locale.text("cover-title"))

    def _metadata(self) -> Metadata:
        clinic = self.library.clinic.model
        locale = load_locale(self.request.common.language, clinic.country)
        return Metadata(locale.text("packet-title"), locale.tag, clinic.name)

    # -- the plans ----------------------------------------------------------------
    def _made(self, planned: Sequence[Planned], packet: Packet | None = None) -> Iterator[Outcome]:
        """Make plans in chunks; the index knows of each file before it is written."""
        if not planned:
            return
        tasks = [each.task for each in planned]
        chunks = [tuple(tasks[at : at + CHUNK]) for at in range(0, len(tasks), CHUNK)]
        rows = {each.task.file: each.row for each in planned}
        ledger = Ledger(self.patients, rows, chunks, files=self.request.files)
        processes = processes_for(
            len(tasks), self.request.common.jobs, per_process=PLANS_PER_PROCESS, chunk=CHUNK
        )
        with ledger.kept():
            for chunk, made in zip(chunks, executed(self.work, ledger.begun(), processes), strict=True):
                ledger.end(chunk, made)
                if packet is not None:
                    packet.take(made)
                yield from (self._shared(plan.outcome) for plan in made.plans)

    def _shared(self, outcome: Outcome) -> Outcome:
        """The outcome, its report the one object of all that say the same: there are few, and many plans."""
        report = self.reports.setdefault(repr(outcome.report), outcome.report)
        return replace(outcome, report=report)

    def _tell(self, outcome: Outcome, *, again: bool = False) -> Outcome:
        self.done += not again
        self.progress(outcome, self.done, self.total)
        return outcome


def _without_file(planned: Planned) -> Planned:
    """The same plan when its file is there: only its pages are made once more."""
    return replace(planned, task=replace(planned.task, write=False))


def _in_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(outcomes, key=lambda outcome: outcome.number))


def _no_packet(packet: Outcome, why: str) -> Outcome:
    """A packet of which no plan was made."""
    return _failed_packet(
        packet, Problem(say("patients.no-packet", why=why), say("patients.see-message-for-each-plan"))
    )


def _failed_packet(packet: Outcome, *problems: Problem) -> Outcome:
    path = packet.path
    earlier = path if path is not None and is_file(path) else None
    return replace(packet, status="failed", path=None, problems=problems, earlier=earlier)


class _EmptyError(Exception):
    """A packet would hold nothing."""


# Chunks of one transaction: what of them was made is made again after a run that was killed.
TOGETHER = 8


class Ledger:
    """The rows of one run. Only tasks that write a file have one."""

    def __init__(
        self,
        patients: PatientFolder,
        rows: Mapping[str, IndexRow],
        chunks: Sequence[PlanChunk],
        *,
        files: bool,
    ) -> None:
        self._patients, self._rows, self._chunks, self._files = patients, rows, chunks, files
        self._open: set[str] = set()
        self._written: list[Written] = []
        self._failed: list[str] = []

    def begun(self) -> Iterator[PlanChunk]:
        """The chunks; rows are kept of the next ones before any of their files is written."""
        for at, chunk in enumerate(self._chunks):
            if self._files and at % TOGETHER == 0:
                ahead = self._chunks[at : at + TOGETHER]
                files = [task.file for each in ahead for task in each if task.write]
                self._open.update(files)
                self._patients.begin([self._rows[file] for file in files])
            yield chunk

    def end(self, chunk: PlanChunk, made: MadeChunk) -> None:
        """Take down what came of a chunk."""
        if not self._files:
            return
        self._written += (plan.written for plan in made.plans if plan.written is not None)
        self._failed += (
            task.file
            for task, plan in zip(chunk, made.plans, strict=True)
            if plan.outcome.status == "failed" and task.write
        )
        if len(self._written) + len(self._failed) >= TOGETHER * len(chunk):
            self._keep()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """At the end keep what was taken down; what was not made after all is as before."""
        try:
            yield
        finally:
            self._keep()
            if self._open:
                self._patients.withdraw(sorted(self._open))

    def _keep(self) -> None:
        if self._written:
            self._patients.finish(self._written)
        if self._failed:
            self._patients.withdraw(self._failed)
        self._open -= {*(written.file for written in self._written), *self._failed}
        self._written, self._failed = [], []
