"""Pictures without what paper cannot show; imported late, since Pillow takes 20 ms to load."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageOps


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
