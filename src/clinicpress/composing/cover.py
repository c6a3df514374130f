"""The cover of a packet: a list for staff of whose sheets follow, in order. No patient is to hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinicpress.composing.context import Context
from clinicpress.composing.document import BlockItem, Document, Furniture, Paragraph, Run, TableGrid, Words
from clinicpress.composing.furniture import DOT, _initials
from clinicpress.composing.inline import plain
from clinicpress.composing.locale import Locale
from clinicpress.model.library import Library
from clinicpress.model.people import same_text
from clinicpress.problems import Source

COVER = "cover"


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A patient's part of a packet: its ``number`` in the list, whose it is, and which sheet.

    ``time`` is that of the visit, or empty. ``first_page`` is the page of the packet where the part begins,
    counted from 1, and ``pages`` how many it has. ``source`` is the place that a problem of the row names.
    """

    number: int
    time: str
    name: str
    id: str
    sheet_title: str
    first_page: int
    pages: int
    source: Source | None = None


def cover_document(library: Library, rows: Sequence[CoverRow], ctx: Context, *, day: str = "") -> Document:
    """The cover that lists ``rows`` in their order; ``day`` is the date of the visits as it is printed."""
    locale, source = ctx.locale, library.clinic.at()
    title = locale.text("cover-title")
    blocks: tuple[BlockItem, ...] = (
        Paragraph(Words((Run(locale.text("cover-warning"), bold=True),), source)),
        Paragraph(plain(_count(rows, locale), source)),
        _table(rows, locale, source),
    )
    return Document(
        kind="handout",
        id=COVER,
        title=plain(title, source),
        subtitle=plain(day, source) if day else None,
        language=locale.tag,
        summary_title=None,
        summary=(),
        facts=None,
        blocks=blocks,
        safety=None,
        log=None,
        patient=(),
        furniture=_furniture(library, DOT.join([title, day] if day else [title]), locale),
        source=source,
    )


def _count(rows: Sequence[CoverRow], locale: Locale) -> str:
    patients = len({same_text(row.id) for row in rows})
    sides = locale.text("cover-sides", count=sum(row.pages for row in rows))
    return locale.text("cover-count", patients=locale.text("cover-patients", count=patients), sides=sides)


def _table(rows: Sequence[CoverRow], locale: Locale, source: Source) -> TableGrid:
    """A line for each row; without times of visits there is no column for them."""
    times = any(row.time for row in rows)
    header = [locale.text("cover-number"), *([locale.text("cover-time")] if times else [])]
    header += [locale.text("field-name"), locale.text("field-id"), locale.text("cover-sheet")]
    header.append(locale.text("cover-pages"))
    lines = []
    for row in rows:
        cells = [str(row.number), *([row.time] if times else []), row.name, row.id, row.sheet_title]
        place = row.source or source
        lines.append(tuple(plain(cell, place) for cell in (*cells, _pages(row, locale))))
    return TableGrid(tuple(plain(name, source) for name in header), tuple(lines), source)


def _pages(row: CoverRow, locale: Locale) -> str:
    last = row.first_page + row.pages - 1
    if last <= row.first_page:
        return str(row.first_page)
    return locale.text("range", low=row.first_page, high=last)


def _furniture(library: Library, footer: str, locale: Locale) -> Furniture:
    """Whose page it is at every header, where a patient's page says whom to call; no code, no address."""
    clinic = library.clinic
    return Furniture(
        clinic=plain(clinic.model.name, clinic.at("name")),
        initials=_initials(library),
        call_label=plain(locale.text("cover-label"), clinic.at()),
        phone=plain(locale.text("cover-mark"), clinic.at()),
        hours=None,
        footer=plain(footer, clinic.at()),
        web=None,
        qr="",
        qr_label=None,
        page_of=locale.raw("page-of"),
    )
