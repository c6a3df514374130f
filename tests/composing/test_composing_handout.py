from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from composing_library import CALLS, NERVE, bridge, context, exercise, library
from PIL import Image

from clinicpress.composing.document import BlockItem, Card, DiagramFigure, Document, PictureFigure
from clinicpress.composing.handouts import compose_handout
from clinicpress.content.blocktypes.block import (
    CalloutBox,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    TableGrid,
)
from clinicpress.problems import ContentError, UsageError

PAIN_RULE = "A gentle pull is fine. Stop for sharp pain, or new tingling or numbness."


def handout(*blocks: dict[str, Any], **clinic: Any) -> Document:
    known = library(exercise(), bridge(), handout={"blocks": list(blocks)}, clinic=clinic)
    return compose_handout(known, "sciatica", context())


def single(block: dict[str, Any]) -> BlockItem:
    (item,) = handout(block).blocks
    return item


def test_whole_handout() -> None:
    known = library()
    document = compose_handout(known, "sciatica", context())
    assert (document.kind, document.id, document.title.text) == ("handout", "sciatica", "Sciatica")
    assert document.summary_title is not None
    assert document.summary_title.text == "Key points"
    assert [words.text for words in document.summary] == ["Keep moving."]
    assert (document.facts, document.log, document.patient, document.safety) == (None, None, (), None)
    heading, rule, card = document.blocks
    assert isinstance(heading, Heading)
    assert heading.words.source == known.handouts["sciatica"].at("blocks", 0, "heading")
    assert isinstance(rule, Paragraph)
    assert rule.words.text == f"Do both sides, one after the other. {PAIN_RULE}"
    assert isinstance(card, Card)
    assert card.source == known.handouts["sciatica"].at("blocks", 1, "exercise")


def test_paragraphs() -> None:
    items = handout({"text": "One **bold**\nline.\n\nTwo.\n"}).blocks
    assert [item.words.text for item in items if isinstance(item, Paragraph)] == ["One bold line.", "Two."]


def test_lists_and_steps() -> None:
    bullets, steps = single({"list": ["a", "**b**"]}), single({"steps": ["c", "d"]})
    assert isinstance(bullets, ItemList)
    assert isinstance(steps, ItemList)
    assert (bullets.numbered, steps.numbered) == (False, True)
    assert [words.text for words in bullets.items + steps.items] == ["a", "b", "c", "d"]
    assert bullets.items[0].source != bullets.items[1].source


@pytest.mark.parametrize(
    ("callout", "title", "closing"),
    [
        ({"kind": "call"}, "Call today: (555) 555-0142", True),
        ({"kind": "emergency"}, "Call 911 right away if:", False),
        ({"kind": "tip"}, "Tip", False),
        ({"kind": "tip", "title": "Good <b> to know"}, "Good <b> to know", False),
    ],
)
def test_callouts_have_a_title(callout: dict[str, Any], title: str, closing: bool) -> None:
    box = single({"callout": {**callout, "items": ["One."]}})
    assert isinstance(box, CalloutBox)
    assert (box.kind, box.title.text) == (callout["kind"], title)
    assert (box.closing is not None) is closing


def test_callouts_make_the_safety_block() -> None:
    call, tip = {"kind": "call", "items": ["a", "b"]}, {"kind": "tip", "items": ["t"]}
    emergency = {"kind": "emergency", "items": ["c"]}
    document = handout({"callout": call}, {"callout": tip}, {"callout": emergency}, country="GB")
    assert document.safety is not None
    assert [words.text for words in document.safety.stop_items] == ["a", "b"]
    assert [words.text for words in document.safety.emergency_items] == ["c"]
    assert "999" in document.safety.emergency_title.text


def test_table() -> None:
    grid = single(
        {"table": {"header": ["Week", "Walk"], "rows": [["1", "**10** minutes"], ["2", "20 minutes"]]}}
    )
    assert isinstance(grid, TableGrid)
    assert [words.text for words in grid.header] == ["Week", "Walk"]
    assert [[words.text for words in row] for row in grid.rows] == [["1", "10 minutes"], ["2", "20 minutes"]]


def test_glossary_is_a_list_of_bold_terms_with_their_meanings() -> None:
    block = {"glossary": {"Sciatic nerve": "the large nerve down your **leg**.", "Disc": "a soft pad."}}
    glossary = single(block)
    assert isinstance(glossary, ItemList)
    assert not glossary.numbered
    assert [words.text for words in glossary.items] == [
        "Sciatic nerve: the large nerve down your leg.",
        "Disc: a soft pad.",
    ]
    assert [run.text for run in glossary.items[0].runs if run.bold] == ["Sciatic nerve:", "leg"]
    assert glossary.items[0].source != glossary.items[1].source


def test_diagram_has_a_label_for_each_anchor() -> None:
    figure = single({"diagram": "sciatic-nerve"})
    assert isinstance(figure, DiagramFigure)
    assert figure.diagram is NERVE
    assert [words.text for words in figure.labels] == ["Buttock", "Lower back", "Foot"]
    assert "sciatic nerve" in figure.alt
    assert figure.caption.text == "The sciatic nerve, seen from behind"


def test_unknown_diagram_is_a_located_problem() -> None:
    known = library(handout={"blocks": [{"diagram": "sciatic-nurve"}]})
    with pytest.raises(ContentError, match="no diagram 'sciatic-nurve'") as caught:
        compose_handout(known, "sciatica", context())
    assert caught.value.problems[0].source == known.handouts["sciatica"].at("blocks", 0, "diagram")


def test_page_break() -> None:
    assert isinstance(single({"page-break": None}), PageBreak)


def test_exercises_are_numbered_in_order_and_the_pain_rule_stands_once() -> None:
    use = {"exercise": "knee-to-chest", "dosage": {"reps": "5"}, "side": "left", "note": "Slowly."}
    blocks = handout({"exercise": "bridge"}, {"heading": "More"}, use).blocks
    first, second = (block for block in blocks if isinstance(block, Card))
    assert (first.number, first.exercise, second.number) == (1, "bridge", 2)
    assert "Do 5 on your left side." in second.dose.text
    assert second.figure is CALLS[True]
    rules = [block for block in blocks if isinstance(block, Paragraph) and block.words.text == PAIN_RULE]
    assert [blocks.index(rule) for rule in rules] == [0]


def test_version_follows_the_exercises() -> None:
    one = compose_handout(library(exercise(), bridge()), "sciatica", context()).furniture.footer
    other = compose_handout(
        library(exercise(), bridge(title="Hip lift")), "sciatica", context()
    ).furniture.footer
    changed = compose_handout(
        library(exercise(why="Eases."), bridge()), "sciatica", context()
    ).furniture.footer
    assert one.text == other.text != changed.text


def test_unknown_exercise_and_unknown_handout() -> None:
    with pytest.raises(ContentError, match="the exercise 'plank' does not exist"):
        handout({"exercise": "plank"})
    with pytest.raises(UsageError, match="the handout 'neck' does not exist"):
        compose_handout(library(), "neck", context())


def test_picture_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    Image.new("RGB", (30, 20), "white").save(tmp_path / "assets" / "x.png")
    block = {"picture": {"file": "assets/x.png", "alt": "A spine.", "caption": "The **spine**"}}
    document = compose_handout(library(root=tmp_path, handout={"blocks": [block]}), "sciatica", context())
    (figure,) = document.blocks
    assert isinstance(figure, PictureFigure)
    assert (figure.width, figure.height, figure.alt) == (30, 20, "A spine.")
    assert figure.data == (tmp_path / "assets" / "x.png").read_bytes()
    assert figure.caption is not None
    assert figure.caption.text == "The spine"
