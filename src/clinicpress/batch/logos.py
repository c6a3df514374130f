"""Logos: read once, and kept as the operators or the picture that draw them.

What draws SVG takes longer to load than a page takes to be made, and is not to be trusted with a file from
anywhere. So it does that in a process of its own, the first time a logo is seen.
"""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from clinicpress.batch.digests import engine_digest
from clinicpress.blocks.look import Ink
from clinicpress.files.keeping import kept
from clinicpress.model.library import Library
from clinicpress.problems import ContentError, Problem, Source
from clinicpress.reading.disk import shown
from clinicpress.reading.svg import plain_svg
from clinicpress.regular import read_regular
from clinicpress.typesetting.items import Vector
from clinicpress.typesetting.logo import Logo

# Seconds for a drawing, where the machine has much else to do.
_PATIENCE = 120
_TOO_MUCH = (
    "takes too long or too much memory to be drawn",
    "simplify it in the drawing program, or save it as PNG",
)
_BROKEN = ("cannot be drawn as it is", "save it again as plain SVG, or as PNG")
# Signals by which the system ends what takes too much: SIGKILL, SIGXCPU.
_STOPPED = {9, 24}
Fault = tuple[str, str]


class _StoppedError(Exception):
    """Why a drawing was not finished. It is not kept: the next run may have more of the machine."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(*fault)
        self.fault = fault


def load_logo(file: Path, ink: Ink, cache: Path, source: Source | None = None, name: str = "") -> Logo:
    """Read a logo, SVG or PNG, and keep it in ``cache``. In mono it has no colours.

    It is black and white if that loses nothing of it, else grey. ``source`` names the file, as ``name``.

    Raises:
        ContentError: if it cannot be drawn, or shows nothing on white paper.
    """
    name = name or file.name
    try:
        data = read_regular(file)
    except OSError as error:
        problem = Problem(f"the logo {name} cannot be read", "check the file and who may read it", source)
        raise ContentError(problem) from error
    if file.suffix.lower() != ".svg":
        logo = _png(data, ink)
    else:
        text = plain_svg(data, name)
        if isinstance(text, Problem):
            raise ContentError(text)
        logo = _svg(text, ink, cache)
    if not isinstance(logo, Logo):
        raise ContentError(Problem(f"the logo {name} {logo[0]}", logo[1], source))
    return logo


def brand_logo(library: Library, ink: Ink, cache: Path) -> Logo | None:
    """The logo of the clinic's brand; None if it has none.

    Raises:
        ContentError: if it cannot be drawn, or shows nothing on white paper.
    """
    brand = library.brands[library.clinic.model.brand]
    if not brand.model.logo:
        return None
    file = library.asset(brand.model.logo)
    return load_logo(file, ink, cache / "logos", brand.at("logo"), shown(file, library.root))


def _svg(text: str, ink: Ink, cache: Path) -> Logo | Fault:
    key = f"{engine_digest()} {text}".encode()
    try:
        drawn = kept(cache, key, json.loads, lambda made: json.dumps(made).encode(), lambda: _drawn(text))
    except _StoppedError as error:
        return error.fault
    if "error" in drawn:
        why, hint = drawn["error"]
        return str(why), str(hint)
    size, art = (float(drawn["width"]), float(drawn["height"])), drawn[ink]
    picture = Vector(*size, art.encode("ascii")) if isinstance(art, str) else base64.b64decode(art[0])
    return Logo(*size, picture)


@lru_cache(maxsize=8)
def _drawn(text: str) -> dict[str, Any]:
    """What `logodrawing` makes of plain SVG; its messages are for its makers.

    Raises:
        _StoppedError: if its process did not come to its end.
    """
    # -P: nothing that lies where one stands is taken for a module
    command = [sys.executable, "-P", "-m", "clinicpress.batch.logodrawing"]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
            creationflags=hidden,
        )
        drawn: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise _StoppedError(_TOO_MUCH) from error
    except subprocess.CalledProcessError as error:
        raise _StoppedError(_TOO_MUCH if -error.returncode in _STOPPED else _BROKEN) from error
    except (OSError, ValueError) as error:
        raise _StoppedError(_BROKEN) from error
    return drawn


def _png(data: bytes, ink: Ink) -> Logo | Fault:
    # loaded late: it takes longer than a page with another logo
    from PIL import Image  # noqa: PLC0415

    from clinicpress.typesetting.raster import flat, in_black, is_blank  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
                picture = flat(image)
    except Exception:  # Pillow raises whatever its decoders end in
        return "cannot be read: it is damaged, or no PNG", "save it anew as PNG"
    if is_blank(picture):
        return "shows nothing on white paper", "use the one for white paper"
    if ink == "mono":
        stream = io.BytesIO()
        in_black(picture).save(stream, "PNG")
        data = stream.getvalue()
    return Logo(float(picture.width), float(picture.height), data)
