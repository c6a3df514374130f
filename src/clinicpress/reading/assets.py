"""The files that content names: pictures, logos and typefaces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clinicpress.problems import Problem, Source
from clinicpress.reading.disk import read_bytes, shown, unreadable
from clinicpress.reading.near import near
from clinicpress.reading.typefaces import typeface_fault
from clinicpress.regular import is_named, open_regular

MAX_BYTES = 10_000_000
MAX_SVG_BYTES = 1_000_000
MAX_FORM_BYTES = 20_000_000
# The weights of the typeface that clinicpress brings along.
_WEIGHTS = ("Thin", "ExtraLight", "Light", "Medium", "SemiBold", "Bold", "ExtraBold", "Black")
LATO = ("Regular", "Italic", *_WEIGHTS, *(f"{weight}Italic" for weight in _WEIGHTS))


def locate(path: str, roots: Sequence[Path]) -> tuple[Path, Path]:
    """Where a file named in content is, and the root that it belongs to: the first that has it.

    A link that leads nowhere is there: what stands behind must not take the place of what somebody meant.
    """
    for root in roots:
        if is_named(root / path):
            return root / path, root
    return roots[0] / path, roots[0]


def picture_problem(path: str, roots: Sequence[Path], source: Source) -> Problem | None:
    """What is wrong with a picture: it must be a whole PNG or JPEG of at most 10 MB, in grey or RGB."""
    data = _bytes(path, roots, MAX_BYTES, source)
    if isinstance(data, Problem):
        return data
    # Here and not above: Pillow costs 12 ms, and most workspaces have no picture.
    from clinicpress.reading.pictures import picture_fault  # noqa: PLC0415

    return _said(path, picture_fault(data), source)


def logo_problem(path: str, roots: Sequence[Path], source: Source) -> Problem | None:
    """What is wrong with a logo: an SVG drawing of shapes alone, or a PNG as above."""
    if path.lower().endswith(".png"):
        return picture_problem(path, roots, source)
    if not path.lower().endswith(".svg"):
        return Problem(f"{path} is neither SVG nor PNG", "save the logo as plain SVG, or as PNG", source)
    data = _bytes(path, roots, MAX_SVG_BYTES, source)
    if isinstance(data, Problem):
        return data
    # Here and not above, as in `picture_problem`.
    from clinicpress.reading.svg import svg_problem  # noqa: PLC0415

    return svg_problem(data, shown(locate(path, roots)[0], roots[0]))


def form_problem(path: str, roots: Sequence[Path], source: Source) -> Problem | None:
    """What is wrong with a PDF that is put behind patients' sheets, as far as its first bytes tell."""
    file, root = locate(path, roots)
    fault = unreadable(file, root, source) or _too_large(file, path, MAX_FORM_BYTES, source)
    if fault:
        return fault
    with open_regular(file) as data:
        if b"%PDF-" in data.read(1024):
            return None
    return Problem(f"{path} is not a PDF", "save the form as PDF", source)


def typeface_problem(name: str, roots: Sequence[Path], source: Source) -> Problem | None:
    """What is wrong with a typeface: it must be ``lato:Weight``, or a TrueType file of at most 10 MB."""
    package, _, weight = name.partition(":")
    if package == "lato":
        hint = near(weight, LATO)
        return None if weight in LATO else Problem(f"Lato has no weight '{weight}'", hint, source)
    data = _bytes(name, roots, MAX_BYTES, source)
    if isinstance(data, Problem):
        return data
    return _said(name, typeface_fault(data), source)


def _bytes(path: str, roots: Sequence[Path], most: int, source: Source) -> bytes | Problem:
    """The bytes of a file, ``most`` of them at most; or why there are none."""
    file, root = locate(path, roots)
    fault = unreadable(file, root, source) or _too_large(file, path, most, source)
    return fault or read_bytes(file, root, most, source)


def _said(path: str, fault: tuple[str, str] | None, source: Source) -> Problem | None:
    return Problem(f"{path} {fault[0]}", fault[1], source) if fault else None


def _too_large(file: Path, path: str, most: int, source: Source) -> Problem | None:
    size = file.stat().st_size
    if size <= most:
        return None
    hint = f"save it smaller: {most // 1_000_000} MB at most"
    return Problem(f"{path} is too large ({size / 1_000_000:.1f} MB)", hint, source)
