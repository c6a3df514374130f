"""The CDC Clear Communication Index: its 20 items, and what a program decides of each.

One score. An item holds only if all of the material has what it asks: one finding is enough to fail.
Source: CDC Clear Communication Index, User Guide, CDC, 2019.
"""

from __future__ import annotations

from clinicpress.checking.structure.scores import Item, Said, Tool
from clinicpress.checking.structure.shape import Shape
from clinicpress.model.documents import ListBlock, StepsBlock

CORE, DOING, NUMBERS, RISK = "core", "recommendations", "numbers", "risk"


def _cues(shape: Shape) -> Said | None:
    if shape.sheet:
        return "open", "a person sees whether the main message stands out"
    return "yes", "the key points stand in a box at the top"


def _visual(shape: Shape) -> Said | None:
    if not shape.pictured:
        return "no", "there is no picture"
    if shape.drawn:
        return "yes", "the pictures show what is to be done"
    return "open", "a person sees whether a picture supports the main message"


def _call(shape: Shape) -> Said | None:
    return (
        ("yes", "it says what to do or when to call")
        if shape.acts
        else ("open", "it has no exercise and no steps")
    )


def _lists(shape: Shape) -> Said | None:
    if shape.exercises or shape.blocks(ListBlock, StepsBlock):
        return "yes", "it has lists"
    return "no", "it has no list with bullets or numbers"


def _chunks(shape: Shape) -> Said | None:
    return ("yes", "each exercise is a part of its own with its name") if shape.sheet else None


def _recommends(shape: Shape) -> Said | None:
    if shape.exercises:
        return "yes", "it has exercises to do"
    return "open", "it has no exercise; a person sees whether it tells what to do"


def _why(shape: Shape) -> Said | None:
    if shape.layout is None or not shape.exercises:
        return "open", "it has no exercise; a person sees whether it is said"
    if "why" not in shape.layout.parts:
        return "open", "its layout does not print what an exercise is good for"
    if "why" in shape.layout.sacrifice:
        return "open", "each exercise says what it is good for, but its layout may leave that out: see build"
    return "yes", "each exercise says what it is good for"


def _how(shape: Shape) -> Said | None:
    if shape.exercises:
        return "yes", f"every exercise has its {'steps and its dose' if shape.whole_cards else 'dose'}"
    return "open", "no exercise; a person sees whether it tells how"


def _numbers(shape: Shape) -> Said | None:
    return None if shape.numbers else ("not applicable", "there are no numbers")


def _chances(shape: Shape) -> Said | None:
    return None if shape.chances else ("not applicable", "no number says how likely something is")


ITEMS = (
    Item(1, CORE, "There is one main message.", "person"),
    Item(2, CORE, "The main message stands at the top.", "person", needs=(1,)),
    Item(3, CORE, "The main message stands out to the eye.", "program", _cues, needs=(1,)),
    Item(
        4, CORE, "A picture with a caption supports the main message.", "program", _visual,
        rules=("caption-missing",), needs=(1,),
    ),
    Item(5, CORE, "It calls the reader to do something.", "program", _call),
    Item(
        6, CORE, "The main message and the call to act say who does what.", "partly",
        rules=("passive-voice",), roles=("title", "subtitle", "summary", "step", "call", "stop", "emergency"),
        needs=(1, 5),
    ),
    Item(
        7, CORE, "Its words are always those of the reader.", "partly",
        rules=("jargon", "jargon-glossary", "abbreviation"),
    ),
    Item(
        8, CORE, "It has lists with bullets or numbers, none of them long.", "program", _lists,
        rules=("long-list",),
    ),
    Item(
        9, CORE, "It comes in parts with headings that fit.", "partly", _chunks,
        rules=("heading-gap", "empty-heading"),
    ),
    Item(
        10, CORE, "The first part sums up what matters most, with the main message.", "partly",
        rules=("summary-missing",),
    ),
    Item(11, CORE, "It says what experts know and what they do not.", "person"),
    Item(12, DOING, "It recommends something to do.", "program", _recommends),
    Item(13, DOING, "It says why that matters to the reader.", "program", _why),
    Item(14, DOING, "It says how to do it.", "program", _how, rules=("vague-dose",)),
    Item(
        15, NUMBERS, "Its numbers are of a kind that the reader uses.", "program", _numbers,
        rules=("number-form",),
    ),
    Item(16, NUMBERS, "It says what its numbers mean.", "person", _numbers),
    Item(17, NUMBERS, "The reader has no sums to do.", "program", _numbers, rules=("sum-for-reader",)),
    Item(18, RISK, "It says what a risk is, and how and why it comes.", "person"),
    Item(19, RISK, "It tells both risks and gains of what is to be done.", "person"),
    Item(20, RISK, "Chances in numbers are told in words or a picture, too.", "partly", _chances),
)  # fmt: skip
CDC = Tool("cdc", "CDC Clear Communication Index", ITEMS)
