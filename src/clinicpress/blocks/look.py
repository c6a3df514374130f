"""The look of a page as blocks need it: colours for its ink, typefaces, sizes, and the brand's logo."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, TypeVar, cast

from clinicpress.choices import Ink
from clinicpress.content.models.brand import Colours
from clinicpress.content.models.layout import Layout
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import TextStyle
from clinicpress.typesetting.faces import FontSet
from clinicpress.typesetting.items import Logo
from clinicpress.typesetting.memo import Memo

T = TypeVar("T")
# Parts of documents that are kept; more are made again when they are met again.
MOST_KEPT = 4_000
BLACK, WHITE = "#000000", "#FFFFFF"
MONO = Colours.model_construct(
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
class PageLook:
    """The looks of one document, or of many that look the same.

    ``palette`` gives each role of a figure its colour. ``kept`` holds what was measured and drawn for them;
    looks that differ in more than the size of text begin with an empty one.
    """

    layout: Layout
    colours: Colours
    fonts: FontSet
    ink: Ink
    palette: Mapping[str, str] = field(hash=False)
    logo: Logo | None = None
    text_size: float = 12.0
    kept: Memo[tuple[Sequence[object], Any]] = field(
        default_factory=lambda: Memo(MOST_KEPT), init=False, compare=False, repr=False
    )
    styles: dict[tuple[float, bool, str, float], TextStyle] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def once(self, what: str, parts: Sequence[object], make: Callable[[], T], *more: Hashable) -> T:
        """What ``make`` gives of these very ``parts`` at this size of text, made only the first time.

        Parts are told apart by identity, as comparing them takes longer than drawing; ``more`` by value.
        """
        key = (what, self.text_size, *map(id, parts), *more)
        found = self.kept.get(key)
        if found is None:
            # the parts are held too, so that no other can come to stand where one of them stood
            found = (parts, make())
            self.kept.put(key, found)
        return cast(T, found[1])

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

    def sized(self, text_size: float) -> PageLook:
        """The same looks with running text at another size."""
        other = replace(self, text_size=text_size)
        # the size is part of every key
        object.__setattr__(other, "kept", self.kept)
        object.__setattr__(other, "styles", self.styles)
        return other

    def text(
        self, *, size: float = 0.0, bold: bool = False, colour: str = "", leading: float = 0.0
    ) -> TextStyle:
        """The style of running text; bold makes all of it bold."""
        key = (size or self.text_size, bold, colour, leading)
        style = self.styles.get(key)
        if style is None:
            style = self.styles[key] = self._text(*key)
        return style

    def _text(self, size: float, bold: bool, colour: str, leading: float) -> TextStyle:
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
