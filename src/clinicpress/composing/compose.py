"""Handouts and sheets of a library to documents: every word that will be printed, in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from clinicpress.composing.context import Context
from clinicpress.composing.document import Document
from clinicpress.composing.sheets import sheet_document
from clinicpress.content.models.library import Library, Loaded
from clinicpress.problems import ContentError, Problem, UsageError

D = TypeVar("D", bound=Loaded[Any])


def compose_handout(library: Library, id: str, ctx: Context) -> Document:  # noqa: A002 - the content's own word
    """The handout ``id``, composed.

    Raises:
        UsageError: if the library has no such handout.
        ContentError: if something that it needs is missing or wrong.
    """
    # a sheet does without what handouts are made of
    from clinicpress.composing.handouts import handout_document  # noqa: PLC0415

    return handout_document(library, _named(library.handouts, id, "handout"), ctx)


def compose_sheet(library: Library, id: str, ctx: Context) -> Document:  # noqa: A002 - the content's own word
    """The sheet ``id``, composed, for the patient of the context's plan or for the pen.

    An empty id is that of a plan without a sheet.

    Raises:
        UsageError: if the library has no such sheet.
        ContentError: if something that it needs is missing or wrong, or the plan's sheet is.
    """
    sheet = library.sheet(id) if ctx.plan is not None else None
    if ctx.plan is not None and sheet is None:
        message = "the plan names a sheet that does not exist or cannot be read"
        hint = f"existing sheets: {', '.join(sorted(library.sheets)) or 'none'}"
        raise ContentError(Problem(message, hint, ctx.plan.at("sheet")))
    return sheet_document(library, sheet or _named(library.sheets, id, "sheet"), ctx)


def _named(documents: Mapping[str, D], name: str, kind: str) -> D:
    if name not in documents:
        hint = f"existing {kind}s: {', '.join(sorted(documents)) or 'none'}"
        raise UsageError(Problem(f"the {kind} {name!r} does not exist or cannot be read", hint))
    return documents[name]
