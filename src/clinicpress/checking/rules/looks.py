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
from clinicpress.problems import Source

LEAST, GONE = 3.0, 1.5
# Lines and signs that carry meaning, and what they stand on. Brand, alert, soft and ink are colours of text,
# which is a stricter rule of its own; rule and tint only frame what is there without them.
_SIGNS = (("nerve", "paper", "the rings that mark what the labels of a diagram point to"),)


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
        where = "" if coloured < LEAST else " in grey"
        found = f"{key} {colour} on {ground} {back} has a contrast of only {ratio:.1f}:1{where}: {what}"
        severity = Severity.ERROR if ratio < GONE else None
        yield Hit(
            place, found, f"choose a darker {key}, such as '#C4261D', for {LEAST:g}:1 or more", severity
        )


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
            f"{clinic.phone} is an example number that nobody answers",
            "write your clinic's phone number",
        )
    host = (urlsplit(clinic.web or "").hostname or "").lower()
    if _HOST.fullmatch(host):
        instead = "write your clinic's web address, or delete the line"
        yield Hit(at("web"), f"{clinic.web} is an example address; its QR code leads nowhere", instead)
    for index, line in enumerate(clinic.address):
        if _ADDRESS.search(line):
            instead = "write your clinic's street address, or delete the line"
            yield Hit(at("address", index), f"{line!r} is an example address", instead)


MOST_INK = 12.0


def find_ink_coverage(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Documents with a page that is more than 12 % ink."""
    dark = [
        (number, percent)
        for number, percent in enumerate(scope.coverage(subject.kind, subject.id), 1)
        if percent > MOST_INK
    ]
    if dark:
        pages = ", ".join(f"page {number}: {percent:g} %" for number, percent in dark)
        instead = "use smaller pictures, fewer exercises on a page, or a paler tint in the brand"
        yield Hit(
            subject.loaded.at("title"), f"ink covers more than {MOST_INK:g} % of a page ({pages})", instead
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
        found = f"the address has parts that track visitors: {', '.join(dict.fromkeys(tracking))}"
        yield Hit(place, found, f"write {_without(address, tracking)}")
    elif host in _SHORTENERS:
        found = f"the address goes through {host}, which can switch it off or send it elsewhere"
        yield Hit(place, found, "write the address that it leads to, or a short one on your own site")
    elif len(address) > MOST_ADDRESS:
        found = f"the address has {len(address)} characters, too many to type from paper"
        yield Hit(
            place, found, f"use a short address on your own site, of {MOST_ADDRESS} characters or fewer"
        )


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
            found = f"{loc[-1]} is {size:g} pt, too small for large print"
            instead = f"write {loc[0]}: {{{loc[-1]}: {LARGE:g}pt}} or more"
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
