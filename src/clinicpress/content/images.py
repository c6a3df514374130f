"""Looks into a picture file with Pillow: is it what it says, is it whole, can it be printed."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from clinicpress.messages import say

# 6 inches at 600 dots an inch each way is 13 million; decoded to RGB, this many take 72 MB of memory.
MAX_PIXELS = 24_000_000
# 16-bit greys are brought down to 8 bits.
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I", "I;16")


def picture_fault(data: bytes) -> tuple[str, str] | None:
    """What is wrong with a picture, said after its name, and what to do; None if nothing is."""
    with warnings.catch_warnings():
        # Of what Pillow is not sure of (Exif, animation), nothing is printed.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _fault(data)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return _too_many_pixels()
        except UnidentifiedImageError:
            return say("content.not-png-or-jpeg-picture"), say("content.open-image-editor-and-save-png")
        except Exception:
            return say("content.damaged-or-cut-off"), say("content.get-file-again")


def _fault(data: bytes) -> tuple[str, str] | None:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            return _too_many_pixels()
        if picture.mode not in _MODES:
            fault = say("content.has-colours-of-mode", mode=picture.mode)
            if picture.mode == "CMYK":
                fault = say("content.has-cmyk-colours")
            return fault, say("content.save-rgb-or-grey-8-bits")
        # A JPEG of a telephone may hold further pictures, such as its depth; the first is the one.
        if picture.format == "PNG" and getattr(picture, "is_animated", False):
            return say("content.animated-has-several-pictures-file"), say("content.save-picture-print")
        picture.verify()
    # verify() checks what is round the pixels and leaves the file unusable; a cut-off JPEG shows on decoding,
    # and Exif that cannot be read on turning.
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        ImageOps.exif_transpose(picture)
    return None


def _too_many_pixels() -> tuple[str, str]:
    most = MAX_PIXELS // 1_000_000
    return (
        say("content.has-too-many-pixels", most=most),
        say("content.make-smaller"),
    )
