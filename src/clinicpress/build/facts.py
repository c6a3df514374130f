"""Facts about a finished PDF, and everything that is wrong with it."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pypdf import PdfReader

from clinicpress.messages import later, say
from clinicpress.problems import Problem, Source
from clinicpress.proof.finished import verify_finished
from clinicpress.proof.tags import read_tags
from clinicpress.records import dataclass
from clinicpress.store.regular import read_regular

# A PDF says that it is one within this many bytes.
_HEADER = 1024
HINT = later("build.make-again-clinicpress-build-force")


@dataclass(frozen=True, slots=True)
class Facts:
    """A finished PDF: its pages, title, language, how often each tag stands in it, and its typefaces."""

    pages: int
    title: str
    language: str
    tags: Mapping[str, int]
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that was read back: ``facts`` is None if it is no PDF that can be read.

    ``notes`` is what should be known and is not wrong.
    """

    path: Path
    facts: Facts | None
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def verify_file(path: Path, shown: str) -> Verified:
    """Read a PDF back; ``shown`` is how problems name it."""
    source = Source(shown)
    try:
        data = read_regular(path)
    except OSError as error:
        problem = Problem(
            say("build.file-cannot-be-read", reason=error.strerror), say("build.check-the-name"), source
        )
        return Verified(path, None, (problem,))
    if b"%PDF-" not in data[:_HEADER]:
        return Verified(
            path, None, (Problem(say("build.is-no-pdf"), say("build.name-pdf-clinicpress-made"), source),)
        )
    # pypdf tells of faults in its log as well; they are in the complaints already
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found = verify_finished(data)
    problems = tuple(Problem(complaint, say(HINT), source) for complaint in found.complaints)
    return Verified(path, _facts(data), problems, found.notes)


def _facts(data: bytes) -> Facts | None:
    try:
        reader = PdfReader(io.BytesIO(data))
        title = reader.metadata.title if reader.metadata else None
        return Facts(
            pages=len(reader.pages),
            title=title or "",
            language=str(reader.root_object.get("/Lang", "")),
            tags=dict(sorted(Counter(tag.role for top in read_tags(reader) for tag in top.walk()).items())),
            fonts=tuple(sorted(_fonts(reader))),
        )
    except Exception:  # a broken file makes the library fail in any way; verify_pdf has said so already
        return None


def _fonts(reader: PdfReader) -> set[str]:
    """The typefaces of the pages, without the six letters that mark a subset."""
    names = set()
    for page in reader.pages:
        fonts = page.get("/Resources", {}).get("/Font", {})
        for font in fonts.get_object().values() if fonts else ():
            names.add(str(font.get_object().get("/BaseFont", "")).lstrip("/").rpartition("+")[2])
    return names
