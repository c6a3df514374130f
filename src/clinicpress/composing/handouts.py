"""A handout to a document: its blocks in order, its exercises as cards, its call-outs as the safety block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from clinicpress.composing.cards import compose_card, pain_rule, which_side
from clinicpress.composing.context import Context
from clinicpress.composing.document import (
    BlockItem,
    CalloutBox,
    DiagramFigure,
    Document,
    DrawnFigure,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Safety,
    TableGrid,
)
from clinicpress.composing.furniture import (
    after_hours,
    compose_furniture,
    emergency_title,
    read_picture,
    safety_block,
)
from clinicpress.composing.uses import Use, named_use
from clinicpress.content.models.base import Loc
from clinicpress.content.models.documents import (
    Block,
    CalloutBlock,
    DiagramBlock,
    ExerciseBlock,
    GlossaryBlock,
    Handout,
    HeadingBlock,
    ListBlock,
    PageBreakBlock,
    PictureBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
)
from clinicpress.content.models.library import Library, Loaded
from clinicpress.inline import Run, Words, flat, inline, paragraphs, plain
from clinicpress.problems import Source
from clinicpress.typesetting.items import Lettering

# The alt text and the caption of each diagram; its labels follow from its anchors.
_DIAGRAMS = {
    "sciatic-nerve": ("sciatic-nerve-alt", "sciatic-nerve-caption"),
    "spine-discs": ("spine-discs-alt", "spine-discs-caption"),
    "shoulder-cuff": ("shoulder-cuff-alt", "shoulder-cuff-caption"),
    "knee-joint": ("knee-joint-alt", "knee-joint-caption"),
    "hip-joint": ("hip-joint-alt", "hip-joint-caption"),
    "foot-fascia": ("foot-fascia-alt", "foot-fascia-caption"),
}


def handout_document(library: Library, handout: Loaded[Handout], ctx: Context) -> Document:
    """The handout, composed.

    Raises:
        ContentError: if an exercise or a diagram is unknown, a picture is missing or damaged, or no emergency
            number is known.
    """
    uses = [
        named_use(library, block, handout, ("blocks", index))
        for index, block in enumerate(handout.model.blocks)
        if isinstance(block, ExerciseBlock)
    ]
    blocks = tuple(_blocks(library, handout, uses, ctx))
    subtitle = handout.model.subtitle
    return Document(
        kind="handout",
        id=handout.id,
        title=plain(handout.model.title, handout.at("title")),
        subtitle=plain(subtitle, handout.at("subtitle")) if subtitle else None,
        language=ctx.locale.tag,
        summary_title=plain(ctx.locale.text("summary-title"), handout.at("summary")),
        summary=_lines(handout, ("summary",), handout.model.summary),
        facts=None,
        blocks=blocks,
        safety=_safety(blocks, library, ctx),
        log=None,
        patient=(),
        furniture=compose_furniture(library, handout, [use.exercise for use in uses], ctx),
        source=handout.at(),
        notes_title=plain(ctx.locale.text("notes-title"), handout.at()),
    )


def _blocks(
    library: Library, handout: Loaded[Handout], uses: Sequence[Use], ctx: Context
) -> Iterator[BlockItem]:
    waiting = iter(enumerate(uses, 1))
    for index, block in enumerate(handout.model.blocks):
        if isinstance(block, ExerciseBlock):
            number, use = next(waiting)
            if number == 1:
                yield from _rules(uses, ctx)
            yield compose_card(use, number, ctx)
        else:
            yield from _block(library, handout, block, ("blocks", index), ctx)


def _rules(uses: Sequence[Use], ctx: Context) -> Iterator[BlockItem]:
    """What holds for all exercises, before the first of them: the sides, and the rule on pain."""
    source = uses[0].source
    sides, rule = which_side(uses, source, ctx, circled=False), pain_rule(uses, source, ctx)
    yield Paragraph(Words((*sides.runs, Run(" "), *rule.runs), source) if sides else rule)


def _block(
    library: Library, handout: Loaded[Handout], block: Block, loc: Loc, ctx: Context
) -> Iterator[BlockItem]:
    """One block as what it is in a document; a text is as many paragraphs as it has."""
    source = handout.at(*loc)
    match block:
        case HeadingBlock():
            yield Heading(plain(block.heading, handout.at(*loc, "heading")))
        case TextBlock():
            yield from map(Paragraph, paragraphs(block.text, handout.at(*loc, "text")))
        case ListBlock():
            yield ItemList(_lines(handout, (*loc, "list"), block.list), False, source)
        case StepsBlock():
            yield ItemList(_lines(handout, (*loc, "steps"), block.steps), True, source)
        case CalloutBlock():
            yield _callout(library, handout, block, loc, ctx)
        case TableBlock():
            yield _table(handout, block, (*loc, "table"))
        case GlossaryBlock():
            yield _glossary(handout, block, (*loc, "glossary"))
        case DiagramBlock():
            yield _diagram(handout, block, loc, ctx)
        case PictureBlock():
            caption = block.picture.caption
            words = inline(caption, handout.at(*loc, "picture", "caption")) if caption else None
            place = handout.at(*loc, "picture", "file")
            file = library.asset(block.picture.file)
            yield read_picture(file, alt=block.picture.alt, caption=words, source=place)
        case PageBreakBlock():
            yield PageBreak(source)
        case ExerciseBlock():
            raise TypeError("exercises are composed in order, with their numbers")
        case _:
            assert_never(block)


def _lines(handout: Loaded[Handout], loc: Loc, texts: Sequence[str]) -> tuple[Words, ...]:
    return tuple(inline(text, handout.at(*loc, index)) for index, text in enumerate(texts))


def _callout(
    library: Library, handout: Loaded[Handout], block: CalloutBlock, loc: Loc, ctx: Context
) -> CalloutBox:
    callout, locale = block.callout, ctx.locale
    if callout.title is not None:
        title = callout.title
    elif callout.kind == "call":
        title = locale.text("call-title", phone=library.clinic.model.phone)
    elif callout.kind == "emergency":
        title = emergency_title(library, ctx)
    else:
        title = locale.text("tip-title")
    return CalloutBox(
        kind=callout.kind,
        title=plain(title, handout.at(*loc, "callout", "title")),
        items=_lines(handout, (*loc, "callout", "items"), callout.items),
        closing=after_hours(library) if callout.kind == "call" else None,
        source=handout.at(*loc),
        usual=callout.title is None,
    )


def _table(handout: Loaded[Handout], block: TableBlock, loc: Loc) -> TableGrid:
    return TableGrid(
        header=_lines(handout, (*loc, "header"), block.table.header),
        rows=tuple(
            _lines(handout, (*loc, "rows", number), row) for number, row in enumerate(block.table.rows)
        ),
        source=handout.at(*loc),
    )


def _glossary(handout: Loaded[Handout], block: GlossaryBlock, loc: Loc) -> ItemList:
    """A list whose items begin with the bold term."""
    items = []
    for term, meaning in block.glossary.items():
        source = handout.at(*loc, term)
        runs = inline(meaning, source).runs
        items.append(Words((Run(f"{flat(term)}:", bold=True), Run(" "), *runs), source))
    return ItemList(tuple(items), False, handout.at(*loc[:-1]))


def _diagram(
    handout: Loaded[Handout], block: DiagramBlock, loc: Loc, ctx: Context
) -> DiagramFigure | DrawnFigure:
    source = handout.at(*loc, "diagram")
    if block.diagram in _DIAGRAMS:
        return diagram_figure(block.diagram, source, ctx)
    picture = ctx.illustration(block.diagram, source)
    labels = (part for part in picture.parts if isinstance(part, Lettering))
    return DrawnFigure(
        name=block.diagram,
        picture=picture,
        labels=tuple(Words((Run(part.text, bold=part.bold),), source) for part in labels),
        alt=picture.alt,
        caption=plain(picture.caption, source) if picture.caption else None,
        source=source,
    )


def diagram_figure(name: str, source: Source, ctx: Context) -> DiagramFigure:
    """A diagram by its name, with its words; ``source`` is the place that names it.

    Raises:
        KeyError: if there is no such diagram.
    """
    alt, caption = _DIAGRAMS[name]
    diagram = ctx.diagram(name)
    return DiagramFigure(
        name=name,
        diagram=diagram,
        labels=tuple(plain(ctx.locale.text(f"label-{anchor.name}"), source) for anchor in diagram.anchors),
        alt=ctx.locale.text(alt),
        caption=plain(ctx.locale.text(caption), source),
        source=source,
    )


def _safety(blocks: Sequence[BlockItem], library: Library, ctx: Context) -> Safety | None:
    """The handout's own signs, so that a page that does not show its call-outs can repeat them whole."""
    boxes = [block for block in blocks if isinstance(block, CalloutBox)]
    stop = tuple(item for box in boxes if box.kind == "call" for item in box.items)
    emergency = tuple(item for box in boxes if box.kind == "emergency" for item in box.items)
    return safety_block(stop, emergency, library, ctx) if stop or emergency else None
