"""Makes the pictures of the documentation from the pages themselves: ``python docs/make_images.py``."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from clinicpress.build.building import build
from clinicpress.build.jobs import Kind, Request
from clinicpress.choices import Ink
from clinicpress.store.files import write_if_changed
from clinicpress.tasks.pictures import rasterised

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
# Pages are a few flat colours: a palette keeps the repository small.
COLOURS = 64
GAP, GROUND = 12, "#8A9299"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of pages: of which document in which layout, which pages of it, and how large they are."""

    name: str
    kind: Kind
    document: str
    layout: str | None = None
    pages: tuple[int, ...] = (0,)
    dpi: int = 80
    ink: Ink = "colour"


SHOTS = (
    Shot("handout", "handout", "sciatica", dpi=110),
    Shot("sheet", "sheet", "sciatica", dpi=110),
    Shot("layout-handout", "handout", "sciatica", pages=(0, 1, 2), dpi=58),
    Shot("layout-handout-two-column", "handout", "sciatica", "handout-two-column", (0, 1, 2), 58),
    Shot("layout-sheet", "sheet", "sciatica", dpi=72, ink="mono"),
    Shot("layout-sheet-compact", "sheet", "low-back-strength", dpi=72),
    Shot("layout-sheet-steps", "sheet", "sit-to-stand", dpi=72),
    Shot("layout-large-print", "sheet", "sciatica", "large-print", (0, 1, 2), 58),
    Shot("layout-fridge", "sheet", "sciatica", "fridge", dpi=72),
    Shot("layout-fridge-large", "sheet", "sciatica", "fridge-large", dpi=72),
    Shot("layout-log", "sheet", "sciatica", "log", dpi=72),
    Shot("layout-booklet", "handout", "sciatica", "booklet", (0, 1), 64),
    Shot("layout-trifold", "handout", "sciatica", "trifold", (0, 1), 64),
)


def main() -> int:
    """Write every picture into docs/images."""
    with tempfile.TemporaryDirectory() as scratch:
        for shot in SHOTS:
            data = _pdf(shot, Path(scratch))
            if data is None:
                return 1
            write_if_changed(IMAGES / f"{shot.name}.png", _png(_side_by_side(list(_pages(data, shot)))))
    return 0


def _pdf(shot: Shot, scratch: Path) -> bytes | None:
    request = Request((shot.document,), shot.kind, layout=shot.layout, ink=shot.ink, out=scratch)
    (outcome,) = build(ROOT, request).outcomes
    return None if outcome.path is None else outcome.path.read_bytes()


def _pages(data: bytes, shot: Shot) -> Iterator[Image.Image]:
    for number, page in enumerate(rasterised(data, shot.dpi)):
        if number in shot.pages:
            yield Image.open(io.BytesIO(page)).convert("RGB")


def _side_by_side(pages: list[Image.Image]) -> Image.Image:
    if len(pages) == 1:
        return pages[0]
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    whole = Image.new("RGB", (width, max(page.height for page in pages) + 2 * GAP), GROUND)
    x = GAP
    for page in pages:
        whole.paste(page, (x, GAP))
        x += page.width + GAP
    return whole


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main())
