"""The public API: a workspace and its methods, each of which loads only what it needs.

``import clinicpress`` gives `Workspace` and the types of its results; docs/api.md shows them at work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from clinicpress.build.building import build
from clinicpress.build.jobs import CHANGES, MOST_INK, Format, Kind, Progress, Request, Result
from clinicpress.choices import NAMES, Binding, Ink, TextVariant
from clinicpress.content.disk import shown
from clinicpress.content.suggest import near
from clinicpress.content.tables.days import ORDERS, Order, day_of
from clinicpress.content.workspace import find_workspace, starter
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem, UsageError
from clinicpress.store.cache import workspace_cache
from clinicpress.store.regular import is_folder
from clinicpress.units import PAPERS, Paper

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from clinicpress.build.facts import Verified
    from clinicpress.checking.subject import Rule
    from clinicpress.content.models.library import Library, Reading
    from clinicpress.content.titles import Titled
    from clinicpress.patients.comparison import ProvedPlans
    from clinicpress.patients.ordering import Ordered
    from clinicpress.tasks.contactsheet import ContactSheet
    from clinicpress.tasks.contentcheck import Checked, Scored
    from clinicpress.tasks.deletion import Purged
    from clinicpress.tasks.pictures import Previews

# What the command line takes from here besides what ``import clinicpress`` gives.
__all__ = [
    "CHANGES", "MOST_INK", "ORDERS", "PAPERS", "AnyPath", "Binding", "Format", "Ink", "PlanOptions",
    "PrintOptions", "Progress", "TextVariant", "Workspace", "day_of", "is_folder", "json_schema", "new_kinds",
    "new_workspace", "purge", "rules_of", "schema_kinds", "title_kinds", "verify_files",
]  # fmt: skip

AnyPath = str | PathLike[str]
# The options that a request takes as they are.
_REQUESTED = {*NAMES, "jobs", "force"}


class PrintOptions(TypedDict, total=False):
    """How pages are printed; an option that is left out, or None, is as the clinic or the document says.

    ``out`` is the folder that files go to, ``output/`` of the workspace if it is left out. ``jobs`` is the
    number of processes. ``force`` makes files again that are up to date.
    """

    paper: Paper | None
    ink: Ink | None
    text: TextVariant | None
    binding: Binding | None
    layout: str | None
    pages: int | None
    out: AnyPath | None
    jobs: int | None
    force: bool | None


class PlanOptions(PrintOptions, total=False):
    """How patients' pages are printed.

    ``since`` is what marks of changes compare with: ``last``, what was printed last; ``none``; or a file of
    plans. A ``password``, or a function that asks for it, locks every file. ``same_person`` names ids that
    were printed under another name or birth date. ``unlock`` lets an open file take the place of one with a
    password. ``dates`` is the order of 5/2/1980. ``progress`` is called with each outcome, how many there are
    with it, and how many there will be; ``waiting`` once, if another run has to be waited for.
    """

    since: str
    password: str | Callable[[], str]
    same_person: Sequence[str]
    unlock: bool
    dates: Order | None
    progress: Progress
    waiting: Callable[[], None]


class Workspace:
    """A folder with ``content/clinic.yaml``, its handouts, sheets, exercises and looks.

    Every method reads the files anew. What is wrong with content is a `Problem` in the result, so that one
    broken file stops no other; what cannot work at all is a `ClinicpressError`. Lengths are points (1/72
    inch). No method reads the clock: days are arguments.
    """

    def __init__(self, root: AnyPath) -> None:
        """Open the workspace at ``root``.

        Raises:
            UsageError: if it has no ``content/clinic.yaml``.
        """
        self.root = find_workspace(Path(root), Path(root))

    @classmethod
    def around(cls, folder: AnyPath = ".") -> Workspace:
        """The workspace that a folder is in: itself, or the nearest one above it.

        Raises:
            UsageError: if there is none.
        """
        return cls(find_workspace(Path(folder), None))

    def __repr__(self) -> str:
        """The call that opens the workspace again."""
        return f"Workspace({self.root.as_posix()!r})"

    def _library(self) -> Library:
        from clinicpress.patients.ordering import open_library  # noqa: PLC0415

        return open_library(self.root)

    def build(
        self,
        *names: str,
        kind: Kind | None = None,
        language: str = "en",
        format: Format = "pdf",  # noqa: A002
        allow_errors: bool = False,
        proof: bool = False,
        progress: Progress = lambda *_: None,
        **options: Unpack[PrintOptions],
    ) -> Result:
        """Make the PDFs of the handouts and sheets of these names, or of all; those up to date stay.

        ``kind`` leaves out the other kind; ``language`` is that of the pages. ``format="boxes"`` writes the
        place of everything as text instead. ``allow_errors`` makes drafts of documents in which the check
        finds errors. ``proof`` measures how much of each page is ink, in percent. ``progress`` is called with
        each outcome, how many there are with it, and how many there will be.

        Raises:
            UsageError: if there is no document or layout of a name.
            ContentError: if the layout that is asked for is broken.
        """
        request = _request(
            _given(options, PrintOptions), names, kind, language, format, allow_errors=allow_errors
        )
        return build(self.root, request, progress, proof=proof)

    def sheet(
        self,
        sheet: str = "",
        *,
        patient: str,
        id: str,  # noqa: A002
        day: date,
        birth_date: str = "",
        clinician: str = "",
        side: str | Sequence[str] = (),
        changes: Sequence[str] = (),
        add: Sequence[str] = (),
        drop: Sequence[str] = (),
        order: Sequence[str] = (),
        title: str = "",
        note: str = "",
        **options: Unpack[PlanOptions],
    ) -> Result:
        """Make one patient's sheet, of the date ``day``; its file says nothing of the patient in its name.

        ``patient`` is the name, ``id`` the number of the record, ``birth_date`` a day such as 1980-05-02 and
        ``clinician`` who made the plan. ``side`` is the sore side, or ``EXERCISE=left`` for one exercise.
        ``changes`` of dosages and notes are written ``EXERCISE.KEY=VALUE``. ``add``, ``drop`` and ``order``
        name exercises; without a ``sheet``, ``add`` names all of them. ``title`` and ``note`` are printed on
        the page.

        Raises:
            UsageError: if a value cannot be read, or there is no such sheet or exercise. No message repeats
                what was said of the patient.
            ContentError: if nothing can be printed of the workspace.
            OutputError: if a file cannot be written, or another run does not end.
        """
        from clinicpress.content.spoken import what_was_said  # noqa: PLC0415
        from clinicpress.patients.ordering import order_spoken  # noqa: PLC0415

        said = what_was_said(
            {
                "sheet": sheet, "patient": patient, "id": id, "birth_date": birth_date, "add": _each(add),
                "clinician": clinician, "side": _each(side),
                "set": _each(changes), "drop": _each(drop), "order": _each(order),
                "title": title, "note": note,
            }
        )  # fmt: skip
        ordered = order_spoken(self._library(), said, day, options.get("dates"))
        return self._printed(ordered, options)

    def batch(
        self,
        file: AnyPath,
        *,
        day: date,
        sheet: str | None = None,
        clinician: str | None = None,
        encrypt: str | None = None,
        packet: AnyPath | None = None,
        duplex: bool = False,
        cover: bool = False,
        files: bool = True,
        dry_run: bool = False,
        **options: Unpack[PlanOptions],
    ) -> Result:
        """Make a sheet for each patient of a table (CSV), a folder of plans or one plan (YAML).

        ``day``, ``sheet`` and ``clinician`` are for rows that leave them out. ``encrypt`` names the column
        of passwords. ``packet`` is one PDF of all for the printer: ``duplex`` begins each patient on a new
        sheet of paper, ``cover`` begins with a list for staff, and with ``files=False`` there is no file for
        each patient. ``dry_run`` says what would be made.

        Raises:
            UsageError: if there is no such sheet, column or layout, or the packet has no place.
            ContentError: if nothing can be printed of the workspace.
            OutputError: if a file cannot be written, or another run does not end.
        """
        from clinicpress.patients.ordering import read_batch, refuse_packet  # noqa: PLC0415

        where = None if packet is None else Path(packet).absolute()
        if where is not None:
            refuse_packet(where, Path(file), self.root, Path(options.get("out") or self.root / "output"))
        dates = options.get("dates")
        ordered = read_batch(self.root, Path(file), day, sheet, clinician, encrypt=encrypt, dates=dates)
        return self._printed(
            ordered, options, encrypt=encrypt, packet=where, duplex=duplex, cover=cover, files=files,
            dry_run=dry_run,
        )  # fmt: skip

    def _printed(
        self,
        ordered: Ordered,
        options: PlanOptions,
        *,
        encrypt: str | None = None,
        packet: Path | None = None,
        duplex: bool = False,
        cover: bool = False,
        files: bool = True,
        dry_run: bool = False,
    ) -> Result:
        from clinicpress.patients.ordering import compared_with, print_ordered  # noqa: PLC0415
        from clinicpress.patients.planning import PlanRequest  # noqa: PLC0415

        given = _given(options, PlanOptions)
        since, earlier = compared_with(ordered, given.get("since", "last"))
        password = given.get("password", "")
        if callable(password):
            password = password()
        request = PlanRequest(
            common=_request(given), packet=packet, duplex=duplex, cover=cover, files=files,
            encrypt=encrypt, password=password, since=since, earlier=earlier,
            same_person=_each(given.get("same_person", ())), unlock=given.get("unlock", False),
            dry_run=dry_run,
        )  # fmt: skip
        progress, waiting = given.get("progress", lambda *_: None), given.get("waiting", lambda: None)
        with workspace_cache(self.root) as cache:
            return print_ordered(ordered, request, cache, progress, waiting)

    def check(
        self,
        *paths: AnyPath,
        today: date,
        rules: Sequence[str] = (),
        least: Literal["error", "warning", "advice"] = "advice",
    ) -> Checked:
        """Find everything that is wrong with the content at these paths, or with all of it.

        ``rules`` are ids or groups of rules; without them, every rule looks, and every figure and page is
        tried. Findings less bad than ``least`` are left out. Reviews are due by ``today``.

        Raises:
            UsageError: if there is no rule or group of a name, or no content file at a path.
        """
        from clinicpress.checking.subject import Severity  # noqa: PLC0415
        from clinicpress.tasks.contentcheck import CheckRequest, check  # noqa: PLC0415

        request = CheckRequest(today, tuple(map(Path, paths)), _each(rules), Severity(least))
        with workspace_cache(self.root) as cache:
            return check(self.root, cache, request)

    def verify(self, *files: AnyPath) -> tuple[Verified, ...]:
        """Read finished PDFs, ``files``, back: bytes, pages, tags, typefaces, and whether words are seen.

        A file that cannot be read is a problem of its result.
        """
        return verify_files(*files)

    def verify_plans(
        self,
        plans: AnyPath,
        *files: AnyPath,
        day: date,
        dates: Order | None = None,
        sheet: str | None = None,
        clinician: str | None = None,
        encrypt: str | None = None,
        out: AnyPath | None = None,
    ) -> ProvedPlans:
        """Compare patients' ``files`` and packets with the ``plans`` of a table or folder, as of today.

        Without files, every patient's file of the folder ``out`` that belongs to the plans is read. ``day``,
        ``sheet`` and ``clinician`` are for rows that leave them out, ``dates`` is the order of 5/2/1980, and
        ``encrypt`` names the column of passwords.

        Raises:
            UsageError: if there is no such sheet or column.
            ContentError: if nothing can be printed of the workspace.
        """
        from clinicpress.patients.comparison import compare_plans  # noqa: PLC0415
        from clinicpress.patients.ordering import read_batch  # noqa: PLC0415

        ordered = read_batch(self.root, Path(plans), day, sheet, clinician, encrypt=encrypt, dates=dates)
        folder, paths = Path(out) if out else self.root / "output", tuple(map(Path, files))
        return compare_plans(ordered.library, ordered.orders, paths, folder, encrypt)

    def score(
        self, *paths: AnyPath, today: date, tools: Sequence[str] = ("pemat", "cdc"), rules: Sequence[str] = ()
    ) -> Scored:
        """Score the handouts and sheets at these paths, or all of them, by PEMAT-P and the CDC's index.

        ``tools`` are their keys. A score is made of many ``rules``, so that none can be asked for; reviews
        are due by ``today``.

        Raises:
            UsageError: if there is no handout or sheet at the paths, or a rule is asked for.
        """
        from clinicpress.tasks.contentcheck import CheckRequest, score  # noqa: PLC0415

        return score(self.root, CheckRequest(today, tuple(map(Path, paths)), _each(rules)), _each(tools))

    def read(self) -> Reading:
        """Read and check all files: a ``library`` of what can be used, and every problem.

        The ``library`` is None if nothing can be printed of the workspace.
        """
        from clinicpress.content.reader import read_library  # noqa: PLC0415

        return read_library(self.root)

    def titles(self, kind: str) -> tuple[Titled, ...]:
        """The exercises, handouts, sheets, warnings, layouts or brands there are, by id; not checked.

        ``kind`` is one of these words.

        Raises:
            KeyError: if it is none.
        """
        from clinicpress.content.titles import titles  # noqa: PLC0415

        return tuple(titles(self.root, kind))

    def layout_values(self, name: str) -> tuple[str, ...]:
        """Every value of the layout ``name``, as lines that can be copied into one.

        Raises:
            UsageError: if there is no such layout.
            ContentError: if it is broken.
        """
        from clinicpress.content.layouts import effective, read_layouts  # noqa: PLC0415

        found = read_layouts([self.root, starter()])[0]
        if name not in found:
            raise UsageError(Problem(say("cli.no-layout", name=name), near(name, found)))
        loaded = found[name].loaded
        if loaded is None:
            raise ContentError(found[name].problems)
        return tuple(effective(loaded.model))

    def new(self, kind: str, name: str) -> Path:
        """Write a commented file of a ``kind`` to fill in; ``name`` is its id. The path of the file.

        Raises:
            UsageError: if the name is no id, or there is such a file.
            ContentError: if a sheet is asked for before there is an exercise.
            OutputError: if it cannot be written.
        """
        from clinicpress.tasks.starter import new_file  # noqa: PLC0415

        return new_file(self.root, kind, name)

    def contact_sheet(self, file: AnyPath) -> ContactSheet:
        """Write the figures of all exercises into one ``file``: a PDF, or a tall PNG.

        Raises:
            UsageError: if its name ends otherwise.
            OutputError: if it cannot be written.
        """
        from clinicpress.tasks.contactsheet import contact_sheet  # noqa: PLC0415

        with workspace_cache(self.root) as cache:
            return contact_sheet(self.root, Path(file).absolute(), cache)

    def preview(
        self,
        *names: str,
        all_figures: bool = False,
        side: Literal["left", "right"] | None = None,
        paper: Paper | None = None,
        ink: Ink = "colour",
        text: TextVariant = "standard",
        binding: Binding = "none",
        out: AnyPath | None = None,
    ) -> Previews:
        """Write PNG pictures (144 dots an inch) of exercises' figures, or of pages of handouts and sheets.

        ``all_figures`` asks for the figure of every exercise, ``side`` is the side that two-sided exercises
        show; ``paper``, ``text`` and ``binding`` are for pages, ``ink`` is for both. The pictures go to
        ``output/previews`` of the workspace, or to the folder ``out``.

        Raises:
            UsageError: if there is no exercise, handout or sheet of a name.
            OutputError: if a file cannot be written.
        """
        from clinicpress.tasks.pictures import PreviewRequest, previews  # noqa: PLC0415

        folder = Path(out).absolute() if out else self.root / "output" / "previews"
        request = PreviewRequest(names, all_figures, side, paper=paper, ink=ink, text=text, binding=binding)
        with workspace_cache(self.root) as cache:
            return previews(self.root, request, folder, cache)

    def figure(
        self,
        id: str,  # noqa: A002
        *,
        side: Literal["left", "right"] | None = None,
        ink: Ink = "colour",
        scale: float = 2.0,
        captions: bool = True,
    ) -> Drawing:
        """The figure of the exercise ``id`` as a ReportLab drawing, its frames as they stand on a page.

        ``scale`` is points for each centimetre of the person. ``side`` is the side that a two-sided exercise
        shows, the right one if it is left out; ``ink="mono"`` is for black print. The ``captions`` are in
        the brand's typeface, which is registered with ReportLab.

        Raises:
            UsageError: if there is no such exercise.
            ContentError: if its poses cannot be drawn, or nothing can be printed of the workspace.
        """
        from clinicpress.tasks.pictures import figure_drawing  # noqa: PLC0415

        with workspace_cache(self.root) as cache:
            return figure_drawing(
                self._library(), id, cache, ink=ink, side=side, scale=scale, captions=captions
            )

    def diagram(self, name: str, *, ink: Ink = "colour", width: float = 300.0) -> Drawing:
        """A diagram of a part of the body as a ReportLab drawing, ``width`` points wide, with its labels.

        ``name`` is that which a handout gives; ``ink="mono"`` is for black print.

        Raises:
            UsageError: if there is no such diagram.
            ContentError: if nothing can be printed of the workspace.
        """
        from clinicpress.tasks.pictures import diagram_drawing  # noqa: PLC0415

        with workspace_cache(self.root) as cache:
            return diagram_drawing(self._library(), name, cache, ink=ink, width=width)


def verify_files(*files: AnyPath) -> tuple[Verified, ...]:
    """Read finished PDFs back, of any workspace or of none."""
    from clinicpress.build.facts import verify_file  # noqa: PLC0415

    return tuple(verify_file(path, shown(path, Path.cwd())) for path in map(Path, files))


def purge(
    out: AnyPath, before: date, *, dry_run: bool = False, waiting: Callable[[], None] = lambda: None
) -> Purged:
    """Delete the PDFs of patients' plans of an output folder that are dated before a day.

    Raises:
        OutputError: if another run holds the folder, or its index cannot be used.
    """
    from clinicpress.tasks.deletion import purge as delete  # noqa: PLC0415

    return delete(Path(out), before, dry_run=dry_run, waiting=waiting)


def new_workspace(folder: AnyPath) -> tuple[Path, ...]:
    """Make a folder that is new or empty a workspace, a copy of the starter; the files that were written.

    Raises:
        UsageError: if it is a file, or a folder with something in it.
        OutputError: if it cannot be written.
    """
    from clinicpress.tasks.starter import copy_starter  # noqa: PLC0415

    return copy_starter(Path(folder).absolute())


def title_kinds() -> tuple[str, ...]:
    """The kinds of files that `Workspace.titles` tells of."""
    from clinicpress.content.titles import KINDS  # noqa: PLC0415

    return KINDS


def new_kinds() -> tuple[str, ...]:
    """The kinds of files that `Workspace.new` writes."""
    from clinicpress.tasks.starter import FOLDER_OF  # noqa: PLC0415

    return tuple(FOLDER_OF)


def schema_kinds() -> tuple[str, ...]:
    """The kinds of files that have a schema."""
    from clinicpress.content.jsonschema import MODELS  # noqa: PLC0415

    return tuple(MODELS)


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of file.

    Raises:
        KeyError: if there is no such kind.
    """
    from clinicpress.content.jsonschema import json_schema as schema  # noqa: PLC0415

    return schema(kind)


def rules_of(names: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of these ids and groups; all of them without a name.

    Raises:
        UsageError: if there is none of a name.
    """
    from clinicpress.tasks.contentcheck import chosen_rules  # noqa: PLC0415

    return chosen_rules(names)


def _each(words: str | Sequence[str]) -> tuple[str, ...]:
    """The words; one alone need not be put into a list."""
    if isinstance(words, str):
        return (words,) if words else ()
    return tuple(words)


def _given(options: Mapping[str, Any], known: type[PrintOptions]) -> dict[str, Any]:
    """The options that were given a value.

    Raises:
        TypeError: if one has none of the ``known`` names.
    """
    for name in sorted(options.keys() - known.__annotations__.keys()):
        raise TypeError(f"there is no option {name!r}: {near(name, known.__annotations__)}")
    return {name: value for name, value in options.items() if value is not None}


def _request(
    options: Mapping[str, Any],
    names: tuple[str, ...] = (),
    kind: Kind | None = None,
    language: str = "en",
    format: Format = "pdf",  # noqa: A002
    *,
    allow_errors: bool = False,
) -> Request:
    """The request that these options are; paths are told from where one stands."""
    given = {name: value for name, value in options.items() if name in _REQUESTED}
    out = options.get("out")
    return Request(
        names=names, kind=kind, language=language, format=format, allow_errors=allow_errors,
        out=None if out is None else Path(out).absolute(), **given,
    )  # fmt: skip
