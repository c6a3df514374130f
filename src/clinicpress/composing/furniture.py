"""Furniture around the content: header, footer, patient strip, safety block, and a packet's cover."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from clinicpress.composing.context import Context
from clinicpress.composing.document import (
    BlockItem,
    Document,
    Field,
    FieldPart,
    Furniture,
    PictureFigure,
    Safety,
)
from clinicpress.composing.locale import Locale, emergency_number
from clinicpress.composing.uses import Use
from clinicpress.content.blocktypes.block import Paragraph, TableGrid
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.exercise import Review
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.people import same_text
from clinicpress.inline import Run, Words, flat, inline, plain
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.records import dataclass
from clinicpress.store.regular import read_regular

_ORIENTATION = 0x0112
# Those in which width and height change places.
_ON_ITS_SIDE = range(5, 9)


def read_picture(path: Path, *, alt: str, caption: Words | None, source: Source) -> PictureFigure:
    """A picture, PNG or JPEG, with its width and height in pixels as it is seen upright.

    That it can be printed was seen when its handout was read.

    Raises:
        ContentError: if it cannot be read any more.
    """
    try:
        data = read_regular(path)
        width, height = _size(data)
    except Exception as error:
        message = say("composing.picture-cannot-be-read", path=path.name)
        raise ContentError(Problem(message, say("composing.get-file-again"), source)) from error
    return PictureFigure(data, width, height, alt, caption, source)


def _size(data: bytes) -> tuple[int, int]:
    # 10 ms that pages without a picture do without
    from PIL import Image  # noqa: PLC0415

    with warnings.catch_warnings():
        # of what Pillow is not sure of, nothing is printed
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            turned = picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    return (height, width) if turned else (width, height)


DOT = " · "
VERSION_DIGITS = 6
_IDENTITY = ("field-name", "field-id", "field-date")
_CIRCLE = "field-circle"
_SORE_SIDES = {"left": "side-left", "right": "side-right", "both": "side-both"}


def compose_furniture(
    library: Library, document: Loaded[Any], parts: Sequence[Loaded[Any]], ctx: Context
) -> Furniture:
    """Header and footer of ``document``, whose words come from ``parts`` too: exercises, and warnings."""
    clinic, locale = library.clinic, ctx.locale
    web = clinic.model.web
    return Furniture(
        clinic=plain(clinic.model.name, clinic.at("name")),
        initials=_initials(library),
        call_label=plain(locale.text("call-label"), clinic.at("phone")),
        phone=plain(clinic.model.phone, clinic.at("phone")),
        hours=plain(clinic.model.hours, clinic.at("hours")) if clinic.model.hours else None,
        footer=plain(_footer(library, document, parts, ctx), document.at("review")),
        web=plain(web, clinic.at("web")) if web else None,
        # A phone that reads the code opens what is printed beside it, letter for letter.
        qr=web or "",
        qr_label=plain(locale.text("qr-label"), clinic.at("web")) if web else None,
        page_of=locale.raw("page-of"),
        address=tuple(plain(line, clinic.at("address", n)) for n, line in enumerate(clinic.model.address)),
        version=plain(DOT.join(_version(library, document, parts, ctx)), document.at("review")),
        draft=plain(locale.text("draft"), document.at("title")) if ctx.draft else None,
    )


def content_digest(library: Library, document: Loaded[Any], parts: Sequence[Loaded[Any]]) -> str:
    """A digest in hex of everything that a document's words come from; no patient's data is in it."""
    digests = (document.digest, library.clinic.digest, *(part.digest for part in parts))
    return hashlib.sha256("\n".join(digests).encode("ascii")).hexdigest()


def safety_block(
    stop_items: tuple[Words, ...], emergency_items: tuple[Words, ...], library: Library, ctx: Context
) -> Safety:
    """The whole safety block with the clinic's phone and the country's emergency number in its titles.

    Raises:
        ContentError: if no emergency number is known.
    """
    clinic, locale = library.clinic, ctx.locale
    stop = locale.text("stop-title", phone=clinic.model.phone)
    return Safety(
        stop_title=plain(stop, clinic.at("phone")),
        stop_items=stop_items,
        emergency_title=plain(emergency_title(library, ctx), clinic.at("country")),
        emergency_items=emergency_items,
        after_hours=after_hours(library),
        sign=locale.text("stop-sign"),
    )


def emergency_title(library: Library, ctx: Context) -> str:
    """``Call 911 right away if:`` with the number of the clinic's country.

    Raises:
        ContentError: if no emergency number is known.
    """
    return ctx.locale.text("emergency-title", number=emergency_number(library.clinic))


def after_hours(library: Library) -> Words | None:
    """What to do when the clinic is closed, in its own words."""
    clinic = library.clinic
    closed = clinic.model.after_hours
    return inline(closed, clinic.at("after_hours")) if closed else None


@dataclass(frozen=True, slots=True)
class IdentityText:
    """What must be read on a plan's pages: the strip of the ``first`` page, that of each ``further`` one.

    ``fewer`` are the strips of a first page that has no room for fields which are to be filled in by pen.
    """

    first: str
    further: str
    fewer: tuple[str, ...] = ()


def identity_text(plan: Plan, locale: Locale, *, circled: bool = False) -> IdentityText:
    """Labels and values of the strips as they are drawn, said by the plan and not by a composed document.

    ``circled``: the sore side is to be circled by pen, as `uses.lacks_side` says.
    """

    def said(rows: Iterable[tuple[str, str, str]]) -> str:
        return " ".join(part for key, value, _ in rows for part in (locale.text(key), flat(value)) if part)

    rows = _values(plan, locale, circled=circled)
    empty = [row[0] for row in rows if not row[1]]
    gone = [{*some} for count in range(1, len(empty) + 1) for some in combinations(empty, count)]
    return IdentityText(
        said(rows),
        said(row for row in rows if row[0] in _IDENTITY),
        tuple(said(row for row in rows if row[0] not in some) for some in gone),
    )


def identity_labels(locale: Locale) -> tuple[str, ...]:
    """The labels of name and id, with which every strip begins."""
    return tuple(locale.text(key) for key in _IDENTITY[:2])


def strip_labels(locale: Locale) -> tuple[str, ...]:
    """The labels of name, id and date, which stand in that order on every page of a plan."""
    return tuple(locale.text(key) for key in _IDENTITY)


def patient_strip(document: Loaded[Any], uses: Sequence[Use], ctx: Context) -> tuple[Field, ...]:
    """Whose sheet it is: the plan's values, or labels with empty lines for a pen."""
    if ctx.plan is not None:
        circled = any(use.side == "sore" for use in uses)
        values = _values(ctx.plan.model, ctx.locale, circled=circled)
        return _fields(values, ctx.plan, document, uses, ctx)
    return tuple(
        Field(plain(ctx.locale.text(key), document.at("title")), value, key != _CIRCLE, _part(key, uses))
        for key, value in _blanks(document, uses, ctx)
    )


def _part(key: str, uses: Sequence[Use]) -> FieldPart:
    """By what name a layout may give up a field for the pen; a side that must be known is never given up."""
    if key == "field-therapist":
        return "therapist-field"
    if key in (_CIRCLE, "field-sore-side") and all(use.side != "sore" for use in uses):
        return "sore-side-field"
    return ""


def identity(document: Loaded[Any], ctx: Context) -> tuple[Field, ...]:
    """Name, id and date of the plan, for every page; nothing without a plan."""
    if ctx.plan is None:
        return ()
    rows = [row for row in _values(ctx.plan.model, ctx.locale) if row[0] in _IDENTITY]
    return _fields(rows, ctx.plan, document, (), ctx)


def first_name(document: Loaded[Any], ctx: Context) -> tuple[Field, ...]:
    """A line for the first name alone: for a page that hangs where others see it, and that takes no plan."""
    return (Field(plain(ctx.locale.text("field-first-name"), document.at("title")), None),)


def _blanks(document: Loaded[Any], uses: Sequence[Use], ctx: Context) -> list[tuple[str, Words | None]]:
    """What a therapist writes in by pen; the sore side is circled, where an exercise has sides."""
    blanks: list[tuple[str, Words | None]] = [
        ("field-name", None),
        ("field-date", None),
        ("field-therapist", None),
    ]
    if any(use.side != "both" for use in uses):
        blanks.append((_CIRCLE, plain(ctx.locale.text("side-choice"), document.at("title"))))
    return blanks


def _fields(
    rows: Sequence[tuple[str, str, str]],
    plan: Loaded[Plan],
    document: Loaded[Any],
    uses: Sequence[Use],
    ctx: Context,
) -> tuple[Field, ...]:
    label = document.at("title")
    return tuple(
        Field(
            _label(ctx.locale, key, label),
            plain(value, plan.at(*place.split())) if value else None,
            key != _CIRCLE,
            "" if value and key != _CIRCLE else _part(key, uses),
        )
        for key, value, place in rows
    )


@lru_cache(maxsize=500)
def _label(locale: Locale, key: str, source: Source) -> Words:
    """The label of a field; patients of one sheet have them in common."""
    return plain(locale.text(key), source)


def _values(plan: Plan, locale: Locale, *, circled: bool = False) -> list[tuple[str, str, str]]:
    """Label, value and place of what the strip says of a plan, in order; what it leaves out is empty."""
    born, sore = plan.patient.birth_date, plan.sore_side
    rows = [
        ("field-name", plan.patient.name, "patient name"),
        ("field-id", plan.patient.id, "patient id"),
    ]
    if born is not None:
        rows.append(("field-born", locale.date(born), "patient birth_date"))
    rows += [
        ("field-date", locale.date(plan.date), "date"),
        ("field-therapist", plan.clinician or "", "clinician"),
        (_CIRCLE, locale.text("side-choice"), "sore_side")
        if circled
        else ("field-sore-side", locale.text(_SORE_SIDES[sore]) if sore else "", "sore_side"),
    ]
    return rows


def _initials(library: Library) -> Words:
    """For the tile that stands in for a logo."""
    brand = library.brands.get(library.clinic.model.brand)
    if brand is not None and brand.model.initials:
        return plain(brand.model.initials, brand.at("initials"))
    words = [word for word in library.clinic.model.name.split() if word[0].isalnum()]
    return plain("".join(word[0].upper() for word in words[:2]), library.clinic.at("name"))


def _footer(library: Library, document: Loaded[Any], parts: Sequence[Loaded[Any]], ctx: Context) -> str:
    return DOT.join([document.id, *_version(library, document, parts, ctx)])


def _version(
    library: Library, document: Loaded[Any], parts: Sequence[Loaded[Any]], ctx: Context
) -> list[str]:
    digest = content_digest(library, document, parts)[:VERSION_DIGITS]
    reviews = [document.model.review, *(part.model.review for part in parts)]
    return [ctx.locale.text("version", digest=digest), *_review(document.model.review, reviews, ctx)]


def _review(own: Review, all_reviews: Sequence[Review], ctx: Context) -> list[str]:
    """Who reviewed the document; as long as a part of it is unreviewed, that it is pending."""
    if own.on is None or any(review.pending for review in all_reviews):
        return [ctx.locale.text("review-pending")]
    texts = [ctx.locale.text("reviewed", by=own.by, date=ctx.locale.month(own.on))]
    due = [review.due for review in all_reviews if review.due is not None]
    return [*texts, ctx.locale.text("review-again", date=ctx.locale.month(_first(due)))] if due else texts


def _first(days: Sequence[date]) -> date:
    """What is due first makes the whole page due."""
    return min(days)


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
