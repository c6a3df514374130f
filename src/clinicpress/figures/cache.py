"""Compiled figures kept on disk: numpy and shapely are loaded only for a figure never drawn before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache as remember
from pathlib import Path
from typing import TypeVar

from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.figures.stored import DamagedError, read_diagram, read_figure, write_diagram, write_figure
from clinicpress.files import write_if_changed
from clinicpress.model.figure import Figure
from clinicpress.problems import OutputError

T = TypeVar("T")
_WORDS = {"frames": {"__all__": {"caption", "alt"}}}


def figure(figure: Figure, *, mirror: bool, cache: Path | None) -> DisplayList:
    """The display list of a figure, from the folder ``cache`` if it is there, else compiled and kept there.

    Captions and alt texts are no part of the key: a figure is drawn once for all languages. A damaged file is
    replaced; a folder that cannot be written is no error.

    Raises:
        ContentError: if the figure cannot be drawn.
    """
    drawn = json.dumps(figure.model_dump(mode="json", exclude=_WORDS), sort_keys=True, separators=(",", ":"))
    shown = _kept(
        f"figure mirror={mirror} {drawn}",
        cache,
        read_figure,
        write_figure,
        lambda: _compile_figure(figure, mirror),
    )
    words = zip(shown.frames, figure.frames, strict=True)
    return replace(
        shown, frames=tuple(replace(one, caption=said.caption, alt=said.alt) for one, said in words)
    )


def diagram(name: str, *, cache: Path | None) -> Diagram:
    """A compiled diagram by name, kept in the folder ``cache`` like a figure.

    Raises:
        KeyError: if there is no such diagram.
    """
    return _kept(f"diagram {name}", cache, read_diagram, write_diagram, lambda: _compile_diagram(name))


def _kept(
    key: str,
    cache: Path | None,
    read: Callable[[bytes], T],
    write: Callable[[T], bytes],
    make: Callable[[], T],
) -> T:
    if cache is None:
        return make()
    path = cache / f"{hashlib.sha256(f'{engine_version()} {key}'.encode()).hexdigest()[:32]}.json"
    try:
        return read(path.read_bytes())
    except (OSError, DamagedError):
        made = make()
    try:
        write_if_changed(path, write(made))
    except OutputError:
        # A cache saves time only: a read-only or full disk must not stop a page from being made.
        return made
    return made


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
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()
