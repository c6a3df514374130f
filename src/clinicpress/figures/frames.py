"""A problem of a figure, with the number of the frame that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.messages import say
from clinicpress.problems import Problem


@dataclass(frozen=True, slots=True)
class FrameProblem(Problem):
    """What is wrong with a figure; ``frame`` counts from 1, and is 0 where it is about all of the figure."""

    frame: int = 0


def in_frame(number: int, message: str, hint: str = "") -> FrameProblem:
    """The problem of a frame, whose number its message begins with."""
    return FrameProblem(say("figure.in-frame", number=number, message=message), hint, frame=number)
