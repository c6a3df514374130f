"""Documents from words to bytes: compose, lay out, write, verify.

Loads ReportLab; a build in which everything is up to date never imports this module.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from clinicpress.build.artwork import brand_logo, compiled, refuse_untrue
from clinicpress.build.illustrating import illustrated
from clinicpress.build.inputs import (
    DependencyNotes,
    document_of,
    exercises_of,
    known_inputs,
    record_inputs,
)
from clinicpress.build.jobs import Job, Outcome, failed, finished
from clinicpress.build.receipts import Receipt, read_receipt, was_written, write_receipt
from clinicpress.choices import Chosen
from clinicpress.composing.context import Context
from clinicpress.composing.document import Document, StripRoom
from clinicpress.composing.furniture import strip_labels
from clinicpress.composing.handouts import compose_handout
from clinicpress.composing.locale import languages, load_locale
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.disk import MAX_BYTES, read_bytes
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.declaring import field_keys
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.layout import NO_LARGE, Layout
from clinicpress.content.models.library import Dependency, Library, Loaded
from clinicpress.faults import guarded
from clinicpress.figures.compiled import diagram
from clinicpress.figures.displaylist import DisplayList
from clinicpress.layout.boxes import boxes
from clinicpress.layout.placing import LaidOut, Setting, Strips, make_setting
from clinicpress.messages import say
from clinicpress.pdf.page import Stamps
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ClinicpressError, ContentError, OutputError, Problem, Source
from clinicpress.proof.origin import may_be_replaced, not_ours
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.store.digests import digest_of
from clinicpress.store.files import is_within, write_if_changed
from clinicpress.typesetting.faces import load_face

if TYPE_CHECKING:
    from clinicpress.pdf.foreign import ForeignPages


def placed_sign(problem: Problem, library: Library) -> Problem:
    """The problem at the place of its character: the first of its kind from the place of its text on.

    A row of a table has the number of the cell for a column, and stays as it is.
    """
    source = problem.source
    if not problem.sign or source is None or not source.path.endswith((".yaml", ".yml")):
        return problem
    path = library.root / source.path
    data = read_bytes(path, path.parent, MAX_BYTES)
    if isinstance(data, Problem):
        return problem
    lines = data.decode("utf-8", "replace").splitlines()
    # it may have been written as a letter and its mark
    forms = (problem.sign, unicodedata.normalize("NFD", problem.sign))
    for number in range(source.line, len(lines) + 1):
        start = source.column - 1 if number == source.line else 0
        found = [at for form in forms if (at := lines[number - 1].find(form, start)) >= 0]
        if found:
            return replace(problem, source=Source(source.path, number, min(found) + 1))
    return problem


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its bytes, its number of pages, in plain data what the fit did, and its inputs.

    ``inputs`` is the digest of all that it was made from.
    """

    data: bytes
    pages: int
    report: Mapping[str, Any]
    inputs: str


class Press:
    """Makes the documents of a library, one after the other: what they have in common is made once.

    Compiled figures and the like are kept in the ``cache`` from run to run.
    """

    def __init__(self, library: Library, cache: Cache) -> None:
        self._notes = DependencyNotes()
        self.library = library.noting(self._notes)
        # no page depends on what an error advises
        self._layouts = library.layouts
        self.stamps = Stamps(cache)
        self._cache = cache
        self._settings: dict[tuple[str, ...], tuple[Setting, set[Dependency]]] = {}
        self._contexts: dict[tuple[str | bool, ...], Context] = {}
        self._figures: dict[tuple[int, bool], DisplayList] = {}
        self._true: set[str] = set()
        self._forms: dict[str, ForeignPages] = {}

    def make(self, job: Job, *, verified: str = "") -> Made:
        """The file of a document: a PDF, read back and found right, or the boxes of its pages as text.

        ``verified`` is the digest of bytes that were found right before; the same bytes are not read back
        again.

        Raises:
            ContentError: if its words, pictures or figures cannot be printed as they are, or do not fit.
            OutputError: if the finished file is not what it should be.
        """
        placed, inputs = self._recorded(job)
        pages = len(placed.document.pages)
        if job.format == "boxes":
            data = boxes(placed.document).encode()
        else:
            data = write_pdf(placed.document, self.stamps)
            if digest_of(data) != verified:
                refuse_faulty(data, pages, job.output.name)
        return Made(data, pages, asdict(placed.report), inputs)

    def place(
        self,
        job: Job,
        plan: Loaded[Plan] | None = None,
        before: Loaded[Plan] | None = None,
        *,
        terse: bool = False,
    ) -> LaidOut:
        """The document of ``job``, composed and laid out to pages, nothing drawn yet.

        With a ``plan``, it is that patient's sheet; ``before`` is the plan that the patient had before, and
        ``terse`` leaves out what that one said.

        Raises:
            ContentError: if its words, pictures or figures cannot be printed as they are, or do not fit, if a
                figure is untrue, or if its layout cannot be punched, has no room for large text, or hangs
                where others see it.
        """
        return self._recorded(job)[0] if plan is None else self._placed(job, plan, before, terse=terse)

    def placed_around(
        self,
        job: Job,
        plan: Loaded[Plan],
        before: Loaded[Plan] | None,
        rooms: tuple[StripRoom, StripRoom],
        *,
        terse: bool = False,
    ) -> LaidOut:
        """As `place`, with ``rooms`` in place of the strips that say whose pages they are.

        Raises:
            ContentError: as `place`, for what the strips say, too.
        """
        document, setting = self._composed(job, plan, before, terse=terse), self.setting(job)
        with self._signs_placed():
            return setting.place(document, rooms)

    def check_strips(self, job: Job, strips: Strips) -> None:
        """Refuse strips with a character that cannot be printed.

        Raises:
            ContentError: if there is one.
        """
        with self._signs_placed():
            self.setting(job).check_strips(strips)

    def plan_inputs(self, job: Job) -> str:
        """Digest of all that patients' copies of a sheet have in common."""
        with self._notes.taken() as opened, suppress(Exception):  # a fault is told of each plan
            self.setting(job)
            if job.id:
                compose_sheet(self.library, job.id, self.context(job))
        return record_inputs(self.library, job, self._cache, opened, "plans")

    def _recorded(self, job: Job) -> tuple[LaidOut, str]:
        """A document as of `place`, and the digest of all that it was made from, which is kept."""
        with self._notes.taken() as opened:
            placed = self._placed(job)
        return placed, record_inputs(self.library, job, self._cache, opened)

    def _placed(
        self,
        job: Job,
        plan: Loaded[Plan] | None = None,
        before: Loaded[Plan] | None = None,
        *,
        terse: bool = False,
    ) -> LaidOut:
        document = self._composed(job, plan, before, terse=terse)
        with self._signs_placed():
            return self.setting(job).lay_out_checked(document)

    @contextmanager
    def _signs_placed(self) -> Iterator[None]:
        """Tell what cannot be printed at the place of the character."""
        try:
            yield
        except ContentError as error:
            raise type(error)(placed_sign(problem, self.library) for problem in error.problems) from None

    def _composed(
        self,
        job: Job,
        plan: Loaded[Plan] | None,
        before: Loaded[Plan] | None,
        *,
        terse: bool,
    ) -> Document:
        """A document that can be printed."""
        library, setting = self.library, self.setting(job)
        _refuse_to_punch_folds(library, job)
        _refuse_large(library, job)
        self._refuse_untrue([*exercises_of(library, job), *(plan.model.exercises.add if plan else ())])
        context = self.context(job)
        if plan is not None:
            context = replace(context, plan=plan, before=before, terse=terse)
        compose = compose_handout if job.kind == "handout" else compose_sheet
        document = compose(library, job.id, context)
        with self._signs_placed():
            try:
                setting.check(document)
            except ContentError:
                # its words may be shared with a plan that says the same elsewhere
                setting.check(compose(library, job.id, context.alone()))
                raise
        return document if job.pages is None else replace(document, pages=job.pages)

    def lay_out_with(self, document: Document, job: Job) -> LaidOut:
        """A composed document laid out with the layout, paper, ink, text and binding of ``job``.

        Raises:
            ContentError: if a character cannot be printed, or the document does not fit.
        """
        return self.setting(job).lay_out(document)

    def context(self, job: Job) -> Context:
        """What composing the document of ``job`` needs; jobs of one language and ink share it."""
        key = (job.language, job.ink, job.draft)
        if key not in self._contexts:
            self._contexts[key] = Context(
                locale=load_locale(job.language, self.library.clinic.model.country),
                draft=job.draft,
                figure=self._figure,
                diagram=lambda name: diagram(name, cache=self._cache),
                illustration=lambda name, source: illustrated(name, source, job.ink),
            )
        return self._contexts[key]

    def load_faces(self) -> Loaded[Brand]:
        """Load the typefaces of the brand, which documents that others have drawn are written with, too.

        Raises:
            ContentError: if one cannot be read, at its line.
        """
        brand = self.library.brands[self.library.clinic.model.brand]
        for weight in field_keys(type(brand.model.typefaces)):
            try:
                load_face(getattr(brand.model.typefaces, weight), self.library.asset)
            except ContentError as error:
                source = brand.at("typefaces", weight)
                raise ContentError(replace(problem, source=source) for problem in error.problems) from error
        return brand

    def appended(self, sheet: str) -> ForeignPages | None:
        """The pages of the PDF that is put behind each patient's copy of a sheet.

        Raises:
            ContentError: if they cannot be carried over, or one is a patient's page.
        """
        name = self.library.appended(sheet)
        if name is None:
            return None
        if name not in self._forms:
            # pypdf takes 50 ms to load
            from clinicpress.pdf.foreign import ForeignPages  # noqa: PLC0415

            country = self.library.clinic.model.country
            locales = [load_locale(language, country) for language in languages()]
            lists = [(locale.text("cover-warning"),) for locale in locales]
            signs = [*map(strip_labels, locales), *lists]
            self._forms[name] = ForeignPages.load(self.library.asset(name), name, signs)
        return self._forms[name]

    def _figure(self, drawn: Figure, mirror: bool) -> DisplayList:
        # figures belong to the library, which this holds: none of them can take the place of another
        key = (id(drawn), mirror)
        if key not in self._figures:
            self._figures[key] = compiled(self.library, drawn, mirror, self._cache)
        return self._figures[key]

    def _refuse_untrue(self, exercises: Iterable[str]) -> None:
        new = [name for name in exercises if name not in self._true and name in self.library.exercises]
        refuse_untrue(self.library, new, self._cache)
        self._true.update(new)

    def setting(self, job: Job) -> Setting:
        """How the document of ``job`` is laid out; jobs that look alike share it.

        Raises:
            ContentError: if a typeface or the logo cannot be read.
        """
        key = (job.kind, job.layout, job.paper, job.ink, job.text, job.binding)
        if key not in self._settings:
            with self._notes.taken() as opened:
                self._settings[key] = self._new_setting(job), opened
        setting, opened = self._settings[key]
        for looked_up in opened:
            self._notes(looked_up)
        return setting

    def _new_setting(self, job: Job) -> Setting:
        library, brand = self.library, self.load_faces()
        return make_setting(
            library.layouts[job.layout].model, brand.model, Chosen(**job.values()), asset=library.asset,
            logo=brand_logo(library, job.ink, self._cache), others=_others(self._layouts, job),
        )  # fmt: skip


def plan_inputs(library: Library, job: Job, cache: Cache) -> str:
    """As `Press.plan_inputs`, from the cache if it is known there."""
    return known_inputs(library, job, cache, "plans") or Press(library, cache).plan_inputs(job)


def _others(layouts: Mapping[str, Loaded[Layout]], job: Job) -> Mapping[str, Layout]:
    """Layouts that an error may advise: those of one whole page, for the same kind of document."""
    found = {name: loaded.model for name, loaded in layouts.items() if name != job.layout}
    return {
        name: layout
        for name, layout in found.items()
        if layout.takes(job.kind) and (layout.arrange, layout.imposition) == ("page", "none")
        and layout.private == layouts[job.layout].model.private
    }  # fmt: skip


def _refuse_to_punch_folds(library: Library, job: Job) -> None:
    if job.binding != "none" and library.layouts[job.layout].model.imposition != "none":
        message = say("build.layout-folded-or-cut", layout=job.layout)
        hint = say("build.leave-out-binding")
        raise ContentError(Problem(message, hint, document_of(library, job).at()))


def _refuse_large(library: Library, job: Job) -> None:
    if job.text == "large" and library.layouts[job.layout].model.large == NO_LARGE:
        message = say("build.layout-has-no-room-for-large", layout=job.layout)
        hint = say("build.leave-out-layout-or-text-large")
        raise ContentError(Problem(message, hint, document_of(library, job).at()))


def refuse_faulty(data: bytes, pages: int, name: str) -> None:
    """Read a finished PDF back that should have so many pages.

    Raises:
        OutputError: if anything is wrong with it.
    """
    # pypdf takes 50 ms to load
    from clinicpress.proof.conformance import verify_pdf  # noqa: PLC0415

    complaints = verify_pdf(data, pages=pages)
    if complaints:
        hint = say("build.bug-of-clinicpress")
        raise OutputError(Problem(f"{name}: {complaint}", hint) for complaint in complaints)


# A job with the digest of all that its file is made from.
PendingJob = tuple[Job, str]


@dataclass(frozen=True, slots=True)
class DocumentWork:
    """Makes and writes documents, one a chunk; see `clinicpress.build.executor.Work`."""

    library: Library
    cache: Cache

    def start(self) -> Callable[[PendingJob], Outcome]:
        """The function that makes a document."""
        press = Press(self.library, self.cache)
        return lambda pending: attempt(press, self.cache, *pending)

    def failed(self, pending: PendingJob, problems: Sequence[Problem]) -> Outcome:
        """The outcome of a document whose process was lost."""
        job, _ = pending
        return failed(
            job,
            *(replace(found, message=f"{job.kind} {job.id}: {found.message}") for found in problems),
        )


def attempt(press: Press, cache: Cache, job: Job, inputs: str) -> Outcome:
    """Make and write the file of ``job``; a failure is told in the outcome, so that the others go on.

    ``inputs`` is the digest of all that it was made from last, empty if any of it has changed.
    """
    before = read_receipt(cache, job.output)
    # the same inputs to the same engine: what was verified then need not be again if the bytes are the same
    verified = before.output if before is not None and inputs and before.inputs == inputs else ""
    # the folders of the workspace's own output hold nothing but what is made there
    own = is_within(job.output, press.library.root / "output")
    if not own and not may_be_replaced(job.output, "document", known=was_written(before, job.output)):
        return failed(job, not_ours(job.output))
    try:
        with guarded(f"{job.kind} {job.id}"):
            made = press.make(job, verified=verified)
            write_if_changed(job.output, made.data)
    except ClinicpressError as error:
        return failed(job, *error.problems)
    write_receipt(cache, job.output, Receipt(made.inputs, digest_of(made.data), made.pages, made.report))
    return finished(job, "built", made.pages, made.report)
