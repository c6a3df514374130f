"""Runs commands in turn, A B A B, and compares their medians: a machine's speed drifts, ratios hold."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What memory is told in: kB, on a Mac bytes.
PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024
# As where people work: compiled modules are kept, also where tests and tools are told to leave none.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
BARE = ("python -c pass", [sys.executable, "-c", "pass"])
# Runs a module, and writes the peak memory of its process and of the largest of its children to a file.
_PEAKS = """\
import json, resource, runpy, sys
module, path, *words = sys.argv[1:]
sys.argv = [module, *words]
try:
    runpy.run_module(module, run_name="__main__")
finally:
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    with open(path, "w") as file:
        json.dump([resource.getrusage(each).ru_maxrss for each in who], file)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds on the clock, seconds of CPU, and peak memory in MB (0 where unknown)."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure; ``before`` is done ahead of each run and not timed."""

    name: str
    words: Sequence[str]
    before: Callable[[], None] = lambda: None


def run(words: Sequence[str], folder: Path) -> Run:
    """Run a command once; its output goes nowhere, a failure ends the benchmark."""
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        wall, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        process.returncode = code
        result = Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / PER_MB)
    else:
        code = process.wait()
        wall = time.perf_counter() - began
        result = Run(wall, wall, 0.0)
    if code != 0:
        raise SystemExit(f"{' '.join(words)} ended with exit code {code}")
    return result


def told(words: Sequence[str], folder: Path) -> Any:
    """Run a command that ends with a line of JSON, and give what it says."""
    ended = subprocess.run(words, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"{' '.join(words)} ended with exit code {ended.returncode}")
    return json.loads(ended.stdout.splitlines()[-1])


def peaks(words: Sequence[str], folder: Path, path: Path) -> tuple[Run, float, float]:
    """Run ``python -m`` with ``words``; its peak memory, and that of its largest child, in MB.

    They go by way of the file ``path``. Not on Windows.
    """
    ran = run([sys.executable, "-c", _PEAKS, words[0], str(path), *words[1:]], folder)
    parent, child = json.loads(path.read_text(encoding="utf-8"))
    return ran, parent / PER_MB, child / PER_MB


def compare(commands: Sequence[Command], folder: Path, rounds: int) -> None:
    """Run all commands in turn, ``rounds`` times, and print medians beside the bare interpreter's."""
    everything = [Command(*BARE), *commands]
    runs: dict[str, list[Run]] = {command.name: [] for command in everything}
    for _ in range(rounds):
        for command in everything:
            command.before()
            runs[command.name].append(run(command.words, folder))
    bare = median(runs[BARE[0]])
    print(f"{'medians of ' + str(rounds) + ' interleaved runs':<44} wall ms   CPU ms   x bare CPU   peak MB")
    for command in everything:
        m = median(runs[command.name])
        times = f"{m.wall * 1000:7.0f}  {m.cpu * 1000:7.0f}  {m.cpu / bare.cpu:11.1f}"
        print(f"{command.name:<44} {times}  {m.memory:8.0f}")


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure by itself."""
    return Run(*(statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")))
