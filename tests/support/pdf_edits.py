"""Edits of finished PDFs, each with parameters of a seed, and an oracle that says whether one can be seen.

The oracle draws with PDFium before and after. It shares no code with the reader of clinicpress.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from math import prod
from random import Random
from typing import Any

import pikepdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String

Edit = Callable[[pikepdf.Pdf, Random], None]
ByteEdit = Callable[[bytes, Random], bytes]

_BLOCK = re.compile(rb"BT\n.*?\nET", re.DOTALL)
_COLOUR = re.compile(rb"(?m)^[-.\d]+ g$|^[-.\d]+ [-.\d]+ [-.\d]+ rg$")
_LITERAL = re.compile(rb"\(((?:\\.|[^\\()])+)\) Tj")


def _page(pdf: pikepdf.Pdf, random: Random) -> Any:
    return pdf.pages[random.randrange(len(pdf.pages))]


def _code(page: Any) -> bytes:
    # a page may be drawn by several streams
    page.contents_coalesce()
    return bytes(page.Contents.read_bytes())


def _put(page: Any, code: bytes) -> None:
    page.Contents.write(code)


def _before(page: Any, operators: bytes) -> None:
    _put(page, b"q\n" + operators + b"\n" + _code(page) + b"\nQ\n")


def _after(page: Any, operators: bytes) -> None:
    _put(page, _code(page) + b"\n/Artifact BMC\nq\n" + operators + b"\nQ\nEMC\n")


def _blocks(code: bytes) -> list[re.Match[bytes]]:
    return list(_BLOCK.finditer(code))


def _resources(page: Any, kind: str) -> Any:
    return page.Resources.get(kind, Dictionary())


# -- the page as a whole --------------------------------------------------------------
def crop(pdf: pikepdf.Pdf, random: Random) -> None:
    page, low = _page(pdf, random), random.uniform(40, 500)
    page.CropBox = random.choice(
        [Array([0, low, 612, 792]), Array([0, 0, 612, 800 - low]), Array([low / 2, 0, 612, 792])]
    )


def media_box(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    left, low = random.randint(0, 100), random.randint(1, 400)
    page.MediaBox = random.choice(
        [Array([0, 0, 10, 10]), Array([left, low, 612, 792]), Array([0, 0, 612, 792 + low])]
    )


def turned(pdf: pikepdf.Pdf, random: Random) -> None:
    _page(pdf, random).Rotate = random.choice([90, 180, 270])


def user_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    _page(pdf, random).UserUnit = random.choice([0.5, 2, 3])


def moved_page(pdf: pikepdf.Pdf, random: Random) -> None:
    across, up = random.choice([(700, 0), (0, -800), (random.randint(5, 80), random.randint(-80, 80))])
    _before(_page(pdf, random), b"1 0 0 1 %d %d cm" % (across, up))


def mirrored(pdf: pikepdf.Pdf, random: Random) -> None:
    _before(
        _page(pdf, random), random.choice([b"-1 0 0 1 612 0 cm", b"1 0 0 -1 0 792 cm", b".5 0 0 .5 0 0 cm"])
    )


def tiny_clip(pdf: pikepdf.Pdf, random: Random) -> None:
    _before(_page(pdf, random), b"0 0 %d %d re W n" % (random.randint(1, 300), random.randint(1, 700)))


def transparent(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    level = random.choice([0, 0.02, 0.1])
    page.Resources.ExtGState = Dictionary(GZ=Dictionary(Type=Name.ExtGState, ca=level, CA=level))
    _before(page, b"/GZ gs")


def layer_off(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("words")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array()))
    page.Resources.Properties = Dictionary(MC0=group)
    _put(page, b"/OC /MC0 BDC\n" + _code(page) + b"\nEMC\n")


# -- what is painted over -------------------------------------------------------------
def white_box(pdf: pikepdf.Pdf, random: Random) -> None:
    place = (
        random.randint(20, 400),
        random.randint(40, 700),
        random.randint(30, 300),
        random.randint(8, 200),
    )
    _after(_page(pdf, random), b"1 g %d %d %d %d re f" % place)


def white_page(pdf: pikepdf.Pdf, random: Random) -> None:
    _after(_page(pdf, random), random.choice([b"1 g", b"1 1 1 rg", b"0.98 g"]) + b" 0 0 700 1100 re f")


def black_box(pdf: pikepdf.Pdf, random: Random) -> None:
    place = (random.randint(20, 400), random.randint(40, 700), random.randint(30, 200), random.randint(4, 60))
    _after(_page(pdf, random), b"0 g %d %d %d %d re f" % place)


def image_over(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    image = Stream(pdf, b"\xff" * 12)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width = image.Height = 2
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    forms = dict(_resources(page, "/XObject").items())
    page.Resources.XObject = Dictionary({**forms, "/ZZ": pdf.make_indirect(image)})
    _after(
        page,
        b"%d 0 0 %d 50 %d cm /ZZ Do"
        % (random.randint(200, 500), random.randint(40, 300), random.randint(50, 500)),
    )


def other_name(pdf: pikepdf.Pdf, random: Random) -> None:
    """Another name over the strip, with or without a white box below it."""
    page = pdf.pages[0]
    font = next(iter(_resources(page, "/Font").keys())).encode()
    box = random.choice([b"1 g 50 690 300 40 re f ", b""])
    name = random.choice([b"Pat Other", b"Robin Doe", b"EX-9999"])
    _after(page, box + b"0 g BT " + font + b" 12 Tf 70 %d Td (%s) Tj ET" % (random.randint(640, 720), name))


# -- text -----------------------------------------------------------------------------
def white_text(pdf: pikepdf.Pdf, random: Random) -> None:
    page, level = _page(pdf, random), random.choice([b"1 g", b"1 1 1 rg", b"0.97 g"])
    _put(
        page,
        _BLOCK.sub(lambda match: _COLOUR.sub(b"", match[0]).replace(b"BT", b"BT " + level, 1), _code(page)),
    )


def some_white_text(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    code = _code(page)
    chosen = random.sample(range(len(_blocks(code))), min(3, len(_blocks(code))))
    for at in sorted(chosen, reverse=True):
        match = _blocks(code)[at]
        white = b"q\n" + _COLOUR.sub(b"", match[0]).replace(b"BT", b"BT 1 g", 1) + b"\nQ"
        code = code[: match.start()] + white + code[match.end() :]
    _put(page, code)


def invisible_text(pdf: pikepdf.Pdf, random: Random) -> None:
    page, mode = _page(pdf, random), random.choice([b"3 Tr", b"7 Tr"])
    _put(page, _BLOCK.sub(lambda match: match[0].replace(b"BT", b"BT " + mode, 1), _code(page)))


def outlined_text(pdf: pikepdf.Pdf, random: Random) -> None:
    page, how = _page(pdf, random), random.choice([b"40 Tz", b"5 Ts", b"12 Tc", b"1 Tr 1 w 1 G"])
    _put(page, _BLOCK.sub(lambda match: match[0].replace(b"BT", b"BT " + how, 1), _code(page)))


def moved_text(pdf: pikepdf.Pdf, random: Random) -> None:
    """A piece of text elsewhere on the page, or off it."""
    page = _page(pdf, random)
    code = _code(page)
    match = random.choice(_blocks(code))
    across, up = random.choice([(800, 0), (0, -900), (random.randint(-60, 60), random.randint(10, 90))])
    moved = re.sub(
        rb"([-.\d]+) ([-.\d]+) Td",
        lambda place: b"%.2f %.2f Td" % (float(place[1]) + across, float(place[2]) + up),
        match[0],
    )
    _put(page, code[: match.start()] + moved + code[match.end() :])


def lost_text(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    code = _code(page)
    blocks = _blocks(code)
    start = random.randrange(len(blocks))
    for match in reversed(blocks[start : start + random.randint(1, 6)]):
        code = code[: match.start()] + code[match.end() :]
    _put(page, code)


def half_the_content(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    code = _code(page)
    _put(page, code[: int(len(code) * random.uniform(0.2, 0.9))])


def other_digits(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    code = _code(page)
    found = [match for match in _LITERAL.finditer(code) if re.search(rb"\d", match[1])]
    match = random.choice(found)
    digits = re.sub(rb"\d", lambda digit: b"%d" % ((int(digit[0]) + random.randint(1, 9)) % 10), match[0])
    _put(page, code[: match.start()] + digits + code[match.end() :])


def other_letters(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    code = _code(page)
    match = random.choice([match for match in _LITERAL.finditer(code) if len(match[1]) > 4])
    text = match[1].replace(b"n", b"u").replace(b"e", b"a").replace(b"t", b"f")
    _put(page, code[: match.start()] + b"(" + text + b") Tj" + code[match.end() :])


def swapped_words(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    code = _code(page)
    one, other = sorted(random.sample(list(_LITERAL.finditer(code)), 2), key=lambda match: match.start())
    _put(page, b"".join(
        [code[: one.start()], other[0], code[one.end() : other.start()], one[0], code[other.end() :]]
    ))  # fmt: skip


# -- typefaces ------------------------------------------------------------------------
def _fonts(page: Any) -> list[Any]:
    return [font for _, font in sorted(_resources(page, "/Font").items())]


def swapped_fonts(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    fonts = page.Resources.Font
    one, other = random.sample(sorted(fonts.keys()), 2)
    fonts[one], fonts[other] = fonts[other], fonts[one]


def swapped_programs(pdf: pikepdf.Pdf, random: Random) -> None:
    one, other = random.sample(_fonts(_page(pdf, random)), 2)
    first, second = one.FontDescriptor.FontFile2, other.FontDescriptor.FontFile2
    one.FontDescriptor.FontFile2, other.FontDescriptor.FontFile2 = second, first


def damaged_glyphs(pdf: pikepdf.Pdf, random: Random) -> None:
    program = random.choice(_fonts(_page(pdf, random))).FontDescriptor.FontFile2
    data = bytearray(program.read_bytes())
    start = random.randrange(200, len(data) - 200)
    data[start : start + random.randint(20, 200)] = bytes(random.randrange(256) for _ in range(20))
    program.write(bytes(data))


def other_widths(pdf: pikepdf.Pdf, random: Random) -> None:
    font = random.choice(_fonts(_page(pdf, random)))
    font.Widths = Array([int(width) + random.randint(40, 300) for width in font.Widths])


def false_to_unicode(pdf: pikepdf.Pdf, random: Random) -> None:
    """What is read is other than what is seen."""
    font = random.choice(_fonts(_page(pdf, random)))
    code = font.ToUnicode.read_bytes()
    font.ToUnicode.write(code.replace(b"<0065>", b"<0061>").replace(b"<0033>", b"<0039>"))


# -- pages and what is put on them ----------------------------------------------------
def blank_page(pdf: pikepdf.Pdf, random: Random) -> None:
    blank = pdf.add_blank_page(page_size=(612, 792))
    if random.random() < 0.5:
        del pdf.pages[-1]
        pdf.pages.insert(0, blank)


def doubled_page(pdf: pikepdf.Pdf, random: Random) -> None:
    pdf.pages.append(_page(pdf, random))


def untagged_page(pdf: pikepdf.Pdf, random: Random) -> None:
    page = pdf.add_blank_page(page_size=(612, 792))
    page.Contents = Stream(pdf, b"/Artifact BMC 0 g %d 300 200 9 re f EMC" % random.randint(0, 400))


def lost_page(pdf: pikepdf.Pdf, random: Random) -> None:
    del pdf.pages[random.randrange(len(pdf.pages))]


def annotation(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    kind = random.choice([Name.FreeText, Name.Stamp, Name.Widget, Name.Square])
    look = Stream(pdf, b"0 g 0 0 120 30 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 120, 30])
    left, low = random.randint(50, 400), random.randint(50, 700)
    note = Dictionary(
        Type=Name.Annot, Subtype=kind, Rect=Array([left, low, left + 120, low + 30]), F=4,
        Contents=String("Do 30"), AP=Dictionary(N=look),
    )  # fmt: skip
    added = pdf.make_indirect(note)
    page.Annots = Array([*page.get("/Annots", Array()), added])
    if kind == Name.Widget:
        pdf.Root.AcroForm = Dictionary(Fields=Array([added]))


def other_title(pdf: pikepdf.Pdf, random: Random) -> None:
    title = random.choice(["Robin Doe", "Neck pain", "EX-9999"])
    pdf.docinfo["/Title"] = title
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = title


# -- pictures -------------------------------------------------------------------------
def _forms(page: Any) -> list[str]:
    return sorted(_resources(page, "/XObject").keys())


def lost_form(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    form = page.Resources.XObject[random.choice(_forms(page))]
    form.write(b"")


def swapped_forms(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    one, other = random.sample(_forms(page), 2)
    forms = page.Resources.XObject
    forms[one], forms[other] = forms[other], forms[one]


def small_form(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    form = page.Resources.XObject[random.choice(_forms(page))]
    form.BBox = Array([0, 0, random.randint(1, 10), random.randint(1, 10)])


def missing_resource(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    kind = random.choice(["/Font", "/XObject"])
    del page.Resources[kind][random.choice(sorted(page.Resources[kind].keys()))]


EDITS: tuple[Edit, ...] = (
    crop, media_box, turned, user_unit, moved_page, mirrored, tiny_clip, transparent, layer_off, white_box,
    white_page, black_box, image_over, other_name, white_text, some_white_text, invisible_text, outlined_text,
    moved_text, lost_text, half_the_content, other_digits, other_letters, swapped_words, swapped_fonts,
    swapped_programs, damaged_glyphs, other_widths, false_to_unicode, blank_page, doubled_page, untagged_page,
    lost_page, annotation, other_title, lost_form, swapped_forms, small_form, missing_resource,
)  # fmt: skip


# -- bytes ----------------------------------------------------------------------------
def flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice([1, 4, 16])):
        changed[random.randrange(len(changed))] ^= random.randrange(1, 256)
    return bytes(changed)


def zeroed(data: bytes, random: Random) -> bytes:
    start, count = random.randrange(len(data)), random.choice([8, 64, 512])
    return data[:start] + bytes(len(data[start : start + count])) + data[start + count :]


def cut(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.choice([1, 20, 400]) :]


def inserted(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + random.randbytes(random.choice([1, 20, 400])) + data[start:]


def cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) // 2, len(data) - 1)]


def added_to(data: bytes, random: Random) -> bytes:
    """An update behind the end of the file, as viewers write them."""
    writer = pypdf.PdfWriter(BytesIO(data), incremental=True)
    writer.pages[random.randrange(len(writer.pages))].rotate(random.choice([90, 180, 270]))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


BYTE_EDITS: tuple[ByteEdit, ...] = (flipped, zeroed, cut, inserted, cut_off, added_to)


@dataclass(frozen=True)
class Edited:
    """A changed file: what was done to it, by which seed."""

    name: str
    seed: int
    data: bytes


def edited(data: bytes, edit: Callable[..., Any], seed: int) -> Edited | None:
    """The file after an edit, one of `EDITS` or `BYTE_EDITS`; None where it cannot be made."""
    random = Random(f"{edit.__name__} {seed}")
    if edit in BYTE_EDITS:
        return Edited(edit.__name__, seed, edit(data, random))
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            edit(pdf, random)
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    except (ValueError, IndexError, KeyError, AttributeError):
        return None
    return Edited(edit.__name__, seed, out.getvalue())


def seen(data: bytes) -> tuple[object, ...] | None:
    """What is seen of a file, and what it says: pixels, words, title; None if it cannot be opened."""
    found: list[object] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            found.append(document.get_metadata_value("Title"))
            for page in document:
                text = page.get_textpage().get_text_bounded()
                found.append((page.get_size(), page.render(scale=1).to_pil().tobytes(), text))
    except pypdfium2.PdfiumError:
        return None
    return tuple(found)


def visible_edits(files: list[bytes], count: int, seed: int = 0) -> Iterator[tuple[int, Edited]]:
    """So many edits that change what is seen, each with the index of its file; every kind in turn."""
    random, before = Random(seed), [seen(data) for data in files]
    found = turn = 0
    kinds: list[Callable[..., Any]] = [*EDITS, *BYTE_EDITS]
    while found < count:
        # damage comes in many places, and is more likely than malice
        edit = kinds[(turn - turn // 3) % len(kinds)] if turn % 3 else random.choice(BYTE_EDITS)
        at = random.randrange(len(files))
        turn += 1
        made = edited(files[at], edit, seed + turn)
        if made is None or made.data == files[at]:
            continue
        if _unit(made.data) != 1 or seen(made.data) != before[at]:
            found += 1
            yield at, made


def _unit(data: bytes) -> float:
    """The product of the units of the pages, which PDFium does not heed."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return prod(float(page.obj.get("/UserUnit", 1)) for page in pdf.pages)
    except pikepdf.PdfError:
        return 1.0
