"""What a block needs to know of the looks: colours for the ink, faces, sizes, and the brand's logo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from clinicpress.model.brand import Colours
from clinicpress.model.layout import Layout
from clinicpress.typesetting.fonts import FontSet
from clinicpress.typesetting.logo import Logo
from clinicpress.typesetting.text import TextStyle

Ink = Literal["colour", "mono"]
BLACK, WHITE = "#000000", "#FFFFFF"
MONO = Colours(
    brand=BLACK,
    on_brand=WHITE,
    alert=BLACK,
    soft=BLACK,
    tint=WHITE,
    rule=BLACK,
    ink=BLACK,
    paper=WHITE,
    nerve=BLACK,
)


@dataclass(frozen=True)
class Look:
    """The looks of one document. ``palette`` gives each role of a figure its colour."""

    layout: Layout
    colours: Colours
    fonts: FontSet
    ink: Ink
    palette: Mapping[str, str] = field(hash=False)
    logo: Logo | None = None
    text_size: float = 12.0

    @property
    def mono(self) -> bool:
        """True when the page is printed in black alone."""
        return self.ink == "mono"

    @property
    def hairline(self) -> float:
        """Width of decorative borders: a full point of tint, or half a point of black."""
        return 0.5 if self.mono else 1.0

    def colour(self, role: str) -> str:
        """The colour of a thing by its role, as the layout names it and the ink has it."""
        name = getattr(self.layout.colours, role)
        return str(getattr(self.colours, name))

    def sized(self, text_size: float) -> Look:
        """The same looks with running text at another size."""
        return replace(self, text_size=text_size)

    def text(
        self, *, size: float = 0.0, bold: bool = False, colour: str = "", leading: float = 0.0
    ) -> TextStyle:
        """The style of running text; bold makes all of it bold."""
        size = size or self.text_size
        return TextStyle(
            regular=self.fonts.bold if bold else self.fonts.regular,
            bold=self.fonts.bold,
            size=size,
            leading=size * (leading or self.layout.leading),
            colour=colour or self.colours.ink,
            link_colour=self.colours.brand,
        )

    def black(self, size: float, colour: str = "", leading: float = 1.15) -> TextStyle:
        """The style of titles: the blackest face."""
        return TextStyle(
            self.fonts.black,
            self.fonts.black,
            size,
            size * leading,
            colour or self.colours.ink,
            self.colours.brand,
        )
