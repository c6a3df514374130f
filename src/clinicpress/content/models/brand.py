"""The brand file, and the contrast that its colours must keep."""

from __future__ import annotations

from typing import Annotated

from clinicpress.content.models.base import AssetPath, Colour, Form, Model, ProperName, TextForm
from clinicpress.content.models.declaring import Field, StringConstraints
from clinicpress.messages import later

MIN_TEXT_CONTRAST = 4.5
_FONT = Form(
    r"(lato:[A-Za-z]+|assets/[^\\:]+\.ttf)",
    later("model.a-typeface"),
    later("model.write-a-typeface"),
    "lato:Bold",
)
FontFile = Annotated[str, StringConstraints(max_length=200), _FONT]


class Colours(Model):
    """Colours of a brand. ``brand``, ``alert`` and ``soft`` carry text on ``paper`` and on ``tint``."""

    brand: Colour = Field(description="Titles, headings and lines.", examples=["#0B6E69"])
    on_brand: Colour = Field("#FFFFFF", description="Text on the brand colour.")
    alert: Colour = Field("#9E1B14", description="Warnings.")
    soft: Colour = Field("#44545E", description="Captions and small print.")
    tint: Colour = Field("#E9F3F2", description="Background of boxes.")
    rule: Colour = Field("#A9C4C1", description="Thin lines.")
    ink: Colour = Field("#000000", description="Running text.")
    paper: Colour = Field("#FFFFFF", description="The paper.")
    nerve: Colour = Field("#C4261D", description="Nerves in diagrams.")


class Typefaces(Model):
    """The three weights that pages are set in: ``lato:Weight`` or a TrueType file of the workspace."""

    regular: FontFile = Field("lato:Regular", description="Running text.")
    bold: FontFile = Field("lato:Bold", description="Bold words and headings.")
    black: FontFile = Field("lato:Black", description="Titles and large numbers.")


class Brand(Model):
    """A clinic's logo, colours and typefaces. Without a logo, a tile with its initials is drawn."""

    name: ProperName = Field(description="The name of the brand.", examples=["Example Physical Therapy"])
    logo: AssetPath | None = Field(
        None,
        description="Its logo, SVG or PNG; without one, the initials are printed.",
        examples=["assets/logos/example.svg"],
    )
    initials: Annotated[str, StringConstraints(min_length=1, max_length=3), TextForm("name")] | None = Field(
        None, description="One to three letters for the tile printed instead of a logo.", examples=["EP"]
    )
    colours: Colours = Field(description="Its colours.", examples=[{"brand": "#0B6E69"}])
    typefaces: Typefaces = Field(default_factory=Typefaces, description="Its typefaces.")


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 to 1, as WCAG 2.1 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, success criterion 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def grey(colour: str) -> str:
    """The colour as a black-and-white printer sees it (luma of ITU-R BT.601)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02X}{level:02X}{level:02X}"


def readable(text: str, ground: str) -> bool:
    """Whether text of one colour can be read on a ground of another, also in grey."""
    return _least_contrast(text, ground) >= MIN_TEXT_CONTRAST


def _least_contrast(one: str, other: str) -> float:
    return min(contrast(one, other), contrast(grey(one), grey(other)))


def weak_pairs(colours: Colours) -> list[tuple[str, str, str, str, float]]:
    """Pairs that carry text but fall below 4.5:1, also in grey.

    Each is (text key, its colour, ground key, ground, ratio).
    """
    pairs = [(key, ground) for ground in ("paper", "tint") for key in ("ink", "brand", "alert", "soft")]
    pairs.append(("on_brand", "brand"))
    weak = []
    for key, ground in pairs:
        text, back = getattr(colours, key), getattr(colours, ground)
        ratio = _least_contrast(text, back)
        if ratio < MIN_TEXT_CONTRAST:
            weak.append((key, text, ground, back, ratio))
    return weak
