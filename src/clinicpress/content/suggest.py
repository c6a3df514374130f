"""Suggestions for a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_FEW = 24


def near(name: str, known: Iterable[str]) -> str:
    """The hint for a name that is not known: the one or two that look like it, else what there is."""
    names = {each.lower(): each for each in sorted(known)}
    word = name[:80].lower()
    close = difflib.get_close_matches(word, names, n=2, cutoff=0.7)
    if close:
        return f"did you mean {' or '.join(names[each] for each in close)}?"
    if len(names) <= _FEW:
        return f"write one of: {', '.join(names.values())}"
    nearest = difflib.get_close_matches(word, names, n=6, cutoff=0.0)
    return f"the nearest names are: {', '.join(names[each] for each in nearest)}"
