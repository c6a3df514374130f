"""Compiled figures kept on disk: numpy and shapely are loaded only for a figure never drawn before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache as remember
from pathlib import Path

from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.figures.stored import read_diagram, read_figure, write_diagram, write_figure
from clinicpress.files.keeping import kept
from clinicpress.model.figure import Figure
from clinicpress.regular import read_regular


def figure(figure: Figure, *, mirror: bool, cache: Path | None) -> DisplayList:
    """The display list of a figure, from the folder ``cache`` if it is there, else compiled and kept there.

    Captions and alt texts are no part of the key: a figure is drawn once for all languages. A damaged file is
    replaced; a folder that cannot be written is no error.

    Raises:
        ContentError: if the figure cannot be drawn.
    """
    key = _key(f"figure mirror={mirror} {picture_of(figure)}")
    shown = kept(cache, key, read_figure, write_figure, lambda: _compile_figure(figure, mirror))
    words = zip(shown.frames, figure.frames, strict=True)
    return replace(
        shown, frames=tuple(replace(one, caption=said.caption, alt=said.alt) for one, said in words)
    )


def diagram(name: str, *, cache: Path | None) -> Diagram:
    """A compiled diagram by name, kept in the folder ``cache`` like a figure.

    Raises:
        KeyError: if there is no such diagram.
    """
    return kept(cache, _key(f"diagram {name}"), read_diagram, write_diagram, lambda: _compile_diagram(name))


def picture_of(figure: Figure) -> str:
    """All of a figure that is drawn, as text (JSON); captions and alt texts are not."""
    drawn = figure.model_dump(mode="json", exclude={"frames": {"__all__": {"caption", "alt"}}})
    return json.dumps(drawn, sort_keys=True, separators=(",", ":"))


def _key(what: str) -> bytes:
    return f"{engine_version()} {what}".encode()


def _compile_figure(figure: Figure, mirror: bool) -> DisplayList:
    # Here and below the engine is imported late: numpy and shapely take longer to load than all the rest.
    from clinicpress.figures.compile import compile_figure  # noqa: PLC0415

    return compile_figure(figure, mirror)


def _compile_diagram(name: str) -> Diagram:
    from clinicpress.figures.diagrams import diagram as draw  # noqa: PLC0415

    return draw(name)


@remember
def engine_version() -> str:
    """A digest (hex) of the engine's own source: another engine draws other pictures."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        name, source = path.relative_to(folder).as_posix(), read_regular(path).replace(b"\r\n", b"\n")
        digest.update(name.encode() + b"\0" + source + b"\0")
    return digest.hexdigest()
