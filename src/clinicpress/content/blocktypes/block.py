"""The base of all types of block, and the parts of a document that blocks become."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, TypeVar

from clinicpress.content.models.base import AssetPath, Model, Reference
from clinicpress.content.models.declaring import field_keys
from clinicpress.inline import Words
from clinicpress.problems import Source
from clinicpress.records import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading."""

    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text.

    ``role`` is the structure type that a screen reader is told, such as BlockQuote; a role that PDF does not
    have is refused as the page is made.
    """

    words: Words
    role: str = "P"


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; ``numbered`` when its order matters."""

    items: tuple[Words, ...]
    numbered: bool
    source: Source


CalloutKind = Literal["call", "emergency", "tip"]


@dataclass(frozen=True, slots=True)
class CalloutBox:
    """A call-out with its title decided; ``usual`` says that its title is not the author's own."""

    kind: CalloutKind
    title: Words
    items: tuple[Words, ...]
    closing: Words | None
    source: Source
    usual: bool = True


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table with a header row."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    source: Source


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Goes on on a new page."""

    source: Source


DocumentPart = Heading | Paragraph | ItemList | CalloutBox | TableGrid | PageBreak
# A part that is drawn: a diagram, a picture, the card of an exercise. Rooms above say what these are.
D = TypeVar("D")
D_co = TypeVar("D_co", covariant=True)


class BlockWords(Protocol[D_co]):
    """Decides the words of one block. A place ``loc`` is made of keys and indexes below that block."""

    def at(self, *loc: str | int) -> Source:
        """Where that value stands."""

    def plain(self, text: str, *loc: str | int) -> Words:
        """Words without markup, such as a title."""

    def inline(self, text: str, *loc: str | int) -> Words:
        """Words with bold and links."""

    def lines(self, texts: Sequence[str], *loc: str | int) -> tuple[Words, ...]:
        """A list of texts with bold and links."""

    def paragraphs(self, text: str, *loc: str | int) -> tuple[Words, ...]:
        """The paragraphs of a text, parted by empty lines."""

    def text(self, key: str, /, **values: str) -> str:
        """Words that clinicpress itself prints, by their key in ``locales``."""

    @property
    def phone(self) -> str:
        """The clinic's telephone number."""

    def emergency_title(self) -> str:
        """When to call an ambulance, with the number of the country."""

    def after_hours(self) -> Words | None:
        """Whom to call when the clinic is closed, if it says so."""

    def diagram(self, name: Reference, *loc: str | int) -> D_co:
        """A diagram by its name, with its labels and its caption."""

    def picture(self, file: AssetPath, alt: str, caption: Words | None, *loc: str | int) -> D_co:
        """A picture of the workspace."""

    def exercise(self) -> Iterator[DocumentPart | D_co]:
        """The block's exercise as a card; before the first one, what holds for all."""


class BlockModel(Model, ABC):
    """A block as a file says it: its first key names its type."""

    @classmethod
    def key(cls) -> str:
        """The key that names this type of block."""
        return next(iter(field_keys(cls).values()))

    @abstractmethod
    def compose(self, say: BlockWords[D]) -> Iterator[DocumentPart | D]:
        """The block as parts of a document, in reading order."""
