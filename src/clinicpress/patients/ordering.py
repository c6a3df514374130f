"""Reads a workspace and the plans that are to be made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from clinicpress.build.jobs import Progress, Result
from clinicpress.build.receipts import read_receipt, was_written
from clinicpress.composing.locale import languages
from clinicpress.composing.uses import lacks_side
from clinicpress.content.fitting import doubts_of
from clinicpress.content.models.library import Library
from clinicpress.content.models.people import Person, same_text
from clinicpress.content.reader import read_library
from clinicpress.content.spoken import SPOKEN, SpokenOption, spoken_entry
from clinicpress.content.suggest import near
from clinicpress.content.tables.days import Order, order_of
from clinicpress.content.tables.orders import Defaults, Entry, Orders, read_orders
from clinicpress.messages import later, say
from clinicpress.patients.filelist import patients_folder
from clinicpress.patients.folder import INDEX, PatientFolder
from clinicpress.patients.planning import PlanRequest, Since
from clinicpress.patients.printing import print_plans
from clinicpress.problems import ContentError, Problem, Source, UsageError
from clinicpress.proof.origin import may_be_replaced, origin_of
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache, workspace_cache
from clinicpress.store.files import is_within
from clinicpress.store.regular import is_file, is_folder, is_there, real

_LANGUAGE = "en"
# So many lines are named; of a longer table, the pages themselves have to be looked through.
_MOST_LINES = 40
_PACKET = later("patients.name-another-file")


@dataclass(frozen=True, slots=True)
class Ordered:
    """A library, and the plans to be made of it.

    What is wrong with files that no plan uses is for the check to say.
    """

    library: Library
    orders: Orders
    defaults: Defaults


def read_batch(
    root: Path, path: Path, day: date, sheet: str | None, clinician: str | None, *, encrypt: str | None,
    dates: Order | None = None,
) -> Ordered:  # fmt: skip
    """The plans of a table, a folder or a file; ``day`` and so on are for what these leave out.

    ``dates`` is the order of day and month in a table, None to tell it from the table.

    Raises:
        ContentError: if nothing can be printed of the workspace.
        UsageError: if there is no such sheet, or no column of passwords that ``encrypt`` names.
    """
    library = open_library(root)
    if sheet is not None and sheet not in library.sheets:
        raise UsageError(Problem(say("patients.sheet-does-not-exist"), near(sheet, library.sheets)))
    defaults = Defaults(day, _LANGUAGE, sheet, clinician, dates)
    orders = read_orders(path, root, library, defaults, encrypt, languages())
    if encrypt and orders.entries and encrypt.strip().casefold() not in orders.header:
        # the name is not repeated: it may be a password that was meant for all
        message = say("patients.no-column-of-passwords")
        raise UsageError(Problem(message, say("patients.name-column-table-holds-each-patient")))
    return Ordered(library, orders, defaults)


def print_ordered(
    ordered: Ordered, request: PlanRequest, cache: Cache, progress: Progress, waiting: Callable[[], None]
) -> Result:
    """Make the plans; what is doubtful about them, and whose sore side is to be circled, is in the result.

    Raises:
        UsageError, OutputError: as `print_plans`.
    """
    orders = ordered.orders
    result = print_plans(ordered.library, orders, request, cache, progress, waiting)
    made = {outcome.number for outcome in result.outcomes if outcome.status != "failed"}
    by_pen = sides_to_circle(ordered.library, [each for each in orders.entries if each.number in made])
    return replace(result, warnings=tuple(orders.warnings), told=tuple(orders.told), by_pen=by_pen)


def order_spoken(
    library: Library, said: Sequence[SpokenOption], day: date, dates: Order | None = None
) -> Ordered:
    """The one plan that options of the command line say; ``dates`` is the order of day and month.

    Raises:
        UsageError: if an option is wrong.
    """
    known = {each.loc for each in said}
    rest = [
        SpokenOption(loc, text, option)
        for loc, text, option in (
            (("date",), day.isoformat(), "--date"), (("lang",), _LANGUAGE, "--lang")
        )
        if loc not in known
    ]  # fmt: skip
    entry = spoken_entry(
        [*said, *rest], library, languages(), dates or order_of(library.clinic.model.country)
    )
    warnings = tuple(doubts_of(entry.plan()))
    return Ordered(library, Orders((entry,), (), 1, warnings=warnings), Defaults(day, _LANGUAGE))


def compared_with(ordered: Ordered, since: str) -> tuple[Since, Orders | None]:
    """What marks compare with: ``last``, ``none``, or the plans of a file.

    Raises:
        UsageError: if there is no such file.
        ContentError: if something in it is wrong.
    """
    if since == "last":
        return "last", None
    if since == "none":
        return "none", None
    path = Path(since)
    if not is_there(path):
        raise UsageError(
            Problem(
                say("patients.no-file-of-earlier-plans", since=since),
                say("patients.name-file-plans-last-or-none"),
            )
        )
    orders = read_orders(path, ordered.library.root, ordered.library, ordered.defaults, None, languages())
    if orders.problems:
        raise ContentError(orders.problems)
    return "last", orders


def is_a_strangers(out: Path, same_person: Sequence[str], person: Person) -> bool:
    """Whether an id was printed in the output folder ``out`` for another patient; see `Planner`.

    Raises:
        OutputError: if another run holds the patients' folder, or its index cannot be used.
    """
    folder = patients_folder(out)
    if person.key in map(same_text, same_person) or not is_file(folder / INDEX):
        return False
    with PatientFolder.open(folder, readonly=True) as patients:
        return not all(person.agrees(known) for known in patients.index.people(person.key))


def refused_password(password: str) -> str:
    """What is wrong with a password, or nothing; it is not repeated."""
    # the library behind it is loaded only where there is a password
    from clinicpress.pdf.encryption import password_fault  # noqa: PLC0415

    return password_fault(password)


def open_library(root: Path) -> Library:
    """The library of a workspace.

    Raises:
        ContentError: if nothing can be printed of it.
    """
    with workspace_cache(root) as cache:
        reading = read_library(root, cache)
    if reading.library is None:
        raise ContentError(reading.problems)
    return reading.library


def sides_to_circle(library: Library, entries: Sequence[Entry]) -> tuple[Problem, ...]:
    """Which pages of printed plans are for a sore side that no plan says; one problem for each file."""
    lines: dict[str, list[int]] = {}
    for entry in entries:
        if lacks_side(library, entry.plan()):
            lines.setdefault(entry.source.path, []).append(entry.source.line or 1)
    return tuple(_circle(path, found) for path, found in lines.items())


def _circle(path: str, lines: Sequence[int]) -> Problem:
    if lines == [1]:  # the first line of a table names its columns: this is a file, or the command line
        hint = say("patients.has-exercises-for-sore-side-alone")
        source = None if path == SPOKEN.path else Source(path)
        return Problem(say("patients.circle-sore-side-page-pen"), hint, source)
    named = ", ".join(map(str, lines[:_MOST_LINES])) + (" ..." if len(lines) > _MOST_LINES else "")
    hint = say("patients.they-have-exercises-for-sore-side")
    message = say("patients.circle-on-pages", count=len(lines), lines=named)
    return Problem(message, hint, Source(path))


def refuse_packet(packet: Path, read: Path, root: Path, out: Path) -> None:
    """Refuse to write a packet over what is no packet, or where it could be taken for something else.

    ``read`` is the table or folder that is printed, ``root`` the workspace, ``out`` the output folder.

    Raises:
        UsageError: if it is no PDF by its name, there is something else in its place, or its folder is for
            content or for pages that are handed out.
    """
    for message in _unfit(packet, read, root, out):
        raise UsageError(Problem(say("patients.unfit-packet", message=message), say(_PACKET)))


def _unfit(packet: Path, read: Path, root: Path, out: Path) -> Iterator[str]:
    # links count as what they lead to
    target = real(packet)
    if any(is_there(parent) and not is_folder(parent) for parent in packet.absolute().parents):
        yield say("patients.packet-path-has-file")
        return
    if target == real(read) or (is_there(packet) and packet.samefile(read)):
        yield say("patients.packet-is-table")
    if packet.suffix.lower() != ".pdf":
        yield say("patients.packet-is-no-pdf")
    if is_there(packet) and not is_file(packet):
        yield say("patients.packet-is-folder")
        return
    if any(is_within(target, patients_folder(each)) for each in (out, root / "output")):
        yield say("patients.packet-among-plans")
    if any(is_within(target, root / name) for name in ("content", "assets")):
        yield say("patients.packet-among-content")
    blank = [each / name for each in (out, root / "output") for name in ("handouts", "sheets")]
    if any(is_within(target, folder) for folder in blank) or _holds_documents(target.parent):
        yield say("patients.packet-among-documents")
    known = was_written(read_receipt(workspace_cache(root), packet), packet)
    if not may_be_replaced(packet, "packet", known=known):
        yield say("patients.packet-in-place-of-other-file")


def _holds_documents(folder: Path) -> bool:
    """Whether a folder holds handouts or sheets of clinicpress."""
    return is_folder(folder) and any(_is_document(path) for path in folder.glob("*.[pP][dD][fF]"))


def _is_document(path: Path) -> bool:
    try:
        return origin_of(path) == "document"
    except OSError:
        return False
