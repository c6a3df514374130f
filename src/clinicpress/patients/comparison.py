"""Compares PDFs that were made before with their plans: each page has to bear its patient's identity.

A file of one patient is known by its name, a packet by the order of its pages. What is wrong is told by the
line of the plan and the number of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import field, replace
from itertools import groupby
from pathlib import Path

import pypdfium2

from clinicpress.build.jobs import Request, named_request
from clinicpress.build.press import Press
from clinicpress.build.receipts import read_receipt
from clinicpress.composing.furniture import identity_labels, identity_text
from clinicpress.composing.locale import Locale, load_locale
from clinicpress.composing.uses import lacks_side
from clinicpress.content.disk import shown
from clinicpress.content.models.library import Library
from clinicpress.content.models.people import plan_key
from clinicpress.content.tables.orders import Entry, Orders
from clinicpress.messages import later, say
from clinicpress.patients.again import Again, Kept, PlanMaker, kept, looks, paper_of
from clinicpress.patients.filelist import key_path, patient_key, patients_folder, private_name
from clinicpress.patients.folder import INDEX, PatientFolder
from clinicpress.patients.planning import Task
from clinicpress.problems import ClinicpressError, Problem, Source
from clinicpress.proof.finished import verify_finished
from clinicpress.proof.identity import PageIdentity, PageProver
from clinicpress.proof.pagetexts import page_texts_of
from clinicpress.records import dataclass
from clinicpress.store.cache import workspace_cache
from clinicpress.store.digests import digest_of
from clinicpress.store.regular import is_file, read_regular, real

HINT = later("patients.do-not-hand-out")
_AGAIN = later("patients.print-again")
_CHANGED = later("patients.file-changed-damaged-or-replaced-after")
_UNREADABLE = later("patients.page-cannot-be-drawn")
_LACKING = later("patients.not-made-yet")


@dataclass(frozen=True, slots=True)
class PlanProof:
    """What came of a file: how many ``pages`` it has, of how many ``patients``, and what is wrong.

    ``notes`` is what should be known and is not wrong.
    """

    path: Path
    pages: int = 0
    patients: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ComparedFile:
    """A patient's file: its plan, the name it was written under, the digest that was kept, if any."""

    plan: int
    name: str
    output: str | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A plan to be found: what its first page bears, and each further one; ``keys`` in the rough."""

    source: Source
    locale: Locale
    first: str = field(repr=False)
    further: str = field(repr=False)
    fewer: tuple[str, ...] = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    # pages of another PDF behind it, and the password of its file
    appended: int = 0
    password: str = field(default="", repr=False)

    def page(self, number: int, count: int) -> PageIdentity:
        """What the page ``number`` of ``count`` must say; with a ``count`` of 0, whose it is and no more."""
        strip = self.first if number == 1 else self.further
        page_of = self.locale.raw("page-of") if count else ""
        fewer = self.fewer if number == 1 else ()
        return PageIdentity(strip, number, count, page_of, labels=identity_labels(self.locale), others=fewer)


@dataclass(frozen=True, slots=True)
class ProvedPlans:
    """What came of a comparison: a proof of each file, and all ``problems``, those of the plans first."""

    proofs: tuple[PlanProof, ...]
    problems: tuple[Problem, ...]


def compare_plans(
    library: Library, orders: Orders, files: Sequence[Path], out: Path, encrypt: str | None = None
) -> ProvedPlans:
    """Compare ``files`` with the plans of ``orders``; without files, all that belong to them in ``out``."""
    lacking: tuple[Problem, ...] = ()
    if not files:
        files, lacking = files_of_plans(library, orders, out)
    names = [shown(path, Path.cwd()) for path in files]
    proofs = prove_plans(library, orders, files, out, names, encrypt)
    found = (problem for proof in proofs for problem in proof.problems)
    return ProvedPlans(proofs, (*orders.problems, *lacking, *found))


def prove_plans(
    library: Library,
    orders: Orders,
    files: Sequence[Path],
    out: Path,
    shown: Sequence[str],
    encrypt: str | None = None,
) -> tuple[PlanProof, ...]:
    """Compare ``files``, which messages call as ``shown`` says, with the plans of ``orders``.

    A file of a patient is compared with that patient's plan, any other one with all plans, in their order.
    ``encrypt`` is the column with the passwords of files.
    """
    with ExitStack() as stack:
        folder, patients = patients_folder(out), None
        if is_file(folder / INDEX):
            patients = stack.enter_context(PatientFolder.open(folder, readonly=True))
        prover = _Prover(library, orders, patients, folder, encrypt)
        return tuple(prover.proof(path, called) for path, called in zip(files, shown, strict=True))


class _Prover:
    """Compares files with plans. ``patients`` is None where nothing was printed yet."""

    def __init__(
        self,
        library: Library,
        orders: Orders,
        patients: PatientFolder | None,
        folder: Path,
        encrypt: str | None,
    ) -> None:
        key = patient_key(library.root) if is_file(key_path(library.root)) else b""
        self._maker = PlanMaker(library, patients, key, encrypt)
        self._names = _names(library, orders)
        self._entries = orders.entries
        self._wanted = [_wanted(self._maker.press, entry) for entry in orders.entries]
        self._library, self._folder = library, folder
        self._rows = {row.file: row for row in patients.index.rows()} if patients is not None else {}
        self._outputs = {row.output: file for file, row in self._rows.items()}

    def proof(self, path: Path, called: str) -> PlanProof:
        """What is wrong with a file, in words that repeat nothing of it."""
        try:
            data = read_regular(path)
        except OSError as error:
            message = say("build.file-cannot-be-read", reason=error.strerror)
            return PlanProof(path, problems=(Problem(message, say("build.check-the-name"), Source(called)),))
        there = real(path).parent == real(self._folder)
        # a copy under another name is told by its bytes
        file = (
            path.name if there or path.name in self._rows else self._outputs.get(digest_of(data), path.name)
        )
        own = self._names.get(file.partition(".")[0])
        if own is not None:
            proof, _ = _proved(path, called, [self._wanted[own]])
            row = self._rows.get(file)
            return self._compared(proof, called, data, _ComparedFile(own, file, row.output if row else None))
        if there:
            message, hint = (
                say("patients.file-belongs-none-plans"),
                say("patients.name-table-or-folder-made"),
            )
            return PlanProof(path, problems=(Problem(message, hint, Source(called)),))
        return self._packet(path, called, data)

    # -- one patient's file ---------------------------------------------------------
    def _compared(self, proof: PlanProof, called: str, data: bytes, file: _ComparedFile) -> PlanProof:
        """The proof with what is other than in the plan as it would be printed today."""
        entry, password = self._entries[file.plan], self._wanted[file.plan].password
        state, source = kept(data, file.output), Source(called)
        changed = (Problem(say(_CHANGED), say(HINT), source),) if state == "changed" else ()
        try:
            tasks = self._maker.tasks(entry, named_request(file.name))
            row = self._rows.get(file.name)
            if state == "whole" and row is not None and row.inputs in {task.inputs for task in tasks}:
                return proof
            if proof.problems:
                row_changed = state == "whole" and self._maker.changed_since(entry)
                told = self._outdated(proof, entry, say("patients.the-page")) if row_changed else proof
                return replace(told, problems=(*changed, *told.problems))
            with PageProver(data, password=password) as prover:
                again, words = self._nearest(tasks, prover, 0)
            if data == again.data:
                return proof
            if state == "whole":
                return self._outdated(proof, entry, say("patients.the-page"), alike=not words)
            seen = words or looks(data, password, again)
            found = [Problem(f"{called}: {each}", say(HINT), entry.source) for each in seen]
            if not found:
                # what neither says nor shows anything: a comment, a title, a script
                found = [Problem(each, say(HINT), source) for each in verify_finished(data).complaints]
        except ClinicpressError as error:
            found = [replace(problem, source=problem.source or entry.source) for problem in error.problems]
        except pypdfium2.PdfiumError:
            found = [] if proof.problems else [Problem(say(_UNREADABLE), say(HINT), source)]
        return replace(proof, problems=(*changed, *proof.problems, *found))

    def _nearest(self, tasks: Sequence[Task], prover: PageProver, at: int) -> tuple[Again, tuple[str, ...]]:
        """With or without marks: the way to make a plan that gives the words of a file, or the first.

        Beside it is what of the pages from ``at`` on is other than in it.
        """
        first = self._maker.again(tasks[0])
        found = first.faults(prover, at)
        if found and tasks[1].before != tasks[0].before:
            other = self._maker.again(tasks[1])
            if not other.faults(prover, at):
                return other, ()
        return first, found

    def _outdated(self, proof: PlanProof, entry: Entry, page: str, *, alike: bool = False) -> PlanProof:
        """The proof of a file that is as it was written, when a ``page`` of it would be another one today.

        ``alike`` says that its words are the same.
        """
        row = self._maker.changed_since(entry)
        why = say("patients.what-changed-row") if row else say("patients.what-changed-else")
        if alike:
            note = say("patients.made-before-changed", why=why)
            return replace(proof, notes=tuple(dict.fromkeys((*proof.notes, note))))
        message = say("patients.made-from-earlier-version-row-changed", page=page, row=row)
        if not row:
            message = say("patients.out-date-changed-since", page=page, why=why)
        return replace(proof, problems=(*proof.problems, Problem(message, say(_AGAIN), entry.source)))

    # -- a packet -------------------------------------------------------------------
    def _packet(self, path: Path, called: str, data: bytes) -> PlanProof:
        proof, owners = _proved(path, called, self._wanted)
        receipt = read_receipt(workspace_cache(self._library.root), path)
        state, source = kept(data, receipt.output if receipt else None), Source(called)
        if state == "changed":
            problem = Problem(say(_CHANGED), say(HINT), source)
            proof = replace(proof, problems=(problem, *proof.problems))
        if not owners:
            return proof
        made = str(receipt.report.get("made", "")) if receipt else ""
        asked = named_request(made) if made else Request(paper=paper_of(data))
        with PageProver(path) as prover:
            for index, owner in enumerate(owners):
                if owner >= 0 and (index == 0 or owners[index - 1] != owner):
                    proof = self._packed(proof, called, data, prover, (index, owner), asked, state)
        if state != "whole":
            found = tuple(Problem(each, say(HINT), source) for each in verify_finished(data).complaints)
            proof = replace(proof, problems=(*proof.problems, *found))
        return proof

    def _packed(
        self,
        proof: PlanProof,
        called: str,
        data: bytes,
        prover: PageProver,
        place: tuple[int, int],
        asked: Request,
        state: Kept,
    ) -> PlanProof:
        """The proof with what is other than in the plan whose pages begin at a ``place`` of a packet."""
        first, entry = place[0], self._entries[place[1]]
        try:
            again, words = self._nearest(self._maker.tasks(entry, asked), prover, first)
            if state == "whole":
                page = say("patients.page-of-file", number=first + 1, called=called)
                return self._outdated(proof, entry, page) if words else proof
            seen = words or tuple(looks(data, "", again, first))
            found = tuple(Problem(f"{called}: {each}", say(HINT), entry.source) for each in seen)
        except ClinicpressError as error:
            found = tuple(replace(each, source=each.source or entry.source) for each in error.problems)
        return replace(proof, problems=(*proof.problems, *found))


def files_of_plans(
    library: Library, orders: Orders, out: Path
) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The finished files of plans in the output folder ``out``, and a problem for each plan without one."""
    folder, names = patients_folder(out), _names(library, orders)
    found: list[str] = []
    if is_file(folder / INDEX):
        with PatientFolder.open(folder, readonly=True) as patients:
            found = sorted(file for file in patients.index.files("done") if file.partition(".")[0] in names)
    there = {names[file.partition(".")[0]] for file in found}
    lacking = tuple(
        Problem(say("patients.plan-has-no-finished-file"), say(_LACKING), entry.source)
        for index, entry in enumerate(orders.entries)
        if index not in there
    )
    return tuple(folder / file for file in found), lacking


def _names(library: Library, orders: Orders) -> dict[str, int]:
    """Which plan has the file of that name."""
    if not is_file(key_path(library.root)):
        return {}
    key = patient_key(library.root)
    plans = [entry.plan().model for entry in orders.entries]
    return {
        private_name(key, plan.patient.id, plan_key(plan), plan.lang): at for at, plan in enumerate(plans)
    }


def _wanted(press: Press, entry: Entry) -> _Wanted:
    loaded = entry.plan()
    plan = loaded.model
    locale = load_locale(plan.lang, press.library.clinic.model.country)
    said = identity_text(plan, locale, circled=lacks_side(press.library, loaded))
    keys = (_rough(plan.patient.name), _rough(plan.patient.id))
    appended = len(press.appended(plan.sheet or "") or ())
    return _Wanted(entry.source, locale, said.first, said.further, said.fewer, keys, appended, entry.password)


def _rough(text: str) -> str:
    """Letters and digits of ASCII alone: what readers of a PDF never take for anything else."""
    return "".join(char for char in text if char.isascii() and char.isalnum())


def _proved(path: Path, called: str, wanted: Sequence[_Wanted]) -> tuple[PlanProof, list[int]]:
    """The proof of whose pages a file holds, and the plan of each page; none if it cannot be read."""
    try:
        # only a file of one patient may be locked
        password = wanted[0].password if len(wanted) == 1 else ""
        texts = list(page_texts_of(path, password=password))
        with PageProver(path, password=password) as prover:
            owners = _Owners(prover, wanted).of(texts)
            problems = (*_faults(prover, called, wanted, owners), *_lacking(called, wanted, owners))
    except OSError as error:
        message = say("build.file-cannot-be-read", reason=error.strerror)
        return PlanProof(path, problems=(Problem(message, say("build.check-the-name"), Source(called)),)), []
    except pypdfium2.PdfiumError as error:
        return PlanProof(path, problems=(_unreadable(called, error),)), []
    patients = len({owner for owner in owners if owner is not None and owner >= 0})
    places = [_EMPTY if owner is None else owner for owner in owners]
    return PlanProof(path, len(texts), patients, problems), places


def _unreadable(called: str, error: pypdfium2.PdfiumError) -> Problem:
    if "password" in str(error).lower():
        return Problem(say("patients.file-locked-password"), "", Source(called))
    return Problem(say("patients.not-readable-pdf"), "", Source(called))


# A page that is left empty on purpose, one of the list for staff at the front of a packet, and one of another
# PDF that is put behind a sheet.
_EMPTY, _COVER, _APPENDED = -1, -2, -3
# A patient's sheet is a leaf of two sides at most; a diary behind it may be longer.
MOST_PAGES = 8


class _Owners:
    """Finds whose each page of a file is."""

    def __init__(self, prover: PageProver, wanted: Sequence[_Wanted]) -> None:
        self._prover, self._wanted = prover, wanted
        self._twins: dict[str, list[int]] = {}
        for at, plan in enumerate(wanted):
            self._twins.setdefault(plan.first, []).append(at)
        self._covers = {_rough(plan.locale.text("cover-title")) for plan in wanted}

    def of(self, texts: Sequence[str]) -> list[int | None]:
        """For each page the index of its plan, or `_EMPTY` and so on; None if it is nobody's."""
        owners: list[int | None] = []
        for index, text in enumerate(texts):
            owners.append(self._owner(index, text, owners))
        return owners

    def _owner(self, index: int, text: str, before: Sequence[int | None]) -> int | None:
        last = next((owner for owner in reversed(before) if owner is not None and owner >= 0), None)
        if not text.strip() and self._prover.is_bare(index):
            # the back of a sheet of paper
            return _EMPTY if index % 2 and before[-1] != _EMPTY else None
        rough = _rough(text)
        for at in self._likely(rough, last):
            if self._bears(index, at, 1) or (at == last and self._bears(index, at, 2)):
                return self._of_twins(index, at, before)
        if last is None:
            return _COVER if any(title in rough for title in self._covers) else None
        return _APPENDED if self._behind(last, before) else None

    def _of_twins(self, index: int, at: int, before: Sequence[int | None]) -> int:
        """The plan ``at``, or one of the same patient with the same strip: each begins with a first page."""
        twins = self._twins[self._wanted[at].first]
        if len(twins) == 1 or not self._is_first(index, at):
            return at
        return next((twin for twin in twins if twin not in before), at)

    def _is_first(self, index: int, at: int) -> bool:
        """Whether the page says that it is the first of a few."""
        plan = self._wanted[at]
        return any(not self._prover.faults(index, plan.page(1, count)) for count in range(1, MOST_PAGES + 1))

    def _behind(self, last: int, before: Sequence[int | None]) -> bool:
        """Whether there are to be more pages of another PDF behind the sheet of the plan ``last``."""
        since = before[len(before) - 1 - before[::-1].index(last) :]
        return since.count(_APPENDED) < self._wanted[last].appended

    def _bears(self, index: int, at: int, number: int) -> bool:
        return not self._prover.faults(index, self._wanted[at].page(number, 0))

    def _likely(self, rough: str, last: int | None) -> Iterator[int]:
        """The plans whose page it may be: first those that should come next."""
        start = 0 if last is None else last
        for at in (*range(start, len(self._wanted)), *range(start)):
            if all(key in rough for key in self._wanted[at].keys):
                yield at


def _faults(
    prover: PageProver, called: str, wanted: Sequence[_Wanted], owners: Sequence[int | None]
) -> Iterator[Problem]:
    """What is wrong with pages, and with their order."""
    index, highest = 0, -1
    for owner, run in groupby(owners):
        count = len(list(run))
        pages = range(index, index + count)
        index += count
        if owner is None:
            for page in pages:
                words = say("patients.has-name-id-and-date-none")
                yield Problem(
                    say("patients.page-has-fault", number=page + 1, words=words), say(HINT), Source(called)
                )
        if owner is None or owner < 0:
            continue
        plan = wanted[owner]
        if owner < highest:
            yield Problem(
                say("patients.page-stands-another-order", number=pages[0] + 1, called=called),
                say(HINT),
                plan.source,
            )
        highest = max(highest, owner)
        for number, page in enumerate(pages, 1):
            for words in prover.faults(page, plan.page(number, count)):
                yield Problem(
                    say("patients.page-of-file-has-fault", number=page + 1, called=called, words=words),
                    say(HINT),
                    plan.source,
                )


def _lacking(called: str, wanted: Sequence[_Wanted], owners: Sequence[int | None]) -> Iterator[Problem]:
    there = set(owners)
    for at, plan in enumerate(wanted):
        if at not in there:
            yield Problem(say("patients.has-no-page-plan", called=called), say(_LACKING), plan.source)
