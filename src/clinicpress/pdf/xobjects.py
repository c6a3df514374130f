"""Form and image XObjects: figures, pictures and QR codes."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import warnings
from collections.abc import Callable, Hashable, Iterator
from dataclasses import field
from functools import lru_cache
from io import BytesIO
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from clinicpress.figures.displaylist import FrameShapes, Points
from clinicpress.figures.paths import PaintedPath, paint
from clinicpress.messages import say
from clinicpress.pdf.objects import Name, Raw, Stream, Value, compressed, form_entries
from clinicpress.pdf.operators import Content
from clinicpress.problems import OutputError, Problem
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.digests import engine_digest
from clinicpress.typesetting.items import FigureArt, QrArt, RasterArt, VectorArt

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class FormXObject:
    """An external object and its name in the resources of pages: the same in every document."""

    name: str
    stream: Stream = field(compare=False, repr=False)


class Forms:
    """The external objects that the documents of one run draw; QR codes are kept in ``cache``."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._forms: dict[Hashable, tuple[object, FormXObject]] = {}

    def figure(self, art: FigureArt) -> FormXObject:
        """The form of a figure, at the scale and in the colours asked for."""
        # frames are large: they are told apart by which they are, and kept so that none takes another's place
        key = (id(art.frame), art.scale, id(art.palette))
        made = self._forms.get(key)
        if made is None:
            colours = tuple(sorted(art.palette.items()))
            made = self._keep(key, (art.frame, art.palette), figure_form(art.frame, art.scale, colours))
        return made[1]

    def drawing(self, art: VectorArt) -> FormXObject:
        """The form of a drawing, at its own size."""
        drawing = art.drawing
        entries = form_entries((0.0, 0.0, drawing.width, drawing.height))
        return self._once(drawing, lambda: compressed(drawing.operators, entries))

    def code(self, art: QrArt) -> FormXObject:
        """The form of a QR code, one unit wide and tall."""

        def make() -> Stream:
            key = f"{engine_digest()} {art.value}"
            return qr_form(self._cache.get(CODES, key, lambda: qr_modules(art.value)))

        return self._once(("qr", art.value), make)

    def picture(self, art: RasterArt) -> FormXObject:
        """The image of a picture, one unit wide and tall."""
        key = (art.data, art.width, art.height, art.dpi, art.grey)
        return self._once(key, lambda: picture_object(art))

    def _once(self, key: Hashable, make: Callable[[], Stream]) -> FormXObject:
        made = self._forms.get(key) or self._keep(key, None, make())
        return made[1]

    def _keep(self, key: Hashable, owner: object, stream: Stream) -> tuple[object, FormXObject]:
        digest = hashlib.md5(stream.head + stream.data, usedforsecurity=False)
        made = self._forms[key] = (owner, FormXObject(f"X{digest.hexdigest()[:12]}", stream))
        return made


# Figures are drawn in tenths of a point (35 micrometres), so that all their numbers are short and whole.
_GRID = 10
# In units of the grid: 0.55 are 19 micrometres, less than half a dot of a laser printer (600 dpi).
_FLAT = 0.55
_FLAT_SQUARED = _FLAT * _FLAT
_MOST_SKIPPED = 6
Placement = tuple[int, int]


def figure_form(frame: FrameShapes, scale: float, colours: tuple[tuple[str, str], ...]) -> Stream:
    """A form of a frame at ``scale`` points per cm, its origin at the frame's lower left corner.

    ``colours`` are pairs of role and colour.

    Raises:
        KeyError: if a role that the frame names has no colour.
    """
    content = Content(fresh=False)
    paths = paint(frame, scale, dict(colours))
    for path in paths:
        _draw(content, path)
    # Lines reach over the bounds by half their width.
    reach = max((path.width for path in paths), default=0.0)
    box = [-reach, -reach, frame.width * scale + reach, frame.height * scale + reach]
    shrunk: dict[str, Value] = {"Matrix": [1 / _GRID, 0, 0, 1 / _GRID, 0, 0]}
    entries = form_entries([value * _GRID for value in box]) | shrunk
    return compressed(content.to_bytes(), entries, level=9)


def _draw(content: Content, path: PaintedPath) -> None:
    if path.fill:
        content.set_fill(path.fill)
    if path.stroke:
        content.set_stroke(path.stroke, round(path.width * _GRID), round_ends=True)
    content.write(*(_line(line, closed=path.closed) for line in path.lines))
    if path.fill:
        content.write("B*" if path.stroke else "f*")
    else:
        content.write("S" if path.stroke else "n")


def _line(points: Points, *, closed: bool) -> str:
    whole = [round(value * _GRID) for value in points]
    places = _thinned(list(zip(whole[::2], whole[1::2], strict=True)))
    pairs = [f"{x} {y}" for x, y in places]
    lines = " l\n".join(pairs[1:] or pairs)
    end = "\nh" if closed else ""
    return f"{pairs[0]} m\n{lines} l{end}"


def _thinned(places: list[Placement]) -> list[Placement]:
    """The line without points that lie as good as on it: on paper, nobody sees `_FLAT` tenths of a point."""
    kept, skipped = [places[0]], list[Placement]()
    for here, following in pairwise(places[1:]):
        skipped.append(here)
        if len(skipped) > _MOST_SKIPPED or _bent(kept[-1], following, skipped):
            kept.append(here)
            skipped = []
    end = places[-1]
    return kept if end == kept[-1] else [*kept, end]


def _bent(begin: Placement, end: Placement, places: list[Placement]) -> bool:
    """Whether any of ``places`` is further than `_FLAT` from the line between two others."""
    x0, y0 = begin
    along, across = end[0] - x0, end[1] - y0
    # all squared and in whole numbers: this is asked for each point of each figure
    length = along * along + across * across
    for place in places:
        if place in (begin, end):
            continue
        x, y = place[0] - x0, place[1] - y0
        aside = x * across - y * along
        # one that is before or behind the line is a whole unit away at least
        if not 0 < x * along + y * across < length or aside * aside > _FLAT_SQUARED * length:
            return True
    return False


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
    # 10 ms that pages without a picture do without
    from PIL.Image import open as open_picture  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            # What Pillow is not sure of is no reason to print a warning in the midst of a build.
            warnings.simplefilter("ignore")
            with open_picture(BytesIO(art.data), formats=("PNG", "JPEG")) as image:
                image.load()
                return _unchanged(image, art) or _sampled(image, art)
    except Exception as error:  # Pillow raises whatever its decoders end in
        message = say("pdf.no-readable-picture")
        raise OutputError(Problem(message, say("pdf.save-again-png-or-jpeg"))) from error


def _sampled(image: Image, art: RasterArt) -> Stream:
    from PIL.Image import Resampling  # noqa: PLC0415  (see `picture_object`)

    from clinicpress.typesetting.raster import flat  # noqa: PLC0415

    upright = flat(image)
    if art.grey:
        upright = upright.convert("L")
    size = _size(upright.size, art)
    if size != upright.size:
        upright = upright.resize(size, Resampling.LANCZOS)
    if image.format not in _JPEGS:
        return compressed(upright.tobytes(), _entries(upright))
    stream = BytesIO()
    upright.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return Stream.of({**_entries(upright), "Filter": Name("DCTDecode")}, stream.getvalue())


def _size(size: tuple[int, int], art: RasterArt) -> tuple[int, int]:
    """The size in pixels in which a picture of this size is stored."""
    most = max(art.width / size[0], art.height / size[1]) * art.dpi / _POINTS_PER_INCH
    if most * _HARDLY_LARGER >= 1:
        return size
    return max(1, round(size[0] * most)), max(1, round(size[1] * most))


def _entries(image: Image) -> dict[str, Value]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": Name("DeviceGray" if image.mode == "L" else "DeviceRGB"),
        "BitsPerComponent": 8,
    }


def _unchanged(image: Image, art: RasterArt) -> Stream | None:
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
    return Stream.of({**_entries(image), "Filter": Name("DCTDecode")}, data)


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


# Rows from the top; true is dark.
QrModules = tuple[tuple[bool, ...], ...]
# Longer addresses make squares too small for a phone to read from paper (69 by 69 on 20 mm).
_MOST_BYTES = 300


@lru_cache(maxsize=64)
def qr_modules(value: str) -> QrModules:
    """Rows of a QR code of level M from the top; true is dark.

    Raises:
        OutputError: if ``value`` is too long to be read from paper.
    """
    length = len(value.encode())
    if length > _MOST_BYTES:
        raise OutputError(
            Problem(
                say("pdf.address-characters-too-long-for-qr", length=length), say("pdf.use-shorter-address")
            )
        )
    import segno  # noqa: PLC0415  (it takes 12 ms to load, and most pages have no code)

    code = segno.make_qr(value, error="m", boost_error=False)
    return tuple(tuple(map(bool, row)) for row in code.matrix)


def _modules_in(data: bytes) -> QrModules:
    return tuple(tuple(sign == "1" for sign in row) for row in json.loads(data))


def _as_rows(rows: QrModules) -> bytes:
    return json.dumps(["".join("01"[dark] for dark in row) for row in rows]).encode()


CODES = CacheKind("codes", _modules_in, _as_rows)


def qr_form(rows: QrModules) -> Stream:
    """A form that fills the dark modules in black, in a square of one unit.

    One path in whole modules, and runs of modules in one rectangle: edges that meet leave no hairlines.
    """
    count = len(rows)
    operators = ["0 g"]
    for height, row in zip(reversed(range(count)), rows, strict=True):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                operators.append(f"{column} {height} {length} 1 re")
            column += length
    # the matrix takes modules to one unit; six decimals keep the far edge within a hundredth of a module
    scale = Raw(f"[{1 / count:.6f} 0 0 {1 / count:.6f} 0 0]".encode("ascii"))
    entries = form_entries([0, 0, count, count]) | {"Matrix": scale}
    return compressed("\n".join([*operators, "f"]).encode("ascii"), entries)
