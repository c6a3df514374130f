"""Runs commands in turn, A B A B, and compares their medians: a machine's speed drifts, ratios hold."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

BARE = ("python -c pass", [sys.executable, "-c", "pass"])


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
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL)
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        wall, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        process.returncode = code
        per_mb = 1024 * 1024 if sys.platform == "darwin" else 1024
        result = Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / per_mb)
    else:
        code = process.wait()
        wall = time.perf_counter() - began
        result = Run(wall, wall, 0.0)
    if code != 0:
        raise SystemExit(f"{' '.join(words)} ended with exit code {code}")
    return result


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
