"""Diagrams that other packages bring along, by the entry points of the group `GROUP`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from clinicpress.store.regular import read_regular

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

# An entry point is named as a handout's block names the diagram, and leads to a function without arguments
# that gives a `clinicpress.DrawnDiagram`.
GROUP = "clinicpress.diagrams"


def installed_diagrams() -> Mapping[str, tuple[EntryPoint, ...]]:
    """The entry points of each name, none of them loaded; more than one if packages have the same name."""
    # 15 ms that content without such a diagram does without
    from importlib.metadata import entry_points  # noqa: PLC0415

    found: dict[str, tuple[EntryPoint, ...]] = {}
    for each in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        found[each.name] = (*found.get(each.name, ()), each)
    return found


def has_diagrams() -> bool:
    """Whether any package brings diagrams along, in a tenth of the time that `installed_diagrams` takes."""
    for folder in map(Path, sys.path):
        for file in folder.glob("*.dist-info/entry_points.txt"):
            try:
                if f"[{GROUP}]".encode() in read_regular(file):
                    return True
            except OSError:
                continue
    return False
