"""Rules on how pages look: contrast, ink, sizes and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from clinicpress.checking.subject import Finder, Hit, Scope, Severity, Subject
from clinicpress.content.models.base import Loc
from clinicpress.content.models.brand import contrast, grey
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.layout import Layout
from clinicpress.content.models.library import Loaded
from clinicpress.messages import later, say
from clinicpress.problems import Source

LEAST, GONE = 3.0, 1.5
# Lines and signs that carry meaning, and what they stand on. Brand, alert, soft and ink are colours of text,
# which is a stricter rule of its own; rule and tint only frame what is there without them.
_SIGNS = (("nerve", "paper", later("rule.rings-of-labels")),)


def find_contrast(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Lines and signs that carry meaning below 3:1 on their ground, in colour or in grey."""
    colours = subject.model.colours
    for key, ground, what in _SIGNS:
        colour, back = getattr(colours, key), getattr(colours, ground)
        coloured, printed = contrast(colour, back), contrast(grey(colour), grey(back))
        ratio = min(coloured, printed)
        if ratio >= LEAST:
            continue
        place = subject.loaded.at("colours", key if key in colours.model_fields_set else ground)
        if coloured < LEAST:
            found = say(
                "rule.weak-contrast",
                key=key, colour=colour, ground=ground, back=back, ratio=ratio, what=say(what),
            )  # fmt: skip
        else:
            found = say(
                "rule.weak-contrast-in-grey",
                key=key, colour=colour, ground=ground, back=back, ratio=ratio, what=say(what),
            )  # fmt: skip
        severity = Severity.ERROR if ratio < GONE else None
        yield Hit(place, found, say("rule.choose-darker", key=key, least=LEAST), severity)


# 555-0100 to 555-0199 are kept for fiction in North America; the others are what people type to fill a gap.
_PHONE = re.compile(r"1?(?:\d{3})?55501\d\d|1?(?:\d{3})?5555555|(\d)\1{6,}|0?1234567(?:890?)?")
# RFC 2606 and RFC 6761 keep these for examples.
_HOST = re.compile(r"(?:.*\.)?example\.(?:com|org|net)|(?:.*\.)?(?:example|test|invalid|localhost)")
_ADDRESS = re.compile(
    r"\bexample (?:street|st|road|rd|avenue|ave|lane|way|drive|town|city)\b|\b[A-Z]{2},? 0{5}\b|\banytown\b",
    re.IGNORECASE,
)


def find_example_contact(subject: Subject, _: Scope) -> Iterator[Hit]:
    """A phone number, web or street address that belongs to nobody."""
    clinic: Clinic = subject.model
    at = subject.loaded.at
    if _PHONE.fullmatch(re.sub(r"\D", "", clinic.phone)):
        yield Hit(
            at("phone"),
            say("rule.example-phone-number", phone=clinic.phone),
            say("rule.write-your-clinic-phone-number"),
        )
    host = (urlsplit(clinic.web or "").hostname or "").lower()
    if _HOST.fullmatch(host):
        instead = say("rule.write-your-clinic-web-address")
        yield Hit(at("web"), say("rule.example-web-address", web=clinic.web), instead)
    for index, line in enumerate(clinic.address):
        if _ADDRESS.search(line):
            instead = say("rule.write-your-clinic-street-address")
            yield Hit(at("address", index), say("rule.example-street-address", line=line), instead)


MOST_INK = 12.0


def find_ink_coverage(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Documents with a page that is more than 12 % ink."""
    dark = [
        (number, percent)
        for number, percent in enumerate(scope.coverage(subject.kind, subject.id), 1)
        if percent > MOST_INK
    ]
    if dark:
        pages = ", ".join(say("rule.ink-of-page", number=number, percent=percent) for number, percent in dark)
        instead = say("rule.use-smaller-pictures-fewer-exercises-page")
        yield Hit(
            subject.loaded.at("title"),
            say("rule.ink-covers-more-than-page", most=MOST_INK, pages=pages),
            instead,
        )


MOST_ADDRESS = 60
# What tells a server where a visitor comes from, and changes nothing of what is shown.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|msclkid|dclid|yclid|mc_[ce]id|igshid|igsh|si|_hs\w+|feature|ref|ref_src"
    r"|trk|spm|pp",
    re.IGNORECASE,
)
# Short addresses that another firm keeps, and can sell, count or switch off.
_SHORTENERS = frozenset(
    {
        "bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly",
        "t.ly", "qrco.de", "qr.io", "qrfy.io", "me-qr.com", "q-r.to", "l.ead.me", "qrs.ly", "scnv.io",
        "flow.page", "shorturl.at", "rb.gy", "tiny.cc", "lnkd.in", "s.id", "v.gd", "bl.ink",
    }
)  # fmt: skip


def find_qr_address(subject: Subject, _: Scope) -> Iterator[Hit]:
    """Addresses behind a QR code that are long, track, or go through another firm."""
    key = "web" if subject.kind == "clinic" else "video"
    address = getattr(subject.model, key)
    if not address:
        return
    place, parts = subject.loaded.at(key), urlsplit(address)
    host = (parts.hostname or "").lower().removeprefix("www.")
    tracking = [
        name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _TRACKING.fullmatch(name)
    ]
    if tracking:
        found = say("rule.address-has-parts-track-visitors", parts=", ".join(dict.fromkeys(tracking)))
        yield Hit(place, found, say("rule.write-address", address=_without(address, tracking)))
    elif host in _SHORTENERS:
        found = say("rule.address-goes-through", host=host)
        yield Hit(place, found, say("rule.write-address-leads"))
    elif len(address) > MOST_ADDRESS:
        found = say("rule.address-has-characters-too-many-type", count=len(address))
        yield Hit(place, found, say("rule.use-short-address-your-own-site", most=MOST_ADDRESS))


def _without(address: str, tracking: list[str]) -> str:
    """The address without what tracks."""
    start, _, rest = address.partition("?")
    query, mark, fragment = rest.partition("#")
    kept = "&".join(part for part in query.split("&") if part.partition("=")[0] not in tracking)
    return start + (f"?{kept}" if kept else "") + mark + fragment


# What is smaller than 12 pt text or a 9 pt footer no layout may say at all.
LARGE = 16.0
_CALLED_LARGE = frozenset({"large"})
# Words of an exercise that have a size of their own, in a layout whose text is large.
_WORDS = ("exercise_title", "facts")


def find_text_floor(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Layouts for large print whose words are below 16 pt."""
    if not _is_large(subject, scope):
        return
    layout: Layout = subject.model
    sizes: list[tuple[Loc, float]] = [(("text", "floor"), layout.text.floor)]
    sizes += [(("sizes", name), getattr(layout.sizes, name)) for name in _WORDS]
    for loc, size in sizes:
        if size < LARGE:
            found = say("rule.pt-too-small-for-large-print", key=loc[-1], size=size)
            instead = say("rule.write-larger-size", group=loc[0], key=loc[-1], least=LARGE)
            yield Hit(_own_place(subject.loaded, loc), found, instead)


def _is_large(subject: Subject, scope: Scope) -> bool:
    """Whether another layout takes it for large text, or it calls itself so."""
    layouts = scope.library.layouts.values()
    taken = any(each.model.large_layout == subject.id for each in layouts)
    return taken or bool(_CALLED_LARGE & set(subject.id.split("-")))


def _own_place(loaded: Loaded[Layout], loc: Loc) -> Source:
    """Where the file says it; where it says nothing, the line of the layout that it comes from."""
    place = loaded.at(*loc)
    extends = loaded.at("extends")
    return (
        place
        if place.path == loaded.path
        else extends
        if extends.path == loaded.path
        else Source(loaded.path)
    )


LOOKS: Mapping[str, Finder] = {
    "contrast": find_contrast,
    "text-floor": find_text_floor,
    "ink-coverage": find_ink_coverage,
    "example-contact": find_example_contact,
    "qr-address": find_qr_address,
}
