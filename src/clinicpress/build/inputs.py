"""What one file is made from, as a digest: a document whose inputs are the same need not be made again."""

from __future__ import annotations

import json
from collections.abc import Iterator

from clinicpress.build.illustrating import illustration_digests
from clinicpress.build.jobs import Job
from clinicpress.build.receipts import digest_of, digest_of_file, engine_digest
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.documents import ExerciseBlock, Handout, Sheet
from clinicpress.content.models.library import NO_SHEET, Library, Loaded
from clinicpress.content.models.texts import assets_of


def input_digest(library: Library, job: Job) -> str:
    """Digest of everything that the file of ``job`` depends on."""
    document = document_of(library, job)
    brand = library.brands[library.clinic.model.brand]
    diagrams = illustration_digests(document.model, job.ink)
    inputs = {
        "engine": engine_digest(),
        "clinic": library.clinic.digest,
        "document": document.digest,
        "exercises": {name: library.exercises[name].digest for name in exercises_of(library, job)},
        "layout": library.layouts[job.layout].digest,
        "brand": brand.digest,
        "files": {name: _digest_of_file(library, name) for name in _files(document.model, brand.model)},
        **({"diagrams": diagrams} if diagrams else {}),
        "job": [
            job.kind,
            job.id,
            job.language,
            job.paper,
            job.ink,
            job.layout,
            job.text,
            job.binding,
            job.format,
            job.draft,
            job.pages,
        ],
    }
    return digest_of(json.dumps(inputs, sort_keys=True).encode())


def exercises_of(library: Library, job: Job) -> Iterator[str]:
    """The ids of the exercises that the document of ``job`` shows."""
    document = document_of(library, job).model
    if isinstance(document, Sheet):
        yield from (use.exercise for use in document.exercises)
    else:
        yield from (block.exercise for block in document.blocks if isinstance(block, ExerciseBlock))


def document_of(library: Library, job: Job) -> Loaded[Handout] | Loaded[Sheet]:
    """The handout or sheet that ``job`` is about."""
    if job.kind == "handout":
        return library.handouts[job.id]
    return library.sheets[job.id] if job.id else NO_SHEET


def _files(document: Handout | Sheet, brand: Brand) -> Iterator[str]:
    """The files of the workspace that a document shows: logo, typefaces, pictures."""
    faces = brand.typefaces
    yield from (name for name in (brand.logo, faces.regular, faces.bold, faces.black) if name)
    if isinstance(document, Handout):
        yield from (name for _, name in assets_of(document))


def _digest_of_file(library: Library, name: str) -> str:
    try:
        return digest_of_file(library.asset(name))
    except OSError:
        return ""  # a typeface of a package, or a file whose absence the build reports
