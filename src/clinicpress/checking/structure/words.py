"""What a title, a heading or a caption says beyond words that any document could have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from clinicpress.regular import read_text

_WORD = re.compile(r"[a-zà-öø-ÿ]+(?:['’-][a-zà-öø-ÿ]+)*|\d+")
_LEAST_STEM = 4


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in read_text(Path(__file__).with_name("words.txt")).splitlines():
        key, _, listed = line.partition(": ")
        if not line.startswith("#"):
            found[key] = found.get(key, frozenset()) | frozenset(listed.split())
    return found


def kind(name: str) -> frozenset[str]:
    """The words of a kind in ``words.txt``."""
    return _listed()[name]


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in small letters."""
    return tuple(_WORD.findall(text.lower()))


def stem(word: str) -> str:
    """A word without the ending that makes it many or somebody's; good enough to tell that two are one."""
    bare = re.sub(r"['’]s?$", "", word)
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if bare.endswith(ending) and not bare.endswith(("ss", "is", "us")) and len(bare) > _LEAST_STEM:
            return bare[: -len(ending)] + instead
    return bare


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry the meaning of a text."""
    return frozenset(stem(word) for word in words(text) if word not in kind("small"))


@lru_cache(maxsize=4)
def _stems(*names: str) -> frozenset[str]:
    return frozenset(stem(word) for name in names for word in kind(name))


def of_paper_alone(title: str) -> bool:
    """True if a title speaks of the paper alone, such as "Patient information" or "Week 2, part B"."""
    return all(word in _stems("paper") or word.isdigit() or len(word) == 1 for word in content(title))


def says_nothing(text: str) -> bool:
    """True if a text has only words that any announcement has."""
    rest = content(text) - _stems("paper", "filler")
    return all(word.isdigit() or len(word) == 1 for word in rest)


def unsaid(text: str, said: str) -> frozenset[str]:
    """The meaning of a text that is not in what is ``said`` already, without the words of announcements."""
    return content(text) - content(said) - _stems("paper", "filler")
