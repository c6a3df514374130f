"""Checks of finished pages: streams, boxes, links, and every name that a content stream uses."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import StreamObject

from clinicpress.messages import later, say
from clinicpress.proof.tags import object_number, resolved
from clinicpress.units import PAPERS

_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_NAME = rb"/([^\s/<>\[\](){}%]+)"
# Which names of which part of the resources an operator uses (ISO 32000-1, 7.8.3).
_USES: Mapping[str, re.Pattern[bytes]] = {
    "/Font": re.compile(_NAME + rb"\s+[-+.\d]+\s+Tf\b"),
    "/XObject": re.compile(_NAME + rb"\s+Do\b"),
    "/ExtGState": re.compile(_NAME + rb"\s+gs\b"),
    "/Shading": re.compile(_NAME + rb"\s+sh\b"),
    "/Pattern": re.compile(_NAME + rb"\s+(?:scn|SCN)\b"),
    "/ColorSpace": re.compile(_NAME + rb"\s+(?:cs|CS)\b"),
    "/Properties": re.compile(_NAME + rb"\s+" + _NAME + rb"\s+(?:BDC|DP)\b"),
}
# Colour spaces that need no resource, and as they are called in inline pictures.
_KNOWN = {b"DeviceGray", b"DeviceRGB", b"DeviceCMYK", b"Pattern"}
_OTHER_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_NEAR = 0.02
# Contents inside contents deeper than this are not those of a printed page.
_DEEPEST = 20


def stream_complaints(reader: PdfReader) -> Iterator[str]:
    """Which streams cannot be unpacked whole: a viewer shows of such a one what it likes, or nothing."""
    broken = 0
    # what stands in a stream of objects is no stream itself
    for number in sorted({number for table in reader.xref.values() for number in table}):
        entries = reader.get_object(number)
        if isinstance(entries, StreamObject) and not _whole(entries):
            broken += 1
    if broken:
        yield say("proof.damaged-streams", broken=broken)


def _whole(stream: StreamObject) -> bool:
    """Whether a stream that is packed with Flate is there to its last byte, with the right checksum."""
    filters = resolved(stream.get("/Filter"))
    first = filters[0] if isinstance(filters, list) and filters else filters
    if first != "/FlateDecode":
        return True
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(stream._data)
    except zlib.error:
        return False
    # some writers count the end of line before endstream
    return unpacker.eof and not unpacker.unused_data.strip()


def page_complaints(reader: PdfReader) -> Iterator[str]:
    """What is wrong with pages of ours, each told by its number."""
    if "/OCProperties" in reader.root_object:
        yield say("proof.file-has-layers-can-be-switched")
    sizes: set[tuple[float, ...]] = set()
    sections = _sections(reader)
    for index, page in own_pages(reader):
        sizes.add(tuple(float(side) for side in page.mediabox))
        back = index % 2 == 1
        # what lies on its side is folded, and the back of a leaflet of one page has fold marks alone
        folded = back and page.mediabox.width > page.mediabox.height
        contents = _contents(page, empty=folded or (back and sections), untagged=folded)
        for words in (*_boxes(page), *_annotations(page), *contents):
            yield say("proof.page-has-fault", number=index + 1, words=words)
    if len(sizes) > 1:
        yield say("proof.pages-several-sizes")


def own_pages(reader: PdfReader) -> Iterator[tuple[int, PageObject]]:
    """The pages that are ours, with their indexes; see `foreign_pages`."""
    foreign = set(foreign_pages(reader))
    yield from ((index, page) for index, page in enumerate(reader.pages) if index not in foreign)


def foreign_pages(reader: PdfReader) -> tuple[int, ...]:
    """The indexes of pages that came from another PDF: a file that holds such claims no standard."""
    if claims_standard(reader):
        return ()
    return tuple(index for index, page in enumerate(reader.pages) if "/StructParents" not in page)


def claims_standard(reader: PdfReader) -> bool:
    """Whether a file says that it is PDF/UA or PDF/A."""
    stream = resolved(reader.root_object.get("/Metadata"))
    return stream is None or b"pdfuaid:part>" in stream.get_data()


def _sections(reader: PdfReader) -> bool:
    """Whether this is a packet, which has a section for each document."""
    root = resolved(reader.root_object.get("/StructTreeRoot")) or {}
    top = resolved(root.get("/K")) or {}
    kids = resolved(top.get("/K")) if isinstance(top, dict) else None
    if not isinstance(kids, list):
        return False
    return all(isinstance(kid, dict) and kid.get("/S") == "/Sect" for kid in map(resolved, kids))


def _boxes(page: PageObject) -> Iterator[str]:
    box = [float(side) for side in page.mediabox]
    left, bottom, width, height = box
    upright = sorted((width, height))
    # leaflets lie
    papers = (paper[:2] for paper in PAPERS.values())
    known = any(max(abs(a - b) for a, b in zip(upright, paper, strict=True)) < _NEAR for paper in papers)
    if abs(left) + abs(bottom) > _NEAR or not known:
        yield say("proof.page-has-size-of-no-paper")
    for key in _OTHER_BOXES:
        other = resolved(page.get(key))
        if other is not None and any(
            abs(float(side) - wanted) > _NEAR for side, wanted in zip(other, box, strict=True)
        ):
            yield say("proof.part-cut-off")
    if int(page.get("/Rotate", 0)) % 360:
        yield say("proof.page-is-turned")
    if float(page.get("/UserUnit", 1)) != 1:
        yield say("proof.larger-or-smaller-than-drawn")


def _annotations(page: PageObject) -> Iterator[str]:
    for raw in resolved(page.get("/Annots")) or ():
        entries = resolved(raw)
        if entries.get("/Subtype") != "/Link":
            yield say("proof.something-put")
        elif "/AP" in entries:
            yield say("proof.link-has-look-own")


def _contents(page: PageObject, *, empty: bool, untagged: bool) -> Iterator[str]:
    """What is wrong with what a page draws; it may be ``empty``, or bear decoration alone."""
    contents = page.get_contents()
    code = contents.get_data() if contents is not None else b""
    if not code.strip():
        if not empty:
            yield say("proof.page-is-empty")
        return
    if b"/MCID" not in code and not untagged:
        yield say("proof.nothing-tagged")
    missing = map(say, set(_missing(code, page.get("/Resources"), set(), 0)))
    yield from sorted(missing)


def _missing(code: bytes, resources: Any, seen: set[int], depth: int) -> Iterator[str]:
    """Kinds of the names that a content uses and its resources do not hold, also in forms and patterns."""
    entries = resolved(resources) or {}
    bare = _STRING.sub(b"()", code)
    for kind, uses in _USES.items():
        there = resolved(entries.get(kind)) or {}
        for match in uses.finditer(bare):
            name = match[match.lastindex or 1]
            key = "/" + name.decode("latin-1")
            if key not in there:
                if not (kind == "/ColorSpace" and name in _KNOWN):
                    yield _KINDS[kind]
            elif kind in {"/XObject", "/Pattern"}:
                yield from _inside(there, key, entries, seen, depth)


_KINDS = {
    "/Font": later("proof.missing-typeface"), "/XObject": later("proof.missing-picture"),
    "/ExtGState": later("proof.missing-setting"), "/Shading": later("proof.missing-gradient"),
    "/Pattern": later("proof.missing-pattern"), "/ColorSpace": later("proof.missing-colour-space"),
    "/Properties": later("proof.missing-property"),
}  # fmt: skip


def _inside(there: Any, key: str, around: Any, seen: set[int], depth: int) -> Iterator[str]:
    number = object_number(there.raw_get(key))
    inner = resolved(there[key])
    if (number and number in seen) or depth > _DEEPEST or not isinstance(inner, StreamObject):
        return
    seen.add(number)
    if inner.get("/Subtype") == "/Form" or inner.get("/PatternType") == 1:
        # a form without resources of its own uses those around it (ISO 32000-1, 7.8.3)
        yield from _missing(inner.get_data(), inner.get("/Resources", around), seen, depth + 1)
