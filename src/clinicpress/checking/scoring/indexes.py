"""PEMAT-P and the CDC Clear Communication Index as tables of items."""

from __future__ import annotations

from clinicpress.checking.scoring.scores import ItemVerdict, ScoreItem, Tool
from clinicpress.checking.scoring.shape import DocumentShape
from clinicpress.content.blocktypes.illustrations import DiagramBlock
from clinicpress.content.blocktypes.lists import ListBlock, StepsBlock
from clinicpress.messages import later, say

UNDERSTOOD, ACTED_ON = "understandability", "actionability"
_FRAMES = 2


def _pemat_numbers(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.numbers else ("not applicable", say("check.no-numbers"))


def _short(shape: DocumentShape) -> ItemVerdict | None:
    return ("not applicable", say("check.page-has-two-paragraphs-most")) if shape.very_short else None


def _pemat_cues(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        return "yes", say("check.numbers-bold-words-and-boxes-show")
    return "yes", say("check.key-points-box-top")


def _aids(shape: DocumentShape) -> ItemVerdict | None:
    if shape.drawn and shape.sheet:
        return "yes", say("check.every-exercise-has-picture")
    if not shape.pictured:
        return "open", say("check.no-picture-more")
    if shape.drawn:
        return "open", say("check.every-exercise-has-picture-more")
    return "open", say("check.has-pictures-more")


def _pictures(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.pictured else ("not applicable", say("check.no-pictures"))


def _tables(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.tables else ("not applicable", say("check.no-table"))


def _action(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", say("check.has-exercises")
    return (
        ("yes", say("check.says-what-do-or-when-call"))
        if shape.acts
        else ("open", say("check.has-no-exercises-and-no-steps"))
    )


def _direct(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.acts else ("open", say("check.has-no-exercises-and-no-steps"))


def _steps(shape: DocumentShape) -> ItemVerdict | None:
    if shape.whole_cards:
        return "yes", say("check.exercises-have-steps-and-dose")
    if shape.exercises:
        return "open", say("check.layout-leaves-steps-another-page")
    if shape.blocks(StepsBlock):
        return "yes", say("check.has-steps-order")
    return "open", say("check.has-no-exercises-and-no-steps")


def _tool(shape: DocumentShape) -> ItemVerdict | None:
    if shape.logged:
        return "yes", say("check.has-tick-boxes")
    if shape.sheet_beside:
        return "yes", say("check.sheet-has-exercises-and-tick-boxes", sheet_beside=shape.sheet_beside)
    return "open", say("check.no-tick-boxes-judge-help")


def _sums(shape: DocumentShape) -> ItemVerdict | None:
    if shape.counts.get("sum-for-reader") == 0:
        return "not applicable", say("check.asks-for-no-calculations")
    return "open", say("check.judge-how-to-calculate")


def _charts(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        if shape.logged:
            return "yes", say("check.line-says-how-use-tick-boxes")
        return "not applicable", say("check.nothing-fill")
    if shape.tables or shape.blocks(DiagramBlock):
        return "open", say("check.judge-how-to-use-table")
    return "not applicable", say("check.no-table-and-no-diagram")


def _acting(shape: DocumentShape) -> ItemVerdict | None:
    if not shape.exercises:
        return "open", say("check.no-exercises-judge-pictures")
    if not shape.whole_cards:
        return "open", say("check.layout-shows-only-finish")
    for exercise in shape.exercises:
        model = exercise.model
        if len(model.figure.frames) < _FRAMES and model.dosage.hold is None:
            return (
                "no",
                say(
                    "check.moves-with-one-picture",
                    id=exercise.id,
                    place=exercise.loaded.at("figure", "frames"),
                ),
            )
    return "yes", say("check.every-exercise-shows-start-and-finish")


PEMAT_ITEMS = (
    ScoreItem(
        1, UNDERSTOOD, later("check.purpose-page-clear-glance"), "partly", rules=("purpose-missing",)
    ),
    ScoreItem(2, UNDERSTOOD, later("check.nothing-page-distracts-from-purpose"), "person"),
    ScoreItem(
        3, UNDERSTOOD, later("check.page-uses-everyday-words"), "partly",
        whole=("reading-grade", "reading-grade-2", "long-words"), sparse=("jargon",),
    ),
    ScoreItem(
        4, UNDERSTOOD, later("check.medical-terms-few-and-explained"), "partly",
        rules=("jargon-glossary", "abbreviation"), sparse=("jargon",),
    ),
    ScoreItem(5, UNDERSTOOD, later("check.sentences-active"), "partly", sparse=("passive-voice",)),
    ScoreItem(
        6, UNDERSTOOD, later("check.numbers-clear-and-simple"), "program", _pemat_numbers,
        rules=("number-form",)
    ),
    ScoreItem(7, UNDERSTOOD, later("check.reader-need-not-calculate"), "program", rules=("sum-for-reader",)),
    ScoreItem(
        8, UNDERSTOOD, later("check.text-short-sections"), "program", _short,
        rules=("long-paragraph", "long-list", "heading-gap"),
    ),
    ScoreItem(
        9, UNDERSTOOD, later("check.headings-say-what-their-sections-about"), "partly", _short,
        rules=("empty-heading", "heading-gap"),
    ),
    ScoreItem(10, UNDERSTOOD, later("check.order-logical"), "person"),
    ScoreItem(
        11, UNDERSTOOD, later("check.summary-gives-key-points"), "program", _short, rules=("summary-missing",)
    ),
    ScoreItem(12, UNDERSTOOD, later("check.cues-mark-key-points"), "program", _pemat_cues,
        rules=("emphasis",)),
    ScoreItem(15, UNDERSTOOD, later("check.pictures-help-understand"), "partly", _aids),
    ScoreItem(16, UNDERSTOOD, later("check.pictures-support-words"), "person", _pictures),
    ScoreItem(
        17, UNDERSTOOD, later("check.pictures-have-clear-captions"), "program", _pictures,
        rules=("caption-missing",)
    ),
    ScoreItem(18, UNDERSTOOD, later("check.pictures-clear-and-show-nothing-distracts"), "person", _pictures),
    ScoreItem(
        19, UNDERSTOOD, later("check.tables-simple-short-clear-headings"), "program", _tables,
        rules=("hard-table",),
    ),
    ScoreItem(20, ACTED_ON, later("check.names-least-thing-reader"), "program", _action),
    ScoreItem(21, ACTED_ON, later("check.addresses-reader"), "program", _direct, sparse=("third-person",)),
    ScoreItem(
        22, ACTED_ON, later("check.each-action-broken-into-explicit-steps"), "program", _steps,
        sparse=("step-verb", "step-actions", "step-return", "vague-dose", "vague-stop"),
    ),
    ScoreItem(
        23, ACTED_ON, later("check.has-tool-helps-readers-act"), "program", _tool,
        rules=("tool-missing",),
    ),
    ScoreItem(24, ACTED_ON, later("check.if-reader-has-calculate-shows"), "partly", _sums),
    ScoreItem(25, ACTED_ON, later("check.explains-how-use-tables-and-charts"), "partly", _charts),
    ScoreItem(26, ACTED_ON, later("check.pictures-help-act"), "program", _acting),
)  # fmt: skip
PEMAT = Tool("pemat", "PEMAT-P", PEMAT_ITEMS)

CORE, DOING, NUMBERS, RISK = "core", "recommendations", "numbers", "risk"


def _cdc_cues(shape: DocumentShape) -> ItemVerdict | None:
    if shape.sheet:
        return "open", say("check.judge-main-message")
    return "yes", say("check.key-points-box-top")


def _visual(shape: DocumentShape) -> ItemVerdict | None:
    if not shape.pictured:
        return "no", say("check.no-picture")
    if shape.drawn:
        return "yes", say("check.pictures-show")
    return "open", say("check.judge-picture")


def _call(shape: DocumentShape) -> ItemVerdict | None:
    return (
        ("yes", say("check.says-what-do-or-when-call"))
        if shape.acts
        else ("open", say("check.has-no-exercises-and-no-steps"))
    )


def _lists(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises or shape.blocks(ListBlock, StepsBlock):
        return "yes", say("check.has-lists")
    return "no", say("check.has-no-list-bullets-or-numbers")


def _chunks(shape: DocumentShape) -> ItemVerdict | None:
    return ("yes", say("check.each-exercise-section-own-name")) if shape.sheet else None


def _recommends(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        return "yes", say("check.has-exercises")
    return "open", say("check.no-exercises-judge-what-to-do")


def _why(shape: DocumentShape) -> ItemVerdict | None:
    if shape.layout is None or not shape.exercises:
        return "open", say("check.no-exercises-judge-why")
    if "why" not in shape.layout.parts:
        return "open", say("check.layout-does-not-print-what-exercise")
    if "why" in shape.layout.sacrifice:
        return "open", say("check.exercises-say-what-for-but-layout")
    return "yes", say("check.exercises-say-what-for")


def _how(shape: DocumentShape) -> ItemVerdict | None:
    if shape.exercises:
        if shape.whole_cards:
            return "yes", say("check.every-exercise-has-steps-and-dose")
        return "yes", say("check.every-exercise-has-dose")
    return "open", say("check.no-exercises-judge-how")


def _cdc_numbers(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.numbers else ("not applicable", say("check.no-numbers"))


def _chances(shape: DocumentShape) -> ItemVerdict | None:
    return None if shape.chances else ("not applicable", say("check.no-number-says-how-likely-something"))


CDC_ITEMS = (
    ScoreItem(1, CORE, later("check.main-message"), "person"),
    ScoreItem(2, CORE, later("check.main-message-top"), "person", needs=(1,)),
    ScoreItem(3, CORE, later("check.visual-cues-make-main-message-stand"), "program", _cdc_cues, needs=(1,)),
    ScoreItem(
        4, CORE, later("check.picture-caption-supports-main-message"), "program", _visual,
        rules=("caption-missing",), needs=(1,),
    ),
    ScoreItem(5, CORE, later("check.asks-reader-do-something"), "program", _call),
    ScoreItem(
        6, CORE, later("check.main-message-and-calls-action-active"), "partly",
        rules=("passive-voice",), roles=("title", "subtitle", "summary", "step", "call", "stop", "emergency"),
        needs=(1, 5),
    ),
    ScoreItem(
        7, CORE, later("check.always-uses-reader-words"), "partly",
        rules=("jargon", "jargon-glossary", "abbreviation"),
    ),
    ScoreItem(
        8, CORE, later("check.has-lists-bullets-or-numbers-none"), "program", _lists,
        rules=("long-list",),
    ),
    ScoreItem(
        9, CORE, later("check.sections-headings-fit"), "partly", _chunks,
        rules=("heading-gap", "empty-heading"),
    ),
    ScoreItem(
        10, CORE, later("check.first-section-sums-up-key-points"), "partly",
        rules=("summary-missing",),
    ),
    ScoreItem(11, CORE, later("check.says-what-experts-know"), "person"),
    ScoreItem(12, DOING, later("check.recommends-something"), "program", _recommends),
    ScoreItem(13, DOING, later("check.says-why-matters-reader"), "program", _why),
    ScoreItem(14, DOING, later("check.says-how"), "program", _how, rules=("vague-dose",)),
    ScoreItem(
        15, NUMBERS, later("check.numbers-kind-readers-use"), "program", _cdc_numbers,
        rules=("number-form",),
    ),
    ScoreItem(16, NUMBERS, later("check.says-what-numbers-mean"), "person", _cdc_numbers),
    ScoreItem(
        17, NUMBERS, later("check.reader-need-not-calculate"), "program", _cdc_numbers,
        rules=("sum-for-reader",)
    ),
    ScoreItem(18, RISK, later("check.explains-what-risk"), "person"),
    ScoreItem(19, RISK, later("check.gives-both-risks-and-benefits"), "person"),
    ScoreItem(20, RISK, later("check.numeric-probabilities-also-given-words"), "partly", _chances),
)  # fmt: skip
CDC = Tool("cdc", "CDC Clear Communication Index", CDC_ITEMS)
