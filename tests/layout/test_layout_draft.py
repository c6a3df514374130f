"""The mark of a draft is on every page, behind all else; of its three lines one is read aloud."""

from __future__ import annotations

import pytest
from layout_samples import look, words

from clinicpress.layout.imposition import draft_pages
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Group, Page, TextLine

PAGES = (Page(612, 792, (Group(0, 0, 10, 10, ()),)), Page(264, 612, ()))


def lines(group: Group) -> list[TextLine]:
    return [item for part in group.items if isinstance(part, Group) for item in part.items]  # type: ignore[misc]


def test_the_mark_is_the_first_thing_on_each_page() -> None:
    marked = draft_pages(PAGES, words("DRAFT"), look())
    assert [page.groups[1:] for page in marked] == [page.groups for page in PAGES]
    for page in marked:
        spoken, silent = page.groups[0].items
        assert isinstance(spoken, Group)
        assert isinstance(silent, Group)
        assert (spoken.role, len(spoken.items)) == ("P", 1)
        assert (silent.role, len(silent.items)) == ("Artifact", 2)


@pytest.mark.parametrize("text", ["DRAFT", "ENTWURF ZUR PRÜFUNG"])
def test_the_mark_stays_on_the_page(text: str) -> None:
    for page in draft_pages(PAGES, words(text), look()):
        for line in lines(page.groups[0]):
            (span,) = line.spans
            assert line.x >= 0.06 * page.width
            assert line.x + text_width(span.text, span.font, span.size) <= 0.94 * page.width
            assert 0 < line.y < page.height
