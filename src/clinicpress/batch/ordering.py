"""Reads a workspace and the plans that are to be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinicpress.batch.planjobs import Since
from clinicpress.composing.locale import languages
from clinicpress.model.library import Library
from clinicpress.problems import ContentError, Problem, UsageError
from clinicpress.reading.library import read_library
from clinicpress.reading.near import near
from clinicpress.reading.orders import Defaults, Orders, read_orders
from clinicpress.reading.spoken import Said, spoken_entry

_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A library, the plans to be made of it, and what is wrong with the content of the workspace."""

    library: Library
    orders: Orders
    problems: tuple[Problem, ...]
    defaults: Defaults


def read_batch(
    root: Path, path: Path, day: date, sheet: str | None, clinician: str | None, *, encrypt: str | None
) -> Ordered:
    """The plans of a table, a folder or a file; ``day`` and so on are for what these leave out.

    Raises:
        ContentError: if nothing can be printed of the workspace.
        UsageError: if there is no such sheet.
    """
    library, problems = open_library(root)
    if sheet is not None and sheet not in library.sheets:
        raise UsageError(Problem("--sheet: there is no such sheet", near(sheet, library.sheets)))
    defaults = Defaults(day, _LANGUAGE, sheet, clinician)
    extra = (encrypt,) if encrypt else ()
    orders = read_orders(path, root, library, defaults, extra, languages())
    return Ordered(library, orders, problems, defaults)


def order_spoken(library: Library, problems: tuple[Problem, ...], said: Sequence[Said], day: date) -> Ordered:
    """The one plan that options of the command line say.

    Raises:
        UsageError: if an option is wrong.
    """
    known = {each.loc for each in said}
    rest = [
        Said(loc, text, option)
        for loc, text, option in (
            (("date",), day.isoformat(), "--date"), (("lang",), _LANGUAGE, "--lang")
        )
        if loc not in known
    ]  # fmt: skip
    entry = spoken_entry([*said, *rest], library, languages())
    return Ordered(library, Orders((entry,), (), 1), problems, Defaults(day, _LANGUAGE))


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
    if not path.exists():
        raise UsageError(Problem(f"--since: there is no file {since}", "name a file of plans, last or none"))
    orders = read_orders(path, ordered.library.root, ordered.library, ordered.defaults, (), languages())
    if orders.problems:
        raise ContentError(orders.problems)
    return "last", orders


def open_library(root: Path) -> tuple[Library, tuple[Problem, ...]]:
    """The library of a workspace, and what is wrong with its content.

    Raises:
        ContentError: if nothing can be printed of it.
    """
    reading = read_library(root)
    if reading.library is None:
        raise ContentError(reading.problems)
    return reading.library, reading.problems
