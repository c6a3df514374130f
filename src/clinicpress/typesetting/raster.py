"""Pictures without what paper cannot show; imported late, since Pillow takes 20 ms to load."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter, ImageOps


def flat(image: Image.Image) -> Image.Image:
    """The picture upright, in RGB or grey, on white."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"I", "F"} or upright.mode.startswith("I;16"):
        # 16-bit greys: Pillow's own conversion clips instead of scaling.
        upright = upright.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if upright.has_transparency_data:
        layered = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    colour = upright.convert("RGB")
    red, green, blue = colour.split()
    grey = (
        not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox()
    )
    return red if grey else colour


# Levels of grey, of 255. Paler than the first, ink is not seen; tones nearer than the second look alike.
_PALEST, _NEAR = 240, 40
# A tone that covers less of a picture than this, in 1,000 parts, is no part of its own.
_LEAST = 2
_MIDDLE = 128


def is_blank(image: Image.Image) -> bool:
    """Whether nothing of a `flat` picture is seen on white paper."""
    return min(image.tobytes()) > _PALEST


def in_black(image: Image.Image) -> Image.Image:
    """A `flat` picture for black ink: in black and white if that keeps all of it, else in greys."""
    grey = image.convert("L")
    return grey.point(lambda level: 255 if level >= _MIDDLE else 0) if is_black_and_white(grey) else grey


def is_black_and_white(grey: Image.Image) -> bool:
    """Whether a picture in greys, on white, can be in black and white: no two of its tones become one.

    A tone is where neighbours are alike: edges are soft.
    """
    spread = ImageChops.subtract(grey.filter(ImageFilter.MaxFilter(3)), grey.filter(ImageFilter.MinFilter(3)))
    even = spread.point(lambda level: 255 if level <= 8 else 0)
    counts = grey.histogram(even.convert("1"))
    tones = [level for level, count in enumerate(counts) if count * 1000 >= _LEAST * sum(counts)]
    dark = [level for level in tones if level < _MIDDLE]
    light = [*(level for level in tones if level >= _MIDDLE), 255]
    return all(max(side) - min(side) <= _NEAR for side in (dark, light) if side)
