"""What is asked for of plans, what is to be made, and what came of it; nothing of a patient is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from clinicpress.build.jobs import Job, Request, Status
from clinicpress.content.tables.orders import Entry, Orders
from clinicpress.problems import Problem, Source

# Where a plan is compared with what the patient had before.
Since = Literal["last", "none"]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """How plans are to be made.

    ``common`` says what they have in common with other documents; its names and kind do not count. ``packet``
    is one file for the printer; ``files`` asks for a file for each patient. ``encrypt`` names the column that
    holds the password of each file, ``password`` is that of all. ``since`` is what marks compare with: the
    plan that was printed last, or nothing; ``earlier`` are plans to compare with instead. ``same_person`` are
    ids that were printed for another name or birth date, and are the same patient's all the same. ``unlock``
    lets an open file take the place of a locked one.
    """

    common: Request = field(default_factory=Request)
    packet: Path | None = None
    duplex: bool = False
    cover: bool = False
    files: bool = True
    encrypt: str | None = None
    password: str = field(default="", repr=False)
    since: Since = "last"
    earlier: Orders | None = None
    same_person: tuple[str, ...] = field(default=(), repr=False)
    unlock: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One plan to be made: its entry, how, and under which file name.

    ``before`` is the plan to compare with, as JSON, or empty. ``inputs`` is the digest of all that decides
    the file, which is there already if ``write`` is false. ``check`` asks for the PDF's structure to be read.
    """

    entry: Entry
    job: Job
    file: str
    inputs: str
    before: bytes = field(default=b"", repr=False)
    password: str = field(default="", repr=False)
    write: bool = True
    check: bool = False


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What came of a plan: its row, its file and pages, and what the fit did; or what went wrong.

    ``lasting`` says that it would come out so again, made from the same. ``earlier`` is the file that an
    earlier run left where a failed plan's would be.
    """

    number: int
    source: Source
    status: Status
    path: Path | None = None
    pages: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    lasting: bool = True
    earlier: Path | None = None


@dataclass(frozen=True, slots=True)
class PacketOutcome:
    """What came of a packet: how many patients and pages are in it.

    ``earlier`` says that one that failed has left the file of an earlier run where it is.
    """

    path: Path
    status: Status
    patients: int = 0
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class PlansResult:
    """What came of a run: ``problems`` of what was read, an outcome for each plan, and the packet's.

    ``count`` is how many rows there were, good or bad; ``strays`` are files that no index knows.
    """

    count: int
    problems: tuple[Problem, ...]
    outcomes: tuple[PlanOutcome, ...] = ()
    packet: PacketOutcome | None = None
    strays: tuple[Path, ...] = ()
    list_path: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing at all was wrong."""
        return not self.all_problems

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem once, those of what was read first."""
        every = [*self.problems, *(problem for outcome in self.outcomes for problem in outcome.problems)]
        if self.packet is not None:
            every += self.packet.problems
        return tuple(dict.fromkeys(every))
