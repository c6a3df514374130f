from __future__ import annotations

import random
import re
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pdf_samples import group, photo, register_fonts, text
from PIL import Image
from PIL.Image import Transpose as Turn

from clinicpress.pdf.objects import Stream
from clinicpress.pdf.write import write_pdf
from clinicpress.pdf.xobjects import picture_object
from clinicpress.problems import OutputError
from clinicpress.typesetting.items import Group, Metadata, Page, PlacedDocument, RasterArt

EXIF_ORIENTATION, EXIF_ARTIST = 0x0112, 0x013B


def made(*arts: RasterArt) -> bytes:
    register_fonts()
    groups: tuple[Group, ...] = (
        text("P", "words", 700),
        group("Figure", *arts, x=20, y=30, width=100, height=100, alt="A disc."),
    )
    return write_pdf(PlacedDocument((Page(200, 800, groups),), Metadata("T", "en", "A")))


def rendered(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        image: Image.Image = document[0].render(scale=1).to_pil().convert("RGB")
    return image


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def stored(data: bytes, width: float = 48, height: float = 48, **options: Any) -> Stream:
    return picture_object(RasterArt(0, 0, width, height, data, **options))


def entry(stream: Stream, key: str) -> str | int:
    """A name or a number in the dictionary of a stream."""
    found = re.search(rb"/%b (/?)(\w+)" % key.encode(), stream.head)
    assert found is not None
    return found[2].decode() if found[1] else int(found[2])


def near(found: tuple[int, ...] | float | None, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 6 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("RGB", "JPEG"), ("CMYK", "JPEG")]
)
def test_disc_on_white_whatever_the_file(mode: str, kind: str) -> None:
    data = made(RasterArt(10, 5, 48, 48, photo(mode=mode, kind=kind)))
    page = rendered(data)
    assert near(page.getpixel((20 + 10 + 24, 30 + 5 + 24)), (0x2A, 0x6F, 0x97))
    assert near(page.getpixel((20 + 10 + 2, 30 + 5 + 2)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_greys_are_stored_as_grey(mode: str) -> None:
    stream = stored(photo(mode=mode))
    assert entry(stream, "ColorSpace") == "DeviceGray"
    assert b"/SMask" not in stream.head


def test_grey_in_rgb_is_stored_as_grey() -> None:
    assert entry(stored(saved(Image.new("RGB", (4, 4), "#777777"))), "ColorSpace") == "DeviceGray"
    assert entry(stored(saved(Image.new("RGB", (4, 4), "#777778"))), "ColorSpace") == "DeviceRGB"


def test_sixteen_bit_greys_keep_their_shade() -> None:
    page = rendered(made(RasterArt(0, 0, 40, 40, saved(Image.new("I;16", (8, 8), 0x8000)))))
    assert near(page.getpixel((40, 50)), (128, 128, 128))


def test_see_through_palette_entry_becomes_white() -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    page = rendered(made(RasterArt(0, 0, 40, 40, saved(image, transparency=0))))
    assert near(page.getpixel((40, 50)), (255, 255, 255))


def test_jpeg_goes_in_as_it_is_but_says_nothing_of_its_making() -> None:
    exif = Image.Exif()
    exif[EXIF_ARTIST] = "Jordan Rivera"
    image = Image.new("RGB", (32, 32), "#2a6f97")
    data = saved(image, "JPEG", exif=exif, comment=b"at home")
    stream = stored(data)
    assert entry(stream, "Filter") == "DCTDecode"
    assert b"Jordan" in data
    assert b"at home" in data
    assert b"Jordan" not in stream.data
    assert b"at home" not in stream.data
    with Image.open(BytesIO(stream.data)) as back:
        assert back.tobytes() == Image.open(BytesIO(data)).tobytes()


def quarters(size: int = 40) -> Image.Image:
    """Black at the top left, red at the top right, green at the bottom left, blue at the bottom right."""
    image = Image.new("RGB", (2 * size, 2 * size))
    for spot, colour in {(1, 0): "#ff0000", (0, 1): "#00ff00", (1, 1): "#0000ff"}.items():
        image.paste(colour, (spot[0] * size, spot[1] * size, (spot[0] + 1) * size, (spot[1] + 1) * size))
    return image


# What has to be done to a picture so that a reader who obeys the number sees it as it was (Exif 2.3, 4.6.4).
STORED = {
    1: (), 2: (Turn.FLIP_LEFT_RIGHT,), 3: (Turn.ROTATE_180,), 4: (Turn.FLIP_TOP_BOTTOM,),
    5: (Turn.TRANSPOSE,), 6: (Turn.ROTATE_90,), 7: (Turn.TRANSVERSE,), 8: (Turn.ROTATE_270,),
}  # fmt: skip


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_photographs_are_turned_upright(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    image = quarters()
    for turn in STORED[orientation]:
        image = image.transpose(turn)
    options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    page = rendered(made(RasterArt(0, 0, 80, 80, saved(image, kind, exif=exif, **options))))
    spots = {(40, 50): (0, 0, 0), (80, 50): (255, 0, 0), (40, 90): (0, 255, 0), (80, 90): (0, 0, 255)}
    for spot, colour in spots.items():
        assert near(page.getpixel(spot), colour), spot


@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_has_as_many_pixels_as_paper_can_show(kind: str, grey: bool) -> None:
    data = saved(Image.effect_noise((900, 600), 80).convert("RGB"), kind)
    stream = stored(data, 108, 72, grey=grey)
    assert (entry(stream, "Width"), entry(stream, "Height")) == (450, 300)
    assert entry(stream, "Filter") == ("DCTDecode" if kind == "JPEG" else "FlateDecode")
    finer = stored(data, 108, 72, grey=grey, dpi=600)
    assert (entry(finer, "Width"), entry(finer, "Height")) == (900, 600)


def test_a_picture_in_grey_has_no_colours_and_no_more_bytes() -> None:
    data = saved(quarters(400), "JPEG")
    grey, colour = stored(data, 96, 96, grey=True), stored(data, 96, 96)
    assert (entry(grey, "ColorSpace"), entry(grey, "Filter")) == ("DeviceGray", "DCTDecode")
    assert len(grey.data) <= len(colour.data)


def test_a_jpeg_with_stray_bytes_between_its_parts_is_made_anew() -> None:
    """Pillow reads over them; the copy without metadata ended in an IndexError."""
    exif = Image.Exif()
    exif[EXIF_ARTIST] = "Jordan Rivera"
    data = saved(quarters(), "JPEG", exif=exif)
    place = 2 + 2 + int.from_bytes(data[4:6], "big")
    stream = stored(data[:place] + bytes(30) + data[place:])
    assert b"Jordan" not in stream.data
    with Image.open(BytesIO(stream.data)) as back:
        assert near(back.getpixel((60, 60)), (0, 0, 255))


@pytest.mark.parametrize("progressive", [False, True])
def test_what_stands_behind_the_end_of_a_jpeg_is_left_out(progressive: bool) -> None:
    """Telephones put a film, a second picture or notes there, which say where it was taken."""
    plain = saved(Image.effect_noise((60, 40), 90), "JPEG", progressive=progressive, restart_marker_blocks=2)
    stream = stored(plain + b"Jordan Rivera, at home" + plain)
    assert stream.data == plain


@pytest.mark.parametrize("size", [40, 400])
def test_a_photograph_with_a_second_picture_behind_it(size: int) -> None:
    exif = Image.Exif()
    exif[EXIF_ARTIST] = "Jordan Rivera"
    behind = Image.new("RGB", (9, 9), "white")
    data = saved(quarters(size), "MPO", save_all=True, append_images=[behind], exif=exif)
    stream = stored(data)
    assert entry(stream, "Filter") == "DCTDecode"
    assert b"Jordan" not in stream.data
    with Image.open(BytesIO(stream.data)) as back:
        assert back.format == "JPEG"
        assert back.size == (min(2 * size, 200), min(2 * size, 200))
        assert near(back.getpixel((back.width - 9, back.height - 9)), (0, 0, 255))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_pictures_are_drawn_or_refused(seed: int) -> None:
    """Whatever is in the file: no other error, and no warning of a library."""
    chance = random.Random(seed)
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    data = bytearray(saved(quarters(), chance.choice(["JPEG", "PNG"]), exif=exif))
    for _ in range(chance.randrange(1, 9)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    with suppress(OutputError):
        stored(bytes(data))


def test_same_picture_is_stored_once() -> None:
    data = made(
        *(RasterArt(0, 10.0 * row, 9, 9, photo()) for row in range(5)),
        RasterArt(50, 0, 9, 9, photo(mode="1")),
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert len(images) == 2
        assert not any("/SMask" in image or "/Mask" in image for image in images)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        photo()[:200],
        photo(kind="JPEG")[:300],
        b"GIF89a" + bytes(40),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(OutputError, match="a picture cannot be read"):
        stored(data)
