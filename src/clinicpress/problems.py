"""Problems found in content, where they are, and the exceptions that carry them.

Every stage reports what is wrong as a `Problem`; only the command line prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clinicpress.messages import say


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a content file: ``path`` as shown to the reader, ``line`` and ``column`` from 1.

    Line 0 stands for no file: what was said in options or answers has no line.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it.

    ``sign`` is the character that it is about, where only the place of its text is known.
    """

    message: str
    hint: str = ""
    source: Source | None = None
    sign: str = ""

    def __str__(self) -> str:
        place = f"{self.source}: " if self.source else ""
        hint = f"\n  {say('cli.hint', hint=self.hint)}" if self.hint else ""
        return f"{place}{self.message}{hint}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file and line, each once."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda found: (found.source or Source(""), found.message))
    )


class ClinicpressError(Exception):
    """Base of all errors that clinicpress raises on purpose; carries one or more problems."""

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ClinicpressError], tuple[tuple[Problem, ...]]]:
        # an error of a worker process comes back with its problems, not with their text
        return type(self), (self.problems,)


class ContentError(ClinicpressError):
    """Something in content, a layout, a brand or a figure is wrong."""


class FitError(ContentError):
    """Content does not fit where its layout promises that it will."""


class OutputError(ClinicpressError):
    """A file could not be written, or a finished file is not what it should be."""


class UsageError(ClinicpressError):
    """The command was called in a way that cannot work."""

    exit_code = 2
