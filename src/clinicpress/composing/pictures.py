"""Picture files of a workspace: read and checked, so that a broken one is a located problem."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image

from clinicpress.composing.document import PictureFigure, Words
from clinicpress.problems import ContentError, Problem, Source

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG")
# The pages' colour space is RGB; a CMYK picture would make the file invalid for archives.
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
_ORIENTATION = 0x0112


def read_picture(root: Path, file: str, *, alt: str, caption: Words | None, source: Source) -> PictureFigure:
    """The picture ``file`` under the workspace ``root``.

    Raises:
        ContentError: if it leads out of the workspace, is missing, over 10 MB or 40 million pixels, or is
            no sound PNG or JPEG in grey or RGB.
    """
    data = _read(root, file, source)
    with warnings.catch_warnings():
        # Pillow warns of very large pictures; the size is checked here instead.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        width, height = _size(data, file, source)
    return PictureFigure(data, width, height, alt, caption, source)


def _read(root: Path, file: str, source: Source) -> bytes:
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()):
        raise _problem(f"the picture {file} leads out of the workspace", "copy it to assets/", source)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _problem(
                f"the picture {file} has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read",
                "save it smaller: 2000 pixels wide are enough for a full page",
                source,
            )
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise _problem(
            f"the picture {file} cannot be read: {reason}", "check its name and folder", source
        ) from error


def _size(data: bytes, file: str, source: Source) -> tuple[int, int]:
    """Width and height in pixels of a sound picture."""
    hint = "open it in a picture program and save it again as PNG or JPEG, upright and in RGB"
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _problem(f"the picture {file} has over 40 million pixels", "save it smaller", source)
            if picture.mode not in _MODES:
                raise _problem(
                    f"the picture {file} is in {picture.mode} colours, not RGB or grey", hint, source
                )
            if picture.getexif().get(_ORIENTATION, 1) != 1:
                raise _problem(f"the picture {file} is stored turned on its side", hint, source)
            picture.load()
            return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _problem(f"the picture {file} is damaged, or no PNG or JPEG", hint, source) from error


def _problem(message: str, hint: str, source: Source) -> ContentError:
    return ContentError(Problem(message, hint, source))
