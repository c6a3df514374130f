"""Pictures (PNG and JPEG) as image XObjects without transparency."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from clinicpress.pdf.objects import Name, Stream, Value, compressed
from clinicpress.problems import OutputError, Problem
from clinicpress.typesetting.raster import flat

_UPRIGHT = 1
_ORIENTATION = 0x0112
# Markers of a JPEG file that the decoder needs nothing of: Exif, XMP, thumbnails, captions, comments. They
# may say where and by whom a photograph was taken. APP0 (JFIF) and APP14 (colour transform) stay.
_PRIVATE_MARKERS = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
_START_OF_SCAN = 0xDA


def picture_object(data: bytes) -> Stream:
    """An image XObject of a PNG or JPEG file: JPEG data as it is, everything else packed without loss.

    What is see-through becomes white; a picture of greys alone becomes a grey one.

    Raises:
        OutputError: if ``data`` is no picture that can be read whole.
    """
    try:
        with warnings.catch_warnings():
            # A picture of very many pixels is no reason to print a warning in the midst of a build.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
                image.load()
                return _jpeg(image, data) if _is_plain_jpeg(image) else _packed(flat(image))
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise OutputError(
            Problem(f"a picture cannot be read: {error}", "save it anew as PNG or JPEG")
        ) from error


def _entries(image: Image.Image, size: tuple[int, int]) -> dict[str, Value]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": Name("DeviceGray" if image.mode == "L" else "DeviceRGB"),
        "BitsPerComponent": 8,
    }


def _is_plain_jpeg(image: Image.Image) -> bool:
    upright = image.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT
    return image.format == "JPEG" and image.mode in {"L", "RGB"} and upright


def _jpeg(image: Image.Image, data: bytes) -> Stream:
    return Stream({**_entries(image, image.size), "Filter": Name("DCTDecode")}, b"".join(_public_parts(data)))


def _public_parts(data: bytes) -> Iterator[bytes]:
    """The parts of a JPEG file without what it says of its making."""
    yield data[:2]
    place = 2
    while True:
        while data[place + 1] == 0xFF:  # fill bytes before a marker
            place += 1
        marker, length = struct.unpack_from(">xBH", data, place)
        if marker == _START_OF_SCAN:
            yield data[place:]
            return
        if marker not in _PRIVATE_MARKERS:
            yield data[place : place + 2 + length]
        place += 2 + length


def _packed(image: Image.Image) -> Stream:
    return compressed(image.tobytes(), _entries(image, image.size))
