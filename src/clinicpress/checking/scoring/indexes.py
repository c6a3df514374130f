"""PEMAT-P and the CDC Clear Communication Index as tables of items."""

from __future__ import annotations

from clinicpress.checking.scoring.scores import ItemVerdict, ScoreItem, Tool
from clinicpress.checking.scoring.shape import DocumentShape
from clinicpress.content.models.documents import DiagramBlock, ListBlock, StepsBlock

UNDERSTOOD, ACTED_ON = "understandability", "actionability"
_FRAMES = 2


def _pemat_numbers(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.numbers else ("not applicable", "there are no numbers")


def _short(shape: DocumentShape) -> ItemVerdict | None:
    return ("not applicable", "a page with two paragraphs at most") if shape.very_short else None


def _pemat_cues(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        return "yes", "numbers, bold words and boxes show what to do and when to stop"
    return "yes", "the key points stand in a box at the top"


def _aids(shape: DocumentShape) -> ItemVerdict | None:
    if shape.drawn and shape.sheet:
        return "yes", "every exercise has its picture"
    pictured = "every exercise has its picture" if shape.drawn else "there are pictures"
    return (
        "open",
        f"{pictured if shape.pictured else 'there is no picture'}; a person sees where one more would help",
    )


def _pictures(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.pictured else ("not applicable", "there are no pictures")


def _tables(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.tables else ("not applicable", "there is no table")


def _action(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", "it has exercises to do"
    return (
        ("yes", "it says what to do or when to call")
        if shape.acts
        else ("open", "it has no exercise and no steps")
    )


def _direct(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.acts else ("open", "it has no exercise and no steps")


def _steps(shape: DocumentShape) -> ItemVerdict | None:
    if shape.whole_cards:
        return "yes", "every exercise has steps and a dose"
    if shape.exercises:
        return "open", "its layout leaves the steps to another page"
    if shape.blocks(StepsBlock):
        return "yes", "it has steps in order"
    return "open", "it has no exercise and no steps"


def _tool(shape: DocumentShape) -> ItemVerdict | None:
    if shape.logged:
        return "yes", "it has boxes to tick"
    if shape.sheet_beside:
        return "yes", f"the sheet {shape.sheet_beside} has these exercises and boxes to tick"
    return "open", "it has no boxes to tick; a person sees whether they would help"


def _sums(shape: DocumentShape) -> ItemVerdict | None:
    if shape.counts.get("sum-for-reader") == 0:
        return "not applicable", "it asks for no sums"
    return "open", "a person sees whether it shows how to do the sum"


def _charts(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        if shape.logged:
            return "yes", "a line says how to use the boxes to tick"
        return "not applicable", "there is nothing to fill in"
    if shape.tables or shape.blocks(DiagramBlock):
        return "open", "a person sees whether it says how to use its table or drawing"
    return "not applicable", "there is no table and no diagram"


def _acting(shape: DocumentShape) -> ItemVerdict | None:
    if not shape.exercises:
        return "open", "it has no exercise; a person sees whether a picture would help to act"
    if not shape.whole_cards:
        return "open", "its layout shows the finish alone, or no picture"
    for exercise in shape.exercises:
        model = exercise.model
        if len(model.figure.frames) < _FRAMES and model.dosage.hold is None:
            return (
                "no",
                f"{exercise.id} moves, and has one picture alone ({exercise.loaded.at('figure', 'frames')})",
            )
    return "yes", "every exercise shows its start and its finish, or what is held"


PEMAT_ITEMS = (
    ScoreItem(
        1, UNDERSTOOD, "What the page is for is clear at a glance.", "partly", rules=("purpose-missing",)
    ),
    ScoreItem(2, UNDERSTOOD, "Nothing on it leads away from that.", "person"),
    ScoreItem(
        3, UNDERSTOOD, "Its words are those of every day.", "partly",
        whole=("reading-grade", "reading-grade-2", "long-words"), sparse=("jargon",),
    ),
    ScoreItem(
        4, UNDERSTOOD, "Medical words are few, and come with their meaning.", "partly",
        rules=("jargon-glossary", "abbreviation"), sparse=("jargon",),
    ),
    ScoreItem(5, UNDERSTOOD, "Sentences say who does what.", "partly", sparse=("passive-voice",)),
    ScoreItem(
        6, UNDERSTOOD, "Numbers are clear and easy.", "program", _pemat_numbers, rules=("number-form",)
    ),
    ScoreItem(7, UNDERSTOOD, "The reader has no sums to do.", "program", rules=("sum-for-reader",)),
    ScoreItem(
        8, UNDERSTOOD, "Text comes in short parts.", "program", _short,
        rules=("long-paragraph", "long-list", "heading-gap"),
    ),
    ScoreItem(
        9, UNDERSTOOD, "Headings say what stands below them.", "partly", _short,
        rules=("empty-heading", "heading-gap"),
    ),
    ScoreItem(10, UNDERSTOOD, "One thing follows from the other.", "person"),
    ScoreItem(
        11, UNDERSTOOD, "What matters most is summed up.", "program", _short, rules=("summary-missing",)
    ),
    ScoreItem(12, UNDERSTOOD, "The eye is led to what matters.", "program", _pemat_cues, rules=("emphasis",)),
    ScoreItem(15, UNDERSTOOD, "There are pictures wherever they help to understand.", "partly", _aids),
    ScoreItem(16, UNDERSTOOD, "Pictures support the words.", "person", _pictures),
    ScoreItem(
        17, UNDERSTOOD, "Pictures have clear captions.", "program", _pictures, rules=("caption-missing",)
    ),
    ScoreItem(18, UNDERSTOOD, "Pictures are clear and show nothing else.", "person", _pictures),
    ScoreItem(
        19, UNDERSTOOD, "Tables are simple, with short and clear heads.", "program", _tables,
        rules=("hard-table",),
    ),
    ScoreItem(20, ACTED_ON, "It names something that the reader can do.", "program", _action),
    ScoreItem(21, ACTED_ON, "It speaks to the reader.", "program", _direct, sparse=("third-person",)),
    ScoreItem(
        22, ACTED_ON, "What is to be done comes in clear steps that can be done.", "program", _steps,
        sparse=("step-verb", "step-actions", "step-return", "vague-dose", "vague-stop"),
    ),
    ScoreItem(
        23, ACTED_ON, "There is something to take in hand, such as boxes to tick.", "program", _tool,
        rules=("tool-missing",),
    ),
    ScoreItem(24, ACTED_ON, "Where sums are to be done, it shows how.", "partly", _sums),
    ScoreItem(25, ACTED_ON, "It says how to use its tables and charts.", "partly", _charts),
    ScoreItem(26, ACTED_ON, "Pictures are there wherever they help to act.", "program", _acting),
)  # fmt: skip
PEMAT = Tool("pemat", "PEMAT-P", PEMAT_ITEMS)

CORE, DOING, NUMBERS, RISK = "core", "recommendations", "numbers", "risk"


def _cdc_cues(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        return "open", "a person sees whether the main message stands out"
    return "yes", "the key points stand in a box at the top"


def _visual(shape: DocumentShape) -> ItemVerdict | None:
    if not shape.pictured:
        return "no", "there is no picture"
    if shape.drawn:
        return "yes", "the pictures show what is to be done"
    return "open", "a person sees whether a picture supports the main message"


def _call(shape: DocumentShape) -> ItemVerdict | None:
    return (
        ("yes", "it says what to do or when to call")
        if shape.acts
        else ("open", "it has no exercise and no steps")
    )


def _lists(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises or shape.blocks(ListBlock, StepsBlock):
        return "yes", "it has lists"
    return "no", "it has no list with bullets or numbers"


def _chunks(shape: DocumentShape) -> ItemVerdict | None:
    return ("yes", "each exercise is a part of its own with its name") if shape.sheet else None


def _recommends(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", "it has exercises to do"
    return "open", "it has no exercise; a person sees whether it tells what to do"


def _why(shape: DocumentShape) -> ItemVerdict | None:
    if shape.layout is None or not shape.exercises:
        return "open", "it has no exercise; a person sees whether it is said"
    if "why" not in shape.layout.parts:
        return "open", "its layout does not print what an exercise is good for"
    if "why" in shape.layout.sacrifice:
        return "open", "each exercise says what it is good for, but its layout may leave that out: see build"
    return "yes", "each exercise says what it is good for"


def _how(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", f"every exercise has its {'steps and its dose' if shape.whole_cards else 'dose'}"
    return "open", "no exercise; a person sees whether it tells how"


def _cdc_numbers(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.numbers else ("not applicable", "there are no numbers")


def _chances(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.chances else ("not applicable", "no number says how likely something is")


CDC_ITEMS = (
    ScoreItem(1, CORE, "There is one main message.", "person"),
    ScoreItem(2, CORE, "The main message stands at the top.", "person", needs=(1,)),
    ScoreItem(3, CORE, "The main message stands out to the eye.", "program", _cdc_cues, needs=(1,)),
    ScoreItem(
        4, CORE, "A picture with a caption supports the main message.", "program", _visual,
        rules=("caption-missing",), needs=(1,),
    ),
    ScoreItem(5, CORE, "It calls the reader to do something.", "program", _call),
    ScoreItem(
        6, CORE, "The main message and the call to act say who does what.", "partly",
        rules=("passive-voice",), roles=("title", "subtitle", "summary", "step", "call", "stop", "emergency"),
        needs=(1, 5),
    ),
    ScoreItem(
        7, CORE, "Its words are always those of the reader.", "partly",
        rules=("jargon", "jargon-glossary", "abbreviation"),
    ),
    ScoreItem(
        8, CORE, "It has lists with bullets or numbers, none of them long.", "program", _lists,
        rules=("long-list",),
    ),
    ScoreItem(
        9, CORE, "It comes in parts with headings that fit.", "partly", _chunks,
        rules=("heading-gap", "empty-heading"),
    ),
    ScoreItem(
        10, CORE, "The first part sums up what matters most, with the main message.", "partly",
        rules=("summary-missing",),
    ),
    ScoreItem(11, CORE, "It says what experts know and what they do not.", "person"),
    ScoreItem(12, DOING, "It recommends something to do.", "program", _recommends),
    ScoreItem(13, DOING, "It says why that matters to the reader.", "program", _why),
    ScoreItem(14, DOING, "It says how to do it.", "program", _how, rules=("vague-dose",)),
    ScoreItem(
        15, NUMBERS, "Its numbers are of a kind that the reader uses.", "program", _cdc_numbers,
        rules=("number-form",),
    ),
    ScoreItem(16, NUMBERS, "It says what its numbers mean.", "person", _cdc_numbers),
    ScoreItem(
        17, NUMBERS, "The reader has no sums to do.", "program", _cdc_numbers, rules=("sum-for-reader",)
    ),
    ScoreItem(18, RISK, "It says what a risk is, and how and why it comes.", "person"),
    ScoreItem(19, RISK, "It tells both risks and gains of what is to be done.", "person"),
    ScoreItem(20, RISK, "Chances in numbers are told in words or a picture, too.", "partly", _chances),
)  # fmt: skip
CDC = Tool("cdc", "CDC Clear Communication Index", CDC_ITEMS)
