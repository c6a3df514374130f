"""Marks of what has changed: three signs that differ in shape, where they stand, and what they cost."""

from __future__ import annotations

from typing import Any

import pytest
from layout_samples import Placed, around, card, inks, look, text, words

from clinicpress.blocks.cardwords import CardWords
from clinicpress.blocks.signs import mark_group, mark_height, mark_line, mark_width
from clinicpress.composing.document import Mark
from clinicpress.typesetting.items import Group, Polyline

NEW = Mark("new", words("NEW"))
CHANGED = Mark("changed", words("CHANGED"), words("Before, it was on each side."))
STOPPED = Mark("stopped", words("STOPPED"), words("No longer do these: Bridge, Clam, and Knee to chest."))
LONG = words("Standing hamstring stretch with one heel on a low and firm step beside a chair")


def card_words(**changes: Any) -> CardWords:
    return CardWords(card(**changes), look().sized(12.0), frozenset({"full-title"}))


def test_each_sign_has_a_shape_of_its_own_inside_its_box() -> None:
    corners = []
    for mark in (NEW, CHANGED, STOPPED):
        group = mark_group(mark, look())
        (sign,) = (item for item in group.items if isinstance(item, Polyline))
        corners.append(len(sign.points) // 2)
        assert sign.fill == look().colours.ink
        left, top, right, bottom = around([box for _, box in inks(Placed(1, 0.0, 0.0, group))])
        assert 0 <= left < right <= mark_width(mark, look())
        assert 0 <= top < bottom <= mark_height(look())
    assert corners == [10, 3, 12]


def test_a_mark_beside_a_title_costs_no_height() -> None:
    plain, marked = card_words(), card_words(mark=NEW)
    assert marked.title_height(348.0) == plain.title_height(348.0)
    (head,) = marked.head(348.0)
    title, mark = (item for item in head.items if isinstance(item, Group))
    assert mark.x + mark.width == pytest.approx(348.0)
    assert (title.role, mark.role) == ("H2", "P")


@pytest.mark.parametrize("width", [105.0, 150.0, 348.0])
def test_a_mark_without_room_stands_under_the_title(width: float) -> None:
    plain, marked = card_words(title=LONG), card_words(title=LONG, mark=CHANGED)
    more = marked.title_height(width) - plain.title_height(width)
    (head,) = marked.head(width)
    title, mark = (item for item in head.items if isinstance(item, Group))
    assert more in (0.0, pytest.approx(mark_height(marked.look) + 2.0))
    assert mark.x + mark.width <= width + 0.01
    if more:
        assert mark.y >= title.height
    assert mark.y + mark.height <= marked.title_height(width) + 0.01


def test_what_a_line_says_goes_on_beside_its_mark() -> None:
    style = look().text(size=12.0)
    group = mark_line(STOPPED, look(), style, 230.0)
    assert group.role == "P"
    assert text(group) == "STOPPED No longer do these: Bridge, Clam, and Knee to chest."
    assert group.height > 2 * style.leading - 0.01
    wide = mark_line(STOPPED, look(), style, 500.0)
    assert wide.height < group.height


def test_how_it_was_is_no_part_that_may_go() -> None:
    words_of = CardWords(card(mark=CHANGED), look(), frozenset(), brief=True)
    assert words_of.rows[0].words.text.endswith(". Before, it was on each side.")
