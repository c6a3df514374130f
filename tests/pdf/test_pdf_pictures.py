from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pdf_samples import group, photo, register_fonts, text
from PIL import Image

from clinicpress.pdf.pictures import picture_object
from clinicpress.pdf.write import write_pdf
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
    stream = picture_object(photo(mode=mode))
    assert stream.entries["ColorSpace"] == "DeviceGray"
    assert "SMask" not in stream.entries


def test_grey_in_rgb_is_stored_as_grey() -> None:
    assert picture_object(saved(Image.new("RGB", (4, 4), "#777777"))).entries["ColorSpace"] == "DeviceGray"
    assert picture_object(saved(Image.new("RGB", (4, 4), "#777778"))).entries["ColorSpace"] == "DeviceRGB"


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
    stream = picture_object(data)
    assert stream.entries["Filter"] == "DCTDecode"
    assert b"Jordan" in data
    assert b"at home" in data
    assert b"Jordan" not in stream.data
    assert b"at home" not in stream.data
    with Image.open(BytesIO(stream.data)) as back:
        assert back.tobytes() == Image.open(BytesIO(data)).tobytes()


def test_turned_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    image = Image.new("RGB", (40, 20), "white")
    image.paste("#000000", (0, 0, 20, 20))
    stream = picture_object(saved(image, "JPEG", exif=exif, quality=95))
    assert (stream.entries["Width"], stream.entries["Height"]) == (20, 40)
    assert stream.entries["Filter"] == "FlateDecode"


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
        picture_object(data)
