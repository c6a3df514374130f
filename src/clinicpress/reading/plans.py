"""Plans of patients: read one at a time, from anywhere; no message repeats what a plan says."""

from __future__ import annotations

import os
from pathlib import Path

from clinicpress.model.documents import Plan
from clinicpress.problems import Problem, Source
from clinicpress.reading.disk import read_bytes, shown
from clinicpress.reading.typed import Outcome, load
from clinicpress.reading.yaml_text import MAX_BYTES


def read_plan(path: Path, root: Path) -> Outcome[Plan]:
    """Read the plan at ``path``, in the workspace at ``root`` or outside of it.

    Whether its sheet and exercises exist is for the composing of it to say. Never raises for what it says.
    """
    name = shown(path.absolute(), root)
    target = Path(os.path.realpath(path))
    data = read_bytes(target, target.parent, MAX_BYTES, Source(name))
    if isinstance(data, Problem):
        return Outcome(None, (data,))
    return load(data, Plan, id=path.stem, path=name, private=True)
