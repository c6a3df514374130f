"""A new file to fill in: a commented example that is valid as it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from clinicpress.files import write_if_changed
from clinicpress.model.base import Region
from clinicpress.model.library import region_id
from clinicpress.problems import ContentError, Problem, UsageError
from clinicpress.reading.near import near
from clinicpress.regular import is_there, read_text

TEMPLATES = Path(__file__).parent.parent / "templates"
FOLDERS: Mapping[str, str] = {
    "exercise": "content/exercises",
    "handout": "content/handouts",
    "sheet": "content/sheets",
    "warnings": "content/warnings",
    "layout": "assets/layouts",
    "brand": "assets/brands",
}
NEEDS_EXERCISE = ("handout", "sheet")
LONGEST_ID = 60
_REGIONS = tuple(region_id(region) for region in get_args(Region))
_ARTICLE: Mapping[str, str] = {"exercise": "an"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def new_file(root: Path, kind: str, name: str) -> Path:
    """Write a file of ``kind`` named ``name`` into the workspace at ``root``; give its path.

    Raises:
        UsageError: if the name cannot be one, or there is such a file.
        ContentError: if the file would need an exercise, and there is none yet.
        OutputError: if it cannot be written.
    """
    if not _ID.fullmatch(name) or len(name) > LONGEST_ID:
        raise UsageError(
            Problem(f"{name!r} cannot be the name of {_ARTICLE.get(kind, 'a')} {kind}", _name_hint(name))
        )
    path = root / FOLDERS[kind] / f"{name}.yaml"
    if is_there(path):
        message = f"{path.relative_to(root).as_posix()} is there already"
        raise UsageError(Problem(message, "choose another name, or edit that file"))
    if kind == "warnings" and name not in _REGIONS:
        raise UsageError(Problem(f"there is no region {name!r}", near(name, _REGIONS)))
    text = read_text(TEMPLATES / f"{kind}.yaml")
    text = text.replace("@ID@", name).replace("@TITLE@", name.replace("-", " ").capitalize())
    if kind in NEEDS_EXERCISE:
        text = text.replace("@EXERCISE@", _some_exercise(root))
    write_if_changed(path, text.encode())
    return path


def _name_hint(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-")
    what = "use small letters, digits and single hyphens, at most 60"
    return f"{what}, such as {near}" if near else what


def _some_exercise(root: Path) -> str:
    names = sorted(
        path.stem for path in (root / "content" / "exercises").glob("*.yaml") if "." not in path.stem
    )
    if not names:
        problem = Problem(
            "a sheet lists exercises, and there is none yet", "run clinicpress new exercise ID first"
        )
        raise ContentError(problem)
    return names[0]
