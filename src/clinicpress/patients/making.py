"""Makes plans: their pages, the proof of whose they are, and their files. Loads ReportLab.

Plans are made in chunks, in this process or in others; pages of a packet are drawn with them.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from clinicpress.build.bodies import Bodies, PatientPages
from clinicpress.build.jobs import CHANGES, Outcome, Status
from clinicpress.build.press import Press, refuse_faulty
from clinicpress.composing.furniture import identity_labels, identity_text, strip_labels
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.planfiles import former_plan
from clinicpress.faults import guarded
from clinicpress.messages import later, linked, say
from clinicpress.patients.folder import Written
from clinicpress.patients.planning import Task, failed_plan
from clinicpress.pdf.packet import PacketDocument
from clinicpress.pdf.write import PdfBytes
from clinicpress.problems import ClinicpressError, ContentError, FitError, OutputError, Problem, Source
from clinicpress.proof.fileproof import PDFIUM_READS, FileProver
from clinicpress.proof.identity import PageIdentity, file_faults
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.files import remove, write_private
from clinicpress.store.regular import is_file

# An empty page: nothing is asked of it.
BLANK = PageIdentity("", 0, 0, "")
UNPROVEN = later("patients.nothing-row-kept")


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan that was made: what is told of it, and what the index keeps if a file was written.

    ``pages`` are its pages, ``identities`` what each must say, and ``time`` is when the patient comes.
    """

    outcome: Outcome
    written: Written | None = None
    pages: PatientPages | None = None
    identities: tuple[PageIdentity, ...] = ()
    time: str = ""


class PlanPress:
    """Makes plans with one `Press` as `Bodies`; ``folder`` is where their files go, None for no files.

    With ``tries``, what is not written is read back all the same.
    """

    def __init__(self, bodies: Bodies, folder: Path | None, *, tries: bool = False) -> None:
        self._bodies, self._folder, self._tries = bodies, folder, tries
        self._press = bodies.press
        self._prover = FileProver()
        self._sheets = set[str]()

    def make(self, task: Task) -> MadePlan:
        """Make a plan and write its file; what goes wrong is told in the outcome, so that others go on.

        Of a file that is not found to be the patient's nothing is left.
        """
        entry = task.entry
        try:
            with guarded(say("patients.this-plan"), private=True):
                return self._made(task)
        except ClinicpressError as error:
            problems = [_of_row(problem, entry.source) for problem in error.problems]
            lasting = isinstance(error, ContentError)
        return MadePlan(failed_plan(entry, *problems, lasting=lasting, earlier=self._earlier(task)))

    def _earlier(self, task: Task) -> Path | None:
        """The file of an earlier run that a plan which failed has left where it is."""
        path = self._folder / task.file if self._folder is not None else None
        return path if path is not None and is_file(path) else None

    def _made(self, task: Task) -> MadePlan:
        entry = task.entry
        plan = entry.plan()
        before = former_plan(task.before) if task.before else None
        made, report = self._pages(task, plan, before)
        identities = page_identities(self._press, task, plan, made)
        pages = len(identities)
        path, written = self._folder / task.file if self._folder is not None else None, None
        if path is not None and task.write:
            output = self._write(path, task, made, identities)
            written = Written(task.file, output, pages, report, entry.canonical().decode("ascii"))
        elif self._tries:
            self._refuse_wrong(made.file().data, task, made, identities)
        status: Status = "built" if task.write else "unchanged"
        outcome = Outcome(
            "sheet", task.job.id, status, path, pages, report, number=entry.number, source=entry.source
        )
        return MadePlan(outcome, written, made, identities, plan.model.time or "")

    def _pages(
        self, task: Task, plan: Loaded[Plan], before: Loaded[Plan] | None
    ) -> tuple[PatientPages, Mapping[str, Any]]:
        """The pages, and in plain data what the fit did.

        Where what was before has no room, they do not say that an exercise has changed.
        """
        try:
            made = self._bodies.pages(task.job, task.treatment, plan, before)
            return made, made.body.report
        except FitError:
            if before is None:
                raise
        try:
            made = self._bodies.pages(task.job, replace(task.treatment, terse=True), plan, before)
            return made, {**made.body.report, "dropped": (*made.body.report["dropped"], CHANGES)}
        except FitError as error:
            hint = say("patients.leave-out-marks-since-none")
            raise FitError(
                replace(problem, hint=linked("list.or-else", (problem.hint, hint)))
                for problem in error.problems
            ) from error

    def _write(
        self,
        path: Path,
        task: Task,
        made: PatientPages,
        identities: Sequence[PageIdentity],
    ) -> str:
        """Write a file and read it back; the digest of its bytes."""
        file = made.file()
        if made.check and self._press.appended(task.job.id) is None:
            refuse_faulty(file.data, len(identities), say("patients.a-plan"))
        if task.password:
            # cryptography takes 40 ms to load
            from clinicpress.pdf.encryption import encrypted  # noqa: PLC0415

            file = PdfBytes.of(encrypted(file.data, task.password))
        write_private(path, file.data)
        try:
            self._refuse_wrong(path, task, made, identities)
        except BaseException:  # whatever it was, a page that is not proved does not stay
            remove(path)
            raise
        return file.digest

    def _refuse_wrong(
        self, source: Path | bytes, task: Task, made: PatientPages, identities: Sequence[PageIdentity]
    ) -> None:
        """Read a finished file back.

        Raises:
            OutputError: if it is not the patient's, or says anything else than was laid out.
        """
        expected = (*identities, *behind(self._press, task))
        password = task.password if isinstance(source, Path) else ""
        if password or len(expected) > len(identities):
            # only PDFium reads what others wrote
            faults = file_faults(source, expected, password=password)
        else:
            # the first of each sheet, and some of the others
            often = task.entry.number % PDFIUM_READS == 0 or task.job.id not in self._sheets
            faults = self._prover.faults(source, made.body.shape, expected, pdfium=often)
            self._sheets.add(task.job.id)
        if faults:
            raise OutputError(Problem(words, say(UNPROVEN), task.entry.source) for words in faults)


def page_identities(
    press: Press, task: Task, plan: Loaded[Plan], pages: PatientPages
) -> tuple[PageIdentity, ...]:
    """What each page must say: whose it is, as the plan says it, and all that was laid out on it."""
    locale = press.context(task.job).locale
    said = identity_text(plan.model, locale, circled=pages.circled)
    labels = identity_labels(locale)
    count, page_of = len(pages.said), locale.raw("page-of")
    return tuple(
        PageIdentity(
            said.further if number > 1 else said.first,
            number,
            count,
            page_of,
            words,
            labels,
            () if number > 1 else said.fewer,
            strips,
        )
        for number, (words, strips) in enumerate(zip(pages.body.words, pages.said, strict=True), 1)
    )


def behind(press: Press, task: Task) -> tuple[PageIdentity, ...]:
    """What the pages of another PDF behind a plan must say: nothing of any patient."""
    count = len(press.appended(task.job.id) or ())
    return (PageIdentity("", 0, 0, "", labels=strip_labels(press.context(task.job).locale)),) * count


def _of_row(problem: Problem, row: Source) -> Problem:
    """The problem with the row that it is about: what is wrong may stand in a file that many plans use."""
    if problem.source is None:
        return replace(problem, source=row)
    if problem.source.path == row.path:
        return problem
    return replace(
        problem, message=say("patients.of-row", message=problem.message, file=row.path, line=row.line)
    )


# Plans of a chunk: enough that messages cost nothing, few enough that all processes end together.
CHUNK = 16
PlanChunk = tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class PlanPages:
    """A plan in a packet: its number, its row, and what each of its pages must say.

    ``strips`` are which of the parts that draw a page are strips, for each of its own pages.
    """

    number: int
    source: Source
    strips: tuple[tuple[int, ...], ...]
    identities: tuple[PageIdentity, ...]


@dataclass(frozen=True, slots=True)
class MadeChunk:
    """What came of a chunk. ``documents`` are its plans in a packet, ``sheets`` the sheet of each.

    ``counts`` are how many pages each of these plans has, by number. ``proof`` are their `PlanPages`, packed:
    they are needed at the end, and there are many.
    """

    plans: tuple[MadePlan, ...]
    documents: tuple[PacketDocument, ...] = ()
    counts: tuple[tuple[int, int], ...] = ()
    sheets: tuple[str, ...] = ()
    proof: bytes = b""


class PlanWork:
    """Makes chunks of plans; see `clinicpress.build.executor.Work`.

    ``folder`` is where their files go, None for no files. With ``packet``, their pages are drawn too, with
    ``duplex`` for paper of two sides.
    """

    def __init__(
        self, library: Library, cache: Cache, folder: Path | None, *, packet: bool, duplex: bool
    ) -> None:
        self._library, self._cache, self._folder = library, cache, folder
        self._packet, self._duplex = packet, duplex

    def __getstate__(self) -> dict[str, Any]:
        # a worker begins with a press of its own
        return {name: value for name, value in vars(self).items() if name != "press"}

    @cached_property
    def press(self) -> Press:
        """What makes pages in this process."""
        return Press(self._library, self._cache)

    def start(self) -> Callable[[PlanChunk], MadeChunk]:
        """The function that makes a chunk."""
        bodies = Bodies(
            self.press, self._cache, files=self._folder is not None, packet=self._packet, duplex=self._duplex
        )
        plans = PlanPress(bodies, self._folder)
        return lambda tasks: self._made(tasks, [plans.make(task) for task in tasks])

    def failed(self, tasks: PlanChunk, problems: Sequence[Problem]) -> MadeChunk:
        """A chunk none of whose plans was made."""
        return MadeChunk(tuple(MadePlan(failed_plan(task.entry, *problems, lasting=False)) for task in tasks))

    def _made(self, tasks: PlanChunk, made: Sequence[MadePlan]) -> MadeChunk:
        told = tuple(replace(plan, pages=None, identities=()) for plan in made)
        found = [(task, plan) for task, plan in zip(tasks, made, strict=True) if plan.pages is not None]
        if not self._packet or not found:
            return MadeChunk(told)
        documents, pages = zip(*(self._document(task, plan) for task, plan in found), strict=True)
        return MadeChunk(
            told,
            documents,
            tuple((page.number, len(page.identities)) for page in pages),
            tuple(task.job.id for task, _ in found),
            zlib.compress(pickle.dumps(pages), 1),
        )

    def _document(self, task: Task, plan: MadePlan) -> tuple[PacketDocument, PlanPages]:
        """A plan in the packet, and what its pages and those behind them must say."""
        assert plan.pages is not None
        body = plan.pages.body.packet
        assert body is not None
        more = behind(self.press, task)
        more += (BLANK,) * (len(more) % 2 if self._duplex else 0)
        blank = (BLANK,) * (len(body.pages) - len(plan.identities))
        entry = task.entry
        # the bookmark of a plan never says whose it is
        title = f"{entry.number} · {plan.time}" if plan.time else str(entry.number)
        pages = PlanPages(entry.number, entry.source, body.strips, (*plan.identities, *blank, *more))
        return PacketDocument(body, plan.pages.strips, title), pages


def proved_pages(proof: bytes) -> tuple[PlanPages, ...]:
    """The plans of a chunk, as `MadeChunk.proof` has them. Only for what this very run has packed."""
    found: tuple[PlanPages, ...] = pickle.loads(zlib.decompress(proof))
    return found
