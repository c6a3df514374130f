"""Pictures (PNG and JPEG) as image XObjects without transparency, in as many pixels as are seen on paper."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from clinicpress.pdf.objects import Name, Stream, Value, compressed
from clinicpress.problems import OutputError, Problem
from clinicpress.typesetting.items import RasterArt
from clinicpress.typesetting.raster import flat

_POINTS_PER_INCH = 72
# Sampling a picture that is hardly larger than it has to be would blur it and save nothing.
_HARDLY_LARGER = 1.15
# At this quality a photograph looks on paper as it did, and one of noise has a byte for each two pixels.
_QUALITY = 80
_UPRIGHT = 1
_ORIENTATION = 0x0112
# Markers of a JPEG file that the decoder needs nothing of: Exif, XMP, thumbnails, captions, comments. They
# may say where and by whom a photograph was taken. APP0 (JFIF) and APP14 (colour transform) stay.
_PRIVATE_MARKERS = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
_MARKER, _START_OF_SCAN, _END = 0xFF, 0xDA, b"\xff\xd9"
# What ends the data of a scan: any marker but those that stand inside of it.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# MPO: with further pictures behind the first, as telephones write them.
_JPEGS = {"JPEG", "MPO"}


def picture_object(art: RasterArt) -> Stream:
    """An image XObject of a PNG or JPEG file, upright, with as many pixels as its place on paper can show.

    A JPEG file that has no more stays as it is; another becomes a JPEG of fewer pixels. Everything else is
    packed without loss. What is see-through becomes white; a picture of greys alone becomes a grey one.

    Raises:
        OutputError: if it is no picture that can be read whole.
    """
    try:
        with warnings.catch_warnings():
            # What Pillow is not sure of is no reason to print a warning in the midst of a build.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(art.data), formats=("PNG", "JPEG")) as image:
                image.load()
                return _unchanged(image, art) or _sampled(image, art)
    except Exception as error:  # Pillow raises whatever its decoders end in
        message = "a picture cannot be read: it is damaged, or no PNG or JPEG"
        raise OutputError(Problem(message, "save it anew as PNG or JPEG")) from error


def _sampled(image: Image.Image, art: RasterArt) -> Stream:
    upright = flat(image)
    if art.grey:
        upright = upright.convert("L")
    size = _size(upright.size, art)
    if size != upright.size:
        upright = upright.resize(size, Image.Resampling.LANCZOS)
    if image.format not in _JPEGS:
        return compressed(upright.tobytes(), _entries(upright))
    stream = BytesIO()
    upright.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return Stream({**_entries(upright), "Filter": Name("DCTDecode")}, stream.getvalue())


def _size(size: tuple[int, int], art: RasterArt) -> tuple[int, int]:
    """The size in pixels in which a picture of this size is stored."""
    most = max(art.width / size[0], art.height / size[1]) * art.dpi / _POINTS_PER_INCH
    if most * _HARDLY_LARGER >= 1:
        return size
    return max(1, round(size[0] * most)), max(1, round(size[1] * most))


def _entries(image: Image.Image) -> dict[str, Value]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": Name("DeviceGray" if image.mode == "L" else "DeviceRGB"),
        "BitsPerComponent": 8,
    }


def _unchanged(image: Image.Image, art: RasterArt) -> Stream | None:
    """A JPEG file as it is, but without what it says of its making; None if it has to be made anew."""
    modes = {"L"} if art.grey else {"L", "RGB"}
    upright = image.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT
    if (
        image.format != "JPEG"
        or image.mode not in modes
        or not upright
        or _size(image.size, art) != image.size
    ):
        return None
    try:
        data = b"".join(_public_parts(art.data))
    except (ValueError, IndexError, struct.error):
        return None
    return Stream({**_entries(image), "Filter": Name("DCTDecode")}, data)


def _public_parts(data: bytes) -> Iterator[bytes]:
    """The parts of a JPEG file without what it says of its making, and without what stands behind its end.

    Raises:
        ValueError: if something stands between its parts, or there is no end. Pillow reads over it; not every
            program does.
    """
    yield data[:2]
    place = 2
    while data[place : place + 2] != _END:
        while data[place + 1] == _MARKER:  # fill bytes before a marker
            place += 1
        begin, marker, length = struct.unpack_from(">BBH", data, place)
        end = place + 2 + length
        if begin != _MARKER or end > len(data):
            raise ValueError(place)
        if marker == _START_OF_SCAN:
            after = _AFTER_SCAN.search(data, end)
            if after is None:
                raise ValueError(place)
            end = after.start()
        if marker not in _PRIVATE_MARKERS:
            yield data[place:end]
        place = end
    yield _END
