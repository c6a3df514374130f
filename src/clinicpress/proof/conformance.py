"""Checks of a finished PDF that need no other tool: tags, fonts, language, title, identifiers.

They look for what validators of PDF/UA and PDF/A look for in files of this kind, and for what these miss:
marked content with two owners, a parent tree that disagrees, figures without a box.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

from clinicpress.messages import later, say
from clinicpress.proof.pagechecks import foreign_pages, own_pages, page_complaints, stream_complaints
from clinicpress.proof.tags import (
    MarkKid,
    ObjectKid,
    Tag,
    object_number,
    read_marks,
    read_parent_tree,
    read_tags,
    resolved,
    structure_root,
    to_unicode,
)

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
# The subset of ASCII and common signs, by the end of its name in the resources.
_OURS = re.compile(r"/F[0-9a-f]{8}-([0-9a-f]+)")
_ASCII = "0"
_PRINTABLE = range(0x20, 0x7F)


def font_complaints(reader: PdfReader) -> Iterator[str]:
    """What is wrong with the typefaces of pages of ours, each told by its name."""
    seen: set[int] = set()
    for _, page in own_pages(reader):
        for resource, font in _fonts_of(page, seen):
            name = str(font.get("/BaseFont", say("proof.without-name"))).removeprefix("/")
            inner = resolved(font["/DescendantFonts"][0]) if "/DescendantFonts" in font else font
            descriptor = resolved(inner.get("/FontDescriptor"))
            if descriptor is None or not any(key in descriptor for key in _FONT_FILES):
                yield say("proof.font-not-embedded", name=name)
            elif "/FontFile2" in descriptor:
                yield from _program(name, font, resolved(descriptor["/FontFile2"]).get_data())
            if "/ToUnicode" not in font:
                yield say("proof.font-does-not-say-which-characters", name=name)
            elif font.get("/Subtype") == "/TrueType" and not _in_order(resource, to_unicode(font)):
                yield say("proof.font-says-other-characters-than-letters", name=name)


def _fonts_of(holder: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """The fonts of a page or form, and of the forms in it, each once, with its name in the resources."""
    resources = resolved(holder.get("/Resources"))
    for kind in ("/Font", "/XObject"):
        named = resolved(resources.get(kind)) if isinstance(resources, dict) else None
        for resource, raw in (named or {}).items():
            number = object_number(raw)
            if number and number in seen:
                continue
            seen.add(number)
            entries = resolved(raw)
            if kind == "/Font":
                yield str(resource), entries
            elif entries.get("/Subtype") == "/Form":
                yield from _fonts_of(entries, seen)


def _program(name: str, font: Any, program: bytes) -> Iterator[str]:
    """What is wrong with a TrueType program under that name."""
    tag, plus, _ = name.partition("+")
    if font.get("/Subtype") == "/TrueType" and plus and tag != _tag(program):
        yield say("proof.font-damaged-or-another", name=name)
    try:
        whole = len(_advances(program)) > 0
    except (struct.error, KeyError, IndexError):
        whole = False
    if not whole:
        yield say("proof.font-cannot-be-read", name=name)


def _advances(program: bytes) -> tuple[int, ...]:
    """The widths of the glyphs, in units of the face.

    Raises:
        KeyError, struct.error: if the program has not what it should have.
    """
    (count,) = struct.unpack_from(">H", program, 4)
    tables = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", program, 12 + 16 * index)
        tables[tag] = program[start : start + length]
    (glyphs,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    size = "I" if struct.unpack_from(">h", tables[b"head"], 50)[0] else "H"
    places = struct.unpack(f">{len(tables[b'loca']) // struct.calcsize(size)}{size}", tables[b"loca"])
    scale = 1 if size == "I" else 2
    if places[-1] * scale > len(tables[b"glyf"]) or any(one > other for one, other in pairwise(places)):
        raise KeyError("glyf")
    return struct.unpack_from(">" + "Hh" * glyphs, tables[b"hmtx"])[::2]


def _tag(program: bytes) -> str:
    """The six capitals before the name of a subset that was cut by clinicpress: the MD5 digest, modulo 26."""
    digest = hashlib.md5(program, usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _in_order(resource: str, characters: Sequence[tuple[int, str]]) -> bool:
    """Whether the codes of a subset stand for characters as clinicpress gives them out.

    Those of the subset of ASCII are ASCII; those of any other follow Unicode.
    """
    ours = _OURS.fullmatch(resource)
    if ours is None:
        return True
    if ours[1] == _ASCII:
        return all(chr(code) == text for code, text in characters if code in _PRINTABLE)
    texts = [text for _, text in sorted(characters)]
    return texts == sorted(set(texts))


# The types of elements that PDF has, so that a screen reader knows what each is (ISO 32000-1, 14.8.4).
_TYPES = frozenset({
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
    "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry",
    "Code", "Link", "Annot", "Ruby",
    "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
})  # fmt: skip
_MAY_BE_EMPTY = frozenset({"TD", "TH"})
# What lists and tables may hold, and where their parts may stand (ISO 32000-1, 14.8.4.3).
_HOLDS = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
}
_STANDS_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}


def tag_complaints(reader: PdfReader) -> Iterator[str]:
    """What is wrong with the tags, in plain words."""
    root = structure_root(reader)
    tops = read_tags(reader)
    if root is None or not tops:
        yield say("proof.file-has-no-tags")
        return
    tags = [tag for top in tops for tag in top.walk()]
    yield from _parents(object_number(root), "root", tops)
    for tag in tags:
        yield from _element(tag)
    yield from _headings(tags)
    yield from _Pages(reader, tags, read_parent_tree(root)).complaints()


def _parents(parent: int, role: str, tags: list[Tag]) -> Iterator[str]:
    for tag in tags:
        if tag.parent != parent:
            yield say("proof.element-names-another-parent-than-stands", role=tag.role)
        if tag.role not in _HOLDS.get(role, {tag.role}) or role not in _STANDS_IN.get(tag.role, {role}):
            yield say("proof.element-in-wrong-element", role=tag.role, role2=role)
        yield from _parents(tag.number, tag.role, [kid for kid in tag.kids if isinstance(kid, Tag)])


def _attribute(tag: Tag, key: str) -> Any:
    listed = resolved(tag.entries.get("/A"))
    for each in listed if isinstance(listed, list) else [listed]:
        entries = resolved(each)
        if isinstance(entries, dict) and key in entries:
            return entries[key]
    return None


def _element(tag: Tag) -> Iterator[str]:
    if tag.role not in _TYPES:
        yield say("proof.not-type-element-pdf", role=tag.role)
    if not tag.kids and tag.role not in _MAY_BE_EMPTY:
        yield say("proof.element-empty", role=tag.role)
    if tag.role == "Figure":
        if not str(tag.entries.get("/Alt", "")).strip():
            yield say("proof.figure-has-no-alternative-text")
        box = _attribute(tag, "/BBox")
        if box is None or len(box) != 4 or not (box[0] < box[2] and box[1] < box[3]):
            yield say("proof.figure-does-not-say-where-stands")
    if tag.role == "TH" and _attribute(tag, "/Scope") is None:
        yield say("proof.table-header")
    if tag.role == "Note" and "/ID" not in tag.entries:
        yield say("proof.note-has-no-identifier")
    if tag.role == "Link" and not any(isinstance(kid, ObjectKid) for kid in tag.kids):
        yield say("proof.link-element-has-no-annotation")


def _headings(tags: list[Tag]) -> Iterator[str]:
    last = 0
    for tag in tags:
        if len(tag.role) == 2 and tag.role[0] == "H" and tag.role[1].isdigit():
            level = int(tag.role[1])
            if level > last + 1:
                yield (
                    say("proof.heading-level-follows-level", level=level, last=last)
                    if last
                    else (say("proof.first-heading-level", level=level))
                )
            last = level


def _key(entries: Any, name: str) -> int:
    return int(entries.get(name, -1))


class _Pages:
    """The pages of a file beside its tags."""

    def __init__(self, reader: PdfReader, tags: list[Tag], parents: Mapping[int, Any]) -> None:
        self._reader, self._parents = reader, parents
        self._marks: dict[MarkKid, list[int]] = {}
        self._objects: dict[int, list[int]] = {}
        for tag in tags:
            for kid in tag.kids:
                if isinstance(kid, MarkKid):
                    self._marks.setdefault(kid, []).append(tag.number)
                elif isinstance(kid, ObjectKid):
                    self._objects.setdefault(kid.number, []).append(tag.number)

    def complaints(self) -> Iterator[str]:
        drawn: set[MarkKid] = set()
        for index, page in own_pages(self._reader):
            for words in (*self._content(page, drawn), *self._annotations(page)):
                yield say("proof.page-has-fault", number=index + 1, words=words)
        if missing := self._marks.keys() - drawn:
            yield say("proof.marked-contents-tags-name-drawn", count=len(missing))

    def _content(self, page: PageObject, drawn: set[MarkKid]) -> Iterator[str]:
        marks = read_marks(page)
        if not marks.balanced:
            yield say("proof.marked-content-begins-and-ends-out")
        if marks.loose:
            yield say("proof.something-drawn-neither-tagged-nor-marked")
        if page.get("/Tabs") != "/S":
            yield say("proof.order-links-not-tags")
        owners = resolved(self._parents.get(_key(page, "/StructParents"))) or []
        for mcid, times in Counter(marks.mcids).items():
            kid = MarkKid(object_number(page), mcid)
            drawn.add(kid)
            named = self._marks.get(kid, [])
            if mcid not in marks.painted:
                yield say("proof.marked-content-empty", mcid=mcid)
            if times > 1:
                yield say("proof.marked-content-drawn-times", mcid=mcid, times=times)
            if len(named) != 1:
                yield say("proof.marked-content-belongs-elements", mcid=mcid, count=len(named))
            elif mcid >= len(owners) or object_number(owners[mcid]) != named[0]:
                yield say("proof.marked-content-has-another-owner-parent", mcid=mcid)

    def _annotations(self, page: PageObject) -> Iterator[str]:
        if "/AA" in page:
            yield say("proof.does-something-itself")
        for raw in resolved(page.get("/Annots")) or ():
            entries = resolved(raw)
            named = self._objects.get(object_number(raw), [])
            owner = self._parents.get(_key(entries, "/StructParent"))
            if len(named) != 1 or object_number(owner) != named[0]:
                yield say("proof.annotation-not-tied-element")
            if not str(entries.get("/Contents", "")).strip():
                yield say("proof.link-does-not-say-where-leads")
            action = resolved(entries.get("/A")) or {}
            if "/AA" in entries or action.get("/S", "/URI") != "/URI":
                yield say("proof.annotation-does-something-else-than-open")


_IDENTIFIERS = {
    "pdfuaid:part": ("1", "PDF/UA-1"),
    "pdfaid:part": ("2", "PDF/A-2"),
    "pdfaid:conformance": ("A", "PDF/A level A"),
}
UNREADABLE = later("proof.file-cannot-be-read-pdf")
ENCRYPTED = later("proof.file-encrypted")
_ACTIVE = {
    "/AcroForm": later("proof.holds-a-form"),
    "/AF": later("proof.carries-other-files"),
    "/OpenAction": later("proof.acts-when-opened"),
    "/AA": later("proof.acts-by-itself"),
}


def verify_pdf(data: bytes, *, pages: int | None = None) -> tuple[str, ...]:
    """What is wrong with a finished PDF, in plain words; nothing if all is well.

    ``pages`` is how many pages it should have.
    """
    if not data.startswith(b"%PDF-"):
        # the library would search for what is left of it
        return (say("proof.does-not-begin-as-pdf", unreadable=say(UNREADABLE)),)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            return (say(ENCRYPTED),)
        return tuple(_complaints(reader, pages))
    except DependencyError:  # raised where a cipher would need a package of its own
        return (say(ENCRYPTED),)
    except Exception as error:  # a broken file makes the library fail in any way, and each is a complaint
        return (f"{say(UNREADABLE)}: {error or type(error).__name__}",)


def _complaints(reader: PdfReader, pages: int | None) -> Iterator[str]:
    count = len(reader.pages)
    if not count:
        yield say("proof.file-has-no-pages")
    if pages is not None and count != pages:
        yield say("proof.file-has-other-page-count", count=count, pages=pages)
    yield from stream_complaints(reader)
    yield from _catalog(reader)
    yield from _identity(reader)
    yield from font_complaints(reader)
    yield from tag_complaints(reader)
    yield from page_complaints(reader)


def _catalog(reader: PdfReader) -> Iterator[str]:
    catalog = reader.root_object
    if not _says_yes(catalog, "/MarkInfo", "/Marked"):
        yield say("proof.file-does-not-say-tagged")
    if not str(catalog.get("/Lang", "")).strip():
        yield say("proof.file-does-not-say-language")
    if not _says_yes(catalog, "/ViewerPreferences", "/DisplayDocTitle"):
        yield say("proof.viewers-would-show-name-file")
    if not _found(catalog, "/OutputIntents"):
        yield say("proof.file-does-not-say-what-colours")
    for key, words in _ACTIVE.items():
        if key in catalog:
            yield say(words)
    if _found(catalog, "/Names", "/JavaScript"):
        yield say("proof.file-holds-script")
    if _found(catalog, "/Names", "/EmbeddedFiles"):
        yield say("proof.carries-other-files")


def _found(entries: Any, *keys: str) -> Any:
    """What stands under the keys, one inside the other, or None."""
    for key in keys:
        entries = resolved(entries.get(key)) if isinstance(entries, dict) else None
    return entries


def _says_yes(entries: Any, *keys: str) -> bool:
    # A false of pypdf's own counts as true where Python asks for its truth.
    return bool(getattr(_found(entries, *keys), "value", False))


def _identity(reader: PdfReader) -> Iterator[str]:
    stream = _found(reader.root_object, "/Metadata")
    if stream is None:
        yield say("proof.file-has-no-xmp-metadata")
        return
    packet = stream.get_data().decode("utf-8", errors="replace")
    for name, (value, standard) in _identifiers(reader):
        match = re.search(rf"<{name}>\s*(.*?)\s*</{name}>", packet)
        if match is None or match[1] != value:
            yield say("proof.file-does-not-say-follows", standard=standard)
    title = reader.metadata.title if reader.metadata else None
    if not title:
        yield say("proof.file-has-no-title")
    xmp = reader.xmp_metadata
    if xmp is None or (xmp.dc_title or {}).get("x-default") != title:
        yield say("proof.title-xmp-metadata-another")


def _identifiers(reader: PdfReader) -> list[tuple[str, tuple[str, str]]]:
    """What a file has to say that it follows: nothing if pages of another PDF are in it."""
    return [] if foreign_pages(reader) else list(_IDENTIFIERS.items())
