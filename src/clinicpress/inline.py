"""Inline text: words in runs of one look, from ``**bold**`` and ``[links](https://...)``.

Every other character prints as it is. Nothing here is markup for ReportLab: a run carries plain characters,
so an author's ``<img>`` is four letters and two signs on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicpress.problems import Source
from clinicpress.records import dataclass

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINK = re.compile(r"(https://|mailto:|tel:)\S+", re.IGNORECASE)
# A no-break space stays: lines do not break there.
_SPACE = re.compile(r"[^\S\u00a0]+")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
# ``*one*``, ``_one_`` and ``__two__`` are no markup here: their marks stand on paper as they were typed.
_LITERAL = ("em_open", "em_close")
# Text without these has no markup; most has none, and the parser takes 25 ms to load.
_MARKUP = re.compile(r"[*_\[\\]")
# Bold words between spaces, which the parser reads in no other way; ours have no other markup.
_BOLD = re.compile(r"(?:(?<=[ \u00a0])|^)\*\*([^\s*_\[\\](?:[^*_\[\\]*[^\s*_\[\\])?)\*\*(?=[ \u00a0]|$)")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look: bold or not, and the address they lead to."""

    text: str
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of inline text and where it was written.

    ``public`` stands for words of a patient's plan where these must not be, as in bookmarks and metadata.
    """

    runs: tuple[Run, ...]
    source: Source
    public: str = ""

    @property
    def text(self) -> str:
        """The words without their looks."""
        runs = self.runs
        return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def joined(parts: Sequence[Words]) -> Words:
    """Several paragraphs as one, in order."""
    runs = [run for words in parts for run in (Run(" "), *words.runs)]
    return Words(tuple(runs[1:]), parts[0].source)


def emphasised(words: Words) -> Words:
    """The same words in bold."""
    return replace(words, runs=tuple(replace(run, bold=True) for run in words.runs))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  (see _MARKUP)

    parser = MarkdownIt("zero").enable(["emphasis", "link", "escape"])
    parser.validateLink = lambda url: bool(_LINK.fullmatch(url))  # type: ignore[method-assign]
    return parser


def flat(text: str) -> str:
    """The text in one line; runs of white space become one space."""
    return _SPACE.sub(" ", text).strip()


# The same words of the same place are one object in all plans of a run: what is drawn is kept by that.
@lru_cache(maxsize=6_000)
def plain(text: str, source: Source) -> Words:
    """Words without markup, such as a title or a name; runs of white space become one space."""
    return Words(_plain_runs(text), source)


@lru_cache(maxsize=6_000)
def inline(text: str, source: Source) -> Words:
    """Words with ``**bold**`` and links to https, mailto and tel addresses; all else is literal."""
    return Words(_inline_runs(text), source)


@lru_cache(maxsize=4_000)
def _plain_runs(text: str) -> tuple[Run, ...]:
    return (Run(flat(text)),)


@lru_cache(maxsize=4_000)
def _inline_runs(text: str) -> tuple[Run, ...]:
    line = flat(text)
    parts = _BOLD.split(line)
    if not any(map(_MARKUP.search, parts)):
        return _merge([Run(part, bold=at % 2 == 1) for at, part in enumerate(parts)]) or (Run(line),)
    children = _markdown().parseInline(line)[0].children or []
    return _merge(_runs(children)) or (Run(line),)


def paragraphs(text: str, source: Source) -> tuple[Words, ...]:
    """The paragraphs of a text, parted by empty lines."""
    return tuple(inline(part, source) for part in _PARAGRAPH_END.split(text) if part.strip())


def _runs(tokens: list[Token]) -> list[Run]:
    runs: list[Run] = []
    bold, link, linked_from = 0, "", 0
    for token in tokens:
        strong = token.type in ("strong_open", "strong_close") and token.markup == "**"
        if strong:
            bold += token.nesting
        elif token.type in _LITERAL or token.type.startswith("strong_"):
            runs.append(Run(token.markup, bold > 0, link))
        elif token.type == "link_open":
            link, linked_from = str(token.attrs["href"]), len(runs)
        elif token.type == "link_close":
            if len(runs) == linked_from:
                # A link without words would vanish from the page; its address stands in for them.
                runs.append(Run(link, bold > 0, link))
            link = ""
        else:
            runs.append(Run(token.content, bold > 0, link))
    return runs


def _merge(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours of one look made into one run; empty runs left out."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if not run.text:
            continue
        if last is not None and (last.bold, last.link) == (run.bold, run.link):
            merged[-1] = Run(last.text + run.text, last.bold, last.link)
        else:
            merged.append(run)
    return tuple(merged)
