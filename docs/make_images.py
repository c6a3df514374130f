"""Makes the pictures at the top of the README from the pages themselves: ``python docs/make_images.py``."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from clinicpress.batch.build import build
from clinicpress.batch.jobs import Request
from clinicpress.batch.preview import rasterised
from clinicpress.files import write_if_changed

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
DPI = 110
# Pages are a few flat colours: a palette keeps the repository small.
COLOURS = 96


def main() -> int:
    """Write docs/images/handout.png and docs/images/sheet.png, the first page of each."""
    with tempfile.TemporaryDirectory() as scratch:
        result = build(ROOT, Request(names=("sciatica",), out=Path(scratch)))
        for outcome in result.outcomes:
            if outcome.path is None:
                return 1
            page = next(rasterised(outcome.path.read_bytes(), DPI))
            picture = Image.open(io.BytesIO(page)).convert("RGB").quantize(COLOURS)
            stream = io.BytesIO()
            picture.save(stream, "PNG", optimize=True)
            write_if_changed(IMAGES / f"{outcome.kind}.png", stream.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
