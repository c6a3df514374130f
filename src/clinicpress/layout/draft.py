"""The mark of a page that must not be given away: DRAFT, large and pale behind all that stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clinicpress.blocks.look import Look
from clinicpress.composing.document import Words
from clinicpress.typesetting.fonts import cap_height
from clinicpress.typesetting.items import Group, Page
from clinicpress.typesetting.text import label, largest_size

# Black text on it has a contrast of 13:1; a laser printer still prints it.
_PALE = "#CFCFCF"
# How much of the page's width the mark takes, and where its middles stand in the page's height.
_WIDTH, _MIDDLES = 0.86, (0.2, 0.5, 0.8)
_LARGEST = 260.0


def draft_pages(pages: Sequence[Page], words: Words, look: Look) -> tuple[Page, ...]:
    """The pages with a mark on each, which is also the first thing on it that is read aloud."""
    return tuple(replace(page, groups=(_mark(page, words, look), *page.groups)) for page in pages)


def _mark(page: Page, words: Words, look: Look) -> Group:
    font = look.fonts.black
    size = largest_size(words.text, font, page.width * _WIDTH, _LARGEST, 12.0)
    drop = size * cap_height(font) / 2
    lines = [
        label(words.text, font, size, _PALE, page.width / 2, page.height * middle + drop, "centre")
        for middle in _MIDDLES
    ]
    whole = (page.width, page.height)
    # heard once, seen three times
    first = Group(0.0, 0.0, *whole, (lines[0],), role="P", kind="draft", source=str(words.source))
    others = Group(0.0, 0.0, *whole, tuple(lines[1:]), role="Artifact", kind="draft")
    return Group(0.0, 0.0, *whole, (first, others), kind="draft")
