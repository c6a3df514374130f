"""Looks into a picture file with Pillow: is it what it says, is it whole, can it be printed."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

# 6 inches at 600 dots an inch each way is 13 million; decoded to RGB, this many take 72 MB of memory.
MAX_PIXELS = 24_000_000
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")


def picture_fault(path: Path) -> tuple[str, str] | None:
    """What is wrong with a picture, said after its name, and what to do; None if nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _fault(path)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return _too_many_pixels()
        except UnidentifiedImageError:
            return "is not a PNG or JPEG picture", "open it in a picture program and save it as PNG or JPEG"
        except Exception:
            return "is damaged or cut off", "put the file there again, or save it anew from a picture program"


def _fault(path: Path) -> tuple[str, str] | None:
    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            return _too_many_pixels()
        if picture.mode not in _MODES:
            colours = "CMYK colours" if picture.mode == "CMYK" else f"colours of the kind {picture.mode}"
            return f"has {colours}", "save it with RGB colours or in grey, 8 bits each"
        picture.verify()
    # verify() checks what is round the pixels and leaves the file unusable; a cut-off JPEG shows on decoding.
    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        picture.load()
    return None


def _too_many_pixels() -> tuple[str, str]:
    most = MAX_PIXELS // 1_000_000
    return (
        f"has more than {most} million pixels",
        "save it smaller: 2000 pixels in width are enough for a page",
    )
