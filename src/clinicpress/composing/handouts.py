"""A handout to a document: its blocks in order, its exercises as cards, its call-outs as the safety block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clinicpress.composing.cards import compose_card, pain_rule, which_side
from clinicpress.composing.context import Context, named
from clinicpress.composing.document import BlockItem, DiagramFigure, Document, DrawnFigure, FigureItem, Safety
from clinicpress.composing.furniture import (
    after_hours,
    compose_furniture,
    emergency_title,
    read_picture,
    safety_block,
)
from clinicpress.composing.uses import Use, named_use
from clinicpress.content.blocktypes.block import CalloutBox, Paragraph
from clinicpress.content.blocktypes.illustrations import DIAGRAMS, ExerciseBlock
from clinicpress.content.models.documents import Handout
from clinicpress.content.models.library import Library, Loaded
from clinicpress.inline import Run, Words, inline, paragraphs, plain
from clinicpress.problems import Source
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Lettering


def compose_handout(library: Library, id: str, ctx: Context) -> Document:  # noqa: A002
    """The handout ``id``, composed.

    Raises:
        UsageError: if the library has no such handout.
        ContentError: if an exercise or a diagram is unknown, a picture is missing or damaged, or no emergency
            number is known.
    """
    handout = named(library.handouts, id, "handout")
    uses = {
        index: named_use(library, block, handout, ("blocks", index))
        for index, block in enumerate(handout.model.blocks)
        if isinstance(block, ExerciseBlock)
    }
    blocks = tuple(
        item
        for index, block in enumerate(handout.model.blocks)
        for item in block.compose(_HandoutBlock(library, handout, ctx, uses, index))
    )
    subtitle = handout.model.subtitle
    return Document(
        kind="handout",
        id=handout.id,
        title=plain(handout.model.title, handout.at("title")),
        subtitle=plain(subtitle, handout.at("subtitle")) if subtitle else None,
        language=ctx.locale.tag,
        summary_title=plain(ctx.locale.text("summary-title"), handout.at("summary")),
        summary=tuple(inline(text, handout.at("summary", n)) for n, text in enumerate(handout.model.summary)),
        facts=None,
        blocks=blocks,
        safety=_safety(blocks, library, ctx),
        log=None,
        patient=(),
        furniture=compose_furniture(library, handout, [use.exercise for use in uses.values()], ctx),
        source=handout.at(),
        notes_title=plain(ctx.locale.text("notes-title"), handout.at()),
    )


@dataclass(frozen=True)
class _HandoutBlock:
    """Decides the words of the block with the number ``index``; ``uses`` are all exercises, by block."""

    library: Library
    handout: Loaded[Handout]
    ctx: Context
    uses: Mapping[int, Use]
    index: int

    def at(self, *loc: str | int) -> Source:
        return self.handout.at("blocks", self.index, *loc)

    def plain(self, text: str, *loc: str | int) -> Words:
        return plain(text, self.at(*loc))

    def inline(self, text: str, *loc: str | int) -> Words:
        return inline(text, self.at(*loc))

    def lines(self, texts: Sequence[str], *loc: str | int) -> tuple[Words, ...]:
        return tuple(inline(text, self.at(*loc, index)) for index, text in enumerate(texts))

    def paragraphs(self, text: str, *loc: str | int) -> tuple[Words, ...]:
        return paragraphs(text, self.at(*loc))

    def text(self, key: str, /, **values: str) -> str:
        return self.ctx.locale.text(key, count=None, **values)

    @property
    def phone(self) -> str:
        return self.library.clinic.model.phone

    def emergency_title(self) -> str:
        return emergency_title(self.library, self.ctx)

    def after_hours(self) -> Words | None:
        return after_hours(self.library)

    def diagram(self, name: str, *loc: str | int) -> FigureItem:
        if name in DIAGRAMS:
            return diagram_figure(name, self.at(*loc), self.ctx)
        return _foreign_diagram(name, self.at(*loc), self.ctx)

    def picture(self, file: str, alt: str, caption: Words | None, *loc: str | int) -> FigureItem:
        return read_picture(self.library.asset(file), alt=alt, caption=caption, source=self.at(*loc))

    def exercise(self) -> Iterator[BlockItem]:
        number = 1 + list(self.uses).index(self.index)
        if number == 1:
            yield _rules(tuple(self.uses.values()), self.ctx)
        yield compose_card(self.uses[self.index], number, self.ctx)


def _rules(uses: Sequence[Use], ctx: Context) -> Paragraph:
    """What holds for all exercises, before the first of them: the sides, and the rule on pain."""
    source = uses[0].source
    sides, rule = which_side(uses, source, ctx, circled=False), pain_rule(uses, source, ctx)
    return Paragraph(Words((*sides.runs, Run(" "), *rule.runs), source) if sides else rule)


def _foreign_diagram(name: str, source: Source, ctx: Context) -> DrawnFigure:
    """A diagram of another package, with its words."""
    picture = ctx.illustration(name, source)
    labels = (part for part in picture.parts if isinstance(part, Lettering))
    return DrawnFigure(
        name=name,
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
    diagram = ctx.diagram(name)
    return DiagramFigure(
        name=name,
        diagram=diagram,
        labels=tuple(plain(ctx.locale.text(f"label-{anchor.name}"), source) for anchor in diagram.anchors),
        alt=ctx.locale.text(f"{name}-alt"),
        caption=plain(ctx.locale.text(f"{name}-caption"), source),
        source=source,
    )


def _safety(blocks: Sequence[BlockItem], library: Library, ctx: Context) -> Safety | None:
    """The handout's own signs, so that a page that does not show its call-outs can repeat them whole."""
    boxes = [block for block in blocks if isinstance(block, CalloutBox)]
    stop = tuple(item for box in boxes if box.kind == "call" for item in box.items)
    emergency = tuple(item for box in boxes if box.kind == "emergency" for item in box.items)
    return safety_block(stop, emergency, library, ctx) if stop or emergency else None
