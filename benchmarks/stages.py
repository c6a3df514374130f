"""What each stage of a plan costs: ``python benchmarks/stages.py FILE batch TABLE --jobs 1``, in a workspace.

Runs the command in this process with functions of the package wrapped, and writes to FILE, as JSON, the
seconds of CPU that each stage took for itself: what a stage calls that is another stage is taken off. The
clocks cost some percent, so the shares hold better than the milliseconds.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

START, REST = "start", "rest"
SMALL_READER, PDFIUM, SAID = "proof by the small reader", "proof by PDFium", "what pages must say"
STRUCTURE = "structure, read by pypdf"
PROOF = (SMALL_READER, PDFIUM, SAID, STRUCTURE)
_ORDERS, _MAKING = "clinicpress.content.tables.orders", "clinicpress.patients.making"
_BODIES, _FOLDER = "clinicpress.build.bodies", "clinicpress.patients.folder"
# The functions of each stage, as a module and a name within it.
STAGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    START: (("clinicpress.patients.ordering", "open_library"),),
    "reading the table": (("clinicpress.patients.ordering", "read_orders"), (_ORDERS, "Entry.plan")),
    "planning": (("clinicpress.patients.planning", "Planner.planned"),),
    "body: composing": (("clinicpress.build.press", "Press._composed"),),
    "body: fit": (("clinicpress.layout.placing", "Setting.place"),),
    "body: drawing": ((_BODIES, "draw"),),
    "body: packing": ((_BODIES, "file_body"), (_BODIES, "packet_body")),
    "body: the rest": ((_BODIES, "Bodies._found"),),
    "strip": ((_BODIES, "Bodies.pages"),),
    "writing the file": ((_BODIES, "PatientPages.file"), (_MAKING, "write_private")),
    SAID: ((_MAKING, "page_identities"),),
    SMALL_READER: (("clinicpress.proof.fileproof", "FileProver.faults"),),
    PDFIUM: (("clinicpress.proof.fileproof", "file_faults"), (_MAKING, "file_faults")),
    STRUCTURE: ((_MAKING, "refuse_faulty"),),
    "index": (
        (_FOLDER, "PatientFolder.current"), (_FOLDER, "PatientFolder.begin"),
        (_FOLDER, "PatientFolder.finish"), (_FOLDER, "PatientFolder._write_list"),
        (_FOLDER, "PatientFolder.strays"), ("clinicpress.patients.printing", "_Run._keep_people"),
    ),
}  # fmt: skip


def owner_of(stage: str, module: str, name: str) -> tuple[Any, str]:
    """The module or class that a function of a stage is of, and its name there."""
    *path, last = name.split(".")
    try:
        owner: Any = importlib.import_module(module)
        for part in path:
            owner = getattr(owner, part)
        getattr(owner, last)
    except (ImportError, AttributeError):
        raise SystemExit(
            f"{module} has no {name} any more: name the function of {stage!r} anew in {__file__}"
        ) from None
    return owner, last


class Clock:
    """Counts the seconds of CPU that each stage takes for itself."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        # seconds of the stages within each one that is open
        self._within: list[float] = []

    def wrap(self, stage: str, module: str, name: str) -> None:
        """Have the time of a function counted for ``stage``; a name that is gone ends the benchmark."""
        owner, last = owner_of(stage, module, name)
        setattr(owner, last, self._timed(stage, getattr(owner, last)))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*values: Any, **named: Any) -> Any:
            self._within.append(0.0)
            began = time.process_time()
            try:
                return function(*values, **named)
            finally:
                took = time.process_time() - began
                self.seconds[stage] += took - self._within.pop()
                if self._within:
                    self._within[-1] += took

        return timed


def main() -> None:
    path, words = Path(sys.argv[1]), sys.argv[2:]
    clock = Clock()
    for stage, functions in STAGES.items():
        for module, name in functions:
            clock.wrap(stage, module, name)
    clock.seconds[START] += time.process_time()
    sys.argv = ["clinicpress", *words]
    from clinicpress.cli.main import main as command  # noqa: PLC0415

    try:
        command()
    except SystemExit as ended:
        if ended.code:
            raise
    rest = time.process_time() - sum(clock.seconds.values())
    path.write_text(json.dumps({**clock.seconds, REST: rest}), encoding="utf-8")


if __name__ == "__main__":
    main()
