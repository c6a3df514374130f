"""The word lists beside this file: words by the part they play, and participles with their verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from clinicpress.regular import read_text


def listed(name: str) -> frozenset[str]:
    """The words of a list of ``words.txt``."""
    return _lists()[name]


@lru_cache(maxsize=1)
def participles() -> Mapping[str, str]:
    """What can be done to something, such as held, with the verb: hold."""
    lines = _lines("participles.txt")
    return {line.partition(" ")[0]: line.partition(" ")[2] for line in lines}


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in _lines("words.txt"):
        if line.endswith(":"):
            name = line.removesuffix(":")
        found.setdefault(name, set()).update(() if line.endswith(":") else line.split())
    return {name: frozenset(words) for name, words in found.items()}


def _lines(name: str) -> Iterator[str]:
    text = read_text(Path(__file__).with_name(name))
    return (line for line in text.splitlines() if line and not line.startswith("#"))
