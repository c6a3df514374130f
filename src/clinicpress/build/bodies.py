"""Bodies: all of a patient's pages but the strips that say whose they are. Plans that are alike share one.

Those that hold nothing typed for one patient are kept in the workspace's cache, too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from clinicpress.build.jobs import Job
from clinicpress.build.pagebody import BODIES, PageBody
from clinicpress.build.press import Press
from clinicpress.composing.furniture import identity, patient_strip
from clinicpress.composing.uses import Use, lacks_side, sheet_uses
from clinicpress.content.models.documents import Plan, Sheet
from clinicpress.content.models.library import Loaded
from clinicpress.layout.placing import LaidOut, Setting, Strips
from clinicpress.pdf.packet import packet_body
from clinicpress.pdf.strips import DrawnStrip, draw_strip
from clinicpress.pdf.write import PdfBytes, draw, file_body
from clinicpress.proof.identity import drawn_words, words_of
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache
from clinicpress.typesetting.items import Page, PlacedDocument
from clinicpress.typesetting.memo import Memo

# Bytes of bodies that are kept in memory; more are made again when they are met again.
MOST_BODIES = 8_000_000
MOST_COMPOSED = 1_000
# One body in so many has the structure of its PDF read: the code that tags pages is the same for all.
STRUCTURE_READ = 200


@dataclass(frozen=True, slots=True)
class PatientPages:
    """One patient's pages: a body, the strips of its slots in order, and what those say, by page.

    ``circled``: the sore side is to be circled by pen. ``check`` asks for the PDF's structure to be read.
    """

    body: PageBody
    strips: tuple[DrawnStrip, ...]
    said: tuple[tuple[str, ...], ...]
    circled: bool
    check: bool = False

    def file(self) -> PdfBytes:
        """Their file."""
        assert self.body.file is not None
        return self.body.file.file(self.strips)


@dataclass(frozen=True, slots=True)
class Treatment:
    """A plan but for whose it is: a digest of all that decides its body, and whether anything was typed.

    ``terse`` leaves out what marks say of the plan before.
    """

    digest: str
    typed: bool
    terse: bool = False


@dataclass(frozen=True, slots=True)
class _Composed:
    """What the strips of plans that are alike are made of."""

    sheet: Loaded[Sheet]
    uses: tuple[Use, ...]
    circled: bool


class Bodies:
    """Makes bodies with one `Press`, for ``files`` and for a ``packet``, which may be ``duplex``."""

    def __init__(
        self, press: Press, cache: Cache, *, files: bool, packet: bool = False, duplex: bool = False
    ) -> None:
        self.press, self._cache = press, cache
        self._files, self._packet, self._duplex = files, packet, duplex
        # how many bodies were made
        self._count = 0
        self._bodies: Memo[PageBody] = Memo(MOST_BODIES)
        self._composed: Memo[_Composed] = Memo(MOST_COMPOSED)

    def pages(
        self, job: Job, treatment: Treatment, plan: Loaded[Plan], before: Loaded[Plan] | None
    ) -> PatientPages:
        """The pages of a plan; see `Press.place`.

        Raises:
            ContentError, OutputError: as `Press.place` and `clinicpress.pdf.write.draw`.
        """
        of = self._composed.get(treatment)
        if of is None:
            of = self._of(plan)
            self._composed.put(treatment, of)
        context = replace(self.press.context(job), plan=plan)
        setting = self.press.setting(job)
        strips = setting.strips(patient_strip(of.sheet, of.uses, context), identity(of.sheet, context))
        key = (treatment, strips.rooms)
        body = self._bodies.get(key)
        if body is None:
            count = self._count
            body = self._found(job, treatment, plan, before, strips)
            self._bodies.put(key, body, body.size)
            made = self._with_strips(body, setting, strips, of)
            return replace(made, check=self._count > count and self._count % STRUCTURE_READ == 0)
        self.press.check_strips(job, strips)
        return self._with_strips(body, setting, strips, of)

    def _of(self, plan: Loaded[Plan]) -> _Composed:
        sheet = self.press.library.sheet(plan.model.sheet)
        assert sheet is not None
        uses = sheet_uses(self.press.library, sheet, plan)
        return _Composed(sheet, uses, lacks_side(self.press.library, plan))

    def _found(
        self,
        job: Job,
        treatment: Treatment,
        plan: Loaded[Plan],
        before: Loaded[Plan] | None,
        strips: Strips,
    ) -> PageBody:
        """The body from the cache, or a new one, which is kept there if nothing in it was typed."""

        def make() -> PageBody:
            laid = self.press.placed_around(job, plan, before, strips.rooms, terse=treatment.terse)
            return self._made(job, laid)

        if treatment.typed:
            return make()
        asked = [treatment.digest, treatment.terse, self._files, self._packet, self._duplex]
        rooms = [
            [room.parts, [[sorted(some), height] for some, height in room.heights]] for room in strips.rooms
        ]
        self.press.check_strips(job, strips)
        return self._cache.get(BODIES, json.dumps([*asked, *rooms]), make)

    def _made(self, job: Job, laid: LaidOut) -> PageBody:
        document, stamps = laid.document, self.press.stamps
        self._count += 1
        drawn = draw(document, stamps)
        appended = self.press.appended(job.id)
        whole = padded(document) if self._duplex else document
        return PageBody(
            asdict(laid.report),
            drawn_words(document),
            drawn.slots,
            file_body(drawn, document.metadata, appended) if self._files else None,
            packet_body(drawn if whole is document else draw(whole, stamps)) if self._packet else None,
        )

    def _with_strips(self, body: PageBody, setting: Setting, strips: Strips, of: _Composed) -> PatientPages:
        drawn, said = list[DrawnStrip](), [list[str]() for _ in body.words]
        for place in body.slots:
            fields = setting.strip(place.slot, strips)
            drawn.append(draw_strip(fields, place))
            said[place.page].append(words_of(fields))
        return PatientPages(body, tuple(drawn), tuple(map(tuple, said)), of.circled)


def padded(document: PlacedDocument) -> PlacedDocument:
    """The document with an empty page at its end if it has an odd number: for paper of two sides."""
    pages = document.pages
    if len(pages) % 2 == 0:
        return document
    return replace(document, pages=(*pages, Page(pages[-1].width, pages[-1].height, ())))
