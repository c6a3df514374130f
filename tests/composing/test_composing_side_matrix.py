"""All sheets and sides: a page's sentences, its pictures and their alt texts say the same side.

Which limb a figure moves is read from the poses of its YAML file, not asked of the code that mirrors it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from composing_library import CALLS, EN, NERVE, PLAN, loaded

from clinicpress.composing.context import Context
from clinicpress.composing.document import Card, Document
from clinicpress.composing.sheets import compose_sheet
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.figures.displaylist import DisplayList
from clinicpress.figures.pose.mirror import mirrored

ROOT = Path(__file__).resolve().parents[2]
SORE = (None, "left", "right", "both")
OWN = (None, "left", "right", "each", "sore")
OTHER = {"left": "right", "right": "left"}
SHEETS = sorted(path.stem for path in (ROOT / "content" / "sheets").glob("*.yaml"))
EXERCISES = sorted(path.stem for path in (ROOT / "content" / "exercises").glob("*.yaml"))
_NAMED = re.compile(r"\b(left|right) (arm|leg|knee|foot|hand|side|hip|heel)")
_SIDE = re.compile(r"on your (left|right|sore) side|on (each) side")


@cache
def library() -> Library:
    found = read_library(ROOT).library
    assert found is not None
    return found


@cache
def moved_side(exercise: str) -> str | None:
    """The side of the limbs that move or are hatched in later frames as drawn; None if they are of both."""
    path = ROOT / "content" / "exercises" / f"{exercise}.yaml"
    frames = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["figure"]["frames"]
    hatched = {word for frame in frames for each in frame.get("highlight", ()) for word in str(each).split()}
    sides = hatched & {"left", "right"}
    if not sides:
        sides = set(_limbs(frames[1:]))
    return sides.pop() if len(sides) == 1 else None


def _limbs(frames: list[Any]) -> Iterator[str]:
    for frame in frames:
        for kind in ("legs", "arms"):
            for side, limb in frame.get("pose", {}).get(kind, {}).items():
                kept = all(value == "keep" for value in limb.values())
                if side in OTHER and not kept:
                    yield side


def composed(sheet: str, sore: str | None, changes: dict[str, Any] | None, *, blank: bool) -> Document:
    """A sheet; each card's picture says in its first alt text whether it was mirrored."""

    def figure(_: Figure, mirror: bool) -> DisplayList:
        return CALLS[mirror]

    of = None
    if not blank:
        of = loaded(Plan, "plan", {**PLAN, "sheet": sheet, "sore_side": sore, "exercises": changes or {}})
    ctx = Context(EN, figure, lambda _: NERVE, plan=of)
    return compose_sheet(library(), sheet, ctx)


def shown(card: Card) -> str | None:
    """The side that the picture of a card shows."""
    drawn = moved_side(card.exercise)
    if drawn is None:
        return None
    return OTHER[drawn] if card.figure is CALLS[True] else drawn


def said_side(card: Card) -> str:
    """What the dose says of sides: left, right, sore, each, or both for none."""
    texts = [words.text for words in (card.dose, card.short_dose, card.once_dose) if words is not None]
    sides = {match[1] or match[2] if match else "both" for match in map(_SIDE.search, texts)}
    assert len(sides) == 1, texts
    return sides.pop()


def check(document: Document, sore: str | None) -> None:
    """No sentence, picture or field of a page says another side than the others."""
    cards = [block for block in document.blocks if isinstance(block, Card)]
    said = [said_side(card) for card in cards]
    page = " ".join(words.text for words in document.summary)
    field = " ".join(each.label.text for each in document.patient)
    for card, side in zip(cards, said, strict=True):
        if side in OTHER:
            assert shown(card) in (side, None), card.exercise
        if side == "each" and sore in OTHER:
            assert shown(card) in (sore, None), card.exercise
        assert not (side == "sore" and sore is not None)
    kinds = set(said)
    assert "as in the pictures" not in page
    assert ("that we circled" in page) == ("sore" in kinds) == ("sore" in kinds and "(circle)" in field)
    whole = re.search(r"Do your (left|right) side\.", page)
    alone = next(iter(kinds)) if len(kinds) == 1 and kinds <= set(OTHER) else None
    assert (whole[1] if whole else None) == alone
    first = re.search(r"(left|right) side first, then the (left|right)", page)
    if "each" in kinds and "sore" not in kinds:
        assert (first[1] if first else None) == (sore if sore in OTHER else None)
        assert ("Do both sides" in page) == (kinds == {"each"})
    if first:
        assert first[2] == OTHER[first[1]]
        assert "each" in kinds


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_page_never_contradicts_itself(sheet: str) -> None:
    check(composed(sheet, None, None, blank=True), None)
    listed = [use.exercise for use in library().sheets[sheet].model.exercises]
    sided = [name for name in listed if library().exercises[name].model.side != "both"]
    for sore in SORE:
        check(composed(sheet, sore, None, blank=False), sore)
        for name, own in product(sided, OWN[1:]):
            document = composed(sheet, sore, {name: {"side": own}}, blank=False)
            check(document, sore)
            card = next(each for each in document.blocks if isinstance(each, Card) and each.exercise == name)
            settled = own if own != "sore" or sore is None else ("each" if sore == "both" else sore)
            assert said_side(card) == settled


def test_most_figures_say_which_side_they_show() -> None:
    sided = [name for name, found in library().exercises.items() if found.model.side != "both"]
    assert sum(moved_side(name) is not None for name in sided) >= 0.8 * len(sided)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_mirrored_figure_moves_the_other_limb(name: str) -> None:
    """What is hatched and what arrows follow changes sides; words for people stay, so they name none."""
    figure = library().exercises[name].model.figure
    turned = mirrored(figure)
    for frame, other in zip(figure.frames, turned.frames, strict=True):
        sides = [each.side for each in frame.highlight]
        assert [each.side for each in other.highlight] == [OTHER.get(side or "", side) for side in sides]
        assert other.alt == frame.alt
    if library().exercises[name].model.side != "both":
        texts = [text for frame in figure.frames for text in (frame.alt, frame.caption)]
        assert not any(map(_NAMED.search, texts))
