"""What each PDF was made from, so that a document whose inputs are the same is not made again.

Every output has a receipt of its own in the workspace's cache: two builds at once never share a file that
both read, change and write, so neither needs a lock. A lost or damaged receipt only costs a rebuild.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import clinicpress
from clinicpress.batch.jobs import Job
from clinicpress.files import write_if_changed
from clinicpress.model.brand import Brand
from clinicpress.model.documents import ExerciseBlock, Handout, PictureBlock, Sheet
from clinicpress.model.library import Library
from clinicpress.problems import OutputError

# The libraries whose code decides what stands in a PDF.
LIBRARIES = (
    "babel", "fontpkg-lato", "markdown-it-py", "numpy", "pillow", "pydantic", "reportlab", "rl_accel",
    "shapely", "svglib",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished PDF was made from and what it held: hex digests, its pages, what the fit did."""

    inputs: str
    output: str
    pages: int
    report: Mapping[str, Any]


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Digest of this package's own files and of the versions of what it draws with."""
    package = Path(clinicpress.__file__).parent
    state = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        # the starter's files count as content, where they are used
        if path.suffix in {".py", ".yaml"} and not name.startswith("starter/"):
            state.update(f"{name}\0{digest_of(path.read_bytes())}\0".encode())
    for library in LIBRARIES:
        state.update(f"{library} {version(library)}\0".encode())
    state.update(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    return state.hexdigest()


def input_digest(library: Library, job: Job) -> str:
    """Digest of everything that the PDF of ``job`` depends on."""
    document = library.handouts[job.id] if job.kind == "handout" else library.sheets[job.id]
    brand = library.brands[library.clinic.model.brand]
    inputs = {
        "engine": engine_digest(),
        "clinic": library.clinic.digest,
        "document": document.digest,
        "exercises": {name: library.exercises[name].digest for name in _exercises(document.model)},
        "layout": library.layouts[job.layout].digest,
        "brand": brand.digest,
        "files": {name: _digest_of_file(library, name) for name in _files(document.model, brand.model)},
        "job": [job.kind, job.id, job.language, job.paper, job.ink, job.layout],
    }
    return digest_of(json.dumps(inputs, sort_keys=True).encode())


def read_receipt(cache: Path, output: Path) -> Receipt | None:
    """The receipt of a PDF; None if there is none that can be used."""
    try:
        data = json.loads(_receipt_path(cache, output).read_bytes())
        return Receipt(str(data["inputs"]), str(data["output"]), int(data["pages"]), dict(data["report"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_receipt(cache: Path, output: Path, receipt: Receipt) -> None:
    """Keep the receipt of a PDF."""
    data = json.dumps(asdict(receipt), indent=1, sort_keys=True)
    try:
        write_if_changed(_receipt_path(cache, output), data.encode())
    except OutputError:
        # a workspace on a read-only share can still be printed from; the PDF itself was written
        return


def is_current(receipt: Receipt | None, inputs: str, output: Path) -> bool:
    """Whether the PDF on disk is what building it again would give."""
    if receipt is None or receipt.inputs != inputs:
        return False
    try:
        return digest_of(output.read_bytes()) == receipt.output
    except OSError:
        return False


def _receipt_path(cache: Path, output: Path) -> Path:
    # named by digest, so that outputs of any folder can have one
    return cache / "receipts" / f"{digest_of(str(output.resolve()).encode())[:32]}.json"


def _exercises(document: Handout | Sheet) -> Iterator[str]:
    if isinstance(document, Sheet):
        yield from (use.exercise for use in document.exercises)
    else:
        yield from (block.exercise for block in document.blocks if isinstance(block, ExerciseBlock))


def _files(document: Handout | Sheet, brand: Brand) -> Iterator[str]:
    """The files of the workspace that a document shows: logo, typefaces, pictures."""
    faces = brand.typefaces
    yield from (name for name in (brand.logo, faces.regular, faces.bold, faces.black) if name)
    if isinstance(document, Handout):
        yield from (block.picture.file for block in document.blocks if isinstance(block, PictureBlock))


def _digest_of_file(library: Library, name: str) -> str:
    try:
        return digest_of(library.files[name].read_bytes())
    except (KeyError, OSError):
        return ""  # a typeface of a package, or a file whose absence the build reports
