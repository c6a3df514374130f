"""A leaflet of six panels: a cover, four panels of content, and a back with the safety block."""

from __future__ import annotations

from collections.abc import Mapping

from clinicpress.blocks.flowable import moved, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import text_group
from clinicpress.blocks.safety import SafetyBox
from clinicpress.composing.document import Document
from clinicpress.inline import Words
from clinicpress.layout.flow.filling import Filled
from clinicpress.layout.flow.flowing import Flow, too_tall
from clinicpress.layout.flow.sections import CardRun
from clinicpress.layout.heads import NARROW_CLINIC, logo_tile
from clinicpress.layout.opening import key_points
from clinicpress.layout.paper import PageFrame
from clinicpress.messages import later, say
from clinicpress.problems import FitError
from clinicpress.typesetting.breaking import TextStyle, largest_size
from clinicpress.typesetting.items import Group, Page, Polyline, QrArt

PANELS = 6
CONTENT = PANELS - 2
# In the order in which a leaflet is unfolded: front, inside left with the flap at its right, then under the
# flap inside middle and right, and the back. Inside left, always in sight, has the safety block; so the back.
SAFETY_PANEL = 2
LOGO, LOGO_GAP = 44.0, 10.0
QR_SIZE = 64.0
BACK_GAP, PANEL_GAP = 12.0, 4.0


class PanelFlow(Flow):
    """Fills the panels between cover and back; these have neither header nor footer."""

    first = 2
    around = 2

    def __init__(
        self, document: Document, look: PageLook, frame: PageFrame, runs: Mapping[int, CardRun], *, snug: bool
    ) -> None:
        super().__init__(document, look, frame, runs, snug=snug)
        self.strip = None
        self.floor = frame.foot

    def shows_safety(self, number: int) -> bool:
        """Whether that panel has the safety block."""
        return number == SAFETY_PANEL

    def page_top(self) -> float:
        """Where the content of a panel begins."""
        return self.frame.top

    def _begin(self) -> None:
        self.new_page()

    def _fill_sheets(self) -> None:
        """Panels that are left over are for the reader's pen."""
        while len(self.pages) < CONTENT:
            self._notes()
            self.new_page()

    def _finished(self) -> tuple[Page, ...]:
        inner = super()._finished()
        return cover(self.document, self.look, self.frame), *inner, back(self.document, self.look, self.frame)

    def _finished_page(self, page: Filled) -> Page:
        groups = list(page.groups)
        if self.safety is not None and self._has_block(page):
            box = self.safety.draw(self.frame.width)
            groups.append(moved(box, self.frame.left, self.floor - box.height))
        return Page(self.frame.page_width, self.frame.page_height, tuple(groups))


def cover(document: Document, look: PageLook, frame: PageFrame) -> Page:
    """The front: logo and clinic, title, key points, and at the foot the telephone."""
    width, furniture = frame.width, document.furniture
    head = _clinic(document, look, width)
    title = text_group(document.title, _title_style(document.title, look, width), width, role="H1",
                       kind="title", bookmark=document.title.text)  # fmt: skip
    parts = [head, title]
    if document.subtitle:
        style = look.text(size=look.layout.sizes.subtitle, colour=look.colours.soft)
        parts.append(text_group(document.subtitle, style, width, kind="subtitle"))
    if document.summary:
        parts.append(key_points(document, look, width))
    call = _lines((furniture.call_label, furniture.phone), look, width)
    placed = stack(parts, frame.left, frame.top, gap=BACK_GAP)
    foot = moved(call, frame.left, frame.foot - call.height)
    _check(
        later("layout.front-too-tall", "over"), placed[-1], foot, document, later("layout.shorten-key-points")
    )
    return Page(frame.page_width, frame.page_height, (*placed, foot))


def back(document: Document, look: PageLook, frame: PageFrame) -> Page:
    """The back: the clinic, how to reach it, and when to call whom; at the foot what the page is."""
    width, furniture = frame.width, document.furniture
    lines = (*furniture.address, furniture.phone, *((furniture.hours,) if furniture.hours else ()))
    parts = [_clinic(document, look, width), _lines(lines, look, width)]
    if furniture.web is not None:
        parts.append(_web(furniture.web, furniture.qr, furniture.qr_label, look, width))
    if document.safety is not None:
        box = SafetyBox(document.safety, look.sized(look.layout.text.floor))
        parts.append(box.draw(width))
    style = look.text(size=look.layout.sizes.footer, colour=look.colours.soft)
    version = text_group(furniture.footer, style, width, kind="footer")
    placed = stack(parts, frame.left, frame.top, gap=BACK_GAP)
    foot = Group(frame.left, frame.foot - version.height, width, version.height, (version,), role="Artifact")
    _check(
        later("layout.back-too-tall", "over"), placed[-1], foot, document, later("layout.shorten-call-outs")
    )
    return Page(frame.page_width, frame.page_height, (*placed, foot))


def _check(key: str, last: Group, foot: Group, document: Document, hint: str) -> None:
    over = last.y + last.height + PANEL_GAP - foot.y
    if over > 0:
        raise FitError(too_tall(key, over, document.source, say(hint)))


def _title_style(words: Words, look: PageLook, width: float) -> TextStyle:
    size = look.layout.sizes.title
    return look.black(largest_size(words.text, look.fonts.black, width, size, size * 0.72), leading=1.12)


def _clinic(document: Document, look: PageLook, width: float) -> Group:
    """Logo over the clinic's name, and a rule."""
    tile = logo_tile(look, document.furniture, LOGO)
    style = look.black(NARROW_CLINIC, look.colours.brand)
    name = text_group(document.furniture.clinic, style, width, 0.0, LOGO + LOGO_GAP, kind="clinic")
    y = name.y + name.height + 6.0
    rule = Polyline((0.0, y, width, y), stroke=look.colours.brand, line_width=1.5)
    return Group(0.0, 0.0, width, y, (tile, name, rule), kind="header")


def _lines(lines: tuple[Words, ...], look: PageLook, width: float) -> Group:
    groups = stack([text_group(words, look.text(), width, kind="contact") for words in lines])
    height = groups[-1].y + groups[-1].height if groups else 0.0
    return Group(0.0, 0.0, width, height, groups)


def _web(web: Words, address: str, says: Words | None, look: PageLook, width: float) -> Group:
    """The code with what it opens beside it, and the address under both."""
    code = Group(0.0, 0.0, QR_SIZE, QR_SIZE, (QrArt(0.0, 0.0, QR_SIZE, address),), role="Figure",
                 alt=f"{says.text}: {address}" if says else address, kind="qr")  # fmt: skip
    parts: list[Group] = [code]
    if says is not None:
        label = text_group(says, look.text(), width - QR_SIZE - 10.0, QR_SIZE + 10.0, kind="qr-label")
        parts.append(moved(label, 0.0, (QR_SIZE - label.height) / 2))
    parts.append(
        text_group(web, look.text(size=look.layout.sizes.label), width, 0.0, QR_SIZE + 4.0, kind="web")
    )
    return Group(0.0, 0.0, width, parts[-1].y + parts[-1].height, tuple(parts))
