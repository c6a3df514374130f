"""Header, footer, title, patient strip and summary bar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from clinicpress.blocks.flowable import foot, moved, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import text_group, text_height
from clinicpress.blocks.signs import mark_line
from clinicpress.composing.document import Document, Field, Furniture, Mark, StripRoom
from clinicpress.content.models.layout import Part
from clinicpress.inline import Words, emphasised, joined
from clinicpress.layout.paper import PageFrame
from clinicpress.layout.strip import SetStrip, set_strip
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import (
    TextStyle,
    break_lines,
    label,
    largest_size,
    right_edge,
    set_lines,
    spaced,
)
from clinicpress.typesetting.faces import cap_height, text_width
from clinicpress.typesetting.items import Group, Item, Polyline, QrArt, Rect, Role, Slot, TextLine

LOGO_TOP, LOGO_HEIGHT, LOGO_WIDTH = 3.0, 27.0, 150.0
HEADER_QR = 33.0
# The words beside the code are as narrow as their height allows.
QR_LABEL_WIDTHS = (64.0, 84.0, 110.0, 160.0)
HEADER_RULE = 1.5
HEADER_HEIGHT = 37.0
FOOTER_GAP = 5.0
# The strip is written by the clinic; in large print its labels need not grow with what the patient reads.
LARGEST_FIELD = 14.0
# Above and below a line with a mark in a box.
MARK_AIR = 1.0
# Under this width, name and telephone stand under each other, and there is no room for a code.
NARROW = 460.0
NARROW_CLINIC, NARROW_PHONE = 13.5, 15.0
# The summary bar: above its first line and under its last, left and right of its words, and between its
# narrow part and the wide one.
BAR_TOP, BAR_FOOT, BAR_INDENT, BAR_RIGHT, BAR_STEP = 2.0, 3.5, 14.0, 8.0, 2.5
# The least size of a document's title as a share of the layout's.
LEAST_TITLE = 0.72
NOTES_SIZE, NOTE_LINE, MOST_NOTE_LINES = 14.0, 25.0, 18


def logo_tile(look: PageLook, furniture: Furniture, size: float) -> Group:
    """The logo fitted to a height, or a tile with the clinic's initials, ``size`` points high."""
    if look.logo is not None:
        art = look.logo.art(size * LOGO_WIDTH / LOGO_HEIGHT, size)
        return Group(0.0, 0.0, art.width, size, (art,))
    scale = size / LOGO_HEIGHT
    tile = Rect(0.0, 0.0, size, size, fill=look.colours.brand, radius=6.5 * scale)
    fitted = largest_size(furniture.initials.text, look.fonts.black, size - 8.0 * scale, 15.0 * scale, 6.0)
    middle = size / 2
    base = middle + fitted * cap_height(look.fonts.black) / 2
    words = label(
        furniture.initials.text, look.fonts.black, fitted, look.colours.on_brand, middle, base, "centre"
    )
    return Group(0.0, 0.0, size, size, (tile, words))


def header(furniture: Furniture, look: PageLook, frame: PageFrame, first: bool) -> Group:
    """Logo, clinic, telephone and QR code over a rule; read aloud on the first page, else an artifact."""
    logo = logo_tile(look, furniture, LOGO_HEIGHT)
    logo_width = logo.width
    items: list[Item | Group] = [moved(logo, 0.0, LOGO_TOP)]
    role: Role | None = "P" if first else None
    if frame.width < NARROW:
        lines = _narrow_words(furniture, look, logo_width + 9.0, frame.width)
        words = Group(0.0, 0.0, frame.width, HEADER_HEIGHT, lines, role=role, kind="header-words",
                      text_size=NARROW_CLINIC)  # fmt: skip
        return _ruled(frame, look, (*items, words))
    right = frame.width
    if furniture.qr:
        qr = _qr(furniture, look, first)
        right -= qr.width
        items.append(moved(qr, right, 0.0))
        right -= 14.0
    name_left = logo_width + 9.0
    phone = _phone(furniture, look, right)
    name = _clinic_name(furniture, look, name_left, phone.x - name_left - 10.0)
    words = Group(0.0, 0.0, frame.width, HEADER_HEIGHT, (*name, *phone.items), role=role,
                  kind="header-words", text_size=look.layout.sizes.clinic)  # fmt: skip
    return _ruled(frame, look, (*items, words))


def _ruled(frame: PageFrame, look: PageLook, items: tuple[Item | Group, ...]) -> Group:
    rule_y = HEADER_HEIGHT - HEADER_RULE / 2
    rule = Polyline((0.0, rule_y, frame.width, rule_y), stroke=look.colours.brand, line_width=HEADER_RULE)
    return Group(frame.left, frame.top, frame.width, HEADER_HEIGHT, (*items, rule), kind="header")


def _narrow_words(furniture: Furniture, look: PageLook, left: float, width: float) -> tuple[TextLine, ...]:
    """The clinic's name over its number; the hours at the right of the number where they fit."""
    fonts, ink, size = look.fonts, look.colours.ink, NARROW_CLINIC
    fitted = largest_size(furniture.clinic.text, fonts.black, width - left, size, 9.0)
    name = label(furniture.clinic.text, fonts.black, fitted, look.colours.brand, left, 14.0)
    number = label(furniture.phone.text, fonts.black, NARROW_PHONE, ink, left, 31.0)
    lines = [spaced(name), spaced(number)]
    if furniture.hours is not None:
        hours = label(furniture.hours.text, fonts.regular, 11.0, ink, width, 31.0, "right")
        if hours.x >= right_edge([number]) + 8.0:
            lines.append(hours)
    return tuple(lines)


def _clinic_name(furniture: Furniture, look: PageLook, x: float, room: float) -> tuple[TextLine, ...]:
    font = look.fonts.black
    size = largest_size(furniture.clinic.text, font, room, look.layout.sizes.clinic, 9.0)
    base = LOGO_TOP + LOGO_HEIGHT / 2 + size * cap_height(font) / 2
    name = spaced(label(furniture.clinic.text, font, size, look.colours.brand, x, base))
    return (name,)


def _phone(furniture: Furniture, look: PageLook, right: float) -> Group:
    """The number and its label over the hours, right aligned at ``right``; its x is where it begins."""
    size, fonts, ink = look.layout.sizes.clinic, look.fonts, look.colours.ink
    small = max(11.0, size * 0.68)
    base = 23.0 if furniture.hours is None else 15.5
    number = label(furniture.phone.text, fonts.black, size, ink, right, base, "right")
    words = label(furniture.call_label.text, fonts.regular, small, ink, number.x - 5.0, base, "right")
    lines, left = [spaced(words), spaced(number)], words.x
    if furniture.hours is not None:
        lines.append(label(furniture.hours.text, fonts.regular, small, ink, right, 29.5, "right"))
        left = min(left, lines[-1].x)
    return Group(left, 0.0, right - left, 34.0, tuple(lines))


def _qr(furniture: Furniture, look: PageLook, first: bool) -> Group:
    """The QR code with the words that say what it opens, left of it; read aloud on the first page."""
    width, alt, parts = HEADER_QR, furniture.qr, list[Group]()
    if furniture.qr_label:
        style = look.text(size=look.layout.sizes.footer, leading=1.15)
        lines = next(
            lines for wide in QR_LABEL_WIDTHS
            if (lines := break_lines(furniture.qr_label.runs, style, wide))
            and (len(lines) * style.leading <= HEADER_QR or wide == QR_LABEL_WIDTHS[-1])
        )  # fmt: skip
        text = max(line.width for line in lines)
        top = (HEADER_QR - len(lines) * style.leading) / 2
        words = set_lines(lines, style, 0.0, top, text, "right")
        parts.append(Group(0.0, 0.0, text, HEADER_QR, words, role="P" if first else None, kind="qr-label"))
        alt = f"{furniture.qr_label.text}: {furniture.qr}"
        width += text + 6.0
    code = QrArt(0.0, 0.0, HEADER_QR, furniture.qr)
    left = width - HEADER_QR
    parts.append(
        Group(left, 0.0, HEADER_QR, HEADER_QR, (code,), role="Figure" if first else None, alt=alt, kind="qr")
    )
    return Group(0.0, 0.0, width, HEADER_QR, tuple(parts))


def footer(furniture: Furniture, look: PageLook, frame: PageFrame, page: int, pages: int, web: bool) -> Group:
    """Id, version and review; the web address; page n of m. An artifact.

    A page that hangs where others see it does not show the id, which names a condition.
    """
    size = look.layout.sizes.footer
    says = (furniture.version if look.layout.private else None) or furniture.footer
    fonts, soft = look.fonts, look.colours.soft
    number = label(
        furniture.page_of.format(n=page, m=pages),
        fonts.bold,
        size,
        look.colours.ink,
        frame.width,
        0.0,
        "right",
    )
    items: list[Item] = [label(says.text, fonts.regular, size, soft, 0.0, 0.0)]
    if pages > 1 or not look.layout.private:
        items.append(number)
    if web and furniture.web:
        left = text_width(says.text, fonts.regular, size)
        right = frame.width - text_width(furniture.page_of.format(n=page, m=pages), fonts.bold, size)
        if text_width(furniture.web.text, fonts.regular, size) + 24.0 <= right - left:
            items.append(
                label(furniture.web.text, fonts.regular, size, soft, (left + right) / 2, 0.0, "centre")
            )
    return Group(frame.left, frame.foot, frame.width, 0.0, tuple(items), kind="footer", text_size=size)


def content_foot(look: PageLook, frame: PageFrame) -> float:
    """The lowest point of content: clear of the footer."""
    return frame.foot - look.layout.sizes.footer - FOOTER_GAP


def page_title(document: Document, look: PageLook) -> Words:
    """The document's title, or one without the condition on a page that others see."""
    return document.neutral.title if look.layout.private and document.neutral else document.title


def patient_fields(document: Document, look: PageLook) -> tuple[Field, ...] | StripRoom:
    """Whose page it is: by the first name alone on a page that others see."""
    if look.layout.private and document.neutral:
        return document.neutral.patient
    return document.rooms[0] if document.rooms is not None else document.patient


def identity_fields(document: Document) -> tuple[Field, ...] | StripRoom:
    """Whose page each further one is; nothing without a plan."""
    return document.rooms[1] if document.rooms is not None else document.identity


def field_parts(fields: Sequence[Field] | StripRoom) -> tuple[str, ...]:
    """The part of the page that each field of a strip is."""
    return fields.parts if isinstance(fields, StripRoom) else tuple(field.part for field in fields)


def fitted_size(words: Words, look: PageLook, width: float, size: float) -> float:
    """The size at which a title stands on one line, but not less than ``LEAST_TITLE`` of it."""
    return largest_size(words.text, look.fonts.black, width, size, size * LEAST_TITLE)


def title(words: Words, look: PageLook, width: float, size: float) -> Group:
    """The document's title on one line, smaller if need be; on two lines when it is very long."""
    fitted = fitted_size(words, look, width, size)
    style = look.black(fitted, look.colour("title"), leading=1.12)
    return text_group(words, style, width, role="H1", kind="title", bookmark=words.public or words.text)


BRIEF_GAP = 14.0


def baseline(group: Group) -> float:
    """Distance of a group's first line of text from its top, in points."""
    for item in group.items:
        if isinstance(item, TextLine):
            return item.y
        if isinstance(item, Group):
            return item.y + baseline(item)
    return 0.0


def brief_head(document: Document, look: PageLook, width: float, shared: Sequence[Words] = ()) -> Group:
    """Title and name on one line, under them the facts in bold, and when to stop; a plan's strip is whole.

    ``shared`` are warnings that exercises have in common.
    """
    fields = patient_fields(document, look)
    first = () if isinstance(fields, StripRoom) else fields[:1]
    words = page_title(document, look)
    natural = text_width(words.text, look.fonts.black, look.layout.sizes.title)
    used = min(natural, width * (0.55 if first else 1.0))
    head = title(words, look, used, look.layout.sizes.title)
    beside, rows = list[Group](), [head]
    if first:
        strip = patient_strip(first, look, width - used - BRIEF_GAP)
        beside.append(moved(strip, used + BRIEF_GAP, baseline(head) - baseline(strip)))
    if isinstance(fields, StripRoom):
        rows.append(patient_strip(fields, look, width))
    if document.facts:
        size = largest_size(document.facts.text, look.fonts.bold, width, look.layout.sizes.facts, 12.0)
        rows.append(text_group(document.facts, look.text(size=size, bold=True), width, kind="facts"))
    style = look.text(size=look.layout.text.floor)
    if document.stopped is not None:
        rows.append(mark_line(document.stopped, look, style, width))
    said = (words for words in (document.rule, *shared, document.note) if words is not None)
    rows += (text_group(words, style, width, kind="rule") for words in said)
    placed = stack(rows)
    return Group(0.0, 0.0, width, foot(placed) + 2.0, (placed[0], *beside, *placed[1:]))


def summary_bar(
    document: Document,
    look: PageLook,
    widths: tuple[float, float],
    low: float = 0.0,
    marks: Sequence[Mark] = (),
    shared: Sequence[Words] = (),
    joins: bool = False,
    how_to: Words | None = None,
) -> Group:
    """The facts of a sheet in bold and what to know before starting, beside a band of the brand's colour.

    It stands beside something that ends ``low`` points under its top, and goes on under that: ``widths`` are
    its narrow one beside that, and its whole one. As many of its lines stand in the narrow part as make it
    least tall. ``marks`` say what else has changed, besides what is to be done no more; ``shared`` are
    warnings that exercises have in common. If it ``joins`` them, its sentences are one paragraph, with
    ``how_to`` tick and the note of a plan among them, and so are the ``shared`` warnings.
    """
    lines: tuple[Mark | Words, ...] = (
        *_marked(document, marks),
        *_said(document, look, shared, joins, how_to),
    )
    narrow, wide = widths
    counts = range(len(lines), -1, -1) if wide > narrow else (len(lines),)
    shapes = [_Bar(document.facts, lines, count, look, narrow, wide, low) for count in counts]
    return min(shapes, key=lambda bar: round(bar.height, 3)).draw()


def _marked(document: Document, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in (document.stopped, *marks) if mark is not None)


def _said(
    document: Document, look: PageLook, shared: Sequence[Words], joins: bool, how_to: Words | None
) -> Iterator[Words]:
    brief = document.brief if look.layout.card_style == "compact" else None
    said = [words for words in (*document.summary, brief, how_to) if words is not None]
    note = [document.note] if document.note is not None else []
    if not joins:
        yield from (*said, *shared, *note)
        return
    # among other sentences a note is bold, so that it is not passed over
    bold = [look.once("bold", (words,), partial(emphasised, words)) for words in note]
    for lines in ([*said, *bold], shared):
        if lines:
            yield look.once("joined", lines, partial(joined, lines))


@dataclass(frozen=True)
class _Bar:
    """The bar with so many lines in its ``narrow`` part, which reaches down to ``low`` if more follow."""

    facts: Words | None
    lines: tuple[Mark | Words, ...]
    count: int
    look: PageLook
    narrow: float
    wide: float
    low: float

    @property
    def _parted(self) -> bool:
        return self.count < len(self.lines)

    @cached_property
    def _step(self) -> float:
        """Where the wide part begins."""
        facts = self._facts_height + BAR_TOP
        inner = facts + sum(self._line_height(line, self.narrow) for line in self.lines[: self.count])
        return max(inner + BAR_STEP, self.low) if self._parted else inner

    @cached_property
    def height(self) -> float:
        """Its height in points."""
        rest = sum(self._line_height(line, self.wide) for line in self.lines[self.count :])
        return self._step + rest + BAR_FOOT

    @property
    def _facts_style(self) -> TextStyle:
        look, room = self.look, self.narrow - BAR_INDENT - BAR_RIGHT
        text = self.facts.text if self.facts else ""
        size = largest_size(text, look.fonts.bold, room, look.layout.sizes.facts, look.layout.text.floor)
        return look.text(size=size, bold=True)

    @cached_property
    def _facts_height(self) -> float:
        return text_height(self.facts, self._facts_style, self._room(self.narrow)) if self.facts else 0.0

    @staticmethod
    def _room(width: float) -> float:
        return width - BAR_INDENT - BAR_RIGHT

    def _line_height(self, line: Mark | Words, width: float) -> float:
        look, room = self.look, self._room(width)
        if isinstance(line, Mark):
            return mark_line(line, look, look.text(), room).height + 2 * MARK_AIR
        return look.once("bar-line", (line,), lambda: text_height(line, look.text(), room), room)

    def draw(self) -> Group:
        """The bar as a group; its narrow part and its wide one are groups by themselves."""
        if not self._parted:
            top = self._part(self.narrow, self.height, self._facts(), self.lines)
            return replace(top, kind="summary-bar")
        step = self._step - BAR_STEP / 2
        rest = self.lines[self.count :]
        parts = (
            self._part(self.narrow, step, self._facts(), self.lines[: self.count]),
            moved(self._part(self.wide, self.height - step, (), rest, BAR_STEP / 2), 0.0, step),
        )
        return Group(0.0, 0.0, self.wide, self.height, parts)

    def _facts(self) -> tuple[Group, ...]:
        room = self._room(self.narrow)
        if not self.facts:
            return ()
        return (text_group(self.facts, self._facts_style, room, kind="facts"),)

    def _part(
        self,
        width: float,
        height: float,
        first: tuple[Group, ...],
        lines: Sequence[Mark | Words],
        top: float = BAR_TOP,
    ) -> Group:
        """Lines on their ground, under what stands there ``first``."""
        look, parts, room = self.look, list[Group | float](first), self._room(width)
        for line in lines:
            if isinstance(line, Mark):
                parts += MARK_AIR, mark_line(line, look, look.text(), room), MARK_AIR
            else:
                parts.append(text_group(line, look.text(), room, kind="summary"))
        outline = look.colours.rule if look.mono or look.layout.colours.summary == "paper" else ""
        ground = Rect(
            0.0, 0.0, width, height, fill=look.colour("summary"), stroke=outline, line_width=0.5,
            radius=0.0 if outline or self._parted else 4.0,
        )  # fmt: skip
        band = Rect(0.0, 0.0, 4.0, height, fill=look.colours.brand)
        return Group(
            0.0, 0.0, width, height, (ground, band, *stack(parts, BAR_INDENT, top)), kind="summary-bar"
        )


def notes(words: Words, look: PageLook, width: float, height: float) -> Group | None:
    """A title over lines for a pen, in at most ``height``; None if there is no room for two."""
    heading = text_group(
        words, look.text(size=NOTES_SIZE, bold=True, colour=look.colour("heading")), width, kind="notes"
    )
    count = min(MOST_NOTE_LINES, int((height - heading.height - 4.0) / NOTE_LINE))
    if count < 2:
        return None
    y = heading.height + 4.0
    lines = tuple(
        Polyline((0.0, y + k * NOTE_LINE, width, y + k * NOTE_LINE), stroke=look.colours.ink, line_width=0.5)
        for k in range(1, count + 1)
    )
    return Group(0.0, 0.0, width, y + count * NOTE_LINE, (heading, *lines), kind="notes-block")


def patient_strip(
    fields: Sequence[Field] | StripRoom,
    look: PageLook,
    width: float,
    without: frozenset[Part] = frozenset(),
) -> Group:
    """Label and value of each field over a line for a pen, in as few rows as they need; or room for them.

    Fields of the parts ``without`` are left out.
    """
    if isinstance(fields, StripRoom):
        return _room(fields, look, width, without)
    strip = set_fields(fields, look, width, without)
    return Group(0.0, 0.0, width, strip.height, strip.draw(look), kind="patient")


def set_fields(
    fields: Sequence[Field], look: PageLook, width: float, without: Collection[str] = ()
) -> SetStrip:
    """The fields of a patient strip in rows, but for those of the parts ``without``."""
    shown = [field for field in fields if field.part not in without]
    return set_strip(shown, look.text(size=min(look.layout.text.floor, LARGEST_FIELD)), width)


def _room(room: StripRoom, look: PageLook, width: float, without: frozenset[Part]) -> Group:
    left_out = without & {part for part in room.parts if part}
    shown = sum(part not in left_out for part in room.parts)
    slot = Slot(room.whole, left_out, shown, (look.fonts.regular, look.fonts.bold))
    return Group(0.0, 0.0, width, dict(room.heights)[left_out], (), kind="patient", slot=slot)


def identity_strip(document: Document, look: PageLook, width: float) -> Group | None:
    """Name, id and date of a plan for every page but the first, which has the whole strip. An artifact.

    None without a plan.
    """
    fields = identity_fields(document)
    if not fields:
        return None
    return replace(patient_strip(fields, look, width), role="Artifact", kind="identity")
