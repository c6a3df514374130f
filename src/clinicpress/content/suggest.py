"""Suggestions for a name that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from clinicpress.messages import linked, say

_FEW = 24


def is_close(name: str, known: Iterable[str]) -> bool:
    """Whether a name that is known looks like this one, so that `near` asks for that."""
    return bool(_close(name[:80].lower(), {each.lower(): each for each in known}))


def _close(word: str, names: Iterable[str], most: int = 2, cutoff: float = 0.7) -> list[str]:
    # loaded only where something is wrong
    import difflib  # noqa: PLC0415

    return difflib.get_close_matches(word, names, most, cutoff)


def near(name: str, known: Iterable[str]) -> str:
    """The hint for a name that is not known: the one or two that look like it, else what there is."""
    names = {each.lower(): each for each in sorted(known)}
    word = name[:80].lower()
    if close := _close(word, names):
        return say("near.did-you-mean", names=linked("list.or", (names[each] for each in close)))
    if len(names) <= _FEW:
        return say("content.write-one-of", names=", ".join(names.values()))
    nearest = _close(word, names, 6, 0.0)
    return say("content.nearest-names", names=", ".join(names[each] for each in nearest))
