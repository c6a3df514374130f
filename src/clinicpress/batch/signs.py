"""Where in its file a character stands that only the page found wrong."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from clinicpress.model.library import Library
from clinicpress.problems import Problem, Source
from clinicpress.reading.disk import read_bytes
from clinicpress.reading.yaml_text import MAX_BYTES


def placed_sign(problem: Problem, library: Library) -> Problem:
    """The problem at the place of its character: the first of its kind from the place of its text on.

    A row of a table has the number of the cell for a column, and stays as it is.
    """
    source = problem.source
    if not problem.sign or source is None or not source.path.endswith((".yaml", ".yml")):
        return problem
    path = library.root / source.path
    data = read_bytes(path, path.parent, MAX_BYTES)
    if isinstance(data, Problem):
        return problem
    lines = data.decode("utf-8", "replace").splitlines()
    # it may have been written as a letter and its mark
    forms = (problem.sign, unicodedata.normalize("NFD", problem.sign))
    for number in range(source.line, len(lines) + 1):
        start = source.column - 1 if number == source.line else 0
        found = [at for form in forms if (at := lines[number - 1].find(form, start)) >= 0]
        if found:
            return replace(problem, source=Source(source.path, number, min(found) + 1))
    return problem
