"""Picture files of a workspace: their bytes and the size in which they are seen."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image

from clinicpress.composing.document import PictureFigure, Words
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.regular import read_regular

_ORIENTATION = 0x0112
# Those in which width and height change places.
_ON_ITS_SIDE = range(5, 9)


def read_picture(path: Path, *, alt: str, caption: Words | None, source: Source) -> PictureFigure:
    """A picture, PNG or JPEG, with its width and height in pixels as it is seen upright.

    That it can be printed was seen when its handout was read.

    Raises:
        ContentError: if it cannot be read any more.
    """
    try:
        data = read_regular(path)
        width, height = _size(data)
    except Exception as error:
        message = f"the picture {path.name} cannot be read"
        raise ContentError(Problem(message, "put the file there again", source)) from error
    return PictureFigure(data, width, height, alt, caption, source)


def _size(data: bytes) -> tuple[int, int]:
    with warnings.catch_warnings():
        # of what Pillow is not sure of, nothing is printed
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            turned = picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    return (height, width) if turned else (width, height)
