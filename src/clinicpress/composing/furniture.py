"""What stands around the content: header, footer, QR code, patient strip and the safety block."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from clinicpress.composing.context import Context
from clinicpress.composing.country import emergency_number
from clinicpress.composing.document import Field, Furniture, Safety, Words
from clinicpress.composing.inline import inline, plain
from clinicpress.composing.uses import Use
from clinicpress.model.exercise import Review
from clinicpress.model.library import Library, Loaded

DOT = " · "
VERSION_DIGITS = 6
_SORE_SIDES = {"left": "side-left", "right": "side-right", "both": "side-both"}


def compose_furniture(
    library: Library, document: Loaded[Any], uses: Sequence[Use], ctx: Context
) -> Furniture:
    """Header and footer of ``document``, whose exercises are ``uses``."""
    clinic, locale = library.clinic, ctx.locale
    web = clinic.model.web
    return Furniture(
        clinic=plain(clinic.model.name, clinic.at("name")),
        initials=_initials(library),
        call_label=plain(locale.text("call-label"), clinic.at("phone")),
        phone=plain(clinic.model.phone, clinic.at("phone")),
        hours=plain(clinic.model.hours, clinic.at("hours")) if clinic.model.hours else None,
        footer=plain(_footer(library, document, uses, ctx), document.at("review")),
        web=plain(web, clinic.at("web")) if web else None,
        # A phone that reads the code opens what is printed beside it, letter for letter.
        qr=web or "",
        qr_label=plain(locale.text("qr-label"), clinic.at("web")) if web else None,
        page_of=locale.raw("page-of"),
        address=tuple(plain(line, clinic.at("address", n)) for n, line in enumerate(clinic.model.address)),
        version=plain(DOT.join(_version(library, document, uses, ctx)), document.at("review")),
    )


def content_digest(library: Library, document: Loaded[Any], uses: Sequence[Use]) -> str:
    """A digest in hex of everything that a document's words come from; no patient's data is in it."""
    parts = (document.digest, library.clinic.digest, *(use.exercise.digest for use in uses))
    return hashlib.sha256("\n".join(parts).encode("ascii")).hexdigest()


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


def patient_strip(document: Loaded[Any], uses: Sequence[Use], ctx: Context) -> tuple[Field, ...]:
    """Whose sheet it is: the plan's values, or labels with empty lines for a pen."""
    values = _values(ctx) if ctx.plan else _blanks(document, uses, ctx)
    return tuple(
        Field(plain(ctx.locale.text(key), document.at("title")), value, ruled=key != "field-circle")
        for key, value in values
    )


def first_name(document: Loaded[Any], ctx: Context) -> tuple[Field, ...]:
    """The first name alone, or an empty line for it: for a page that hangs where others see it."""
    name = None
    if ctx.plan is not None:
        first = ctx.plan.model.patient.name.split()[0]
        name = plain(first, ctx.plan.at("patient", "name"))
    return (Field(plain(ctx.locale.text("field-first-name"), document.at("title")), name),)


def _blanks(document: Loaded[Any], uses: Sequence[Use], ctx: Context) -> list[tuple[str, Words | None]]:
    """What a therapist writes in by pen; the sore side is circled, where an exercise has sides."""
    blanks: list[tuple[str, Words | None]] = [
        ("field-name", None),
        ("field-date", None),
        ("field-therapist", None),
    ]
    if any(use.side != "both" for use in uses):
        blanks.append(("field-circle", plain(ctx.locale.text("side-choice"), document.at("title"))))
    return blanks


def _values(ctx: Context) -> list[tuple[str, Words | None]]:
    assert ctx.plan is not None
    plan, locale = ctx.plan, ctx.locale
    patient, sore = plan.model.patient, plan.model.sore_side
    born = patient.birth_date
    rows: list[tuple[str, Words | None]] = [
        ("field-name", plain(patient.name, plan.at("patient", "name"))),
        ("field-id", plain(patient.id, plan.at("patient", "id"))),
    ]
    if born is not None:
        rows.append(("field-born", plain(locale.date(born), plan.at("patient", "birth_date"))))
    clinician, side = plan.model.clinician, locale.text(_SORE_SIDES[sore]) if sore else ""
    rows += [
        ("field-date", plain(locale.date(plan.model.date), plan.at("date"))),
        ("field-therapist", plain(clinician, plan.at("clinician")) if clinician else None),
        ("field-sore-side", plain(side, plan.at("sore_side")) if side else None),
    ]
    return rows


def _initials(library: Library) -> str:
    """For the tile that stands in for a logo."""
    brand = library.brands.get(library.clinic.model.brand)
    if brand is not None and brand.model.initials:
        return brand.model.initials
    words = [word for word in library.clinic.model.name.split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in words[:2])


def _footer(library: Library, document: Loaded[Any], uses: Sequence[Use], ctx: Context) -> str:
    return DOT.join([document.id, *_version(library, document, uses, ctx)])


def _version(library: Library, document: Loaded[Any], uses: Sequence[Use], ctx: Context) -> list[str]:
    digest = content_digest(library, document, uses)[:VERSION_DIGITS]
    reviews = [document.model.review, *(use.exercise.model.review for use in uses)]
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
