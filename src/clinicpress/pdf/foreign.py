"""Pages of other people's PDFs, put into a file of ours as they are.

What they draw is carried, with fonts and pictures, and nothing that does something: links, comments, scripts,
attached files, tags and bookmarks stay behind. A file with such pages may not say
that it is PDF/UA or PDF/A.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Self
from weakref import WeakKeyDictionary

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from clinicpress.messages import later, say
from clinicpress.pdf.objects import Name, Objects, Raw, Ref, Stream, Value
from clinicpress.pdf.write import PRIVATE_PAGE
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.proof.identity import bears_a_strip, says
from clinicpress.proof.pagetexts import page_texts_of
from clinicpress.records import dataclass
from clinicpress.store.regular import read_regular

LARGEST = 20_000_000
_AGAIN = later("pdf.print-new-pdf-and-use")
_LETTER = (0, 0, 612, 792)
_CARRIED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit")
# Entries of streams that lead away from what is drawn: to tags, other files, and what tools keep.
_LEFT_OUT = frozenset(
    ("/AF", "/Alternates", "/DL", "/Length", "/LastModified", "/Measure", "/Metadata", "/OC", "/OPI",
     "/PieceInfo", "/PtData", "/Ref", "/StructParent", "/StructParents")
)  # fmt: skip
# Annotations that leave nothing on paper.
_UNSEEN = ("/Link", "/Popup")
_HIDDEN = 2
_NULL = Raw(b"null")


@dataclass(frozen=True, slots=True)
class _Carried:
    """A stream whose references are still to places among those of its pages."""

    entries: Mapping[str, Value]
    data: bytes


@dataclass(frozen=True, slots=True)
class SharedPages:
    """The pages of another PDF in one file of ours, which holds all that they draw."""

    pages: tuple[Mapping[str, Value], ...]

    def entries(self, parent: Ref) -> list[dict[str, Value]]:
        """New dictionaries of the pages, below the page tree node ``parent``."""
        return [{"Type": Name("Page"), "Parent": parent, **page} for page in self.pages]


class ForeignPages:
    """The pages of a PDF, apart from the file that they come from; made by `load`."""

    def __init__(self, objects: tuple[Value | _Carried, ...], pages: tuple[Mapping[str, Value], ...]) -> None:
        # references in them are to places in ``objects``
        self._objects, self._pages = objects, pages
        self._added: WeakKeyDictionary[Objects, SharedPages] = WeakKeyDictionary()

    def __len__(self) -> int:
        return len(self._pages)

    @classmethod
    def load(cls, source: Path | bytes, shown: str = "", signs: Sequence[Sequence[str]] = ()) -> Self:
        """The pages of the PDF ``source``; ``shown`` is how problems name it.

        ``signs`` tell patients' pages, in each language: the labels of their strips, which stand there with
        values; or a single sentence, that of a list of patients.

        Raises:
            ContentError: if it cannot be read, is no PDF, is encrypted, larger than 20 MB or without pages,
                has what would be lost: fields to fill in, comments, stamps, hidden layers; or if a page of it
                is a patient's.
        """
        # pypdf tells of faults in its log as well
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        try:
            data = _bytes(source)
            pages = _pages_of(data)
            _refuse_patients(data, signs)
            return cls(*pages)
        except ContentError as error:
            place = Source(shown) if shown else None
            raise ContentError(replace(problem, source=place) for problem in error.problems) from error

    def share(self, file: Objects) -> SharedPages:
        """Add what the pages draw to ``file``, once, however often this is asked for."""
        shared = self._added.get(file)
        if shared is None:
            refs = [file.reserve() for _ in self._objects]
            for ref, value in zip(refs, self._objects, strict=True):
                file.put(ref, _renumbered(value, refs))
            pages = tuple(_renumbered(page, refs) for page in self._pages)
            shared = self._added[file] = SharedPages(pages)
        return shared

    def add_to(self, file: Objects, parent: Ref) -> list[Ref]:
        """Add the pages to ``file`` below the page tree node ``parent``, as often as they are wanted.

        What they draw is added once; only the dictionaries of the pages are new each time.
        """
        return [file.add(entries) for entries in self.share(file).entries(parent)]


def _refusal(message: str, hint: str) -> ContentError:
    return ContentError(Problem(message, hint))


def _encrypted() -> ContentError:
    return _refusal(say("pdf.is-encrypted"), say("pdf.save-without-password"))


def _bytes(source: Path | bytes) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LARGEST:
            message = say("pdf.pdf-has-mb", size=size / 1000000.0, most=LARGEST / 1000000.0)
            raise _refusal(message, say("pdf.save-smaller-pictures"))
        data = source if isinstance(source, bytes) else read_regular(source)
    except OSError as error:
        raise _refusal(
            say("build.file-cannot-be-read", reason=error.strerror), say("build.check-the-name")
        ) from error
    if b"%PDF-" not in data[:1024]:
        raise _refusal(say("build.is-no-pdf"), say("pdf.save-or-print-pdf"))
    return data


def _pages_of(data: bytes) -> tuple[tuple[Value | _Carried, ...], tuple[Mapping[str, Value], ...]]:
    """What the pages need, and their dictionaries without type and parent."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise _encrypted()
        return _carried(reader)
    except ContentError:
        raise
    except DependencyError as error:  # raised where a cipher would need a package of its own
        raise _encrypted() from error
    except Exception as error:  # a broken file makes the library fail in any way
        raise _refusal(say("pdf.pdf-damaged-and-cannot-be-read"), say(_AGAIN)) from error


def _carried(reader: PdfReader) -> tuple[tuple[Value | _Carried, ...], tuple[Mapping[str, Value], ...]]:
    if not len(reader.pages):
        raise _refusal(say("pdf.pdf-has-no-pages"), say("pdf.check-file"))
    form = _entry(reader.root_object, "/AcroForm")
    if form and (_entry(form, "/Fields") or "/XFA" in form):
        raise _refusal(say("pdf.pdf-has-form-fields"), say(_AGAIN))
    layers = _entry(_entry(reader.root_object, "/OCProperties"), "/D")
    if _entry(layers, "/OFF") or _entry(layers, "/BaseState") == "/OFF":
        raise _refusal(say("pdf.pdf-has-hidden-layers"), say(_AGAIN))
    carrier = _Carrier()
    pages = []
    for number, page in enumerate(reader.pages, 1):
        if f"/{PRIVATE_PAGE}" in page:
            raise _of_a_patient(number)
        if any(map(_visible, _annotations(page))):
            raise _refusal(say("pdf.page-pdf-has-comment-or-stamp", number=number), say(_AGAIN))
        pages.append(_page(page, carrier))
    return tuple(carrier.objects), tuple(pages)


def _refuse_patients(data: bytes, signs: Sequence[Sequence[str]]) -> None:
    """Refuse pages that say whose they are, however they came into the PDF: merged, or printed once more."""
    for number, text in enumerate(page_texts_of(data) if signs else (), 1):
        if any(bears_a_strip(text, sign) if len(sign) > 1 else says(text, sign[0]) for sign in signs):
            raise _of_a_patient(number)


def _of_a_patient(number: int) -> ContentError:
    message = say("pdf.page-is-of-a-patient", number=number)
    return _refusal(message, say("pdf.name-form-without-patient-name"))


def _entry(entries: Any, key: str) -> Any:
    """An entry of a dictionary, or None where there is no such, or no dictionary."""
    found = entries.get(key) if isinstance(entries, DictionaryObject) else None
    return found.get_object() if found is not None else None


def _annotations(page: DictionaryObject) -> Iterator[Any]:
    for annotation in _entry(page, "/Annots") or ():
        yield annotation.get_object()


def _visible(annotation: Any) -> bool:
    if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") in _UNSEEN:
        return False
    return not int(annotation.get("/F", 0)) & _HIDDEN


def _page(page: DictionaryObject, carrier: _Carrier) -> dict[str, Value]:
    """The dictionary of a page; pypdf has put into it what it inherits."""
    entries = {key[1:]: carrier.value(page.raw_get(key)) for key in _CARRIED if key in page}
    # shared by all copies of the page
    resources = carrier.keep(entries.get("Resources", {}))
    return {"MediaBox": list(_LETTER), **entries, "Resources": resources}


class _Carrier:
    """Turns objects of pypdf into ours; each that is referred to is turned once."""

    def __init__(self) -> None:
        self.objects: list[Value | _Carried] = []
        self._places: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, Any]] = []

    def value(self, raw: Any) -> Value:
        """A direct object, with all that it leads to among the `objects`."""
        value = self._direct(raw)
        # one after the other: objects that refer to each other may make a long chain
        while self._waiting:
            place, target = self._waiting.pop()
            self.objects[place] = self._object(target)
        return value

    def keep(self, value: Value) -> Ref:
        """A value of ours as one of the `objects`; a reference as it is."""
        if isinstance(value, Ref):
            return value
        self.objects.append(value)
        return Ref(len(self.objects) - 1)

    def _object(self, target: Any) -> Value | _Carried:
        if not isinstance(target, StreamObject):
            return self._direct(target)
        if "/F" in target:
            raise _refusal(say("pdf.part-pdf-another-file"), say(_AGAIN))
        entries = self._entries(target, _LEFT_OUT)
        return _Carried(entries, bytes(target._data))

    def _direct(self, raw: Any) -> Value:
        value: Value
        match raw:
            case IndirectObject():
                value = self._reference(raw)
            case NameObject():
                value = Name(raw[1:])
            case BooleanObject():
                value = bool(raw.value)
            case NumberObject():
                value = int(raw)
            case FloatObject():
                value = _real(raw)
            case TextStringObject():
                value = bytes(raw.original_bytes)
            case ByteStringObject():
                value = bytes(raw)
            case ArrayObject():
                value = [self._direct(each) for each in list.__iter__(raw)]
            case DictionaryObject():
                value = self._entries(raw)
            case _:
                value = _NULL
        return value

    def _entries(self, raw: DictionaryObject, without: frozenset[str] = frozenset()) -> dict[str, Value]:
        kept = ((key, raw.raw_get(key)) for key in raw if key not in without)
        return {key[1:]: self._direct(each) for key, each in kept if not isinstance(each, NullObject)}

    def _reference(self, raw: IndirectObject) -> Value:
        target = raw.get_object()
        if target is None or isinstance(target, NullObject):
            return _NULL
        key = (raw.idnum, raw.generation)
        if key not in self._places:
            self._places[key] = len(self.objects)
            self.objects.append(False)
            self._waiting.append((self._places[key], target))
        return Ref(self._places[key])


def _real(value: float) -> Value:
    """All digits of a number: matrices and colours of others are finer than what we draw."""
    return Raw(format(Decimal(repr(float(value))), "f").encode("ascii"))


def _renumbered(value: Value | _Carried, refs: list[Ref]) -> Any:
    """A value whose references are those of a file."""
    match value:
        case _Carried():
            return Stream.of(_renumbered(value.entries, refs), value.data)
        case Ref():
            return refs[value.number]
        case str() | bytes():
            return value
        case Mapping():
            return {key: _renumbered(each, refs) for key, each in value.items()}
        case list():
            return [_renumbered(each, refs) for each in value]
        case _:
            return value
