"""Pictures, logos and typefaces that content names: found, and checked."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from clinicpress.content.disk import read_bytes, shown, unreadable
from clinicpress.content.suggest import near
from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source
from clinicpress.store.regular import is_named, open_regular

_SAVE_TTF = later("content.use-ttf-file-typeface-file")
_BEGINNINGS = {
    b"OTTO": later("content.postscript-outlines"),
    b"ttcf": later("content.several-fonts"),
    b"wOFF": later("content.web-font"),
    b"wOF2": later("content.web-font-woff2"),
}
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_NEEDED = (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name")
# The checksum of the table "head" leaves out four bytes, which hold one of the whole file.
_OF_FILE = slice(8, 12)
# Licensing rights in OS/2: restricted; to be shown and printed; to be edited; in whole; as dots alone.
_FS_TYPE = 8
_RESTRICTED, _PRINT, _EDIT, _WHOLE, _BITMAPS = 0x0002, 0x0004, 0x0008, 0x0100, 0x0200
_NOT_ALLOWED = later("content.ask-maker-for-licence-embed-pdf")
# Places of the width of entries of "loca" in the table "head", and of the number of glyphs in "maxp".
_LOCA_FORMAT, _COUNT = 50, 4
# Platform and encoding of a table of characters that counts as Unicode does.
_UNICODE = frozenset({(3, 1), (3, 10), *((0, encoding) for encoding in range(5))})

# What is wrong with a file, said after its name, and what to do.
AssetFault = tuple[str, str]
# Judges bytes by a function, which is named, or knows what it said of the same bytes before.
Judge = Callable[[str, bytes, Callable[[bytes], AssetFault | None]], AssetFault | None]


def judged(_name: str, data: bytes, judge: Callable[[bytes], AssetFault | None]) -> AssetFault | None:
    """What a function says of bytes."""
    return judge(data)


def typeface_fault(data: bytes) -> AssetFault | None:
    """What is wrong with a typeface, said after its name, and what to do; None if nothing is."""
    if data[:4] in _BEGINNINGS:
        return say(_BEGINNINGS[data[:4]]), say(_SAVE_TTF)
    if data[:4] not in _TRUETYPE:
        return say("content.not-truetype-font"), say(_SAVE_TTF)
    try:
        tables = _tables(data)
        return _kind(tables) or _rights(tables) or _letters(tables) or _outlines(tables)
    except (struct.error, ValueError):
        return _damaged()


def _damaged() -> AssetFault:
    return say("content.damaged-or-cut-off"), say("content.get-file-from-source")


def _tables(data: bytes) -> Mapping[bytes, bytes]:
    """The tables by name.

    Raises:
        ValueError: if one reaches over the end of the file, or its checksum is not that of its bytes.
    """
    (count,) = struct.unpack_from(">H", data, 4)
    found: dict[bytes, bytes] = {}
    for index in range(count):
        tag, checksum, start, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        table = data[start : start + length]
        if len(table) != length or _checksum(tag, table) != checksum or tag in found:
            raise ValueError(tag)
        found[tag] = table
    return found


def _checksum(tag: bytes, table: bytes) -> int:
    summed = bytearray(table + bytes(-len(table) % 4))
    if tag == b"head":
        summed[_OF_FILE] = bytes(4)
    words: tuple[int, ...] = struct.unpack(f">{len(summed) // 4}I", summed)
    return sum(words) & 0xFFFFFFFF


def _kind(tables: Mapping[bytes, bytes]) -> AssetFault | None:
    if b"fvar" in tables:
        return say("content.variable-font"), say(_SAVE_TTF)
    if b"glyf" not in tables:
        dots = {b"EBDT", b"CBDT", b"sbix", b"bdat"} & tables.keys()
        return (say("content.has-bitmap-letters-not-outlines"), say(_SAVE_TTF)) if dots else _damaged()
    return None if all(tag in tables for tag in _NEEDED) else _damaged()


def _rights(tables: Mapping[bytes, bytes]) -> AssetFault | None:
    if b"OS/2" not in tables:
        return None  # fonts of before 1996 say nothing, and forbid nothing
    (rights,) = struct.unpack_from(">H", tables[b"OS/2"], _FS_TYPE)
    # the right that allows most counts
    if (rights & _RESTRICTED and not rights & (_PRINT | _EDIT)) or rights & (_WHOLE | _BITMAPS):
        return say("content.may-not-be-embedded-pdf"), say(_NOT_ALLOWED)
    return None


def _letters(tables: Mapping[bytes, bytes]) -> AssetFault | None:
    cmap = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", cmap, 2)
    if any(struct.unpack_from(">HH", cmap, 4 + 8 * index) in _UNICODE for index in range(count)):
        return None
    return say("content.has-symbols-but-no-unicode-letters"), say("content.choose-another-typeface")


def _outlines(tables: Mapping[bytes, bytes]) -> AssetFault | None:
    """Whether the places of outlines (table "loca") go up, and end in the table that holds them."""
    (wide,) = struct.unpack_from(">h", tables[b"head"], _LOCA_FORMAT)
    (count,) = struct.unpack_from(">H", tables[b"maxp"], _COUNT)
    places: tuple[int, ...] = struct.unpack_from(f">{count + 1}{'I' if wide else 'H'}", tables[b"loca"])
    in_order = all(one <= other for one, other in pairwise(places))
    return None if in_order and places[-1] * (1 if wide else 2) <= len(tables[b"glyf"]) else _damaged()


MAX_BYTES = 10_000_000
MAX_SVG_BYTES = 1_000_000
MAX_FORM_BYTES = 20_000_000
# The weights of the typeface that clinicpress brings along.
_WEIGHTS = ("Thin", "ExtraLight", "Light", "Medium", "SemiBold", "Bold", "ExtraBold", "Black")
LATO = ("Regular", "Italic", *_WEIGHTS, *(f"{weight}Italic" for weight in _WEIGHTS))


def locate(path: str, roots: Sequence[Path]) -> tuple[Path, Path]:
    """Where a file named in content is, and the root that it belongs to: the first that has it.

    A link that leads nowhere is there: what stands behind must not take the place of what somebody meant.
    """
    for root in roots:
        if is_named(root / path):
            return root / path, root
    return roots[0] / path, roots[0]


def picture_problem(
    path: str, roots: Sequence[Path], source: Source, judge: Judge = judged
) -> Problem | None:
    """What is wrong with a picture: it must be a whole PNG or JPEG of at most 10 MB, in grey or RGB."""
    data = _bytes(path, roots, MAX_BYTES, source)
    if isinstance(data, Problem):
        return data
    return _said(path, judge("picture", data, _picture_fault), source)


def _picture_fault(data: bytes) -> AssetFault | None:
    # Here and not above: Pillow costs 12 ms, and most workspaces have no picture.
    from clinicpress.content.images import picture_fault  # noqa: PLC0415

    return picture_fault(data)


def logo_problem(path: str, roots: Sequence[Path], source: Source, judge: Judge = judged) -> Problem | None:
    """What is wrong with a logo: an SVG drawing of shapes alone, or a PNG as above."""
    if path.lower().endswith(".png"):
        return picture_problem(path, roots, source, judge)
    if not path.lower().endswith(".svg"):
        return Problem(
            say("content.neither-svg-nor-png", path=path), say("content.save-logo-plain-svg"), source
        )
    data = _bytes(path, roots, MAX_SVG_BYTES, source)
    if isinstance(data, Problem):
        return data
    # Here and not above, as in `_picture_fault`.
    from clinicpress.content.svg import svg_problem  # noqa: PLC0415

    return svg_problem(data, shown(locate(path, roots)[0], roots[0]))


def form_problem(path: str, roots: Sequence[Path], source: Source) -> Problem | None:
    """What is wrong with a PDF that is put behind patients' sheets, as far as its first bytes tell."""
    file, root = locate(path, roots)
    fault = unreadable(file, root, source) or _too_large(file, path, MAX_FORM_BYTES, source)
    if fault:
        return fault
    with open_regular(file) as data:
        if b"%PDF-" in data.read(1024):
            return None
    return Problem(say("content.file-is-no-pdf", path=path), say("content.save-form-pdf"), source)


def typeface_problem(
    name: str, roots: Sequence[Path], source: Source, judge: Judge = judged
) -> Problem | None:
    """What is wrong with a typeface: it must be ``lato:Weight``, or a TrueType file of at most 10 MB."""
    package, _, weight = name.partition(":")
    if package == "lato":
        hint = near(weight, LATO)
        return (
            None
            if weight in LATO
            else Problem(say("content.lato-has-no-weight", weight=weight), hint, source)
        )
    data = _bytes(name, roots, MAX_BYTES, source)
    if isinstance(data, Problem):
        return data
    return _said(name, judge("typeface", data, typeface_fault), source)


def _bytes(path: str, roots: Sequence[Path], most: int, source: Source) -> bytes | Problem:
    """The bytes of a file, ``most`` of them at most; or why there are none."""
    file, root = locate(path, roots)
    fault = unreadable(file, root, source) or _too_large(file, path, most, source)
    return fault or read_bytes(file, root, most, source)


def _said(path: str, fault: tuple[str, str] | None, source: Source) -> Problem | None:
    return Problem(f"{path} {fault[0]}", fault[1], source) if fault else None


def _too_large(file: Path, path: str, most: int, source: Source) -> Problem | None:
    size = file.stat().st_size
    if size <= most:
        return None
    hint = say("content.reduce-mb-or-less", most=most // 1000000)
    return Problem(say("content.too-large", path=path, size=size / 1000000), hint, source)
