"""PEMAT-P and the CDC Clear Communication Index as tables of items."""

from __future__ import annotations

from clinicpress.checking.scoring.scores import ItemVerdict, ScoreItem, Tool
from clinicpress.checking.scoring.shape import DocumentShape
from clinicpress.content.blocktypes.illustrations import DiagramBlock
from clinicpress.content.blocktypes.lists import ListBlock, StepsBlock

UNDERSTOOD, ACTED_ON = "understandability", "actionability"
_FRAMES = 2


def _pemat_numbers(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.numbers else ("not applicable", "there are no numbers")


def _short(shape: DocumentShape) -> ItemVerdict | None:
    return ("not applicable", "the page has two paragraphs at most") if shape.very_short else None


def _pemat_cues(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        return "yes", "numbers, bold words and boxes show what to do and when to stop"
    return "yes", "the key points are in a box at the top"


def _aids(shape: DocumentShape) -> ItemVerdict | None:
    if shape.drawn and shape.sheet:
        return "yes", "every exercise has a picture"
    pictured = "every exercise has a picture" if shape.drawn else "there are pictures"
    return (
        "open",
        f"{pictured if shape.pictured else 'there is no picture'}; a person must judge if more would help",
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
        else ("open", "it has no exercises and no steps")
    )


def _direct(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.acts else ("open", "it has no exercises and no steps")


def _steps(shape: DocumentShape) -> ItemVerdict | None:
    if shape.whole_cards:
        return "yes", "every exercise has steps and a dose"
    if shape.exercises:
        return "open", "its layout leaves the steps to another page"
    if shape.blocks(StepsBlock):
        return "yes", "it has steps in order"
    return "open", "it has no exercises and no steps"


def _tool(shape: DocumentShape) -> ItemVerdict | None:
    if shape.logged:
        return "yes", "it has tick boxes"
    if shape.sheet_beside:
        return "yes", f"the sheet {shape.sheet_beside} has these exercises and tick boxes"
    return "open", "it has no tick boxes; a person must judge whether they would help"


def _sums(shape: DocumentShape) -> ItemVerdict | None:
    if shape.counts.get("sum-for-reader") == 0:
        return "not applicable", "it asks for no calculations"
    return "open", "a person must judge whether it shows how to calculate"


def _charts(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        if shape.logged:
            return "yes", "a line says how to use the tick boxes"
        return "not applicable", "there is nothing to fill in"
    if shape.tables or shape.blocks(DiagramBlock):
        return "open", "a person must judge whether it says how to use its table or drawing"
    return "not applicable", "there is no table and no diagram"


def _acting(shape: DocumentShape) -> ItemVerdict | None:
    if not shape.exercises:
        return "open", "it has no exercises; a person must judge whether a picture would help readers act"
    if not shape.whole_cards:
        return "open", "its layout shows only the finish, or no picture"
    for exercise in shape.exercises:
        model = exercise.model
        if len(model.figure.frames) < _FRAMES and model.dosage.hold is None:
            return (
                "no",
                f"{exercise.id} moves, but has only one picture ({exercise.loaded.at('figure', 'frames')})",
            )
    return "yes", "every exercise shows its start and its finish, or the position to hold"


PEMAT_ITEMS = (
    ScoreItem(
        1, UNDERSTOOD, "The purpose of the page is clear at a glance.", "partly", rules=("purpose-missing",)
    ),
    ScoreItem(2, UNDERSTOOD, "Nothing on the page distracts from its purpose.", "person"),
    ScoreItem(
        3, UNDERSTOOD, "The page uses everyday words.", "partly",
        whole=("reading-grade", "reading-grade-2", "long-words"), sparse=("jargon",),
    ),
    ScoreItem(
        4, UNDERSTOOD, "Medical terms are few and are explained.", "partly",
        rules=("jargon-glossary", "abbreviation"), sparse=("jargon",),
    ),
    ScoreItem(5, UNDERSTOOD, "Sentences are active.", "partly", sparse=("passive-voice",)),
    ScoreItem(
        6, UNDERSTOOD, "Numbers are clear and simple.", "program", _pemat_numbers, rules=("number-form",)
    ),
    ScoreItem(7, UNDERSTOOD, "The reader need not calculate.", "program", rules=("sum-for-reader",)),
    ScoreItem(
        8, UNDERSTOOD, "The text is in short sections.", "program", _short,
        rules=("long-paragraph", "long-list", "heading-gap"),
    ),
    ScoreItem(
        9, UNDERSTOOD, "Headings say what their sections are about.", "partly", _short,
        rules=("empty-heading", "heading-gap"),
    ),
    ScoreItem(10, UNDERSTOOD, "The order is logical.", "person"),
    ScoreItem(
        11, UNDERSTOOD, "A summary gives the key points.", "program", _short, rules=("summary-missing",)
    ),
    ScoreItem(12, UNDERSTOOD, "Cues mark the key points.", "program", _pemat_cues, rules=("emphasis",)),
    ScoreItem(15, UNDERSTOOD, "Pictures are used wherever they help readers understand.", "partly", _aids),
    ScoreItem(16, UNDERSTOOD, "Pictures support the words.", "person", _pictures),
    ScoreItem(
        17, UNDERSTOOD, "Pictures have clear captions.", "program", _pictures, rules=("caption-missing",)
    ),
    ScoreItem(18, UNDERSTOOD, "Pictures are clear and show nothing that distracts.", "person", _pictures),
    ScoreItem(
        19, UNDERSTOOD, "Tables are simple, with short, clear headings.", "program", _tables,
        rules=("hard-table",),
    ),
    ScoreItem(20, ACTED_ON, "It names at least one thing that the reader can do.", "program", _action),
    ScoreItem(21, ACTED_ON, "It addresses the reader.", "program", _direct, sparse=("third-person",)),
    ScoreItem(
        22, ACTED_ON, "Each action is broken into explicit steps that the reader can do.", "program", _steps,
        sparse=("step-verb", "step-actions", "step-return", "vague-dose", "vague-stop"),
    ),
    ScoreItem(
        23, ACTED_ON, "It has a tool that helps readers act, such as tick boxes.", "program", _tool,
        rules=("tool-missing",),
    ),
    ScoreItem(24, ACTED_ON, "If the reader has to calculate, it shows how.", "partly", _sums),
    ScoreItem(25, ACTED_ON, "It explains how to use its tables and charts.", "partly", _charts),
    ScoreItem(26, ACTED_ON, "Pictures are used wherever they help readers act.", "program", _acting),
)  # fmt: skip
PEMAT = Tool("pemat", "PEMAT-P", PEMAT_ITEMS)

CORE, DOING, NUMBERS, RISK = "core", "recommendations", "numbers", "risk"


def _cdc_cues(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        return "open", "a person must judge whether the main message stands out"
    return "yes", "the key points are in a box at the top"


def _visual(shape: DocumentShape) -> ItemVerdict | None:
    if not shape.pictured:
        return "no", "there is no picture"
    if shape.drawn:
        return "yes", "the pictures show what to do"
    return "open", "a person must judge whether a picture supports the main message"


def _call(shape: DocumentShape) -> ItemVerdict | None:
    return (
        ("yes", "it says what to do or when to call")
        if shape.acts
        else ("open", "it has no exercises and no steps")
    )


def _lists(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises or shape.blocks(ListBlock, StepsBlock):
        return "yes", "it has lists"
    return "no", "it has no list with bullets or numbers"


def _chunks(shape: DocumentShape) -> ItemVerdict | None:
    return ("yes", "each exercise is a section with its own name") if shape.sheet else None


def _recommends(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", "it has exercises to do"
    return "open", "it has no exercises; a person must judge whether it says what to do"


def _why(shape: DocumentShape) -> ItemVerdict | None:
    if shape.layout is None or not shape.exercises:
        return "open", "it has no exercises; a person must judge whether it says why"
    if "why" not in shape.layout.parts:
        return "open", "its layout does not print what an exercise is for"
    if "why" in shape.layout.sacrifice:
        return "open", "each exercise says what it is for, but the layout may leave that out: see build"
    return "yes", "each exercise says what it is for"


def _how(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", f"every exercise has its {'steps and its dose' if shape.whole_cards else 'dose'}"
    return "open", "it has no exercises; a person must judge whether it says how"


def _cdc_numbers(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.numbers else ("not applicable", "there are no numbers")


def _chances(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.chances else ("not applicable", "no number says how likely something is")


CDC_ITEMS = (
    ScoreItem(1, CORE, "There is one main message.", "person"),
    ScoreItem(2, CORE, "The main message is at the top.", "person", needs=(1,)),
    ScoreItem(3, CORE, "Visual cues make the main message stand out.", "program", _cdc_cues, needs=(1,)),
    ScoreItem(
        4, CORE, "A picture with a caption supports the main message.", "program", _visual,
        rules=("caption-missing",), needs=(1,),
    ),
    ScoreItem(5, CORE, "It asks the reader to do something.", "program", _call),
    ScoreItem(
        6, CORE, "The main message and the calls to action are active.", "partly",
        rules=("passive-voice",), roles=("title", "subtitle", "summary", "step", "call", "stop", "emergency"),
        needs=(1, 5),
    ),
    ScoreItem(
        7, CORE, "It always uses the reader's words.", "partly",
        rules=("jargon", "jargon-glossary", "abbreviation"),
    ),
    ScoreItem(
        8, CORE, "It has lists with bullets or numbers, none of them long.", "program", _lists,
        rules=("long-list",),
    ),
    ScoreItem(
        9, CORE, "It is in sections with headings that fit.", "partly", _chunks,
        rules=("heading-gap", "empty-heading"),
    ),
    ScoreItem(
        10, CORE, "The first section sums up the key points, with the main message.", "partly",
        rules=("summary-missing",),
    ),
    ScoreItem(11, CORE, "It says what experts know and do not know.", "person"),
    ScoreItem(12, DOING, "It recommends something to do.", "program", _recommends),
    ScoreItem(13, DOING, "It says why that matters to the reader.", "program", _why),
    ScoreItem(14, DOING, "It says how to do it.", "program", _how, rules=("vague-dose",)),
    ScoreItem(
        15, NUMBERS, "Its numbers are of a kind that readers use.", "program", _cdc_numbers,
        rules=("number-form",),
    ),
    ScoreItem(16, NUMBERS, "It says what its numbers mean.", "person", _cdc_numbers),
    ScoreItem(
        17, NUMBERS, "The reader need not calculate.", "program", _cdc_numbers, rules=("sum-for-reader",)
    ),
    ScoreItem(18, RISK, "It explains what the risk is, and how and why it arises.", "person"),
    ScoreItem(19, RISK, "It gives both the risks and the benefits of what it recommends.", "person"),
    ScoreItem(20, RISK, "Numeric probabilities are also given in words or a picture.", "partly", _chances),
)  # fmt: skip
CDC = Tool("cdc", "CDC Clear Communication Index", CDC_ITEMS)
